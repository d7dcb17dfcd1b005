/** Broadcasting and fused activations. */

#include "pointwise.h"

#include <algorithm>

namespace reference {

Dimensions broadcastShape(const Run& run, const Tensor& left, const Tensor& right) {
  const size_t rank = std::max(left.rank(), right.rank());
  Dimensions shape(rank, 1);
  for (size_t fromEnd = 1; fromEnd <= rank; ++fromEnd) {
    const uint32_t a = fromEnd <= left.rank() ? left.dimensions[left.rank() - fromEnd] : 1;
    const uint32_t b = fromEnd <= right.rank() ? right.dimensions[right.rank() - fromEnd] : 1;
    run.require(a == b || a == 1 || b == 1, "the shapes do not broadcast");
    shape[rank - fromEnd] = a == 1 ? b : a;
  }
  return shape;
}

std::vector<size_t> broadcastIndices(const Tensor& narrow, const Dimensions& wide) {
  const std::vector<size_t> strides = stridesOf(narrow.dimensions);
  const size_t missing = wide.size() - narrow.rank();
  std::vector<size_t> indices(static_cast<size_t>(elementCount(wide)));
  Dimensions position(wide.size(), 0);
  for (size_t& index : indices) {
    index = 0;
    for (size_t axis = 0; axis < narrow.rank(); ++axis) {
      if (narrow.dimensions[axis] != 1) index += position[missing + axis] * strides[axis];
    }
    advance(position, wide);
  }
  return indices;
}

double fused(int32_t code, double value) {
  switch (code) {
    case ANEURALNETWORKS_FUSED_RELU:
      return std::max(0.0, value);
    case ANEURALNETWORKS_FUSED_RELU1:
      return std::clamp(value, -1.0, 1.0);
    case ANEURALNETWORKS_FUSED_RELU6:
      return std::clamp(value, 0.0, 6.0);
    default:
      return value;
  }
}

}  // namespace reference
