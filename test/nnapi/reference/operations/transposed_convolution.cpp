/** The convolution that spreads each input over a window of the output. */

#include <algorithm>

#include "convolution.h"
#include "pointwise.h"

namespace reference {

namespace {

using namespace type;

constexpr size_t explicitCount = 11;

int transposedLevel(const Signature& signature) {
  const int level = std::max(3, operandLevel(signature, 0));
  const int32_t image = signature.input(0).type;
  std::vector<int32_t> types = {image, signature.input(1).type,
                                isAsymmetric8(image) ? int32 : image};
  const bool isExplicit = signature.inputCount() == explicitCount;
  types.push_back(isExplicit ? scalarInt32 : int32);
  types.resize(isExplicit ? 10 : 8, scalarInt32);
  types.push_back(scalarBool);
  signature.requireInputs(types);
  signature.requireOutputs({image});
  return level;
}

/** The padding that makes the output as large as asked for. */
void padForOutput(const Run& run, Window& window, const Image& from, bool isSame, int32_t height,
                  int32_t width) {
  const auto split = [&](uint32_t size, int32_t stride, int32_t windowSize, int32_t wanted,
                         int32_t& begin, int32_t& end) {
    const int32_t full = (static_cast<int32_t>(size) - 1) * stride + windowSize;
    const int32_t total = full - wanted;
    const bool goes =
        isSame ? wanted > 0 && (wanted - 1) / stride + 1 == static_cast<int32_t>(size) : total == 0;
    run.require(goes, "the output's shape does not go with the padding");
    // The end may be negative: elements that no window reaches.
    begin = std::max(0, total) / 2;
    end = total - begin;
  };
  split(from.width, window.strideWidth, window.width, width, window.left, window.right);
  split(from.height, window.strideHeight, window.height, height, window.top, window.bottom);
}

struct Inputs {
  Window window;
  int32_t fuse;
  Image from;
};

Inputs readTransposed(const Run& run, const Tensor& image, const Tensor& filter) {
  Inputs inputs = {};
  Window& window = inputs.window;
  const bool isExplicit = run.inputCount() == explicitCount;
  size_t at = 3;
  if (isExplicit) {
    window.left = run.integer(at++);
    window.right = run.integer(at++);
    window.top = run.integer(at++);
    window.bottom = run.integer(at++);
  } else {
    at += 2;
  }
  window.strideWidth = run.integer(at++);
  window.strideHeight = run.integer(at++);
  inputs.fuse = run.integer(at++);
  run.requireFuse(inputs.fuse);
  inputs.from = imageOf(image, run.flag(at, false));
  window.height = static_cast<int32_t>(filter.dimensions[1]);
  window.width = static_cast<int32_t>(filter.dimensions[2]);
  run.require(window.strideWidth > 0 && window.strideHeight > 0, "a stride is not positive");
  if (isExplicit) return inputs;
  const std::vector<int32_t> shape = run.list(3);
  run.require(shape.size() == 4, "the output's shape has not 4 dimensions");
  const int32_t code = run.integer(4);
  run.require(code == ANEURALNETWORKS_PADDING_SAME || code == ANEURALNETWORKS_PADDING_VALID,
              "there is no such padding");
  const bool channelsFirst = inputs.from.channelsFirst;
  padForOutput(run, window, inputs.from, code == ANEURALNETWORKS_PADDING_SAME,
               shape[channelsFirst ? 2 : 1], shape[channelsFirst ? 3 : 2]);
  return inputs;
}

void runTransposed(Run& run) {
  const Tensor image = run.input(0);
  const Tensor filter = run.input(1);
  run.require(image.rank() == 4 && filter.rank() == 4, "image and filter have not 4 dimensions");
  const Inputs inputs = readTransposed(run, image, filter);
  const Window& window = inputs.window;
  const Image& from = inputs.from;
  const uint32_t channels = filter.dimensions[0];
  run.require(filter.dimensions[3] == from.channels, "the filter's channels are not the image's");
  const Factors factors = factorsOf(run, image, filter, run.input(2), channels);
  const int32_t height = (static_cast<int32_t>(from.height) - 1) * window.strideHeight +
                         window.height - window.top - window.bottom;
  const int32_t width = (static_cast<int32_t>(from.width) - 1) * window.strideWidth + window.width -
                        window.left - window.right;
  run.require(height > 0 && width > 0, "the output is empty");
  const Image to = {from.batches, static_cast<uint32_t>(height), static_cast<uint32_t>(width),
                    channels, from.channelsFirst};
  const Tensor output = run.output(to.shape());
  std::vector<double> sums(output.count(), 0);
  Dimensions position(5, 0);
  const Dimensions taps = {from.batches, from.height, from.width,
                           static_cast<uint32_t>(window.height),
                           static_cast<uint32_t>(window.width)};
  for (uint64_t tap = 0; tap < elementCount(taps); ++tap, advance(position, taps)) {
    const int32_t y = static_cast<int32_t>(position[1]) * window.strideHeight +
                      static_cast<int32_t>(position[3]) - window.top;
    const int32_t x = static_cast<int32_t>(position[2]) * window.strideWidth +
                      static_cast<int32_t>(position[4]) - window.left;
    if (y < 0 || x < 0 || y >= height || x >= width) continue;
    for (uint32_t channel = 0; channel < channels; ++channel) {
      const size_t filterStart =
          ((size_t{channel} * filter.dimensions[1] + position[3]) * filter.dimensions[2] +
           position[4]) *
          from.channels;
      double& sum =
          sums[to.index(position[0], static_cast<size_t>(y), static_cast<size_t>(x), channel)];
      for (uint32_t source = 0; source < from.channels; ++source) {
        sum += static_cast<double>(
                   factors.image[from.index(position[0], position[1], position[2], source)]) *
               static_cast<double>(factors.filter[filterStart + source]);
      }
    }
  }
  const size_t inner = to.channelsFirst ? size_t{to.height} * to.width : 1;
  for (size_t index = 0; index < sums.size(); ++index) {
    const size_t channel = index / inner % channels;
    store(output, index, fused(inputs.fuse, factors.real(channel, sums[index])));
  }
}

}  // namespace

Rules transposedRules() {
  return {{ANEURALNETWORKS_TRANSPOSE_CONV_2D, "TRANSPOSE_CONV_2D", transposedLevel, runTransposed}};
}

}  // namespace reference
