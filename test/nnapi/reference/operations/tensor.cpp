/** Reads and writes elements of every type. */

#include "tensor.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace reference {

namespace {

float scaleAt(const Tensor& tensor, size_t index) {
  const Operand& operand = *tensor.operand;
  if (!operand.channels) return operand.scale;
  size_t inner = 1;
  for (size_t axis = operand.channels->dimension + 1; axis < tensor.rank(); ++axis) {
    inner *= tensor.dimensions[axis];
  }
  return operand.channels->scales[index / inner % operand.channels->scales.size()];
}

/** Rounds halves away from zero, as the runtime quantises. */
int32_t saturated(double value, double low, double high) {
  if (std::isnan(value)) return static_cast<int32_t>(std::clamp(0.0, low, high));
  return static_cast<int32_t>(std::clamp(std::round(value), low, high));
}

}  // namespace

double accumulated(int32_t type, double value) {
  switch (type) {
    case type::float16:
      return nearestHalf(value);
    case type::float32:
      return static_cast<double>(static_cast<float>(value));
    default:
      return value;
  }
}

int storedAt(const Tensor& tensor, size_t index) {
  return tensor.type() == type::unsigned8 ? loadAs<uint8_t>(tensor.data, index)
                                          : loadAs<int8_t>(tensor.data, index);
}

double anyValueAt(const Tensor& tensor, size_t index) {
  switch (tensor.type()) {
    case type::scalarFloat32:
      return loadAs<float>(tensor.data, index);
    case type::scalarFloat16:
      return fromHalf(loadAs<uint16_t>(tensor.data, index));
    case type::int32:
    case type::scalarInt32:
      return loadAs<int32_t>(tensor.data, index);
    case type::bool8:
    case type::scalarBool:
      return loadAs<uint8_t>(tensor.data, index) != 0 ? 1 : 0;
    default:
      return static_cast<double>(scaleAt(tensor, index)) *
             (storedAt(tensor, index) - tensor.operand->zeroPoint);
  }
}

std::vector<double> valuesOf(const Tensor& tensor) {
  std::vector<double> values(tensor.count());
  for (size_t index = 0; index < values.size(); ++index) values[index] = valueAt(tensor, index);
  return values;
}

void storeAny(const Tensor& tensor, size_t index, double value) {
  const Operand& operand = *tensor.operand;
  switch (tensor.type()) {
    case type::int32:
      storeAs(tensor.data, index,
              saturated(value, std::numeric_limits<int32_t>::min(),
                        std::numeric_limits<int32_t>::max()));
      break;
    case type::bool8:
      storeAs(tensor.data, index, static_cast<uint8_t>(value != 0 ? 1 : 0));
      break;
    case type::unsigned8:
      storeAs(
          tensor.data, index,
          static_cast<uint8_t>(saturated(
              std::round(value / static_cast<double>(operand.scale)) + operand.zeroPoint, 0, 255)));
      break;
    default:
      storeAs(tensor.data, index,
              static_cast<int8_t>(saturated(
                  std::round(value / static_cast<double>(operand.scale)) + operand.zeroPoint, -128,
                  127)));
  }
}

std::vector<float> centredOf(const Tensor& tensor) {
  std::vector<float> values(tensor.count());
  const bool isQuantised = type::isAsymmetric8(tensor.type()) ||
                           tensor.type() == type::perChannel8 || tensor.type() == type::symmetric8;
  for (size_t index = 0; index < values.size(); ++index) {
    values[index] = isQuantised
                        ? static_cast<float>(storedAt(tensor, index) - tensor.operand->zeroPoint)
                        : static_cast<float>(valueAt(tensor, index));
  }
  return values;
}

std::vector<size_t> stridesOf(const Dimensions& dimensions) {
  std::vector<size_t> strides(dimensions.size(), 1);
  for (size_t axis = dimensions.size(); axis-- > 1;) {
    strides[axis - 1] = strides[axis] * dimensions[axis];
  }
  return strides;
}

void advance(Dimensions& position, const Dimensions& dimensions) {
  for (size_t axis = dimensions.size(); axis-- > 0;) {
    if (++position[axis] < dimensions[axis]) return;
    position[axis] = 0;
  }
}

}  // namespace reference
