/** The accelerator and the runtime's own processor, and the C functions of devices. */

#include "device.h"

#include <algorithm>

#include "environment.h"
#include "operations/rule.h"
#include "refusal.h"

namespace reference {

namespace {

const Device accelerator("snapc-accelerator", ANEURALNETWORKS_DEVICE_ACCELERATOR);
const Device processor("nnapi-reference", ANEURALNETWORKS_DEVICE_CPU);

const Device* deviceOf(const ANeuralNetworksDevice* device) {
  return reinterpret_cast<const Device*>(device);
}

}  // namespace

int Device::level() const {
  return isAccelerator() ? std::min(acceleratorLevel(), runtimeLevel()) : runtimeLevel();
}

bool Device::supports(const Model& model, const Operation& operation) const {
  if (!isAccelerator()) return true;
  return model.levelOf(operation) <= level() &&
         refusedOperations().count(operation.rule->name) == 0;
}

std::vector<const Device*> devices() {
  if (acceleratorHidden()) return {&processor};
  return {&accelerator, &processor};
}

std::vector<const Device*> devicesOf(const ANeuralNetworksDevice* const* listed, uint32_t count) {
  requireData(count > 0, "a list of devices is empty");
  const std::vector<const Device*> present = devices();
  std::vector<const Device*> chosen;
  for (uint32_t index = 0; index < count; ++index) {
    requireNotNull(listed[index] != nullptr);
    const Device* device = deviceOf(listed[index]);
    requireData(std::find(present.begin(), present.end(), device) != present.end(),
                "a device is not there");
    requireData(std::find(chosen.begin(), chosen.end(), device) == chosen.end(),
                "a device is listed twice");
    chosen.push_back(device);
  }
  return chosen;
}

}  // namespace reference

using namespace reference;

int ANeuralNetworks_getDeviceCount(uint32_t* numDevices) {
  return guarded(__func__, [&] {
    requireNotNull(numDevices != nullptr);
    *numDevices = static_cast<uint32_t>(devices().size());
  });
}

int ANeuralNetworks_getDevice(uint32_t devIndex, ANeuralNetworksDevice** device) {
  return guarded(__func__, [&] {
    requireNotNull(device != nullptr);
    const std::vector<const Device*> present = devices();
    requireData(devIndex < present.size(), "there is no such device");
    *device = reinterpret_cast<ANeuralNetworksDevice*>(const_cast<Device*>(present[devIndex]));
  });
}

int ANeuralNetworksDevice_getName(const ANeuralNetworksDevice* device, const char** name) {
  return guarded(__func__, [&] {
    requireNotNull(device != nullptr && name != nullptr);
    *name = deviceOf(device)->name();
  });
}

int ANeuralNetworksDevice_getType(const ANeuralNetworksDevice* device, int32_t* type) {
  return guarded(__func__, [&] {
    requireNotNull(device != nullptr && type != nullptr);
    *type = deviceOf(device)->type();
  });
}

int ANeuralNetworksDevice_getVersion(const ANeuralNetworksDevice* device, const char** version) {
  return guarded(__func__, [&] {
    requireNotNull(device != nullptr && version != nullptr);
    *version = deviceOf(device)->version();
  });
}

int ANeuralNetworksDevice_getFeatureLevel(const ANeuralNetworksDevice* device,
                                          int64_t* featureLevel) {
  return guarded(__func__, [&] {
    requireNotNull(device != nullptr && featureLevel != nullptr);
    *featureLevel = codeOfLevel(deviceOf(device)->level());
  });
}

int ANeuralNetworksDevice_wait(const ANeuralNetworksDevice* device) {
  return guarded(__func__, [&] { requireNotNull(device != nullptr); });
}

int64_t ANeuralNetworks_getRuntimeFeatureLevel(void) { return codeOfLevel(runtimeLevel()); }

int ANeuralNetworksModel_getSupportedOperationsForDevices(
    const ANeuralNetworksModel* model, const ANeuralNetworksDevice* const* devices,
    uint32_t numDevices, bool* supportedOps) {
  return guarded(__func__, [&] {
    requireNotNull(model != nullptr && devices != nullptr && supportedOps != nullptr);
    requireData(numDevices > 0, "a list of devices is empty");
    requireState(model->isFinished(), "the model is not finished");
    const std::vector<const Device*> chosen = devicesOf(devices, numDevices);
    for (size_t index = 0; index < model->operations().size(); ++index) {
      const Operation& operation = model->operations()[index];
      supportedOps[index] = std::any_of(chosen.begin(), chosen.end(), [&](const Device* device) {
        return device->supports(*model, operation);
      });
    }
  });
}
