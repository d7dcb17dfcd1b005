/** Conversions of half-precision numbers, rounding to the nearest and ties to even. */

#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>
#include <limits>

namespace reference {

float fromHalf(uint16_t bits);
uint16_t toHalf(double value);

/** `fromHalf(toHalf(value))`, without branches and calls in loops that do little else. */
inline double nearestHalf(double value) {
  uint64_t bits;
  std::memcpy(&bits, &value, sizeof bits);
  bits &= 0x7ff0000000000000;
  double power;
  std::memcpy(&power, &bits, sizeof power);
  // So large that its last bit is as much as a half's last bit here.
  const double large = (power < 0x1p-14 ? 0x1p-14 : power) * 0x1.8p42;
  const double rounded = (value + large) - large;
  const double infinite = value * std::numeric_limits<double>::infinity();
  return std::fabs(value) >= 65520 ? infinite : rounded;
}

}  // namespace reference
