/** Follows the run order, with the deadline and the failure that a test may have asked for. */

#include "interpreter.h"

#include <atomic>
#include <chrono>

#include "environment.h"
#include "operations/rule.h"
#include "operations/run.h"
#include "refusal.h"
#include "values.h"

namespace reference {

namespace {

std::atomic<int64_t> executions{0};

/** A dead device stays dead; other faults pass. */
bool failsNow(const Failure& failure, int64_t execution) {
  if (failure.execution == 0) return false;
  return failure.code == ANEURALNETWORKS_DEAD_OBJECT ? execution >= failure.execution
                                                     : execution == failure.execution;
}

void requireDeviceMemoriesWritten(const std::vector<Argument>& inputs) {
  for (const Argument& input : inputs) {
    if (input.memory == nullptr || !input.memory->device()) continue;
    require(input.memory->device()->isWritten, ANEURALNETWORKS_OP_FAILED,
            "a device's memory is read before it is written");
  }
}

}  // namespace

void interpret(const Compilation& compilation, const std::vector<Argument>& inputs,
               std::vector<Argument>& outputs, uint64_t timeout) {
  const auto start = std::chrono::steady_clock::now();
  const Failure failure = plannedFailure();
  const bool fails = failsNow(failure, ++executions);
  requireDeviceMemoriesWritten(inputs);
  const Model& model = compilation.model();
  Values values(model, inputs, outputs);
  size_t done = 0;
  for (const size_t index : model.order()) {
    const Operation& operation = model.operations()[index];
    require(!fails || done * 2 < model.order().size(), failure.code, "the device failed, as asked");
    const auto elapsed = std::chrono::steady_clock::now() - start;
    require(timeout == 0 || elapsed < std::chrono::nanoseconds(timeout),
            ANEURALNETWORKS_MISSED_DEADLINE_PERSISTENT, "the execution's time is over");
    Run run(operation, values);
    operation.rule->run(run);
    values.relax(operation);
    values.releaseAfter(operation);
    ++done;
  }
  require(!fails, failure.code, "the device failed, as asked");
  for (const Argument& output : outputs) {
    if (output.memory != nullptr && output.memory->device()) {
      output.memory->device()->isWritten = true;
    }
  }
}

}  // namespace reference
