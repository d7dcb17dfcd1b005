/** Operations of two tensors that broadcast to each other. */

#include <algorithm>
#include <cmath>

#include "../refusal.h"
#include "pointwise.h"

namespace reference {

namespace {

using namespace type;

int arithmeticLevel(const Signature& signature) {
  const int32_t code = signature.code();
  const bool isLater = code == ANEURALNETWORKS_DIV || code == ANEURALNETWORKS_SUB;
  const int floatLevel = isLater ? 2 : 1;
  const int32_t tensor = signature.input(0).type;
  // The real runtime lets signed division pass here and fails when it runs.
  requireData(code != ANEURALNETWORKS_DIV || !isAsymmetric8(tensor), "DIV is not quantised");
  const int level = levelOfInput(signature, 0,
                                 {{float32, floatLevel},
                                  {float16, 3},
                                  {unsigned8, code == ANEURALNETWORKS_SUB ? 3 : floatLevel},
                                  {signed8, 4},
                                  {int32, 4}});
  signature.requireInputs({tensor, tensor, scalarInt32});
  signature.requireOutputs({tensor});
  if (code == ANEURALNETWORKS_MUL && isAsymmetric8(tensor)) {
    requireData(signature.output().scale > signature.input(0).scale * signature.input(1).scale,
                "MUL needs an output scale above the product of its inputs' scales");
  }
  signature.requireRankAtMost4(0);
  signature.requireRankAtMost4(1);
  return level;
}

int extremeLevel(const Signature& signature) {
  const int level = levelOfInput(
      signature, 0, {{float32, 3}, {float16, 3}, {int32, 3}, {unsigned8, 3}, {signed8, 4}});
  const int32_t tensor = signature.input(0).type;
  signature.requireInputs({tensor, tensor});
  signature.requireOutputs({tensor});
  return level;
}

int powerLevel(const Signature& signature) {
  const int level = levelOfInput(signature, 0, {{float32, 3}, {float16, 3}});
  const int32_t tensor = signature.input(0).type;
  signature.requireInputs({tensor, tensor});
  signature.requireOutputs({tensor});
  return level;
}

int preluLevel(const Signature& signature) {
  const int level =
      levelOfInput(signature, 0, {{float32, 3}, {float16, 3}, {unsigned8, 3}, {signed8, 4}});
  const int32_t tensor = signature.input(0).type;
  signature.requireInputs({tensor, tensor});
  signature.requireOutputs({tensor});
  return level;
}

double computed(int32_t code, double a, double b) {
  switch (code) {
    case ANEURALNETWORKS_ADD:
      return a + b;
    case ANEURALNETWORKS_SUB:
      return a - b;
    case ANEURALNETWORKS_MUL:
      return a * b;
    case ANEURALNETWORKS_DIV:
      return a / b;
    case ANEURALNETWORKS_MAXIMUM:
      return std::max(a, b);
    case ANEURALNETWORKS_MINIMUM:
      return std::min(a, b);
    case ANEURALNETWORKS_PRELU:
      return a >= 0 ? a : a * b;
    default:
      return std::pow(a, b);
  }
}

/** Integers wrap as the processor's do; division rounds towards minus infinity. */
double computedInteger(Run& run, double a, double b) {
  if (run.code() == ANEURALNETWORKS_DIV) {
    run.require(b != 0, "an integer is divided by 0");
    return std::floor(a / b);
  }
  const auto left = static_cast<int64_t>(a);
  const auto right = static_cast<int64_t>(b);
  switch (run.code()) {
    case ANEURALNETWORKS_ADD:
      return static_cast<int32_t>(static_cast<uint32_t>(left + right));
    case ANEURALNETWORKS_SUB:
      return static_cast<int32_t>(static_cast<uint32_t>(left - right));
    case ANEURALNETWORKS_MUL:
      return static_cast<int32_t>(static_cast<uint32_t>(left * right));
    default:
      return computed(run.code(), a, b);
  }
}

void runBinary(Run& run) {
  const Tensor left = run.input(0);
  const Tensor right = run.input(1);
  const int32_t fuse = run.inputCount() > 2 ? run.integer(2) : ANEURALNETWORKS_FUSED_NONE;
  run.requireFuse(fuse);
  run.require(left.type() != int32 || fuse == ANEURALNETWORKS_FUSED_NONE,
              "integers take no fused activation");
  const Dimensions shape = broadcastShape(run, left, right);
  const Tensor output = run.output(shape);
  const std::vector<size_t> leftIndices = broadcastIndices(left, shape);
  const std::vector<size_t> rightIndices = broadcastIndices(right, shape);
  for (size_t index = 0; index < output.count(); ++index) {
    const double a = valueAt(left, leftIndices[index]);
    const double b = valueAt(right, rightIndices[index]);
    const double value =
        left.type() == int32 ? computedInteger(run, a, b) : computed(run.code(), a, b);
    store(output, index, fused(fuse, value));
  }
}

}  // namespace

Rules arithmeticRules() {
  return {
      {ANEURALNETWORKS_ADD, "ADD", arithmeticLevel, runBinary},
      {ANEURALNETWORKS_SUB, "SUB", arithmeticLevel, runBinary},
      {ANEURALNETWORKS_MUL, "MUL", arithmeticLevel, runBinary},
      {ANEURALNETWORKS_DIV, "DIV", arithmeticLevel, runBinary},
      {ANEURALNETWORKS_MAXIMUM, "MAXIMUM", extremeLevel, runBinary},
      {ANEURALNETWORKS_MINIMUM, "MINIMUM", extremeLevel, runBinary},
      {ANEURALNETWORKS_POW, "POW", powerLevel, runBinary},
      {ANEURALNETWORKS_PRELU, "PRELU", preluLevel, runBinary},
  };
}

}  // namespace reference
