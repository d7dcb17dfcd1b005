/// Pictures: red, green, blue and opacity of each pixel.

#ifndef SNAPC_PICTURES_PICTURE_H
#define SNAPC_PICTURES_PICTURE_H

#include <cstdint>
#include <vector>

namespace snapc {

struct Picture {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  /// Four bytes for each pixel, row by row: red, green, blue, opacity.
  std::vector<std::uint8_t> pixels;
};

}  // namespace snapc

#endif
