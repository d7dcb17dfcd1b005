/** Computes where windows lie. */

#include "window.h"

#include <algorithm>

namespace reference {

size_t Image::index(size_t batch, size_t y, size_t x, size_t channel) const {
  return channelsFirst ? ((batch * channels + channel) * height + y) * width + x
                       : ((batch * height + y) * width + x) * channels + channel;
}

Dimensions Image::shape() const {
  if (channelsFirst) return {batches, channels, height, width};
  return {batches, height, width, channels};
}

Image imageOf(const Tensor& tensor, bool channelsFirst) {
  const Dimensions& shape = tensor.dimensions;
  if (channelsFirst) return {shape[0], shape[2], shape[3], shape[1], true};
  return {shape[0], shape[1], shape[2], shape[3], false};
}

namespace {

int32_t spread(int32_t size, int32_t dilation) { return (size - 1) * dilation + 1; }

}  // namespace

void Window::requireValid(const Run& run) const {
  run.require(std::min({left, right, top, bottom}) >= 0, "padding is negative");
  run.require(std::min({strideWidth, strideHeight}) > 0, "a stride is not positive");
  run.require(std::min({dilationWidth, dilationHeight}) > 0, "a dilation is not positive");
  run.require(width > 0 && height > 0, "the window is empty");
  run.require(std::max(left, right) < spread(width, dilationWidth) &&
                  std::max(top, bottom) < spread(height, dilationHeight),
              "padding is as wide as the window");
}

void Window::padSame(const Image& image) {
  const auto split = [](int32_t size, int32_t window, int32_t stride, int32_t& begin,
                        int32_t& end) {
    const int32_t count = (size + stride - 1) / stride;
    const int32_t total = std::max(0, (count - 1) * stride + window - size);
    begin = total / 2;
    end = total - begin;
  };
  split(static_cast<int32_t>(image.width), spread(width, dilationWidth), strideWidth, left, right);
  split(static_cast<int32_t>(image.height), spread(height, dilationHeight), strideHeight, top,
        bottom);
}

Image Window::outputOf(const Run& run, const Image& image, uint32_t channels) const {
  const int32_t across = static_cast<int32_t>(image.width) + left + right;
  const int32_t down = static_cast<int32_t>(image.height) + top + bottom;
  const int32_t free = across - spread(width, dilationWidth);
  const int32_t freeDown = down - spread(height, dilationHeight);
  run.require(free >= 0 && freeDown >= 0, "the window is larger than the padded image");
  return {image.batches, static_cast<uint32_t>(freeDown / strideHeight + 1),
          static_cast<uint32_t>(free / strideWidth + 1), channels, image.channelsFirst};
}

void choosePadding(const Run& run, Window& window, const Image& image, bool isExplicit,
                   int32_t code) {
  if (isExplicit) {
    window.requireValid(run);
    return;
  }
  run.require(code == ANEURALNETWORKS_PADDING_SAME || code == ANEURALNETWORKS_PADDING_VALID,
              "there is no such padding");
  run.require(window.strideWidth > 0 && window.strideHeight > 0, "a stride is not positive");
  if (code == ANEURALNETWORKS_PADDING_SAME) window.padSame(image);
}

}  // namespace reference
