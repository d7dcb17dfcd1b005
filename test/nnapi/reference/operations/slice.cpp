/** Parts of tensors. */

#include <algorithm>

#include "run.h"

namespace reference {

namespace {

using namespace type;

int sliceLevel(const Signature& signature) {
  const int level = levelOfInput(
      signature, 0, {{float32, 3}, {float16, 3}, {int32, 3}, {unsigned8, 3}, {signed8, 4}});
  const int32_t tensor = signature.input(0).type;
  signature.requireInputs({tensor, int32, int32});
  signature.requireOutputs({tensor});
  return level;
}

int stridedLevel(const Signature& signature) {
  const int level =
      levelOfInput(signature, 0, {{float32, 2}, {float16, 3}, {unsigned8, 2}, {signed8, 4}});
  const int32_t tensor = signature.input(0).type;
  signature.requireInputs({tensor, int32, int32, int32, scalarInt32, scalarInt32, scalarInt32});
  signature.requireOutputs({tensor});
  signature.requireRankAtMost4();
  return level;
}

int splitLevel(const Signature& signature) {
  const int level = levelOfInput(
      signature, 0, {{float32, 3}, {float16, 3}, {int32, 3}, {unsigned8, 3}, {signed8, 4}});
  const int32_t tensor = signature.input(0).type;
  signature.requireInputs({tensor, scalarInt32, scalarInt32});
  signature.requireOutputs(std::vector<int32_t>(signature.outputCount(), tensor));
  return level;
}

/** Copies the elements at `begin`, `begin + stride` and so on; all fit into the input. */
void copyPart(const Tensor& input, const std::vector<int64_t>& begin,
              const std::vector<int64_t>& stride, const Dimensions& counts, const Tensor& output) {
  const std::vector<size_t> strides = stridesOf(input.dimensions);
  Dimensions position(counts.size(), 0);
  for (size_t index = 0; index < elementCount(counts); ++index, advance(position, counts)) {
    size_t source = 0;
    for (size_t axis = 0; axis < counts.size(); ++axis) {
      source += static_cast<size_t>(begin[axis] + position[axis] * stride[axis]) * strides[axis];
    }
    copyElement(input, source, output, index);
  }
}

void runSlice(Run& run) {
  const Tensor input = run.input(0);
  const std::vector<int32_t> begins = run.list(1);
  const std::vector<int32_t> sizes = run.list(2);
  run.require(begins.size() == input.rank() && sizes.size() == input.rank(),
              "there is not one begin and size per dimension");
  std::vector<int64_t> begin;
  Dimensions shape;
  for (size_t axis = 0; axis < input.rank(); ++axis) {
    const int64_t whole = input.dimensions[axis];
    const int64_t size = sizes[axis] == -1 ? whole - begins[axis] : int64_t{sizes[axis]};
    run.require(begins[axis] >= 0 && size >= 0 && begins[axis] + size <= whole,
                "the slice is not inside the tensor");
    begin.push_back(begins[axis]);
    shape.push_back(static_cast<uint32_t>(size));
  }
  const Tensor output = run.outputLike(input, shape);
  copyPart(input, begin, std::vector<int64_t>(input.rank(), 1), shape, output);
}

struct Range {
  int64_t begin;
  int64_t end;
  int64_t stride;

  /** Indices from the end where they are negative, and no further than the tensor. */
  static int64_t clamped(int64_t index, int64_t size, bool forwards) {
    const int64_t positive = index < 0 ? index + size : index;
    return forwards ? std::clamp<int64_t>(positive, 0, size)
                    : std::clamp<int64_t>(positive, -1, size - 1);
  }

  int64_t count() const {
    const int64_t distance = stride > 0 ? end - begin : begin - end;
    const int64_t step = stride > 0 ? stride : -stride;
    return std::max<int64_t>(0, (distance + step - 1) / step);
  }
};

void runStrided(Run& run) {
  const Tensor input = run.input(0);
  const std::vector<int32_t> begins = run.list(1);
  const std::vector<int32_t> ends = run.list(2);
  const std::vector<int32_t> strides = run.list(3);
  run.require(begins.size() == input.rank() && ends.size() == input.rank() &&
                  strides.size() == input.rank(),
              "there is not one begin, end and stride per dimension");
  const auto isMasked = [&](size_t mask, size_t axis) {
    return ((run.integer(mask) >> axis) & 1) != 0;
  };
  std::vector<int64_t> begin;
  std::vector<int64_t> stride;
  Dimensions counts;
  Dimensions shape;
  for (size_t axis = 0; axis < input.rank(); ++axis) {
    const int64_t size = input.dimensions[axis];
    run.require(strides[axis] != 0, "a stride is 0");
    const bool forwards = strides[axis] > 0;
    const Range range = {
        isMasked(4, axis) ? (forwards ? 0 : size - 1)
                          : Range::clamped(begins[axis], size, forwards),
        isMasked(5, axis) ? (forwards ? size : -1) : Range::clamped(ends[axis], size, forwards),
        strides[axis]};
    const auto count = static_cast<uint32_t>(range.count());
    begin.push_back(range.begin);
    stride.push_back(range.stride);
    counts.push_back(count);
    if (!isMasked(6, axis)) {
      shape.push_back(count);
    } else {
      run.require(forwards && count == 1, "a dimension that goes keeps not one element");
    }
  }
  if (shape.empty()) shape.push_back(1);
  copyPart(input, begin, stride, counts, run.outputLike(input, shape));
}

void runSplit(Run& run) {
  const Tensor input = run.input(0);
  const size_t axis = run.axis(run.integer(1), input.rank());
  const int32_t parts = run.integer(2);
  run.require(parts > 0 && static_cast<size_t>(parts) == run.outputCount(),
              "the parts are not as many as the outputs");
  run.require(input.dimensions[axis] % static_cast<uint32_t>(parts) == 0,
              "the dimension does not split into equal parts");
  Dimensions shape = input.dimensions;
  shape[axis] /= static_cast<uint32_t>(parts);
  std::vector<int64_t> begin(input.rank(), 0);
  for (size_t part = 0; part < run.outputCount(); ++part) {
    begin[axis] = static_cast<int64_t>(part * shape[axis]);
    const Tensor output = run.outputLike(input, shape, part);
    copyPart(input, begin, std::vector<int64_t>(input.rank(), 1), shape, output);
  }
}

}  // namespace

Rules sliceRules() {
  return {
      {ANEURALNETWORKS_SLICE, "SLICE", sliceLevel, runSlice},
      {ANEURALNETWORKS_STRIDED_SLICE, "STRIDED_SLICE", stridedLevel, runStrided},
      {ANEURALNETWORKS_SPLIT, "SPLIT", splitLevel, runSplit},
  };
}

}  // namespace reference
