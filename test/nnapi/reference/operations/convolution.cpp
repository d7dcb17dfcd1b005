/** Convolutions whose windows slide over the image: plain, depthwise and grouped. */

#include "convolution.h"

#include "pointwise.h"

namespace reference {

namespace {

/** One output's sum over its window, for some of the image's channels. */
struct Sum {
  const Image& image;
  const Window& window;
  const Factors& factors;

  double at(size_t batch, int32_t top, int32_t left, uint32_t firstChannel, uint32_t channelCount,
            size_t filterStart, size_t filterStep) const {
    double sum = 0;
    size_t filterIndex = filterStart;
    const size_t channelStep = image.channelsFirst ? size_t{image.height} * image.width : 1;
    for (int32_t row = 0; row < window.height; ++row) {
      const int32_t y = top + row * window.dilationHeight;
      for (int32_t column = 0; column < window.width; ++column) {
        const int32_t x = left + column * window.dilationWidth;
        if (isInside(y, x)) {
          const float* source =
              factors.image.data() +
              image.index(batch, static_cast<size_t>(y), static_cast<size_t>(x), firstChannel);
          const float* filter = factors.filter.data() + filterIndex;
          for (uint32_t channel = 0; channel < channelCount; ++channel) {
            sum += static_cast<double>(source[channel * channelStep]) *
                   static_cast<double>(filter[channel]);
          }
        }
        filterIndex += filterStep;
      }
    }
    return sum;
  }

  bool isInside(int32_t y, int32_t x) const {
    return y >= 0 && x >= 0 && y < static_cast<int32_t>(image.height) &&
           x < static_cast<int32_t>(image.width);
  }
};

void runSliding(Run& run) {
  const Tensor image = run.input(0);
  const Tensor filter = run.input(1);
  run.require(image.rank() == 4 && filter.rank() == 4, "image and filter have not 4 dimensions");
  ConvolutionInputs inputs = readInputs(run);
  const Image from = imageOf(image, inputs.channelsFirst);
  const bool isDepthwise = run.code() == ANEURALNETWORKS_DEPTHWISE_CONV_2D;
  Window& window = inputs.window;
  window.height = static_cast<int32_t>(filter.dimensions[1]);
  window.width = static_cast<int32_t>(filter.dimensions[2]);
  choosePadding(run, window, from, inputs.isExplicit, inputs.paddingCode);
  window.requireValid(run);
  run.require(inputs.factor > 0, "the groups or multiplier are not positive");
  const auto factor = static_cast<uint32_t>(inputs.factor);
  const uint32_t channels = filter.dimensions[isDepthwise ? 3 : 0];
  if (isDepthwise) {
    run.require(filter.dimensions[0] == 1, "the filter's first dimension is not 1");
    run.require(from.channels * factor == channels, "the multiplier does not give the channels");
  } else {
    run.require(filter.dimensions[3] * factor == from.channels && channels % factor == 0,
                "the filter's channels are not those of the image's groups");
  }
  const Factors factors = factorsOf(run, image, filter, run.input(2), channels);
  const Image to = window.outputOf(run, from, channels);
  const Tensor output = run.output(to.shape());
  const Sum sum = {from, window, factors};
  const uint32_t groupChannels = isDepthwise ? 1 : filter.dimensions[3];
  const uint32_t groupOutputs = isDepthwise ? factor : channels / factor;
  const size_t filterStep = isDepthwise ? channels : groupChannels;
  const size_t filterSize =
      static_cast<size_t>(window.height) * static_cast<size_t>(window.width) * groupChannels;
  for (uint32_t batch = 0; batch < to.batches; ++batch) {
    for (uint32_t y = 0; y < to.height; ++y) {
      for (uint32_t x = 0; x < to.width; ++x) {
        const int32_t top = static_cast<int32_t>(y) * window.strideHeight - window.top;
        const int32_t left = static_cast<int32_t>(x) * window.strideWidth - window.left;
        for (uint32_t channel = 0; channel < channels; ++channel) {
          const uint32_t first = channel / groupOutputs * groupChannels;
          const size_t filterStart = isDepthwise ? channel : channel * filterSize;
          const double total =
              sum.at(batch, top, left, first, groupChannels, filterStart, filterStep);
          store(output, to.index(batch, y, x, channel),
                fused(inputs.fuse, factors.real(channel, total)));
        }
      }
    }
  }
}

int groupedLevel(const Signature& signature) {
  const int level = slidingLevel(signature);
  return level < 3 ? 3 : level;
}

}  // namespace

Rules transposedRules();

Rules convolutionRules() {
  Rules rules = transposedRules();
  rules.push_back({ANEURALNETWORKS_CONV_2D, "CONV_2D", slidingLevel, runSliding});
  rules.push_back(
      {ANEURALNETWORKS_DEPTHWISE_CONV_2D, "DEPTHWISE_CONV_2D", slidingLevel, runSliding});
  rules.push_back({ANEURALNETWORKS_GROUPED_CONV_2D, "GROUPED_CONV_2D", groupedLevel, runSliding});
  return rules;
}

}  // namespace reference
