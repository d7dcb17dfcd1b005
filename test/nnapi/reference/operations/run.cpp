/** Reads an operation's inputs and makes its outputs. */

#include "run.h"

#include "../refusal.h"
#include "../values.h"

namespace reference {

namespace {

/** The runtime has two generations of operations; the older one calls a missing input bad data. */
int resultOfMissingInput(int32_t code) {
  switch (code) {
    case ANEURALNETWORKS_RESHAPE:
    case ANEURALNETWORKS_DEPTH_TO_SPACE:
    case ANEURALNETWORKS_SPACE_TO_DEPTH:
    case ANEURALNETWORKS_EMBEDDING_LOOKUP:
    case ANEURALNETWORKS_PAD:
    case ANEURALNETWORKS_PAD_V2:
    case ANEURALNETWORKS_CAST:
    case ANEURALNETWORKS_MEAN:
    case ANEURALNETWORKS_ARGMAX:
    case ANEURALNETWORKS_ARGMIN:
    case ANEURALNETWORKS_EXPAND_DIMS:
    case ANEURALNETWORKS_SPLIT:
    case ANEURALNETWORKS_MAXIMUM:
    case ANEURALNETWORKS_MINIMUM:
    case ANEURALNETWORKS_GROUPED_CONV_2D:
    case ANEURALNETWORKS_TILE:
    case ANEURALNETWORKS_POW:
      return ANEURALNETWORKS_BAD_DATA;
    default:
      return ANEURALNETWORKS_OP_FAILED;
  }
}

}  // namespace

void Run::require(bool condition, const std::string& message) const {
  reference::require(condition, ANEURALNETWORKS_OP_FAILED, std::string(name()) + ": " + message);
}

Signature Run::signature() const { return Signature(values_.operands(), operation_); }

bool Run::hasInput(size_t index) const {
  return index < inputCount() && values_.isPresent(operation_.inputs[index]);
}

Tensor Run::input(size_t index) const {
  const std::string which = std::string(name()) + ": input " + std::to_string(index);
  const int missing = resultOfMissingInput(code());
  reference::require(hasInput(index), missing, which + " is omitted");
  const Tensor tensor = values_.tensor(operation_.inputs[index]);
  if (tensor.operand->isTensor()) {
    reference::require(tensor.count() > 0, missing, which + " has no elements");
  }
  return tensor;
}

int32_t Run::integer(size_t index) const { return loadAs<int32_t>(input(index).data, 0); }

double Run::real(size_t index) const { return valueAt(input(index), 0); }

bool Run::flag(size_t index, bool otherwise) const {
  return hasInput(index) ? input(index).data[0] != 0 : otherwise;
}

std::vector<int32_t> Run::integers(size_t index) const {
  const Tensor tensor = input(index);
  std::vector<int32_t> values(tensor.count());
  for (size_t at = 0; at < values.size(); ++at) values[at] = loadAs<int32_t>(tensor.data, at);
  return values;
}

std::vector<int32_t> Run::list(size_t index) const {
  require(input(index).rank() == 1, "input " + std::to_string(index) + " has not rank 1");
  return integers(index);
}

const Operand& Run::outputOperand(size_t index) const {
  return values_.operand(operation_.outputs[index]);
}

Tensor Run::output(const Dimensions& dimensions, size_t index) {
  requireIntegerScale(0, index);
  return values_.allocate(operation_.outputs[index], dimensions);
}

Tensor Run::outputLike(const Tensor& input, const Dimensions& dimensions, size_t index) {
  requireQuantisation(input.operand->scale, input.operand->zeroPoint, index);
  requireIntegerScale(input.operand->scale, index);
  return values_.allocate(operation_.outputs[index], dimensions);
}

void Run::requireIntegerScale(float scale, size_t index) const {
  const Operand& declared = outputOperand(index);
  if (declared.type != type::int32 || declared.lifetime != Lifetime::output) return;
  require(declared.scale == scale, "the model's output of integers has another scale");
}

void Run::requireQuantisation(float scale, int32_t zeroPoint, size_t index) const {
  const Operand& declared = outputOperand(index);
  if (!type::isAsymmetric8(declared.type)) return;
  require(declared.scale == scale && declared.zeroPoint == zeroPoint,
          "the output's scale or zero point is not the one that the operation gives");
}

size_t Run::axis(int32_t axis, size_t rank) const {
  const auto count = static_cast<int32_t>(rank);
  require(axis >= -count && axis < count, "there is no axis " + std::to_string(axis));
  return static_cast<size_t>(axis < 0 ? axis + count : axis);
}

void Run::requireFuse(int32_t code) const {
  require(code >= ANEURALNETWORKS_FUSED_NONE && code <= ANEURALNETWORKS_FUSED_RELU6,
          "there is no fused activation " + std::to_string(code));
}

}  // namespace reference
