/** A model prepared for devices, with what the caller wished for it. */

#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "device.h"
#include "model.h"

namespace reference {

using CacheToken = std::array<uint8_t, ANEURALNETWORKS_BYTE_SIZE_OF_CACHE_TOKEN>;

class Compilation {
 public:
  /** `areExplicit`: the caller chose the devices, so that nothing runs elsewhere. */
  Compilation(Model& model, std::vector<const Device*> devices, bool areExplicit);
  Compilation(const Compilation&) = delete;
  Compilation& operator=(const Compilation&) = delete;
  ~Compilation();

  void setPreference(int32_t preference);
  void setPriority(int priority);
  void setTimeout(uint64_t nanoseconds);
  void setCaching(const char* folder, const uint8_t* token);
  void finish();

  void requireUsable() const;
  const Model& model() const { return model_; }
  bool hasOneChosenDevice() const { return areExplicit_ && devices_.size() == 1; }
  /** Whether the operation, by its index in the model, runs on the accelerator. */
  bool isAccelerated(size_t operation) const { return places_[operation]->isAccelerator(); }

  /** Executions, bursts and memory descriptions that live; the compilation must outlive them. */
  std::atomic<int> users{0};

 private:
  enum class State { building, finished, failed };

  void requireBuilding() const;
  const Device* placeOf(const Operation& operation) const;
  void storeCache() const;

  Model& model_;
  std::vector<const Device*> devices_;
  bool areExplicit_;
  State state_ = State::building;
  int32_t preference_ = ANEURALNETWORKS_PREFER_FAST_SINGLE_ANSWER;
  int priority_ = ANEURALNETWORKS_PRIORITY_DEFAULT;
  uint64_t timeout_ = 0;
  std::optional<std::string> cacheFolder_;
  CacheToken cacheToken_ = {};
  std::vector<const Device*> places_;
};

}  // namespace reference

struct ANeuralNetworksCompilation final : reference::Compilation {
  using Compilation::Compilation;
};
