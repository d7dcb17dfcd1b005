/** One run of a compilation, or several where it is reusable. */

#pragma once

#include <cstdint>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "argument.h"
#include "compilation.h"

namespace reference {

class Execution {
 public:
  explicit Execution(Compilation& compilation);
  Execution(const Execution&) = delete;
  Execution& operator=(const Execution&) = delete;
  ~Execution();

  void setInput(int32_t index, const ANeuralNetworksOperandType* type, const void* buffer,
                size_t length);
  void setInputFromMemory(int32_t index, const ANeuralNetworksOperandType* type,
                          const std::shared_ptr<MemoryRegion>& memory, size_t offset,
                          size_t length);
  void setOutput(int32_t index, const ANeuralNetworksOperandType* type, void* buffer,
                 size_t length);
  void setOutputFromMemory(int32_t index, const ANeuralNetworksOperandType* type,
                           const std::shared_ptr<MemoryRegion>& memory, size_t offset,
                           size_t length);
  void setMeasured(bool isMeasured);
  void setTimeout(uint64_t nanoseconds);
  void setLoopTimeout();
  void setPadded(bool isPadded);
  void setReusable(bool isReusable);

  /** Claims the execution for a run; every claim is followed by a run. */
  void begin();
  /** Computes and returns the result; `how` names the call in the log. */
  int run(const char* how);

  /** The same for a run that ends with a fence; `duration` is its time, 0 for any. */
  int runFenced(uint64_t duration);

  /** Whether every input and output is set. */
  bool isComplete() const;
  bool isRunning() const;
  uint64_t duration() const;
  const Argument& finishedOutput(int32_t index) const;
  const Compilation& compilation() const { return compilation_; }

 private:
  enum class State { preparing, running, completed };

  void requirePreparing() const;
  Argument& argumentAt(std::vector<Argument>& arguments, int32_t index) const;
  void claim(const Argument& slot);
  void requireFenceable(uint64_t duration) const;
  int compute(const std::function<void()>& requireMore);
  int runAs(const char* how, const std::function<void()>& requireMore);

  Compilation& compilation_;
  mutable std::mutex mutex_;
  State state_ = State::preparing;
  int result_ = ANEURALNETWORKS_NO_ERROR;
  std::vector<Argument> inputs_;
  std::vector<Argument> outputs_;
  bool hasArguments_ = false;
  bool isMeasured_ = false;
  bool isPadded_ = false;
  bool isReusable_ = false;
  uint64_t timeout_ = 0;
  uint64_t duration_ = 0;
};

}  // namespace reference

struct ANeuralNetworksExecution final : reference::Execution {
  using Execution::Execution;
};
