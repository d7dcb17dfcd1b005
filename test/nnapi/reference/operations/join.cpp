/** Tensors made of others: side by side, stacked, repeated, filled. */

#include <algorithm>

#include "../refusal.h"
#include "run.h"

namespace reference {

namespace {

using namespace type;

int concatenationLevel(const Signature& signature) {
  requireData(signature.inputCount() >= 2, "CONCATENATION takes a tensor and an axis at least");
  int level =
      levelOfInput(signature, 0, {{float32, 1}, {float16, 3}, {unsigned8, 1}, {signed8, 4}});
  const int32_t tensor = signature.input(0).type;
  std::vector<int32_t> types(signature.inputCount() - 1, tensor);
  types.push_back(scalarInt32);
  signature.requireInputs(types);
  signature.requireOutputs({tensor});
  for (size_t index = 0; index + 1 < types.size(); ++index) {
    signature.requireRankAtMost4(index);
    const Operand& input = signature.input(index);
    const bool isSame =
        input.scale == signature.output().scale && input.zeroPoint == signature.output().zeroPoint;
    if (!isSame) level = std::max(level, 3);
  }
  return level;
}

int packLevel(const Signature& signature) {
  requireData(signature.inputCount() >= 2, "PACK takes an axis and a tensor at least");
  const int level = levelOfInput(
      signature, 1, {{float32, 6}, {float16, 6}, {int32, 6}, {unsigned8, 6}, {signed8, 6}});
  const Operand& output = signature.output();
  std::vector<int32_t> types(signature.inputCount(), output.type);
  types[0] = scalarInt32;
  signature.requireInputs(types);
  signature.requireOutputs({output.type});
  for (size_t index = 1; index < types.size(); ++index) {
    const Operand& input = signature.input(index);
    requireData(input.scale == output.scale && input.zeroPoint == output.zeroPoint,
                "PACK changes scale or zero point");
    requireData(input.dimensions.empty() || output.dimensions.empty() ||
                    input.dimensions.size() + 1 == output.dimensions.size(),
                "PACK does not give one more dimension");
  }
  return level;
}

int tileLevel(const Signature& signature) {
  const int level = levelOfInput(
      signature, 0, {{float32, 3}, {float16, 3}, {int32, 3}, {unsigned8, 3}, {signed8, 4}});
  const int32_t tensor = signature.input(0).type;
  signature.requireInputs({tensor, int32});
  signature.requireOutputs({tensor});
  return level;
}

int fillLevel(const Signature& signature) {
  const int32_t tensor = signature.output().type;
  requireData(isFloat(tensor) || tensor == int32, "FILL gives no tensors of this type");
  signature.requireInputs({int32, tensor == int32 ? scalarInt32 : scalarOf(tensor)});
  signature.requireOutputs({tensor});
  return 4;
}

/** Where the input lies in the output, counted along the axis. */
void placeAlong(const Tensor& input, const Tensor& output, size_t axis, size_t start) {
  const size_t inner = stridesOf(output.dimensions)[axis];
  const size_t size = input.count() == 0 ? 0 : input.dimensions[axis];
  const bool isSame = input.operand->scale == output.operand->scale &&
                      input.operand->zeroPoint == output.operand->zeroPoint;
  for (size_t index = 0; index < input.count(); ++index) {
    const size_t at = index / inner % size;
    const size_t outer = index / (inner * size);
    const size_t target = (outer * output.dimensions[axis] + start + at) * inner + index % inner;
    if (isSame) {
      copyElement(input, index, output, target);
    } else {
      store(output, target, valueAt(input, index));
    }
  }
}

void runConcatenation(Run& run) {
  const size_t count = run.inputCount() - 1;
  const Tensor first = run.input(0);
  const int32_t given = run.integer(count);
  run.require(given >= 0 && static_cast<size_t>(given) < first.rank(), "there is no such axis");
  const auto axis = static_cast<size_t>(given);
  Dimensions shape = first.dimensions;
  for (size_t index = 1; index < count; ++index) {
    Dimensions other = run.input(index).dimensions;
    run.require(other.size() == shape.size(), "the tensors' ranks differ");
    shape[axis] += other[axis];
    other[axis] = shape[axis];
    run.require(other == shape, "the tensors differ along other dimensions");
  }
  const Tensor output = run.output(shape);
  size_t start = 0;
  for (size_t index = 0; index < count; ++index) {
    const Tensor input = run.input(index);
    placeAlong(input, output, axis, start);
    start += input.dimensions[axis];
  }
}

void runPack(Run& run) {
  Tensor first = run.input(1);
  const int32_t given = run.integer(0);
  run.require(given >= 0 && static_cast<size_t>(given) <= first.rank(), "there is no such axis");
  const auto axis = static_cast<size_t>(given);
  Dimensions one = first.dimensions;
  one.insert(one.begin() + given, 1);
  Dimensions shape = one;
  shape[axis] = static_cast<uint32_t>(run.inputCount() - 1);
  const Tensor output = run.output(shape);
  for (size_t index = 1; index < run.inputCount(); ++index) {
    Tensor input = run.input(index);
    run.require(input.dimensions == first.dimensions, "the tensors' shapes differ");
    input.dimensions = one;
    placeAlong(input, output, axis, index - 1);
  }
}

void runTile(Run& run) {
  const Tensor input = run.input(0);
  const std::vector<int32_t> times = run.list(1);
  run.require(times.size() == input.rank(), "there is not one number per dimension");
  Dimensions shape;
  for (size_t axis = 0; axis < input.rank(); ++axis) {
    run.require(times[axis] > 0, "a tensor is repeated less than once");
    shape.push_back(input.dimensions[axis] * static_cast<uint32_t>(times[axis]));
  }
  const Tensor output = run.outputLike(input, shape);
  const std::vector<size_t> strides = stridesOf(input.dimensions);
  Dimensions position(shape.size(), 0);
  for (size_t index = 0; index < output.count(); ++index, advance(position, shape)) {
    size_t source = 0;
    for (size_t axis = 0; axis < shape.size(); ++axis) {
      source += position[axis] % input.dimensions[axis] * strides[axis];
    }
    copyElement(input, source, output, index);
  }
}

void runFill(Run& run) {
  Dimensions shape;
  for (const int32_t size : run.list(0)) {
    run.require(size > 0, "a dimension is not positive");
    shape.push_back(static_cast<uint32_t>(size));
  }
  const Tensor output = run.output(shape);
  const Tensor value = run.input(1);
  for (size_t index = 0; index < output.count(); ++index) copyElement(value, 0, output, index);
}

}  // namespace

Rules joinRules() {
  return {
      {ANEURALNETWORKS_CONCATENATION, "CONCATENATION", concatenationLevel, runConcatenation},
      {ANEURALNETWORKS_PACK, "PACK", packLevel, runPack},
      {ANEURALNETWORKS_TILE, "TILE", tileLevel, runTile},
      {ANEURALNETWORKS_FILL, "FILL", fillLevel, runFill},
  };
}

}  // namespace reference
