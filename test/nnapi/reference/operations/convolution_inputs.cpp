/** Checks and reads the inputs of convolutions. */

#include <algorithm>
#include <cmath>

#include "../refusal.h"
#include "convolution.h"

namespace reference {

using namespace type;

namespace {

bool hasFactor(int32_t code) { return code != ANEURALNETWORKS_CONV_2D; }

/** Inputs before the layout's: image, filter, bias, padding, strides, perhaps a factor, activation.
 */
size_t plainCount(int32_t code, bool isExplicit) {
  return 3 + (isExplicit ? 4 : 1) + 2 + (hasFactor(code) ? 1 : 0) + 1;
}

}  // namespace

bool hasExplicitPadding(const Signature& signature) {
  const size_t implicit = plainCount(signature.code(), false);
  return signature.inputCount() >= implicit + 3 && signature.input(implicit).type == scalarInt32;
}

int operandLevel(const Signature& signature, uint32_t channelDimension) {
  int level =
      levelOfInput(signature, 0, {{float32, 1}, {float16, 3}, {unsigned8, 1}, {signed8, 4}});
  const Operand& image = signature.input(0);
  const Operand& filter = signature.input(1);
  const Operand& bias = signature.input(2);
  if (filter.type == perChannel8) {
    requireData(isAsymmetric8(image.type), "a per-channel filter goes with quantised images");
    requireData(filter.channels.has_value() && filter.channels->dimension == channelDimension,
                "the filter's channel scales are not along its output channels");
    requireData(bias.scale == 0, "the bias of a per-channel filter has a scale");
    return std::max(level, 3);
  }
  requireData(filter.type == image.type, "the filter's type is not the image's");
  if (image.type == unsigned8 && signature.output().scale <= image.scale * filter.scale) {
    level = std::max(level, 3);
  }
  return level;
}

int slidingLevel(const Signature& signature) {
  const int32_t code = signature.code();
  const bool isDepthwise = code == ANEURALNETWORKS_DEPTHWISE_CONV_2D;
  int level = operandLevel(signature, isDepthwise ? 3 : 0);
  const int32_t image = signature.input(0).type;
  std::vector<int32_t> types = {image, signature.input(1).type,
                                isAsymmetric8(image) ? int32 : image};
  const bool isExplicit = hasExplicitPadding(signature);
  const size_t plain = plainCount(code, isExplicit);
  types.resize(plain, scalarInt32);
  if (signature.inputCount() > plain) types.push_back(scalarBool);
  if (signature.inputCount() > plain + 1 && code != ANEURALNETWORKS_GROUPED_CONV_2D) {
    types.resize(plain + 3, scalarInt32);
  }
  if (code == ANEURALNETWORKS_GROUPED_CONV_2D) {
    requireData(signature.inputCount() == plain + 1, "GROUPED_CONV_2D needs its layout");
  }
  if (signature.inputCount() > plain) level = std::max(level, 3);
  signature.requireInputs(types);
  signature.requireOutputs({image});
  if (code == ANEURALNETWORKS_CONV_2D) {
    signature.requireRank(0, 4);
    signature.requireRank(1, 4);
  }
  return level;
}

ConvolutionInputs readInputs(const Run& run) {
  ConvolutionInputs inputs = {};
  inputs.isExplicit = hasExplicitPadding(run.signature());
  Window& window = inputs.window;
  size_t at = 3;
  if (inputs.isExplicit) {
    window.left = run.integer(at++);
    window.right = run.integer(at++);
    window.top = run.integer(at++);
    window.bottom = run.integer(at++);
  } else {
    inputs.paddingCode = run.integer(at++);
  }
  window.strideWidth = run.integer(at++);
  window.strideHeight = run.integer(at++);
  if (hasFactor(run.code())) inputs.factor = run.integer(at++);
  inputs.fuse = run.integer(at++);
  run.requireFuse(inputs.fuse);
  inputs.channelsFirst = run.flag(at++, false);
  if (run.hasInput(at)) {
    window.dilationWidth = run.integer(at++);
    window.dilationHeight = run.integer(at++);
  }
  return inputs;
}

Factors factorsOf(const Run& run, const Tensor& image, const Tensor& filter, const Tensor& bias,
                  size_t channels) {
  run.require(bias.rank() == 1 && bias.count() == channels, "there is not one bias per channel");
  Factors factors;
  factors.image = centredOf(image);
  factors.filter = centredOf(filter);
  factors.bias.resize(channels);
  factors.scales.assign(channels, 1);
  for (size_t channel = 0; channel < channels; ++channel) {
    factors.bias[channel] = valueAt(bias, channel);
  }
  if (!isAsymmetric8(image.type())) return factors;
  run.require(bias.operand->zeroPoint == 0, "the bias has a zero point");
  const double imageScale = image.operand->scale;
  if (filter.operand->channels) {
    for (size_t channel = 0; channel < channels; ++channel) {
      factors.scales[channel] =
          imageScale * static_cast<double>(filter.operand->channels->scales[channel]);
    }
    return factors;
  }
  const double product = imageScale * static_cast<double>(filter.operand->scale);
  const double biasScale = bias.operand->scale;
  run.require(std::fabs(product - biasScale) <= 1e-6 * std::min(product, biasScale),
              "the bias's scale is not the product of the other scales");
  factors.scales.assign(channels, product);
  return factors;
}

}  // namespace reference
