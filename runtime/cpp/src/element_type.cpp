/// Sizes and names of element types, and the conversions of halves.

#include "snapc/element_type.h"

#include <cstring>

namespace snapc {

std::size_t byteSize(ElementType type) noexcept {
  switch (type) {
    case ElementType::int64:
      return 8;
    case ElementType::float32:
    case ElementType::int32:
      return 4;
    case ElementType::float16:
      return 2;
    case ElementType::bool8:
    case ElementType::uint8:
    case ElementType::int8:
      return 1;
  }
  return 1;
}

const char* nameOf(ElementType type) noexcept {
  switch (type) {
    case ElementType::float32:
      return "float32";
    case ElementType::float16:
      return "float16";
    case ElementType::int32:
      return "int32";
    case ElementType::int64:
      return "int64";
    case ElementType::bool8:
      return "bool";
    case ElementType::uint8:
      return "uint8";
    case ElementType::int8:
      return "int8";
  }
  return "unknown";
}

Float16 toFloat16(float value) noexcept {
  std::uint32_t bits;
  std::memcpy(&bits, &value, sizeof(bits));
  const auto sign = static_cast<std::uint16_t>((bits >> 16) & 0x8000u);
  const std::uint32_t magnitude = bits & 0x7fffffffu;
  if (magnitude > 0x7f800000u) return {static_cast<std::uint16_t>(sign | 0x7e00u)};
  // From halfway between the largest half and the next power of two on.
  if (magnitude >= 0x477ff000u) return {static_cast<std::uint16_t>(sign | 0x7c00u)};
  std::uint32_t shift = 13;
  std::uint32_t mantissa = (magnitude & 0x007fffffu) | 0x00800000u;
  std::uint32_t exponent = magnitude >> 23;
  std::uint32_t base = 0;
  if (exponent < 113) {
    shift += 113 - exponent;
    if (shift > 24) return {sign};
  } else {
    base = (exponent - 113) << 10;
  }
  const std::uint32_t rest = mantissa & ((1u << shift) - 1u);
  const std::uint32_t half = 1u << (shift - 1);
  std::uint32_t rounded = mantissa >> shift;
  if (rest > half || (rest == half && (rounded & 1u) != 0)) ++rounded;
  // The implicit bit of a normal number, and a carry of the rounding, count as one in the exponent.
  return {static_cast<std::uint16_t>(sign | (base + rounded))};
}

float toFloat32(Float16 value) noexcept {
  const std::uint32_t sign = (value.bits & 0x8000u) << 16;
  const std::uint32_t exponent = (value.bits >> 10) & 0x1fu;
  const std::uint32_t mantissa = value.bits & 0x3ffu;
  if (exponent == 0) {
    const float magnitude = static_cast<float>(mantissa) / 16777216.0f;
    return sign != 0 ? -magnitude : magnitude;
  }
  const std::uint32_t wide = exponent == 31 ? 255 : exponent + 112;
  const std::uint32_t bits = sign | (wide << 23) | (mantissa << 13);
  float result;
  std::memcpy(&result, &bits, sizeof(result));
  return result;
}

}  // namespace snapc
