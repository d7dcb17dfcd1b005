/** The C functions of executions, but those that give an event. */

#include <limits>

#include "execution.h"
#include "refusal.h"

using namespace reference;

namespace {

/** The longest that a loop may take, in nanoseconds, as the runtime has it. */
constexpr uint64_t defaultLoopTimeout = 2'000'000'000;
constexpr uint64_t maximumLoopTimeout = 15'000'000'000;

}  // namespace

int ANeuralNetworksExecution_create(ANeuralNetworksCompilation* compilation,
                                    ANeuralNetworksExecution** execution) {
  return guarded(__func__, [&] {
    requireNotNull(compilation != nullptr && execution != nullptr);
    *execution = nullptr;
    *execution = new ANeuralNetworksExecution(*compilation);
  });
}

void ANeuralNetworksExecution_free(ANeuralNetworksExecution* execution) {
  if (execution == nullptr) return;
  if (execution->isRunning()) endMisuse("an execution is freed while it runs");
  delete execution;
}

int ANeuralNetworksExecution_setInput(ANeuralNetworksExecution* execution, int32_t index,
                                      const ANeuralNetworksOperandType* type, const void* buffer,
                                      size_t length) {
  return guarded(__func__, [&] {
    requireNotNull(execution != nullptr && (buffer != nullptr || length == 0));
    execution->setInput(index, type, buffer, length);
  });
}

int ANeuralNetworksExecution_setInputFromMemory(ANeuralNetworksExecution* execution, int32_t index,
                                                const ANeuralNetworksOperandType* type,
                                                const ANeuralNetworksMemory* memory, size_t offset,
                                                size_t length) {
  return guarded(__func__, [&] {
    requireNotNull(execution != nullptr && memory != nullptr);
    execution->setInputFromMemory(index, type, memory->region, offset, length);
  });
}

int ANeuralNetworksExecution_setOutput(ANeuralNetworksExecution* execution, int32_t index,
                                       const ANeuralNetworksOperandType* type, void* buffer,
                                       size_t length) {
  return guarded(__func__, [&] {
    requireNotNull(execution != nullptr && (buffer != nullptr || length == 0));
    execution->setOutput(index, type, buffer, length);
  });
}

int ANeuralNetworksExecution_setOutputFromMemory(ANeuralNetworksExecution* execution, int32_t index,
                                                 const ANeuralNetworksOperandType* type,
                                                 const ANeuralNetworksMemory* memory, size_t offset,
                                                 size_t length) {
  return guarded(__func__, [&] {
    requireNotNull(execution != nullptr && memory != nullptr);
    execution->setOutputFromMemory(index, type, memory->region, offset, length);
  });
}

int ANeuralNetworksExecution_compute(ANeuralNetworksExecution* execution) {
  int result = ANEURALNETWORKS_NO_ERROR;
  const int refused = guarded(__func__, [&] {
    requireNotNull(execution != nullptr);
    execution->begin();
    result = execution->run("compute");
  });
  return refused != ANEURALNETWORKS_NO_ERROR ? refused : result;
}

int ANeuralNetworksExecution_getOutputOperandRank(ANeuralNetworksExecution* execution,
                                                  int32_t index, uint32_t* rank) {
  return guarded(__func__, [&] {
    requireNotNull(execution != nullptr && rank != nullptr);
    const Argument& output = execution->finishedOutput(index);
    *rank = static_cast<uint32_t>(output.dimensions.size());
    require(output.isSufficient, ANEURALNETWORKS_OUTPUT_INSUFFICIENT_SIZE,
            "the output is too small");
  });
}

int ANeuralNetworksExecution_getOutputOperandDimensions(ANeuralNetworksExecution* execution,
                                                        int32_t index, uint32_t* dimensions) {
  return guarded(__func__, [&] {
    requireNotNull(execution != nullptr && dimensions != nullptr);
    const Argument& output = execution->finishedOutput(index);
    requireData(!output.dimensions.empty(), "a scalar has no dimensions");
    for (size_t axis = 0; axis < output.dimensions.size(); ++axis) {
      dimensions[axis] = output.dimensions[axis];
    }
    require(output.isSufficient, ANEURALNETWORKS_OUTPUT_INSUFFICIENT_SIZE,
            "the output is too small");
  });
}

int ANeuralNetworksExecution_setMeasureTiming(ANeuralNetworksExecution* execution, bool measure) {
  return guarded(__func__, [&] {
    requireNotNull(execution != nullptr);
    execution->setMeasured(measure);
  });
}

int ANeuralNetworksExecution_getDuration(const ANeuralNetworksExecution* execution,
                                         int32_t durationCode, uint64_t* duration) {
  return guarded(__func__, [&] {
    requireNotNull(execution != nullptr && duration != nullptr);
    requireData(durationCode >= ANEURALNETWORKS_DURATION_ON_HARDWARE &&
                    durationCode <= ANEURALNETWORKS_FENCED_DURATION_IN_DRIVER,
                "there is no such duration");
    *duration = std::numeric_limits<uint64_t>::max();
    *duration = execution->duration();
  });
}

int ANeuralNetworksExecution_setTimeout(ANeuralNetworksExecution* execution, uint64_t duration) {
  return guarded(__func__, [&] {
    requireNotNull(execution != nullptr);
    execution->setTimeout(duration);
  });
}

int ANeuralNetworksExecution_setLoopTimeout(ANeuralNetworksExecution* execution, uint64_t) {
  return guarded(__func__, [&] {
    requireNotNull(execution != nullptr);
    execution->setLoopTimeout();
  });
}

uint64_t ANeuralNetworks_getDefaultLoopTimeout(void) { return defaultLoopTimeout; }

uint64_t ANeuralNetworks_getMaximumLoopTimeout(void) { return maximumLoopTimeout; }

int ANeuralNetworksExecution_enableInputAndOutputPadding(ANeuralNetworksExecution* execution,
                                                         bool enable) {
  return guarded(__func__, [&] {
    requireNotNull(execution != nullptr);
    execution->setPadded(enable);
  });
}

int ANeuralNetworksExecution_setReusable(ANeuralNetworksExecution* execution, bool reusable) {
  return guarded(__func__, [&] {
    requireNotNull(execution != nullptr);
    execution->setReusable(reusable);
  });
}
