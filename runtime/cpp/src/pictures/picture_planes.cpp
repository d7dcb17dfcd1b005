/// Rounds to the nearest colour, ties to even, as browsers do.

#include "picture_planes.h"

#include <cmath>

namespace snapc {
namespace {

/// What is no number becomes black.
std::uint8_t colour(double value) {
  if (!(value > 0)) return 0;
  return value >= 255 ? std::uint8_t{255} : static_cast<std::uint8_t>(std::nearbyint(value));
}

}  // namespace

Picture toPicture(const std::vector<float>& planes, std::uint32_t width, std::uint32_t height) {
  const std::size_t count = static_cast<std::size_t>(width) * height;
  Picture picture{width, height, std::vector<std::uint8_t>(4 * count, 255)};
  for (std::size_t at = 0; at < count; ++at) {
    for (std::size_t channel = 0; channel < 3; ++channel) {
      picture.pixels[4 * at + channel] = colour(static_cast<double>(planes[channel * count + at]) * 127.5 + 127.5);
    }
  }
  return picture;
}

std::vector<float> toPlanes(const Picture& picture) {
  const std::size_t count = static_cast<std::size_t>(picture.width) * picture.height;
  std::vector<float> planes(3 * count);
  for (std::size_t at = 0; at < count; ++at) {
    for (std::size_t channel = 0; channel < 3; ++channel) {
      planes[channel * count + at] = static_cast<float>(picture.pixels[4 * at + channel] / 127.5 - 1);
    }
  }
  return planes;
}

Picture linearPreview(const std::vector<float>& latents, const PipelineDescription& description) {
  const LatentSize& latent = description.latent;
  const std::size_t count = static_cast<std::size_t>(latent.height) * latent.width;
  std::vector<float> planes(3 * count);
  for (std::size_t at = 0; at < count; ++at) {
    for (std::size_t one = 0; one < 3; ++one) {
      double sum = description.preview.bias[one];
      for (std::size_t channel = 0; channel < latent.channels; ++channel) {
        const bool isMapped = channel < description.preview.factors.count;
        const double factor = isMapped ? description.preview.factors[channel][one] : 0;
        sum += static_cast<double>(latents[channel * count + at]) * factor;
      }
      planes[one * count + at] = static_cast<float>(2 * sum - 1);
    }
  }
  return toPicture(planes, latent.width, latent.height);
}

}  // namespace snapc
