/** Values of operands as numbers and as bytes. */

#include <cmath>
#include <cstring>

#include "harness.h"

namespace {

/** Exact, for numbers that half precision has, other than its smallest. */
uint16_t halfBits(double number) {
  if (number == 0) return 0;
  const auto value = static_cast<float>(number);
  uint32_t bits = 0;
  std::memcpy(&bits, &value, sizeof bits);
  const uint32_t exponent = ((bits >> 23) & 255) - 112;
  return static_cast<uint16_t>(((bits >> 16) & 0x8000) | (exponent << 10) | ((bits >> 13) & 1023));
}

template <typename Element>
void append(std::vector<uint8_t>& bytes, Element element) {
  const size_t at = bytes.size();
  bytes.resize(at + sizeof element);
  std::memcpy(bytes.data() + at, &element, sizeof element);
}

Value scalar(int32_t type, double number) { return {type, {}, {number}}; }

}  // namespace

bool Value::isTensor() const { return !dimensions.empty(); }

ANeuralNetworksOperandType Value::operandType() const {
  return {type, static_cast<uint32_t>(dimensions.size()),
          dimensions.empty() ? nullptr : dimensions.data(), scale, zeroPoint};
}

std::vector<uint8_t> Value::bytes() const {
  std::vector<uint8_t> bytes;
  for (const double number : numbers) {
    switch (type) {
      case ANEURALNETWORKS_FLOAT32:
      case ANEURALNETWORKS_TENSOR_FLOAT32:
        append(bytes, static_cast<float>(number));
        break;
      case ANEURALNETWORKS_FLOAT16:
      case ANEURALNETWORKS_TENSOR_FLOAT16:
        append(bytes, halfBits(number));
        break;
      case ANEURALNETWORKS_INT32:
      case ANEURALNETWORKS_TENSOR_INT32:
        append(bytes, static_cast<int32_t>(number));
        break;
      default:
        append(bytes, static_cast<uint8_t>(static_cast<int32_t>(number)));
    }
  }
  return bytes;
}

Value f32(Shape shape, Numbers numbers) {
  return {ANEURALNETWORKS_TENSOR_FLOAT32, std::move(shape), std::move(numbers)};
}
Value f16(Shape shape, Numbers numbers) {
  return {ANEURALNETWORKS_TENSOR_FLOAT16, std::move(shape), std::move(numbers)};
}
Value i32(Shape shape, Numbers numbers, float scale) {
  return {ANEURALNETWORKS_TENSOR_INT32, std::move(shape), std::move(numbers), scale};
}
Value b8(Shape shape, Numbers numbers) {
  return {ANEURALNETWORKS_TENSOR_BOOL8, std::move(shape), std::move(numbers)};
}
Value u8(Shape shape, Numbers stored, float scale, int32_t zeroPoint) {
  return {ANEURALNETWORKS_TENSOR_QUANT8_ASYMM, std::move(shape), std::move(stored), scale,
          zeroPoint};
}
Value s8(Shape shape, Numbers stored, float scale, int32_t zeroPoint) {
  return {ANEURALNETWORKS_TENSOR_QUANT8_ASYMM_SIGNED, std::move(shape), std::move(stored), scale,
          zeroPoint};
}
Value perChannel(Shape shape, Numbers stored, std::vector<float> scales, uint32_t dimension) {
  Value value = {ANEURALNETWORKS_TENSOR_QUANT8_SYMM_PER_CHANNEL, std::move(shape),
                 std::move(stored)};
  value.channelScales = std::move(scales);
  value.channelDimension = dimension;
  return value;
}
Value integer(int32_t value) { return scalar(ANEURALNETWORKS_INT32, value); }
Value real(double value) { return scalar(ANEURALNETWORKS_FLOAT32, value); }
Value half(double value) { return scalar(ANEURALNETWORKS_FLOAT16, value); }
Value flag(bool value) { return scalar(ANEURALNETWORKS_BOOL, value ? 1 : 0); }
Value omitted(Value value) {
  value.isOmitted = true;
  return value;
}
