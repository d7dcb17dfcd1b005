/** Finds room for values: the caller's, the model's constants, or temporary. */

#include "values.h"

#include <string>

#include "half.h"
#include "refusal.h"

namespace reference {

namespace {

void roundToHalves(const Tensor& tensor) {
  for (size_t index = 0; index < tensor.count(); ++index) {
    const auto value = static_cast<double>(loadAs<float>(tensor.data, index));
    storeAs(tensor.data, index, fromHalf(toHalf(value)));
  }
}

}  // namespace

Values::Values(const Model& model, const std::vector<Argument>& inputs,
               std::vector<Argument>& outputs)
    : model_(model), slots_(model.operands().size()) {
  for (size_t index = 0; index < slots_.size(); ++index) {
    const Operand& operand = model.operands()[index];
    slots_[index].dimensions = operand.dimensions;
    if (operand.lifetime == Lifetime::constant) {
      slots_[index].data = const_cast<uint8_t*>(operand.constantBytes());
    }
  }
  for (size_t index = 0; index < inputs.size(); ++index) {
    Slot& slot = slots_[model.inputs()[index]];
    slot.dimensions = inputs[index].dimensions;
    slot.data = inputs[index].bytes();
  }
  for (size_t index = 0; index < outputs.size(); ++index) {
    Slot& slot = slots_[model.outputs()[index]];
    slot.dimensions = outputs[index].dimensions;
    slot.output = &outputs[index];
  }
  for (const Operation& operation : model.operations()) {
    for (const uint32_t input : operation.inputs) ++slots_[input].readers;
  }
  if (!model.isRelaxed()) return;
  for (uint32_t index = 0; index < slots_.size(); ++index) relaxCopy(index);
}

void Values::relaxCopy(uint32_t index) {
  Slot& slot = slots_[index];
  if (operand(index).type != type::float32 || slot.data == nullptr) return;
  slot.owned.assign(slot.data, slot.data + tensor(index).count() * sizeof(float));
  slot.data = slot.owned.data();
  roundToHalves(tensor(index));
}

void Values::relax(const Operation& operation) {
  if (!model_.isRelaxed()) return;
  for (const uint32_t output : operation.outputs) {
    if (operand(output).type == type::float32) roundToHalves(tensor(output));
  }
}

Tensor Values::tensor(uint32_t index) const {
  return {&operand(index), slots_[index].dimensions, slots_[index].data};
}

Tensor Values::allocate(uint32_t index, const Dimensions& dimensions) {
  Slot& slot = slots_[index];
  const Operand& declared = operand(index);
  bool isDeclared = slot.dimensions.empty() || slot.dimensions.size() == dimensions.size();
  std::string shown;
  for (size_t axis = 0; axis < dimensions.size(); ++axis) {
    shown += (axis == 0 ? "" : ",") + std::to_string(dimensions[axis]);
    if (axis >= slot.dimensions.size() || slot.dimensions[axis] == 0) continue;
    isDeclared = isDeclared && slot.dimensions[axis] == dimensions[axis];
  }
  require(isDeclared, ANEURALNETWORKS_OP_FAILED,
          "operand " + std::to_string(index) + " has shape [" + shown + "], which is not declared");
  slot.dimensions = dimensions;
  const size_t count = declared.isTensor() ? static_cast<size_t>(elementCount(dimensions)) : 1;
  const size_t size = count * type::elementSize(declared.type);
  if (slot.output != nullptr) {
    slot.output->dimensions = dimensions;
    slot.output->isSufficient = size <= slot.output->length;
    require(slot.output->isSufficient, ANEURALNETWORKS_OUTPUT_INSUFFICIENT_SIZE,
            "an output's buffer is too small");
    slot.data = slot.output->bytes();
  }
  if (slot.data == nullptr) {
    slot.owned.resize(size > 0 ? size : 1);
    slot.data = slot.owned.data();
  }
  return tensor(index);
}

void Values::releaseAfter(const Operation& operation) {
  for (const uint32_t input : operation.inputs) {
    Slot& slot = slots_[input];
    if (--slot.readers > 0 || slot.owned.empty()) continue;
    std::vector<uint8_t>().swap(slot.owned);
    slot.data = nullptr;
  }
}

}  // namespace reference
