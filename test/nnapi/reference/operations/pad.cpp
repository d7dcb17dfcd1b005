/** Tensors with something around them. */

#include <algorithm>
#include <functional>

#include "../refusal.h"
#include "run.h"

namespace reference {

namespace {

using namespace type;

int padLevel(const Signature& signature) {
  const Operand& input = signature.input(0);
  const int unsignedLevel = input.zeroPoint == 0 ? 2 : 3;
  const int level = levelOfInput(
      signature, 0, {{float32, 2}, {float16, 3}, {unsigned8, unsignedLevel}, {signed8, 4}});
  signature.requireRankAtMost4();
  signature.requireInputs({input.type, int32});
  signature.requireOutputs({input.type});
  return level;
}

int padValueLevel(const Signature& signature) {
  const int level =
      levelOfInput(signature, 0, {{float32, 3}, {float16, 3}, {unsigned8, 3}, {signed8, 4}});
  const int32_t tensor = signature.input(0).type;
  signature.requireRankAtMost4();
  signature.requireInputs({tensor, int32, isAsymmetric8(tensor) ? scalarInt32 : scalarOf(tensor)});
  signature.requireOutputs({tensor});
  return level;
}

int mirrorLevel(const Signature& signature) {
  levelOfInput(signature, 0,
               {{float32, 7}, {float16, 7}, {int32, 7}, {unsigned8, 7}, {signed8, 7}});
  const Operand& input = signature.input(0);
  const Operand& output = signature.output();
  signature.requireInputs({input.type, int32, scalarInt32});
  signature.requireOutputs({input.type});
  const Dimensions& paddings = signature.input(1).dimensions;
  requireData(paddings.empty() || (paddings.size() == 2 && (paddings[1] == 0 || paddings[1] == 2)),
              "MIRROR_PAD takes pairs of paddings");
  requireData(paddings.empty() || input.dimensions.empty() || paddings[0] == 0 ||
                  paddings[0] == input.dimensions.size(),
              "MIRROR_PAD takes one pair of paddings per dimension");
  requireData(input.dimensions.empty() || output.dimensions.empty() ||
                  input.dimensions.size() == output.dimensions.size(),
              "MIRROR_PAD changes the rank");
  requireData(input.scale == output.scale && input.zeroPoint == output.zeroPoint,
              "MIRROR_PAD changes scale or zero point");
  return 7;
}

struct Padding {
  std::vector<int32_t> before;
  Dimensions shape;
};

Padding paddingOf(const Run& run, const Tensor& input) {
  const Tensor pairs = run.input(1);
  run.require(pairs.rank() == 2 && pairs.dimensions[0] == input.rank() && pairs.dimensions[1] == 2,
              "there is not one pair of paddings per dimension");
  const std::vector<int32_t> values = run.integers(1);
  Padding padding;
  for (size_t axis = 0; axis < input.rank(); ++axis) {
    const int32_t before = values[axis * 2];
    const int32_t after = values[axis * 2 + 1];
    run.require(before >= 0 && after >= 0, "padding is negative");
    padding.before.push_back(before);
    padding.shape.push_back(input.dimensions[axis] + static_cast<uint32_t>(before + after));
  }
  return padding;
}

/** Gives, along one dimension, where an output's element comes from; -1 for outside. */
using SourceAt = std::function<int64_t(size_t axis, int64_t at)>;

void fill(const Tensor& input, const Padding& padding, const Tensor& output,
          const SourceAt& sourceAt, const std::function<void(size_t index)>& outside) {
  const std::vector<size_t> strides = stridesOf(input.dimensions);
  Dimensions position(input.rank(), 0);
  for (size_t index = 0; index < output.count(); ++index, advance(position, padding.shape)) {
    size_t source = 0;
    bool isInside = true;
    for (size_t axis = 0; axis < input.rank(); ++axis) {
      const int64_t at = sourceAt(axis, int64_t{position[axis]} - padding.before[axis]);
      isInside = isInside && at >= 0;
      source += isInside ? static_cast<size_t>(at) * strides[axis] : 0;
    }
    if (isInside) {
      copyElement(input, source, output, index);
    } else {
      outside(index);
    }
  }
}

/** The value outside is a stored integer for quantised tensors, and their zero point by default. */
void runPad(Run& run) {
  const Tensor input = run.input(0);
  const Padding padding = paddingOf(run, input);
  const bool hasValue = run.code() == ANEURALNETWORKS_PAD_V2;
  const bool isQuantised = isAsymmetric8(input.type());
  const double plain = hasValue && !isQuantised ? run.real(2) : 0;
  const int32_t stored = hasValue && isQuantised ? run.integer(2) : input.operand->zeroPoint;
  const Tensor output = run.outputLike(input, padding.shape);
  fill(
      input, padding, output,
      [&](size_t axis, int64_t at) {
        return at < int64_t{input.dimensions[axis]} ? at : int64_t{-1};
      },
      [&](size_t index) {
        if (isQuantised) {
          storeAs(output.data, index, static_cast<uint8_t>(stored));
        } else {
          store(output, index, plain);
        }
      });
}

/** Mode 0 reflects about the outermost elements, mode 1 about the edges beyond them. */
void runMirror(Run& run) {
  const Tensor input = run.input(0);
  const Padding padding = paddingOf(run, input);
  const int32_t mode = run.integer(2);
  run.require(mode == 0 || mode == 1, "there is no such mode");
  const bool reflects = mode == 0;
  for (size_t axis = 0; axis < input.rank(); ++axis) {
    const int64_t most = int64_t{input.dimensions[axis]} - (reflects ? 1 : 0);
    const int64_t before = padding.before[axis];
    const int64_t after = int64_t{padding.shape[axis]} - input.dimensions[axis] - before;
    run.require(std::max(before, after) <= most, "padding is wider than what it mirrors");
  }
  const Tensor output = run.output(padding.shape);
  fill(
      input, padding, output,
      [&](size_t axis, int64_t at) {
        const int64_t size = input.dimensions[axis];
        const int64_t shift = reflects ? 0 : 1;
        if (at < 0) return -at - shift;
        return at < size ? at : 2 * size - 2 - at + shift;
      },
      [](size_t) {});
}

}  // namespace

Rules padRules() {
  return {
      {ANEURALNETWORKS_PAD, "PAD", padLevel, runPad},
      {ANEURALNETWORKS_PAD_V2, "PAD_V2", padValueLevel, runPad},
      {ANEURALNETWORKS_MIRROR_PAD, "MIRROR_PAD", mirrorLevel, runMirror},
  };
}

}  // namespace reference
