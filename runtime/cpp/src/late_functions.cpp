/// Looks the newer functions of NNAPI up.

#include "late_functions.h"

#ifdef __ANDROID__

#include <dlfcn.h>

#include <cstring>

namespace snapc {
namespace {

template <typename Function>
void find(void* library, const char* name, Function& function) {
  void* const address = dlsym(library, name);
  static_assert(sizeof(function) == sizeof(address), "functions have addresses");
  std::memcpy(&function, &address, sizeof(address));
}

LateFunctions findAll() {
  LateFunctions functions;
  // Loaded already, since this library needs it; it stays for the life of the process.
  void* const library = dlopen("libneuralnetworks.so", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return functions;
  find(library, "ANeuralNetworksCompilation_setPriority", functions.setPriority);
  find(library, "ANeuralNetworksCompilation_setTimeout", functions.setCompilationTimeout);
  find(library, "ANeuralNetworksExecution_setTimeout", functions.setExecutionTimeout);
  find(library, "ANeuralNetworks_getRuntimeFeatureLevel", functions.runtimeFeatureLevel);
  return functions;
}

}  // namespace

#else

// The NDK forbids this below the Android that has them; on a host it serves a static library of NNAPI too.
#pragma weak ANeuralNetworksCompilation_setPriority
#pragma weak ANeuralNetworksCompilation_setTimeout
#pragma weak ANeuralNetworksExecution_setTimeout
#pragma weak ANeuralNetworks_getRuntimeFeatureLevel

namespace snapc {
namespace {

LateFunctions findAll() {
  LateFunctions functions;
  functions.setPriority = ANeuralNetworksCompilation_setPriority;
  functions.setCompilationTimeout = ANeuralNetworksCompilation_setTimeout;
  functions.setExecutionTimeout = ANeuralNetworksExecution_setTimeout;
  functions.runtimeFeatureLevel = ANeuralNetworks_getRuntimeFeatureLevel;
  return functions;
}

}  // namespace

#endif

const LateFunctions& lateFunctions() {
  static const LateFunctions functions = findAll();
  return functions;
}

}  // namespace snapc
