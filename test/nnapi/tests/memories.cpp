/** Memories: mapped files, device memories, and what may not be done with them. */

#include <sys/mman.h>

#include <cstring>

#include "simple_model.h"

namespace {

constexpr int ok = ANEURALNETWORKS_NO_ERROR;
constexpr int badData = ANEURALNETWORKS_BAD_DATA;
constexpr size_t page = 65536;

std::vector<uint8_t> bytesOf(const std::vector<float>& numbers) {
  std::vector<uint8_t> bytes(numbers.size() * sizeof(float));
  std::memcpy(bytes.data(), numbers.data(), bytes.size());
  return bytes;
}

const Test files("mapped files", [] {
  const TemporaryFile file(std::vector<uint8_t>(2 * page, 0));
  ANeuralNetworksMemory* memory = nullptr;
  const auto create = [&](size_t size, int descriptor, size_t offset) {
    const int result =
        ANeuralNetworksMemory_createFromFd(size, PROT_READ, descriptor, offset, &memory);
    ANeuralNetworksMemory_free(memory);
    memory = nullptr;
    return result;
  };
  expectEqual(create(page, file.descriptor(), page), ok, "a page");
  expectEqual(create(page, file.descriptor(), 12), badData, "no page's begin");
  expectEqual(create(2 * page + 1, file.descriptor(), 0), badData, "after the end");
  expectEqual(create(2 * page, file.descriptor(), page), badData, "after the end by its offset");
  expectEqual(create(0, file.descriptor(), 0), badData, "nothing");
  expectEqual(create(page, -1, 0), badData, "no file");
  expectEqual(ANeuralNetworksMemory_createFromFd(page, PROT_READ, file.descriptor(), 0, nullptr),
              ANEURALNETWORKS_UNEXPECTED_NULL, "null");
});

const Test constants("constants of a memory", [] {
  const TemporaryFile file(bytesOf({0, 10, 20, 30}));
  const OwnedMemory memory = memoryOf(file, 16, PROT_READ);
  const OwnedModel model = newSimpleModel({2});
  const auto set = [&](size_t offset, size_t length) {
    return ANeuralNetworksModel_setOperandValueFromMemory(model.get(), simpleConstant, memory.get(),
                                                          offset, length);
  };
  expectEqual(set(12, 8), badData, "after the end");
  expectEqual(set(0, 4), badData, "too short");
  expectEqual(set(2, 8), badData, "not aligned");
  expectEqual(set(4, 8), ok, "inside");
  addSimpleOperation(model.get());
  identifySimple(model.get());
  expectEqual(ANeuralNetworksModel_finish(model.get()), ok, "finish");
  const OwnedCompilation compilation = finishedCompilation(model.get());
  const OwnedExecution execution = newExecution(compilation.get());
  const TemporaryFile values(bytesOf({1, 2, 0, 0}));
  const OwnedMemory shared = memoryOf(values, 16, PROT_READ | PROT_WRITE);
  expectEqual(
      ANeuralNetworksExecution_setInputFromMemory(execution.get(), 0, nullptr, shared.get(), 0, 8),
      ok, "input");
  expectEqual(
      ANeuralNetworksExecution_setOutputFromMemory(execution.get(), 0, nullptr, memory.get(), 0, 8),
      badData, "an output that cannot be written");
  expectEqual(
      ANeuralNetworksExecution_setOutputFromMemory(execution.get(), 0, nullptr, shared.get(), 8, 8),
      ok, "output");
  expectEqual(ANeuralNetworksExecution_compute(execution.get()), ok, "compute");
  const void* mapped = mmap(nullptr, 16, PROT_READ, MAP_SHARED, values.descriptor(), 0);
  const auto* results = static_cast<const float*>(mapped);
  expectEqual(static_cast<int>(results[2]), 11, "10 + 1");
  expectEqual(static_cast<int>(results[3]), 22, "20 + 2");
  munmap(const_cast<void*>(mapped), 16);
});

const Test freed("a memory that is freed before it is read ends the process", [] {
  expect(endsProcess([] {
           const TemporaryFile file(bytesOf({0, 10}));
           OwnedMemory memory = memoryOf(file, 8, PROT_READ);
           const OwnedModel model = newSimpleModel({2});
           ANeuralNetworksModel_setOperandValueFromMemory(model.get(), simpleConstant, memory.get(),
                                                          0, 8);
           addSimpleOperation(model.get());
           identifySimple(model.get());
           ANeuralNetworksModel_finish(model.get());
           memory.reset();
           const OwnedCompilation compilation = finishedCompilation(model.get());
           const OwnedExecution execution = newExecution(compilation.get());
           const float zeros[2] = {};
           float results[2] = {};
           ANeuralNetworksExecution_setInput(execution.get(), 0, nullptr, zeros, 8);
           ANeuralNetworksExecution_setOutput(execution.get(), 0, nullptr, results, 8);
           ANeuralNetworksExecution_compute(execution.get());
         }),
         "weights are gone");
});

OwnedMemory deviceMemory(const ANeuralNetworksCompilation* compilation) {
  ANeuralNetworksMemoryDesc* description = nullptr;
  ANeuralNetworksMemoryDesc_create(&description);
  ANeuralNetworksMemory* memory = nullptr;
  expectEqual(ANeuralNetworksMemory_createFromDesc(description, &memory), ANEURALNETWORKS_BAD_STATE,
              "an unfinished description");
  expectEqual(ANeuralNetworksMemoryDesc_finish(description), badData, "no role");
  expectEqual(ANeuralNetworksMemoryDesc_addInputRole(description, compilation, 0, 0.0f), badData,
              "frequency");
  expectEqual(ANeuralNetworksMemoryDesc_addInputRole(description, compilation, 0, 1.0f), ok,
              "input role");
  expectEqual(ANeuralNetworksMemoryDesc_addOutputRole(description, compilation, 0, 1.0f), ok,
              "output role");
  expectEqual(ANeuralNetworksMemoryDesc_finish(description), ok, "finish");
  expectEqual(ANeuralNetworksMemory_createFromDesc(description, &memory), ok, "create");
  ANeuralNetworksMemoryDesc_free(description);
  return OwnedMemory(memory, ANeuralNetworksMemory_free);
}

const Test deviceMemories("device memories go from output to input", [] {
  const OwnedModel model = finishedModel();
  const OwnedCompilation compilation = finishedCompilation(model.get());
  const OwnedMemory memory = deviceMemory(compilation.get());
  const float twos[2] = {2, 2};
  float results[2] = {};
  const auto run = [&](bool fromDevice) {
    const OwnedExecution execution = newExecution(compilation.get());
    if (fromDevice) {
      ANeuralNetworksExecution_setInputFromMemory(execution.get(), 0, nullptr, memory.get(), 0, 0);
      ANeuralNetworksExecution_setOutput(execution.get(), 0, nullptr, results, 8);
    } else {
      ANeuralNetworksExecution_setInput(execution.get(), 0, nullptr, twos, 8);
      ANeuralNetworksExecution_setOutputFromMemory(execution.get(), 0, nullptr, memory.get(), 0, 0);
    }
    return ANeuralNetworksExecution_compute(execution.get());
  };
  expectEqual(run(true), ANEURALNETWORKS_OP_FAILED, "read before it is written");
  expectEqual(run(false), ok, "written");
  expectEqual(run(true), ok, "read");
  expectEqual(static_cast<int>(results[0]), 4, "2 + 1 + 1");
  const TemporaryFile file(bytesOf({0, 0}));
  const OwnedMemory copy = memoryOf(file, 8, PROT_READ | PROT_WRITE);
  expectEqual(ANeuralNetworksMemory_copy(memory.get(), copy.get()), ok, "copy");
  const OwnedExecution execution = newExecution(compilation.get());
  expectEqual(
      ANeuralNetworksExecution_setInputFromMemory(execution.get(), 0, nullptr, memory.get(), 0, 8),
      badData, "a length of device memory");
});

}  // namespace
