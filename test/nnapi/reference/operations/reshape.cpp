/** Operations that give elements another shape or order. */

#include <algorithm>
#include <cstring>

#include "../refusal.h"
#include "run.h"

namespace reference {

namespace {

using namespace type;

int reshapeLevel(const Signature& signature) {
  const int level = levelOfInput(
      signature, 0, {{float32, 1}, {float16, 3}, {unsigned8, 1}, {signed8, 4}, {int32, 6}});
  const int32_t tensor = signature.input(0).type;
  signature.requireRankAtMost4();
  signature.requireInputs({tensor, int32});
  signature.requireOutputs({tensor});
  requireData(signature.output().dimensions.size() <= 4, "RESHAPE gives at most 4 dimensions");
  return level;
}

/** Squeezes and transposes take no integers. */
int movementLevel(const Signature& signature) {
  const int level =
      levelOfInput(signature, 0, {{float32, 2}, {float16, 3}, {unsigned8, 2}, {signed8, 4}});
  const int32_t tensor = signature.input(0).type;
  signature.requireInputs({tensor, int32});
  signature.requireOutputs({tensor});
  signature.requireRankAtMost4();
  return level;
}

int expandLevel(const Signature& signature) {
  const int level = levelOfInput(
      signature, 0, {{float32, 3}, {float16, 3}, {int32, 3}, {unsigned8, 3}, {signed8, 4}});
  const int32_t tensor = signature.input(0).type;
  signature.requireInputs({tensor, scalarInt32});
  signature.requireOutputs({tensor});
  return level;
}

int reverseLevel(const Signature& signature) {
  const int level = levelOfInput(
      signature, 0, {{float32, 7}, {float16, 7}, {int32, 7}, {unsigned8, 7}, {signed8, 7}});
  const Operand& input = signature.input(0);
  const Operand& output = signature.output();
  signature.requireInputs({input.type, int32});
  signature.requireOutputs({input.type});
  requireData(input.scale == output.scale && input.zeroPoint == output.zeroPoint,
              "REVERSE changes scale or zero point");
  const Dimensions& axes = signature.input(1).dimensions;
  requireData(axes.empty() || (axes.size() == 1 && axes[0] <= 1), "REVERSE takes one axis");
  return level;
}

void copyAll(const Tensor& input, const Tensor& output) {
  std::memcpy(output.data, input.data, input.count() * input.elementSize());
}

void runReshape(Run& run) {
  const Tensor input = run.input(0);
  const std::vector<int32_t> wanted = run.list(1);
  Dimensions shape;
  size_t known = 1;
  for (const int32_t size : wanted) {
    run.require(size > 0 || size == -1, "a dimension is neither positive nor -1");
    if (size > 0) known *= static_cast<size_t>(size);
  }
  run.require(std::count(wanted.begin(), wanted.end(), -1) <= 1, "two dimensions are -1");
  for (const int32_t size : wanted) {
    shape.push_back(
        static_cast<uint32_t>(size > 0 ? static_cast<size_t>(size) : input.count() / known));
  }
  run.require(elementCount(shape) == input.count(), "the number of elements changes");
  copyAll(input, run.outputLike(input, shape));
}

void runSqueeze(Run& run) {
  const Tensor input = run.input(0);
  run.require(run.signature().input(1).dimensions.size() == 1, "its axes have not rank 1");
  std::vector<bool> isRemoved(input.rank(), false);
  if (run.hasInput(1)) {
    for (const int32_t axis : run.list(1)) {
      const size_t at = run.axis(axis, input.rank());
      run.require(input.dimensions[at] == 1, "a dimension that goes is not 1");
      isRemoved[at] = true;
    }
  } else {
    for (size_t axis = 0; axis < input.rank(); ++axis) {
      isRemoved[axis] = input.dimensions[axis] == 1;
    }
  }
  Dimensions shape;
  for (size_t axis = 0; axis < input.rank(); ++axis) {
    if (!isRemoved[axis]) shape.push_back(input.dimensions[axis]);
  }
  if (shape.empty()) shape.push_back(1);
  copyAll(input, run.outputLike(input, shape));
}

void runExpand(Run& run) {
  const Tensor input = run.input(0);
  const size_t axis = run.axis(run.integer(1), input.rank() + 1);
  Dimensions shape = input.dimensions;
  shape.insert(shape.begin() + static_cast<std::ptrdiff_t>(axis), 1);
  copyAll(input, run.outputLike(input, shape));
}

void runTranspose(Run& run) {
  const Tensor input = run.input(0);
  std::vector<int32_t> order = {1, 0};
  if (run.hasInput(1)) order = run.list(1);
  run.require(order.size() == input.rank(), "the permutation has not one axis per dimension");
  const std::vector<size_t> strides = stridesOf(input.dimensions);
  Dimensions shape;
  std::vector<size_t> steps;
  std::vector<bool> isUsed(input.rank(), false);
  for (const int32_t axis : order) {
    run.require(axis >= 0 && static_cast<size_t>(axis) < input.rank(), "there is no such axis");
    const auto at = static_cast<size_t>(axis);
    run.require(!isUsed[at], "the permutation names an axis twice");
    isUsed[at] = true;
    shape.push_back(input.dimensions[at]);
    steps.push_back(strides[at]);
  }
  const Tensor output = run.outputLike(input, shape);
  Dimensions position(shape.size(), 0);
  for (size_t index = 0; index < output.count(); ++index, advance(position, shape)) {
    size_t source = 0;
    for (size_t axis = 0; axis < shape.size(); ++axis) source += position[axis] * steps[axis];
    copyElement(input, source, output, index);
  }
}

void runReverse(Run& run) {
  const Tensor input = run.input(0);
  const std::vector<int32_t> axes = run.list(1);
  run.require(axes.size() == 1, "there is not one axis");
  run.require(axes[0] >= 0 && static_cast<size_t>(axes[0]) < input.rank(), "there is no such axis");
  const auto axis = static_cast<size_t>(axes[0]);
  const Tensor output = run.output(input.dimensions);
  const size_t inner = stridesOf(input.dimensions)[axis];
  const size_t size = input.dimensions[axis];
  for (size_t index = 0; index < input.count(); ++index) {
    const size_t at = index / inner % size;
    copyElement(input, index + (size - 1 - at) * inner - at * inner, output, index);
  }
}

}  // namespace

Rules reshapeRules() {
  return {
      {ANEURALNETWORKS_RESHAPE, "RESHAPE", reshapeLevel, runReshape},
      {ANEURALNETWORKS_SQUEEZE, "SQUEEZE", movementLevel, runSqueeze},
      {ANEURALNETWORKS_EXPAND_DIMS, "EXPAND_DIMS", expandLevel, runExpand},
      {ANEURALNETWORKS_TRANSPOSE, "TRANSPOSE", movementLevel, runTranspose},
      {ANEURALNETWORKS_REVERSE, "REVERSE", reverseLevel, runReverse},
  };
}

}  // namespace reference
