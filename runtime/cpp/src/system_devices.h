/// Devices with NNAPI's own handles, which live as long as the process.

#ifndef SNAPC_SYSTEM_DEVICES_H
#define SNAPC_SYSTEM_DEVICES_H

#include <android/NeuralNetworks.h>

#include <vector>

#include "snapc/device.h"

namespace snapc {

struct SystemDevice {
  Device about;
  ANeuralNetworksDevice* handle;
};

std::vector<SystemDevice> systemDevices();

}  // namespace snapc

#endif
