/// Adds operands, their values and the operations, in the order of the tables.

#include "model_builder.h"

#include <algorithm>

#include "check.h"

namespace snapc {
namespace {

/// Between two reports of progress.
constexpr std::size_t STEP = 256;

class Builder {
 public:
  Builder(const ModelTables& tables, const WeightPools& pools, ANeuralNetworksModel* model)
      : tables_(tables), pools_(pools), model_(model) {}

  void addOperand(std::size_t index) const {
    const OperandEntry& operand = tables_.operands[index];
    const OperandTypeEntry& entry = tables_.types[operand.type];
    ANeuralNetworksOperandType type = {};
    type.type = entry.code;
    type.dimensionCount = entry.rank;
    type.dimensions = entry.rank == 0 ? nullptr : tables_.dimensions.entries + entry.dimensions;
    type.scale = entry.scale;
    type.zeroPoint = entry.zeroPoint;
    require(ANeuralNetworksModel_addOperand(model_, &type), "adding", index);
    if (entry.channels > 0) setChannels(index, entry.channels - 1);
    setValue(index, operand);
  }

  void addOperation(std::size_t index) const {
    const OperationEntry& operation = tables_.operations[index];
    const std::uint32_t* const operands = tables_.indices.entries + operation.operands;
    const int code =
        ANeuralNetworksModel_addOperation(model_, operation.code, operation.inputCount, operands,
                                          operation.outputCount, operands + operation.inputCount);
    checkOperation(code, "adding", tables_, index);
  }

  void finish() const {
    std::vector<std::uint32_t> inputs = operandsOf(tables_.inputs);
    // NNAPI wants a pointer where there are no inputs too.
    inputs.reserve(1);
    const std::vector<std::uint32_t> outputs = operandsOf(tables_.outputs);
    check(ANeuralNetworksModel_identifyInputsAndOutputs(model_, static_cast<std::uint32_t>(inputs.size()),
                                                        inputs.data(), static_cast<std::uint32_t>(outputs.size()),
                                                        outputs.data()),
          "declaring the inputs and outputs");
    if (tables_.relaxed) {
      check(ANeuralNetworksModel_relaxComputationFloat32toFloat16(model_, true), "relaxing to halves");
    }
    check(ANeuralNetworksModel_finish(model_), "finishing the model");
  }

 private:
  void setChannels(std::size_t index, std::size_t row) const {
    ANeuralNetworksSymmPerChannelQuantParams parameters = {};
    parameters.channelDim = tables_.channels[row].dimension;
    parameters.scaleCount = tables_.channels[row].count;
    parameters.scales = pools_.scales[row].data();
    const int code =
        ANeuralNetworksModel_setOperandSymmPerChannelQuantParams(model_, static_cast<std::int32_t>(index), &parameters);
    require(code, "setting the scales of", index);
  }

  void setValue(std::size_t index, const OperandEntry& operand) const {
    const auto at = static_cast<std::int32_t>(index);
    int code = ANEURALNETWORKS_NO_ERROR;
    if (operand.source == OMITTED) {
      code = ANeuralNetworksModel_setOperandValue(model_, at, nullptr, 0);
    } else if (operand.source == IMMEDIATE) {
      // The table stays, as NNAPI asks of values beyond 128 bytes.
      const std::uint8_t* const bytes = tables_.immediates.entries + operand.offset;
      code = ANeuralNetworksModel_setOperandValue(model_, at, bytes, operand.length);
    } else if (operand.source >= POOL) {
      const ANeuralNetworksMemory* const memory = pools_.memories[operand.source - POOL].get();
      code = ANeuralNetworksModel_setOperandValueFromMemory(model_, at, memory, operand.offset, operand.length);
    }
    require(code, "setting the value of", index);
  }

  /// Operands have no names; the first operation that has it says enough.
  void require(int code, const char* action, std::size_t index) const {
    if (code == ANEURALNETWORKS_NO_ERROR) return;
    const std::string text = std::string(action) + " operand " + std::to_string(index) + " of";
    for (std::size_t at = 0; at < tables_.operations.count; ++at) {
      const OperationEntry& operation = tables_.operations[at];
      const std::uint32_t* const operands = tables_.indices.entries + operation.operands;
      const std::uint32_t* const end = operands + operation.inputCount + operation.outputCount;
      if (std::find(operands, end, index) != end) checkOperation(code, text, tables_, at);
    }
    check(code, text + " no operation");
  }

  static std::vector<std::uint32_t> operandsOf(const Table<PortEntry>& ports) {
    std::vector<std::uint32_t> operands;
    for (const PortEntry& port : ports) operands.push_back(port.operand);
    return operands;
  }

  const ModelTables& tables_;
  const WeightPools& pools_;
  ANeuralNetworksModel* model_;
};

}  // namespace

ModelHandle buildModel(const ModelTables& tables, const WeightPools& pools, const Monitor& monitor) {
  ANeuralNetworksModel* created = nullptr;
  check(ANeuralNetworksModel_create(&created), "creating a model");
  ModelHandle model(created);
  const Builder builder(tables, pools, created);
  const std::size_t total = tables.operands.count + tables.operations.count;
  for (std::size_t index = 0; index < tables.operands.count; ++index) {
    if (index % STEP == 0) monitor.report(LoadPhase::building, index, total);
    builder.addOperand(index);
  }
  for (std::size_t index = 0; index < tables.operations.count; ++index) {
    if (index % STEP == 0) monitor.report(LoadPhase::building, tables.operands.count + index, total);
    builder.addOperation(index);
  }
  builder.finish();
  monitor.report(LoadPhase::building, total, total);
  return model;
}

}  // namespace snapc
