/// Compares what devices support with what a model needs.

#include "device_choice.h"

#include <algorithm>
#include <memory>

#include "check.h"
#include "log.h"

namespace snapc {
namespace {

/// Operations that a message names.
constexpr std::size_t NAMED = 5;

std::string namesOf(const std::vector<SystemDevice>& devices) {
  std::string names;
  for (const SystemDevice& device : devices) names += (names.empty() ? "" : ", ") + device.about.name;
  return names.empty() ? "none" : names;
}

std::vector<SystemDevice> chosenFrom(const std::vector<SystemDevice>& all, const Options& options) {
  std::vector<SystemDevice> chosen;
  for (const std::string& name : options.devices) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const SystemDevice& device) { return device.about.name == name; });
    if (found == all.end()) {
      throw Error(ErrorKind::device, "there is no device \"" + name + "\"; this phone has: " + namesOf(all));
    }
    chosen.push_back(*found);
  }
  return chosen;
}

std::vector<const ANeuralNetworksDevice*> handlesOf(const std::vector<SystemDevice>& devices) {
  std::vector<const ANeuralNetworksDevice*> handles;
  for (const SystemDevice& device : devices) handles.push_back(device.handle);
  return handles;
}

std::vector<std::size_t> unsupportedBy(const std::vector<SystemDevice>& devices, const ModelTables& tables,
                                       const ANeuralNetworksModel* model) {
  const std::vector<const ANeuralNetworksDevice*> handles = handlesOf(devices);
  const auto supported = std::make_unique<bool[]>(tables.operations.count);
  check(ANeuralNetworksModel_getSupportedOperationsForDevices(
            model, handles.data(), static_cast<std::uint32_t>(handles.size()), supported.get()),
        "asking the devices which operations they support");
  std::vector<std::size_t> missing;
  for (std::size_t index = 0; index < tables.operations.count; ++index) {
    if (!supported[index]) missing.push_back(index);
  }
  return missing;
}

/// Throws or warns, as the options say.
void object(const Options& options, const Error& error) {
  if (options.fallback == Fallback::refuse) throw error;
  if (options.fallback == Fallback::warn) warn(options, error.what());
}

Error lacking(const std::vector<SystemDevice>& devices, const std::vector<std::size_t>& missing,
              const ModelTables& tables) {
  std::string message = std::to_string(missing.size()) + " of " + std::to_string(tables.operations.count) +
                        " operations are not supported by " + namesOf(devices) +
                        " and would run on the slow CPU reference: ";
  for (std::size_t index = 0; index < std::min(missing.size(), NAMED); ++index) {
    if (index > 0) message += "; ";
    message += describeOperation(tables, missing[index]);
  }
  if (missing.size() > NAMED) message += "; ...";
  Error error(ErrorKind::unsupported, message);
  error.withOperation(static_cast<long>(missing.front()), originOf(tables, missing.front()));
  return error;
}

}  // namespace

void requireFeatureLevel(const ModelTables& tables) {
  const std::int64_t level = runtimeFeatureLevel();
  if (level >= tables.featureLevel) return;
  throw Error(ErrorKind::unsupported, "the model needs NNAPI's feature level " + std::to_string(tables.featureLevel) +
                                          ", and this phone's is " + std::to_string(level) +
                                          ": compile it for a lower level");
}

std::vector<const ANeuralNetworksDevice*> chooseDevices(const ModelTables& tables, const ANeuralNetworksModel* model,
                                                        const Options& options) {
  const std::vector<SystemDevice> all = systemDevices();
  std::vector<SystemDevice> chosen = chosenFrom(all, options);
  const bool automatic = chosen.empty();
  const auto isReference = [](const SystemDevice& device) { return device.about.isReference; };
  if (automatic) {
    std::copy_if(all.begin(), all.end(), std::back_inserter(chosen),
                 [&](const SystemDevice& device) { return !isReference(device); });
    if (chosen.empty()) {
      object(options, Error(ErrorKind::device,
                            "this phone has no NNAPI driver: everything would run on nnapi-reference, a slow CPU "
                            "implementation. NNAPI is deprecated since Android 15; LiteRT, a vendor's delegate or "
                            "the model compiled for WebGPU serve such a phone better"));
      return {};
    }
  }
  const std::vector<std::size_t> missing = unsupportedBy(chosen, tables, model);
  if (!missing.empty()) {
    const bool hasReference = std::any_of(chosen.begin(), chosen.end(), isReference);
    const Error error = lacking(chosen, missing, tables);
    // With the reference among them there is nobody left to run the operation.
    if (hasReference) throw error;
    object(options, error);
    // For explicit devices NNAPI does not fall back by itself.
    const auto reference = std::find_if(all.begin(), all.end(), isReference);
    if (!automatic && reference != all.end()) chosen.push_back(*reference);
  }
  // Where NNAPI chooses, its reference takes over without a word when a driver fails; drivers that are named must do it.
  if (automatic && options.fallback != Fallback::refuse) return {};
  return handlesOf(chosen);
}

}  // namespace snapc
