/// The model ConvAdd with inputs and outputs whose numbers are known.

#ifndef SNAPC_TEST_CONV_ADD_H
#define SNAPC_TEST_CONV_ADD_H

#include <array>
#include <cstddef>
#include <string>

#include "ConvAdd/ConvAdd.h"
#include "scenarios.h"

namespace app {

inline snapc::Weights weightsOf(const Place& place) {
  return snapc::Weights::inFolder(place.libraries + "/ConvAdd/weights");
}

struct Numbers {
  std::array<float, 16> image;
  std::array<float, 8> latent;
  std::array<float, 8> sum{};

  Numbers() : image(), latent() {
    for (std::size_t index = 0; index < image.size(); ++index) image[index] = static_cast<float>(index) / 4;
    for (std::size_t index = 0; index < latent.size(); ++index) latent[index] = static_cast<float>(index);
  }
  ConvAdd::Inputs inputs() const { return {image, latent}; }
  ConvAdd::Outputs outputs() { return {sum}; }
};

/// Of those inputs, worked out by hand.
constexpr std::array<float, 8> SUM = {-2.6875f, 10.21875f, -1.4375f, 9.78125f, -6.15625f, 12.65625f, -2.46875f, 11.84375f};

}  // namespace app

#endif
