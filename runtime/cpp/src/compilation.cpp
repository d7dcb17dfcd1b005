/// Sets preference, priority, caching and timeouts before NNAPI compiles.

#include "compilation.h"

#include "cache_folder.h"
#include "check.h"
#include "device_choice.h"
#include "late_functions.h"

namespace snapc {
namespace {

CompilationHandle create(ANeuralNetworksModel* model, const std::vector<const ANeuralNetworksDevice*>& devices) {
  ANeuralNetworksCompilation* compilation = nullptr;
  const int code = devices.empty()
                       ? ANeuralNetworksCompilation_create(model, &compilation)
                       : ANeuralNetworksCompilation_createForDevices(
                             model, devices.data(), static_cast<std::uint32_t>(devices.size()), &compilation);
  check(code, "creating a compilation");
  return CompilationHandle(compilation);
}

std::uint64_t nanoseconds(std::chrono::nanoseconds duration) { return static_cast<std::uint64_t>(duration.count()); }

void requireTimeouts(const Options& options, std::size_t devices) {
  if (options.compilationTimeout.count() < 0 || options.executionTimeout.count() < 0) {
    throw Error(ErrorKind::argument, "a timeout is negative");
  }
  if (options.compilationTimeout.count() == 0 && options.executionTimeout.count() == 0) return;
  if (devices != 1) {
    throw Error(ErrorKind::argument, "NNAPI has timeouts for exactly one device only: name it in the options, and "
                                     "let no operation fall back");
  }
  const LateFunctions& late = lateFunctions();
  if (late.setCompilationTimeout == nullptr || late.setExecutionTimeout == nullptr) {
    throw Error(ErrorKind::unsupported, "NNAPI has no timeouts before Android 11");
  }
}

}  // namespace

CompilationHandle compileModel(const ModelTables& tables, ANeuralNetworksModel* model, const Options& options) {
  if (!options.cacheFolder.empty()) requireWritable(options.cacheFolder);
  const std::vector<const ANeuralNetworksDevice*> devices = chooseDevices(tables, model, options);
  requireTimeouts(options, devices.size());
  CompilationHandle compilation = create(model, devices);
  check(ANeuralNetworksCompilation_setPreference(compilation.get(), static_cast<std::int32_t>(options.preference)),
        "setting the preference");
  if (!options.cacheFolder.empty()) {
    check(ANeuralNetworksCompilation_setCaching(compilation.get(), options.cacheFolder.c_str(),
                                                tables.cacheToken.data()),
          "setting the cache folder");
  }
  const LateFunctions& late = lateFunctions();
  // Medium is what every system has without asking.
  if (options.priority != Priority::medium) {
    if (late.setPriority == nullptr) {
      throw Error(ErrorKind::unsupported, "NNAPI has no priorities before Android 11");
    }
    check(late.setPriority(compilation.get(), static_cast<int>(options.priority)), "setting the priority");
  }
  if (options.compilationTimeout.count() > 0) {
    check(late.setCompilationTimeout(compilation.get(), nanoseconds(options.compilationTimeout)),
          "setting the timeout of the compilation");
  }
  check(ANeuralNetworksCompilation_finish(compilation.get()), "compiling the model");
  return compilation;
}

ExecutionHandle createExecution(ANeuralNetworksCompilation* compilation, const Options& options) {
  ANeuralNetworksExecution* created = nullptr;
  check(ANeuralNetworksExecution_create(compilation, &created), "creating an execution");
  ExecutionHandle execution(created);
  if (options.executionTimeout.count() > 0) {
    check(lateFunctions().setExecutionTimeout(created, nanoseconds(options.executionTimeout)),
          "setting the timeout of the execution");
  }
  return execution;
}

}  // namespace snapc
