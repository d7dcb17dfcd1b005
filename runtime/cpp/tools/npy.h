/// NumPy's files of one array.

#ifndef SNAPC_NPY_H
#define SNAPC_NPY_H

#include <cstdint>
#include <string>
#include <vector>

#include "snapc/element_type.h"

namespace snapc {

struct Array {
  ElementType type = ElementType::float32;
  std::vector<std::uint64_t> shape;
  /// Row-major, little-endian.
  std::vector<std::uint8_t> bytes;
};

/// Such as `float32 [1, 4, 64, 64]`.
std::string describe(ElementType type, const std::vector<std::uint64_t>& shape);

/// Throws Error for what is no such file, or is cut.
Array readNpy(const std::string& path);

/// Throws Error; what was written by then is removed.
void writeBytes(const std::string& path, const std::string& header, const std::vector<std::uint8_t>& bytes);

/// The same.
void writeNpy(const std::string& path, const Array& array);

}  // namespace snapc

#endif
