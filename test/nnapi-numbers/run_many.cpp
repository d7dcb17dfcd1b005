/// Runs many models in one process: `run_many MODELS.so JOBS`. Each line of JOBS is the number of a model and a folder,
/// which holds the weights and the inputs and gets the outputs, or a file with what went wrong.

#include <dlfcn.h>

#include <cstdio>
#include <exception>
#include <fstream>
#include <string>

#include "convert.h"
#include "npy.h"
#include "snapc/error.h"
#include "snapc/session.h"

namespace {

using TablesAt = const snapc::ModelTables* (*)(unsigned);

std::string file(const std::string& folder, const char* kind, std::size_t index) {
  return folder + "/" + kind + std::to_string(index) + ".npy";
}

void run(const snapc::ModelTables& tables, const std::string& folder) {
  snapc::Options options;
  options.devices = {"snapc-accelerator"};
  // What the device does not take is a fault here.
  options.fallback = snapc::Fallback::refuse;
  const snapc::Session session = snapc::Session::load(tables, snapc::Weights::inFolder(folder), options);
  std::vector<std::vector<std::uint8_t>> given;
  std::vector<snapc::ConstTensor> sources;
  for (std::size_t index = 0; index < session.inputs().size(); ++index) {
    const std::string path = file(folder, "input", index);
    given.push_back(snapc::toInput(snapc::readNpy(path), session.inputs()[index], path));
  }
  for (const auto& bytes : given) sources.push_back({bytes.data(), bytes.size()});
  std::vector<std::vector<std::uint8_t>> results;
  std::vector<snapc::Tensor> targets;
  for (const snapc::TensorInfo& info : session.outputs()) results.emplace_back(info.bytes());
  for (auto& bytes : results) targets.push_back({bytes.data(), bytes.size()});
  session.run(sources, targets);
  for (std::size_t index = 0; index < results.size(); ++index) {
    snapc::writeNpy(file(folder, "output", index), snapc::fromOutput(results[index], session.outputs()[index]));
  }
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 2;
  void* const library = dlopen(arguments[1], RTLD_NOW);
  if (library == nullptr) {
    std::fprintf(stderr, "%s\n", dlerror());
    return 1;
  }
  const auto tablesAt = reinterpret_cast<TablesAt>(dlsym(library, "tablesAt"));
  std::ifstream jobs(arguments[2]);
  unsigned model = 0;
  for (std::string folder; jobs >> model && std::getline(jobs >> std::ws, folder);) {
    try {
      run(*tablesAt(model), folder);
    } catch (const std::exception& error) {
      std::ofstream(folder + "/error") << error.what();
    }
  }
  return 0;
}
