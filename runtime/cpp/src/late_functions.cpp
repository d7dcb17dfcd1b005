/// Looks the newer functions of NNAPI up.

#include "late_functions.h"

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

void* neuralNetworks() {
#ifdef __ANDROID__
  // Loaded already, since this library needs it; it stays for the life of the process.
  return dlopen("libneuralnetworks.so", RTLD_NOW | RTLD_LOCAL);
#else
  return RTLD_DEFAULT;
#endif
}

LateFunctions findAll() {
  LateFunctions functions;
  void* const library = neuralNetworks();
#ifdef __ANDROID__
  if (library == nullptr) return functions;
#endif
  find(library, "ANeuralNetworksCompilation_setPriority", functions.setPriority);
  find(library, "ANeuralNetworksCompilation_setTimeout", functions.setCompilationTimeout);
  find(library, "ANeuralNetworksExecution_setTimeout", functions.setExecutionTimeout);
  find(library, "ANeuralNetworks_getRuntimeFeatureLevel", functions.runtimeFeatureLevel);
  return functions;
}

}  // namespace

const LateFunctions& lateFunctions() {
  static const LateFunctions functions = findAll();
  return functions;
}

}  // namespace snapc
