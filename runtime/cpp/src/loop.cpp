/// Binds shared memory to the inputs and outputs of one execution after the other.

#include "snapc/loop.h"

#include <array>
#include <string>

#include "check.h"
#include "compilation.h"
#include "monitor.h"
#include "session_state.h"
#include "shared_memory.h"

namespace snapc {
namespace {

/// Every driver and page is content with it.
constexpr std::size_t ALIGNMENT = 4096;

/// Places in the shared memory for even and odd steps; the same one twice where a tensor is not double-buffered.
using Places = std::array<std::size_t, 2>;

class Layout {
 public:
  std::size_t add(std::size_t bytes) {
    const std::size_t place = end_;
    end_ += (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    return place;
  }
  std::size_t end() const { return end_ == 0 ? ALIGNMENT : end_; }

 private:
  std::size_t end_ = 0;
};

void requireMatch(const std::vector<TensorInfo>& inputs, const std::vector<TensorInfo>& outputs,
                  const std::vector<Feedback>& feedback) {
  std::vector<bool> fed(inputs.size(), false);
  for (const Feedback& one : feedback) {
    if (one.output >= outputs.size() || one.input >= inputs.size() || fed[one.input]) {
      throw Error(ErrorKind::argument, "a feedback names a tensor that does not exist, or an input twice");
    }
    fed[one.input] = true;
    const TensorInfo& from = outputs[one.output];
    const TensorInfo& to = inputs[one.input];
    if (from.type != to.type || from.bytes() != to.bytes()) {
      throw Error(ErrorKind::argument,
                  "the output \"" + from.name + "\" does not fit the input \"" + to.name + '"');
    }
  }
}

/// Of the tensor in the step with this number.
std::size_t placeAt(const std::vector<Places>& tensors, std::size_t index, std::size_t step, const char* side) {
  if (index < tensors.size()) return tensors[index][step % 2];
  throw Error(ErrorKind::argument, std::string("the model has no ") + side + ' ' + std::to_string(index) + ": it has " +
                                       std::to_string(tensors.size()));
}

}  // namespace

struct Loop::State {
  std::shared_ptr<const Session::State> session;
  std::vector<Places> inputs;
  std::vector<Places> outputs;
  std::unique_ptr<SharedMemory> shared;
  MemoryHandle memory;
  BurstHandle burst;
  std::size_t steps = 0;
};

Loop::Loop(const Session& session, const std::vector<Feedback>& feedback) : state_(std::make_unique<State>()) {
  State& state = *state_;
  state.session = session.state_;
  requireMatch(session.inputs(), session.outputs(), feedback);
  Layout layout;
  for (const TensorInfo& info : session.outputs()) {
    const std::size_t even = layout.add(info.bytes());
    state.outputs.push_back({even, layout.add(info.bytes())});
  }
  for (const TensorInfo& info : session.inputs()) {
    const std::size_t place = layout.add(info.bytes());
    state.inputs.push_back({place, place});
  }
  // What an even step writes, an odd one reads.
  for (const Feedback& one : feedback) {
    const Places& written = state.outputs[one.output];
    state.inputs[one.input] = {written[1], written[0]};
  }
  state.shared = std::make_unique<SharedMemory>(layout.end());
  state.memory = memoryOf(*state.shared);
  ANeuralNetworksBurst* burst = nullptr;
  check(ANeuralNetworksBurst_create(state.session->compilation.get(), &burst), "creating a burst");
  state.burst.reset(burst);
}

Loop::Loop(Loop&&) noexcept = default;
Loop& Loop::operator=(Loop&&) noexcept = default;
Loop::~Loop() = default;

Tensor Loop::input(std::size_t index) const {
  const std::size_t place = placeAt(state_->inputs, index, state_->steps, "input");
  return {state_->shared->data() + place, state_->session->inputs[index].bytes()};
}

ConstTensor Loop::output(std::size_t index) const {
  const std::size_t place = placeAt(state_->outputs, index, state_->steps + 1, "output");
  return {state_->shared->data() + place, state_->session->outputs[index].bytes()};
}

void Loop::step(const Cancellation* cancellation) {
  State& state = *state_;
  throwIfCancelled(cancellation);
  const ExecutionHandle execution = createExecution(state.session->compilation.get(), state.session->options);
  const std::size_t parity = state.steps % 2;
  for (std::size_t index = 0; index < state.inputs.size(); ++index) {
    const TensorInfo& info = state.session->inputs[index];
    const int code = ANeuralNetworksExecution_setInputFromMemory(execution.get(), static_cast<std::int32_t>(index),
                                                                 nullptr, state.memory.get(),
                                                                 state.inputs[index][parity], info.bytes());
    check(code, "binding the input \"" + info.name + '"');
  }
  for (std::size_t index = 0; index < state.outputs.size(); ++index) {
    const TensorInfo& info = state.session->outputs[index];
    const int code = ANeuralNetworksExecution_setOutputFromMemory(execution.get(), static_cast<std::int32_t>(index),
                                                                  nullptr, state.memory.get(),
                                                                  state.outputs[index][parity], info.bytes());
    check(code, "binding the output \"" + info.name + '"');
  }
  check(ANeuralNetworksExecution_burstCompute(execution.get(), state.burst.get()), "running a step of the loop");
  ++state.steps;
  throwIfCancelled(cancellation);
}

}  // namespace snapc
