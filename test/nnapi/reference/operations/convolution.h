/** What convolutions share: the order of their inputs, and sums of products. */

#pragma once

#include <optional>

#include "window.h"

namespace reference {

/** The scalars of a convolution, in the order that its inputs have. */
struct ConvolutionInputs {
  Window window;
  bool isExplicit;
  int32_t paddingCode = 0;
  /** Groups, or how many outputs each channel has. */
  int32_t factor = 1;
  int32_t fuse;
  bool channelsFirst;
};

/** Whether the four paddings are inputs of their own; the type where they would end tells. */
bool hasExplicitPadding(const Signature& signature);

/** Checks what convolutions with sliding windows share, and says the feature level. */
int slidingLevel(const Signature& signature);

/** The level for the types of image, filter and bias; `channelDimension` is where filters have
 * scales. */
int operandLevel(const Signature& signature, uint32_t channelDimension);

ConvolutionInputs readInputs(const Run& run);

/** Image, filter and bias as exact numbers, and what makes sums of products real ones. */
struct Factors {
  std::vector<float> image;
  std::vector<float> filter;
  std::vector<double> bias;

  double real(size_t channel, double sum) const { return (sum + bias[channel]) * scales[channel]; }

  std::vector<double> scales;
};

/** Refuses a bias that does not go with the image's and filter's scales. */
Factors factorsOf(const Run& run, const Tensor& image, const Tensor& filter, const Tensor& bias,
                  size_t channels);

}  // namespace reference
