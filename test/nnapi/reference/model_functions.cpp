/** The C functions of models. */

#include "model.h"
#include "refusal.h"

using namespace reference;

namespace {

std::vector<uint32_t> indicesOf(const uint32_t* indices, uint32_t count) {
  requireData(count > 0, "a list of operands is empty");
  return std::vector<uint32_t>(indices, indices + count);
}

}  // namespace

int ANeuralNetworksModel_create(ANeuralNetworksModel** model) {
  return guarded(__func__, [&] {
    requireNotNull(model != nullptr);
    *model = new ANeuralNetworksModel();
  });
}

void ANeuralNetworksModel_free(ANeuralNetworksModel* model) {
  if (model == nullptr) return;
  if (model->compilations > 0) endMisuse("a model is freed before its compilations");
  delete model;
}

int ANeuralNetworksModel_finish(ANeuralNetworksModel* model) {
  return guarded(__func__, [&] {
    requireNotNull(model != nullptr);
    model->finish();
  });
}

int ANeuralNetworksModel_addOperand(ANeuralNetworksModel* model,
                                    const ANeuralNetworksOperandType* type) {
  return guarded(__func__, [&] {
    requireNotNull(model != nullptr && type != nullptr);
    model->addOperand(*type);
  });
}

int ANeuralNetworksModel_setOperandValue(ANeuralNetworksModel* model, int32_t index,
                                         const void* buffer, size_t length) {
  return guarded(__func__, [&] {
    requireNotNull(model != nullptr && (buffer != nullptr || length == 0));
    model->setValue(index, buffer, length);
  });
}

int ANeuralNetworksModel_setOperandValueFromMemory(ANeuralNetworksModel* model, int32_t index,
                                                   const ANeuralNetworksMemory* memory,
                                                   size_t offset, size_t length) {
  return guarded(__func__, [&] {
    requireNotNull(model != nullptr && memory != nullptr);
    model->setValueFromMemory(index, memory->region, offset, length);
  });
}

int ANeuralNetworksModel_setOperandValueFromModel(ANeuralNetworksModel* model, int32_t index,
                                                  const ANeuralNetworksModel* value) {
  return guarded(__func__, [&] {
    requireNotNull(model != nullptr && value != nullptr);
    model->setValueFromModel(index, *value);
  });
}

int ANeuralNetworksModel_setOperandSymmPerChannelQuantParams(
    ANeuralNetworksModel* model, int32_t index,
    const ANeuralNetworksSymmPerChannelQuantParams* channelQuant) {
  return guarded(__func__, [&] {
    requireNotNull(model != nullptr && channelQuant != nullptr);
    model->setChannelScales(index, *channelQuant);
  });
}

int ANeuralNetworksModel_addOperation(ANeuralNetworksModel* model,
                                      ANeuralNetworksOperationType type, uint32_t inputCount,
                                      const uint32_t* inputs, uint32_t outputCount,
                                      const uint32_t* outputs) {
  return guarded(__func__, [&] {
    requireNotNull(model != nullptr && inputs != nullptr && outputs != nullptr);
    model->addOperation(type, indicesOf(inputs, inputCount), indicesOf(outputs, outputCount));
  });
}

int ANeuralNetworksModel_identifyInputsAndOutputs(ANeuralNetworksModel* model, uint32_t inputCount,
                                                  const uint32_t* inputs, uint32_t outputCount,
                                                  const uint32_t* outputs) {
  return guarded(__func__, [&] {
    requireNotNull(model != nullptr && inputs != nullptr && outputs != nullptr);
    model->identify(indicesOf(inputs, inputCount), indicesOf(outputs, outputCount));
  });
}

int ANeuralNetworksModel_relaxComputationFloat32toFloat16(ANeuralNetworksModel* model, bool allow) {
  return guarded(__func__, [&] {
    requireNotNull(model != nullptr);
    model->relax(allow);
  });
}
