/// Between the elements of files and those of a model's inputs and outputs.

#ifndef SNAPC_CONVERT_H
#define SNAPC_CONVERT_H

#include "npy.h"
#include "snapc/tensor.h"

namespace snapc {

/// The bytes that the model takes. The file may have the type and shape of the ONNX model's input or of the
/// compiled one. Throws Error.
std::vector<std::uint8_t> toInput(Array array, const TensorInfo& info, const std::string& path);

/// The array as the ONNX model declares it.
Array fromOutput(std::vector<std::uint8_t> bytes, const TensorInfo& info);

}  // namespace snapc

#endif
