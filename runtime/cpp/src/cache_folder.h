/// The folder in which NNAPI keeps compiled models.

#ifndef SNAPC_CACHE_FOLDER_H
#define SNAPC_CACHE_FOLDER_H

#include <string>

namespace snapc {

/// Throws Error unless files can be made in the folder: NNAPI itself would go without a cache, and say nothing.
void requireWritable(const std::string& folder);

}  // namespace snapc

#endif
