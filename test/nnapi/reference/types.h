/** Operand types by the words that this library uses for them. */

#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "export.h"

namespace reference {

using Dimensions = std::vector<uint32_t>;

namespace type {

constexpr int32_t scalarFloat32 = ANEURALNETWORKS_FLOAT32;
constexpr int32_t scalarFloat16 = ANEURALNETWORKS_FLOAT16;
constexpr int32_t scalarInt32 = ANEURALNETWORKS_INT32;
constexpr int32_t scalarUnsigned32 = ANEURALNETWORKS_UINT32;
constexpr int32_t scalarBool = ANEURALNETWORKS_BOOL;
constexpr int32_t float32 = ANEURALNETWORKS_TENSOR_FLOAT32;
constexpr int32_t float16 = ANEURALNETWORKS_TENSOR_FLOAT16;
constexpr int32_t int32 = ANEURALNETWORKS_TENSOR_INT32;
constexpr int32_t bool8 = ANEURALNETWORKS_TENSOR_BOOL8;
constexpr int32_t unsigned8 = ANEURALNETWORKS_TENSOR_QUANT8_ASYMM;
constexpr int32_t signed8 = ANEURALNETWORKS_TENSOR_QUANT8_ASYMM_SIGNED;
constexpr int32_t symmetric8 = ANEURALNETWORKS_TENSOR_QUANT8_SYMM;
constexpr int32_t perChannel8 = ANEURALNETWORKS_TENSOR_QUANT8_SYMM_PER_CHANNEL;
constexpr int32_t unsigned16 = ANEURALNETWORKS_TENSOR_QUANT16_ASYMM;
constexpr int32_t symmetric16 = ANEURALNETWORKS_TENSOR_QUANT16_SYMM;
constexpr int32_t model = ANEURALNETWORKS_MODEL;

bool isKnown(int32_t type);
bool isTensor(int32_t type);
/** Quantised with one zero point, as activations are. */
inline bool isAsymmetric8(int32_t type) { return type == unsigned8 || type == signed8; }
inline bool isFloat(int32_t type) { return type == float32 || type == float16; }
/** The bytes of an element or of a scalar. */
size_t elementSize(int32_t type);
/** The feature level, 1 to 8, that brought the type. */
int levelOf(int32_t type);
/** The scalar that goes with tensors of a floating-point type. */
inline int32_t scalarOf(int32_t tensor) {
  return tensor == float16 ? scalarFloat16 : scalarFloat32;
}

}  // namespace type

/** How many elements; 0 where a dimension or the rank is unknown. */
uint64_t elementCount(const Dimensions& dimensions);

}  // namespace reference
