/// Scales latents as the models were trained, and goes tile by tile where the decoder takes no more.

#include "codec.h"

#include <algorithm>
#include <cmath>

#include "picture_planes.h"
#include "tiles.h"

namespace snapc {
namespace {

/// Bounds of the logarithm of the variance, as AutoencoderKL has them.
constexpr double LEAST = -30;
constexpr double GREATEST = 20;

/// The first half of what the encoder gives is the mean, the second the logarithm of the variance.
Floats sampled(const Floats& found, const Floats& noise) {
  const std::size_t half = found.size() / 2;
  Floats latents(half);
  for (std::size_t at = 0; at < half; ++at) {
    const double bounded = std::min(std::max(static_cast<double>(found[half + at]), LEAST), GREATEST);
    const double moved = std::exp(bounded / 2) * static_cast<double>(noise[at]);
    latents[at] = static_cast<float>(static_cast<double>(found[at]) + moved);
  }
  return latents;
}

}  // namespace

Picture decode(const PipelineDescription& description, Parts& parts, const Floats& latents,
               const Cancellation* cancellation) {
  const LatentSize& latent = description.latent;
  const TileSize& tile = description.tile;
  const std::size_t scale = description.scale;
  Floats unscaled(latents.size());
  for (std::size_t at = 0; at < latents.size(); ++at) {
    const double number = static_cast<double>(latents[at]) / description.scalingFactor;
    unscaled[at] = static_cast<float>(number + description.shiftFactor);
  }
  PartRun model = parts.take(PartName::decoder, cancellation);
  const auto decodeTile = [&](const Floats& part) {
    model.setFloats(description.decoder.latent, part);
    return model.run(description.decoder.picture, cancellation);
  };
  if (tile.height == latent.height && tile.width == latent.width) {
    return toPicture(decodeTile(unscaled), description.width(), description.height());
  }
  Mosaic mosaic(3, description.height(), description.width());
  for (const std::size_t top : tileStarts(latent.height, tile.height)) {
    for (const std::size_t left : tileStarts(latent.width, tile.width)) {
      const Floats part =
          cut(unscaled, latent.channels, latent.height, latent.width, {top, left, tile.height, tile.width});
      mosaic.add(decodeTile(part), {top * scale, left * scale, tile.height * scale, tile.width * scale});
    }
  }
  return toPicture(mosaic.finish(), description.width(), description.height());
}

Floats encode(const PipelineDescription& description, Parts& parts, const Picture& image, NoiseSource& noise,
              const Cancellation* cancellation) {
  PartRun model = parts.take(PartName::encoder, cancellation);
  model.setFloats(description.encoder.picture, toPlanes(image));
  Floats latents = model.run(description.encoder.latent, cancellation);
  if (description.isDistribution) latents = sampled(latents, noise.ofEncoder());
  for (float& number : latents) {
    const double moved = static_cast<double>(number) - description.shiftFactor;
    number = static_cast<float>(moved * description.scalingFactor);
  }
  return latents;
}

}  // namespace snapc
