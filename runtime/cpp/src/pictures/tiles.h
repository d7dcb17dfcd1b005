/// Decodes a picture tile by tile, where the whole would not fit the phone, and blends the seams.

#ifndef SNAPC_PICTURES_TILES_H
#define SNAPC_PICTURES_TILES_H

#include <cstddef>
#include <vector>

namespace snapc {

/// Where tiles begin: half a tile apart, the last one at the end.
std::vector<std::size_t> tileStarts(std::size_t whole, std::size_t tile);

struct Area {
  std::size_t top;
  std::size_t left;
  std::size_t height;
  std::size_t width;
};

/// Cuts an area out of planes of `height` x `width`.
std::vector<float> cut(const std::vector<float>& planes, std::size_t channels, std::size_t height, std::size_t width,
                       const Area& area);

/// Adds tiles up with weights that fall off towards their edges, and divides by what the weights add up to.
class Mosaic {
 public:
  Mosaic(std::size_t channels, std::size_t height, std::size_t width);
  void add(const std::vector<float>& part, const Area& area);
  std::vector<float> finish() const;

 private:
  std::size_t channels_;
  std::size_t height_;
  std::size_t width_;
  std::vector<float> planes_;
  std::vector<float> weights_;
};

}  // namespace snapc

#endif
