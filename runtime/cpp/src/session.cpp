/// Loads a model step by step and runs it on the caller's memory.

#include "snapc/session.h"

#include "check.h"
#include "compilation.h"
#include "device_choice.h"
#include "model_builder.h"
#include "session_state.h"

namespace snapc {
namespace {

ElementType elementOf(std::uint8_t code) {
  switch (code) {
    case ANEURALNETWORKS_TENSOR_FLOAT16:
      return ElementType::float16;
    case ANEURALNETWORKS_TENSOR_INT32:
      return ElementType::int32;
    case ANEURALNETWORKS_TENSOR_BOOL8:
      return ElementType::bool8;
    case ANEURALNETWORKS_TENSOR_QUANT8_ASYMM:
      return ElementType::uint8;
    case ANEURALNETWORKS_TENSOR_QUANT8_ASYMM_SIGNED:
    case ANEURALNETWORKS_TENSOR_QUANT8_SYMM:
      return ElementType::int8;
    default:
      return ElementType::float32;
  }
}

template <typename Given>
void requireSizes(const std::vector<TensorInfo>& infos, const std::vector<Given>& given, const char* side) {
  if (given.size() != infos.size()) {
    throw Error(ErrorKind::argument, "the model has " + std::to_string(infos.size()) + ' ' + side + "s, and " +
                                         std::to_string(given.size()) + " were given");
  }
  for (std::size_t index = 0; index < infos.size(); ++index) {
    if (given[index].data != nullptr && given[index].bytes == infos[index].bytes()) continue;
    throw Error(ErrorKind::argument, std::string("the ") + side + " \"" + infos[index].name + "\" has " +
                                         std::to_string(given[index].bytes) + " bytes; " +
                                         std::to_string(infos[index].bytes()) + " are needed");
  }
}

}  // namespace

Session::Session(std::shared_ptr<const State> state) : state_(std::move(state)) {}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

std::vector<TensorInfo> Session::describe(const ModelTables& tables, const Table<PortEntry>& ports) {
  std::vector<TensorInfo> infos;
  const std::uint32_t* const dimensions = tables.dimensions.entries;
  for (const PortEntry& port : ports) {
    const OperandTypeEntry& type = tables.types[tables.operands[port.operand].type];
    TensorInfo info;
    info.name = port.name;
    info.type = elementOf(type.code);
    info.shape.assign(dimensions + type.dimensions, dimensions + type.dimensions + type.rank);
    info.modelType = port.modelType;
    info.modelShape.assign(dimensions + port.modelDimensions, dimensions + port.modelDimensions + port.modelRank);
    infos.push_back(std::move(info));
  }
  return infos;
}

Session Session::load(const ModelTables& tables, const Weights& weights, const Options& options,
                      const Progress& progress, const Cancellation* cancellation) {
  const Monitor monitor{progress, cancellation};
  throwIfCancelled(cancellation);
  requireFeatureLevel(tables);
  auto state = std::make_shared<State>();
  state->options = options;
  state->inputs = describe(tables, tables.inputs);
  state->outputs = describe(tables, tables.outputs);
  state->pools = openWeights(tables, weights, options, monitor);
  state->model = buildModel(tables, state->pools, monitor);
  monitor.report(LoadPhase::compiling, 0, 0);
  state->compilation = compileModel(tables, state->model.get(), options);
  // It may refer to what ends with the load.
  state->options.onWarning = {};
  throwIfCancelled(cancellation);
  return Session(std::move(state));
}

const std::vector<TensorInfo>& Session::inputs() const noexcept { return state_->inputs; }
const std::vector<TensorInfo>& Session::outputs() const noexcept { return state_->outputs; }

void Session::run(const std::vector<ConstTensor>& inputs, const std::vector<Tensor>& outputs,
                  const Cancellation* cancellation) const {
  requireSizes(state_->inputs, inputs, "input");
  requireSizes(state_->outputs, outputs, "output");
  throwIfCancelled(cancellation);
  const ExecutionHandle execution = createExecution(state_->compilation.get(), state_->options);
  for (std::size_t index = 0; index < inputs.size(); ++index) {
    const int code = ANeuralNetworksExecution_setInput(execution.get(), static_cast<std::int32_t>(index), nullptr,
                                                       inputs[index].data, inputs[index].bytes);
    check(code, "setting the input \"" + state_->inputs[index].name + '"');
  }
  for (std::size_t index = 0; index < outputs.size(); ++index) {
    const int code = ANeuralNetworksExecution_setOutput(execution.get(), static_cast<std::int32_t>(index), nullptr,
                                                        outputs[index].data, outputs[index].bytes);
    check(code, "setting the output \"" + state_->outputs[index].name + '"');
  }
  check(ANeuralNetworksExecution_compute(execution.get()), "running the model");
  throwIfCancelled(cancellation);
}

}  // namespace snapc
