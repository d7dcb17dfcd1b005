/// Words of the files that the compiler writes, whatever the processor's own order.

#ifndef SNAPC_PICTURES_LITTLE_ENDIAN_H
#define SNAPC_PICTURES_LITTLE_ENDIAN_H

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace snapc {

/// The caller has checked that it is there.
inline std::uint32_t wordAt(const std::vector<std::uint8_t>& bytes, std::size_t at) {
  return static_cast<std::uint32_t>(bytes[at]) | static_cast<std::uint32_t>(bytes[at + 1]) << 8 |
         static_cast<std::uint32_t>(bytes[at + 2]) << 16 | static_cast<std::uint32_t>(bytes[at + 3]) << 24;
}

inline float floatAt(const std::vector<std::uint8_t>& bytes, std::size_t at) {
  const std::uint32_t word = wordAt(bytes, at);
  float number;
  std::memcpy(&number, &word, sizeof(number));
  return number;
}

}  // namespace snapc

#endif
