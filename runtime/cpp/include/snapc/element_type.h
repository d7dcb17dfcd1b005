/// The elements of tensors.

#ifndef SNAPC_ELEMENT_TYPE_H
#define SNAPC_ELEMENT_TYPE_H

#include <cstddef>
#include <cstdint>

namespace snapc {

enum class ElementType : std::uint8_t { float32, float16, int32, int64, bool8, uint8, int8 };

std::size_t byteSize(ElementType type) noexcept;
const char* nameOf(ElementType type) noexcept;

/// IEEE 754 binary16 as NNAPI holds it.
struct Float16 {
  std::uint16_t bits = 0;
};

/// Rounds to the nearest, ties to even; what is too large becomes infinite.
Float16 toFloat16(float value) noexcept;
float toFloat32(Float16 value) noexcept;

}  // namespace snapc

#endif
