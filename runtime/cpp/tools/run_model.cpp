/// Runs a compiled model on NumPy's files: on a phone by adb, or on a host with its own NNAPI.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <exception>
#include <set>

#include "arguments.h"
#include "convert.h"
#include "device_list.h"
#include "load_options.h"
#include "output_files.h"
#include "snapc/error.h"
#include "snapc/loop.h"
#include "snapc/session.h"

namespace SNAPC_MODEL {
/// In the generated source.
const snapc::ModelTables& modelTables();
}  // namespace SNAPC_MODEL

namespace snapc {
namespace {

using Assignments = std::vector<std::pair<std::string, std::string>>;

void listTensors(const char* side, const ModelTables& tables, const Table<PortEntry>& ports) {
  for (const PortEntry& port : ports) {
    const std::uint32_t* const sizes = tables.dimensions.entries + port.modelDimensions;
    const std::vector<std::uint64_t> shape(sizes, sizes + port.modelRank);
    std::printf("%s %s: %s\n", side, port.name, describe(port.modelType, shape).c_str());
  }
}

std::size_t indexOf(const std::vector<TensorInfo>& infos, const std::string& name, const char* side) {
  for (std::size_t index = 0; index < infos.size(); ++index) {
    if (infos[index].name == name) return index;
  }
  std::string known;
  for (const TensorInfo& info : infos) known += (known.empty() ? "" : ", ") + info.name;
  throw Error(ErrorKind::argument, std::string("the model has no ") + side + " \"" + name + "\"; it has: " + known);
}

using Buffers = std::vector<std::vector<std::uint8_t>>;

Buffers readInputs(const std::vector<TensorInfo>& infos, const Assignments& given) {
  Buffers buffers(infos.size());
  for (const auto& [name, path] : given) {
    const std::size_t index = indexOf(infos, name, "input");
    if (!buffers[index].empty()) throw Error(ErrorKind::argument, "the input \"" + name + "\" is given twice");
    buffers[index] = toInput(readNpy(path), infos[index], path);
  }
  for (std::size_t index = 0; index < buffers.size(); ++index) {
    if (!buffers[index].empty()) continue;
    throw Error(ErrorKind::argument, "the input \"" + infos[index].name + "\" is not given");
  }
  return buffers;
}

void checkOutputs(const std::vector<TensorInfo>& infos, const Assignments& wanted) {
  for (const auto& [name, path] : wanted) {
    indexOf(infos, name, "output");
    OutputFiles::requireWritable(path);
  }
}

Buffers runOnce(const Session& session, const Buffers& inputs) {
  Buffers outputs;
  for (const TensorInfo& info : session.outputs()) outputs.emplace_back(info.bytes());
  std::vector<ConstTensor> sources;
  for (const auto& buffer : inputs) sources.push_back({buffer.data(), buffer.size()});
  std::vector<Tensor> targets;
  for (auto& buffer : outputs) targets.push_back({buffer.data(), buffer.size()});
  session.run(sources, targets);
  return outputs;
}

void writeOutputs(const Session& session, const Assignments& wanted, const Buffers& outputs) {
  OutputFiles files;
  for (const auto& [name, path] : wanted) {
    const std::size_t index = indexOf(session.outputs(), name, "output");
    files.add(path, fromOutput(outputs[index], session.outputs()[index]));
  }
  files.commit();
}

double secondsOf(Loop& loop) {
  const auto start = std::chrono::steady_clock::now();
  loop.step();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void measure(const Session& session, const Buffers& inputs, unsigned long runs) {
  Loop loop(session);
  for (std::size_t index = 0; index < inputs.size(); ++index) {
    std::memcpy(loop.input(index).data, inputs[index].data(), inputs[index].size());
  }
  std::vector<double> seconds;
  for (unsigned long run = 0; run < runs; ++run) seconds.push_back(secondsOf(loop));
  std::sort(seconds.begin(), seconds.end());
  std::printf("%lu runs: fastest %.3f ms, median %.3f ms, slowest %.3f ms\n", runs, seconds.front() * 1e3,
              seconds[seconds.size() / 2] * 1e3, seconds.back() * 1e3);
}

void run(const Arguments& arguments) {
  const ModelTables& tables = SNAPC_MODEL::modelTables();
  if (arguments.help) std::printf("%s%s", USAGE, LOAD_USAGE);
  if (arguments.listDevices) listDevices();
  if (arguments.listTensors) {
    listTensors("input", tables, tables.inputs);
    listTensors("output", tables, tables.outputs);
  }
  if (arguments.weights.empty()) return;
  // First: a driver may take minutes to compile.
  checkOutputs(Session::describe(tables, tables.outputs), arguments.outputs);
  const Buffers inputs = readInputs(Session::describe(tables, tables.inputs), arguments.inputs);
  const Session session = Session::load(tables, Weights::inFolder(arguments.weights), arguments.options);
  const Buffers outputs = runOnce(session, inputs);
  if (arguments.time > 0) measure(session, inputs, arguments.time);
  // Last: whatever fails before leaves no file behind.
  writeOutputs(session, arguments.outputs, outputs);
}

}  // namespace
}  // namespace snapc

int main(int count, char** texts) {
  try {
    snapc::run(snapc::parseArguments(count, texts));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "run_model: %s\n", error.what());
    return 1;
  }
}
