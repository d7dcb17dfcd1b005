/// PPM, the plainest of picture files: a line of sizes, and then red, green and blue of each pixel.

#ifndef SNAPC_PICTURES_PPM_H
#define SNAPC_PICTURES_PPM_H

#include <cstdint>
#include <string>

#include "snapc/pictures/picture.h"

namespace snapc {

std::string ppmHeader(std::uint32_t width, std::uint32_t height);

/// Of 8 bits, in binary (P6). Throws Error.
Picture readPpm(const std::string& path);

}  // namespace snapc

#endif
