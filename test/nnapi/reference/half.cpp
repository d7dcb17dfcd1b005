/** Half precision in plain arithmetic, so that every compiler rounds alike. */

#include "half.h"

#include <cmath>
#include <limits>

namespace reference {

float fromHalf(uint16_t bits) {
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

uint16_t toHalf(double value) {
  const auto sign = static_cast<uint16_t>(std::signbit(value) ? 0x8000 : 0);
  if (std::isnan(value)) return 0x7e00;
  const double size = std::fabs(value);
  // 65520 is halfway between the largest half and the next power of two.
  if (size >= 65520) return sign | 0x7c00;
  if (size == 0) return sign;
  const int exponent = std::ilogb(size) < -14 ? -14 : std::ilogb(size);
  const auto steps = static_cast<int>(std::nearbyint(std::ldexp(size, 10 - exponent)));
  // The exponent's bits count from the implicit one, so a carry of the fraction ends up in them.
  const int bits = steps < 1024 ? steps : ((exponent + 15) << 10) + steps - 1024;
  return static_cast<uint16_t>(sign | bits);
}

}  // namespace reference
