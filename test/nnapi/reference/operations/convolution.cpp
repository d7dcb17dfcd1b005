/** Convolutions whose windows slide over the image: plain, depthwise and grouped. */

#include "convolution.h"

#include <algorithm>
#include <utility>

#include "pointwise.h"
#include "products.h"

namespace reference {

namespace {

/** What a window sees of the image, and where. */
struct Patch {
  const Image& image;
  const Window& window;
  const Factors& factors;

  /** For some of the image's channels; what lies outside is 0. */
  void read(size_t batch, int32_t top, int32_t left, uint32_t first, uint32_t count,
            float* to) const {
    const size_t step = image.channelsFirst ? size_t{image.height} * image.width : 1;
    for (int32_t row = 0; row < window.height; ++row) {
      const int32_t y = top + row * window.dilationHeight;
      for (int32_t column = 0; column < window.width; ++column, to += count) {
        const int32_t x = left + column * window.dilationWidth;
        if (!isInside(y, x)) {
          std::fill_n(to, count, 0.0f);
          continue;
        }
        const float* source = factors.image.data() + image.index(batch, static_cast<size_t>(y),
                                                                 static_cast<size_t>(x), first);
        for (uint32_t channel = 0; channel < count; ++channel) to[channel] = source[channel * step];
      }
    }
  }

  bool isInside(int32_t y, int32_t x) const {
    return y >= 0 && x >= 0 && y < static_cast<int32_t>(image.height) &&
           x < static_cast<int32_t>(image.width);
  }
};

/** Depthwise filters have their outputs innermost; here each output's elements are together. */
std::vector<float> byOutput(const std::vector<float>& filter, size_t channels) {
  std::vector<float> sorted(filter.size());
  const size_t taps = filter.size() / channels;
  for (size_t index = 0; index < filter.size(); ++index) {
    sorted[index % channels * taps + index / channels] = filter[index];
  }
  return sorted;
}

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
  Factors factors = factorsOf(run, image, filter, run.input(2), channels);
  const Image to = window.outputOf(run, from, channels);
  const Tensor output = run.output(to.shape());
  const uint32_t groupChannels = isDepthwise ? 1 : filter.dimensions[3];
  const uint32_t groupOutputs = isDepthwise ? factor : channels / factor;
  const std::vector<float> units =
      isDepthwise ? byOutput(factors.filter, channels) : std::move(factors.filter);
  const Patch patch = {from, window, factors};
  const size_t pixels = size_t{to.height} * to.width;
  const size_t terms =
      static_cast<size_t>(window.height) * static_cast<size_t>(window.width) * groupChannels;
  for (uint32_t group = 0; group < channels / groupOutputs; ++group) {
    const size_t first = size_t{group} * groupOutputs;
    eachProduct(
        {to.batches * pixels, groupOutputs, terms}, units.data() + first * terms,
        [&](size_t row, float* read) {
          const auto y = static_cast<int32_t>(row % pixels / to.width);
          const auto x = static_cast<int32_t>(row % to.width);
          patch.read(row / pixels, y * window.strideHeight - window.top,
                     x * window.strideWidth - window.left, group * groupChannels, groupChannels,
                     read);
        },
        [&](size_t row, size_t unit, double sum) {
          const size_t channel = first + unit;
          store(output, to.index(row / pixels, row % pixels / to.width, row % to.width, channel),
                fused(inputs.fuse, factors.real(channel, sum)));
        });
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
