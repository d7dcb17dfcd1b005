/// Pictures as PNG (ISO/IEC 15948): without loss, and without compression, which needs no library.

#ifndef SNAPC_PICTURES_PNG_H
#define SNAPC_PICTURES_PNG_H

#include <cstdint>
#include <vector>

#include "snapc/pictures/picture.h"

namespace snapc {

/// Red, green and blue; pictures are opaque.
std::vector<std::uint8_t> pngOf(const Picture& picture);

}  // namespace snapc

#endif
