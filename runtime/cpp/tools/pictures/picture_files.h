/// Pictures as files: PNG, PPM and NumPy's arrays.

#ifndef SNAPC_PICTURES_PICTURE_FILES_H
#define SNAPC_PICTURES_PICTURE_FILES_H

#include <string>

#include "snapc/pictures/picture.h"

namespace snapc {

/// Throws Error unless the name ends in .png, .ppm or .npy, and a file can be put there.
void requirePicturePath(const std::string& path);

/// In the format that the path asks for; the file appears whole or not at all. Throws Error.
void writePicture(const std::string& path, const Picture& picture);

/// A .ppm of 8 bits, or a .npy of uint8 [height, width, 3 or 4]. Throws Error.
Picture readPicture(const std::string& path);

}  // namespace snapc

#endif
