/** Devices, and what environment variables make of them. */

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "simple_model.h"

namespace {

constexpr int ok = ANEURALNETWORKS_NO_ERROR;
constexpr int badData = ANEURALNETWORKS_BAD_DATA;

std::string nameOf(const ANeuralNetworksDevice* device) {
  const char* name = nullptr;
  ANeuralNetworksDevice_getName(device, &name);
  return name;
}

int64_t levelOf(const ANeuralNetworksDevice* device) {
  int64_t level = 0;
  ANeuralNetworksDevice_getFeatureLevel(device, &level);
  return level;
}

/** A folder that goes with its content. */
struct TemporaryFolder {
  TemporaryFolder() {
    char name[] = "/tmp/snapc-nnapi-XXXXXX";
    path = mkdtemp(name);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { std::filesystem::remove_all(path); }

  std::string read(const std::string& name) const {
    std::ostringstream text;
    text << std::ifstream(path / name).rdbuf();
    return text.str();
  }

  std::filesystem::path path;
};

int run(ANeuralNetworksCompilation* compilation) {
  const OwnedExecution execution = newExecution(compilation);
  const float zeros[2] = {};
  float results[2] = {};
  ANeuralNetworksExecution_setInput(execution.get(), 0, nullptr, zeros, 8);
  ANeuralNetworksExecution_setOutput(execution.get(), 0, nullptr, results, 8);
  return ANeuralNetworksExecution_compute(execution.get());
}

const Test lists("the list of devices", [] {
  const std::vector<ANeuralNetworksDevice*> devices = allDevices();
  expectEqual(static_cast<int>(devices.size()), 2, "devices");
  expect(nameOf(devices[0]) == "snapc-accelerator", "the first is the accelerator");
  expect(nameOf(devices[1]) == "nnapi-reference", "the last is the runtime's own");
  int32_t type = 0;
  ANeuralNetworksDevice_getType(devices[0], &type);
  expectEqual(type, ANEURALNETWORKS_DEVICE_ACCELERATOR, "type");
  ANeuralNetworksDevice* device = nullptr;
  expectEqual(ANeuralNetworks_getDevice(2, &device), badData, "a third device");
  const Environment hidden("SNAPC_NNAPI_HIDE_ACCELERATOR", "1");
  expectEqual(static_cast<int>(allDevices().size()), 1, "devices without the accelerator");
});

const Test levels("feature levels", [] {
  expectEqual(ANeuralNetworks_getRuntimeFeatureLevel(), ANEURALNETWORKS_FEATURE_LEVEL_8, "newest");
  const Environment runtime("SNAPC_NNAPI_RUNTIME_LEVEL", "7");
  const Environment device("SNAPC_NNAPI_DEVICE_LEVEL", "3");
  const std::vector<ANeuralNetworksDevice*> devices = allDevices();
  expectEqual(ANeuralNetworks_getRuntimeFeatureLevel(), 1000007, "runtime");
  expectEqual(levelOf(devices[0]), 29, "accelerator");
  expectEqual(levelOf(devices[1]), 1000007, "processor");
});

const Test refusals("operations that the accelerator lacks", [] {
  const OwnedModel model = finishedModel();
  const std::vector<ANeuralNetworksDevice*> devices = allDevices();
  const auto supports = [&](uint32_t count, const ANeuralNetworksDevice* const* listed) {
    bool isSupported = false;
    ANeuralNetworksModel_getSupportedOperationsForDevices(model.get(), listed, count, &isSupported);
    return isSupported;
  };
  expect(supports(1, devices.data()), "ADD is there");
  const Environment refused("SNAPC_NNAPI_REFUSE", "SOFTMAX,ADD");
  expect(!supports(1, devices.data()), "ADD is refused");
  expect(supports(2, devices.data()), "the processor has it");
  const OwnedCompilation one = newCompilationFor(model.get(), 1);
  expectEqual(ANeuralNetworksCompilation_finish(one.get()), badData, "finish for the accelerator");
  ANeuralNetworksExecution* execution = nullptr;
  expectEqual(ANeuralNetworksExecution_create(one.get(), &execution), ANEURALNETWORKS_BAD_STATE,
              "an execution of what failed");
  const OwnedCompilation both = newCompilationFor(model.get(), 2);
  expectEqual(ANeuralNetworksCompilation_finish(both.get()), ok, "finish for both");
  const ANeuralNetworksDevice* twice[] = {devices[0], devices[0]};
  ANeuralNetworksCompilation* compilation = nullptr;
  expectEqual(ANeuralNetworksCompilation_createForDevices(model.get(), twice, 2, &compilation),
              badData, "a device twice");
});

const Test failures("a device that dies stays dead", [] {
  // The child counts its executions from those of the tests before.
  const auto results = [](const char* variable, std::vector<int> expected) {
    const OwnedModel model = finishedModel();
    const OwnedCompilation compilation = finishedCompilation(model.get());
    const Environment failing("SNAPC_NNAPI_FAIL_EXECUTION", variable);
    for (const int result : expected) {
      if (run(compilation.get()) != result) return;
    }
    std::abort();
  };
  expect(endsProcess([&] { results("1", {14, 14}); }), "dead");
  expect(endsProcess([&] { results("999999", {0, 0}); }), "not yet");
});

const Test logs("the log and the cache", [] {
  const TemporaryFolder folder;
  const Environment log("SNAPC_NNAPI_LOG", folder.path / "log");
  const OwnedModel model = finishedModel();
  uint8_t token[ANEURALNETWORKS_BYTE_SIZE_OF_CACHE_TOKEN] = {};
  token[0] = 0xab;
  for (int time = 0; time < 2; ++time) {
    const OwnedCompilation compilation = newCompilationFor(model.get(), 1);
    ANeuralNetworksCompilation_setPreference(compilation.get(),
                                             ANEURALNETWORKS_PREFER_SUSTAINED_SPEED);
    ANeuralNetworksCompilation_setCaching(compilation.get(), folder.path.c_str(), token);
    ANeuralNetworksCompilation_finish(compilation.get());
    expectEqual(run(compilation.get()), ok, "run");
  }
  const std::string text = folder.read("log");
  expect(text.find("\"hit\":false,\"stored\":true") < text.find("\"hit\":true"), "cache: " + text);
  expect(text.find("\"preference\":2") != std::string::npos, "preference: " + text);
  expect(text.find("{\"event\":\"execution\",\"how\":\"compute\",\"result\":0}\n") !=
             std::string::npos,
         "execution: " + text);
  expect(std::filesystem::exists(folder.path / ("ab" + std::string(62, '0') + ".snapc-nnapi")),
         "the cache's file");
  const OwnedCompilation nowhere = newCompilationFor(model.get(), 1);
  ANeuralNetworksCompilation_setCaching(nowhere.get(), "/nowhere", token);
  expectEqual(ANeuralNetworksCompilation_finish(nowhere.get()), ok, "no folder");
});

}  // namespace
