/** When a model may be changed, and which graphs it takes. */

#include "simple_model.h"

namespace {

constexpr int ok = ANEURALNETWORKS_NO_ERROR;
constexpr int badData = ANEURALNETWORKS_BAD_DATA;
constexpr int badState = ANEURALNETWORKS_BAD_STATE;
constexpr int isNull = ANEURALNETWORKS_UNEXPECTED_NULL;
const float ones[] = {1, 1};

const Test states("a finished model does not change", [] {
  const OwnedModel model = finishedModel();
  const uint32_t index = 0;
  const ANeuralNetworksSymmPerChannelQuantParams scales = {0, 2, ones};
  expectEqual(addOperand(model.get(), ANEURALNETWORKS_INT32), badState, "addOperand");
  expectEqual(ANeuralNetworksModel_setOperandValue(model.get(), 1, ones, sizeof ones), badState,
              "setOperandValue");
  expectEqual(ANeuralNetworksModel_setOperandSymmPerChannelQuantParams(model.get(), 1, &scales),
              badState, "setOperandSymmPerChannelQuantParams");
  expectEqual(addSimpleOperation(model.get()), badState, "addOperation");
  expectEqual(ANeuralNetworksModel_identifyInputsAndOutputs(model.get(), 1, &index, 1, &index),
              badState, "identifyInputsAndOutputs");
  expectEqual(ANeuralNetworksModel_relaxComputationFloat32toFloat16(model.get(), true), badState,
              "relaxComputationFloat32toFloat16");
  expectEqual(ANeuralNetworksModel_finish(model.get()), badState, "finish");
});

const Test unfinished("an unfinished model is not compiled", [] {
  const OwnedModel model = newSimpleModel({2});
  ANeuralNetworksCompilation* compilation = nullptr;
  bool supported = false;
  const std::vector<ANeuralNetworksDevice*> devices = allDevices();
  expectEqual(ANeuralNetworksCompilation_create(model.get(), &compilation), badState, "create");
  expectEqual(ANeuralNetworksModel_getSupportedOperationsForDevices(model.get(), devices.data(), 1,
                                                                    &supported),
              badState, "getSupportedOperationsForDevices");
  expectEqual(ANeuralNetworksModel_finish(model.get()), badData, "finish");
  expectEqual(addOperand(model.get(), ANEURALNETWORKS_INT32), badState, "addOperand");
  expectEqual(ANeuralNetworksModel_finish(model.get()), badState, "finish again");
});

const Test values("constants", [] {
  const OwnedModel model = newSimpleModel({2});
  expectEqual(ANeuralNetworksModel_setOperandValue(model.get(), 1, ones, 4), badData, "short");
  expectEqual(ANeuralNetworksModel_setOperandValue(model.get(), 9, ones, 8), badData, "no operand");
  expectEqual(ANeuralNetworksModel_setOperandValue(model.get(), 1, nullptr, 8), isNull, "null");
  expectEqual(ANeuralNetworksModel_setOperandValue(nullptr, 1, ones, 8), isNull, "null model");
  addOperand(model.get(), ANEURALNETWORKS_TENSOR_FLOAT32, {0});
  expectEqual(ANeuralNetworksModel_setOperandValue(model.get(), 4, ones, 8), badData, "unknown");
  expectEqual(addOperand(model.get(), ANEURALNETWORKS_INT32, {1}), badData, "scalar's shape");
  expectEqual(addOperand(model.get(), 99), badData, "type");
  expectEqual(addOperand(model.get(), ANEURALNETWORKS_TENSOR_FLOAT32, {65536, 65536}), badData,
              "4 GiB");
});

const Test largeValues("values over 128 bytes are read when the model is finished", [] {
  std::vector<float> numbers(33, 1);
  const OwnedModel model = newSimpleModel({33});
  ANeuralNetworksModel_setOperandValue(model.get(), simpleConstant, numbers.data(), 33 * 4);
  numbers[32] = 5;
  addSimpleOperation(model.get());
  identifySimple(model.get());
  expectEqual(ANeuralNetworksModel_finish(model.get()), ok, "finish");
  numbers[32] = 7;
  const OwnedCompilation compilation = finishedCompilation(model.get());
  const OwnedExecution execution = newExecution(compilation.get());
  std::vector<float> results(33);
  const std::vector<float> zeros(33, 0);
  ANeuralNetworksExecution_setInput(execution.get(), 0, nullptr, zeros.data(), 33 * 4);
  ANeuralNetworksExecution_setOutput(execution.get(), 0, nullptr, results.data(), 33 * 4);
  expectEqual(ANeuralNetworksExecution_compute(execution.get()), ok, "compute");
  expectEqual(static_cast<int>(results[32]), 5, "the last number");
});

int finishWith(const std::vector<std::vector<uint32_t>>& reluPairs, uint32_t operands,
               uint32_t output) {
  const OwnedModel model = newModel();
  for (uint32_t index = 0; index < operands; ++index) {
    addOperand(model.get(), ANEURALNETWORKS_TENSOR_FLOAT32, {2});
  }
  const uint32_t input = 0;
  for (const std::vector<uint32_t>& pair : reluPairs) {
    ANeuralNetworksModel_addOperation(model.get(), ANEURALNETWORKS_RELU, 1, &pair[0], 1, &pair[1]);
  }
  const int identified =
      ANeuralNetworksModel_identifyInputsAndOutputs(model.get(), 1, &input, 1, &output);
  return identified != ok ? identified : ANeuralNetworksModel_finish(model.get());
}

const Test graphs("graphs", [] {
  expectEqual(finishWith({{0, 1}}, 2, 1), ok, "one operation");
  expectEqual(finishWith({{1, 2}, {0, 1}}, 3, 2), ok, "operations in any order");
  expectEqual(finishWith({{0, 1}, {0, 2}}, 3, 1), ok, "an output that nobody reads");
  expectEqual(finishWith({{0, 1}}, 3, 1), badData, "an operand that is never written");
  expectEqual(finishWith({{2, 1}}, 3, 1), badData, "an operand that is read and never written");
  expectEqual(finishWith({{0, 1}, {0, 1}}, 2, 1), badData, "an operand that is written twice");
  expectEqual(finishWith({{1, 2}, {2, 1}}, 3, 2), badData, "a cycle");
  expectEqual(finishWith({{1, 0}, {0, 1}}, 2, 1), badData, "an input that is written");
  expectEqual(finishWith({{0, 1}}, 2, 0), badData, "an input that is an output");
  expectEqual(finishWith({}, 2, 1), badData, "no operation");
  const OwnedModel model = newSimpleModel({2});
  ANeuralNetworksModel_setOperandValue(model.get(), simpleConstant, ones, sizeof ones);
  const uint32_t input = simpleInput;
  const uint32_t constant = simpleConstant;
  expectEqual(ANeuralNetworksModel_identifyInputsAndOutputs(model.get(), 1, &input, 1, &constant),
              badData, "a constant that is an output");
});

const Test unused("unused inputs and constants are no fault", [] {
  const OwnedModel model = newSimpleModel({2});
  ANeuralNetworksModel_setOperandValue(model.get(), simpleConstant, ones, sizeof ones);
  addOperand(model.get(), ANEURALNETWORKS_TENSOR_FLOAT32, {2});
  ANeuralNetworksModel_setOperandValue(model.get(), 4, ones, sizeof ones);
  addOperand(model.get(), ANEURALNETWORKS_TENSOR_FLOAT32, {2});
  addSimpleOperation(model.get());
  const uint32_t inputs[] = {simpleInput, 5};
  const uint32_t output = simpleOutput;
  ANeuralNetworksModel_identifyInputsAndOutputs(model.get(), 2, inputs, 1, &output);
  expectEqual(ANeuralNetworksModel_finish(model.get()), ok, "finish");
});

const Test refused("a refused operation is not added", [] {
  const OwnedModel model = newSimpleModel({2});
  ANeuralNetworksModel_setOperandValue(model.get(), simpleConstant, ones, sizeof ones);
  const uint32_t inputs[] = {simpleInput, simpleConstant};
  const uint32_t output = simpleOutput;
  expectEqual(
      ANeuralNetworksModel_addOperation(model.get(), ANEURALNETWORKS_ADD, 2, inputs, 1, &output),
      badData, "addOperation");
  identifySimple(model.get());
  expectEqual(ANeuralNetworksModel_finish(model.get()), badData, "finish");
});

const Test torn("inputs and outputs that could not all be set", [] {
  const OwnedModel model = newSimpleModel({2});
  ANeuralNetworksModel_setOperandValue(model.get(), simpleConstant, ones, sizeof ones);
  addSimpleOperation(model.get());
  const uint32_t twice[] = {simpleInput, simpleInput};
  const uint32_t output = simpleOutput;
  expectEqual(ANeuralNetworksModel_identifyInputsAndOutputs(model.get(), 2, twice, 1, &output),
              badData, "an input twice");
  expectEqual(ANeuralNetworksModel_identifyInputsAndOutputs(model.get(), 1, twice, 1, &output),
              badData, "an input that is one already");
  expectEqual(ANeuralNetworksModel_finish(model.get()), badData, "finish");
});

const Test triedBefore("a model whose first try to name inputs changed nothing", [] {
  const OwnedModel model = newSimpleModel({2});
  ANeuralNetworksModel_setOperandValue(model.get(), simpleConstant, ones, sizeof ones);
  addSimpleOperation(model.get());
  const uint32_t input = simpleInput;
  const uint32_t none = 99;
  expectEqual(ANeuralNetworksModel_identifyInputsAndOutputs(model.get(), 1, &input, 1, &none),
              badData, "no such output");
  identifySimple(model.get());
  expectEqual(ANeuralNetworksModel_finish(model.get()), ok, "finish");
});

const Test borders("an input that becomes a constant", [] {
  const OwnedModel model = newSimpleModel({2});
  ANeuralNetworksModel_setOperandValue(model.get(), simpleConstant, ones, sizeof ones);
  addSimpleOperation(model.get());
  identifySimple(model.get());
  ANeuralNetworksModel_setOperandValue(model.get(), simpleInput, ones, sizeof ones);
  expectEqual(ANeuralNetworksModel_finish(model.get()), badData, "finish");
});

const Test parents("what is freed too early ends the process", [] {
  expect(endsProcess([] {
           ANeuralNetworksModel* model = finishedModel().release();
           newCompilation(model).release();
           ANeuralNetworksModel_free(model);
         }),
         "a model goes before its compilation");
  expect(endsProcess([] {
           const OwnedModel model = finishedModel();
           ANeuralNetworksCompilation* compilation = finishedCompilation(model.get()).release();
           newExecution(compilation).release();
           ANeuralNetworksCompilation_free(compilation);
         }),
         "a compilation goes before its execution");
});

}  // namespace
