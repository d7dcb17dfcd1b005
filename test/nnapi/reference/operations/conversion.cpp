/** Casts, quantisation and its inverse. */

#include <algorithm>
#include <cmath>

#include "../refusal.h"
#include "run.h"

namespace reference {

namespace {

using namespace type;

bool isCastable(int32_t tensor) {
  return tensor == float32 || tensor == float16 || tensor == int32 || tensor == unsigned8;
}

int castLevel(const Signature& signature) {
  const int32_t from = signature.input(0).type;
  const int32_t to = signature.output().type;
  const int level = levelOfInput(signature, 0,
                                 {{float32, 3},
                                  {float16, 3},
                                  {int32, 3},
                                  {unsigned8, 3},
                                  {signed8, 4},
                                  {bool8, 4},
                                  {symmetric8, 4},
                                  {unsigned16, 4},
                                  {symmetric16, 4}});
  const bool isIdentity = from == to && level == 4;
  requireData(isIdentity || (isCastable(from) && isCastable(to)),
              "CAST is not between these types");
  const Dimensions& declared = signature.output().dimensions;
  requireData(signature.input(0).dimensions.empty() || elementCount(declared) == 0 ||
                  signature.input(0).dimensions == declared,
              "CAST changes the shape");
  signature.requireInputs({from});
  signature.requireOutputs({to});
  return level;
}

int dequantizeLevel(const Signature& signature) {
  const int level =
      levelOfInput(signature, 0, {{unsigned8, 1}, {signed8, 3}, {symmetric8, 3}, {perChannel8, 3}});
  signature.requireInputs({signature.input(0).type});
  const int32_t to = signature.output().type;
  requireData(isFloat(to), "DEQUANTIZE gives floating-point numbers");
  signature.requireOutputs({to});
  signature.requireRankAtMost4();
  return to == float16 ? std::max(level, 3) : level;
}

int quantizeLevel(const Signature& signature) {
  levelOfInput(signature, 0, {{float32, 3}, {float16, 3}});
  signature.requireInputs({signature.input(0).type});
  const int32_t to = signature.output().type;
  requireData(isAsymmetric8(to), "QUANTIZE gives 8-bit asymmetric tensors");
  signature.requireOutputs({to});
  return to == signed8 ? 4 : 3;
}

/** Casts know nothing of scales: they move the integers that are stored. */
void runCast(Run& run) {
  const Tensor input = run.input(0);
  const Tensor output = run.output(input.dimensions);
  for (size_t index = 0; index < input.count(); ++index) {
    if (input.type() == output.type()) {
      copyElement(input, index, output, index);
      continue;
    }
    const double value = input.type() == unsigned8 ? storedAt(input, index) : valueAt(input, index);
    if (output.type() == unsigned8) {
      storeAs(output.data, index, static_cast<uint8_t>(std::clamp(std::trunc(value), 0.0, 255.0)));
    } else {
      store(output, index, output.type() == int32 ? std::trunc(value) : value);
    }
  }
}

void runConversion(Run& run) {
  const Tensor input = run.input(0);
  const Tensor output = run.output(input.dimensions);
  for (size_t index = 0; index < input.count(); ++index) {
    store(output, index, valueAt(input, index));
  }
}

}  // namespace

Rules conversionRules() {
  return {
      {ANEURALNETWORKS_CAST, "CAST", castLevel, runCast},
      {ANEURALNETWORKS_DEQUANTIZE, "DEQUANTIZE", dequantizeLevel, runConversion},
      {ANEURALNETWORKS_QUANTIZE, "QUANTIZE", quantizeLevel, runConversion},
  };
}

}  // namespace reference
