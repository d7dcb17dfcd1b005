/// Tensors of the caller's memory, and what a model says of its inputs and outputs.

#ifndef SNAPC_TENSOR_H
#define SNAPC_TENSOR_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "snapc/element_type.h"

namespace snapc {

/// Elements that somebody else owns.
template <typename Element>
struct Span {
  Element* data = nullptr;
  std::size_t count = 0;

  Span() = default;
  Span(Element* elements, std::size_t number) : data(elements), count(number) {}
  /// A container of contiguous elements, such as a vector or an array.
  template <typename Container, typename = decltype(static_cast<Element*>(
                                    static_cast<Container*>(nullptr)->data()))>
  Span(Container& container) : data(container.data()), count(container.size()) {}
};

struct ConstTensor {
  const void* data = nullptr;
  std::size_t bytes = 0;
};

struct Tensor {
  void* data = nullptr;
  std::size_t bytes = 0;
};

template <typename Element>
ConstTensor bytesOf(Span<const Element> span) {
  return {span.data, span.count * sizeof(Element)};
}

template <typename Element>
Tensor bytesOf(Span<Element> span) {
  return {span.data, span.count * sizeof(Element)};
}

/// An input or output.
struct TensorInfo {
  /// The name in the ONNX model.
  std::string name;
  /// What the app gives or gets.
  ElementType type = ElementType::float32;
  std::vector<std::uint32_t> shape;
  /// What the ONNX model declares: it may hold the same elements in another type.
  ElementType modelType = ElementType::float32;
  std::vector<std::uint32_t> modelShape;

  std::size_t elementCount() const;
  std::size_t bytes() const;
};

}  // namespace snapc

#endif
