/** The C functions of compilations. */

#include "compilation.h"
#include "refusal.h"

using namespace reference;

namespace {

/** What devices would like of an argument's place and size; this one has no wishes. */
int preferenceOf(const char* function, const ANeuralNetworksCompilation* compilation,
                 uint32_t index, bool isOutput, uint32_t* wish) {
  return guarded(function, [&] {
    requireNotNull(compilation != nullptr && wish != nullptr);
    compilation->requireUsable();
    const Model& model = compilation->model();
    requireData(index < (isOutput ? model.outputs() : model.inputs()).size(),
                "there is no such input or output");
    *wish = 1;
  });
}

}  // namespace

int ANeuralNetworksCompilation_create(ANeuralNetworksModel* model,
                                      ANeuralNetworksCompilation** compilation) {
  return guarded(__func__, [&] {
    requireNotNull(model != nullptr && compilation != nullptr);
    *compilation = nullptr;
    *compilation = new ANeuralNetworksCompilation(*model, devices(), false);
  });
}

int ANeuralNetworksCompilation_createForDevices(ANeuralNetworksModel* model,
                                                const ANeuralNetworksDevice* const* devices,
                                                uint32_t numDevices,
                                                ANeuralNetworksCompilation** compilation) {
  return guarded(__func__, [&] {
    requireNotNull(model != nullptr && devices != nullptr && compilation != nullptr);
    *compilation = nullptr;
    *compilation = new ANeuralNetworksCompilation(*model, devicesOf(devices, numDevices), true);
  });
}

void ANeuralNetworksCompilation_free(ANeuralNetworksCompilation* compilation) {
  if (compilation == nullptr) return;
  if (compilation->users > 0) endMisuse("a compilation is freed before its executions and bursts");
  delete compilation;
}

int ANeuralNetworksCompilation_setPreference(ANeuralNetworksCompilation* compilation,
                                             int32_t preference) {
  return guarded(__func__, [&] {
    requireNotNull(compilation != nullptr);
    compilation->setPreference(preference);
  });
}

int ANeuralNetworksCompilation_setCaching(ANeuralNetworksCompilation* compilation,
                                          const char* cacheDir, const uint8_t* token) {
  return guarded(__func__, [&] {
    requireNotNull(compilation != nullptr && cacheDir != nullptr && token != nullptr);
    compilation->setCaching(cacheDir, token);
  });
}

int ANeuralNetworksCompilation_setPriority(ANeuralNetworksCompilation* compilation, int priority) {
  return guarded(__func__, [&] {
    requireNotNull(compilation != nullptr);
    compilation->setPriority(priority);
  });
}

int ANeuralNetworksCompilation_setTimeout(ANeuralNetworksCompilation* compilation,
                                          uint64_t duration) {
  return guarded(__func__, [&] {
    requireNotNull(compilation != nullptr);
    compilation->setTimeout(duration);
  });
}

int ANeuralNetworksCompilation_finish(ANeuralNetworksCompilation* compilation) {
  return guarded(__func__, [&] {
    requireNotNull(compilation != nullptr);
    compilation->finish();
  });
}

int ANeuralNetworksCompilation_getPreferredMemoryAlignmentForInput(
    const ANeuralNetworksCompilation* compilation, uint32_t index, uint32_t* alignment) {
  return preferenceOf(__func__, compilation, index, false, alignment);
}

int ANeuralNetworksCompilation_getPreferredMemoryPaddingForInput(
    const ANeuralNetworksCompilation* compilation, uint32_t index, uint32_t* padding) {
  return preferenceOf(__func__, compilation, index, false, padding);
}

int ANeuralNetworksCompilation_getPreferredMemoryAlignmentForOutput(
    const ANeuralNetworksCompilation* compilation, uint32_t index, uint32_t* alignment) {
  return preferenceOf(__func__, compilation, index, true, alignment);
}

int ANeuralNetworksCompilation_getPreferredMemoryPaddingForOutput(
    const ANeuralNetworksCompilation* compilation, uint32_t index, uint32_t* padding) {
  return preferenceOf(__func__, compilation, index, true, padding);
}
