/// Converts elements where the compiled model has others than the ONNX model: integers as int32, floats as halves.

#include "convert.h"

#include <cstring>
#include <limits>

#include "snapc/error.h"

namespace snapc {
namespace {

using Bytes = std::vector<std::uint8_t>;
using Shape = std::vector<std::uint64_t>;

template <typename From, typename To, typename Convert>
Bytes each(const Bytes& bytes, Convert convert) {
  const std::size_t count = bytes.size() / sizeof(From);
  Bytes converted(count * sizeof(To));
  for (std::size_t index = 0; index < count; ++index) {
    From from;
    std::memcpy(&from, bytes.data() + index * sizeof(From), sizeof(From));
    const To to = convert(from);
    std::memcpy(converted.data() + index * sizeof(To), &to, sizeof(To));
  }
  return converted;
}

template <typename From, typename To>
Bytes narrowed(const Bytes& bytes, const std::string& name) {
  return each<From, To>(bytes, [&](From value) {
    using Limits = std::numeric_limits<To>;
    const auto wide = static_cast<std::int64_t>(value);
    if (wide >= Limits::min() && wide <= Limits::max()) return static_cast<To>(value);
    throw Error(ErrorKind::argument,
                name + ": " + std::to_string(wide) + " does not fit " + std::to_string(8 * sizeof(To)) + " bits");
  });
}

template <typename From>
Bytes fromInteger(const Bytes& bytes, ElementType to, const std::string& name) {
  if (to == ElementType::int64) return narrowed<From, std::int64_t>(bytes, name);
  if (to == ElementType::int32) return narrowed<From, std::int32_t>(bytes, name);
  if (to == ElementType::uint8) return narrowed<From, std::uint8_t>(bytes, name);
  if (to == ElementType::int8) return narrowed<From, std::int8_t>(bytes, name);
  throw Error(ErrorKind::argument, name + ": integers cannot become " + nameOf(to));
}

Bytes convert(Bytes bytes, ElementType from, ElementType to, const std::string& name) {
  if (from == to) return bytes;
  if (from == ElementType::float32 && to == ElementType::float16) return each<float, Float16>(bytes, toFloat16);
  if (from == ElementType::float16 && to == ElementType::float32) return each<Float16, float>(bytes, toFloat32);
  if (from == ElementType::int64) return fromInteger<std::int64_t>(bytes, to, name);
  if (from == ElementType::int32) return fromInteger<std::int32_t>(bytes, to, name);
  if (from == ElementType::uint8) return fromInteger<std::uint8_t>(bytes, to, name);
  if (from == ElementType::int8) return fromInteger<std::int8_t>(bytes, to, name);
  throw Error(ErrorKind::argument, name + ": " + nameOf(from) + " cannot become " + nameOf(to));
}

Shape wide(const std::vector<std::uint32_t>& shape) { return Shape(shape.begin(), shape.end()); }

}  // namespace

Bytes toInput(Array array, const TensorInfo& info, const std::string& path) {
  const bool typeFits = array.type == info.modelType || array.type == info.type;
  const bool shapeFits = array.shape == wide(info.modelShape) || array.shape == wide(info.shape);
  if (!typeFits || !shapeFits) {
    throw Error(ErrorKind::argument, path + ": holds " + describe(array.type, array.shape) + "; the input \"" +
                                         info.name + "\" is " + describe(info.modelType, wide(info.modelShape)));
  }
  return convert(std::move(array.bytes), array.type, info.type, path);
}

Array fromOutput(Bytes bytes, const TensorInfo& info) {
  return {info.modelType, wide(info.modelShape), convert(std::move(bytes), info.type, info.modelType, info.name)};
}

}  // namespace snapc
