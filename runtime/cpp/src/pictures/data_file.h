/// The small files of a pipeline: tables that are read as a whole.

#ifndef SNAPC_PICTURES_DATA_FILE_H
#define SNAPC_PICTURES_DATA_FILE_H

#include <cstdint>
#include <string>
#include <vector>

#include "snapc/pictures/description.h"

namespace snapc {

/// Throws Error for a file that is missing, or is not the one that was compiled.
std::vector<std::uint8_t> readDataFile(const std::string& folder, const DataFile& file);

}  // namespace snapc

#endif
