/// Hats over tiles: sums in double precision, kept as floats, as runtime/web/pictures/tiles.ts has them.

#include "tiles.h"

#include <algorithm>

namespace snapc {
namespace {

/// From the middle of the first pixel up to the middle, and down again.
double hat(std::size_t at, std::size_t size) {
  const auto place = static_cast<double>(at);
  const auto whole = static_cast<double>(size);
  return std::min(place + 0.5, whole - place - 0.5) / (whole / 2);
}

}  // namespace

std::vector<std::size_t> tileStarts(std::size_t whole, std::size_t tile) {
  if (tile >= whole) return {0};
  const std::size_t stride = std::max<std::size_t>(1, tile / 2);
  const std::size_t count = (whole - tile + stride - 1) / stride + 1;
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < count; ++at) starts.push_back(std::min(at * stride, whole - tile));
  return starts;
}

std::vector<float> cut(const std::vector<float>& planes, std::size_t channels, std::size_t height, std::size_t width,
                       const Area& area) {
  std::vector<float> part;
  part.reserve(channels * area.height * area.width);
  for (std::size_t channel = 0; channel < channels; ++channel) {
    for (std::size_t row = 0; row < area.height; ++row) {
      const float* const start = planes.data() + (channel * height + area.top + row) * width + area.left;
      part.insert(part.end(), start, start + area.width);
    }
  }
  return part;
}

Mosaic::Mosaic(std::size_t channels, std::size_t height, std::size_t width)
    : channels_(channels),
      height_(height),
      width_(width),
      planes_(channels * height * width),
      weights_(height * width) {}

void Mosaic::add(const std::vector<float>& part, const Area& area) {
  for (std::size_t y = 0; y < area.height; ++y) {
    for (std::size_t x = 0; x < area.width; ++x) {
      const double weight = hat(y, area.height) * hat(x, area.width);
      const std::size_t at = (area.top + y) * width_ + area.left + x;
      weights_[at] = static_cast<float>(static_cast<double>(weights_[at]) + weight);
      for (std::size_t channel = 0; channel < channels_; ++channel) {
        const std::size_t place = channel * height_ * width_ + at;
        const auto value = static_cast<double>(part[(channel * area.height + y) * area.width + x]);
        planes_[place] = static_cast<float>(static_cast<double>(planes_[place]) + weight * value);
      }
    }
  }
}

std::vector<float> Mosaic::finish() const {
  std::vector<float> whole(planes_.size());
  for (std::size_t at = 0; at < whole.size(); ++at) {
    const double sum = static_cast<double>(planes_[at]);
    whole[at] = static_cast<float>(sum / static_cast<double>(weights_[at % weights_.size()]));
  }
  return whole;
}

}  // namespace snapc
