/** Models of one operation: tensors of numbers are the model's inputs, the rest are constants. */

#include <cmath>
#include <cstring>
#include <memory>

#include "harness.h"

namespace {

template <typename Handle>
using Owned = std::unique_ptr<Handle, void (*)(Handle*)>;

bool isModelInput(const Value& value) {
  return value.isTensor() && !value.isOmitted && value.channelScales.empty() &&
         value.type != ANEURALNETWORKS_TENSOR_INT32;
}

Numbers numbersOf(const Value& like, const std::vector<uint8_t>& bytes) {
  Numbers numbers;
  const size_t size = bytes.size() / like.numbers.size();
  for (size_t at = 0; at < bytes.size(); at += size) {
    if (size == 4 && like.type == ANEURALNETWORKS_TENSOR_FLOAT32) {
      float number = 0;
      std::memcpy(&number, &bytes[at], size);
      numbers.push_back(static_cast<double>(number));
    } else if (size == 4) {
      int32_t number = 0;
      std::memcpy(&number, &bytes[at], size);
      numbers.push_back(number);
    } else if (size == 2) {
      uint16_t bits = 0;
      std::memcpy(&bits, &bytes[at], size);
      const double fraction = (bits & 1023) / 1024.0;
      const int exponent = (bits >> 10) & 31;
      const double magnitude =
          exponent == 0 ? std::ldexp(fraction, -14) : std::ldexp(1 + fraction, exponent - 15);
      numbers.push_back((bits & 0x8000) != 0 ? -magnitude : magnitude);
    } else if (like.type == ANEURALNETWORKS_TENSOR_QUANT8_ASYMM_SIGNED) {
      numbers.push_back(static_cast<int8_t>(bytes[at]));
    } else {
      numbers.push_back(bytes[at]);
    }
  }
  return numbers;
}

std::string shown(const Numbers& numbers) {
  std::string text;
  for (const double number : numbers) text += (text.empty() ? "" : " ") + std::to_string(number);
  return text;
}

}  // namespace

Outcome runOne(int32_t operation, const std::vector<Value>& inputs,
               const std::vector<Value>& outputs) {
  Outcome outcome;
  const auto call = [&](const char* name, int code) {
    if (outcome.code == ANEURALNETWORKS_NO_ERROR && code != ANEURALNETWORKS_NO_ERROR) {
      outcome.call = name;
      outcome.code = code;
    }
    return outcome.code == ANEURALNETWORKS_NO_ERROR;
  };
  ANeuralNetworksModel* created = nullptr;
  ANeuralNetworksModel_create(&created);
  const Owned<ANeuralNetworksModel> model(created, ANeuralNetworksModel_free);
  std::vector<uint32_t> indices;
  std::vector<std::vector<uint8_t>> bytes;
  std::vector<uint32_t> modelInputs;
  const auto addOperand = [&](const Value& value) {
    const ANeuralNetworksOperandType type = value.operandType();
    if (!call("addOperand", ANeuralNetworksModel_addOperand(created, &type))) return;
    const auto index = static_cast<int32_t>(indices.size());
    indices.push_back(static_cast<uint32_t>(index));
    if (value.channelScales.empty()) return;
    const ANeuralNetworksSymmPerChannelQuantParams scales = {
        value.channelDimension, static_cast<uint32_t>(value.channelScales.size()),
        value.channelScales.data()};
    call("channelScales",
         ANeuralNetworksModel_setOperandSymmPerChannelQuantParams(created, index, &scales));
  };
  for (const Value& value : inputs) {
    addOperand(value);
    bytes.push_back(value.bytes());
  }
  for (const Value& value : outputs) addOperand(value);
  if (outcome.code != ANEURALNETWORKS_NO_ERROR) return outcome;
  for (size_t index = 0; index < inputs.size(); ++index) {
    if (isModelInput(inputs[index])) {
      modelInputs.push_back(indices[index]);
    } else {
      const bool isOmitted = inputs[index].isOmitted;
      call("setOperandValue",
           ANeuralNetworksModel_setOperandValue(created, static_cast<int32_t>(index),
                                                isOmitted ? nullptr : bytes[index].data(),
                                                isOmitted ? 0 : bytes[index].size()));
    }
  }
  // A model has an input in any case.
  if (modelInputs.empty()) {
    const Value unused = f32({1}, {0});
    addOperand(unused);
    modelInputs.push_back(indices.back());
    bytes.resize(indices.size());
    bytes.back() = unused.bytes();
  }
  const auto inputCount = static_cast<uint32_t>(inputs.size());
  const auto outputCount = static_cast<uint32_t>(outputs.size());
  const uint32_t* outputIndices = indices.data() + inputCount;
  if (!call("addOperation",
            ANeuralNetworksModel_addOperation(created, operation, inputCount, indices.data(),
                                              outputCount, outputIndices)) ||
      !call("identify", ANeuralNetworksModel_identifyInputsAndOutputs(
                            created, static_cast<uint32_t>(modelInputs.size()), modelInputs.data(),
                            outputCount, outputIndices)) ||
      !call("finish", ANeuralNetworksModel_finish(created))) {
    return outcome;
  }
  ANeuralNetworksCompilation* compilation = nullptr;
  ANeuralNetworksCompilation_create(created, &compilation);
  const Owned<ANeuralNetworksCompilation> ownedCompilation(compilation,
                                                           ANeuralNetworksCompilation_free);
  call("compile", ANeuralNetworksCompilation_finish(compilation));
  ANeuralNetworksExecution* execution = nullptr;
  ANeuralNetworksExecution_create(compilation, &execution);
  const Owned<ANeuralNetworksExecution> ownedExecution(execution, ANeuralNetworksExecution_free);
  for (size_t index = 0; index < modelInputs.size(); ++index) {
    const std::vector<uint8_t>& data = bytes[modelInputs[index]];
    call("setInput", ANeuralNetworksExecution_setInput(execution, static_cast<int32_t>(index),
                                                       nullptr, data.data(), data.size()));
  }
  std::vector<std::vector<uint8_t>> results;
  for (const Value& value : outputs) results.emplace_back(value.bytes().size());
  for (size_t index = 0; index < outputs.size(); ++index) {
    call("setOutput",
         ANeuralNetworksExecution_setOutput(execution, static_cast<int32_t>(index), nullptr,
                                            results[index].data(), results[index].size()));
  }
  if (!call("compute", ANeuralNetworksExecution_compute(execution))) return outcome;
  for (size_t index = 0; index < outputs.size(); ++index) {
    outcome.outputs.push_back(numbersOf(outputs[index], results[index]));
  }
  return outcome;
}

void expectValues(const char* name, int32_t operation, const std::vector<Value>& inputs,
                  const std::vector<Value>& expected, double tolerance) {
  const Outcome outcome = runOne(operation, inputs, expected);
  expect(outcome.code == ANEURALNETWORKS_NO_ERROR,
         std::string(name) + ": " + outcome.call + " gives " + std::to_string(outcome.code));
  for (size_t index = 0; index < outcome.outputs.size(); ++index) {
    const Numbers& actual = outcome.outputs[index];
    bool isClose = actual.size() == expected[index].numbers.size();
    for (size_t at = 0; isClose && at < actual.size(); ++at) {
      isClose = std::fabs(actual[at] - expected[index].numbers[at]) <= tolerance;
    }
    expect(isClose, std::string(name) + " gives " + shown(actual));
  }
}

void expectRefusal(const char* name, int32_t operation, const std::vector<Value>& inputs,
                   const std::vector<Value>& outputs, const std::string& call, int code) {
  const Outcome outcome = runOne(operation, inputs, outputs);
  expect(outcome.call == call && outcome.code == code,
         std::string(name) + ": \"" + outcome.call + "\" gives " + std::to_string(outcome.code));
}
