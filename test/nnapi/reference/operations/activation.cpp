/** Operations of one tensor, element by element. */

#include <algorithm>
#include <cmath>

#include "run.h"

namespace reference {

namespace {

using namespace type;

void requireUnary(const Signature& signature) {
  const int32_t tensor = signature.input(0).type;
  signature.requireInputs({tensor});
  signature.requireOutputs({tensor});
}

int activationLevel(const Signature& signature) {
  const int unsignedLevel = signature.code() == ANEURALNETWORKS_TANH ? 3 : 1;
  const int level = levelOfInput(
      signature, 0, {{float32, 1}, {float16, 3}, {unsigned8, unsignedLevel}, {signed8, 4}});
  signature.requireRankAtMost4();
  requireUnary(signature);
  return level;
}

int hardSwishLevel(const Signature& signature) {
  const int level =
      levelOfInput(signature, 0, {{float32, 4}, {float16, 4}, {unsigned8, 4}, {signed8, 4}});
  requireUnary(signature);
  return level;
}

int eluLevel(const Signature& signature) {
  const int level = levelOfInput(signature, 0, {{float32, 4}, {float16, 4}});
  const int32_t tensor = signature.input(0).type;
  signature.requireInputs({tensor, scalarOf(tensor)});
  signature.requireOutputs({tensor});
  return level;
}

int floatLevel(const Signature& signature) {
  const int level = levelOfInput(signature, 0, {{float32, 3}, {float16, 3}});
  requireUnary(signature);
  return level;
}

int floorLevel(const Signature& signature) {
  const int level = levelOfInput(signature, 0, {{float32, 1}, {float16, 3}});
  signature.requireRankAtMost4();
  requireUnary(signature);
  return level;
}

int absLevel(const Signature& signature) {
  const int level = levelOfInput(signature, 0, {{float32, 3}, {float16, 3}, {int32, 4}});
  requireUnary(signature);
  return level;
}

int negLevel(const Signature& signature) {
  const int level = levelOfInput(signature, 0, {{float32, 3}, {float16, 3}, {int32, 3}});
  requireUnary(signature);
  return level;
}

int rsqrtLevel(const Signature& signature) {
  const int level =
      levelOfInput(signature, 0, {{float32, 3}, {float16, 3}, {unsigned8, 7}, {signed8, 7}});
  requireUnary(signature);
  return level;
}

double computed(int32_t code, double x) {
  switch (code) {
    case ANEURALNETWORKS_RELU:
      return std::max(0.0, x);
    case ANEURALNETWORKS_RELU1:
      return std::clamp(x, -1.0, 1.0);
    case ANEURALNETWORKS_RELU6:
      return std::clamp(x, 0.0, 6.0);
    case ANEURALNETWORKS_LOGISTIC:
      return 1 / (1 + std::exp(-x));
    case ANEURALNETWORKS_TANH:
      return std::tanh(x);
    case ANEURALNETWORKS_HARD_SWISH:
      return x * std::clamp(x + 3, 0.0, 6.0) / 6;
    case ANEURALNETWORKS_FLOOR:
      return std::floor(x);
    case ANEURALNETWORKS_ABS:
      return std::fabs(x);
    case ANEURALNETWORKS_NEG:
      return -x;
    case ANEURALNETWORKS_EXP:
      return std::exp(x);
    case ANEURALNETWORKS_LOG:
      return std::log(x);
    case ANEURALNETWORKS_SQRT:
      return std::sqrt(x);
    case ANEURALNETWORKS_RSQRT:
      return 1 / std::sqrt(x);
    default:
      return std::sin(x);
  }
}

/** Quantised results of some operations have a scale and zero point of their own. */
Tensor outputOf(Run& run, const Tensor& input) {
  const bool isSigned = input.type() == signed8;
  switch (run.code()) {
    case ANEURALNETWORKS_LOGISTIC:
      run.requireQuantisation(1.0f / 256, isSigned ? -128 : 0);
      return run.output(input.dimensions);
    case ANEURALNETWORKS_TANH:
      run.requireQuantisation(1.0f / 128, isSigned ? 0 : 128);
      return run.output(input.dimensions);
    case ANEURALNETWORKS_HARD_SWISH:
    case ANEURALNETWORKS_RSQRT:
      return run.output(input.dimensions);
    default:
      return run.outputLike(input, input.dimensions);
  }
}

/** The least integer has no negative; processors keep it. */
double wrapped(double value) { return value == 0x1p31 ? -0x1p31 : value; }

void runUnary(Run& run) {
  const Tensor input = run.input(0);
  const Tensor output = outputOf(run, input);
  const bool isInteger = output.type() == int32;
  for (size_t index = 0; index < input.count(); ++index) {
    const double value = computed(run.code(), valueAt(input, index));
    store(output, index, isInteger ? wrapped(value) : value);
  }
}

void runElu(Run& run) {
  const Tensor input = run.input(0);
  const double alpha = run.real(1);
  const Tensor output = run.output(input.dimensions);
  for (size_t index = 0; index < input.count(); ++index) {
    const double x = valueAt(input, index);
    store(output, index, x > 0 ? x : alpha * std::expm1(x));
  }
}

}  // namespace

Rules activationRules() {
  return {
      {ANEURALNETWORKS_RELU, "RELU", activationLevel, runUnary},
      {ANEURALNETWORKS_RELU1, "RELU1", activationLevel, runUnary},
      {ANEURALNETWORKS_RELU6, "RELU6", activationLevel, runUnary},
      {ANEURALNETWORKS_LOGISTIC, "LOGISTIC", activationLevel, runUnary},
      {ANEURALNETWORKS_TANH, "TANH", activationLevel, runUnary},
      {ANEURALNETWORKS_HARD_SWISH, "HARD_SWISH", hardSwishLevel, runUnary},
      {ANEURALNETWORKS_ELU, "ELU", eluLevel, runElu},
      {ANEURALNETWORKS_FLOOR, "FLOOR", floorLevel, runUnary},
      {ANEURALNETWORKS_ABS, "ABS", absLevel, runUnary},
      {ANEURALNETWORKS_NEG, "NEG", negLevel, runUnary},
      {ANEURALNETWORKS_EXP, "EXP", floatLevel, runUnary},
      {ANEURALNETWORKS_LOG, "LOG", floatLevel, runUnary},
      {ANEURALNETWORKS_SQRT, "SQRT", floatLevel, runUnary},
      {ANEURALNETWORKS_RSQRT, "RSQRT", rsqrtLevel, runUnary},
      {ANEURALNETWORKS_SIN, "SIN", floatLevel, runUnary},
  };
}

}  // namespace reference
