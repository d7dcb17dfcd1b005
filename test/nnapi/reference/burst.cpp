/** Bursts: runs of one compilation in quick succession. */

#include <mutex>

#include "execution.h"
#include "refusal.h"

struct ANeuralNetworksBurst {
  explicit ANeuralNetworksBurst(reference::Compilation& of) : compilation(of) { ++of.users; }
  ANeuralNetworksBurst(const ANeuralNetworksBurst&) = delete;
  ANeuralNetworksBurst& operator=(const ANeuralNetworksBurst&) = delete;
  ~ANeuralNetworksBurst() { --compilation.users; }

  reference::Compilation& compilation;
  std::mutex busy;
};

using namespace reference;

int ANeuralNetworksBurst_create(ANeuralNetworksCompilation* compilation,
                                ANeuralNetworksBurst** burst) {
  return guarded(__func__, [&] {
    requireNotNull(compilation != nullptr && burst != nullptr);
    *burst = nullptr;
    compilation->requireUsable();
    *burst = new ANeuralNetworksBurst(*compilation);
    LogLine("burst");
  });
}

void ANeuralNetworksBurst_free(ANeuralNetworksBurst* burst) { delete burst; }

int ANeuralNetworksExecution_burstCompute(ANeuralNetworksExecution* execution,
                                          ANeuralNetworksBurst* burst) {
  int result = ANEURALNETWORKS_NO_ERROR;
  const int refused = guarded(__func__, [&] {
    requireNotNull(execution != nullptr && burst != nullptr);
    requireData(&execution->compilation() == &burst->compilation,
                "the execution and the burst are of different compilations");
    const std::unique_lock<std::mutex> lock(burst->busy, std::try_to_lock);
    requireState(lock.owns_lock(), "the burst computes already");
    execution->begin();
    result = execution->run("burst");
  });
  return refused != ANEURALNETWORKS_NO_ERROR ? refused : result;
}
