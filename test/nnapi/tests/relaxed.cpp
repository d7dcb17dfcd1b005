/** Models whose floats may be computed in halves: what they read and give has no more digits. */

#include <cmath>

#include "simple_model.h"

namespace {

constexpr int ok = ANEURALNETWORKS_NO_ERROR;

/** What a model gives for a third and a large number, each with a tenth added. */
std::vector<float> sums(bool isRelaxed) {
  OwnedModel model = newSimpleModel({2});
  const float tenths[] = {0.1f, 0.1f};
  ANeuralNetworksModel_setOperandValue(model.get(), simpleConstant, tenths, sizeof tenths);
  addSimpleOperation(model.get());
  identifySimple(model.get());
  expectEqual(ANeuralNetworksModel_relaxComputationFloat32toFloat16(model.get(), isRelaxed), ok,
              "relax");
  expectEqual(ANeuralNetworksModel_finish(model.get()), ok, "finish");
  const OwnedCompilation compilation = finishedCompilation(model.get());
  const OwnedExecution execution = newExecution(compilation.get());
  const float given[] = {1.0f / 3, 70000};
  std::vector<float> results(2);
  ANeuralNetworksExecution_setInput(execution.get(), 0, nullptr, given, sizeof given);
  ANeuralNetworksExecution_setOutput(execution.get(), 0, nullptr, results.data(), sizeof given);
  expectEqual(ANeuralNetworksExecution_compute(execution.get()), ok, "compute");
  expect(given[0] == 1.0f / 3, "the caller's numbers stay");
  return results;
}

const Test relaxed("relaxed floats", [] {
  const std::vector<float> exact = sums(false);
  expect(exact[0] == 1.0f / 3 + 0.1f && exact[1] == 70000.1f, "floats of 32 bits");
  const std::vector<float> halves = sums(true);
  // 0x1.554p-2 and 0x1.998p-4 are the halves nearest to both terms.
  expect(halves[0] == 0x1.bb8p-2f, "a sum of halves, rounded to one");
  expect(std::isinf(halves[1]), "beyond halves lies infinity");
});

}  // namespace
