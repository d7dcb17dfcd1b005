/// Says what there is to compile for.

#include "device_list.h"

#include <cstdio>

#include "snapc/device.h"

namespace snapc {

void listDevices() {
  std::printf("runtime: feature level %lld\n", static_cast<long long>(runtimeFeatureLevel()));
  for (const Device& device : devices()) {
    std::printf("%s: %s, version %s, feature level %lld\n", device.name.c_str(), nameOf(device.type),
                device.version.c_str(), static_cast<long long>(device.featureLevel));
  }
}

}  // namespace snapc
