/** Tensors with values, and their elements as numbers. */

#pragma once

#include <cstring>
#include <vector>

#include "../half.h"
#include "../operand.h"

namespace reference {

struct Tensor {
  const Operand* operand;
  Dimensions dimensions;
  uint8_t* data;

  int32_t type() const { return operand->type; }
  size_t rank() const { return dimensions.size(); }
  size_t count() const { return static_cast<size_t>(elementCount(dimensions)); }
  size_t elementSize() const { return type::elementSize(operand->type); }
};

template <typename Element>
Element loadAs(const uint8_t* data, size_t index) {
  Element element;
  std::memcpy(&element, data + index * sizeof(Element), sizeof(Element));
  return element;
}

template <typename Element>
void storeAs(uint8_t* data, size_t index, Element element) {
  std::memcpy(data + index * sizeof(Element), &element, sizeof(Element));
}

/** Of tensors and scalars of all types. */
double anyValueAt(const Tensor& tensor, size_t index);
void storeAny(const Tensor& tensor, size_t index, double value);

/** Elements as the numbers that they stand for: quantised ones with scale and zero point. */
inline double valueAt(const Tensor& tensor, size_t index) {
  const int32_t type = tensor.type();
  if (type == type::float32) return static_cast<double>(loadAs<float>(tensor.data, index));
  if (type == type::float16) {
    return static_cast<double>(fromHalf(loadAs<uint16_t>(tensor.data, index)));
  }
  return anyValueAt(tensor, index);
}

std::vector<double> valuesOf(const Tensor& tensor);

/** Stores a number in the tensor's type, rounded to the nearest that it has; quantised ones
 * saturate. */
inline void store(const Tensor& tensor, size_t index, double value) {
  if (tensor.type() == type::float32) {
    storeAs(tensor.data, index, static_cast<float>(value));
  } else if (tensor.type() == type::float16) {
    storeAs(tensor.data, index, toHalf(value));
  } else {
    storeAny(tensor, index, value);
  }
}

/** Quantised elements less their zero point, without scale; others as they are. All of it is exact.
 */
std::vector<float> centredOf(const Tensor& tensor);

/** What a running sum or product of the tensor's type holds: the runtime adds up halves in halves.
 */
double accumulated(int32_t type, double value);

/** Stored integers of quantised tensors. */
int storedAt(const Tensor& tensor, size_t index);

/** Steps between neighbours along each dimension, in elements. */
std::vector<size_t> stridesOf(const Dimensions& dimensions);

/** The position that comes next, last dimension first; it wraps at the end. */
void advance(Dimensions& position, const Dimensions& dimensions);

inline void copyElement(const Tensor& from, size_t source, const Tensor& to, size_t target) {
  const size_t size = from.elementSize();
  std::memcpy(to.data + target * size, from.data + source * size, size);
}

}  // namespace reference
