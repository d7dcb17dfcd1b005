/** Windows that slide over images: padding, strides, dilations, and either order of the dimensions.
 */

#pragma once

#include "run.h"

namespace reference {

struct Image {
  uint32_t batches;
  uint32_t height;
  uint32_t width;
  uint32_t channels;
  bool channelsFirst;

  size_t index(size_t batch, size_t y, size_t x, size_t channel) const;
  Dimensions shape() const;
};

Image imageOf(const Tensor& tensor, bool channelsFirst);

struct Window {
  int32_t left = 0;
  int32_t right = 0;
  int32_t top = 0;
  int32_t bottom = 0;
  int32_t strideWidth = 1;
  int32_t strideHeight = 1;
  int32_t dilationWidth = 1;
  int32_t dilationHeight = 1;
  int32_t width = 1;
  int32_t height = 1;

  /** Refuses what the runtime refuses: padding as wide as the window, strides below 1. */
  void requireValid(const Run& run) const;
  /** The padding that keeps a picture's size but for strides; what is odd goes to the end. */
  void padSame(const Image& image);
  Image outputOf(const Run& run, const Image& image, uint32_t channels) const;
};

/** Checks explicit padding, or finds what a padding code asks for. */
void choosePadding(const Run& run, Window& window, const Image& image, bool isExplicit,
                   int32_t code);

}  // namespace reference
