/** A model under construction, and the finished graph that compilations take. */

#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

#include "operand.h"

namespace reference {

struct OperationRule;

struct Operation {
  const OperationRule* rule;
  std::vector<uint32_t> inputs;
  std::vector<uint32_t> outputs;
};

class Model {
 public:
  Model() = default;
  Model(const Model&) = delete;
  Model& operator=(const Model&) = delete;

  void addOperand(const ANeuralNetworksOperandType& description);
  void setValue(int32_t index, const void* buffer, size_t length);
  void setValueFromMemory(int32_t index, std::shared_ptr<MemoryRegion> memory, size_t offset,
                          size_t length);
  void setValueFromModel(int32_t index, const Model& value);
  void setChannelScales(int32_t index, const ANeuralNetworksSymmPerChannelQuantParams& channels);
  void addOperation(int32_t code, std::vector<uint32_t> inputs, std::vector<uint32_t> outputs);
  void identify(std::vector<uint32_t> inputs, std::vector<uint32_t> outputs);
  void relax(bool allowed);
  void finish();

  bool isFinished() const { return state_ == State::finished; }
  bool isRelaxed() const { return isRelaxed_; }
  const std::vector<Operand>& operands() const { return operands_; }
  const std::vector<Operation>& operations() const { return operations_; }
  const std::vector<uint32_t>& inputs() const { return inputs_; }
  const std::vector<uint32_t>& outputs() const { return outputs_; }
  /** Indices of operations so that each comes after those that it reads from. */
  const std::vector<size_t>& order() const { return order_; }
  /** The feature level that an operation needs, with its operands. */
  int levelOf(const Operation& operation) const;

  /** Compilations that live; the model must outlive them. */
  std::atomic<int> compilations{0};

 private:
  enum class State { building, finished, invalid };

  void requireBuilding() const;
  Operand& operandAt(int32_t index);
  void setLifetime(uint32_t index, Lifetime lifetime);
  void copyBorrowedValues();

  State state_ = State::building;
  bool isRelaxed_ = false;
  bool hasBorders_ = true;
  std::vector<Operand> operands_;
  std::vector<Operation> operations_;
  std::vector<uint32_t> inputs_;
  std::vector<uint32_t> outputs_;
  std::vector<size_t> order_;
};

}  // namespace reference

struct ANeuralNetworksModel final : reference::Model {};
