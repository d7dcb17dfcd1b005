/** Sums, means and extremes along dimensions. */

#include <algorithm>
#include <limits>

#include "run.h"

namespace reference {

namespace {

using namespace type;

int meanLevel(const Signature& signature) {
  const int level =
      levelOfInput(signature, 0, {{float32, 2}, {float16, 3}, {unsigned8, 2}, {signed8, 4}});
  const int32_t tensor = signature.input(0).type;
  signature.requireRankAtMost4();
  signature.requireInputs({tensor, int32, scalarInt32});
  signature.requireOutputs({tensor});
  return level;
}

int reduceLevel(const Signature& signature) {
  const int32_t code = signature.code();
  const bool isLogic = code == ANEURALNETWORKS_REDUCE_ALL || code == ANEURALNETWORKS_REDUCE_ANY;
  const bool isExtreme = code == ANEURALNETWORKS_REDUCE_MAX || code == ANEURALNETWORKS_REDUCE_MIN;
  const int level =
      isLogic ? levelOfInput(signature, 0, {{bool8, 3}})
      : isExtreme
          ? levelOfInput(signature, 0, {{float32, 3}, {float16, 3}, {unsigned8, 3}, {signed8, 4}})
          : levelOfInput(signature, 0, {{float32, 3}, {float16, 3}});
  const int32_t tensor = signature.input(0).type;
  signature.requireInputs({tensor, int32, scalarBool});
  signature.requireOutputs({tensor});
  signature.requireRankAtMost4();
  return level;
}

double initial(int32_t code) {
  switch (code) {
    case ANEURALNETWORKS_REDUCE_MAX:
      return -std::numeric_limits<double>::infinity();
    case ANEURALNETWORKS_REDUCE_MIN:
      return std::numeric_limits<double>::infinity();
    case ANEURALNETWORKS_REDUCE_PROD:
    case ANEURALNETWORKS_REDUCE_ALL:
      return 1;
    default:
      return 0;
  }
}

double combined(int32_t code, double so_far, double value) {
  switch (code) {
    case ANEURALNETWORKS_REDUCE_MAX:
    case ANEURALNETWORKS_REDUCE_ANY:
      return std::max(so_far, value);
    case ANEURALNETWORKS_REDUCE_MIN:
    case ANEURALNETWORKS_REDUCE_ALL:
      return std::min(so_far, value);
    case ANEURALNETWORKS_REDUCE_PROD:
      return so_far * value;
    default:
      return so_far + value;
  }
}

void runReduction(Run& run) {
  const Tensor input = run.input(0);
  const bool isMean = run.code() == ANEURALNETWORKS_MEAN;
  const bool keeps = isMean ? run.integer(2) > 0 : run.flag(2, false);
  Dimensions kept = input.dimensions;
  std::vector<bool> isReduced(input.rank(), false);
  for (const int32_t axis : run.list(1)) {
    isReduced[run.axis(axis, input.rank())] = true;
  }
  Dimensions shape;
  for (size_t axis = 0; axis < input.rank(); ++axis) {
    if (isReduced[axis]) kept[axis] = 1;
    if (keeps || !isReduced[axis]) shape.push_back(kept[axis]);
  }
  if (shape.empty()) shape.push_back(1);
  const Tensor output = run.outputLike(input, shape);
  std::vector<double> results(output.count(), initial(run.code()));
  // Only means of halves are added up in more than halves.
  const int32_t sums = isMean && input.type() == float16 ? float32 : input.type();
  const std::vector<size_t> strides = stridesOf(kept);
  Dimensions position(input.rank(), 0);
  for (size_t index = 0; index < input.count(); ++index) {
    size_t target = 0;
    for (size_t axis = 0; axis < input.rank(); ++axis) {
      if (!isReduced[axis]) target += position[axis] * strides[axis];
    }
    const double value = combined(run.code(), results[target], valueAt(input, index));
    results[target] = accumulated(sums, value);
    advance(position, input.dimensions);
  }
  const double share = isMean ? static_cast<double>(input.count()) / results.size() : 1;
  for (size_t index = 0; index < results.size(); ++index) {
    store(output, index, results[index] / share);
  }
}

int extremeIndexLevel(const Signature& signature) {
  const int level = levelOfInput(
      signature, 0, {{float32, 3}, {float16, 3}, {int32, 3}, {unsigned8, 3}, {signed8, 3}});
  signature.requireInputs({signature.input(0).type, scalarInt32});
  signature.requireOutputs({int32});
  return level;
}

void runExtremeIndex(Run& run) {
  const Tensor input = run.input(0);
  const size_t axis = run.axis(run.integer(1), input.rank());
  Dimensions shape = input.dimensions;
  shape.erase(shape.begin() + static_cast<std::ptrdiff_t>(axis));
  if (shape.empty()) shape.push_back(1);
  const Tensor output = run.output(shape);
  const size_t size = input.dimensions[axis];
  const size_t inner = stridesOf(input.dimensions)[axis];
  const bool isGreatest = run.code() == ANEURALNETWORKS_ARGMAX;
  for (size_t index = 0; index < output.count(); ++index) {
    const size_t start = index / inner * inner * size + index % inner;
    size_t best = 0;
    for (size_t at = 1; at < size; ++at) {
      const double value = valueAt(input, start + at * inner);
      const double soFar = valueAt(input, start + best * inner);
      if (isGreatest ? value > soFar : value < soFar) best = at;
    }
    store(output, index, static_cast<double>(best));
  }
}

}  // namespace

Rules reductionRules() {
  return {
      {ANEURALNETWORKS_MEAN, "MEAN", meanLevel, runReduction},
      {ANEURALNETWORKS_REDUCE_SUM, "REDUCE_SUM", reduceLevel, runReduction},
      {ANEURALNETWORKS_REDUCE_PROD, "REDUCE_PROD", reduceLevel, runReduction},
      {ANEURALNETWORKS_REDUCE_MAX, "REDUCE_MAX", reduceLevel, runReduction},
      {ANEURALNETWORKS_REDUCE_MIN, "REDUCE_MIN", reduceLevel, runReduction},
      {ANEURALNETWORKS_REDUCE_ALL, "REDUCE_ALL", reduceLevel, runReduction},
      {ANEURALNETWORKS_REDUCE_ANY, "REDUCE_ANY", reduceLevel, runReduction},
      {ANEURALNETWORKS_ARGMAX, "ARGMAX", extremeIndexLevel, runExtremeIndex},
      {ANEURALNETWORKS_ARGMIN, "ARGMIN", extremeIndexLevel, runExtremeIndex},
  };
}

}  // namespace reference
