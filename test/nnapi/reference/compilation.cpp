/** What may be asked of a compilation, and where its operations run. */

#include "compilation.h"

#include <algorithm>
#include <chrono>
#include <fstream>

#include "operations/rule.h"
#include "refusal.h"

namespace reference {

namespace {

std::string hexadecimal(const CacheToken& token) {
  constexpr const char* digits = "0123456789abcdef";
  std::string text;
  for (const uint8_t byte : token) {
    text += digits[byte >> 4];
    text += digits[byte & 15];
  }
  return text;
}

}  // namespace

Compilation::Compilation(Model& model, std::vector<const Device*> devices, bool areExplicit)
    : model_(model), devices_(std::move(devices)), areExplicit_(areExplicit) {
  requireState(model.isFinished(), "the model is not finished");
  ++model_.compilations;
}

Compilation::~Compilation() { --model_.compilations; }

void Compilation::requireBuilding() const {
  requireState(state_ == State::building, "the compilation is finished");
}

void Compilation::requireUsable() const {
  requireState(state_ == State::finished, "the compilation is not finished, or it failed");
}

void Compilation::setPreference(int32_t preference) {
  requireBuilding();
  requireData(preference >= ANEURALNETWORKS_PREFER_LOW_POWER &&
                  preference <= ANEURALNETWORKS_PREFER_SUSTAINED_SPEED,
              "there is no such preference");
  preference_ = preference;
}

void Compilation::setPriority(int priority) {
  requireBuilding();
  requireData(priority == ANEURALNETWORKS_PRIORITY_LOW ||
                  priority == ANEURALNETWORKS_PRIORITY_MEDIUM ||
                  priority == ANEURALNETWORKS_PRIORITY_HIGH,
              "there is no such priority");
  priority_ = priority;
}

void Compilation::setTimeout(uint64_t nanoseconds) {
  requireBuilding();
  requireData(hasOneChosenDevice(), "a timeout needs exactly one chosen device");
  timeout_ = nanoseconds;
}

void Compilation::setCaching(const char* folder, const uint8_t* token) {
  requireBuilding();
  cacheFolder_ = folder;
  std::copy(token, token + cacheToken_.size(), cacheToken_.begin());
}

const Device* Compilation::placeOf(const Operation& operation) const {
  for (const Device* device : devices_) {
    if (device->supports(model_, operation)) return device;
  }
  refuse(ANEURALNETWORKS_BAD_DATA,
         std::string("none of the chosen devices supports ") + operation.rule->name);
}

void Compilation::storeCache() const {
  const std::string token = hexadecimal(cacheToken_);
  const std::string path = *cacheFolder_ + "/" + token + ".snapc-nnapi";
  const bool isHit = std::ifstream(path).good();
  // A folder that cannot be written to makes no compilation fail: the driver only compiles again.
  const bool isStored = isHit || (std::ofstream(path) << "compiled\n").good();
  LogLine("cache")
      .text("folder", *cacheFolder_)
      .text("token", token)
      .flag("hit", isHit)
      .flag("stored", isStored);
}

void Compilation::finish() {
  requireBuilding();
  state_ = State::failed;
  const auto start = std::chrono::steady_clock::now();
  std::string names;
  for (const Device* device : devices_)
    names += (names.empty() ? "" : ",") + std::string(device->name());
  LogLine("compilation")
      .text("devices", names)
      .flag("explicit", areExplicit_)
      .number("preference", preference_)
      .number("priority", priority_)
      .number("timeout", static_cast<int64_t>(timeout_));
  for (const Operation& operation : model_.operations()) places_.push_back(placeOf(operation));
  if (cacheFolder_) storeCache();
  const auto elsewhere = std::count_if(places_.begin(), places_.end(), [](const Device* device) {
    return !device->isAccelerator();
  });
  LogLine("placement")
      .number("operations", static_cast<int64_t>(places_.size()))
      .number("onProcessor", elsewhere);
  const auto elapsed = std::chrono::steady_clock::now() - start;
  require(timeout_ == 0 || elapsed < std::chrono::nanoseconds(timeout_),
          ANEURALNETWORKS_MISSED_DEADLINE_PERSISTENT, "the compilation's time is over");
  state_ = State::finished;
}

}  // namespace reference
