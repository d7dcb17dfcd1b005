/** Descriptions of memories that devices allocate for the inputs and outputs of compilations. */

#include <algorithm>

#include "compilation.h"
#include "refusal.h"

using namespace reference;

struct ANeuralNetworksMemoryDesc {
  void requireBuilding() const { requireState(!isFinished, "the description is finished"); }

  void addRole(const Compilation* compilation, bool isOutput, uint32_t index, float frequency);

  DeviceMemory memory = {{}, -1, {}};
  float scale = 0;
  int32_t zeroPoint = 0;
  bool isFinished = false;
};

void ANeuralNetworksMemoryDesc::addRole(const Compilation* compilation, bool isOutput,
                                        uint32_t index, float frequency) {
  requireBuilding();
  requireData(frequency > 0 && frequency <= 1, "a frequency is not above 0 and at most 1");
  compilation->requireUsable();
  const Model& model = compilation->model();
  const std::vector<uint32_t>& indices = isOutput ? model.outputs() : model.inputs();
  requireData(index < indices.size(), "there is no such input or output");
  requireData(!memory.hasRole(compilation, isOutput, index), "a role is given twice");
  const Operand& operand = model.operands()[indices[index]];
  if (memory.roles.empty()) {
    memory.type = operand.type;
    scale = operand.scale;
    zeroPoint = operand.zeroPoint;
    if (memory.dimensions.empty()) memory.dimensions = operand.dimensions;
  }
  requireData(
      memory.type == operand.type && scale == operand.scale && zeroPoint == operand.zeroPoint,
      "the roles' operands have different types");
  requireData(memory.dimensions == operand.dimensions || operand.dimensions.empty(),
              "the roles' operands have different dimensions");
  memory.roles.push_back({compilation, isOutput, index});
}

int ANeuralNetworksMemoryDesc_create(ANeuralNetworksMemoryDesc** desc) {
  return guarded(__func__, [&] {
    requireNotNull(desc != nullptr);
    *desc = new ANeuralNetworksMemoryDesc();
  });
}

void ANeuralNetworksMemoryDesc_free(ANeuralNetworksMemoryDesc* desc) { delete desc; }

int ANeuralNetworksMemoryDesc_addInputRole(ANeuralNetworksMemoryDesc* desc,
                                           const ANeuralNetworksCompilation* compilation,
                                           uint32_t index, float frequency) {
  return guarded(__func__, [&] {
    requireNotNull(desc != nullptr && compilation != nullptr);
    desc->addRole(compilation, false, index, frequency);
  });
}

int ANeuralNetworksMemoryDesc_addOutputRole(ANeuralNetworksMemoryDesc* desc,
                                            const ANeuralNetworksCompilation* compilation,
                                            uint32_t index, float frequency) {
  return guarded(__func__, [&] {
    requireNotNull(desc != nullptr && compilation != nullptr);
    desc->addRole(compilation, true, index, frequency);
  });
}

int ANeuralNetworksMemoryDesc_setDimensions(ANeuralNetworksMemoryDesc* desc, uint32_t rank,
                                            const uint32_t* dimensions) {
  return guarded(__func__, [&] {
    requireNotNull(desc != nullptr && (dimensions != nullptr || rank == 0));
    desc->requireBuilding();
    const Dimensions given(dimensions, dimensions + rank);
    requireData(desc->memory.dimensions.empty() || desc->memory.dimensions == given,
                "the dimensions are not the roles' ones");
    desc->memory.dimensions = given;
  });
}

int ANeuralNetworksMemoryDesc_finish(ANeuralNetworksMemoryDesc* desc) {
  return guarded(__func__, [&] {
    requireNotNull(desc != nullptr);
    desc->requireBuilding();
    requireData(!desc->memory.roles.empty(), "the description has no role");
    desc->isFinished = true;
  });
}

int ANeuralNetworksMemory_createFromDesc(const ANeuralNetworksMemoryDesc* desc,
                                         ANeuralNetworksMemory** memory) {
  return guarded(__func__, [&] {
    requireNotNull(memory != nullptr);
    *memory = nullptr;
    requireNotNull(desc != nullptr);
    requireState(desc->isFinished, "the description is not finished");
    const DeviceMemory& device = desc->memory;
    const uint64_t count = type::isTensor(device.type) ? elementCount(device.dimensions) : 1;
    require(count > 0, ANEURALNETWORKS_OP_FAILED, "the device allocates no memory of unknown size");
    const auto size = static_cast<size_t>(count * type::elementSize(device.type));
    *memory = new ANeuralNetworksMemory{MemoryRegion::ofDevice(device, size)};
    LogLine("deviceMemory").number("size", static_cast<int64_t>(size));
  });
}
