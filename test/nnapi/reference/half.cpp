/** Half precision by bits, so that every compiler rounds alike. */

#include "half.h"

#include <array>
#include <cmath>
#include <cstring>
#include <limits>

namespace reference {

namespace {

float numberOf(uint16_t bits) {
  const int exponent = (bits >> 10) & 31;
  const int fraction = bits & 1023;
  float size = 0;
  if (exponent == 31) {
    size = fraction == 0 ? std::numeric_limits<float>::infinity()
                         : std::numeric_limits<float>::quiet_NaN();
  } else if (exponent == 0) {
    size = std::ldexp(static_cast<float>(fraction), -24);
  } else {
    size = std::ldexp(static_cast<float>(1024 + fraction), exponent - 25);
  }
  return (bits & 0x8000) != 0 ? -size : size;
}

using Numbers = std::array<float, 0x10000>;

Numbers allNumbers() {
  Numbers numbers;
  for (uint32_t bits = 0; bits < numbers.size(); ++bits) {
    numbers[bits] = numberOf(static_cast<uint16_t>(bits));
  }
  return numbers;
}

/** Bits of a double's fraction that a half's lacks, and the difference of the exponents' biases. */
constexpr int missingBits = 42;
constexpr uint64_t missingBias = uint64_t{1023 - 15} << 10;

}  // namespace

float fromHalf(uint16_t bits) {
  static const Numbers numbers = allNumbers();
  return numbers[bits];
}

uint16_t toHalf(double value) {
  const auto sign = static_cast<uint16_t>(std::signbit(value) ? 0x8000 : 0);
  if (std::isnan(value)) return 0x7e00;
  const double size = std::fabs(value);
  // 65520 is halfway between the largest half and the next power of two.
  if (size >= 65520) return sign | 0x7c00;
  // The least steps are all alike; what is rounded up to 1024 of them is the least normal half.
  if (size < 0x1p-14) return sign | static_cast<uint16_t>(std::nearbyint(std::ldexp(size, 24)));
  uint64_t bits;
  std::memcpy(&bits, &size, sizeof bits);
  const uint64_t isOdd = (bits >> missingBits) & 1;
  bits += (uint64_t{1} << (missingBits - 1)) - 1 + isOdd;
  // The exponent's bits count from the implicit one, so a carry of the fraction ends up in them.
  return static_cast<uint16_t>(sign | ((bits >> missingBits) - missingBias));
}

}  // namespace reference
