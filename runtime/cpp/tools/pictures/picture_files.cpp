/// Chooses the format by the end of the name.

#include "picture_files.h"

#include "../npy.h"
#include "../output_files.h"
#include "png.h"
#include "ppm.h"
#include "snapc/error.h"

namespace snapc {
namespace {

/// More than any phone draws.
constexpr std::uint64_t LARGEST_EDGE = 16384;

bool hasEnd(const std::string& path, const std::string& end) {
  return path.size() > end.size() && path.compare(path.size() - end.size(), end.size(), end) == 0;
}

Array arrayOf(const Picture& picture) {
  Array array{ElementType::uint8, {picture.height, picture.width, 3}, {}};
  for (std::size_t at = 0; at < picture.pixels.size(); at += 4) {
    const std::uint8_t* const pixel = picture.pixels.data() + at;
    array.bytes.insert(array.bytes.end(), pixel, pixel + 3);
  }
  return array;
}

Picture pictureOf(const Array& array, const std::string& path) {
  const std::vector<std::uint64_t>& shape = array.shape;
  const bool fits = array.type == ElementType::uint8 && shape.size() == 3 && shape[0] <= LARGEST_EDGE &&
                    shape[1] <= LARGEST_EDGE && (shape[2] == 3 || shape[2] == 4);
  if (!fits) {
    throw Error(ErrorKind::file, path + ": holds " + describe(array.type, shape) +
                                     "; a picture is uint8 [height, width, 3 or 4]");
  }
  const auto channels = static_cast<std::size_t>(shape[2]);
  Picture picture{static_cast<std::uint32_t>(shape[1]), static_cast<std::uint32_t>(shape[0]), {}};
  for (std::size_t at = 0; at < array.bytes.size(); at += channels) {
    const std::uint8_t* const pixel = array.bytes.data() + at;
    picture.pixels.insert(picture.pixels.end(), {pixel[0], pixel[1], pixel[2], 255});
  }
  return picture;
}

}  // namespace

void requirePicturePath(const std::string& path) {
  if (!hasEnd(path, ".png") && !hasEnd(path, ".ppm") && !hasEnd(path, ".npy")) {
    throw Error(ErrorKind::argument, path + ": pictures are written as .png, .ppm or .npy");
  }
  OutputFiles::requireWritable(path);
}

void writePicture(const std::string& path, const Picture& picture) {
  OutputFiles files;
  if (hasEnd(path, ".npy")) {
    files.add(path, arrayOf(picture));
  } else if (hasEnd(path, ".ppm")) {
    writeBytes(files.stage(path), ppmHeader(picture.width, picture.height), arrayOf(picture).bytes);
  } else {
    writeBytes(files.stage(path), {}, pngOf(picture));
  }
  files.commit();
}

Picture readPicture(const std::string& path) {
  if (hasEnd(path, ".npy")) return pictureOf(readNpy(path), path);
  if (hasEnd(path, ".ppm")) return readPpm(path);
  throw Error(ErrorKind::argument, path + ": pictures are read from .ppm and .npy");
}

}  // namespace snapc
