/** What may be said to a model, and when. */

#include "model.h"

#include <algorithm>
#include <limits>

#include "environment.h"
#include "graph.h"
#include "operations/rule.h"
#include "refusal.h"

namespace reference {

namespace {

void requireSize(const Operand& operand, int32_t index, size_t length) {
  requireData(!operand.hasUnknownDimensions(), "a constant's dimensions are not all known");
  requireData(operand.byteSize() == length, "operand " + std::to_string(index) + " takes " +
                                                std::to_string(operand.byteSize()) +
                                                " bytes, not " + std::to_string(length));
}

}  // namespace

void Model::requireBuilding() const {
  requireState(state_ == State::building, state_ == State::finished
                                              ? "the model is finished"
                                              : "the model was found invalid when it was finished");
}

Operand& Model::operandAt(int32_t index) {
  requireData(index >= 0 && static_cast<size_t>(index) < operands_.size(),
              "there is no operand " + std::to_string(index));
  return operands_[static_cast<size_t>(index)];
}

void Model::addOperand(const ANeuralNetworksOperandType& description) {
  requireBuilding();
  operands_.push_back(operandOf(description));
}

void Model::setValue(int32_t index, const void* buffer, size_t length) {
  requireBuilding();
  Operand& operand = operandAt(index);
  requireData((buffer == nullptr) == (length == 0), "a value and its length do not agree");
  if (buffer == nullptr) {
    operand.setConstant(Lifetime::omitted, 0);
    return;
  }
  requireSize(operand, index, length);
  operand.setConstant(Lifetime::constant, length);
  if (length > ANEURALNETWORKS_MAX_SIZE_OF_IMMEDIATELY_COPIED_VALUES) {
    operand.borrowed = buffer;
  } else {
    const auto* bytes = static_cast<const uint8_t*>(buffer);
    operand.copied.assign(bytes, bytes + length);
  }
}

void Model::setValueFromMemory(int32_t index, std::shared_ptr<MemoryRegion> memory, size_t offset,
                               size_t length) {
  requireBuilding();
  Operand& operand = operandAt(index);
  requireSize(operand, index, length);
  requireData(!memory->device().has_value(), "a device's memory holds no constants");
  requireData(offset <= std::numeric_limits<uint32_t>::max(), "an offset is 4 GiB or more");
  memory->requireRange(offset, length);
  const size_t alignment = type::elementSize(operand.type);
  requireData(offset % alignment == 0, "a constant's offset is no multiple of its element's size");
  operand.setConstant(Lifetime::constant, length);
  operand.memory = std::move(memory);
  operand.memoryOffset = offset;
}

void Model::setValueFromModel(int32_t index, const Model& value) {
  requireBuilding();
  requireState(value.isFinished(), "the model that is a value is not finished");
  Operand& operand = operandAt(index);
  requireData(operand.type == type::model, "a model is no value of this operand");
  operand.lifetime = Lifetime::model;
}

void Model::setChannelScales(int32_t index,
                             const ANeuralNetworksSymmPerChannelQuantParams& channels) {
  requireBuilding();
  Operand& operand = operandAt(index);
  requireData((channels.scales == nullptr) == (channels.scaleCount == 0),
              "scales and their count do not agree");
  ChannelScales copied = {channels.channelDim, {}};
  copied.scales.assign(channels.scales, channels.scales + channels.scaleCount);
  requireChannelScales(operand, copied);
  operand.channels = std::move(copied);
}

void Model::addOperation(int32_t code, std::vector<uint32_t> inputs,
                         std::vector<uint32_t> outputs) {
  requireBuilding();
  const OperationRule* rule = ruleOf(code);
  requireData(rule != nullptr, "there is no operation " + std::to_string(code) + " here");
  for (const std::vector<uint32_t>* indices : {&inputs, &outputs}) {
    for (const uint32_t index : *indices) {
      requireData(index < operands_.size(), "there is no operand " + std::to_string(index));
    }
  }
  Operation operation = {rule, std::move(inputs), std::move(outputs)};
  rule->level(Signature(operands_, operation));
  operations_.push_back(std::move(operation));
}

void Model::setLifetime(uint32_t index, Lifetime lifetime) {
  Operand& operand = operands_[index];
  requireData(operand.lifetime == Lifetime::temporary,
              "operand " + std::to_string(index) + " is a constant, an input or an output already");
  operand.lifetime = lifetime;
}

void Model::identify(std::vector<uint32_t> inputs, std::vector<uint32_t> outputs) {
  requireBuilding();
  for (const std::vector<uint32_t>* indices : {&inputs, &outputs}) {
    for (const uint32_t index : *indices) {
      requireData(index < operands_.size(), "there is no operand " + std::to_string(index));
    }
  }
  // Lifetimes that were set before a refusal remain, so such a model cannot be finished.
  hasBorders_ = false;
  for (const uint32_t index : inputs) setLifetime(index, Lifetime::input);
  for (const uint32_t index : outputs) setLifetime(index, Lifetime::output);
  inputs_ = std::move(inputs);
  outputs_ = std::move(outputs);
  hasBorders_ = true;
}

void Model::relax(bool allowed) {
  requireBuilding();
  isRelaxed_ = allowed;
}

void Model::copyBorrowedValues() {
  for (Operand& operand : operands_) {
    if (operand.borrowed == nullptr) continue;
    const auto* bytes = static_cast<const uint8_t*>(operand.borrowed);
    operand.copied.assign(bytes, bytes + operand.length);
    operand.borrowed = nullptr;
  }
}

int Model::levelOf(const Operation& operation) const {
  int level = operation.rule->level(Signature(operands_, operation));
  for (const std::vector<uint32_t>* indices : {&operation.inputs, &operation.outputs}) {
    for (const uint32_t index : *indices) {
      const Operand& operand = operands_[index];
      level = std::max(level, type::levelOf(operand.type));
      if (operand.isTensor() && operand.dimensions.empty()) level = std::max(level, 3);
    }
  }
  return level;
}

void Model::finish() {
  requireBuilding();
  copyBorrowedValues();
  state_ = State::invalid;
  order_ = runOrder(*this);
  requireData(!operations_.empty(), "a model has no operation");
  for (const Operand& operand : operands_) {
    requireFinished(operand);
    requireData(type::levelOf(operand.type) <= runtimeLevel(),
                "the runtime's feature level lacks an operand's type");
  }
  for (const Operation& operation : operations_) {
    const int level = levelOf(operation);
    requireData(level <= runtimeLevel(), std::string(operation.rule->name) +
                                             " needs feature level " + std::to_string(level) +
                                             ", and the runtime has " +
                                             std::to_string(runtimeLevel()));
  }
  requireData(hasBorders_, "inputs and outputs could not be set");
  requireBorders(*this);
  requireWrittenOnce(*this);
  state_ = State::finished;
  LogLine("model")
      .number("operands", static_cast<int64_t>(operands_.size()))
      .number("operations", static_cast<int64_t>(operations_.size()))
      .flag("relaxed", isRelaxed_);
}

}  // namespace reference
