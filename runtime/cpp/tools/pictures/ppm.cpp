/// Reads the header number by number.

#include "ppm.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <vector>

#include "snapc/error.h"

namespace snapc {
namespace {

constexpr std::uint32_t LARGEST_EDGE = 16384;

[[noreturn]] void fail(const std::string& path, const std::string& reason) {
  throw Error(ErrorKind::file, path + ": " + reason);
}

/// Comments reach from # to the end of the line. 0 where there is no number, or one that is too large.
std::uint32_t numberIn(std::istream& stream) {
  int letter = stream.get();
  while (letter == '#' || std::isspace(letter) != 0) {
    while (letter == '#' && stream.get() != '\n' && stream.good()) continue;
    letter = stream.get();
  }
  std::uint32_t number = 0;
  while (letter >= '0' && letter <= '9' && number <= LARGEST_EDGE) {
    number = 10 * number + static_cast<std::uint32_t>(letter - '0');
    letter = stream.get();
  }
  return std::isspace(letter) != 0 && number <= LARGEST_EDGE ? number : 0;
}

}  // namespace

std::string ppmHeader(std::uint32_t width, std::uint32_t height) {
  return "P6\n" + std::to_string(width) + ' ' + std::to_string(height) + "\n255\n";
}

Picture readPpm(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) fail(path, "cannot be opened");
  if (stream.get() != 'P' || stream.get() != '6') fail(path, "is no .ppm file in binary (P6)");
  const std::uint32_t width = numberIn(stream);
  const std::uint32_t height = numberIn(stream);
  if (numberIn(stream) != 255 || width == 0 || height == 0) fail(path, "its header is not one of 8 bits for a colour");
  Picture picture{width, height, {}};
  std::vector<char> row(std::size_t{3} * width);
  for (std::uint32_t y = 0; y < height; ++y) {
    if (!stream.read(row.data(), static_cast<std::streamsize>(row.size()))) fail(path, "ends before its pixels do");
    for (std::size_t at = 0; at < row.size(); at += 3) {
      for (std::size_t one = 0; one < 3; ++one) picture.pixels.push_back(static_cast<std::uint8_t>(row[at + one]));
      picture.pixels.push_back(255);
    }
  }
  return picture;
}

}  // namespace snapc
