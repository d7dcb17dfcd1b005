/** Events: runs that go on while the caller does something else. */

#include <unistd.h>

#include <future>

#include "execution.h"
#include "refusal.h"

struct ANeuralNetworksEvent {
  ANeuralNetworksEvent(std::shared_future<int> of, int descriptor)
      : result(std::move(of)), fence(descriptor) {}
  ANeuralNetworksEvent(const ANeuralNetworksEvent&) = delete;
  ANeuralNetworksEvent& operator=(const ANeuralNetworksEvent&) = delete;
  ~ANeuralNetworksEvent() {
    result.wait();
    if (fence >= 0) close(fence);
  }

  std::shared_future<int> result;
  int fence;
};

using namespace reference;

int ANeuralNetworksExecution_startCompute(ANeuralNetworksExecution* execution,
                                          ANeuralNetworksEvent** event) {
  return guarded(__func__, [&] {
    requireNotNull(event != nullptr);
    *event = nullptr;
    requireNotNull(execution != nullptr);
    execution->begin();
    if (!execution->isComplete()) refuse(execution->run("start"), "an input or output is not set");
    std::shared_future<int> result =
        std::async(std::launch::async, [execution] { return execution->run("start"); }).share();
    *event = new ANeuralNetworksEvent(std::move(result), -1);
  });
}

int ANeuralNetworksExecution_startComputeWithDependencies(
    ANeuralNetworksExecution* execution, const ANeuralNetworksEvent* const* dependencies,
    uint32_t num_dependencies, uint64_t duration, ANeuralNetworksEvent** event) {
  return guarded(__func__, [&] {
    requireNotNull(event != nullptr);
    *event = nullptr;
    requireNotNull(execution != nullptr && (dependencies != nullptr || num_dependencies == 0));
    for (uint32_t index = 0; index < num_dependencies; ++index) {
      requireNotNull(dependencies[index] != nullptr);
      dependencies[index]->result.wait();
    }
    execution->begin();
    // The processor has no fences: it is done when the call returns, and then says what failed.
    const int result = execution->runFenced(duration);
    require(result == ANEURALNETWORKS_NO_ERROR, result, "the execution failed");
    std::promise<int> done;
    done.set_value(result);
    *event = new ANeuralNetworksEvent(done.get_future().share(), -1);
  });
}

int ANeuralNetworksEvent_wait(ANeuralNetworksEvent* event) {
  if (event == nullptr) return ANEURALNETWORKS_UNEXPECTED_NULL;
  return event->result.get();
}

void ANeuralNetworksEvent_free(ANeuralNetworksEvent* event) { delete event; }

int ANeuralNetworksEvent_createFromSyncFenceFd(int sync_fence_fd, ANeuralNetworksEvent** event) {
  return guarded(__func__, [&] {
    requireNotNull(event != nullptr);
    *event = nullptr;
    requireData(sync_fence_fd > 0, "a sync fence is no open file");
    std::promise<int> signalled;
    signalled.set_value(ANEURALNETWORKS_NO_ERROR);
    const int copied = dup(sync_fence_fd);
    requireData(copied >= 0, "a sync fence is no open file");
    *event = new ANeuralNetworksEvent(signalled.get_future().share(), copied);
  });
}

int ANeuralNetworksEvent_getSyncFenceFd(const ANeuralNetworksEvent* event, int* sync_fence_fd) {
  return guarded(__func__, [&] {
    requireNotNull(sync_fence_fd != nullptr);
    *sync_fence_fd = -1;
    requireNotNull(event != nullptr);
    requireData(event->fence >= 0, "the event has no sync fence");
    *sync_fence_fd = dup(event->fence);
  });
}
