/** Conversions of half-precision numbers, rounding to the nearest and ties to even. */

#pragma once

#include <cstdint>

namespace reference {

float fromHalf(uint16_t bits);
uint16_t toHalf(double value);

}  // namespace reference
