/** Comparisons, logic, and the choice between two tensors. */

#include "pointwise.h"

namespace reference {

namespace {

using namespace type;

int comparisonLevel(const Signature& signature) {
  const int level = levelOfInput(
      signature, 0,
      {{float32, 3}, {float16, 3}, {int32, 3}, {bool8, 3}, {unsigned8, 3}, {signed8, 4}});
  const int32_t tensor = signature.input(0).type;
  signature.requireInputs({tensor, tensor});
  signature.requireOutputs({bool8});
  return level;
}

int logicLevel(const Signature& signature) {
  if (signature.code() == ANEURALNETWORKS_LOGICAL_NOT) {
    signature.requireInputs({bool8});
  } else {
    signature.requireInputs({bool8, bool8});
  }
  signature.requireOutputs({bool8});
  return 3;
}

int selectLevel(const Signature& signature) {
  const int level = levelOfInput(
      signature, 1, {{float32, 3}, {float16, 3}, {int32, 3}, {unsigned8, 3}, {signed8, 3}});
  const int32_t tensor = signature.input(1).type;
  signature.requireInputs({bool8, tensor, tensor});
  signature.requireOutputs({tensor});
  return level;
}

bool computed(int32_t code, double a, double b) {
  switch (code) {
    case ANEURALNETWORKS_EQUAL:
      return a == b;
    case ANEURALNETWORKS_NOT_EQUAL:
      return a != b;
    case ANEURALNETWORKS_GREATER:
      return a > b;
    case ANEURALNETWORKS_GREATER_EQUAL:
      return a >= b;
    case ANEURALNETWORKS_LESS:
      return a < b;
    case ANEURALNETWORKS_LESS_EQUAL:
      return a <= b;
    case ANEURALNETWORKS_LOGICAL_AND:
      return a != 0 && b != 0;
    default:
      return a != 0 || b != 0;
  }
}

void runComparison(Run& run) {
  const Tensor left = run.input(0);
  const Tensor right = run.input(1);
  const Dimensions shape = broadcastShape(run, left, right);
  const Tensor output = run.output(shape);
  const std::vector<size_t> leftIndices = broadcastIndices(left, shape);
  const std::vector<size_t> rightIndices = broadcastIndices(right, shape);
  for (size_t index = 0; index < output.count(); ++index) {
    const double a = valueAt(left, leftIndices[index]);
    const double b = valueAt(right, rightIndices[index]);
    store(output, index, computed(run.code(), a, b) ? 1 : 0);
  }
}

void runNot(Run& run) {
  const Tensor input = run.input(0);
  const Tensor output = run.output(input.dimensions);
  for (size_t index = 0; index < input.count(); ++index) {
    store(output, index, valueAt(input, index) == 0 ? 1 : 0);
  }
}

void runSelect(Run& run) {
  const Tensor mask = run.input(0);
  const Tensor whereTrue = run.input(1);
  const Tensor whereFalse = run.input(2);
  run.require(mask.dimensions == whereTrue.dimensions && mask.dimensions == whereFalse.dimensions,
              "the mask and the two tensors do not have one shape");
  const Tensor output = run.output(mask.dimensions);
  for (size_t index = 0; index < mask.count(); ++index) {
    store(output, index, valueAt(valueAt(mask, index) != 0 ? whereTrue : whereFalse, index));
  }
}

}  // namespace

Rules comparisonRules() {
  return {
      {ANEURALNETWORKS_EQUAL, "EQUAL", comparisonLevel, runComparison},
      {ANEURALNETWORKS_NOT_EQUAL, "NOT_EQUAL", comparisonLevel, runComparison},
      {ANEURALNETWORKS_GREATER, "GREATER", comparisonLevel, runComparison},
      {ANEURALNETWORKS_GREATER_EQUAL, "GREATER_EQUAL", comparisonLevel, runComparison},
      {ANEURALNETWORKS_LESS, "LESS", comparisonLevel, runComparison},
      {ANEURALNETWORKS_LESS_EQUAL, "LESS_EQUAL", comparisonLevel, runComparison},
      {ANEURALNETWORKS_LOGICAL_AND, "LOGICAL_AND", logicLevel, runComparison},
      {ANEURALNETWORKS_LOGICAL_OR, "LOGICAL_OR", logicLevel, runComparison},
      {ANEURALNETWORKS_LOGICAL_NOT, "LOGICAL_NOT", logicLevel, runNot},
      {ANEURALNETWORKS_SELECT, "SELECT", selectLevel, runSelect},
  };
}

}  // namespace reference
