/// Sizes of tensors.

#include "snapc/tensor.h"

namespace snapc {

std::size_t TensorInfo::elementCount() const {
  std::size_t count = 1;
  for (const std::uint32_t size : shape) count *= size;
  return count;
}

std::size_t TensorInfo::bytes() const { return elementCount() * byteSize(type); }

}  // namespace snapc
