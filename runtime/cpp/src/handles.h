/// Objects of NNAPI that free themselves.

#ifndef SNAPC_HANDLES_H
#define SNAPC_HANDLES_H

#include <android/NeuralNetworks.h>

#include <memory>

namespace snapc {

template <typename Object, void (*release)(Object*)>
struct Release {
  void operator()(Object* object) const noexcept { release(object); }
};

template <typename Object, void (*release)(Object*)>
using Handle = std::unique_ptr<Object, Release<Object, release>>;

using ModelHandle = Handle<ANeuralNetworksModel, ANeuralNetworksModel_free>;
using MemoryHandle = Handle<ANeuralNetworksMemory, ANeuralNetworksMemory_free>;
using CompilationHandle = Handle<ANeuralNetworksCompilation, ANeuralNetworksCompilation_free>;
using ExecutionHandle = Handle<ANeuralNetworksExecution, ANeuralNetworksExecution_free>;
using BurstHandle = Handle<ANeuralNetworksBurst, ANeuralNetworksBurst_free>;

}  // namespace snapc

#endif
