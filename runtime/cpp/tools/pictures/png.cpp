/// Chunks with their checksums, around rows in stored blocks.

#include "png.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace snapc {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t LARGEST_BLOCK = 65535;

void put(Bytes& bytes, std::uint32_t word) {
  for (const int shift : {24, 16, 8, 0}) bytes.push_back(static_cast<std::uint8_t>(word >> shift));
}

std::uint32_t crcOf(const Bytes& bytes, std::size_t start) {
  std::uint32_t crc = 0xffffffffu;
  for (std::size_t at = start; at < bytes.size(); ++at) {
    crc ^= bytes[at];
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (0xedb88320u & (0u - (crc & 1u)));
  }
  return ~crc;
}

void putChunk(Bytes& png, const std::array<char, 4>& name, const Bytes& data) {
  put(png, static_cast<std::uint32_t>(data.size()));
  const std::size_t start = png.size();
  for (const char letter : name) png.push_back(static_cast<std::uint8_t>(letter));
  png.insert(png.end(), data.begin(), data.end());
  put(png, crcOf(png, start));
}

std::uint32_t adlerOf(const Bytes& bytes) {
  std::uint32_t one = 1;
  std::uint32_t other = 0;
  for (const std::uint8_t byte : bytes) {
    one = (one + byte) % 65521;
    other = (other + one) % 65521;
  }
  return other << 16 | one;
}

/// In zlib's format, each block as it is.
Bytes stored(const Bytes& bytes) {
  Bytes data = {0x78, 0x01};
  std::size_t at = 0;
  do {
    const std::size_t count = std::min(LARGEST_BLOCK, bytes.size() - at);
    data.push_back(at + count == bytes.size() ? 1 : 0);
    for (const std::size_t number : {count, ~count}) {
      data.push_back(static_cast<std::uint8_t>(number));
      data.push_back(static_cast<std::uint8_t>(number >> 8));
    }
    const auto first = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    data.insert(data.end(), first, first + static_cast<std::ptrdiff_t>(count));
    at += count;
  } while (at < bytes.size());
  put(data, adlerOf(bytes));
  return data;
}

}  // namespace

std::vector<std::uint8_t> pngOf(const Picture& picture) {
  Bytes header;
  put(header, picture.width);
  put(header, picture.height);
  // Eight bits of red, green and blue each, not interlaced.
  header.insert(header.end(), {8, 2, 0, 0, 0});
  Bytes rows;
  for (std::size_t y = 0; y < picture.height; ++y) {
    rows.push_back(0);
    for (std::size_t x = 0; x < picture.width; ++x) {
      const std::uint8_t* const pixel = picture.pixels.data() + 4 * (y * picture.width + x);
      rows.insert(rows.end(), pixel, pixel + 3);
    }
  }
  Bytes png = {0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
  putChunk(png, {'I', 'H', 'D', 'R'}, header);
  putChunk(png, {'I', 'D', 'A', 'T'}, stored(rows));
  putChunk(png, {'I', 'E', 'N', 'D'}, {});
  return png;
}

}  // namespace snapc
