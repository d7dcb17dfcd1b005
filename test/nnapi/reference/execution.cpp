/** Holds an execution's arguments and follows its state. */

#include "execution.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "interpreter.h"
#include "refusal.h"

namespace reference {

Execution::Execution(Compilation& compilation) : compilation_(compilation) {
  compilation.requireUsable();
  inputs_.resize(compilation.model().inputs().size());
  outputs_.resize(compilation.model().outputs().size());
  ++compilation_.users;
}

Execution::~Execution() { --compilation_.users; }

void Execution::requirePreparing() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  requireState(state_ == State::preparing, "the execution has started");
}

Argument& Execution::argumentAt(std::vector<Argument>& arguments, int32_t index) const {
  requireData(index >= 0 && static_cast<size_t>(index) < arguments.size(),
              "there is no input or output " + std::to_string(index));
  return arguments[static_cast<size_t>(index)];
}

void Execution::claim(const Argument& slot) {
  requireState(!slot.isSet, "an input or output is set already");
  // Even an argument of a wrong size ends the time in which padding can be chosen.
  hasArguments_ = true;
}

void Execution::setInput(int32_t index, const ANeuralNetworksOperandType* type, const void* buffer,
                         size_t length) {
  requirePreparing();
  Argument& slot = argumentAt(inputs_, index);
  const Model& model = compilation_.model();
  const Operand& operand = model.operands()[model.inputs()[static_cast<size_t>(index)]];
  Dimensions dimensions = dimensionsOf(operand, type, buffer == nullptr);
  claim(slot);
  slot =
      pointerArgument(operand, std::move(dimensions), const_cast<void*>(buffer), length, isPadded_);
}

void Execution::setInputFromMemory(int32_t index, const ANeuralNetworksOperandType* type,
                                   const std::shared_ptr<MemoryRegion>& memory, size_t offset,
                                   size_t length) {
  requirePreparing();
  Argument& slot = argumentAt(inputs_, index);
  const Model& model = compilation_.model();
  const Operand& operand = model.operands()[model.inputs()[static_cast<size_t>(index)]];
  if (memory->device()) {
    requireData(memory->device()->hasRole(&compilation_, false, static_cast<uint32_t>(index)),
                "a device's memory was not made for this input");
    requireData(offset == 0 && length == 0, "a device's memory is used whole, by length 0");
  }
  Dimensions dimensions = dimensionsOf(operand, type, false);
  claim(slot);
  slot = memoryArgument(operand, std::move(dimensions), memory, offset, length, isPadded_);
}

void Execution::setOutput(int32_t index, const ANeuralNetworksOperandType* type, void* buffer,
                          size_t length) {
  requirePreparing();
  Argument& slot = argumentAt(outputs_, index);
  const Model& model = compilation_.model();
  const Operand& operand = model.operands()[model.outputs()[static_cast<size_t>(index)]];
  Dimensions dimensions = dimensionsOf(operand, type, true);
  claim(slot);
  slot = pointerArgument(operand, std::move(dimensions), buffer, length, isPadded_);
}

void Execution::setOutputFromMemory(int32_t index, const ANeuralNetworksOperandType* type,
                                    const std::shared_ptr<MemoryRegion>& memory, size_t offset,
                                    size_t length) {
  requirePreparing();
  Argument& slot = argumentAt(outputs_, index);
  const Model& model = compilation_.model();
  const Operand& operand = model.operands()[model.outputs()[static_cast<size_t>(index)]];
  requireData(memory->isWritable(), "a memory that is only read takes an output");
  if (memory->device()) {
    requireData(memory->device()->hasRole(&compilation_, true, static_cast<uint32_t>(index)),
                "a device's memory was not made for this output");
    requireData(offset == 0 && length == 0, "a device's memory is used whole, by length 0");
  }
  Dimensions dimensions = dimensionsOf(operand, type, true);
  claim(slot);
  slot = memoryArgument(operand, std::move(dimensions), memory, offset, length, isPadded_);
}

void Execution::setMeasured(bool isMeasured) {
  requireData(compilation_.hasOneChosenDevice(), "measuring needs exactly one chosen device");
  requirePreparing();
  isMeasured_ = isMeasured;
}

void Execution::setTimeout(uint64_t nanoseconds) {
  requireData(compilation_.hasOneChosenDevice(), "a timeout needs exactly one chosen device");
  requirePreparing();
  timeout_ = nanoseconds;
  LogLine("executionTimeout").number("nanoseconds", static_cast<int64_t>(nanoseconds));
}

void Execution::setLoopTimeout() { requirePreparing(); }

void Execution::setPadded(bool isPadded) {
  requirePreparing();
  requireState(!hasArguments_, "padding is chosen after an input or output is set");
  isPadded_ = isPadded;
}

void Execution::setReusable(bool isReusable) {
  requirePreparing();
  isReusable_ = isReusable;
}

void Execution::begin() {
  const std::lock_guard<std::mutex> lock(mutex_);
  requireState(state_ != State::running, "the execution runs already");
  requireState(isReusable_ || state_ == State::preparing,
               "the execution ran already, and it is not reusable");
  state_ = State::running;
}

bool Execution::isComplete() const {
  const auto isSet = [](const Argument& argument) { return argument.isSet; };
  return std::all_of(inputs_.begin(), inputs_.end(), isSet) &&
         std::all_of(outputs_.begin(), outputs_.end(), isSet);
}

void Execution::requireFenceable(uint64_t duration) const {
  requireData(duration == 0 || compilation_.hasOneChosenDevice(),
              "a timeout needs exactly one chosen device");
  for (const Argument& output : outputs_) {
    const Dimensions& shape = output.dimensions;
    requireData(std::find(shape.begin(), shape.end(), 0U) == shape.end(),
                "an output's dimensions are not all known");
  }
}

int Execution::compute(const std::function<void()>& requireMore) {
  return guarded("ANeuralNetworksExecution", [&] {
    requireData(isComplete(), "an input or output is not set");
    requireMore();
    interpret(compilation_, inputs_, outputs_, timeout_);
  });
}

int Execution::run(const char* how) {
  return runAs(how, [] {});
}

int Execution::runFenced(uint64_t duration) {
  return runAs("fenced", [&] { requireFenceable(duration); });
}

int Execution::runAs(const char* how, const std::function<void()>& requireMore) {
  const auto start = std::chrono::steady_clock::now();
  const int result = compute(requireMore);
  const auto end = std::chrono::steady_clock::now();
  LogLine("execution").text("how", how).number("result", result);
  const std::lock_guard<std::mutex> lock(mutex_);
  duration_ = static_cast<uint64_t>(
      std::chrono::duration_cast<std::chrono::nanoseconds>(end - start).count());
  result_ = result;
  state_ = State::completed;
  return result;
}

bool Execution::isRunning() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return state_ == State::running;
}

uint64_t Execution::duration() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  requireState(state_ == State::completed && result_ == ANEURALNETWORKS_NO_ERROR,
               "the execution has not ended well");
  requireState(isMeasured_, "the execution was not measured");
  return duration_;
}

const Argument& Execution::finishedOutput(int32_t index) const {
  const std::lock_guard<std::mutex> lock(mutex_);
  requireState(state_ == State::completed, "the execution has not ended");
  requireState(
      result_ == ANEURALNETWORKS_NO_ERROR || result_ == ANEURALNETWORKS_OUTPUT_INSUFFICIENT_SIZE,
      "the execution failed");
  requireData(index >= 0 && static_cast<size_t>(index) < outputs_.size(),
              "there is no output " + std::to_string(index));
  return outputs_[static_cast<size_t>(index)];
}

}  // namespace reference
