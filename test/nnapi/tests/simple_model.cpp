/** Builds the model that adds a constant. */

#include "simple_model.h"

#include <unistd.h>

#include <cstdlib>

OwnedModel newModel() {
  ANeuralNetworksModel* model = nullptr;
  ANeuralNetworksModel_create(&model);
  return OwnedModel(model, ANeuralNetworksModel_free);
}

int addOperand(ANeuralNetworksModel* model, int32_t type, const Shape& shape) {
  const ANeuralNetworksOperandType described = {type, static_cast<uint32_t>(shape.size()),
                                                shape.empty() ? nullptr : shape.data(), 0, 0};
  return ANeuralNetworksModel_addOperand(model, &described);
}

OwnedModel newSimpleModel(const Shape& shape) {
  OwnedModel model = newModel();
  addOperand(model.get(), ANEURALNETWORKS_TENSOR_FLOAT32, shape);
  addOperand(model.get(), ANEURALNETWORKS_TENSOR_FLOAT32, shape);
  addOperand(model.get(), ANEURALNETWORKS_INT32);
  addOperand(model.get(), ANEURALNETWORKS_TENSOR_FLOAT32, shape);
  const int32_t none = ANEURALNETWORKS_FUSED_NONE;
  ANeuralNetworksModel_setOperandValue(model.get(), simpleFuse, &none, sizeof none);
  return model;
}

int addSimpleOperation(ANeuralNetworksModel* model) {
  const uint32_t inputs[] = {simpleInput, simpleConstant, simpleFuse};
  const uint32_t outputs[] = {simpleOutput};
  return ANeuralNetworksModel_addOperation(model, ANEURALNETWORKS_ADD, 3, inputs, 1, outputs);
}

int identifySimple(ANeuralNetworksModel* model) {
  const uint32_t inputs[] = {simpleInput};
  const uint32_t outputs[] = {simpleOutput};
  return ANeuralNetworksModel_identifyInputsAndOutputs(model, 1, inputs, 1, outputs);
}

OwnedModel finishedModel() {
  OwnedModel model = newSimpleModel({2});
  const float ones[] = {1, 1};
  ANeuralNetworksModel_setOperandValue(model.get(), simpleConstant, ones, sizeof ones);
  addSimpleOperation(model.get());
  identifySimple(model.get());
  expectEqual(ANeuralNetworksModel_finish(model.get()), ANEURALNETWORKS_NO_ERROR, "finish");
  return model;
}

OwnedCompilation newCompilation(ANeuralNetworksModel* model) {
  ANeuralNetworksCompilation* compilation = nullptr;
  ANeuralNetworksCompilation_create(model, &compilation);
  return OwnedCompilation(compilation, ANeuralNetworksCompilation_free);
}

OwnedCompilation newCompilationFor(ANeuralNetworksModel* model, uint32_t count) {
  const std::vector<ANeuralNetworksDevice*> devices = allDevices();
  ANeuralNetworksCompilation* compilation = nullptr;
  ANeuralNetworksCompilation_createForDevices(model, devices.data(), count, &compilation);
  return OwnedCompilation(compilation, ANeuralNetworksCompilation_free);
}

OwnedCompilation finishedCompilation(ANeuralNetworksModel* model) {
  OwnedCompilation compilation = newCompilationFor(model, 1);
  expectEqual(ANeuralNetworksCompilation_finish(compilation.get()), ANEURALNETWORKS_NO_ERROR,
              "compilation's finish");
  return compilation;
}

OwnedExecution newExecution(ANeuralNetworksCompilation* compilation) {
  ANeuralNetworksExecution* execution = nullptr;
  ANeuralNetworksExecution_create(compilation, &execution);
  return OwnedExecution(execution, ANeuralNetworksExecution_free);
}

TemporaryFile::TemporaryFile(const std::vector<uint8_t>& bytes) {
  char name[] = "/tmp/snapc-nnapi-XXXXXX";
  descriptor_ = mkstemp(name);
  unlink(name);
  const ssize_t written = write(descriptor_, bytes.data(), bytes.size());
  expectEqual(written, static_cast<long long>(bytes.size()), "bytes of a file");
}

TemporaryFile::~TemporaryFile() { close(descriptor_); }

OwnedMemory memoryOf(const TemporaryFile& file, size_t size, int protection) {
  ANeuralNetworksMemory* memory = nullptr;
  ANeuralNetworksMemory_createFromFd(size, protection, file.descriptor(), 0, &memory);
  return OwnedMemory(memory, ANeuralNetworksMemory_free);
}

std::vector<ANeuralNetworksDevice*> allDevices() {
  uint32_t count = 0;
  ANeuralNetworks_getDeviceCount(&count);
  std::vector<ANeuralNetworksDevice*> devices(count);
  for (uint32_t index = 0; index < count; ++index) {
    ANeuralNetworks_getDevice(index, &devices[index]);
  }
  return devices;
}
