/** The devices that models are compiled for. */

#pragma once

#include <cstdint>
#include <vector>

#include "model.h"

namespace reference {

class Device {
 public:
  Device(const char* name, int32_t type) : name_(name), type_(type) {}
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  const char* name() const { return name_; }
  const char* version() const { return "1.0"; }
  int32_t type() const { return type_; }
  bool isAccelerator() const { return type_ == ANEURALNETWORKS_DEVICE_ACCELERATOR; }
  int level() const;
  bool supports(const Model& model, const Operation& operation) const;

 private:
  const char* name_;
  int32_t type_;
};

/** The devices that are there, the processor's last. */
std::vector<const Device*> devices();

/** The devices of a caller's list, which names each once. */
std::vector<const Device*> devicesOf(const ANeuralNetworksDevice* const* listed, uint32_t count);

}  // namespace reference
