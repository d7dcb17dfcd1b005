/// Functions of NNAPI that are newer than the oldest Android on which the library runs.

#ifndef SNAPC_LATE_FUNCTIONS_H
#define SNAPC_LATE_FUNCTIONS_H

#include <android/NeuralNetworks.h>

#include <cstdint>

namespace snapc {

/// Null where the system has none: the library loads without them.
struct LateFunctions {
  int (*setPriority)(ANeuralNetworksCompilation*, int) = nullptr;
  int (*setCompilationTimeout)(ANeuralNetworksCompilation*, std::uint64_t) = nullptr;
  int (*setExecutionTimeout)(ANeuralNetworksExecution*, std::uint64_t) = nullptr;
  std::int64_t (*runtimeFeatureLevel)() = nullptr;
};

const LateFunctions& lateFunctions();

}  // namespace snapc

#endif
