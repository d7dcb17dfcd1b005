/// Lists the devices of NNAPI.

#include "snapc/device.h"

#include "check.h"
#include "late_functions.h"
#include "system_devices.h"

namespace snapc {
namespace {

DeviceType typeOf(std::int32_t code) {
  switch (code) {
    case ANEURALNETWORKS_DEVICE_OTHER:
      return DeviceType::other;
    case ANEURALNETWORKS_DEVICE_CPU:
      return DeviceType::cpu;
    case ANEURALNETWORKS_DEVICE_GPU:
      return DeviceType::gpu;
    case ANEURALNETWORKS_DEVICE_ACCELERATOR:
      return DeviceType::accelerator;
    default:
      return DeviceType::unknown;
  }
}

Device describe(const ANeuralNetworksDevice* handle) {
  const char* name = nullptr;
  const char* version = nullptr;
  std::int32_t type = 0;
  Device device;
  check(ANeuralNetworksDevice_getName(handle, &name), "reading a device's name");
  check(ANeuralNetworksDevice_getVersion(handle, &version), "reading a device's version");
  check(ANeuralNetworksDevice_getType(handle, &type), "reading a device's type");
  check(ANeuralNetworksDevice_getFeatureLevel(handle, &device.featureLevel), "reading a device's feature level");
  device.name = name == nullptr ? "" : name;
  device.version = version == nullptr ? "" : version;
  device.type = typeOf(type);
  device.isReference = device.name == "nnapi-reference";
  return device;
}

}  // namespace

std::vector<SystemDevice> systemDevices() {
  std::uint32_t count = 0;
  check(ANeuralNetworks_getDeviceCount(&count), "counting the devices");
  std::vector<SystemDevice> devices;
  for (std::uint32_t index = 0; index < count; ++index) {
    ANeuralNetworksDevice* handle = nullptr;
    check(ANeuralNetworks_getDevice(index, &handle), "finding a device");
    devices.push_back({describe(handle), handle});
  }
  return devices;
}

std::vector<Device> devices() {
  std::vector<Device> described;
  for (SystemDevice& device : systemDevices()) described.push_back(std::move(device.about));
  return described;
}

const char* nameOf(DeviceType type) noexcept {
  switch (type) {
    case DeviceType::unknown:
      return "unknown";
    case DeviceType::other:
      return "other";
    case DeviceType::cpu:
      return "cpu";
    case DeviceType::gpu:
      return "gpu";
    case DeviceType::accelerator:
      return "accelerator";
  }
  return "unknown";
}

std::int64_t runtimeFeatureLevel() {
  const LateFunctions& late = lateFunctions();
  if (late.runtimeFeatureLevel != nullptr) return late.runtimeFeatureLevel();
  // Before Android 12 no device is above the runtime, and the reference is at its level.
  std::int64_t highest = 0;
  for (const Device& device : devices()) {
    if (device.featureLevel > highest) highest = device.featureLevel;
  }
  return highest;
}

}  // namespace snapc
