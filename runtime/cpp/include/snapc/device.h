/// The devices that NNAPI offers on this phone.

#ifndef SNAPC_DEVICE_H
#define SNAPC_DEVICE_H

#include <cstdint>
#include <string>
#include <vector>

namespace snapc {

enum class DeviceType { unknown = 0, other = 1, cpu = 2, gpu = 3, accelerator = 4 };

struct Device {
  std::string name;
  DeviceType type = DeviceType::unknown;
  std::string version;
  /// 29 to 31 are the levels 3 to 5; 1000006 and up are the levels 6 and up.
  std::int64_t featureLevel = 0;
  /// NNAPI's own slow CPU implementation.
  bool isReference = false;
};

const char* nameOf(DeviceType type) noexcept;

/// Throws Error.
std::vector<Device> devices();

/// Of the system's NNAPI, which may be above or below that of a device.
std::int64_t runtimeFeatureLevel();

}  // namespace snapc

#endif
