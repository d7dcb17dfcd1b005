/// Converts between floats and what a compiled model takes and gives.

#include "part_run.h"

#include <cmath>
#include <cstring>

#include "snapc/error.h"

namespace snapc {
namespace {

std::size_t indexOf(const std::vector<TensorInfo>& infos, const char* name) {
  for (std::size_t index = 0; index < infos.size(); ++index) {
    if (infos[index].name == name) return index;
  }
  throw Error(ErrorKind::argument, std::string("a model of the pipeline has no tensor \"") + name + '"');
}

template <typename Element, typename Number, typename Convert>
void fill(const Tensor& tensor, const std::vector<Number>& numbers, Convert convert) {
  if (numbers.size() * sizeof(Element) != tensor.bytes) {
    throw Error(ErrorKind::argument, "a model of the pipeline takes " +
                                         std::to_string(tensor.bytes / sizeof(Element)) + " numbers, not " +
                                         std::to_string(numbers.size()));
  }
  auto* to = static_cast<unsigned char*>(tensor.data);
  for (const Number number : numbers) {
    const Element element = convert(number);
    std::memcpy(to, &element, sizeof(Element));
    to += sizeof(Element);
  }
}

template <typename Number>
void fill(const Tensor& tensor, const TensorInfo& info, const std::vector<Number>& numbers) {
  switch (info.type) {
    case ElementType::float32:
      return fill<float>(tensor, numbers, [](Number number) { return static_cast<float>(number); });
    case ElementType::float16:
      return fill<Float16>(tensor, numbers, [](Number number) { return toFloat16(static_cast<float>(number)); });
    case ElementType::int32:
      // Timesteps are rounded to the nearest, as on the web.
      return fill<std::int32_t>(tensor, numbers, [](Number number) {
        return static_cast<std::int32_t>(std::floor(static_cast<double>(number) + 0.5));
      });
    default:
      throw Error(ErrorKind::argument, "the input \"" + info.name + "\" takes " + nameOf(info.type));
  }
}

}  // namespace

PartRun::PartRun(std::shared_ptr<const Session> session) : session_(std::move(session)), loop_(*session_) {}

void PartRun::setFloats(const char* name, const std::vector<float>& numbers) {
  const std::size_t index = indexOf(session_->inputs(), name);
  fill(loop_.input(index), session_->inputs()[index], numbers);
}

void PartRun::setWhole(const char* name, const std::vector<std::int32_t>& numbers) {
  const std::size_t index = indexOf(session_->inputs(), name);
  fill(loop_.input(index), session_->inputs()[index], numbers);
}

void PartRun::setAll(const char* name, float number) {
  const std::size_t index = indexOf(session_->inputs(), name);
  const TensorInfo& info = session_->inputs()[index];
  // As JavaScript's: to the nearest for 64 bits, towards 0 for 32.
  const float whole = info.modelType == ElementType::int64 ? std::floor(number + 0.5f) : number;
  fill(loop_.input(index), info, std::vector<float>(info.elementCount(), whole));
}

std::size_t PartRun::count(const char* input) const {
  return session_->inputs()[indexOf(session_->inputs(), input)].elementCount();
}

std::vector<float> PartRun::run(const char* output, const Cancellation* cancellation) {
  loop_.step(cancellation);
  const std::size_t index = indexOf(session_->outputs(), output);
  const TensorInfo& info = session_->outputs()[index];
  const ConstTensor tensor = loop_.output(index);
  std::vector<float> numbers(info.elementCount());
  if (info.type == ElementType::float32) {
    std::memcpy(numbers.data(), tensor.data, tensor.bytes);
  } else if (info.type == ElementType::float16) {
    for (std::size_t at = 0; at < numbers.size(); ++at) {
      Float16 half;
      std::memcpy(&half, static_cast<const unsigned char*>(tensor.data) + at * sizeof(half), sizeof(half));
      numbers[at] = toFloat32(half);
    }
  } else {
    throw Error(ErrorKind::argument, "the output \"" + info.name + "\" gives " + nameOf(info.type));
  }
  return numbers;
}

}  // namespace snapc
