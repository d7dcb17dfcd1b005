/** When compilations and executions may be changed and run, and what they say afterwards. */

#include "simple_model.h"

namespace {

constexpr int ok = ANEURALNETWORKS_NO_ERROR;
constexpr int badData = ANEURALNETWORKS_BAD_DATA;
constexpr int badState = ANEURALNETWORKS_BAD_STATE;
const float twos[] = {2, 2};

/** An execution with its input and output set. */
struct Ready {
  explicit Ready(ANeuralNetworksCompilation* compilation) : execution(newExecution(compilation)) {
    expectEqual(ANeuralNetworksExecution_setInput(get(), 0, nullptr, twos, 8), ok, "setInput");
    expectEqual(ANeuralNetworksExecution_setOutput(get(), 0, nullptr, results, 8), ok, "setOutput");
  }
  ANeuralNetworksExecution* get() const { return execution.get(); }

  OwnedExecution execution;
  float results[2] = {0, 0};
};

const Test compilations("compilations", [] {
  const OwnedModel model = finishedModel();
  const OwnedCompilation one = newCompilationFor(model.get(), 1);
  expectEqual(ANeuralNetworksCompilation_setPreference(one.get(), 3), badData, "preference");
  expectEqual(ANeuralNetworksCompilation_setPriority(one.get(), 1), badData, "priority");
  expectEqual(ANeuralNetworksCompilation_setTimeout(one.get(), 60'000'000'000), ok, "timeout");
  ANeuralNetworksExecution* execution = nullptr;
  expectEqual(ANeuralNetworksExecution_create(one.get(), &execution), badState, "unfinished");
  expectEqual(ANeuralNetworksCompilation_finish(one.get()), ok, "finish");
  expectEqual(ANeuralNetworksCompilation_finish(one.get()), badState, "finish again");
  expectEqual(ANeuralNetworksCompilation_setPreference(one.get(), 1), badState, "preference");
  expectEqual(ANeuralNetworksCompilation_setPriority(one.get(), 90), badState, "priority");
  const uint8_t token[32] = {};
  expectEqual(ANeuralNetworksCompilation_setCaching(one.get(), "/tmp", token), badState, "caching");
  const OwnedCompilation late = newCompilationFor(model.get(), 1);
  expectEqual(ANeuralNetworksCompilation_setTimeout(late.get(), 1), ok, "a timeout of 1 ns");
  expectEqual(ANeuralNetworksCompilation_finish(late.get()),
              ANEURALNETWORKS_MISSED_DEADLINE_PERSISTENT, "finish with 1 ns");
  expectEqual(ANeuralNetworksExecution_create(late.get(), &execution), badState, "after the time");
  const OwnedCompilation two = newCompilationFor(model.get(), 2);
  expectEqual(ANeuralNetworksCompilation_setTimeout(two.get(), 1), badData, "two devices");
  uint32_t wish = 0;
  expectEqual(ANeuralNetworksCompilation_getPreferredMemoryAlignmentForInput(one.get(), 1, &wish),
              badData, "no such input");
});

const Test runs("an execution runs once", [] {
  const OwnedModel model = finishedModel();
  const OwnedCompilation compilation = finishedCompilation(model.get());
  Ready ready(compilation.get());
  uint32_t rank = 0;
  expectEqual(ANeuralNetworksExecution_getOutputOperandRank(ready.get(), 0, &rank), badState,
              "rank before the run");
  expectEqual(ANeuralNetworksExecution_compute(ready.get()), ok, "compute");
  expectEqual(static_cast<int>(ready.results[1]), 3, "the sum");
  expectEqual(ANeuralNetworksExecution_getOutputOperandRank(ready.get(), 0, &rank), ok, "rank");
  expectEqual(rank, 1, "rank");
  expectEqual(ANeuralNetworksExecution_compute(ready.get()), badState, "compute again");
  expectEqual(ANeuralNetworksExecution_setInput(ready.get(), 0, nullptr, twos, 8), badState,
              "setInput afterwards");
  const OwnedExecution unset = newExecution(compilation.get());
  expectEqual(ANeuralNetworksExecution_compute(unset.get()), badData, "nothing is set");
});

const Test reuse("a reusable execution runs again", [] {
  const OwnedModel model = finishedModel();
  const OwnedCompilation compilation = finishedCompilation(model.get());
  Ready ready(compilation.get());
  expectEqual(ANeuralNetworksExecution_setReusable(ready.get(), true), ok, "setReusable");
  expectEqual(ANeuralNetworksExecution_compute(ready.get()), ok, "compute");
  ANeuralNetworksEvent* event = nullptr;
  expectEqual(ANeuralNetworksExecution_startCompute(ready.get(), &event), ok, "start");
  expectEqual(ANeuralNetworksEvent_wait(event), ok, "wait");
  ANeuralNetworksEvent_free(event);
});

const Test arguments("arguments", [] {
  const OwnedModel model = finishedModel();
  const OwnedCompilation compilation = finishedCompilation(model.get());
  const OwnedExecution execution = newExecution(compilation.get());
  const float three[] = {1, 2, 3};
  expectEqual(ANeuralNetworksExecution_setInput(execution.get(), 0, nullptr, three, 12), badData,
              "too long");
  expectEqual(ANeuralNetworksExecution_setInput(execution.get(), 0, nullptr, three, 4), badData,
              "too short");
  expectEqual(ANeuralNetworksExecution_setInput(execution.get(), 1, nullptr, three, 8), badData,
              "no such input");
  const uint32_t dimension = 3;
  const ANeuralNetworksOperandType other = {ANEURALNETWORKS_TENSOR_FLOAT32, 1, &dimension, 0, 0};
  expectEqual(ANeuralNetworksExecution_setInput(execution.get(), 0, &other, three, 12), badData,
              "another shape");
  expectEqual(ANeuralNetworksExecution_enableInputAndOutputPadding(execution.get(), true), badState,
              "padding after a refused length");
  const OwnedExecution padded = newExecution(compilation.get());
  expectEqual(ANeuralNetworksExecution_enableInputAndOutputPadding(padded.get(), true), ok,
              "padding");
  expectEqual(ANeuralNetworksExecution_setInput(padded.get(), 0, nullptr, three, 12), ok, "padded");
  expectEqual(ANeuralNetworksExecution_setInput(padded.get(), 0, nullptr, three, 4), badState,
              "set twice, and too short");
  expectEqual(ANeuralNetworksExecution_enableInputAndOutputPadding(padded.get(), false), badState,
              "padding afterwards");
});

const Test events("events", [] {
  const OwnedModel model = finishedModel();
  const OwnedCompilation compilation = finishedCompilation(model.get());
  ANeuralNetworksEvent* event = nullptr;
  const OwnedExecution unset = newExecution(compilation.get());
  expectEqual(ANeuralNetworksExecution_startCompute(unset.get(), &event), badData,
              "nothing is set");
  expect(event == nullptr, "no event of what never ran");
  expectEqual(ANeuralNetworksExecution_startCompute(unset.get(), &event), badState, "it has ended");
  const Ready fenced(compilation.get());
  expectEqual(
      ANeuralNetworksExecution_startComputeWithDependencies(fenced.get(), nullptr, 0, 0, &event),
      ok, "fenced");
  expectEqual(static_cast<int>(fenced.results[1]), 3, "done when the call returns");
  expectEqual(ANeuralNetworksEvent_wait(event), ok, "wait");
  int descriptor = 0;
  expectEqual(ANeuralNetworksEvent_getSyncFenceFd(event, &descriptor), badData, "no fence");
  ANeuralNetworksEvent_free(event);
  const OwnedCompilation anywhere = newCompilation(model.get());
  ANeuralNetworksCompilation_finish(anywhere.get());
  const Ready timed(anywhere.get());
  expectEqual(
      ANeuralNetworksExecution_startComputeWithDependencies(timed.get(), nullptr, 0, 9, &event),
      badData, "a time without a chosen device");
});

const Test bursts("bursts", [] {
  const OwnedModel model = finishedModel();
  const OwnedCompilation compilation = finishedCompilation(model.get());
  const OwnedCompilation other = finishedCompilation(model.get());
  ANeuralNetworksBurst* burst = nullptr;
  expectEqual(ANeuralNetworksBurst_create(compilation.get(), &burst), ok, "create");
  {
    const Ready mine(compilation.get());
    const Ready foreign(other.get());
    expectEqual(ANeuralNetworksExecution_burstCompute(mine.get(), burst), ok, "burstCompute");
    expectEqual(static_cast<int>(mine.results[0]), 3, "the sum");
    expectEqual(ANeuralNetworksExecution_burstCompute(foreign.get(), burst), badData,
                "another compilation");
  }
  ANeuralNetworksBurst_free(burst);
});

const Test times("times", [] {
  const OwnedModel model = finishedModel();
  const OwnedCompilation compilation = finishedCompilation(model.get());
  const Ready measured(compilation.get());
  uint64_t duration = 0;
  expectEqual(ANeuralNetworksExecution_setMeasureTiming(measured.get(), true), ok, "measure");
  expectEqual(ANeuralNetworksExecution_getDuration(measured.get(), 0, &duration), badState,
              "duration before the run");
  expectEqual(ANeuralNetworksExecution_compute(measured.get()), ok, "compute");
  expectEqual(ANeuralNetworksExecution_getDuration(measured.get(), 0, &duration), ok, "duration");
  expectEqual(ANeuralNetworksExecution_getDuration(measured.get(), 9, &duration), badData, "code");
  const Ready late(compilation.get());
  expectEqual(ANeuralNetworksExecution_setTimeout(late.get(), 1), ok, "timeout");
  expectEqual(ANeuralNetworksExecution_compute(late.get()),
              ANEURALNETWORKS_MISSED_DEADLINE_PERSISTENT, "compute with 1 ns");
  const OwnedCompilation anywhere = newCompilation(model.get());
  ANeuralNetworksCompilation_finish(anywhere.get());
  const OwnedExecution unmeasured = newExecution(anywhere.get());
  expectEqual(ANeuralNetworksExecution_setMeasureTiming(unmeasured.get(), true), badData,
              "no chosen device");
});

}  // namespace
