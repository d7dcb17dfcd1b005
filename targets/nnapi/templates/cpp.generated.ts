/** The C++ and Kotlin runtime and the templates by path; kept in step with their files by `npm run generate`. */

export const runtimeFiles: Readonly<Record<string, string>> = {
  'include/snapc/cancellation.h': `/// A flag by which another thread asks a load or a run to stop.

#ifndef SNAPC_CANCELLATION_H
#define SNAPC_CANCELLATION_H

#include <atomic>

namespace snapc {

/// NNAPI cannot stop an execution midway: a cancelled run ends with the execution under way, and throws.
class Cancellation {
 public:
  void cancel() noexcept { cancelled_.store(true, std::memory_order_relaxed); }
  bool isCancelled() const noexcept { return cancelled_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> cancelled_{false};
};

}  // namespace snapc

#endif
`,
  'include/snapc/device.h': `/// The devices that NNAPI offers on this phone.

#ifndef SNAPC_DEVICE_H
#define SNAPC_DEVICE_H

#include <cstdint>
#include <string>
#include <vector>

namespace snapc {

enum class DeviceType { unknown = 0, other = 1, cpu = 2, gpu = 3, accelerator = 4 };

struct Device {
  std::string name;
  DeviceType type = DeviceType::unknown;
  std::string version;
  /// 29 to 31 are the levels 3 to 5; 1000006 and up are the levels 6 and up.
  std::int64_t featureLevel = 0;
  /// NNAPI's own slow CPU implementation.
  bool isReference = false;
};

const char* nameOf(DeviceType type) noexcept;

/// Throws Error.
std::vector<Device> devices();

/// Of the system's NNAPI, which may be above or below that of a device.
std::int64_t runtimeFeatureLevel();

}  // namespace snapc

#endif
`,
  'include/snapc/element_type.h': `/// The elements of tensors.

#ifndef SNAPC_ELEMENT_TYPE_H
#define SNAPC_ELEMENT_TYPE_H

#include <cstddef>
#include <cstdint>

namespace snapc {

enum class ElementType : std::uint8_t { float32, float16, int32, int64, bool8, uint8, int8 };

std::size_t byteSize(ElementType type) noexcept;
const char* nameOf(ElementType type) noexcept;

/// IEEE 754 binary16 as NNAPI holds it.
struct Float16 {
  std::uint16_t bits = 0;
};

/// Rounds to the nearest, ties to even; what is too large becomes infinite.
Float16 toFloat16(float value) noexcept;
float toFloat32(Float16 value) noexcept;

}  // namespace snapc

#endif
`,
  'include/snapc/error.h': `/// What is thrown: a message for people, and what an app needs to decide on it.

#ifndef SNAPC_ERROR_H
#define SNAPC_ERROR_H

#include <stdexcept>
#include <string>
#include <utility>

namespace snapc {

enum class ErrorKind {
  /// An input, output or option that the model does not take.
  argument,
  /// A file that is missing or cannot be read or written.
  file,
  /// Weights that are not those of this model.
  weights,
  /// A cache folder that cannot be written.
  cache,
  /// No such device, or none but the reference.
  device,
  /// The phone's NNAPI, or the chosen device, cannot run an operation.
  unsupported,
  cancelled,
  /// NNAPI gave an error code.
  neuralNetworks,
};

class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}

  ErrorKind kind() const noexcept { return kind_; }
  /// What NNAPI returned; 0 if it was not NNAPI that failed.
  int resultCode() const noexcept { return resultCode_; }
  /// The index of the operation that is at fault; -1 if none is known.
  long operation() const noexcept { return operation_; }
  /// The nodes of the ONNX model that the operation stems from.
  const std::string& origin() const noexcept { return origin_; }

  Error& withResultCode(int code) {
    resultCode_ = code;
    return *this;
  }
  Error& withOperation(long operation, std::string origin) {
    operation_ = operation;
    origin_ = std::move(origin);
    return *this;
  }

 private:
  ErrorKind kind_;
  int resultCode_ = 0;
  long operation_ = -1;
  std::string origin_;
};

}  // namespace snapc

#endif
`,
  'include/snapc/loop.h': `/// Runs a model again and again without copies: a denoising loop.

#ifndef SNAPC_LOOP_H
#define SNAPC_LOOP_H

#include <cstddef>
#include <memory>
#include <vector>

#include "snapc/cancellation.h"
#include "snapc/session.h"
#include "snapc/tensor.h"

namespace snapc {

/// An output that is the next step's input.
struct Feedback {
  std::size_t output;
  std::size_t input;
};

/// Inputs and outputs live in memory that the driver maps. Outputs are double-buffered: the last step's stay
/// readable while the next one runs. Belongs to one thread at a time.
class Loop {
 public:
  /// Throws Error, as for a feedback between tensors that differ in type or size.
  explicit Loop(const Session& session, const std::vector<Feedback>& feedback = {});
  Loop(Loop&&) noexcept;
  Loop& operator=(Loop&&) noexcept;
  ~Loop();

  /// What the next step reads: the app writes here.
  Tensor input(std::size_t index) const;
  /// What the last step wrote; valid until the step after the next one begins.
  ConstTensor output(std::size_t index) const;

  /// Blocks until the outputs are written. Throws Error; the loop may be used again.
  void step(const Cancellation* cancellation = nullptr);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace snapc

#endif
`,
  'include/snapc/options.h': `/// How a model is loaded and run.

#ifndef SNAPC_OPTIONS_H
#define SNAPC_OPTIONS_H

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace snapc {

enum class Preference { lowPower = 0, fastSingleAnswer = 1, sustainedSpeed = 2 };
enum class Priority { low = 90, medium = 100, high = 110 };

/// What to do when NNAPI would compute on its CPU reference, which takes minutes where an accelerator takes seconds.
/// Only \`refuse\` keeps NNAPI from using it when a driver fails.
enum class Fallback { refuse, warn, allow };

struct Options {
  /// Names as \`devices()\` gives them; NNAPI chooses among all when empty.
  std::vector<std::string> devices;
  Fallback fallback = Fallback::warn;
  Preference preference = Preference::sustainedSpeed;
  Priority priority = Priority::medium;
  /// A folder of the app's own, as Context.getCodeCacheDir; no caching when empty.
  std::string cacheFolder;
  /// Whether the weights are read once to compare their SHA-256. Without it, their size alone is compared.
  bool verifyWeights = true;
  /// Copies the weights into shared memory, for drivers that may not map the app's files.
  bool shareWeights = false;
  /// Both need exactly one device and Android 11; none when zero.
  std::chrono::nanoseconds compilationTimeout{0};
  std::chrono::nanoseconds executionTimeout{0};
  /// Gets each warning while the model loads; without it they go to the system's log.
  std::function<void(const std::string&)> onWarning;
};

enum class LoadPhase { verifying, building, compiling };

/// Is called on the loading thread; \`total\` is 0 where there is nothing to count.
using Progress = std::function<void(LoadPhase phase, std::uint64_t done, std::uint64_t total)>;

}  // namespace snapc

#endif
`,
  'include/snapc/session.h': `/// A compiled model of any interface; the generated header gives it types.

#ifndef SNAPC_SESSION_H
#define SNAPC_SESSION_H

#include <cstddef>
#include <memory>
#include <vector>

#include "snapc/cancellation.h"
#include "snapc/options.h"
#include "snapc/tables.h"
#include "snapc/tensor.h"
#include "snapc/weights.h"

namespace snapc {

class Session {
 public:
  /// Throws Error; nothing stays behind then.
  static Session load(const ModelTables& tables, const Weights& weights, const Options& options = {},
                      const Progress& progress = {}, const Cancellation* cancellation = nullptr);

  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;
  ~Session();

  const std::vector<TensorInfo>& inputs() const noexcept;
  const std::vector<TensorInfo>& outputs() const noexcept;

  /// What a model takes or gives, before it is loaded: \`ports\` are the tables' inputs or outputs.
  static std::vector<TensorInfo> describe(const ModelTables& tables, const Table<PortEntry>& ports);

  /// Blocks until the outputs are written. Several threads may run one session. Throws Error.
  void run(const std::vector<ConstTensor>& inputs, const std::vector<Tensor>& outputs,
           const Cancellation* cancellation = nullptr) const;

 private:
  friend class Loop;
  struct State;
  explicit Session(std::shared_ptr<const State> state);
  std::shared_ptr<const State> state_;
};

}  // namespace snapc

#endif
`,
  'include/snapc/tables.h': `/// A model as constant tables: what the generated source holds and the runtime builds from.

#ifndef SNAPC_TABLES_H
#define SNAPC_TABLES_H

#include <array>
#include <cstddef>
#include <cstdint>

#include "snapc/element_type.h"

namespace snapc {

template <typename Entry>
struct Table {
  const Entry* entries;
  std::size_t count;

  const Entry& operator[](std::size_t index) const { return entries[index]; }
  const Entry* begin() const { return entries; }
  const Entry* end() const { return entries + count; }
};

/// Of the ONNX model.
using NodeName = const char*;

struct OperandTypeEntry {
  std::uint8_t code;
  std::uint8_t rank;
  /// The first of its sizes in \`dimensions\`.
  std::uint32_t dimensions;
  float scale;
  std::int32_t zeroPoint;
  /// One more than the index in \`channels\`; 0 if the type has no scales per channel.
  std::uint32_t channels;
};

/// Floats in a pool: where they begin, in bytes, and how many.
struct ChannelScales {
  std::uint8_t dimension;
  std::uint32_t pool;
  std::uint32_t offset;
  std::uint32_t count;
};

/// Where an operand's value comes from.
enum Source : std::uint16_t { COMPUTED = 0, OMITTED = 1, IMMEDIATE = 2, POOL = 3 };

struct OperandEntry {
  /// The index in \`types\`.
  std::uint32_t type;
  /// A Source; POOL + n is the pool n.
  std::uint16_t source;
  /// Within the immediates or the pool, in bytes.
  std::uint32_t offset;
  std::uint32_t length;
};

struct OperationEntry {
  std::uint8_t code;
  /// The first of its operands in \`indices\`: inputs, then outputs.
  std::uint32_t operands;
  std::uint16_t inputCount;
  std::uint16_t outputCount;
  /// The first in \`indices\` of the names of its nodes, and how many.
  std::uint32_t origin;
  std::uint16_t originCount;
};

struct PortEntry {
  const char* name;
  std::uint32_t operand;
  /// As the ONNX model declares it; the sizes are in \`dimensions\`.
  ElementType modelType;
  std::uint8_t modelRank;
  std::uint32_t modelDimensions;
};

struct PoolEntry {
  const char* file;
  std::uint64_t bytes;
  /// Hexadecimal.
  const char* sha256;
};

struct ModelTables {
  const char* title;
  /// The lowest runtime that knows every operation.
  std::int64_t featureLevel;
  bool relaxed;
  Table<OperandTypeEntry> types;
  Table<std::uint32_t> dimensions;
  Table<ChannelScales> channels;
  Table<OperandEntry> operands;
  Table<std::uint8_t> immediates;
  Table<OperationEntry> operations;
  Table<std::uint32_t> indices;
  Table<NodeName> nodes;
  Table<PortEntry> inputs;
  Table<PortEntry> outputs;
  Table<PoolEntry> pools;
  /// Changes with the model and its weights.
  std::array<std::uint8_t, 32> cacheToken;
};

}  // namespace snapc

#endif
`,
  'include/snapc/tensor.h': `/// Tensors of the caller's memory, and what a model says of its inputs and outputs.

#ifndef SNAPC_TENSOR_H
#define SNAPC_TENSOR_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "snapc/element_type.h"

namespace snapc {

/// Elements that somebody else owns.
template <typename Element>
struct Span {
  Element* data = nullptr;
  std::size_t count = 0;

  Span() = default;
  Span(Element* elements, std::size_t number) : data(elements), count(number) {}
  /// A container of contiguous elements, such as a vector or an array.
  template <typename Container, typename = decltype(static_cast<Element*>(
                                    static_cast<Container*>(nullptr)->data()))>
  Span(Container& container) : data(container.data()), count(container.size()) {}
};

struct ConstTensor {
  const void* data = nullptr;
  std::size_t bytes = 0;
};

struct Tensor {
  void* data = nullptr;
  std::size_t bytes = 0;
};

template <typename Element>
ConstTensor bytesOf(Span<const Element> span) {
  return {span.data, span.count * sizeof(Element)};
}

template <typename Element>
Tensor bytesOf(Span<Element> span) {
  return {span.data, span.count * sizeof(Element)};
}

/// An input or output.
struct TensorInfo {
  /// The name in the ONNX model.
  std::string name;
  /// What the app gives or gets.
  ElementType type = ElementType::float32;
  std::vector<std::uint32_t> shape;
  /// What the ONNX model declares: it may hold the same elements in another type.
  ElementType modelType = ElementType::float32;
  std::vector<std::uint32_t> modelShape;

  std::size_t elementCount() const;
  std::size_t bytes() const;
};

}  // namespace snapc

#endif
`,
  'include/snapc/weights.h': `/// Where the weights of a model are.

#ifndef SNAPC_WEIGHTS_H
#define SNAPC_WEIGHTS_H

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace snapc {

/// A pool within an open file. The offset is a multiple of the page size; 65536 serves every phone.
struct WeightDescriptor {
  int fd = -1;
  std::uint64_t offset = 0;
};

class Weights {
 public:
  /// The folder that holds weights_0.bin and the pools after it.
  static Weights inFolder(std::string folder) { return Weights(std::move(folder), {}); }
  /// One for each pool, in order. They stay the caller's, who may close them after the load.
  static Weights fromDescriptors(std::vector<WeightDescriptor> descriptors) {
    return Weights({}, std::move(descriptors));
  }

  const std::string& folder() const noexcept { return folder_; }
  const std::vector<WeightDescriptor>& descriptors() const noexcept { return descriptors_; }

 private:
  Weights(std::string folder, std::vector<WeightDescriptor> descriptors)
      : folder_(std::move(folder)), descriptors_(std::move(descriptors)) {}

  std::string folder_;
  std::vector<WeightDescriptor> descriptors_;
};

}  // namespace snapc

#endif
`,
  'src/runtime/cache_folder.cpp': `/// Tries whether a folder can be written.

#include "cache_folder.h"

#include <unistd.h>

#include <cstdlib>
#include <vector>

#include "file.h"
#include "snapc/error.h"

namespace snapc {

void requireWritable(const std::string& folder) {
  const std::string pattern = folder + "/.snapc-XXXXXX";
  std::vector<char> path(pattern.begin(), pattern.end());
  path.push_back('\\0');
  const File probe(mkstemp(path.data()));
  if (probe.fd() < 0) {
    throw Error(ErrorKind::cache, "the cache folder " + folder + " cannot be written: " + systemError());
  }
  unlink(path.data());
}

}  // namespace snapc
`,
  'src/runtime/cache_folder.h': `/// The folder in which NNAPI keeps compiled models.

#ifndef SNAPC_CACHE_FOLDER_H
#define SNAPC_CACHE_FOLDER_H

#include <string>

namespace snapc {

/// Throws Error unless files can be made in the folder: NNAPI itself would go without a cache, and say nothing.
void requireWritable(const std::string& folder);

}  // namespace snapc

#endif
`,
  'src/runtime/check.cpp': `/// Messages for result codes of NNAPI and for operations of a model.

#include "check.h"

#include <android/NeuralNetworks.h>

namespace snapc {
namespace {

const char* meaning(int code) {
  switch (code) {
    case ANEURALNETWORKS_OUT_OF_MEMORY:
      return "OUT_OF_MEMORY: the phone has not enough memory";
    case ANEURALNETWORKS_INCOMPLETE:
      return "INCOMPLETE: something that was needed was not set";
    case ANEURALNETWORKS_UNEXPECTED_NULL:
      return "UNEXPECTED_NULL: a null pointer where none is allowed";
    case ANEURALNETWORKS_BAD_DATA:
      return "BAD_DATA: the arguments are not valid for this version of NNAPI";
    case ANEURALNETWORKS_OP_FAILED:
      return "OP_FAILED: an operation could not be computed";
    case ANEURALNETWORKS_BAD_STATE:
      return "BAD_STATE: called in the wrong order";
    case ANEURALNETWORKS_UNMAPPABLE:
      return "UNMAPPABLE: the driver cannot map the memory; load with shared weights";
    case ANEURALNETWORKS_OUTPUT_INSUFFICIENT_SIZE:
      return "OUTPUT_INSUFFICIENT_SIZE: an output is too small";
    case ANEURALNETWORKS_UNAVAILABLE_DEVICE:
      return "UNAVAILABLE_DEVICE: the device is busy or gone";
    case ANEURALNETWORKS_MISSED_DEADLINE_TRANSIENT:
      return "MISSED_DEADLINE_TRANSIENT: it took longer than the timeout; it may succeed later";
    case ANEURALNETWORKS_MISSED_DEADLINE_PERSISTENT:
      return "MISSED_DEADLINE_PERSISTENT: it takes longer than the timeout";
    case ANEURALNETWORKS_RESOURCE_EXHAUSTED_TRANSIENT:
      return "RESOURCE_EXHAUSTED_TRANSIENT: the device is out of resources; it may succeed later";
    case ANEURALNETWORKS_RESOURCE_EXHAUSTED_PERSISTENT:
      return "RESOURCE_EXHAUSTED_PERSISTENT: the device has not the resources";
    case ANEURALNETWORKS_DEAD_OBJECT:
      return "DEAD_OBJECT: the driver crashed or was stopped; load the model again";
    default:
      return "an unknown code";
  }
}

}  // namespace

std::string describeResult(int code) {
  return std::string(meaning(code)) + " (NNAPI code " + std::to_string(code) + ")";
}

void check(int code, const std::string& action) {
  if (code == ANEURALNETWORKS_NO_ERROR) return;
  throw Error(ErrorKind::neuralNetworks, action + " failed: " + describeResult(code)).withResultCode(code);
}

void checkOperation(int code, const std::string& action, const ModelTables& tables, std::size_t operation) {
  if (code == ANEURALNETWORKS_NO_ERROR) return;
  const std::string message =
      action + ' ' + describeOperation(tables, operation) + " failed: " + describeResult(code);
  throw Error(ErrorKind::neuralNetworks, message)
      .withResultCode(code)
      .withOperation(static_cast<long>(operation), originOf(tables, operation));
}

std::string describeOperation(const ModelTables& tables, std::size_t operation) {
  const std::string name = operationName(tables.operations[operation].code);
  const std::string origin = originOf(tables, operation);
  const std::string from = origin.empty() ? "" : ", from " + origin;
  return name + " (operation " + std::to_string(operation) + from + ')';
}

std::string originOf(const ModelTables& tables, std::size_t operation) {
  const OperationEntry& entry = tables.operations[operation];
  std::string nodes;
  for (std::size_t index = 0; index < entry.originCount; ++index) {
    if (index > 0) nodes += ", ";
    nodes += std::string("\\"") + tables.nodes[tables.indices[entry.origin + index]] + '"';
  }
  return nodes;
}

}  // namespace snapc
`,
  'src/runtime/check.h': `/// Turns result codes of NNAPI into messages.

#ifndef SNAPC_CHECK_H
#define SNAPC_CHECK_H

#include <cstddef>
#include <string>

#include "snapc/error.h"
#include "snapc/tables.h"

namespace snapc {

/// The code's name and what it means.
std::string describeResult(int code);

/// Throws unless the code is that of success; \`action\` is what was tried, as in "adding an operand".
void check(int code, const std::string& action);

/// The same for an operation: the message names it, its index and its nodes in the ONNX model.
void checkOperation(int code, const std::string& action, const ModelTables& tables, std::size_t operation);

/// Such as \`CONV_2D (operation 12, from "/down/Conv")\`.
std::string describeOperation(const ModelTables& tables, std::size_t operation);

/// The nodes of the ONNX model that an operation stems from, with commas between them.
std::string originOf(const ModelTables& tables, std::size_t operation);

/// The NDK's name of an operation without its prefix.
std::string operationName(unsigned code);

}  // namespace snapc

#endif
`,
  'src/runtime/compilation.cpp': `/// Sets preference, priority, caching and timeouts before NNAPI compiles.

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
`,
  'src/runtime/compilation.h': `/// Compiles a model with the options of the app.

#ifndef SNAPC_COMPILATION_H
#define SNAPC_COMPILATION_H

#include "handles.h"
#include "snapc/options.h"
#include "snapc/tables.h"

namespace snapc {

/// Throws Error.
CompilationHandle compileModel(const ModelTables& tables, ANeuralNetworksModel* model, const Options& options);

/// A fresh execution with the timeout of the options. Throws Error.
ExecutionHandle createExecution(ANeuralNetworksCompilation* compilation, const Options& options);

}  // namespace snapc

#endif
`,
  'src/runtime/device.cpp': `/// Lists the devices of NNAPI.

#include "snapc/device.h"

#include "check.h"
#include "late_functions.h"
#include "system_devices.h"

namespace snapc {
namespace {

DeviceType typeOf(std::int32_t code) {
  switch (code) {
    case ANEURALNETWORKS_DEVICE_OTHER:
      return DeviceType::other;
    case ANEURALNETWORKS_DEVICE_CPU:
      return DeviceType::cpu;
    case ANEURALNETWORKS_DEVICE_GPU:
      return DeviceType::gpu;
    case ANEURALNETWORKS_DEVICE_ACCELERATOR:
      return DeviceType::accelerator;
    default:
      return DeviceType::unknown;
  }
}

Device describe(const ANeuralNetworksDevice* handle) {
  const char* name = nullptr;
  const char* version = nullptr;
  std::int32_t type = 0;
  Device device;
  check(ANeuralNetworksDevice_getName(handle, &name), "reading a device's name");
  check(ANeuralNetworksDevice_getVersion(handle, &version), "reading a device's version");
  check(ANeuralNetworksDevice_getType(handle, &type), "reading a device's type");
  check(ANeuralNetworksDevice_getFeatureLevel(handle, &device.featureLevel), "reading a device's feature level");
  device.name = name == nullptr ? "" : name;
  device.version = version == nullptr ? "" : version;
  device.type = typeOf(type);
  device.isReference = device.name == "nnapi-reference";
  return device;
}

}  // namespace

std::vector<SystemDevice> systemDevices() {
  std::uint32_t count = 0;
  check(ANeuralNetworks_getDeviceCount(&count), "counting the devices");
  std::vector<SystemDevice> devices;
  for (std::uint32_t index = 0; index < count; ++index) {
    ANeuralNetworksDevice* handle = nullptr;
    check(ANeuralNetworks_getDevice(index, &handle), "finding a device");
    devices.push_back({describe(handle), handle});
  }
  return devices;
}

std::vector<Device> devices() {
  std::vector<Device> described;
  for (SystemDevice& device : systemDevices()) described.push_back(std::move(device.about));
  return described;
}

const char* nameOf(DeviceType type) noexcept {
  switch (type) {
    case DeviceType::unknown:
      return "unknown";
    case DeviceType::other:
      return "other";
    case DeviceType::cpu:
      return "cpu";
    case DeviceType::gpu:
      return "gpu";
    case DeviceType::accelerator:
      return "accelerator";
  }
  return "unknown";
}

std::int64_t runtimeFeatureLevel() {
  const LateFunctions& late = lateFunctions();
  if (late.runtimeFeatureLevel != nullptr) return late.runtimeFeatureLevel();
  // Before Android 12 no device is above the runtime, and the reference is at its level.
  std::int64_t highest = 0;
  for (const Device& device : devices()) {
    if (device.featureLevel > highest) highest = device.featureLevel;
  }
  return highest;
}

}  // namespace snapc
`,
  'src/runtime/device_choice.cpp': `/// Compares what devices support with what a model needs.

#include "device_choice.h"

#include <algorithm>
#include <memory>

#include "check.h"
#include "log.h"

namespace snapc {
namespace {

/// Operations that a message names.
constexpr std::size_t NAMED = 5;

std::string namesOf(const std::vector<SystemDevice>& devices) {
  std::string names;
  for (const SystemDevice& device : devices) names += (names.empty() ? "" : ", ") + device.about.name;
  return names.empty() ? "none" : names;
}

std::vector<SystemDevice> chosenFrom(const std::vector<SystemDevice>& all, const Options& options) {
  std::vector<SystemDevice> chosen;
  for (const std::string& name : options.devices) {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const SystemDevice& device) { return device.about.name == name; });
    if (found == all.end()) {
      throw Error(ErrorKind::device, "there is no device \\"" + name + "\\"; this phone has: " + namesOf(all));
    }
    chosen.push_back(*found);
  }
  return chosen;
}

std::vector<const ANeuralNetworksDevice*> handlesOf(const std::vector<SystemDevice>& devices) {
  std::vector<const ANeuralNetworksDevice*> handles;
  for (const SystemDevice& device : devices) handles.push_back(device.handle);
  return handles;
}

std::vector<std::size_t> unsupportedBy(const std::vector<SystemDevice>& devices, const ModelTables& tables,
                                       const ANeuralNetworksModel* model) {
  const std::vector<const ANeuralNetworksDevice*> handles = handlesOf(devices);
  const auto supported = std::make_unique<bool[]>(tables.operations.count);
  check(ANeuralNetworksModel_getSupportedOperationsForDevices(
            model, handles.data(), static_cast<std::uint32_t>(handles.size()), supported.get()),
        "asking the devices which operations they support");
  std::vector<std::size_t> missing;
  for (std::size_t index = 0; index < tables.operations.count; ++index) {
    if (!supported[index]) missing.push_back(index);
  }
  return missing;
}

/// Throws or warns, as the options say.
void object(const Options& options, const Error& error) {
  if (options.fallback == Fallback::refuse) throw error;
  if (options.fallback == Fallback::warn) warn(options, error.what());
}

Error lacking(const std::vector<SystemDevice>& devices, const std::vector<std::size_t>& missing,
              const ModelTables& tables) {
  std::string message = std::to_string(missing.size()) + " of " + std::to_string(tables.operations.count) +
                        " operations are not supported by " + namesOf(devices) +
                        " and would run on the slow CPU reference: ";
  for (std::size_t index = 0; index < std::min(missing.size(), NAMED); ++index) {
    if (index > 0) message += "; ";
    message += describeOperation(tables, missing[index]);
  }
  if (missing.size() > NAMED) message += "; ...";
  Error error(ErrorKind::unsupported, message);
  error.withOperation(static_cast<long>(missing.front()), originOf(tables, missing.front()));
  return error;
}

}  // namespace

void requireFeatureLevel(const ModelTables& tables) {
  const std::int64_t level = runtimeFeatureLevel();
  if (level >= tables.featureLevel) return;
  throw Error(ErrorKind::unsupported, "the model needs NNAPI's feature level " + std::to_string(tables.featureLevel) +
                                          ", and this phone's is " + std::to_string(level) +
                                          ": compile it for a lower level");
}

std::vector<const ANeuralNetworksDevice*> chooseDevices(const ModelTables& tables, const ANeuralNetworksModel* model,
                                                        const Options& options) {
  const std::vector<SystemDevice> all = systemDevices();
  std::vector<SystemDevice> chosen = chosenFrom(all, options);
  const bool automatic = chosen.empty();
  const auto isReference = [](const SystemDevice& device) { return device.about.isReference; };
  if (automatic) {
    std::copy_if(all.begin(), all.end(), std::back_inserter(chosen),
                 [&](const SystemDevice& device) { return !isReference(device); });
    if (chosen.empty()) {
      object(options, Error(ErrorKind::device,
                            "this phone has no NNAPI driver: everything would run on nnapi-reference, a slow CPU "
                            "implementation. NNAPI is deprecated since Android 15; LiteRT, a vendor's delegate or "
                            "the model compiled for WebGPU serve such a phone better"));
      return {};
    }
  }
  const std::vector<std::size_t> missing = unsupportedBy(chosen, tables, model);
  if (!missing.empty()) {
    const bool hasReference = std::any_of(chosen.begin(), chosen.end(), isReference);
    const Error error = lacking(chosen, missing, tables);
    // With the reference among them there is nobody left to run the operation.
    if (hasReference) throw error;
    object(options, error);
    // For explicit devices NNAPI does not fall back by itself.
    const auto reference = std::find_if(all.begin(), all.end(), isReference);
    if (!automatic && reference != all.end()) chosen.push_back(*reference);
  }
  // Where NNAPI chooses, its reference takes over without a word when a driver fails; drivers that are named must do it.
  if (automatic && options.fallback != Fallback::refuse) return {};
  return handlesOf(chosen);
}

}  // namespace snapc
`,
  'src/runtime/device_choice.h': `/// Decides which devices a model is compiled for.

#ifndef SNAPC_DEVICE_CHOICE_H
#define SNAPC_DEVICE_CHOICE_H

#include <vector>

#include "handles.h"
#include "snapc/options.h"
#include "snapc/tables.h"
#include "system_devices.h"

namespace snapc {

/// Throws Error if a chosen device is not there, the runtime is too old, or the options refuse what would run on
/// the CPU reference; warns if they ask for warnings. Empty where NNAPI shall choose.
std::vector<const ANeuralNetworksDevice*> chooseDevices(const ModelTables& tables, const ANeuralNetworksModel* model,
                                                        const Options& options);

/// Throws Error if NNAPI as a whole does not know the model's operations.
void requireFeatureLevel(const ModelTables& tables);

}  // namespace snapc

#endif
`,
  'src/runtime/element_type.cpp': `/// Sizes and names of element types, and the conversions of halves.

#include "snapc/element_type.h"

#include <cstring>

namespace snapc {

std::size_t byteSize(ElementType type) noexcept {
  switch (type) {
    case ElementType::int64:
      return 8;
    case ElementType::float32:
    case ElementType::int32:
      return 4;
    case ElementType::float16:
      return 2;
    case ElementType::bool8:
    case ElementType::uint8:
    case ElementType::int8:
      return 1;
  }
  return 1;
}

const char* nameOf(ElementType type) noexcept {
  switch (type) {
    case ElementType::float32:
      return "float32";
    case ElementType::float16:
      return "float16";
    case ElementType::int32:
      return "int32";
    case ElementType::int64:
      return "int64";
    case ElementType::bool8:
      return "bool";
    case ElementType::uint8:
      return "uint8";
    case ElementType::int8:
      return "int8";
  }
  return "unknown";
}

Float16 toFloat16(float value) noexcept {
  std::uint32_t bits;
  std::memcpy(&bits, &value, sizeof(bits));
  const auto sign = static_cast<std::uint16_t>((bits >> 16) & 0x8000u);
  const std::uint32_t magnitude = bits & 0x7fffffffu;
  if (magnitude > 0x7f800000u) return {static_cast<std::uint16_t>(sign | 0x7e00u)};
  // From halfway between the largest half and the next power of two on.
  if (magnitude >= 0x477ff000u) return {static_cast<std::uint16_t>(sign | 0x7c00u)};
  std::uint32_t shift = 13;
  std::uint32_t mantissa = (magnitude & 0x007fffffu) | 0x00800000u;
  std::uint32_t exponent = magnitude >> 23;
  std::uint32_t base = 0;
  if (exponent < 113) {
    shift += 113 - exponent;
    if (shift > 24) return {sign};
  } else {
    base = (exponent - 113) << 10;
  }
  const std::uint32_t rest = mantissa & ((1u << shift) - 1u);
  const std::uint32_t half = 1u << (shift - 1);
  std::uint32_t rounded = mantissa >> shift;
  if (rest > half || (rest == half && (rounded & 1u) != 0)) ++rounded;
  // The implicit bit of a normal number, and a carry of the rounding, count as one in the exponent.
  return {static_cast<std::uint16_t>(sign | (base + rounded))};
}

float toFloat32(Float16 value) noexcept {
  const std::uint32_t sign = (value.bits & 0x8000u) << 16;
  const std::uint32_t exponent = (value.bits >> 10) & 0x1fu;
  const std::uint32_t mantissa = value.bits & 0x3ffu;
  if (exponent == 0) {
    const float magnitude = static_cast<float>(mantissa) / 16777216.0f;
    return sign != 0 ? -magnitude : magnitude;
  }
  const std::uint32_t wide = exponent == 31 ? 255 : exponent + 112;
  const std::uint32_t bits = sign | (wide << 23) | (mantissa << 13);
  float result;
  std::memcpy(&result, &bits, sizeof(result));
  return result;
}

}  // namespace snapc
`,
  'src/runtime/file.cpp': `/// Opens and reads files.

#include "file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "snapc/error.h"

namespace snapc {

File::~File() {
  if (fd_ >= 0) close(fd_);
}

std::string systemError() { return std::strerror(errno); }

File openForReading(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) throw Error(ErrorKind::file, path + ": cannot be opened: " + systemError());
  return File(fd);
}

std::uint64_t sizeOf(int fd, const std::string& name) {
  struct stat status = {};
  if (fstat(fd, &status) != 0) throw Error(ErrorKind::file, name + ": " + systemError());
  if (!S_ISREG(status.st_mode)) throw Error(ErrorKind::file, name + ": is no regular file");
  return static_cast<std::uint64_t>(status.st_size);
}

void readAt(int fd, const std::string& name, std::uint64_t offset, void* bytes, std::size_t count) {
  char* next = static_cast<char*>(bytes);
  while (count > 0) {
    const ssize_t got = pread(fd, next, count, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Error(ErrorKind::file, name + ": cannot be read: " + systemError());
    if (got == 0) throw Error(ErrorKind::file, name + ": ends too early");
    next += got;
    offset += static_cast<std::uint64_t>(got);
    count -= static_cast<std::size_t>(got);
  }
}

}  // namespace snapc
`,
  'src/runtime/file.h': `/// Open files that close themselves.

#ifndef SNAPC_FILE_H
#define SNAPC_FILE_H

#include <cstddef>
#include <cstdint>
#include <string>

namespace snapc {

class File {
 public:
  /// Takes over the descriptor.
  explicit File(int fd) noexcept : fd_(fd) {}
  File(File&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  File& operator=(File&&) = delete;
  ~File();

  int fd() const noexcept { return fd_; }

 private:
  int fd_;
};

/// Throws Error with the system's reason.
File openForReading(const std::string& path);

/// Of a regular file. Throws Error, with \`name\` for people.
std::uint64_t sizeOf(int fd, const std::string& name);

/// Reads exactly as many bytes. Throws Error.
void readAt(int fd, const std::string& name, std::uint64_t offset, void* bytes, std::size_t count);

/// The text of the last system call's error.
std::string systemError();

}  // namespace snapc

#endif
`,
  'src/runtime/handles.h': `/// Objects of NNAPI that free themselves.

#ifndef SNAPC_HANDLES_H
#define SNAPC_HANDLES_H

#include <android/NeuralNetworks.h>

#include <memory>

namespace snapc {

template <typename Object, void (*release)(Object*)>
struct Release {
  void operator()(Object* object) const noexcept { release(object); }
};

template <typename Object, void (*release)(Object*)>
using Handle = std::unique_ptr<Object, Release<Object, release>>;

using ModelHandle = Handle<ANeuralNetworksModel, ANeuralNetworksModel_free>;
using MemoryHandle = Handle<ANeuralNetworksMemory, ANeuralNetworksMemory_free>;
using CompilationHandle = Handle<ANeuralNetworksCompilation, ANeuralNetworksCompilation_free>;
using ExecutionHandle = Handle<ANeuralNetworksExecution, ANeuralNetworksExecution_free>;
using BurstHandle = Handle<ANeuralNetworksBurst, ANeuralNetworksBurst_free>;

}  // namespace snapc

#endif
`,
  'src/runtime/late_functions.cpp': `/// Looks the newer functions of NNAPI up.

#include "late_functions.h"

#ifdef __ANDROID__

#include <dlfcn.h>

#include <cstring>

namespace snapc {
namespace {

template <typename Function>
void find(void* library, const char* name, Function& function) {
  void* const address = dlsym(library, name);
  static_assert(sizeof(function) == sizeof(address), "functions have addresses");
  std::memcpy(&function, &address, sizeof(address));
}

LateFunctions findAll() {
  LateFunctions functions;
  // Loaded already, since this library needs it; it stays for the life of the process.
  void* const library = dlopen("libneuralnetworks.so", RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return functions;
  find(library, "ANeuralNetworksCompilation_setPriority", functions.setPriority);
  find(library, "ANeuralNetworksCompilation_setTimeout", functions.setCompilationTimeout);
  find(library, "ANeuralNetworksExecution_setTimeout", functions.setExecutionTimeout);
  find(library, "ANeuralNetworks_getRuntimeFeatureLevel", functions.runtimeFeatureLevel);
  return functions;
}

}  // namespace

#else

// The NDK forbids this below the Android that has them; on a host it serves a static library of NNAPI too.
#pragma weak ANeuralNetworksCompilation_setPriority
#pragma weak ANeuralNetworksCompilation_setTimeout
#pragma weak ANeuralNetworksExecution_setTimeout
#pragma weak ANeuralNetworks_getRuntimeFeatureLevel

namespace snapc {
namespace {

LateFunctions findAll() {
  LateFunctions functions;
  functions.setPriority = ANeuralNetworksCompilation_setPriority;
  functions.setCompilationTimeout = ANeuralNetworksCompilation_setTimeout;
  functions.setExecutionTimeout = ANeuralNetworksExecution_setTimeout;
  functions.runtimeFeatureLevel = ANeuralNetworks_getRuntimeFeatureLevel;
  return functions;
}

}  // namespace

#endif

const LateFunctions& lateFunctions() {
  static const LateFunctions functions = findAll();
  return functions;
}

}  // namespace snapc
`,
  'src/runtime/late_functions.h': `/// Functions of NNAPI that are newer than the oldest Android on which the library runs.

#ifndef SNAPC_LATE_FUNCTIONS_H
#define SNAPC_LATE_FUNCTIONS_H

#include <android/NeuralNetworks.h>

#include <cstdint>

namespace snapc {

/// Null where the system has none: the library loads without them.
struct LateFunctions {
  int (*setPriority)(ANeuralNetworksCompilation*, int) = nullptr;
  int (*setCompilationTimeout)(ANeuralNetworksCompilation*, std::uint64_t) = nullptr;
  int (*setExecutionTimeout)(ANeuralNetworksExecution*, std::uint64_t) = nullptr;
  std::int64_t (*runtimeFeatureLevel)() = nullptr;
};

const LateFunctions& lateFunctions();

}  // namespace snapc

#endif
`,
  'src/runtime/log.cpp': `/// Writes warnings to Android's log, or to the standard error of other systems.

#include "log.h"

#ifdef __ANDROID__
#include <android/log.h>
#else
#include <cstdio>
#endif

namespace snapc {

void warn(const Options& options, const std::string& message) {
  if (options.onWarning) {
    options.onWarning(message);
    return;
  }
#ifdef __ANDROID__
  __android_log_write(ANDROID_LOG_WARN, "snapc", message.c_str());
#else
  std::fprintf(stderr, "warning: %s\\n", message.c_str());
#endif
}

}  // namespace snapc
`,
  'src/runtime/log.h': `/// Where warnings go that the app does not take.

#ifndef SNAPC_LOG_H
#define SNAPC_LOG_H

#include <string>

#include "snapc/options.h"

namespace snapc {

void warn(const Options& options, const std::string& message);

}  // namespace snapc

#endif
`,
  'src/runtime/loop.cpp': `/// Binds shared memory to the inputs and outputs of one execution after the other.

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
                  "the output \\"" + from.name + "\\" does not fit the input \\"" + to.name + '"');
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
    check(code, "binding the input \\"" + info.name + '"');
  }
  for (std::size_t index = 0; index < state.outputs.size(); ++index) {
    const TensorInfo& info = state.session->outputs[index];
    const int code = ANeuralNetworksExecution_setOutputFromMemory(execution.get(), static_cast<std::int32_t>(index),
                                                                  nullptr, state.memory.get(),
                                                                  state.outputs[index][parity], info.bytes());
    check(code, "binding the output \\"" + info.name + '"');
  }
  check(ANeuralNetworksExecution_burstCompute(execution.get(), state.burst.get()), "running a step of the loop");
  ++state.steps;
  throwIfCancelled(cancellation);
}

}  // namespace snapc
`,
  'src/runtime/model_builder.cpp': `/// Adds operands, their values and the operations, in the order of the tables.

#include "model_builder.h"

#include <algorithm>

#include "check.h"

namespace snapc {
namespace {

/// Between two reports of progress.
constexpr std::size_t STEP = 256;

class Builder {
 public:
  Builder(const ModelTables& tables, const WeightPools& pools, ANeuralNetworksModel* model)
      : tables_(tables), pools_(pools), model_(model) {}

  void addOperand(std::size_t index) const {
    const OperandEntry& operand = tables_.operands[index];
    const OperandTypeEntry& entry = tables_.types[operand.type];
    ANeuralNetworksOperandType type = {};
    type.type = entry.code;
    type.dimensionCount = entry.rank;
    type.dimensions = entry.rank == 0 ? nullptr : tables_.dimensions.entries + entry.dimensions;
    type.scale = entry.scale;
    type.zeroPoint = entry.zeroPoint;
    require(ANeuralNetworksModel_addOperand(model_, &type), "adding", index);
    if (entry.channels > 0) setChannels(index, entry.channels - 1);
    setValue(index, operand);
  }

  void addOperation(std::size_t index) const {
    const OperationEntry& operation = tables_.operations[index];
    const std::uint32_t* const operands = tables_.indices.entries + operation.operands;
    const int code =
        ANeuralNetworksModel_addOperation(model_, operation.code, operation.inputCount, operands,
                                          operation.outputCount, operands + operation.inputCount);
    checkOperation(code, "adding", tables_, index);
  }

  void finish() const {
    std::vector<std::uint32_t> inputs = operandsOf(tables_.inputs);
    // NNAPI wants a pointer where there are no inputs too.
    inputs.reserve(1);
    const std::vector<std::uint32_t> outputs = operandsOf(tables_.outputs);
    check(ANeuralNetworksModel_identifyInputsAndOutputs(model_, static_cast<std::uint32_t>(inputs.size()),
                                                        inputs.data(), static_cast<std::uint32_t>(outputs.size()),
                                                        outputs.data()),
          "declaring the inputs and outputs");
    if (tables_.relaxed) {
      check(ANeuralNetworksModel_relaxComputationFloat32toFloat16(model_, true), "relaxing to halves");
    }
    check(ANeuralNetworksModel_finish(model_), "finishing the model");
  }

 private:
  void setChannels(std::size_t index, std::size_t row) const {
    ANeuralNetworksSymmPerChannelQuantParams parameters = {};
    parameters.channelDim = tables_.channels[row].dimension;
    parameters.scaleCount = tables_.channels[row].count;
    parameters.scales = pools_.scales[row].data();
    const int code =
        ANeuralNetworksModel_setOperandSymmPerChannelQuantParams(model_, static_cast<std::int32_t>(index), &parameters);
    require(code, "setting the scales of", index);
  }

  void setValue(std::size_t index, const OperandEntry& operand) const {
    const auto at = static_cast<std::int32_t>(index);
    int code = ANEURALNETWORKS_NO_ERROR;
    if (operand.source == OMITTED) {
      code = ANeuralNetworksModel_setOperandValue(model_, at, nullptr, 0);
    } else if (operand.source == IMMEDIATE) {
      // The table stays, as NNAPI asks of values beyond 128 bytes.
      const std::uint8_t* const bytes = tables_.immediates.entries + operand.offset;
      code = ANeuralNetworksModel_setOperandValue(model_, at, bytes, operand.length);
    } else if (operand.source >= POOL) {
      const ANeuralNetworksMemory* const memory = pools_.memories[operand.source - POOL].get();
      code = ANeuralNetworksModel_setOperandValueFromMemory(model_, at, memory, operand.offset, operand.length);
    }
    require(code, "setting the value of", index);
  }

  /// Operands have no names; the first operation that has it says enough.
  void require(int code, const char* action, std::size_t index) const {
    if (code == ANEURALNETWORKS_NO_ERROR) return;
    const std::string text = std::string(action) + " operand " + std::to_string(index) + " of";
    for (std::size_t at = 0; at < tables_.operations.count; ++at) {
      const OperationEntry& operation = tables_.operations[at];
      const std::uint32_t* const operands = tables_.indices.entries + operation.operands;
      const std::uint32_t* const end = operands + operation.inputCount + operation.outputCount;
      if (std::find(operands, end, index) != end) checkOperation(code, text, tables_, at);
    }
    check(code, text + " no operation");
  }

  static std::vector<std::uint32_t> operandsOf(const Table<PortEntry>& ports) {
    std::vector<std::uint32_t> operands;
    for (const PortEntry& port : ports) operands.push_back(port.operand);
    return operands;
  }

  const ModelTables& tables_;
  const WeightPools& pools_;
  ANeuralNetworksModel* model_;
};

}  // namespace

ModelHandle buildModel(const ModelTables& tables, const WeightPools& pools, const Monitor& monitor) {
  ANeuralNetworksModel* created = nullptr;
  check(ANeuralNetworksModel_create(&created), "creating a model");
  ModelHandle model(created);
  const Builder builder(tables, pools, created);
  const std::size_t total = tables.operands.count + tables.operations.count;
  for (std::size_t index = 0; index < tables.operands.count; ++index) {
    if (index % STEP == 0) monitor.report(LoadPhase::building, index, total);
    builder.addOperand(index);
  }
  for (std::size_t index = 0; index < tables.operations.count; ++index) {
    if (index % STEP == 0) monitor.report(LoadPhase::building, tables.operands.count + index, total);
    builder.addOperation(index);
  }
  builder.finish();
  monitor.report(LoadPhase::building, total, total);
  return model;
}

}  // namespace snapc
`,
  'src/runtime/model_builder.h': `/// Builds NNAPI's model from the tables.

#ifndef SNAPC_MODEL_BUILDER_H
#define SNAPC_MODEL_BUILDER_H

#include "handles.h"
#include "monitor.h"
#include "snapc/tables.h"
#include "weight_pools.h"

namespace snapc {

/// The pools must stay as long as the model. Throws Error.
ModelHandle buildModel(const ModelTables& tables, const WeightPools& pools, const Monitor& monitor);

}  // namespace snapc

#endif
`,
  'src/runtime/monitor.h': `/// What a load reports to, and how it learns that it should stop.

#ifndef SNAPC_MONITOR_H
#define SNAPC_MONITOR_H

#include <cstdint>

#include "snapc/cancellation.h"
#include "snapc/error.h"
#include "snapc/options.h"

namespace snapc {

inline void throwIfCancelled(const Cancellation* cancellation) {
  if (cancellation == nullptr || !cancellation->isCancelled()) return;
  throw Error(ErrorKind::cancelled, "cancelled");
}

struct Monitor {
  const Progress& progress;
  const Cancellation* cancellation;

  void report(LoadPhase phase, std::uint64_t done, std::uint64_t total) const {
    throwIfCancelled(cancellation);
    if (progress) progress(phase, done, total);
  }
};

}  // namespace snapc

#endif
`,
  'src/runtime/operation_name.cpp': `/// Names of the NDK's operation codes.

#include <cstddef>

#include "check.h"

namespace snapc {
namespace {

/// By code.
constexpr const char* NAMES[] = {
    "ADD", "AVERAGE_POOL_2D", "CONCATENATION", "CONV_2D", "DEPTHWISE_CONV_2D", "DEPTH_TO_SPACE", "DEQUANTIZE",
    "EMBEDDING_LOOKUP", "FLOOR", "FULLY_CONNECTED", "HASHTABLE_LOOKUP", "L2_NORMALIZATION", "L2_POOL_2D",
    "LOCAL_RESPONSE_NORMALIZATION", "LOGISTIC", "LSH_PROJECTION", "LSTM", "MAX_POOL_2D", "MUL", "RELU", "RELU1",
    "RELU6", "RESHAPE", "RESIZE_BILINEAR", "RNN", "SOFTMAX", "SPACE_TO_DEPTH", "SVDF", "TANH",
    "BATCH_TO_SPACE_ND", "DIV", "MEAN", "PAD", "SPACE_TO_BATCH_ND", "SQUEEZE", "STRIDED_SLICE", "SUB",
    "TRANSPOSE", "ABS", "ARGMAX", "ARGMIN", "AXIS_ALIGNED_BBOX_TRANSFORM", "BIDIRECTIONAL_SEQUENCE_LSTM",
    "BIDIRECTIONAL_SEQUENCE_RNN", "BOX_WITH_NMS_LIMIT", "CAST", "CHANNEL_SHUFFLE", "DETECTION_POSTPROCESSING",
    "EQUAL", "EXP", "EXPAND_DIMS", "GATHER", "GENERATE_PROPOSALS", "GREATER", "GREATER_EQUAL",
    "GROUPED_CONV_2D", "HEATMAP_MAX_KEYPOINT", "INSTANCE_NORMALIZATION", "LESS", "LESS_EQUAL", "LOG",
    "LOGICAL_AND", "LOGICAL_NOT", "LOGICAL_OR", "LOG_SOFTMAX", "MAXIMUM", "MINIMUM", "NEG", "NOT_EQUAL",
    "PAD_V2", "POW", "PRELU", "QUANTIZE", "QUANTIZED_16BIT_LSTM", "RANDOM_MULTINOMIAL", "REDUCE_ALL",
    "REDUCE_ANY", "REDUCE_MAX", "REDUCE_MIN", "REDUCE_PROD", "REDUCE_SUM", "ROI_ALIGN", "ROI_POOLING", "RSQRT",
    "SELECT", "SIN", "SLICE", "SPLIT", "SQRT", "TILE", "TOPK_V2", "TRANSPOSE_CONV_2D",
    "UNIDIRECTIONAL_SEQUENCE_LSTM", "UNIDIRECTIONAL_SEQUENCE_RNN", "RESIZE_NEAREST_NEIGHBOR", "QUANTIZED_LSTM",
    "IF", "WHILE", "ELU", "HARD_SWISH", "FILL", "RANK", "BATCH_MATMUL", "PACK", "MIRROR_PAD", "REVERSE",
};
constexpr std::size_t COUNT = sizeof(NAMES) / sizeof(NAMES[0]);
static_assert(COUNT == 106, "the last operation, REVERSE, has the code 105");

}  // namespace

std::string operationName(unsigned code) {
  return code < COUNT ? NAMES[code] : "operation code " + std::to_string(code);
}

}  // namespace snapc
`,
  'src/runtime/session.cpp': `/// Loads a model step by step and runs it on the caller's memory.

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
    throw Error(ErrorKind::argument, std::string("the ") + side + " \\"" + infos[index].name + "\\" has " +
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
    check(code, "setting the input \\"" + state_->inputs[index].name + '"');
  }
  for (std::size_t index = 0; index < outputs.size(); ++index) {
    const int code = ANeuralNetworksExecution_setOutput(execution.get(), static_cast<std::int32_t>(index), nullptr,
                                                        outputs[index].data, outputs[index].bytes);
    check(code, "setting the output \\"" + state_->outputs[index].name + '"');
  }
  check(ANeuralNetworksExecution_compute(execution.get()), "running the model");
  throwIfCancelled(cancellation);
}

}  // namespace snapc
`,
  'src/runtime/session_state.h': `/// What a session keeps: in the order in which it is built, and freed in the opposite one.

#ifndef SNAPC_SESSION_STATE_H
#define SNAPC_SESSION_STATE_H

#include <vector>

#include "handles.h"
#include "snapc/session.h"
#include "weight_pools.h"

namespace snapc {

struct Session::State {
  Options options;
  std::vector<TensorInfo> inputs;
  std::vector<TensorInfo> outputs;
  WeightPools pools;
  ModelHandle model;
  CompilationHandle compilation;
};

}  // namespace snapc

#endif
`,
  'src/runtime/sha256.cpp': `/// SHA-256 over whole blocks, with the padding of the standard.

#include "sha256.h"

#include <algorithm>
#include <cstring>

namespace snapc {
namespace {

constexpr std::size_t BLOCK = 64;

constexpr std::uint32_t ROUND[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

std::uint32_t rotate(std::uint32_t word, unsigned by) { return (word >> by) | (word << (32 - by)); }

}  // namespace

void Sha256::update(const void* bytes, std::size_t count) {
  const auto* next = static_cast<const std::uint8_t*>(bytes);
  const std::size_t used = static_cast<std::size_t>(length_ % BLOCK);
  length_ += count;
  if (used > 0) {
    const std::size_t taken = std::min(BLOCK - used, count);
    std::memcpy(pending_.data() + used, next, taken);
    next += taken;
    count -= taken;
    if (used + taken < BLOCK) return;
    block(pending_.data());
  }
  for (; count >= BLOCK; next += BLOCK, count -= BLOCK) block(next);
  if (count > 0) std::memcpy(pending_.data(), next, count);
}

std::string Sha256::hexadecimal() {
  const std::uint64_t bits = length_ * 8;
  const std::size_t used = static_cast<std::size_t>(length_ % BLOCK);
  std::array<std::uint8_t, BLOCK + 8> tail{};
  tail[0] = 0x80;
  update(tail.data(), used < 56 ? 56 - used : 120 - used);
  std::array<std::uint8_t, 8> length{};
  for (unsigned index = 0; index < 8; ++index) {
    length[index] = static_cast<std::uint8_t>(bits >> (56 - 8 * index));
  }
  update(length.data(), length.size());
  std::string text;
  for (const std::uint32_t word : state_) {
    for (int shift = 28; shift >= 0; shift -= 4) text += "0123456789abcdef"[(word >> shift) & 15u];
  }
  return text;
}

void Sha256::block(const std::uint8_t* bytes) {
  std::uint32_t w[64];
  for (unsigned t = 0; t < 16; ++t) {
    w[t] = static_cast<std::uint32_t>(bytes[4 * t]) << 24 | static_cast<std::uint32_t>(bytes[4 * t + 1]) << 16 |
           static_cast<std::uint32_t>(bytes[4 * t + 2]) << 8 | bytes[4 * t + 3];
  }
  for (unsigned t = 16; t < 64; ++t) {
    const std::uint32_t early = w[t - 15];
    const std::uint32_t late = w[t - 2];
    w[t] = w[t - 16] + (rotate(early, 7) ^ rotate(early, 18) ^ (early >> 3)) + w[t - 7] +
           (rotate(late, 17) ^ rotate(late, 19) ^ (late >> 10));
  }
  auto [a, b, c, d, e, f, g, h] = state_;
  for (unsigned t = 0; t < 64; ++t) {
    const std::uint32_t first = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) +
                                ROUND[t] + w[t];
    const std::uint32_t second =
        (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = d + first;
    d = c;
    c = b;
    b = a;
    a = first + second;
  }
  const std::uint32_t words[8] = {a, b, c, d, e, f, g, h};
  for (unsigned index = 0; index < 8; ++index) state_[index] += words[index];
}

}  // namespace snapc
`,
  'src/runtime/sha256.h': `/// SHA-256 (FIPS 180-4) in pieces.

#ifndef SNAPC_SHA256_H
#define SNAPC_SHA256_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>

namespace snapc {

class Sha256 {
 public:
  void update(const void* bytes, std::size_t count);
  /// Ends the message; the object is of no use afterwards.
  std::string hexadecimal();

 private:
  void block(const std::uint8_t* bytes);

  std::array<std::uint32_t, 8> state_{0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
  std::array<std::uint8_t, 64> pending_{};
  std::uint64_t length_ = 0;
};

}  // namespace snapc

#endif
`,
  'src/runtime/shared_memory.cpp': `/// Allocates shared memory as each system has it.

#include "shared_memory.h"

#include <dlfcn.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>

#include "check.h"

namespace snapc {
namespace {

int create(std::size_t bytes) {
#ifdef __ANDROID__
  // Looked up by name: apps that load this library need not link libandroid.
  void* const library = dlopen("libandroid.so", RTLD_NOW | RTLD_LOCAL);
  void* const address = library == nullptr ? nullptr : dlsym(library, "ASharedMemory_create");
  if (address == nullptr) return -1;
  int (*function)(const char*, std::size_t) = nullptr;
  std::memcpy(&function, &address, sizeof(address));
  return function("snapc", bytes);
#else
  const int fd = memfd_create("snapc", MFD_CLOEXEC);
  if (fd >= 0 && ftruncate(fd, static_cast<off_t>(bytes)) != 0) {
    close(fd);
    return -1;
  }
  return fd;
#endif
}

}  // namespace

SharedMemory::SharedMemory(std::size_t bytes) : bytes_(bytes), file_(create(bytes)), mapping_(nullptr) {
  if (file_.fd() >= 0) {
    void* const address = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file_.fd(), 0);
    if (address != MAP_FAILED) mapping_ = static_cast<std::uint8_t*>(address);
  }
  if (mapping_ == nullptr) {
    throw Error(ErrorKind::file, "cannot share " + std::to_string(bytes) + " bytes of memory: " + systemError());
  }
}

SharedMemory::~SharedMemory() { munmap(mapping_, bytes_); }

MemoryHandle memoryOf(const SharedMemory& shared) {
  ANeuralNetworksMemory* memory = nullptr;
  check(ANeuralNetworksMemory_createFromFd(shared.bytes(), PROT_READ | PROT_WRITE, shared.fd(), 0, &memory),
        "sharing memory with NNAPI");
  return MemoryHandle(memory);
}

}  // namespace snapc
`,
  'src/runtime/shared_memory.h': `/// Memory that this process and a driver share.

#ifndef SNAPC_SHARED_MEMORY_H
#define SNAPC_SHARED_MEMORY_H

#include <cstddef>
#include <cstdint>
#include <memory>

#include "file.h"
#include "handles.h"

namespace snapc {

/// Zeros, mapped for reading and writing.
class SharedMemory {
 public:
  /// Throws Error.
  explicit SharedMemory(std::size_t bytes);
  ~SharedMemory();
  SharedMemory(const SharedMemory&) = delete;
  SharedMemory& operator=(const SharedMemory&) = delete;

  std::uint8_t* data() const noexcept { return mapping_; }
  int fd() const noexcept { return file_.fd(); }
  std::size_t bytes() const noexcept { return bytes_; }

 private:
  std::size_t bytes_;
  File file_;
  std::uint8_t* mapping_;
};

/// NNAPI's view of the memory, which must stay as long.
MemoryHandle memoryOf(const SharedMemory& shared);

}  // namespace snapc

#endif
`,
  'src/runtime/system_devices.h': `/// Devices with NNAPI's own handles, which live as long as the process.

#ifndef SNAPC_SYSTEM_DEVICES_H
#define SNAPC_SYSTEM_DEVICES_H

#include <android/NeuralNetworks.h>

#include <vector>

#include "snapc/device.h"

namespace snapc {

struct SystemDevice {
  Device about;
  ANeuralNetworksDevice* handle;
};

std::vector<SystemDevice> systemDevices();

}  // namespace snapc

#endif
`,
  'src/runtime/tensor.cpp': `/// Sizes of tensors.

#include "snapc/tensor.h"

namespace snapc {

std::size_t TensorInfo::elementCount() const {
  std::size_t count = 1;
  for (const std::uint32_t size : shape) count *= size;
  return count;
}

std::size_t TensorInfo::bytes() const { return elementCount() * byteSize(type); }

}  // namespace snapc
`,
  'src/runtime/weight_pools.cpp': `/// Opens, checks and maps the pools of weights; none of them passes through the heap.

#include "weight_pools.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "check.h"
#include "sha256.h"

namespace snapc {
namespace {

constexpr std::size_t PIECE = 1 << 16;

struct OpenPool {
  File own;
  int fd;
  std::uint64_t offset;
  std::string name;
};

OpenPool openInFolder(const PoolEntry& pool, const std::string& folder) {
  const std::string path = folder + '/' + pool.file;
  File file = openForReading(path);
  const int fd = file.fd();
  const std::uint64_t size = sizeOf(fd, path);
  if (size != pool.bytes) {
    throw Error(ErrorKind::weights, path + ": has " + std::to_string(size) + " bytes, and the model's has " +
                                        std::to_string(pool.bytes) + ": it is cut or belongs to another model");
  }
  return {std::move(file), fd, 0, path};
}

OpenPool openDescriptor(const PoolEntry& pool, const WeightDescriptor& descriptor) {
  const std::string name = std::string("the descriptor of ") + pool.file;
  const std::uint64_t size = sizeOf(descriptor.fd, name);
  const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  if (descriptor.offset % page != 0) {
    throw Error(ErrorKind::weights, name + ": the offset " + std::to_string(descriptor.offset) +
                                        " is no multiple of the page size, " + std::to_string(page));
  }
  if (descriptor.offset > size || size - descriptor.offset < pool.bytes) {
    throw Error(ErrorKind::weights, name + ": the file ends before the " + std::to_string(pool.bytes) +
                                        " bytes of the pool do");
  }
  return {File(-1), descriptor.fd, descriptor.offset, name};
}

std::vector<OpenPool> openAll(const ModelTables& tables, const Weights& weights) {
  const auto& descriptors = weights.descriptors();
  if (weights.folder().empty() && descriptors.size() != tables.pools.count) {
    throw Error(ErrorKind::argument, "the model has " + std::to_string(tables.pools.count) +
                                         " pools of weights, and " + std::to_string(descriptors.size()) +
                                         " descriptors were given");
  }
  std::vector<OpenPool> pools;
  for (std::size_t index = 0; index < tables.pools.count; ++index) {
    const PoolEntry& pool = tables.pools[index];
    pools.push_back(weights.folder().empty() ? openDescriptor(pool, descriptors[index])
                                             : openInFolder(pool, weights.folder()));
  }
  return pools;
}

void verify(const ModelTables& tables, const std::vector<OpenPool>& pools, const Monitor& monitor) {
  std::uint64_t total = 0;
  for (const PoolEntry& pool : tables.pools) total += pool.bytes;
  std::uint64_t done = 0;
  std::array<std::uint8_t, PIECE> piece;
  for (std::size_t index = 0; index < pools.size(); ++index) {
    const PoolEntry& expected = tables.pools[index];
    const OpenPool& pool = pools[index];
    Sha256 hash;
    for (std::uint64_t at = 0; at < expected.bytes;) {
      if (done % (PIECE * 64) == 0) monitor.report(LoadPhase::verifying, done, total);
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(PIECE, expected.bytes - at));
      readAt(pool.fd, pool.name, pool.offset + at, piece.data(), count);
      hash.update(piece.data(), count);
      at += count;
      done += count;
    }
    if (hash.hexadecimal() != expected.sha256) {
      throw Error(ErrorKind::weights, pool.name + ": its SHA-256 is not that of the model's " + expected.file +
                                          ": it is damaged or belongs to another model");
    }
  }
  monitor.report(LoadPhase::verifying, total, total);
}

std::unique_ptr<SharedMemory> copyOf(const OpenPool& pool, std::uint64_t bytes, const Monitor& monitor) {
  auto shared = std::make_unique<SharedMemory>(static_cast<std::size_t>(bytes));
  for (std::uint64_t at = 0; at < bytes;) {
    throwIfCancelled(monitor.cancellation);
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(PIECE * 64, bytes - at));
    readAt(pool.fd, pool.name, pool.offset + at, shared->data() + at, count);
    at += count;
  }
  return shared;
}

MemoryHandle map(const OpenPool& pool, const PoolEntry& entry) {
  ANeuralNetworksMemory* memory = nullptr;
  check(ANeuralNetworksMemory_createFromFd(static_cast<std::size_t>(entry.bytes), PROT_READ, pool.fd,
                                           static_cast<std::size_t>(pool.offset), &memory),
        "mapping " + pool.name);
  return MemoryHandle(memory);
}

std::vector<float> scalesIn(const std::vector<OpenPool>& pools, const ChannelScales& channels) {
  const OpenPool& pool = pools[channels.pool];
  std::vector<float> scales(channels.count);
  readAt(pool.fd, pool.name, pool.offset + channels.offset, scales.data(), scales.size() * sizeof(float));
  return scales;
}

}  // namespace

WeightPools openWeights(const ModelTables& tables, const Weights& weights, const Options& options,
                        const Monitor& monitor) {
  const std::vector<OpenPool> pools = openAll(tables, weights);
  if (options.verifyWeights) verify(tables, pools, monitor);
  WeightPools opened;
  for (std::size_t index = 0; index < pools.size(); ++index) {
    const PoolEntry& entry = tables.pools[index];
    if (options.shareWeights) {
      opened.copies.push_back(copyOf(pools[index], entry.bytes, monitor));
      opened.memories.push_back(memoryOf(*opened.copies.back()));
    } else {
      opened.memories.push_back(map(pools[index], entry));
    }
  }
  for (const ChannelScales& channels : tables.channels) opened.scales.push_back(scalesIn(pools, channels));
  return opened;
}

}  // namespace snapc
`,
  'src/runtime/weight_pools.h': `/// The weights of a model as NNAPI maps them.

#ifndef SNAPC_WEIGHT_POOLS_H
#define SNAPC_WEIGHT_POOLS_H

#include <memory>
#include <vector>

#include "handles.h"
#include "monitor.h"
#include "shared_memory.h"
#include "snapc/tables.h"
#include "snapc/weights.h"

namespace snapc {

/// In the order of the tables. The memories are views of what \`copies\` holds, or of files.
struct WeightPools {
  std::vector<std::unique_ptr<SharedMemory>> copies;
  std::vector<MemoryHandle> memories;
  /// For each row of the tables' channels.
  std::vector<std::vector<float>> scales;
};

/// Checks every pool before it maps the first. Throws Error.
WeightPools openWeights(const ModelTables& tables, const Weights& weights, const Options& options,
                        const Monitor& monitor);

}  // namespace snapc

#endif
`,
  'tools/arguments.cpp': `/// Reads the command line of run_model.

#include "arguments.h"

#include "load_options.h"
#include "snapc/error.h"

namespace snapc {

const char* const USAGE =
    "usage: run_model --weights DIR --input NAME=FILE.npy ... --output NAME=FILE.npy ... [options]\\n"
    "       run_model --list-devices | --list-tensors\\n"
    "  NAME is the tensor's name in the ONNX model.\\n"
    "  --time N               runs N times more and prints how long a run takes\\n";

namespace {

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorKind::argument, message); }

std::pair<std::string, std::string> assignment(const std::string& flag, const std::string& text) {
  // Names may have an equals sign; the paths of files seldom do.
  const std::size_t at = text.rfind('=');
  if (at == std::string::npos || at == 0 || at + 1 == text.size()) fail(flag + " takes NAME=FILE.npy");
  return {text.substr(0, at), text.substr(at + 1)};
}

bool readSwitch(Arguments& arguments, const std::string& flag) {
  if (flag == "--help") {
    arguments.help = true;
  } else if (flag == "--list-devices") {
    arguments.listDevices = true;
  } else if (flag == "--list-tensors") {
    arguments.listTensors = true;
  } else {
    return readLoadSwitch(arguments.options, flag);
  }
  return true;
}

void readValue(Arguments& arguments, const std::string& flag, const std::string& text) {
  if (flag == "--weights") {
    arguments.weights = text;
  } else if (flag == "--input") {
    arguments.inputs.push_back(assignment(flag, text));
  } else if (flag == "--output") {
    arguments.outputs.push_back(assignment(flag, text));
  } else if (flag == "--time") {
    arguments.time = wholeNumber(flag, text);
  } else if (!readLoadOption(arguments.options, flag, text)) {
    fail("unknown option " + flag + "; --help lists them");
  }
}

}  // namespace

Arguments parseArguments(int count, const char* const* texts) {
  Arguments arguments;
  for (int index = 1; index < count; ++index) {
    const std::string flag = texts[index];
    if (readSwitch(arguments, flag)) continue;
    if (flag.compare(0, 2, "--") != 0) fail("unexpected argument " + flag);
    if (index + 1 == count) {
      // What is unknown, or takes some values only, says so itself.
      readValue(arguments, flag, "");
      fail(flag + " takes a value");
    }
    readValue(arguments, flag, texts[++index]);
  }
  const bool lists = arguments.help || arguments.listDevices || arguments.listTensors;
  if (!lists && arguments.weights.empty()) fail("--weights is missing");
  return arguments;
}

}  // namespace snapc
`,
  'tools/arguments.h': `/// The command line of run_model.

#ifndef SNAPC_ARGUMENTS_H
#define SNAPC_ARGUMENTS_H

#include <string>
#include <utility>
#include <vector>

#include "snapc/options.h"

namespace snapc {

struct Arguments {
  bool help = false;
  bool listDevices = false;
  bool listTensors = false;
  std::string weights;
  std::vector<std::pair<std::string, std::string>> inputs;
  std::vector<std::pair<std::string, std::string>> outputs;
  /// Runs that are measured; 0 for none.
  unsigned long time = 0;
  Options options;
};

extern const char* const USAGE;

/// Throws Error for what is no command line of this tool.
Arguments parseArguments(int count, const char* const* texts);

}  // namespace snapc

#endif
`,
  'tools/convert.cpp': `/// Converts elements where the compiled model has others than the ONNX model: integers as int32, floats as halves.

#include "convert.h"

#include <cstring>
#include <limits>

#include "snapc/error.h"

namespace snapc {
namespace {

using Bytes = std::vector<std::uint8_t>;
using Shape = std::vector<std::uint64_t>;

template <typename From, typename To, typename Convert>
Bytes each(const Bytes& bytes, Convert convert) {
  const std::size_t count = bytes.size() / sizeof(From);
  Bytes converted(count * sizeof(To));
  for (std::size_t index = 0; index < count; ++index) {
    From from;
    std::memcpy(&from, bytes.data() + index * sizeof(From), sizeof(From));
    const To to = convert(from);
    std::memcpy(converted.data() + index * sizeof(To), &to, sizeof(To));
  }
  return converted;
}

template <typename From, typename To>
Bytes narrowed(const Bytes& bytes, const std::string& name) {
  return each<From, To>(bytes, [&](From value) {
    using Limits = std::numeric_limits<To>;
    const auto wide = static_cast<std::int64_t>(value);
    if (wide >= Limits::min() && wide <= Limits::max()) return static_cast<To>(value);
    throw Error(ErrorKind::argument,
                name + ": " + std::to_string(wide) + " does not fit " + std::to_string(8 * sizeof(To)) + " bits");
  });
}

template <typename From>
Bytes fromInteger(const Bytes& bytes, ElementType to, const std::string& name) {
  if (to == ElementType::int64) return narrowed<From, std::int64_t>(bytes, name);
  if (to == ElementType::int32) return narrowed<From, std::int32_t>(bytes, name);
  if (to == ElementType::uint8) return narrowed<From, std::uint8_t>(bytes, name);
  if (to == ElementType::int8) return narrowed<From, std::int8_t>(bytes, name);
  throw Error(ErrorKind::argument, name + ": integers cannot become " + nameOf(to));
}

Bytes convert(Bytes bytes, ElementType from, ElementType to, const std::string& name) {
  if (from == to) return bytes;
  if (from == ElementType::float32 && to == ElementType::float16) return each<float, Float16>(bytes, toFloat16);
  if (from == ElementType::float16 && to == ElementType::float32) return each<Float16, float>(bytes, toFloat32);
  if (from == ElementType::int64) return fromInteger<std::int64_t>(bytes, to, name);
  if (from == ElementType::int32) return fromInteger<std::int32_t>(bytes, to, name);
  if (from == ElementType::uint8) return fromInteger<std::uint8_t>(bytes, to, name);
  if (from == ElementType::int8) return fromInteger<std::int8_t>(bytes, to, name);
  throw Error(ErrorKind::argument, name + ": " + nameOf(from) + " cannot become " + nameOf(to));
}

Shape wide(const std::vector<std::uint32_t>& shape) { return Shape(shape.begin(), shape.end()); }

}  // namespace

Bytes toInput(Array array, const TensorInfo& info, const std::string& path) {
  const bool typeFits = array.type == info.modelType || array.type == info.type;
  const bool shapeFits = array.shape == wide(info.modelShape) || array.shape == wide(info.shape);
  if (!typeFits || !shapeFits) {
    throw Error(ErrorKind::argument, path + ": holds " + describe(array.type, array.shape) + "; the input \\"" +
                                         info.name + "\\" is " + describe(info.modelType, wide(info.modelShape)));
  }
  return convert(std::move(array.bytes), array.type, info.type, path);
}

Array fromOutput(Bytes bytes, const TensorInfo& info) {
  return {info.modelType, wide(info.modelShape), convert(std::move(bytes), info.type, info.modelType, info.name)};
}

}  // namespace snapc
`,
  'tools/convert.h': `/// Between the elements of files and those of a model's inputs and outputs.

#ifndef SNAPC_CONVERT_H
#define SNAPC_CONVERT_H

#include "npy.h"
#include "snapc/tensor.h"

namespace snapc {

/// The bytes that the model takes. The file may have the type and shape of the ONNX model's input or of the
/// compiled one. Throws Error.
std::vector<std::uint8_t> toInput(Array array, const TensorInfo& info, const std::string& path);

/// The array as the ONNX model declares it.
Array fromOutput(std::vector<std::uint8_t> bytes, const TensorInfo& info);

}  // namespace snapc

#endif
`,
  'tools/device_list.cpp': `/// Says what there is to compile for.

#include "device_list.h"

#include <cstdio>

#include "snapc/device.h"

namespace snapc {

void listDevices() {
  std::printf("runtime: feature level %lld\\n", static_cast<long long>(runtimeFeatureLevel()));
  for (const Device& device : devices()) {
    std::printf("%s: %s, version %s, feature level %lld\\n", device.name.c_str(), nameOf(device.type),
                device.version.c_str(), static_cast<long long>(device.featureLevel));
  }
}

}  // namespace snapc
`,
  'tools/device_list.h': `/// Prints the devices of this phone.

#ifndef SNAPC_DEVICE_LIST_H
#define SNAPC_DEVICE_LIST_H

namespace snapc {

/// One on each line of standard output. Throws Error.
void listDevices();

}  // namespace snapc

#endif
`,
  'tools/load_options.cpp': `/// Reads devices, policies and timeouts.

#include "load_options.h"

namespace snapc {

const char* const LOAD_USAGE =
    "  --device NAME          compiles for this device only; may be repeated\\n"
    "  --fallback POLICY      refuse, warn (default) or allow: what runs on NNAPI's slow CPU reference\\n"
    "  --cache DIR            keeps what the driver compiles in this folder\\n"
    "  --preference P         low-power, fast-single-answer or sustained-speed (default)\\n"
    "  --priority P           low, medium (default) or high\\n"
    "  --timeout SECONDS      of compilation and of each run; needs one --device\\n"
    "  --share-weights        copies the weights into shared memory\\n"
    "  --skip-verification    does not compare the SHA-256 of the weights\\n";

bool readLoadSwitch(Options& options, const std::string& flag) {
  if (flag == "--share-weights") {
    options.shareWeights = true;
  } else if (flag == "--skip-verification") {
    options.verifyWeights = false;
  } else {
    return false;
  }
  return true;
}

bool readLoadOption(Options& options, const std::string& flag, const std::string& text) {
  if (flag == "--device") {
    options.devices.push_back(text);
  } else if (flag == "--cache") {
    options.cacheFolder = text;
  } else if (flag == "--fallback") {
    options.fallback = oneOf<Fallback>(
        flag, text, {{"refuse", Fallback::refuse}, {"warn", Fallback::warn}, {"allow", Fallback::allow}});
  } else if (flag == "--preference") {
    options.preference = oneOf<Preference>(flag, text,
                                           {{"low-power", Preference::lowPower},
                                            {"fast-single-answer", Preference::fastSingleAnswer},
                                            {"sustained-speed", Preference::sustainedSpeed}});
  } else if (flag == "--priority") {
    options.priority = oneOf<Priority>(
        flag, text, {{"low", Priority::low}, {"medium", Priority::medium}, {"high", Priority::high}});
  } else if (flag == "--timeout") {
    options.compilationTimeout = std::chrono::seconds(wholeNumber(flag, text));
    options.executionTimeout = options.compilationTimeout;
  } else {
    return false;
  }
  return true;
}

unsigned long wholeNumber(const std::string& flag, const std::string& text) {
  if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos) {
    throw Error(ErrorKind::argument, flag + " takes a number");
  }
  return std::stoul(text);
}

}  // namespace snapc
`,
  'tools/load_options.h': `/// The options of a load, as all tools read them from the command line.

#ifndef SNAPC_LOAD_OPTIONS_H
#define SNAPC_LOAD_OPTIONS_H

#include <map>
#include <string>

#include "snapc/error.h"
#include "snapc/options.h"

namespace snapc {

/// Lines of a usage.
extern const char* const LOAD_USAGE;

/// Whether it is an option of a load, without a value. The option is set then.
bool readLoadSwitch(Options& options, const std::string& flag);

/// The same for options with a value. Throws Error for a value that it does not take.
bool readLoadOption(Options& options, const std::string& flag, const std::string& text);

/// Of up to nine digits. Throws Error.
unsigned long wholeNumber(const std::string& flag, const std::string& text);

/// The value that the text stands for. Throws Error.
template <typename Value>
Value oneOf(const std::string& flag, const std::string& text, const std::map<std::string, Value>& values) {
  const auto found = values.find(text);
  if (found != values.end()) return found->second;
  std::string known;
  for (const auto& value : values) known += (known.empty() ? "" : ", ") + value.first;
  throw Error(ErrorKind::argument, flag + " takes one of " + known);
}

}  // namespace snapc

#endif
`,
  'tools/npy.cpp': `/// Reads and writes NumPy's files of one array.

#include "npy.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "npy_header.h"
#include "snapc/error.h"

namespace snapc {
namespace {

/// NumPy itself refuses longer headers.
constexpr std::size_t LONGEST_HEADER = 10000;

struct CloseFile {
  void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};
using Stream = std::unique_ptr<std::FILE, CloseFile>;

std::size_t read(const Stream& stream, void* bytes, std::size_t count) {
  return std::fread(bytes, 1, count, stream.get());
}

std::uint64_t bytesOf(const Array& array, const std::string& path) {
  std::uint64_t bytes = byteSize(array.type);
  for (const std::uint64_t size : array.shape) {
    if (size == 0) return 0;
    if (bytes > (std::uint64_t{1} << 40) / size) throw Error(ErrorKind::file, path + ": is too large");
    bytes *= size;
  }
  return bytes;
}

std::string readHeader(const Stream& stream, const std::string& path) {
  unsigned char start[12] = {};
  const std::size_t count = read(stream, start, 10);
  if (std::ferror(stream.get()) != 0) {
    throw Error(ErrorKind::file, path + ": cannot be read: " + std::strerror(errno));
  }
  if (count != 10 || std::memcmp(start, "\\x93NUMPY", 6) != 0 || start[6] < 1 || start[6] > 3) {
    throw Error(ErrorKind::file, path + ": is no .npy file");
  }
  std::size_t length = start[8] | static_cast<std::size_t>(start[9]) << 8;
  if (start[6] > 1) {
    if (read(stream, start + 10, 2) != 2) throw Error(ErrorKind::file, path + ": ends in its header");
    length |= static_cast<std::size_t>(start[10]) << 16 | static_cast<std::size_t>(start[11]) << 24;
  }
  if (length > LONGEST_HEADER) throw Error(ErrorKind::file, path + ": its header is too long");
  std::string text(length, '\\0');
  if (read(stream, &text[0], length) != length) throw Error(ErrorKind::file, path + ": ends in its header");
  return text;
}

}  // namespace

std::string describe(ElementType type, const std::vector<std::uint64_t>& shape) {
  std::string text = std::string(nameOf(type)) + " [";
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    text += (axis > 0 ? ", " : "") + std::to_string(shape[axis]);
  }
  return text + ']';
}

Array readNpy(const std::string& path) {
  const Stream stream(std::fopen(path.c_str(), "rb"));
  if (stream == nullptr) throw Error(ErrorKind::file, path + ": cannot be opened: " + std::strerror(errno));
  Array array;
  parseNpyHeader(readHeader(stream, path), path, array);
  const std::uint64_t bytes = bytesOf(array, path);
  // The memory grows with what is read: a header alone cannot make it large.
  constexpr std::size_t PIECE = 1 << 20;
  while (array.bytes.size() < bytes) {
    const std::size_t done = array.bytes.size();
    array.bytes.resize(static_cast<std::size_t>(std::min<std::uint64_t>(bytes, done + PIECE)));
    const std::size_t wanted = array.bytes.size() - done;
    if (read(stream, array.bytes.data() + done, wanted) != wanted) {
      throw Error(ErrorKind::file, path + ": ends before its " + std::to_string(bytes) + " bytes of data do");
    }
  }
  char more;
  if (read(stream, &more, 1) != 0) throw Error(ErrorKind::file, path + ": has more data than its shape");
  return array;
}

void writeNpy(const std::string& path, const Array& array) { writeBytes(path, npyHeader(array), array.bytes); }

void writeBytes(const std::string& path, const std::string& header, const std::vector<std::uint8_t>& bytes) {
  Stream stream(std::fopen(path.c_str(), "wb"));
  if (stream == nullptr) throw Error(ErrorKind::file, path + ": cannot be written: " + std::strerror(errno));
  const bool written =
      std::fwrite(header.data(), 1, header.size(), stream.get()) == header.size() &&
      (bytes.empty() || std::fwrite(bytes.data(), 1, bytes.size(), stream.get()) == bytes.size());
  if (std::fclose(stream.release()) == 0 && written) return;
  const std::string reason = std::strerror(errno);
  std::remove(path.c_str());
  throw Error(ErrorKind::file, path + ": cannot be written: " + reason);
}

}  // namespace snapc
`,
  'tools/npy.h': `/// NumPy's files of one array.

#ifndef SNAPC_NPY_H
#define SNAPC_NPY_H

#include <cstdint>
#include <string>
#include <vector>

#include "snapc/element_type.h"

namespace snapc {

struct Array {
  ElementType type = ElementType::float32;
  std::vector<std::uint64_t> shape;
  /// Row-major, little-endian.
  std::vector<std::uint8_t> bytes;
};

/// Such as \`float32 [1, 4, 64, 64]\`.
std::string describe(ElementType type, const std::vector<std::uint64_t>& shape);

/// Throws Error for what is no such file, or is cut.
Array readNpy(const std::string& path);

/// Throws Error; what was written by then is removed.
void writeBytes(const std::string& path, const std::string& header, const std::vector<std::uint8_t>& bytes);

/// The same.
void writeNpy(const std::string& path, const Array& array);

}  // namespace snapc

#endif
`,
  'tools/npy_header.cpp': `/// Parses and prints the headers of NumPy's files.

#include "npy_header.h"

#include <cctype>

#include "snapc/error.h"

namespace snapc {
namespace {

struct Form {
  const char* text;
  ElementType type;
};

constexpr Form FORMS[] = {
    {"<f4", ElementType::float32}, {"<f2", ElementType::float16}, {"<i4", ElementType::int32},
    {"<i8", ElementType::int64},   {"|b1", ElementType::bool8},   {"|u1", ElementType::uint8},
    {"|i1", ElementType::int8},
};

/// NumPy's own arrays have no more.
constexpr std::size_t MOST_AXES = 64;

class Parser {
 public:
  Parser(const std::string& text, const std::string& name) : text_(text), name_(name) {}

  void parse(Array& array) {
    expect('{');
    bool hasType = false;
    bool hasShape = false;
    bool hasOrder = false;
    while (!accept('}')) {
      const std::string key = quoted();
      expect(':');
      if (key == "descr" && !hasType) {
        array.type = typeOf(quoted());
        hasType = true;
      } else if (key == "fortran_order" && !hasOrder) {
        if (word() != "False") fail("its elements are in Fortran's order; save numpy.ascontiguousarray of it");
        hasOrder = true;
      } else if (key == "shape" && !hasShape) {
        array.shape = shape();
        hasShape = true;
      } else {
        fail("its header is not one of NumPy's");
      }
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    if (!hasType || !hasShape || !hasOrder) fail("its header is not complete");
  }

 private:
  [[noreturn]] void fail(const std::string& reason) const { throw Error(ErrorKind::file, name_ + ": " + reason); }

  void skipSpace() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }

  bool accept(char wanted) {
    skipSpace();
    if (at_ >= text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  void expect(char wanted) {
    if (!accept(wanted)) fail("its header is not one of NumPy's");
  }

  std::string quoted() {
    expect('\\'');
    const std::size_t end = text_.find('\\'', at_);
    if (end == std::string::npos) fail("its header is not one of NumPy's");
    std::string inside = text_.substr(at_, end - at_);
    at_ = end + 1;
    return inside;
  }

  std::string word() {
    skipSpace();
    std::string letters;
    while (at_ < text_.size() && std::isalpha(static_cast<unsigned char>(text_[at_])) != 0) letters += text_[at_++];
    return letters;
  }

  std::vector<std::uint64_t> shape() {
    std::vector<std::uint64_t> sizes;
    expect('(');
    while (!accept(')')) {
      skipSpace();
      std::string digits;
      while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])) != 0) digits += text_[at_++];
      if (digits.empty() || digits.size() > 15 || sizes.size() == MOST_AXES) fail("its shape is not one of NumPy's");
      sizes.push_back(std::stoull(digits));
      if (!accept(',')) {
        expect(')');
        break;
      }
    }
    return sizes;
  }

  ElementType typeOf(const std::string& form) const {
    for (const Form& known : FORMS) {
      if (form == known.text) return known.type;
    }
    fail("its elements are of type " + form + "; float32, float16, int32, int64, bool, uint8 and int8 are known");
  }

  const std::string& text_;
  const std::string& name_;
  std::size_t at_ = 0;
};

const char* formOf(ElementType type) {
  for (const Form& known : FORMS) {
    if (known.type == type) return known.text;
  }
  return "";
}

}  // namespace

void parseNpyHeader(const std::string& text, const std::string& name, Array& array) {
  Parser(text, name).parse(array);
}

std::string npyHeader(const Array& array) {
  std::string text = std::string("{'descr': '") + formOf(array.type) + "', 'fortran_order': False, 'shape': (";
  for (const std::uint64_t size : array.shape) text += std::to_string(size) + ", ";
  text += "), }";
  // Magic number, version and length take ten bytes; the data begins at a multiple of 64.
  while ((10 + text.size() + 1) % 64 != 0) text += ' ';
  text += '\\n';
  const auto length = static_cast<unsigned>(text.size());
  std::string header = "\\x93NUMPY";
  header += {'\\1', '\\0', static_cast<char>(length & 255u), static_cast<char>(length >> 8)};
  return header + text;
}

}  // namespace snapc
`,
  'tools/npy_header.h': `/// The header of NumPy's files: a dictionary in Python's notation.

#ifndef SNAPC_NPY_HEADER_H
#define SNAPC_NPY_HEADER_H

#include <string>

#include "npy.h"

namespace snapc {

/// Fills type and shape. Throws Error, with \`name\` for people.
void parseNpyHeader(const std::string& text, const std::string& name, Array& array);

/// With magic number and padding.
std::string npyHeader(const Array& array);

}  // namespace snapc

#endif
`,
  'tools/output_files.cpp': `/// Stages files beside their places and renames them.

#include "output_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "snapc/error.h"

namespace snapc {
namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& reason) {
  throw Error(ErrorKind::file, path + ": cannot be written: " + reason);
}

std::string folderOf(const std::string& path) {
  const std::size_t end = path.rfind('/');
  if (end == std::string::npos) return ".";
  return end == 0 ? "/" : path.substr(0, end);
}

}  // namespace

void OutputFiles::requireWritable(const std::string& path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) == 0) {
    // It would make the renaming fail, after other files are in place.
    if (S_ISDIR(status.st_mode)) refuse(path, "it is a folder");
    // The renaming would put a file in the place of a device.
    if (!S_ISREG(status.st_mode)) refuse(path, "it is no regular file");
  }
  // Permissions tell the superuser nothing, and some file systems take no files: one that is made tells.
  std::string probe = folderOf(path) + "/.snapc-XXXXXX";
  const int descriptor = mkstemp(probe.data());
  if (descriptor < 0) refuse(path, std::strerror(errno));
  close(descriptor);
  unlink(probe.c_str());
}

OutputFiles::~OutputFiles() {
  for (const Pending& file : pending_) std::remove(file.staged.c_str());
}

void OutputFiles::add(const std::string& path, const Array& array) { writeNpy(stage(path), array); }

std::string OutputFiles::stage(const std::string& path) {
  requireWritable(path);
  for (const Pending& file : pending_) {
    if (file.path == path) throw Error(ErrorKind::argument, path + ": is given for two outputs");
  }
  const std::string staged = path + ".part-" + std::to_string(getpid()) + '-' + std::to_string(pending_.size());
  pending_.push_back({staged, path});
  return staged;
}

void OutputFiles::commit() {
  while (!pending_.empty()) {
    const Pending& file = pending_.back();
    if (std::rename(file.staged.c_str(), file.path.c_str()) != 0) {
      refuse(file.path, std::strerror(errno));
    }
    pending_.pop_back();
  }
}

}  // namespace snapc
`,
  'tools/output_files.h': `/// Writes several files so that all of them appear or none.

#ifndef SNAPC_OUTPUT_FILES_H
#define SNAPC_OUTPUT_FILES_H

#include <string>
#include <vector>

#include "npy.h"

namespace snapc {

class OutputFiles {
 public:
  OutputFiles() = default;
  OutputFiles(const OutputFiles&) = delete;
  OutputFiles& operator=(const OutputFiles&) = delete;
  /// Removes what was not put in place.
  ~OutputFiles();

  /// Throws Error where no file can be put.
  static void requireWritable(const std::string& path);

  /// Writes beside \`path\`. Throws Error.
  void add(const std::string& path, const Array& array);
  /// Where a file that belongs in \`path\` is to be written until then. Throws Error.
  std::string stage(const std::string& path);
  /// Puts all files in place. Throws Error.
  void commit();

 private:
  struct Pending {
    std::string staged;
    std::string path;
  };
  std::vector<Pending> pending_;
};

}  // namespace snapc

#endif
`,
  'tools/run_model.cpp': `/// Runs a compiled model on NumPy's files: on a phone by adb, or on a host with its own NNAPI.

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
    std::printf("%s %s: %s\\n", side, port.name, describe(port.modelType, shape).c_str());
  }
}

std::size_t indexOf(const std::vector<TensorInfo>& infos, const std::string& name, const char* side) {
  for (std::size_t index = 0; index < infos.size(); ++index) {
    if (infos[index].name == name) return index;
  }
  std::string known;
  for (const TensorInfo& info : infos) known += (known.empty() ? "" : ", ") + info.name;
  throw Error(ErrorKind::argument, std::string("the model has no ") + side + " \\"" + name + "\\"; it has: " + known);
}

using Buffers = std::vector<std::vector<std::uint8_t>>;

Buffers readInputs(const std::vector<TensorInfo>& infos, const Assignments& given) {
  Buffers buffers(infos.size());
  for (const auto& [name, path] : given) {
    const std::size_t index = indexOf(infos, name, "input");
    if (!buffers[index].empty()) throw Error(ErrorKind::argument, "the input \\"" + name + "\\" is given twice");
    buffers[index] = toInput(readNpy(path), infos[index], path);
  }
  for (std::size_t index = 0; index < buffers.size(); ++index) {
    if (!buffers[index].empty()) continue;
    throw Error(ErrorKind::argument, "the input \\"" + infos[index].name + "\\" is not given");
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
  std::printf("%lu runs: fastest %.3f ms, median %.3f ms, slowest %.3f ms\\n", runs, seconds.front() * 1e3,
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
    std::fprintf(stderr, "run_model: %s\\n", error.what());
    return 1;
  }
}
`,
  'jni/java.cpp': `/// Texts and exceptions across the border to Java.

#include "java.h"

namespace snapc {

JNIEnv* environmentOf(JavaVM* machine) {
  JNIEnv* env = nullptr;
  return machine->GetEnv(reinterpret_cast<void**>(&env), JNI_VERSION_1_6) == JNI_OK ? env : nullptr;
}

JavaObject::JavaObject(JNIEnv* env, jobject object) : object_(env->NewGlobalRef(object)) {
  env->GetJavaVM(&machine_);
  if (object_ == nullptr) throw JavaException();
}

JavaObject::~JavaObject() {
  JNIEnv* const own = env();
  if (own != nullptr) own->DeleteGlobalRef(object_);
}

jmethodID JavaObject::method(const char* name, const char* signature) const {
  JNIEnv* const own = env();
  const jclass type = own->GetObjectClass(object_);
  const jmethodID found = own->GetMethodID(type, name, signature);
  own->DeleteLocalRef(type);
  if (found == nullptr) throw JavaException();
  return found;
}

std::string textOf(JNIEnv* env, jbyteArray bytes) {
  const jsize count = env->GetArrayLength(bytes);
  std::string text(static_cast<std::size_t>(count), '\\0');
  env->GetByteArrayRegion(bytes, 0, count, reinterpret_cast<jbyte*>(&text[0]));
  throwIfPending(env);
  return text;
}

jbyteArray utf8Of(JNIEnv* env, const std::string& text) {
  const auto count = static_cast<jsize>(text.size());
  const jbyteArray bytes = env->NewByteArray(count);
  if (bytes == nullptr) throw JavaException();
  env->SetByteArrayRegion(bytes, 0, count, reinterpret_cast<const jbyte*>(text.data()));
  return bytes;
}

jobjectArray arrayOf(JNIEnv* env, const std::string* texts, std::size_t count) {
  const jclass type = env->FindClass("[B");
  if (type == nullptr) throw JavaException();
  const jobjectArray array = env->NewObjectArray(static_cast<jsize>(count), type, nullptr);
  if (array == nullptr) throw JavaException();
  for (std::size_t index = 0; index < count; ++index) {
    const jbyteArray bytes = utf8Of(env, texts[index]);
    env->SetObjectArrayElement(array, static_cast<jsize>(index), bytes);
    env->DeleteLocalRef(bytes);
  }
  return array;
}

void throwError(JNIEnv* env, const Error& error) {
  // What fails in here leaves an exception of Java's own.
  const jclass type = env->FindClass((std::string(JAVA_PACKAGE) + "/SnapcException").c_str());
  if (type == nullptr) return;
  const jmethodID create = env->GetMethodID(type, "<init>", "(I[BIJ[B)V");
  if (create == nullptr) return;
  try {
    const jobject thrown =
        env->NewObject(type, create, static_cast<jint>(error.kind()), utf8Of(env, error.what()),
                       static_cast<jint>(error.resultCode()), static_cast<jlong>(error.operation()),
                       utf8Of(env, error.origin()));
    if (thrown != nullptr) env->Throw(static_cast<jthrowable>(thrown));
  } catch (const JavaException&) {
  }
}

}  // namespace snapc
`,
  'jni/java.h': `/// Between Java's objects and those of the library; exceptions of one side become those of the other.

#ifndef SNAPC_JAVA_H
#define SNAPC_JAVA_H

#include <jni.h>

#include <cstdint>
#include <exception>
#include <string>

#include "snapc/error.h"

namespace snapc {

/// The package of the Kotlin sources, with slashes.
constexpr const char* JAVA_PACKAGE = SNAPC_JAVA_PACKAGE;

/// An exception of Java is under way already.
struct JavaException {};

inline void throwIfPending(JNIEnv* env) {
  if (env->ExceptionCheck() != JNI_FALSE) throw JavaException();
}

/// Of the thread, which is one of Java's; null for another.
JNIEnv* environmentOf(JavaVM* machine);

/// An object of Java's that outlives the call that gave it. Used and freed on threads of Java's.
class JavaObject {
 public:
  JavaObject(JNIEnv* env, jobject object);
  JavaObject(const JavaObject&) = delete;
  JavaObject& operator=(const JavaObject&) = delete;
  ~JavaObject();

  JNIEnv* env() const { return environmentOf(machine_); }
  jobject get() const { return object_; }
  /// Throws JavaException where its class has none.
  jmethodID method(const char* name, const char* signature) const;

 private:
  JavaVM* machine_ = nullptr;
  jobject object_;
};

/// The object that a handle of Kotlin's stands for; null for 0.
template <typename Object>
Object* at(jlong handle) {
  return reinterpret_cast<Object*>(static_cast<std::intptr_t>(handle));
}

inline jlong handleOf(void* object) { return static_cast<jlong>(reinterpret_cast<std::intptr_t>(object)); }

/// Text crosses as bytes of UTF-8: what JNI calls UTF differs beyond ASCII and cannot hold every name of a model.
std::string textOf(JNIEnv* env, jbyteArray bytes);
jbyteArray utf8Of(JNIEnv* env, const std::string& text);

/// Each of the texts as bytes.
jobjectArray arrayOf(JNIEnv* env, const std::string* texts, std::size_t count);

/// Makes a SnapcException pending.
void throwError(JNIEnv* env, const Error& error);

/// Runs the call of a native function; no C++ exception leaves it.
template <typename Result, typename Call>
Result guarded(JNIEnv* env, Result onError, Call call) {
  try {
    return call();
  } catch (const JavaException&) {
  } catch (const Error& error) {
    throwError(env, error);
  } catch (const std::exception& error) {
    throwError(env, Error(ErrorKind::argument, error.what()));
  }
  return onError;
}

template <typename Call>
void guarded(JNIEnv* env, Call call) {
  guarded<int>(env, 0, [&] {
    call();
    return 0;
  });
}

}  // namespace snapc

#endif
`,
  'jni/jni.cpp': `/// Connects the Kotlin classes with the library: the native functions of NativeModel.

#include <string>
#include <vector>

#include "java.h"
#include "load_request.h"
#include "native_methods.h"
#include "snapc/loop.h"
#include "snapc/session.h"

namespace SNAPC_MODEL {
/// In the generated source.
const snapc::ModelTables& modelTables();
}  // namespace SNAPC_MODEL

namespace snapc {
namespace {

/// The memory of direct buffers, from their beginning to their capacity.
template <typename Tensor>
std::vector<Tensor> tensorsOf(JNIEnv* env, jobjectArray buffers) {
  std::vector<Tensor> tensors;
  const jsize count = env->GetArrayLength(buffers);
  for (jsize index = 0; index < count; ++index) {
    const jobject buffer = env->GetObjectArrayElement(buffers, index);
    void* const address = env->GetDirectBufferAddress(buffer);
    const jlong capacity = env->GetDirectBufferCapacity(buffer);
    env->DeleteLocalRef(buffer);
    if (address == nullptr || capacity < 0) {
      throw Error(ErrorKind::argument, "a buffer is not direct; use ByteBuffer.allocateDirect");
    }
    tensors.push_back({address, static_cast<std::size_t>(capacity)});
  }
  return tensors;
}

jlong load(JNIEnv* env, jclass, jbyteArray folder, jlongArray descriptors, jobjectArray devices,
           jbyteArray cacheFolder, jintArray choices, jlongArray timeouts, jobject progress, jobject warnings,
           jlong cancellation) {
  return guarded<jlong>(env, 0, [&] {
    Options options = optionsOf(env, devices, cacheFolder, choices, timeouts);
    if (warnings != nullptr) warningsTo(env, warnings, options);
    const Progress reports = progress == nullptr ? Progress() : progressTo(env, progress);
    return handleOf(new Session(Session::load(SNAPC_MODEL::modelTables(), weightsOf(env, folder, descriptors), options,
                                              reports, at<Cancellation>(cancellation))));
  });
}

void run(JNIEnv* env, jclass, jlong model, jobjectArray inputs, jobjectArray outputs, jlong cancellation) {
  guarded(env, [&] {
    at<Session>(model)->run(tensorsOf<ConstTensor>(env, inputs), tensorsOf<Tensor>(env, outputs),
                            at<Cancellation>(cancellation));
  });
}

void freeModel(JNIEnv*, jclass, jlong model) { delete at<Session>(model); }

jlong newLoop(JNIEnv* env, jclass, jlong model, jintArray feedback) {
  return guarded<jlong>(env, 0, [&] {
    std::vector<jint> numbers(static_cast<std::size_t>(env->GetArrayLength(feedback)));
    env->GetIntArrayRegion(feedback, 0, static_cast<jsize>(numbers.size()), numbers.data());
    throwIfPending(env);
    std::vector<Feedback> pairs;
    for (std::size_t index = 0; index + 1 < numbers.size(); index += 2) {
      pairs.push_back({static_cast<std::size_t>(numbers[index]), static_cast<std::size_t>(numbers[index + 1])});
    }
    return handleOf(new Loop(*at<Session>(model), pairs));
  });
}

jobject loopInput(JNIEnv* env, jclass, jlong loop, jint index) {
  return guarded<jobject>(env, nullptr, [&] {
    const Tensor tensor = at<Loop>(loop)->input(static_cast<std::size_t>(index));
    return env->NewDirectByteBuffer(tensor.data, static_cast<jlong>(tensor.bytes));
  });
}

jobject loopOutput(JNIEnv* env, jclass, jlong loop, jint index) {
  return guarded<jobject>(env, nullptr, [&] {
    const ConstTensor tensor = at<Loop>(loop)->output(static_cast<std::size_t>(index));
    return env->NewDirectByteBuffer(const_cast<void*>(tensor.data), static_cast<jlong>(tensor.bytes));
  });
}

void step(JNIEnv* env, jclass, jlong loop, jlong cancellation) {
  guarded(env, [&] { at<Loop>(loop)->step(at<Cancellation>(cancellation)); });
}

void freeLoop(JNIEnv*, jclass, jlong loop) { delete at<Loop>(loop); }

jint registerFunctions(JNIEnv* env) {
  const std::string package = JAVA_PACKAGE;
  const std::string loadSignature =
      "([B[J[[B[B[I[JL" + package + "/NativeProgress;L" + package + "/NativeWarnings;J)J";
  return registerNatives(env, {
                                  nativeMethod("load", loadSignature, load),
                                  nativeMethod("run", "(J[Ljava/nio/ByteBuffer;[Ljava/nio/ByteBuffer;J)V", run),
                                  nativeMethod("free", "(J)V", freeModel),
                                  nativeMethod("newLoop", "(J[I)J", newLoop),
                                  nativeMethod("loopInput", "(JI)Ljava/nio/ByteBuffer;", loopInput),
                                  nativeMethod("loopOutput", "(JI)Ljava/nio/ByteBuffer;", loopOutput),
                                  nativeMethod("step", "(JJ)V", step),
                                  nativeMethod("freeLoop", "(J)V", freeLoop),
                              });
}

}  // namespace
}  // namespace snapc

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* machine, void*) {
  JNIEnv* const env = snapc::environmentOf(machine);
  return env == nullptr ? JNI_ERR : snapc::registerFunctions(env);
}
`,
  'jni/load_request.cpp': `/// Reads Kotlin's arrays, and calls its methods while a model loads.

#include "load_request.h"

#include <chrono>
#include <memory>
#include <vector>

namespace snapc {
Options optionsOf(JNIEnv* env, jobjectArray devices, jbyteArray cacheFolder, jintArray choices, jlongArray timeouts) {
  Options options;
  const jsize count = env->GetArrayLength(devices);
  for (jsize index = 0; index < count; ++index) {
    const auto name = static_cast<jbyteArray>(env->GetObjectArrayElement(devices, index));
    options.devices.push_back(textOf(env, name));
    env->DeleteLocalRef(name);
  }
  jint chosen[5] = {};
  env->GetIntArrayRegion(choices, 0, 5, chosen);
  jlong milliseconds[2] = {};
  env->GetLongArrayRegion(timeouts, 0, 2, milliseconds);
  throwIfPending(env);
  options.cacheFolder = textOf(env, cacheFolder);
  options.fallback = static_cast<Fallback>(chosen[0]);
  options.preference = static_cast<Preference>(chosen[1]);
  options.priority = static_cast<Priority>(chosen[2]);
  options.verifyWeights = chosen[3] != 0;
  options.shareWeights = chosen[4] != 0;
  options.compilationTimeout = std::chrono::milliseconds(milliseconds[0]);
  options.executionTimeout = std::chrono::milliseconds(milliseconds[1]);
  return options;
}

Weights weightsOf(JNIEnv* env, jbyteArray folder, jlongArray descriptors) {
  std::string path = textOf(env, folder);
  if (!path.empty()) return Weights::inFolder(std::move(path));
  std::vector<jlong> numbers(static_cast<std::size_t>(env->GetArrayLength(descriptors)));
  env->GetLongArrayRegion(descriptors, 0, static_cast<jsize>(numbers.size()), numbers.data());
  throwIfPending(env);
  std::vector<WeightDescriptor> pools;
  for (std::size_t index = 0; index + 1 < numbers.size(); index += 2) {
    pools.push_back({static_cast<int>(numbers[index]), static_cast<std::uint64_t>(numbers[index + 1])});
  }
  return Weights::fromDescriptors(std::move(pools));
}

Progress progressTo(JNIEnv* env, jobject progress) {
  const auto object = std::make_shared<JavaObject>(env, progress);
  const jmethodID report = object->method("report", "(IJJ)V");
  return [object, report](LoadPhase phase, std::uint64_t done, std::uint64_t total) {
    JNIEnv* const own = object->env();
    own->CallVoidMethod(object->get(), report, static_cast<jint>(phase), static_cast<jlong>(done),
                        static_cast<jlong>(total));
    throwIfPending(own);
  };
}

void warningsTo(JNIEnv* env, jobject warnings, Options& options) {
  const auto object = std::make_shared<JavaObject>(env, warnings);
  const jmethodID warn = object->method("warn", "([B)V");
  options.onWarning = [object, warn](const std::string& message) {
    JNIEnv* const own = object->env();
    const jbyteArray bytes = utf8Of(own, message);
    own->CallVoidMethod(object->get(), warn, bytes);
    own->DeleteLocalRef(bytes);
    throwIfPending(own);
  };
}

}  // namespace snapc
`,
  'jni/load_request.h': `/// What Kotlin says of a load, as the library takes it.

#ifndef SNAPC_LOAD_REQUEST_H
#define SNAPC_LOAD_REQUEST_H

#include "java.h"
#include "snapc/options.h"
#include "snapc/weights.h"

namespace snapc {

/// \`choices\`: fallback, preference, priority, whether to verify, whether to share. \`timeouts\`: of compilation and
/// execution, in milliseconds.
Options optionsOf(JNIEnv* env, jobjectArray devices, jbyteArray cacheFolder, jintArray choices, jlongArray timeouts);

/// A folder, or when that is empty pairs of descriptor and offset.
Weights weightsOf(JNIEnv* env, jbyteArray folder, jlongArray descriptors);

/// Reports go to an object of Kotlin's NativeProgress, and warnings to one of NativeWarnings.
Progress progressTo(JNIEnv* env, jobject progress);
void warningsTo(JNIEnv* env, jobject warnings, Options& options);

}  // namespace snapc

#endif
`,
  'jni/native_methods.cpp': `/// Devices and cancellations, and how functions are registered.

#include "native_methods.h"

#include "snapc/cancellation.h"
#include "snapc/device.h"

namespace snapc {
namespace {

jobjectArray listDevices(JNIEnv* env, jclass) {
  return guarded<jobjectArray>(env, nullptr, [&] {
    std::vector<std::string> fields;
    for (const Device& device : snapc::devices()) {
      fields.insert(fields.end(), {device.name, nameOf(device.type), device.version,
                                   std::to_string(device.featureLevel)});
    }
    return arrayOf(env, fields.data(), fields.size());
  });
}

jlong newCancellation(JNIEnv*, jclass) { return handleOf(new Cancellation()); }

void cancel(JNIEnv*, jclass, jlong cancellation) { at<Cancellation>(cancellation)->cancel(); }

void freeCancellation(JNIEnv*, jclass, jlong cancellation) { delete at<Cancellation>(cancellation); }

}  // namespace

jint registerNatives(JNIEnv* env, std::vector<NativeMethod> methods) {
  methods.insert(methods.end(), {
                                    nativeMethod("devices", "()[[B", listDevices),
                                    nativeMethod("newCancellation", "()J", newCancellation),
                                    nativeMethod("cancel", "(J)V", cancel),
                                    nativeMethod("freeCancellation", "(J)V", freeCancellation),
                                });
  const jclass type = env->FindClass((std::string(JAVA_PACKAGE) + "/NativeModel").c_str());
  if (type == nullptr) return JNI_ERR;
  std::vector<JNINativeMethod> natives;
  for (NativeMethod& method : methods) natives.push_back({&method.name[0], &method.signature[0], method.function});
  const auto count = static_cast<jint>(natives.size());
  return env->RegisterNatives(type, natives.data(), count) == JNI_OK ? JNI_VERSION_1_6 : JNI_ERR;
}

}  // namespace snapc
`,
  'jni/native_methods.h': `/// Registers the functions of NativeModel, those among them that every library has included.

#ifndef SNAPC_NATIVE_METHODS_H
#define SNAPC_NATIVE_METHODS_H

#include <string>
#include <vector>

#include "java.h"

namespace snapc {

struct NativeMethod {
  std::string name;
  std::string signature;
  void* function;
};

template <typename Function>
NativeMethod nativeMethod(std::string name, std::string signature, Function function) {
  return {std::move(name), std::move(signature), reinterpret_cast<void*>(function)};
}

/// With those of devices and cancellations. What JNI_OnLoad returns.
jint registerNatives(JNIEnv* env, std::vector<NativeMethod> methods);

}  // namespace snapc

#endif
`,
  'kotlin/Cancellation.kt': `/** Asks loads and runs on other threads to stop. */
package snapc.runtime

import java.util.concurrent.CancellationException

/**
 * NNAPI cannot stop an execution midway: a cancelled run ends with the execution under way, and throws a
 * [CancellationException].
 */
class Cancellation {
    private val lock = Any()
    private val running = HashSet<Long>()
    private var cancelled = false

    val isCancelled: Boolean
        get() = synchronized(lock) { cancelled }

    fun cancel() = synchronized(lock) {
        cancelled = true
        running.forEach { NativeModel.cancel(it) }
    }

    /** Native flags live as long as the calls that look at them. */
    internal fun <Result> during(call: (Long) -> Result): Result {
        val flag = synchronized(lock) {
            if (cancelled) throw CancellationException("cancelled")
            NativeModel.newCancellation().also { running.add(it) }
        }
        try {
            return call(flag)
        } finally {
            synchronized(lock) {
                running.remove(flag)
                NativeModel.freeCancellation(flag)
            }
        }
    }
}

/** Calls that block notice an interrupted thread before they begin, as \`runInterruptible\` of coroutines expects. */
internal fun <Result> cancellable(cancellation: Cancellation?, call: (Long) -> Result): Result {
    if (Thread.interrupted()) throw InterruptedException()
    try {
        return if (cancellation == null) call(0) else cancellation.during(call)
    } catch (error: SnapcException) {
        if (error.kind == ErrorKind.CANCELLED) throw CancellationException(error.message)
        throw error
    }
}
`,
  'kotlin/Device.kt': `/** The devices that NNAPI offers on this phone. */
package snapc.runtime

/**
 * @property type \`gpu\`, \`accelerator\`, \`cpu\`, \`other\` or \`unknown\`
 * @property featureLevel 29 to 31 are the levels 3 to 5; 1000006 and up are the levels 6 and up
 */
class Device(val name: String, val type: String, val version: String, val featureLevel: Long) {
    /** NNAPI's own slow CPU implementation. */
    val isReference: Boolean
        get() = name == "nnapi-reference"

    companion object {
        @JvmStatic
        fun all(): List<Device> = NativeModel.devices()
            .map { String(it, Charsets.UTF_8) }
            .chunked(4)
            .map { (name, type, version, level) -> Device(name, type, version, level.toLong()) }
    }
}
`,
  'kotlin/Handle.kt': `/** A native object that several threads use and one frees. */
package snapc.runtime

import java.util.concurrent.locks.ReentrantReadWriteLock
import kotlin.concurrent.read
import kotlin.concurrent.write

internal class Handle(private var address: Long, private val free: (Long) -> Unit) {
    private val lock = ReentrantReadWriteLock()

    fun <Result> use(call: (Long) -> Result): Result = lock.read {
        check(address != 0L) { "it is closed" }
        call(address)
    }

    /** Waits for the calls under way; does nothing a second time. */
    fun close() = lock.write {
        if (address != 0L) free(address)
        address = 0
    }
}
`,
  'kotlin/Loop.kt': `/** Runs a model again and again without copies: a denoising loop. */
package snapc.runtime

import java.io.Closeable
import java.nio.ByteBuffer
import java.nio.ByteOrder

/** Its buffers must not be touched once it is closed. Belongs to one thread at a time. */
class Loop internal constructor(address: Long) : Closeable {
    private val handle = Handle(address) { NativeModel.freeLoop(it) }

    /** What the next step reads: the app writes here. Ask again after each step. */
    fun input(index: Int): ByteBuffer =
        handle.use { NativeModel.loopInput(it, index).order(ByteOrder.nativeOrder()) }

    /** What the last step wrote; valid until the step after the next one begins. */
    fun output(index: Int): ByteBuffer =
        handle.use { NativeModel.loopOutput(it, index).asReadOnlyBuffer().order(ByteOrder.nativeOrder()) }

    /** Blocks until the outputs are written. */
    fun step(cancellation: Cancellation? = null) = handle.use { loop ->
        cancellable(cancellation) { flag -> NativeModel.step(loop, flag) }
    }

    override fun close() = handle.close()
}
`,
  'kotlin/NativeModel.kt': `/** The native library's functions, which it registers under these names. */
package snapc.runtime

import java.nio.ByteBuffer

/** Called by the native library while it loads. */
internal class NativeProgress(private val progress: Progress) {
    fun report(phase: Int, done: Long, total: Long) = progress(LoadPhase.values()[phase], done, total)
}

/** Called by the native library while it loads. */
internal class NativeWarnings(private val onWarning: (String) -> Unit) {
    fun warn(message: ByteArray) = onWarning(String(message, Charsets.UTF_8))
}

/** Text is passed as UTF-8: what JNI calls so differs beyond ASCII. */
internal object NativeModel {
    init {
        System.loadLibrary(LIBRARY)
    }

    @JvmStatic external fun load(
        /** Empty where \`descriptors\` counts: a descriptor and an offset for each pool. */
        folder: ByteArray,
        descriptors: LongArray,
        devices: Array<ByteArray>,
        cacheFolder: ByteArray,
        /** Fallback, preference, priority, whether to verify, whether to share. */
        choices: IntArray,
        /** Of compilation and execution, in milliseconds. */
        timeouts: LongArray,
        progress: NativeProgress?,
        warnings: NativeWarnings?,
        cancellation: Long
    ): Long

    @JvmStatic external fun run(
        model: Long,
        inputs: Array<ByteBuffer>,
        outputs: Array<ByteBuffer>,
        cancellation: Long
    )

    @JvmStatic external fun free(model: Long)

    /** Name, type, version and feature level of each device in turn. */
    @JvmStatic external fun devices(): Array<ByteArray>

    @JvmStatic external fun newLoop(model: Long, feedback: IntArray): Long

    @JvmStatic external fun loopInput(loop: Long, index: Int): ByteBuffer

    @JvmStatic external fun loopOutput(loop: Long, index: Int): ByteBuffer

    @JvmStatic external fun step(loop: Long, cancellation: Long)

    @JvmStatic external fun freeLoop(loop: Long)

    @JvmStatic external fun newCancellation(): Long

    @JvmStatic external fun cancel(cancellation: Long)

    @JvmStatic external fun freeCancellation(cancellation: Long)
}
`,
  'kotlin/Options.kt': `/** How a model is loaded and run. */
package snapc.runtime

import java.io.File

enum class Preference(internal val code: Int) { LOW_POWER(0), FAST_SINGLE_ANSWER(1), SUSTAINED_SPEED(2) }

enum class Priority(internal val code: Int) { LOW(90), MEDIUM(100), HIGH(110) }

/** What to do when NNAPI would compute on its slow CPU reference; only REFUSE keeps it from that when a driver fails. */
enum class Fallback { REFUSE, WARN, ALLOW }

enum class LoadPhase { VERIFYING, BUILDING, COMPILING }

/** Is called on the loading thread; \`total\` is 0 where there is nothing to count. */
typealias Progress = (phase: LoadPhase, done: Long, total: Long) -> Unit

/**
 * @property devices names as [Device.name]; NNAPI chooses among all when empty
 * @property cacheFolder a folder of the app's own, as \`Context.codeCacheDir\`; no caching when null
 * @property verifyWeights whether the SHA-256 of the weights is compared, which takes seconds for a gigabyte
 * @property shareWeights copies the weights into shared memory, for drivers that may not map the app's files
 * @property compilationTimeoutMillis none when 0; needs exactly one device and Android 11
 * @property executionTimeoutMillis the same for each run
 * @property onWarning gets each warning on the loading thread; without it they go to the system's log
 */
class Options(
    val devices: List<String> = emptyList(),
    val fallback: Fallback = Fallback.WARN,
    val preference: Preference = Preference.SUSTAINED_SPEED,
    val priority: Priority = Priority.MEDIUM,
    val cacheFolder: File? = null,
    val verifyWeights: Boolean = true,
    val shareWeights: Boolean = false,
    val compilationTimeoutMillis: Long = 0,
    val executionTimeoutMillis: Long = 0,
    val onWarning: ((String) -> Unit)? = null
) {
    internal fun nativeDevices(): Array<ByteArray> = devices.map { it.toByteArray() }.toTypedArray()

    internal fun nativeCacheFolder(): ByteArray = (cacheFolder?.path ?: "").toByteArray()

    internal fun nativeChoices(): IntArray = intArrayOf(
        fallback.ordinal,
        preference.code,
        priority.code,
        if (verifyWeights) 1 else 0,
        if (shareWeights) 1 else 0
    )

    internal fun nativeTimeouts(): LongArray = longArrayOf(compilationTimeoutMillis, executionTimeoutMillis)
}
`,
  'kotlin/Session.kt': `/** A compiled model of any interface; the generated class gives it names. */
package snapc.runtime

import java.io.Closeable
import java.nio.ByteBuffer

internal class Session private constructor(private val handle: Handle) : Closeable {
    fun run(inputs: List<ByteBuffer>, outputs: List<ByteBuffer>, cancellation: Cancellation?) =
        handle.use { model ->
            cancellable(cancellation) { flag ->
                NativeModel.run(model, inputs.toTypedArray(), outputs.toTypedArray(), flag)
            }
        }

    fun loop(feedback: Map<Int, Int>): Loop = handle.use { model ->
        val pairs = feedback.flatMap { listOf(it.key, it.value) }
        Loop(NativeModel.newLoop(model, pairs.toIntArray()))
    }

    override fun close() = handle.close()

    companion object {
        fun load(weights: Weights, options: Options, progress: Progress?, cancellation: Cancellation?): Session =
            cancellable(cancellation) { flag ->
                val model = NativeModel.load(
                    weights.folder.toByteArray(),
                    weights.descriptors,
                    options.nativeDevices(),
                    options.nativeCacheFolder(),
                    options.nativeChoices(),
                    options.nativeTimeouts(),
                    progress?.let { NativeProgress(it) },
                    options.onWarning?.let { NativeWarnings(it) },
                    flag
                )
                Session(Handle(model) { NativeModel.free(it) })
            }
    }
}
`,
  'kotlin/SnapcException.kt': `/** What goes wrong, for apps to decide on. */
package snapc.runtime

/** In the order of the native library's kinds, which has no downloads. */
enum class ErrorKind { ARGUMENT, FILE, WEIGHTS, CACHE, DEVICE, UNSUPPORTED, CANCELLED, NEURAL_NETWORKS, DOWNLOAD }

/**
 * @property resultCode what NNAPI returned, or 0
 * @property operation the index of the operation at fault, or -1
 * @property origin the nodes of the ONNX model that the operation stems from
 */
class SnapcException internal constructor(
    kind: Int,
    message: ByteArray,
    val resultCode: Int,
    val operation: Long,
    origin: ByteArray
) : RuntimeException(String(message, Charsets.UTF_8)) {
    val kind: ErrorKind = ErrorKind.values()[kind]
    val origin: String = String(origin, Charsets.UTF_8)
}
`,
  'kotlin/Weights.kt': `/** Where the weights of a model are. */
package snapc.runtime

import java.io.File

/**
 * A pool within an open file, as of a \`ParcelFileDescriptor\` or an uncompressed asset.
 *
 * @property offset a multiple of the page size; 65536 serves every phone
 */
class WeightDescriptor @JvmOverloads constructor(val fd: Int, val offset: Long = 0)

class Weights private constructor(internal val folder: String, internal val descriptors: LongArray) {
    companion object {
        /** The folder that holds weights_0.bin and the pools after it. */
        @JvmStatic
        fun inFolder(folder: File): Weights = Weights(folder.absolutePath, LongArray(0))

        /** One for each pool, in order. They stay the caller's, who may close them after the load. */
        @JvmStatic
        fun fromDescriptors(descriptors: List<WeightDescriptor>): Weights =
            Weights("", descriptors.flatMap { listOf(it.fd.toLong(), it.offset) }.toLongArray())
    }
}
`,
};

export const picturesFiles: Readonly<Record<string, string>> = {
  'include/snapc/pictures/description.h': `/// What the compiler tells the runtime of a pipeline: names, sizes and defaults, as data in the emitted source.

#ifndef SNAPC_PICTURES_DESCRIPTION_H
#define SNAPC_PICTURES_DESCRIPTION_H

#include <array>
#include <cstdint>

#include "snapc/tables.h"

namespace snapc {

enum class PartName { textEncoder, unet, decoder, encoder };

/// As the folders of the parts are called.
const char* nameOf(PartName part) noexcept;

struct DataFile {
  const char* file;
  std::uint64_t bytes;
  /// Hexadecimal.
  const char* sha256;
};

struct LatentSize {
  std::uint32_t channels;
  std::uint32_t height;
  std::uint32_t width;
};

struct TileSize {
  std::uint32_t height;
  std::uint32_t width;
};

/// Of a picture in pixels, and the latents of one tile of the decoder.
struct PictureSize {
  std::uint32_t height;
  std::uint32_t width;
  TileSize tile;
};

/// The names of tensors in their models.
struct TextNames {
  const char* ids;
  const char* states;
};

struct UnetNames {
  const char* sample;
  const char* timestep;
  const char* states;
  const char* output;
};

struct DecoderNames {
  const char* latent;
  const char* picture;
};

struct EncoderNames {
  const char* picture;
  const char* latent;
};

/// Linear maps of latents to red, green and blue, from 0 to 1, and what is added.
struct PreviewMap {
  Table<std::array<double, 3>> factors;
  std::array<double, 3> bias;
};

struct StepCounts {
  std::uint32_t usual;
  /// Those that have a table, in its order.
  Table<std::uint32_t> counts;
  /// For each count, by how much the first noise is multiplied.
  Table<double> initialNoise;
  /// Denoised latents are clamped to it; infinite for never.
  double clip;
};

struct PipelineDescription {
  const char* name;
  /// Those that can be asked for, the usual one first.
  Table<PictureSize> sizes;
  /// Of the usual size, as \`tile\`; where a picture is drawn, of its own.
  LatentSize latent;
  /// Pixels for each latent, along an edge.
  std::uint32_t scale;
  /// The decoder gets latents divided by the factor, plus the shift.
  double scalingFactor;
  double shiftFactor;
  /// The latents of one tile of the decoder; those of the whole picture where it is not tiled.
  TileSize tile;
  TextNames text;
  UnetNames unet;
  /// 2 where both sides of guidance run at once.
  std::uint32_t unetBatch;
  DecoderNames decoder;
  /// Null where there is no encoder.
  EncoderNames encoder;
  /// The encoder gives mean and logarithm of the variance, one after another along the channels.
  bool isDistribution;
  /// Without factors where there is none.
  PreviewMap preview;
  StepCounts steps;
  double guidance;
  DataFile tokenizer;
  DataFile stepTables;

  std::uint32_t width() const { return latent.width * scale; }
  std::uint32_t height() const { return latent.height * scale; }
  /// What holds for pictures of one of the sizes.
  PipelineDescription at(std::size_t size) const {
    PipelineDescription own = *this;
    own.latent.height = sizes[size].height / scale;
    own.latent.width = sizes[size].width / scale;
    own.tile = sizes[size].tile;
    return own;
  }
  std::size_t latentCount() const {
    return static_cast<std::size_t>(latent.channels) * latent.height * latent.width;
  }
  bool hasEncoder() const { return encoder.picture != nullptr; }
  bool hasPreview() const { return preview.factors.count > 0; }
};

/// A model of the pipeline: the sizes that it serves as bits, its tables, and where its weights lie in the pipeline's
/// folder.
struct PartEntry {
  PartName part;
  std::uint32_t sizes;
  const ModelTables& (*tables)();
  const char* weights;
};

struct PipelineTables {
  const PipelineDescription& description;
  Table<PartEntry> parts;
};

}  // namespace snapc

#endif
`,
  'include/snapc/pictures/picture.h': `/// Pictures: red, green, blue and opacity of each pixel.

#ifndef SNAPC_PICTURES_PICTURE_H
#define SNAPC_PICTURES_PICTURE_H

#include <cstdint>
#include <vector>

namespace snapc {

struct Picture {
  std::uint32_t width = 0;
  std::uint32_t height = 0;
  /// Four bytes for each pixel, row by row: red, green, blue, opacity.
  std::vector<std::uint8_t> pixels;
};

}  // namespace snapc

#endif
`,
  'include/snapc/pictures/pipeline.h': `/// From words to a picture: text encoder, a loop of the UNet, decoder; the same for all pipelines that snapc emits.

#ifndef SNAPC_PICTURES_PIPELINE_H
#define SNAPC_PICTURES_PIPELINE_H

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "snapc/options.h"
#include "snapc/pictures/description.h"
#include "snapc/pictures/request.h"
#include "snapc/weights.h"

namespace snapc {

/// \`keep\` loads all models once, those of another size of pictures when it is first asked for, in place of those that
/// were there. \`spare\` has one of them in memory at a time, so that text encoder and UNet are gone
/// when the picture is decoded: each is read again whenever it is used.
enum class MemoryMode { keep, spare };

struct PipelineOptions {
  /// Holds tokenizer.bin, steps.bin, and the folders of the parts: the artifact's folder, or a copy of its .bin files.
  std::string folder;
  /// The weights of a part that lie elsewhere.
  std::function<std::optional<Weights>(PartName part)> weights;
  MemoryMode memory = MemoryMode::keep;
  /// Of each model.
  Options model;
};

/// Is called on the thread that loads; \`total\` is 0 where there is nothing to count.
using PartProgress = std::function<void(PartName part, LoadPhase phase, std::uint64_t done, std::uint64_t total)>;

/// Several threads may use one pipeline: pictures are drawn one after another.
class PicturePipeline {
 public:
  /// Throws Error; nothing stays behind then.
  static PicturePipeline load(const PipelineTables& tables, const PipelineOptions& options,
                              const PartProgress& progress = {}, const Cancellation* cancellation = nullptr);

  /// Whether such a picture can be asked for, before anything is loaded. Throws Error: every fault at once.
  static void check(const PipelineTables& tables, const Request& request);

  PicturePipeline(PicturePipeline&&) noexcept;
  PicturePipeline& operator=(PicturePipeline&&) noexcept;
  ~PicturePipeline();

  const PipelineDescription& description() const noexcept;

  /// Blocks until the picture is drawn. Throws Error: every fault of the request at once.
  Generated generate(const Request& request) const;

 private:
  struct State;
  explicit PicturePipeline(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace snapc

#endif
`,
  'include/snapc/pictures/request.h': `/// What a picture is asked for with, and what is told on the way to it.

#ifndef SNAPC_PICTURES_REQUEST_H
#define SNAPC_PICTURES_REQUEST_H

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "snapc/cancellation.h"
#include "snapc/pictures/picture.h"

namespace snapc {

/// \`fast\` maps latents to colours, one pixel for each; \`decoded\` runs the decoder at each step.
enum class Preview { none, fast, decoded };

/// \`philox\` gives the same bits in every language; \`torch\` draws what torch.randn does with the seed on a CPU.
enum class RandomNumbers { philox, torch };

struct StepReport {
  /// From 1 to \`steps\`.
  std::uint32_t step;
  std::uint32_t steps;
  /// Channels x height x width; valid during the call.
  const std::vector<float>& latents;
  double milliseconds;
  /// Null unless one was asked for; valid during the call.
  const Picture* preview;
};

struct Request {
  /// UTF-8; what is none counts as U+FFFD.
  std::string prompt;
  /// What the picture should not show; counts where guidance is not 1.
  std::string negativePrompt;
  std::optional<std::int64_t> steps;
  /// How much the prompt counts; 1 takes the model's word for it and halves the work where the model runs twice.
  std::optional<double> guidance;
  /// From 0 to 2^53 - 1; drawn where there is none, and told with the picture.
  std::optional<std::int64_t> seed;
  /// Of the picture in pixels: one of the description's sizes. Where nothing is said it is that of \`image\`, or the first.
  std::optional<std::int64_t> width;
  std::optional<std::int64_t> height;
  /// A picture to begin with, of the same size.
  std::optional<Picture> image;
  /// How much of that picture is drawn anew, from 0 to 1.
  double strength = 0.8;
  Preview preview = Preview::none;
  RandomNumbers random = RandomNumbers::philox;
  /// Is called after each step on the thread that draws; what it throws ends the drawing.
  std::function<void(const StepReport&)> onStep;
  /// Is looked at before each run of a model.
  const Cancellation* cancellation = nullptr;
};

/// Of the text encoder, each step, and the decoder.
struct Milliseconds {
  double text = 0;
  std::vector<double> steps;
  double decoder = 0;
};

struct Generated : Picture {
  std::uint64_t seed = 0;
  std::uint32_t steps = 0;
  double guidance = 0;
  /// How many tokens of the prompt the text encoder could not take.
  std::size_t droppedTokens = 0;
  Milliseconds milliseconds;
};

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/checked_request.cpp': `/// What a pipeline can be asked for.

#include "checked_request.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "snapc/error.h"

namespace snapc {
namespace {

constexpr double MOST_GUIDANCE = 1000;
constexpr std::int64_t MOST_SEED = (std::int64_t{1} << 53) - 1;

std::string printed(double number) {
  if (std::isnan(number)) return "NaN";
  std::string text = std::to_string(number);
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string countsText(const Table<std::uint32_t>& counts) {
  std::vector<std::uint32_t> sorted(counts.begin(), counts.end());
  std::sort(sorted.begin(), sorted.end());
  if (sorted.back() - sorted.front() + 1 == sorted.size()) {
    return std::to_string(sorted.front()) + " to " + std::to_string(sorted.back());
  }
  std::string text;
  for (const std::uint32_t count : sorted) text += (text.empty() ? "" : ", ") + std::to_string(count);
  return text;
}

class Faults {
 public:
  void demand(bool holds, const std::string& message) {
    if (!holds) text_ += (text_.empty() ? "" : "; ") + message;
  }
  void throwIfAny() const {
    if (!text_.empty()) throw Error(ErrorKind::argument, text_);
  }

 private:
  std::string text_;
};

using Edge = std::optional<std::int64_t>;

/// The first that has what is demanded.
std::optional<std::size_t> fitting(const Table<PictureSize>& sizes, const Edge& width, const Edge& height) {
  for (std::size_t at = 0; at < sizes.count; ++at) {
    if (width.value_or(sizes[at].width) == sizes[at].width && height.value_or(sizes[at].height) == sizes[at].height) {
      return at;
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> sizeOf(const Request& request, const Table<PictureSize>& sizes) {
  if (request.image && !request.width && !request.height) {
    const auto own = fitting(sizes, request.image->width, request.image->height);
    if (own) return own;
  }
  return fitting(sizes, request.width, request.height);
}

std::string sizesText(const Table<PictureSize>& sizes) {
  std::string text;
  for (const PictureSize& size : sizes) {
    text += (text.empty() ? "" : ", ") + std::to_string(size.width) + 'x' + std::to_string(size.height);
  }
  return text;
}

std::string printed(const Edge& edge) { return edge ? std::to_string(*edge) : "any"; }

void checkImage(Faults& faults, const Picture& image, const PipelineDescription& description) {
  const auto size = [](std::uint32_t width, std::uint32_t height) {
    return std::to_string(width) + 'x' + std::to_string(height);
  };
  faults.demand(description.hasEncoder(), "an image needs a pipeline that was compiled with vae_encoder");
  faults.demand(image.width == description.width() && image.height == description.height(),
                "the image is " + size(image.width, image.height) + "; it has to be " +
                    size(description.width(), description.height()));
  faults.demand(image.pixels.size() == std::size_t{4} * image.width * image.height,
                "the image needs four bytes for each pixel");
}

}  // namespace

std::uint32_t CheckedRequest::skipped() const {
  if (!given.image) return 0;
  const double taken = std::min<double>(std::floor(steps * given.strength), steps);
  return steps - static_cast<std::uint32_t>(taken);
}

CheckedRequest checkRequest(const Request& request, const PipelineDescription& description) {
  Faults faults;
  const Table<std::uint32_t>& counts = description.steps.counts;
  const std::int64_t steps = request.steps.value_or(description.steps.usual);
  const double guidance = request.guidance.value_or(description.guidance);
  const std::int64_t seed = request.seed ? *request.seed : std::int64_t{std::random_device()()};
  faults.demand(std::any_of(counts.begin(), counts.end(), [&](std::uint32_t count) { return count == steps; }),
                "steps is " + std::to_string(steps) + "; it can be " + countsText(counts));
  faults.demand(std::fabs(guidance) <= MOST_GUIDANCE,
                "guidance is " + printed(guidance) + "; it can be a number from -1000 to 1000");
  faults.demand(seed >= 0 && seed <= MOST_SEED, "seed is " + std::to_string(seed) +
                                                    "; it can be a whole number from 0 to " +
                                                    std::to_string(MOST_SEED));
  faults.demand(request.strength >= 0 && request.strength <= 1,
                "strength is " + printed(request.strength) + "; it can be a number from 0 to 1");
  const std::optional<std::size_t> size = sizeOf(request, description.sizes);
  faults.demand(size.has_value(), "the size is " + printed(request.width) + 'x' + printed(request.height) +
                                      "; it can be " + sizesText(description.sizes));
  faults.demand(request.preview != Preview::fast || description.hasPreview(),
                "this pipeline has no fast preview; ask for a decoded one");
  if (request.image && size) checkImage(faults, *request.image, description.at(*size));
  faults.throwIfAny();
  return {request, static_cast<std::uint32_t>(steps), static_cast<float>(guidance), static_cast<std::uint64_t>(seed),
          *size};
}

}  // namespace snapc
`,
  'src/runtime/pictures/checked_request.h': `/// A request with its defaults, checked as a whole: every fault is told at once.

#ifndef SNAPC_PICTURES_CHECKED_REQUEST_H
#define SNAPC_PICTURES_CHECKED_REQUEST_H

#include "snapc/pictures/description.h"
#include "snapc/pictures/request.h"

namespace snapc {

/// Lives as long as the request that it was made of.
struct CheckedRequest {
  const Request& given;
  std::uint32_t steps;
  float guidance;
  std::uint64_t seed;
  /// Its place in the description.
  std::size_t size;

  /// The steps that are left out because a picture is there to begin with.
  std::uint32_t skipped() const;
};

/// Throws Error.
CheckedRequest checkRequest(const Request& request, const PipelineDescription& description);

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/codec.cpp': `/// Scales latents as the models were trained, and goes tile by tile where the decoder takes no more.

#include "codec.h"

#include <algorithm>
#include <cmath>

#include "picture_planes.h"
#include "tiles.h"

namespace snapc {
namespace {

/// Bounds of the logarithm of the variance, as AutoencoderKL has them.
constexpr double LEAST = -30;
constexpr double GREATEST = 20;

/// The first half of what the encoder gives is the mean, the second the logarithm of the variance.
Floats sampled(const Floats& found, const Floats& noise) {
  const std::size_t half = found.size() / 2;
  Floats latents(half);
  for (std::size_t at = 0; at < half; ++at) {
    const double bounded = std::min(std::max(static_cast<double>(found[half + at]), LEAST), GREATEST);
    const double moved = std::exp(bounded / 2) * static_cast<double>(noise[at]);
    latents[at] = static_cast<float>(static_cast<double>(found[at]) + moved);
  }
  return latents;
}

}  // namespace

Picture decode(const PipelineDescription& description, Parts& parts, const Floats& latents,
               const Cancellation* cancellation) {
  const LatentSize& latent = description.latent;
  const TileSize& tile = description.tile;
  const std::size_t scale = description.scale;
  Floats unscaled(latents.size());
  for (std::size_t at = 0; at < latents.size(); ++at) {
    const double number = static_cast<double>(latents[at]) / description.scalingFactor;
    unscaled[at] = static_cast<float>(number + description.shiftFactor);
  }
  PartRun model = parts.take(PartName::decoder, cancellation);
  const auto decodeTile = [&](const Floats& part) {
    model.setFloats(description.decoder.latent, part);
    return model.run(description.decoder.picture, cancellation);
  };
  if (tile.height == latent.height && tile.width == latent.width) {
    return toPicture(decodeTile(unscaled), description.width(), description.height());
  }
  Mosaic mosaic(3, description.height(), description.width());
  for (const std::size_t top : tileStarts(latent.height, tile.height)) {
    for (const std::size_t left : tileStarts(latent.width, tile.width)) {
      const Floats part =
          cut(unscaled, latent.channels, latent.height, latent.width, {top, left, tile.height, tile.width});
      mosaic.add(decodeTile(part), {top * scale, left * scale, tile.height * scale, tile.width * scale});
    }
  }
  return toPicture(mosaic.finish(), description.width(), description.height());
}

Floats encode(const PipelineDescription& description, Parts& parts, const Picture& image, NoiseSource& noise,
              const Cancellation* cancellation) {
  PartRun model = parts.take(PartName::encoder, cancellation);
  model.setFloats(description.encoder.picture, toPlanes(image));
  Floats latents = model.run(description.encoder.latent, cancellation);
  if (description.isDistribution) latents = sampled(latents, noise.ofEncoder());
  for (float& number : latents) {
    const double moved = static_cast<double>(number) - description.shiftFactor;
    number = static_cast<float>(moved * description.scalingFactor);
  }
  return latents;
}

}  // namespace snapc
`,
  'src/runtime/pictures/codec.h': `/// Pictures to latents and back.

#ifndef SNAPC_PICTURES_CODEC_H
#define SNAPC_PICTURES_CODEC_H

#include "noise.h"
#include "parts.h"
#include "update.h"

namespace snapc {

/// Throws Error.
Picture decode(const PipelineDescription& description, Parts& parts, const Floats& latents,
               const Cancellation* cancellation);

/// Throws Error.
Floats encode(const PipelineDescription& description, Parts& parts, const Picture& image, NoiseSource& noise,
              const Cancellation* cancellation);

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/data_file.cpp': `/// Compares size and SHA-256 before anything is made of the bytes.

#include "data_file.h"

#include "../file.h"
#include "../sha256.h"
#include "snapc/error.h"

namespace snapc {

std::vector<std::uint8_t> readDataFile(const std::string& folder, const DataFile& file) {
  const std::string path = folder + '/' + file.file;
  const File opened = openForReading(path);
  const std::uint64_t size = sizeOf(opened.fd(), path);
  if (size != file.bytes) {
    throw Error(ErrorKind::weights, path + ": has " + std::to_string(size) + " bytes, and the pipeline's has " +
                                        std::to_string(file.bytes) + ": it is cut or belongs to another pipeline");
  }
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
  readAt(opened.fd(), path, 0, bytes.data(), bytes.size());
  Sha256 hash;
  hash.update(bytes.data(), bytes.size());
  if (hash.hexadecimal() != file.sha256) {
    throw Error(ErrorKind::weights,
                path + ": its SHA-256 is not that of the pipeline's: it is damaged or belongs to another pipeline");
  }
  return bytes;
}

}  // namespace snapc
`,
  'src/runtime/pictures/data_file.h': `/// The small files of a pipeline: tables that are read as a whole.

#ifndef SNAPC_PICTURES_DATA_FILE_H
#define SNAPC_PICTURES_DATA_FILE_H

#include <cstdint>
#include <string>
#include <vector>

#include "snapc/pictures/description.h"

namespace snapc {

/// Throws Error for a file that is missing, or is not the one that was compiled.
std::vector<std::uint8_t> readDataFile(const std::string& folder, const DataFile& file);

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/denoising.cpp': `/// Steps over the table, with guidance in one run of the UNet or in two.

#include "denoising.h"

#include "codec.h"
#include "picture_planes.h"
#include "stopwatch.h"

namespace snapc {
namespace {

class Denoising {
 public:
  Denoising(const PipelineDescription& description, Parts& parts, const CheckedRequest& request,
            const std::vector<Step>& steps, const TextStates& texts)
      : description_(description),
        parts_(parts),
        request_(request),
        cancellation_(request.given.cancellation),
        steps_(steps),
        texts_(texts),
        skipped_(request.skipped()),
        noise_(request.given.random, request.seed, description.latentCount()) {}

  Denoised run() {
    Denoised made{start(), {}};
    PartRun unet = parts_.take(PartName::unet, cancellation_);
    const bool isBatched = description_.unetBatch == 2;
    if (isBatched) unet.setFloats(description_.unet.states, joined(texts_.without.value_or(texts_.told), texts_.told));
    std::optional<Floats> earlier;
    for (std::size_t at = skipped_; at < steps_.size(); ++at) {
      const Step& step = steps_[at];
      Stopwatch clock;
      const Floats output = isBatched ? predictBoth(unet, made.latents, step) : predict(unet, made.latents, step);
      Floats denoised = denoise(made.latents, output, step, description_.steps.clip);
      Floats fresh;
      if (step.noise != 0) fresh = noise_.afterStep(static_cast<std::uint32_t>(at));
      made.latents =
          advance(step, made.latents, output, denoised, earlier ? &*earlier : nullptr, step.noise == 0 ? nullptr : &fresh);
      earlier = std::move(denoised);
      made.milliseconds.push_back(clock.lap());
      if (request_.given.onStep) report(at, made, *earlier);
    }
    return made;
  }

 private:
  /// Noise, or a picture's latents with noise of the first step that is taken.
  Floats start() {
    const StepCounts& counts = description_.steps;
    if (!request_.given.image) {
      double initial = 1;
      for (std::size_t at = 0; at < counts.counts.count; ++at) {
        if (counts.counts[at] == request_.steps) initial = counts.initialNoise[at];
      }
      return scaled(noise_.first(), static_cast<float>(initial));
    }
    const Floats latents = encode(description_, parts_, *request_.given.image, noise_, cancellation_);
    if (skipped_ == steps_.size()) return latents;
    const Step& step = steps_[skipped_];
    return mixed(latents, step.startLatent, noise_.first(), step.startNoise);
  }

  static Floats joined(Floats one, const Floats& other) {
    one.insert(one.end(), other.begin(), other.end());
    return one;
  }

  /// One side of guidance after the other.
  Floats predict(PartRun& unet, const Floats& latents, const Step& step) {
    const UnetNames& names = description_.unet;
    unet.setFloats(names.sample, scaled(latents, step.inputScale));
    unet.setAll(names.timestep, step.timestep);
    const auto ask = [&](const Floats& states) {
      unet.setFloats(names.states, states);
      return unet.run(names.output, cancellation_);
    };
    const Floats told = ask(texts_.told);
    return texts_.without ? guided(ask(*texts_.without), told, request_.guidance) : told;
  }

  /// Without the prompt first.
  Floats predictBoth(PartRun& unet, const Floats& latents, const Step& step) {
    const UnetNames& names = description_.unet;
    const Floats input = scaled(latents, step.inputScale);
    unet.setFloats(names.sample, joined(input, input));
    unet.setAll(names.timestep, step.timestep);
    const Floats both = unet.run(names.output, cancellation_);
    const auto middle = both.begin() + static_cast<std::ptrdiff_t>(latents.size());
    const Floats told(middle, both.end());
    return texts_.without ? guided(Floats(both.begin(), middle), told, request_.guidance) : told;
  }

  void report(std::size_t at, const Denoised& made, const Floats& denoised) {
    const Preview kind = request_.given.preview;
    Picture preview;
    if (kind == Preview::fast) preview = linearPreview(denoised, description_);
    if (kind == Preview::decoded) preview = decode(description_, parts_, denoised, cancellation_);
    request_.given.onStep({static_cast<std::uint32_t>(at + 1 - skipped_),
                           static_cast<std::uint32_t>(steps_.size() - skipped_), made.latents,
                           made.milliseconds.back(), kind == Preview::none ? nullptr : &preview});
  }

  const PipelineDescription& description_;
  Parts& parts_;
  const CheckedRequest& request_;
  const Cancellation* cancellation_;
  const std::vector<Step>& steps_;
  const TextStates& texts_;
  std::size_t skipped_;
  NoiseSource noise_;
};

}  // namespace

Denoised denoising(const PipelineDescription& description, Parts& parts, const CheckedRequest& request,
                   const std::vector<Step>& steps, const TextStates& texts) {
  return Denoising(description, parts, request, steps, texts).run();
}

}  // namespace snapc
`,
  'src/runtime/pictures/denoising.h': `/// The loop: the UNet says what to take away, the scheduler's table how much.

#ifndef SNAPC_PICTURES_DENOISING_H
#define SNAPC_PICTURES_DENOISING_H

#include "checked_request.h"
#include "parts.h"
#include "texts.h"

namespace snapc {

struct Denoised {
  Floats latents;
  /// Of each step.
  std::vector<double> milliseconds;
};

/// Throws Error, and what the request's \`onStep\` throws.
Denoised denoising(const PipelineDescription& description, Parts& parts, const CheckedRequest& request,
                   const std::vector<Step>& steps, const TextStates& texts);

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/elementary.cpp': `/// Series in the order of operations of runtime/web/pictures/elementary.ts; compiled without fused operations.

#include "elementary.h"

#include <cmath>
#include <cstdint>
#include <cstring>

namespace snapc {
namespace {

constexpr double LN2_HIGH = 0.6931471803691238;
constexpr double LN2_LOW = 1.9082149292705877e-10;
constexpr double ROOT_OF_TWO = 1.4142135623730951;
constexpr double HALF_PI = 3.141592653589793 / 2;
constexpr int ODD_TERMS = 12;
constexpr int SERIES_TERMS = 9;

}  // namespace

double logarithm(double x) noexcept {
  std::uint64_t bits;
  std::memcpy(&bits, &x, sizeof(bits));
  int exponent = static_cast<int>(bits >> 52) - 1023;
  bits = (bits & 0xfffffffffffffu) | 0x3ff0000000000000u;
  double mantissa;
  std::memcpy(&mantissa, &bits, sizeof(mantissa));
  if (mantissa > ROOT_OF_TWO) {
    mantissa = mantissa / 2;
    exponent = exponent + 1;
  }
  const double s = (mantissa - 1) / (mantissa + 1);
  const double square = s * s;
  double sum = 0;
  for (int term = ODD_TERMS; term >= 1; --term) sum = (sum + 1.0 / (2 * term + 1)) * square;
  return exponent * LN2_HIGH + (2 * s + (2 * s * sum + exponent * LN2_LOW));
}

SineCosine sineCosine(double turns) noexcept {
  const double quarter = std::floor(turns * 4 + 0.5);
  const double angle = (turns * 4 - quarter) * HALF_PI;
  const double square = angle * angle;
  double sine = 1;
  double cosine = 1;
  for (int term = SERIES_TERMS; term >= 1; --term) {
    sine = 1 - (square / (2 * term * (2 * term + 1))) * sine;
    cosine = 1 - (square / (2 * term * (2 * term - 1))) * cosine;
  }
  sine = angle * sine;
  switch (static_cast<int>(quarter) % 4) {
    case 0:
      return {sine, cosine};
    case 1:
      return {cosine, -sine};
    case 2:
      return {-sine, -cosine};
    default:
      return {-cosine, sine};
  }
}

}  // namespace snapc
`,
  'src/runtime/pictures/elementary.h': `/// Logarithm, sine and cosine from additions, products and quotients of doubles alone: those are the same to the bit
/// in every language, what a platform's own functions are not.

#ifndef SNAPC_PICTURES_ELEMENTARY_H
#define SNAPC_PICTURES_ELEMENTARY_H

namespace snapc {

/// The natural logarithm of a positive, normal double.
double logarithm(double x) noexcept;

struct SineCosine {
  double sine;
  double cosine;
};

/// Of so many whole turns, from 0 to 1.
SineCosine sineCosine(double turns) noexcept;

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/little_endian.h': `/// Words of the files that the compiler writes, whatever the processor's own order.

#ifndef SNAPC_PICTURES_LITTLE_ENDIAN_H
#define SNAPC_PICTURES_LITTLE_ENDIAN_H

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

namespace snapc {

/// The caller has checked that it is there.
inline std::uint32_t wordAt(const std::vector<std::uint8_t>& bytes, std::size_t at) {
  return static_cast<std::uint32_t>(bytes[at]) | static_cast<std::uint32_t>(bytes[at + 1]) << 8 |
         static_cast<std::uint32_t>(bytes[at + 2]) << 16 | static_cast<std::uint32_t>(bytes[at + 3]) << 24;
}

inline float floatAt(const std::vector<std::uint8_t>& bytes, std::size_t at) {
  const std::uint32_t word = wordAt(bytes, at);
  float number;
  std::memcpy(&number, &word, sizeof(number));
  return number;
}

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/merges.cpp': `/// A queue of pairs, lowest rank first, over a list of symbols.

#include "merges.h"

#include <queue>

namespace snapc {
namespace {

struct Pair {
  std::uint32_t rank;
  std::uint32_t id;
  std::size_t left;
  std::size_t right;
};

struct IsAfter {
  bool operator()(const Pair& one, const Pair& other) const {
    return one.rank > other.rank || (one.rank == other.rank && one.left > other.left);
  }
};

constexpr std::uint64_t keyOf(std::uint64_t left, std::uint64_t right) { return left << 32 | right; }

}  // namespace

Merges::Merges(const TokenIds& triples) {
  for (std::size_t at = 0; at + 2 < triples.size(); at += 3) {
    byPair_.insert({keyOf(triples[at], triples[at + 1]), {static_cast<std::uint32_t>(at / 3), triples[at + 2]}});
  }
}

const Merges::Merge* Merges::find(std::uint32_t left, std::uint32_t right) const {
  const auto found = byPair_.find(keyOf(left, right));
  return found == byPair_.end() ? nullptr : &found->second;
}

TokenIds Merges::apply(const TokenIds& symbols) const {
  TokenIds ids = symbols;
  const std::size_t end = ids.size();
  std::vector<std::size_t> next(end);
  std::vector<std::size_t> previous(end);
  for (std::size_t at = 0; at < end; ++at) {
    next[at] = at + 1;
    previous[at] = at == 0 ? end : at - 1;
  }
  std::priority_queue<Pair, std::vector<Pair>, IsAfter> queue;
  const auto offer = [&](std::size_t left) {
    if (left >= end || next[left] >= end) return;
    const Merge* const merge = find(ids[left], ids[next[left]]);
    if (merge != nullptr) queue.push({merge->rank, merge->id, left, next[left]});
  };
  for (std::size_t at = 0; at + 1 < end; ++at) offer(at);
  // A symbol that was merged away is followed by itself, which no pair says.
  while (!queue.empty()) {
    const Pair pair = queue.top();
    queue.pop();
    if (next[pair.left] != pair.right) continue;
    const Merge* const merge = find(ids[pair.left], ids[pair.right]);
    // What stood there may have been merged since.
    if (merge == nullptr || merge->rank != pair.rank) continue;
    ids[pair.left] = pair.id;
    const std::size_t after = next[pair.right];
    next[pair.left] = after;
    next[pair.right] = pair.right;
    if (after < end) previous[after] = pair.left;
    offer(previous[pair.left]);
    offer(pair.left);
  }
  TokenIds merged;
  for (std::size_t at = 0; at < end; at = next[at]) merged.push_back(ids[at]);
  return merged;
}

}  // namespace snapc
`,
  'src/runtime/pictures/merges.h': `/// Byte pair encoding of one word: the pair whose merge was learnt first is merged first, wherever it stands.

#ifndef SNAPC_PICTURES_MERGES_H
#define SNAPC_PICTURES_MERGES_H

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace snapc {

using TokenIds = std::vector<std::uint32_t>;

class Merges {
 public:
  /// Triples of ids: left, right and what they become.
  explicit Merges(const TokenIds& triples);

  /// Merges what can be; the time is n log n in the length of the word.
  TokenIds apply(const TokenIds& symbols) const;

 private:
  /// Its rank is its place among all.
  struct Merge {
    std::uint32_t rank;
    std::uint32_t id;
  };
  const Merge* find(std::uint32_t left, std::uint32_t right) const;

  std::unordered_map<std::uint64_t, Merge> byPair_;
};

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/mersenne.cpp': `/// The state's turns, and Box and Muller's pairs, which lie eight apart in blocks of sixteen.

#include "mersenne.h"

#include <cmath>

#include "elementary.h"

namespace snapc {
namespace {

constexpr std::size_t SHIFT = 397;
constexpr std::size_t BLOCK = 16;

void pairUp(std::vector<float>& numbers, std::size_t start) {
  for (std::size_t at = start; at < start + BLOCK / 2; ++at) {
    const double radius = std::sqrt(-2 * logarithm(1 - static_cast<double>(numbers[at])));
    const SineCosine angle = sineCosine(static_cast<double>(numbers[at + BLOCK / 2]));
    numbers[at] = static_cast<float>(radius * angle.cosine);
    numbers[at + BLOCK / 2] = static_cast<float>(radius * angle.sine);
  }
}

}  // namespace

Mersenne::Mersenne(std::uint32_t seed) noexcept {
  state_[0] = seed;
  for (std::size_t at = 1; at < SIZE; ++at) {
    const std::uint32_t before = state_[at - 1];
    state_[at] = 1812433253u * (before ^ (before >> 30)) + static_cast<std::uint32_t>(at);
  }
}

std::uint32_t Mersenne::word() noexcept {
  if (at_ == SIZE) turn();
  std::uint32_t word = state_[at_++];
  word ^= word >> 11;
  word ^= (word << 7) & 0x9d2c5680u;
  word ^= (word << 15) & 0xefc60000u;
  return word ^ (word >> 18);
}

void Mersenne::turn() noexcept {
  for (std::size_t at = 0; at < SIZE; ++at) {
    const std::uint32_t joined = (state_[at] & 0x80000000u) | (state_[(at + 1) % SIZE] & 0x7fffffffu);
    const std::uint32_t other = state_[(at + SHIFT) % SIZE];
    state_[at] = other ^ (joined >> 1) ^ ((joined & 1u) == 0 ? 0u : 0x9908b0dfu);
  }
  at_ = 0;
}

std::vector<float> torchNormals(Mersenne& generator, std::size_t count) {
  std::vector<float> numbers(count);
  const auto draw = [&](std::size_t start) {
    for (std::size_t at = start; at < count; ++at) {
      numbers[at] = static_cast<float>(generator.word() & 0xffffffu) / 16777216.0f;
    }
  };
  draw(0);
  for (std::size_t start = 0; start + BLOCK <= count; start += BLOCK) pairUp(numbers, start);
  if (count % BLOCK != 0 && count > BLOCK) {
    draw(count - BLOCK);
    pairUp(numbers, count - BLOCK);
  }
  return numbers;
}

}  // namespace snapc
`,
  'src/runtime/pictures/mersenne.h': `/// PyTorch's generator on the CPU: MT19937 (Matsumoto and Nishimura 1998), and the normal numbers that randn makes.

#ifndef SNAPC_PICTURES_MERSENNE_H
#define SNAPC_PICTURES_MERSENNE_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace snapc {

class Mersenne {
 public:
  explicit Mersenne(std::uint32_t seed) noexcept;
  std::uint32_t word() noexcept;

 private:
  static constexpr std::size_t SIZE = 624;
  void turn() noexcept;

  std::array<std::uint32_t, SIZE> state_{};
  std::size_t at_ = SIZE;
};

/// What torch.randn gives for 16 numbers or more, to the last bits of single precision.
std::vector<float> torchNormals(Mersenne& generator, std::size_t count);

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/noise.cpp': `/// Draws from the generator that was asked for.

#include "noise.h"

#include "normal.h"

namespace snapc {

std::vector<float> NoiseSource::draw(std::uint32_t stream) {
  return random_ == RandomNumbers::torch ? torchNormals(generator_, count_) : normals(seed_, stream, count_);
}

}  // namespace snapc
`,
  'src/runtime/pictures/noise.h': `/// The noise of a run: by seed and place, or as PyTorch draws it.

#ifndef SNAPC_PICTURES_NOISE_H
#define SNAPC_PICTURES_NOISE_H

#include "mersenne.h"
#include "snapc/pictures/request.h"

namespace snapc {

class NoiseSource {
 public:
  NoiseSource(RandomNumbers random, std::uint64_t seed, std::size_t count)
      : random_(random), seed_(seed), count_(count), generator_(static_cast<std::uint32_t>(seed)) {}

  /// What the run begins with.
  std::vector<float> first() { return draw(0); }
  /// What a step adds, by its place in the run.
  std::vector<float> afterStep(std::uint32_t index) { return draw(index + 1); }
  /// For the latents that an encoder's distribution is sampled by.
  std::vector<float> ofEncoder() { return draw(0xffffffffu); }

 private:
  /// PyTorch draws one after another; its numbers have no place.
  std::vector<float> draw(std::uint32_t stream);

  RandomNumbers random_;
  std::uint64_t seed_;
  std::size_t count_;
  Mersenne generator_;
};

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/normal.cpp': `/// Wichura 1988, algorithm AS 241, PPND16: coefficients from the constant term on.

#include "normal.h"

#include <cmath>

#include "elementary.h"
#include "philox.h"

namespace snapc {
namespace {

using Coefficients = double[8];

constexpr Coefficients CENTRE_ABOVE = {3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
                                       45921.95393154987,  67265.7709270087,   33430.57558358813,  2509.0809287301227};
constexpr Coefficients CENTRE_BELOW = {1,
                                       42.31333070160091,
                                       687.1870074920579,
                                       5394.196021424751,
                                       21213.794301586597,
                                       39307.89580009271,
                                       28729.085735721943,
                                       5226.495278852854};
constexpr Coefficients SIDE_ABOVE = {1.4234371107496835, 4.630337846156546,  5.769497221460691,    3.6478483247632045,
                                     1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414};
constexpr Coefficients SIDE_BELOW = {1,
                                     2.053191626637759,
                                     1.6763848301838038,
                                     0.6897673349851,
                                     0.14810397642748008,
                                     0.015198666563616457,
                                     0.0005475938084995345,
                                     1.0507500716444169e-9};
constexpr Coefficients TAIL_ABOVE = {6.657904643501103,    5.463784911164114,     1.7848265399172913,
                                     0.29656057182850487,  0.026532189526576124,  0.0012426609473880784,
                                     0.000027115555687434876, 2.0103343992922881e-7};
constexpr Coefficients TAIL_BELOW = {1,
                                     0.599832206555888,
                                     0.1369298809227358,
                                     0.014875361290850615,
                                     0.0007868691311456133,
                                     0.000018463183175100548,
                                     1.421511758316446e-7,
                                     2.0442631033899397e-15};

double polynomial(const Coefficients& coefficients, double x) noexcept {
  double sum = 0;
  for (std::size_t at = 8; at-- > 0;) sum = sum * x + coefficients[at];
  return sum;
}

double ratio(const Coefficients& above, const Coefficients& below, double x) noexcept {
  return polynomial(above, x) / polynomial(below, x);
}

constexpr double WORD = 4294967296.0;

}  // namespace

double inverseNormal(double p) noexcept {
  const double q = p - 0.5;
  if (std::fabs(q) <= 0.425) return q * ratio(CENTRE_ABOVE, CENTRE_BELOW, 0.180625 - q * q);
  const double root = std::sqrt(-logarithm(q < 0 ? p : 1 - p));
  const double size =
      root <= 5 ? ratio(SIDE_ABOVE, SIDE_BELOW, root - 1.6) : ratio(TAIL_ABOVE, TAIL_BELOW, root - 5);
  return q < 0 ? -size : size;
}

std::vector<float> normals(std::uint64_t seed, std::uint32_t stream, std::size_t count) {
  std::vector<float> numbers(count);
  const std::array<std::uint32_t, 2> key = {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
  for (std::size_t block = 0; 4 * block < count; ++block) {
    const PhiloxWords words = philox({static_cast<std::uint32_t>(block), stream, 0, 0}, key);
    for (std::size_t at = 0; at < 4 && 4 * block + at < count; ++at) {
      numbers[4 * block + at] = static_cast<float>(inverseNormal((words[at] + 0.5) / WORD));
    }
  }
  return numbers;
}

}  // namespace snapc
`,
  'src/runtime/pictures/normal.h': `/// Normal numbers by seed, the same bits in every language: a counter, hashed, through the inverse of the distribution.

#ifndef SNAPC_PICTURES_NORMAL_H
#define SNAPC_PICTURES_NORMAL_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace snapc {

/// The number below which a normal one lies with probability \`p\`, from 0 to 1 without both.
double inverseNormal(double p) noexcept;

/// \`stream\` tells the draws of one seed apart: 0 is the first noise, k the noise after step k.
std::vector<float> normals(std::uint64_t seed, std::uint32_t stream, std::size_t count);

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/normal_form.cpp': `/// Normal form C (UAX #15): taken apart, put in order, and put together again.

#include <algorithm>
#include <unordered_map>

#include "unicode.h"
#include "unicode_tables.h"

namespace snapc {
namespace {

// Hangul is computed (The Unicode Standard, section 3.12).
constexpr char32_t SYLLABLES = 0xac00;
constexpr char32_t LEADS = 0x1100;
constexpr char32_t VOWELS = 0x1161;
constexpr char32_t TAILS = 0x11a7;
constexpr char32_t LEAD_COUNT = 19;
constexpr char32_t VOWEL_COUNT = 21;
constexpr char32_t TAIL_COUNT = 28;
constexpr char32_t SYLLABLE_COUNT = LEAD_COUNT * VOWEL_COUNT * TAIL_COUNT;

std::uint32_t orderOf(char32_t code) {
  const Table<ClassRange>& ranges = unicode::COMBINING;
  const ClassRange* const after = std::upper_bound(
      ranges.begin(), ranges.end(), code, [](char32_t wanted, const ClassRange& range) { return wanted < range.first; });
  return after != ranges.begin() && code <= (after - 1)->last ? (after - 1)->order : 0;
}

void takeApart(char32_t code, std::u32string& parts) {
  if (code >= SYLLABLES && code < SYLLABLES + SYLLABLE_COUNT) {
    const char32_t index = code - SYLLABLES;
    parts.push_back(LEADS + index / (VOWEL_COUNT * TAIL_COUNT));
    parts.push_back(VOWELS + index / TAIL_COUNT % VOWEL_COUNT);
    if (index % TAIL_COUNT != 0) parts.push_back(TAILS + index % TAIL_COUNT);
    return;
  }
  const Table<Decomposition>& table = unicode::DECOMPOSITIONS;
  const Decomposition* const found = std::lower_bound(
      table.begin(), table.end(), code, [](const Decomposition& one, char32_t wanted) { return one.code < wanted; });
  if (found == table.end() || found->code != code) {
    parts.push_back(code);
    return;
  }
  takeApart(found->first, parts);
  if (found->second != 0) takeApart(found->second, parts);
}

using Pairs = std::unordered_map<std::uint64_t, char32_t>;

constexpr std::uint64_t keyOf(std::uint64_t first, std::uint64_t second) { return first << 32 | second; }

const Pairs& pairs() {
  static const Pairs known = [] {
    Pairs found;
    for (const Decomposition& one : unicode::DECOMPOSITIONS) {
      if (one.composes != 0) found.emplace(keyOf(one.first, one.second), one.code);
    }
    return found;
  }();
  return known;
}

/// 0 if the two stay two.
char32_t togetherOf(char32_t first, char32_t second) {
  if (first >= LEADS && first < LEADS + LEAD_COUNT && second >= VOWELS && second < VOWELS + VOWEL_COUNT) {
    return SYLLABLES + ((first - LEADS) * VOWEL_COUNT + (second - VOWELS)) * TAIL_COUNT;
  }
  const bool isOpen =
      first >= SYLLABLES && first < SYLLABLES + SYLLABLE_COUNT && (first - SYLLABLES) % TAIL_COUNT == 0;
  if (isOpen && second > TAILS && second < TAILS + TAIL_COUNT) return first + (second - TAILS);
  const auto found = pairs().find(keyOf(first, second));
  return found == pairs().end() ? 0 : found->second;
}

void putInOrder(std::u32string& parts) {
  for (auto start = parts.begin(); start != parts.end();) {
    if (orderOf(*start) == 0) {
      ++start;
      continue;
    }
    const auto end = std::find_if(start, parts.end(), [](char32_t code) { return orderOf(code) == 0; });
    std::stable_sort(start, end, [](char32_t one, char32_t other) { return orderOf(one) < orderOf(other); });
    start = end;
  }
}

}  // namespace

std::u32string composed(const std::u32string& text) {
  std::u32string parts;
  for (const char32_t code : text) takeApart(code, parts);
  putInOrder(parts);
  std::u32string whole;
  std::size_t starter = 0;
  bool hasStarter = false;
  bool isNext = false;
  std::uint32_t last = 0;
  for (const char32_t code : parts) {
    const std::uint32_t order = orderOf(code);
    // A character of the same or a higher class, or a starter, would stand in between.
    if (hasStarter && (isNext || last < order)) {
      const char32_t together = togetherOf(whole[starter], code);
      if (together != 0) {
        whole[starter] = together;
        continue;
      }
    }
    if (order == 0) {
      starter = whole.size();
      hasStarter = true;
    }
    isNext = order == 0;
    last = order;
    whole.push_back(code);
  }
  return whole;
}

}  // namespace snapc
`,
  'src/runtime/pictures/part_run.cpp': `/// Converts between floats and what a compiled model takes and gives.

#include "part_run.h"

#include <cmath>
#include <cstring>

#include "snapc/error.h"

namespace snapc {
namespace {

std::size_t indexOf(const std::vector<TensorInfo>& infos, const char* name) {
  for (std::size_t index = 0; index < infos.size(); ++index) {
    if (infos[index].name == name) return index;
  }
  throw Error(ErrorKind::argument, std::string("a model of the pipeline has no tensor \\"") + name + '"');
}

template <typename Element, typename Number, typename Convert>
void fill(const Tensor& tensor, const std::vector<Number>& numbers, Convert convert) {
  if (numbers.size() * sizeof(Element) != tensor.bytes) {
    throw Error(ErrorKind::argument, "a model of the pipeline takes " +
                                         std::to_string(tensor.bytes / sizeof(Element)) + " numbers, not " +
                                         std::to_string(numbers.size()));
  }
  auto* to = static_cast<unsigned char*>(tensor.data);
  for (const Number number : numbers) {
    const Element element = convert(number);
    std::memcpy(to, &element, sizeof(Element));
    to += sizeof(Element);
  }
}

template <typename Number>
void fill(const Tensor& tensor, const TensorInfo& info, const std::vector<Number>& numbers) {
  switch (info.type) {
    case ElementType::float32:
      return fill<float>(tensor, numbers, [](Number number) { return static_cast<float>(number); });
    case ElementType::float16:
      return fill<Float16>(tensor, numbers, [](Number number) { return toFloat16(static_cast<float>(number)); });
    case ElementType::int32:
      // Timesteps are rounded to the nearest, as on the web.
      return fill<std::int32_t>(tensor, numbers, [](Number number) {
        return static_cast<std::int32_t>(std::floor(static_cast<double>(number) + 0.5));
      });
    default:
      throw Error(ErrorKind::argument, "the input \\"" + info.name + "\\" takes " + nameOf(info.type));
  }
}

}  // namespace

PartRun::PartRun(std::shared_ptr<const Session> session) : session_(std::move(session)), loop_(*session_) {}

void PartRun::setFloats(const char* name, const std::vector<float>& numbers) {
  const std::size_t index = indexOf(session_->inputs(), name);
  fill(loop_.input(index), session_->inputs()[index], numbers);
}

void PartRun::setWhole(const char* name, const std::vector<std::int32_t>& numbers) {
  const std::size_t index = indexOf(session_->inputs(), name);
  fill(loop_.input(index), session_->inputs()[index], numbers);
}

void PartRun::setAll(const char* name, float number) {
  const std::size_t index = indexOf(session_->inputs(), name);
  const TensorInfo& info = session_->inputs()[index];
  // As JavaScript's: to the nearest for 64 bits, towards 0 for 32.
  const float whole = info.modelType == ElementType::int64 ? std::floor(number + 0.5f) : number;
  fill(loop_.input(index), info, std::vector<float>(info.elementCount(), whole));
}

std::size_t PartRun::count(const char* input) const {
  return session_->inputs()[indexOf(session_->inputs(), input)].elementCount();
}

std::vector<float> PartRun::run(const char* output, const Cancellation* cancellation) {
  loop_.step(cancellation);
  const std::size_t index = indexOf(session_->outputs(), output);
  const TensorInfo& info = session_->outputs()[index];
  const ConstTensor tensor = loop_.output(index);
  std::vector<float> numbers(info.elementCount());
  if (info.type == ElementType::float32) {
    std::memcpy(numbers.data(), tensor.data, tensor.bytes);
  } else if (info.type == ElementType::float16) {
    for (std::size_t at = 0; at < numbers.size(); ++at) {
      Float16 half;
      std::memcpy(&half, static_cast<const unsigned char*>(tensor.data) + at * sizeof(half), sizeof(half));
      numbers[at] = toFloat32(half);
    }
  } else {
    throw Error(ErrorKind::argument, "the output \\"" + info.name + "\\" gives " + nameOf(info.type));
  }
  return numbers;
}

}  // namespace snapc
`,
  'src/runtime/pictures/part_run.h': `/// Runs of one model of a pipeline, in a burst on memory that the driver maps.

#ifndef SNAPC_PICTURES_PART_RUN_H
#define SNAPC_PICTURES_PART_RUN_H

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "snapc/loop.h"

namespace snapc {

/// What is set stays set for the runs that follow.
class PartRun {
 public:
  explicit PartRun(std::shared_ptr<const Session> session);

  void setFloats(const char* name, const std::vector<float>& numbers);
  void setWhole(const char* name, const std::vector<std::int32_t>& numbers);
  /// Every element of the input, in the type that the model has it in.
  void setAll(const char* name, float number);

  std::size_t count(const char* input) const;

  /// The floats of one output. Throws Error.
  std::vector<float> run(const char* output, const Cancellation* cancellation);

 private:
  std::shared_ptr<const Session> session_;
  Loop loop_;
};

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/parts.cpp': `/// Loads the models of a pipeline.

#include "parts.h"

#include "snapc/error.h"

namespace snapc {

const char* nameOf(PartName part) noexcept {
  switch (part) {
    case PartName::textEncoder:
      return "text_encoder";
    case PartName::unet:
      return "unet";
    case PartName::decoder:
      return "vae_decoder";
    case PartName::encoder:
      return "vae_encoder";
  }
  return "unknown";
}

void PartStore::prepare(const Cancellation* cancellation) {
  if (options_.memory == MemoryMode::spare) return;
  for (const PartEntry& entry : entries_) {
    if ((entry.sizes & 1u) != 0) take(entry.part, 0, cancellation);
  }
}

PartRun PartStore::take(PartName part, std::size_t size, const Cancellation* cancellation) {
  for (const PartEntry& entry : entries_) {
    if (entry.part != part || (entry.sizes >> size & 1u) == 0) continue;
    Loaded& place = loaded_[static_cast<std::size_t>(part)];
    std::shared_ptr<const Session> session = place.entry == &entry ? place.used.lock() : nullptr;
    if (session == nullptr) {
      // That of another size makes room first.
      place.kept = nullptr;
      session = load(entry, cancellation);
    }
    place.entry = &entry;
    place.used = session;
    if (options_.memory == MemoryMode::keep) place.kept = session;
    return PartRun(std::move(session));
  }
  throw Error(ErrorKind::argument, std::string("the pipeline has no ") + nameOf(part));
}

std::shared_ptr<const Session> PartStore::load(const PartEntry& entry, const Cancellation* cancellation) {
  const PartName part = entry.part;
  const std::optional<Weights> given = options_.weights ? options_.weights(part) : std::nullopt;
  const Weights weights = given ? *given : Weights::inFolder(options_.folder + '/' + entry.weights);
  bool& isVerified = loaded_[static_cast<std::size_t>(part)].isVerified;
  Options options = options_.model;
  // Once is enough: what is read again is the same files, which all sizes share.
  options.verifyWeights = options.verifyWeights && !isVerified;
  Progress progress;
  if (progress_) {
    progress = [&](LoadPhase phase, std::uint64_t done, std::uint64_t total) { progress_(part, phase, done, total); };
  }
  auto session = std::make_shared<const Session>(Session::load(entry.tables(), weights, options, progress, cancellation));
  isVerified = true;
  return session;
}

}  // namespace snapc
`,
  'src/runtime/pictures/parts.h': `/// The models of a pipeline: all loaded, or each for as long as it is used.

#ifndef SNAPC_PICTURES_PARTS_H
#define SNAPC_PICTURES_PARTS_H

#include <array>
#include <memory>

#include "part_run.h"
#include "snapc/pictures/pipeline.h"

namespace snapc {

class PartStore {
 public:
  PartStore(Table<PartEntry> entries, PipelineOptions options, PartProgress progress)
      : entries_(entries), options_(std::move(options)), progress_(std::move(progress)) {}

  /// Where all are kept, those of the usual size. Throws Error.
  void prepare(const Cancellation* cancellation);

  /// In memory for as long as it is held, where not all are kept. Throws Error.
  PartRun take(PartName part, std::size_t size, const Cancellation* cancellation);

 private:
  struct Loaded {
    const PartEntry* entry = nullptr;
    std::shared_ptr<const Session> kept;
    std::weak_ptr<const Session> used;
    bool isVerified = false;
  };
  std::shared_ptr<const Session> load(const PartEntry& entry, const Cancellation* cancellation);

  Table<PartEntry> entries_;
  PipelineOptions options_;
  PartProgress progress_;
  std::array<Loaded, 4> loaded_;
};

/// Those for pictures of one size.
class Parts {
 public:
  Parts(PartStore& store, std::size_t size) : store_(store), size_(size) {}

  /// Throws Error.
  PartRun take(PartName part, const Cancellation* cancellation) { return store_.take(part, size_, cancellation); }

 private:
  PartStore& store_;
  std::size_t size_;
};

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/philox.cpp': `/// Ten rounds of products and sums.

#include "philox.h"

namespace snapc {

PhiloxWords philox(PhiloxWords counter, std::array<std::uint32_t, 2> key) noexcept {
  constexpr int ROUNDS = 10;
  for (int round = 0; round < ROUNDS; ++round) {
    const std::uint64_t first = std::uint64_t{0xd2511f53u} * counter[0];
    const std::uint64_t second = std::uint64_t{0xcd9e8d57u} * counter[2];
    counter = {static_cast<std::uint32_t>(second >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(second),
               static_cast<std::uint32_t>(first >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(first)};
    key[0] += 0x9e3779b9u;
    key[1] += 0xbb67ae85u;
  }
  return counter;
}

}  // namespace snapc
`,
  'src/runtime/pictures/philox.h': `/// Philox4x32-10: random words as a function of seed and place (Salmon et al. 2011, section 3.3).

#ifndef SNAPC_PICTURES_PHILOX_H
#define SNAPC_PICTURES_PHILOX_H

#include <array>
#include <cstdint>

namespace snapc {

using PhiloxWords = std::array<std::uint32_t, 4>;

/// \`key\` are the low and high half of a seed.
PhiloxWords philox(PhiloxWords counter, std::array<std::uint32_t, 2> key) noexcept;

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/picture_planes.cpp': `/// Rounds to the nearest colour, ties to even, as browsers do.

#include "picture_planes.h"

#include <cmath>

namespace snapc {
namespace {

/// What is no number becomes black.
std::uint8_t colour(double value) {
  if (!(value > 0)) return 0;
  return value >= 255 ? std::uint8_t{255} : static_cast<std::uint8_t>(std::nearbyint(value));
}

}  // namespace

Picture toPicture(const std::vector<float>& planes, std::uint32_t width, std::uint32_t height) {
  const std::size_t count = static_cast<std::size_t>(width) * height;
  Picture picture{width, height, std::vector<std::uint8_t>(4 * count, 255)};
  for (std::size_t at = 0; at < count; ++at) {
    for (std::size_t channel = 0; channel < 3; ++channel) {
      picture.pixels[4 * at + channel] = colour(static_cast<double>(planes[channel * count + at]) * 127.5 + 127.5);
    }
  }
  return picture;
}

std::vector<float> toPlanes(const Picture& picture) {
  const std::size_t count = static_cast<std::size_t>(picture.width) * picture.height;
  std::vector<float> planes(3 * count);
  for (std::size_t at = 0; at < count; ++at) {
    for (std::size_t channel = 0; channel < 3; ++channel) {
      planes[channel * count + at] = static_cast<float>(picture.pixels[4 * at + channel] / 127.5 - 1);
    }
  }
  return planes;
}

Picture linearPreview(const std::vector<float>& latents, const PipelineDescription& description) {
  const LatentSize& latent = description.latent;
  const std::size_t count = static_cast<std::size_t>(latent.height) * latent.width;
  std::vector<float> planes(3 * count);
  for (std::size_t at = 0; at < count; ++at) {
    for (std::size_t one = 0; one < 3; ++one) {
      double sum = description.preview.bias[one];
      for (std::size_t channel = 0; channel < latent.channels; ++channel) {
        const bool isMapped = channel < description.preview.factors.count;
        const double factor = isMapped ? description.preview.factors[channel][one] : 0;
        sum += static_cast<double>(latents[channel * count + at]) * factor;
      }
      planes[one * count + at] = static_cast<float>(2 * sum - 1);
    }
  }
  return toPicture(planes, latent.width, latent.height);
}

}  // namespace snapc
`,
  'src/runtime/pictures/picture_planes.h': `/// Pictures as what models take and give instead: planes of red, green and blue from -1 to 1.

#ifndef SNAPC_PICTURES_PICTURE_PLANES_H
#define SNAPC_PICTURES_PICTURE_PLANES_H

#include <vector>

#include "snapc/pictures/description.h"
#include "snapc/pictures/picture.h"

namespace snapc {

Picture toPicture(const std::vector<float>& planes, std::uint32_t width, std::uint32_t height);

std::vector<float> toPlanes(const Picture& picture);

/// One pixel for each latent, by the pipeline's linear map.
Picture linearPreview(const std::vector<float>& latents, const PipelineDescription& description);

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/pipeline.cpp': `/// Loads the tables and models of a pipeline, and draws.

#include "snapc/pictures/pipeline.h"

#include <mutex>

#include "../monitor.h"
#include "codec.h"
#include "data_file.h"
#include "denoising.h"
#include "stopwatch.h"

namespace snapc {

struct PicturePipeline::State {
  const PipelineDescription& description;
  Tokenizer tokenizer;
  std::vector<std::uint8_t> steps;
  PartStore parts;
  /// Recursive: what is told of a step may draw another picture.
  std::recursive_mutex drawing;

  State(const PipelineTables& tables, const PipelineOptions& options, const PartProgress& progress)
      : description(tables.description),
        tokenizer(readDataFile(options.folder, description.tokenizer)),
        steps(readDataFile(options.folder, description.stepTables)),
        parts(tables.parts, options, progress) {}
};

PicturePipeline::PicturePipeline(std::unique_ptr<State> state) : state_(std::move(state)) {}
PicturePipeline::PicturePipeline(PicturePipeline&&) noexcept = default;
PicturePipeline& PicturePipeline::operator=(PicturePipeline&&) noexcept = default;
PicturePipeline::~PicturePipeline() = default;

PicturePipeline PicturePipeline::load(const PipelineTables& tables, const PipelineOptions& options,
                                      const PartProgress& progress, const Cancellation* cancellation) {
  throwIfCancelled(cancellation);
  auto state = std::make_unique<State>(tables, options, progress);
  state->parts.prepare(cancellation);
  return PicturePipeline(std::move(state));
}

void PicturePipeline::check(const PipelineTables& tables, const Request& request) {
  checkRequest(request, tables.description);
}

const PipelineDescription& PicturePipeline::description() const noexcept { return state_->description; }

Generated PicturePipeline::generate(const Request& given) const {
  const CheckedRequest request = checkRequest(given, state_->description);
  const PipelineDescription description = state_->description.at(request.size);
  const std::lock_guard<std::recursive_mutex> lock(state_->drawing);
  throwIfCancelled(given.cancellation);
  Parts parts(state_->parts, request.size);
  Stopwatch clock;
  const TextStates texts = encodeTexts(description, state_->tokenizer, parts, request);
  const double text = clock.lap();
  const std::vector<Step> steps = stepsOf(state_->steps, description.steps.counts, request.steps);
  Denoised made = denoising(description, parts, request, steps, texts);
  clock.lap();
  Generated generated;
  static_cast<Picture&>(generated) = decode(description, parts, made.latents, given.cancellation);
  generated.seed = request.seed;
  generated.steps = request.steps;
  generated.guidance = static_cast<double>(request.guidance);
  generated.droppedTokens = texts.dropped;
  generated.milliseconds = {text, std::move(made.milliseconds), clock.lap()};
  return generated;
}

}  // namespace snapc
`,
  'src/runtime/pictures/step_table.cpp': `/// Finds the rows of a count of steps.

#include "step_table.h"

#include "little_endian.h"
#include "snapc/error.h"

namespace snapc {

std::vector<Step> stepsOf(const std::vector<std::uint8_t>& bytes, const Table<std::uint32_t>& counts,
                          std::uint32_t steps) {
  constexpr std::uint64_t COLUMNS = 11;
  std::uint64_t rows = 0;
  bool isKnown = false;
  for (const std::uint32_t count : counts) {
    isKnown = count == steps;
    if (isKnown) break;
    rows += count;
  }
  if (!isKnown || bytes.size() < 4 * COLUMNS * (rows + steps)) {
    throw Error(ErrorKind::weights, "the table of steps is cut off, or is not the one that was compiled");
  }
  std::vector<Step> table;
  for (std::uint64_t at = rows; at < rows + steps; ++at) {
    const auto column = [&](std::uint64_t place) {
      return floatAt(bytes, static_cast<std::size_t>(4 * (COLUMNS * at + place)));
    };
    table.push_back({column(0), column(1), column(2), column(3), column(4), column(5), column(6), column(7), column(8),
                     column(9), column(10)});
  }
  return table;
}

}  // namespace snapc
`,
  'src/runtime/pictures/step_table.h': `/// The coefficients of a sampler, as the compiler writes them: one row of eleven floats for each step.

#ifndef SNAPC_PICTURES_STEP_TABLE_H
#define SNAPC_PICTURES_STEP_TABLE_H

#include <cstdint>
#include <vector>

#include "snapc/tables.h"

namespace snapc {

struct Step {
  float timestep;
  float inputScale;
  float cleanLatent;
  float cleanOutput;
  float latent;
  float denoised;
  float earlier;
  float output;
  float noise;
  /// A picture's latent, noised to where this step begins: startLatent * latent + startNoise * normal.
  float startLatent;
  float startNoise;
};

/// The steps of a run of \`steps\`; tables of all counts follow one another, little-endian. Throws Error.
std::vector<Step> stepsOf(const std::vector<std::uint8_t>& bytes, const Table<std::uint32_t>& counts,
                          std::uint32_t steps);

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/stopwatch.h': `/// Takes the time between calls.

#ifndef SNAPC_PICTURES_STOPWATCH_H
#define SNAPC_PICTURES_STOPWATCH_H

#include <chrono>

namespace snapc {

class Stopwatch {
 public:
  /// Milliseconds since the last call, or since it was made.
  double lap() {
    const auto now = std::chrono::steady_clock::now();
    const double passed = std::chrono::duration<double, std::milli>(now - since_).count();
    since_ = now;
    return passed;
  }

 private:
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/texts.cpp': `/// Both texts are read before the text encoder is loaded.

#include "texts.h"

namespace snapc {

TextStates encodeTexts(const PipelineDescription& description, const Tokenizer& tokenizer, Parts& parts,
                       const CheckedRequest& request) {
  const Cancellation* const cancellation = request.given.cancellation;
  const Tokens prompt = tokenizer.encode(request.given.prompt);
  std::optional<Tokens> negative;
  if (request.guidance != 1) negative = tokenizer.encode(request.given.negativePrompt);
  PartRun model = parts.take(PartName::textEncoder, cancellation);
  const auto statesOf = [&](const Tokens& tokens) {
    model.setWhole(description.text.ids, tokens.ids);
    return model.run(description.text.states, cancellation);
  };
  TextStates states{statesOf(prompt), std::nullopt, prompt.dropped};
  if (negative) states.without = statesOf(*negative);
  return states;
}

}  // namespace snapc
`,
  'src/runtime/pictures/texts.h': `/// A prompt, and the one against it, as the states that the UNet attends to.

#ifndef SNAPC_PICTURES_TEXTS_H
#define SNAPC_PICTURES_TEXTS_H

#include <optional>

#include "checked_request.h"
#include "parts.h"
#include "tokenizer.h"
#include "update.h"

namespace snapc {

struct TextStates {
  Floats told;
  /// Absent without guidance.
  std::optional<Floats> without;
  /// Tokens of the prompt that did not fit.
  std::size_t dropped;
};

/// Throws Error.
TextStates encodeTexts(const PipelineDescription& description, const Tokenizer& tokenizer, Parts& parts,
                       const CheckedRequest& request);

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/tiles.cpp': `/// Hats over tiles: sums in double precision, kept as floats, as runtime/web/pictures/tiles.ts has them.

#include "tiles.h"

#include <algorithm>

namespace snapc {
namespace {

/// From the middle of the first pixel up to the middle, and down again.
double hat(std::size_t at, std::size_t size) {
  const auto place = static_cast<double>(at);
  const auto whole = static_cast<double>(size);
  return std::min(place + 0.5, whole - place - 0.5) / (whole / 2);
}

}  // namespace

std::vector<std::size_t> tileStarts(std::size_t whole, std::size_t tile) {
  if (tile >= whole) return {0};
  const std::size_t stride = std::max<std::size_t>(1, tile / 2);
  const std::size_t count = (whole - tile + stride - 1) / stride + 1;
  std::vector<std::size_t> starts;
  for (std::size_t at = 0; at < count; ++at) starts.push_back(std::min(at * stride, whole - tile));
  return starts;
}

std::vector<float> cut(const std::vector<float>& planes, std::size_t channels, std::size_t height, std::size_t width,
                       const Area& area) {
  std::vector<float> part;
  part.reserve(channels * area.height * area.width);
  for (std::size_t channel = 0; channel < channels; ++channel) {
    for (std::size_t row = 0; row < area.height; ++row) {
      const float* const start = planes.data() + (channel * height + area.top + row) * width + area.left;
      part.insert(part.end(), start, start + area.width);
    }
  }
  return part;
}

Mosaic::Mosaic(std::size_t channels, std::size_t height, std::size_t width)
    : channels_(channels),
      height_(height),
      width_(width),
      planes_(channels * height * width),
      weights_(height * width) {}

void Mosaic::add(const std::vector<float>& part, const Area& area) {
  for (std::size_t y = 0; y < area.height; ++y) {
    for (std::size_t x = 0; x < area.width; ++x) {
      const double weight = hat(y, area.height) * hat(x, area.width);
      const std::size_t at = (area.top + y) * width_ + area.left + x;
      weights_[at] = static_cast<float>(static_cast<double>(weights_[at]) + weight);
      for (std::size_t channel = 0; channel < channels_; ++channel) {
        const std::size_t place = channel * height_ * width_ + at;
        const auto value = static_cast<double>(part[(channel * area.height + y) * area.width + x]);
        planes_[place] = static_cast<float>(static_cast<double>(planes_[place]) + weight * value);
      }
    }
  }
}

std::vector<float> Mosaic::finish() const {
  std::vector<float> whole(planes_.size());
  for (std::size_t at = 0; at < whole.size(); ++at) {
    const double sum = static_cast<double>(planes_[at]);
    whole[at] = static_cast<float>(sum / static_cast<double>(weights_[at % weights_.size()]));
  }
  return whole;
}

}  // namespace snapc
`,
  'src/runtime/pictures/tiles.h': `/// Decodes a picture tile by tile, where the whole would not fit the phone, and blends the seams.

#ifndef SNAPC_PICTURES_TILES_H
#define SNAPC_PICTURES_TILES_H

#include <cstddef>
#include <vector>

namespace snapc {

/// Where tiles begin: half a tile apart, the last one at the end.
std::vector<std::size_t> tileStarts(std::size_t whole, std::size_t tile);

struct Area {
  std::size_t top;
  std::size_t left;
  std::size_t height;
  std::size_t width;
};

/// Cuts an area out of planes of \`height\` x \`width\`.
std::vector<float> cut(const std::vector<float>& planes, std::size_t channels, std::size_t height, std::size_t width,
                       const Area& area);

/// Adds tiles up with weights that fall off towards their edges, and divides by what the weights add up to.
class Mosaic {
 public:
  Mosaic(std::size_t channels, std::size_t height, std::size_t width);
  void add(const std::vector<float>& part, const Area& area);
  std::vector<float> finish() const;

 private:
  std::size_t channels_;
  std::size_t height_;
  std::size_t width_;
  std::vector<float> planes_;
  std::vector<float> weights_;
};

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/tokenizer.cpp': `/// Reads the tables of a tokenizer, and prompts by them.

#include "tokenizer.h"

#include <algorithm>

#include "little_endian.h"
#include "snapc/error.h"
#include "utf8.h"
#include "words.h"

namespace snapc {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::uint32_t MAGIC = 0x4b4f5453;
constexpr std::size_t HEADER = 8;
constexpr std::size_t BYTES = 256;
constexpr std::size_t MERGES = HEADER + 2 * BYTES;
/// UTF-16 units: far more than a text encoder reads, and nothing that keeps a phone busy.
constexpr std::size_t LONGEST_PROMPT = 65536;
constexpr std::size_t LONGEST_CONTEXT = 65536;

[[noreturn]] void refuse() {
  throw Error(ErrorKind::weights, "the tokenizer is cut off, or is not the one that was compiled");
}

/// Words of 32 bits. Throws Error where there are not as many.
TokenIds wordsAt(const Bytes& bytes, std::size_t start, std::size_t count) {
  const std::size_t whole = bytes.size() / 4;
  if (start > whole || count > whole - start) refuse();
  TokenIds words(count);
  for (std::size_t at = 0; at < count; ++at) words[at] = wordAt(bytes, 4 * (start + at));
  return words;
}

TokenIds checkedHeader(const Bytes& bytes) {
  TokenIds header = wordsAt(bytes, 0, HEADER);
  if (header[0] != MAGIC || header[3] > LONGEST_CONTEXT || bytes.size() / 12 < header[1]) refuse();
  return header;
}

}  // namespace

Tokenizer::Tokenizer(const Bytes& bytes)
    : inner_(wordsAt(bytes, HEADER, BYTES)),
      last_(wordsAt(bytes, HEADER + BYTES, BYTES)),
      merges_(wordsAt(bytes, MERGES, 3 * std::size_t{checkedHeader(bytes)[1]})) {
  const TokenIds header = checkedHeader(bytes);
  length_ = header[3];
  begin_ = header[4];
  end_ = header[5];
  padding_ = header[6];
  std::size_t at = MERGES + 3 * std::size_t{header[1]};
  for (std::uint32_t special = 0; special < header[2]; ++special) {
    const TokenIds entry = wordsAt(bytes, at, 2);
    const std::size_t size = entry[1];
    wordsAt(bytes, at + 2, (size + 3) / 4);
    const auto* const text = reinterpret_cast<const char*>(bytes.data() + 4 * (at + 2));
    specials_.emplace_back(decodeUtf8(std::string(text, size)), entry[0]);
    at += 2 + (size + 3) / 4;
  }
}

Tokens Tokenizer::encode(const std::string& prompt) const {
  const std::u32string text = decodeUtf8(prompt);
  const std::size_t units = utf16Length(text);
  if (units > LONGEST_PROMPT) {
    throw Error(ErrorKind::argument, "the prompt has " + std::to_string(units) + " characters; at most " +
                                         std::to_string(LONGEST_PROMPT) + " are read, and far fewer fit the model");
  }
  const TokenIds found = idsOf(normalized(text));
  const std::size_t room = length_ < 2 ? 0 : length_ - 2;
  const std::size_t taken = std::min(found.size(), room);
  TokenIds ids = {begin_};
  ids.insert(ids.end(), found.begin(), found.begin() + static_cast<std::ptrdiff_t>(taken));
  ids.push_back(end_);
  ids.resize(length_, padding_);
  return {std::vector<std::int32_t>(ids.begin(), ids.end()), found.size() - taken};
}

/// Special words in a prompt are their ids.
TokenIds Tokenizer::idsOf(const std::u32string& text) const {
  struct Part {
    std::u32string text;
    bool isSpecial;
    std::uint32_t id;
  };
  std::vector<Part> parts = {{text, false, 0}};
  for (const auto& [special, id] : specials_) {
    if (special.empty()) continue;
    std::vector<Part> cut;
    for (const Part& part : parts) {
      std::size_t start = 0;
      while (!part.isSpecial) {
        const std::size_t found = part.text.find(special, start);
        if (found == std::u32string::npos) break;
        cut.push_back({part.text.substr(start, found - start), false, 0});
        cut.push_back({{}, true, id});
        start = found + special.size();
      }
      cut.push_back({part.text.substr(start), part.isSpecial, part.id});
    }
    parts = std::move(cut);
  }
  TokenIds ids;
  for (const Part& part : parts) {
    if (part.isSpecial) ids.push_back(part.id);
    for (const std::u32string& word : wordsOf(part.text)) {
      const std::string bytes = encodeUtf8(word);
      TokenIds symbols;
      for (const char byte : bytes) symbols.push_back(inner_[static_cast<std::uint8_t>(byte)]);
      symbols.back() = last_[static_cast<std::uint8_t>(bytes.back())];
      const TokenIds merged = merges_.apply(symbols);
      ids.insert(ids.end(), merged.begin(), merged.end());
    }
  }
  return ids;
}

}  // namespace snapc
`,
  'src/runtime/pictures/tokenizer.h': `/// CLIP's tokenizer: words to the ids of byte pairs, between a begin and an end, padded to the text encoder's length.

#ifndef SNAPC_PICTURES_TOKENIZER_H
#define SNAPC_PICTURES_TOKENIZER_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "merges.h"

namespace snapc {

struct Tokens {
  /// As many as the text encoder reads.
  std::vector<std::int32_t> ids;
  /// How many tokens of the prompt did not fit.
  std::size_t dropped;
};

class Tokenizer {
 public:
  /// Reads the tables that the compiler wrote (compiler/diffusion/tokenizer/encode-tokenizer.ts). Throws Error.
  explicit Tokenizer(const std::vector<std::uint8_t>& bytes);

  /// Of the ids.
  std::size_t length() const noexcept { return length_; }

  /// Throws Error for a prompt that is far too long.
  Tokens encode(const std::string& prompt) const;

 private:
  TokenIds idsOf(const std::u32string& text) const;

  std::size_t length_;
  std::uint32_t begin_;
  std::uint32_t end_;
  std::uint32_t padding_;
  /// Of bytes inside a word and at its end.
  TokenIds inner_;
  TokenIds last_;
  Merges merges_;
  std::vector<std::pair<std::u32string, std::uint32_t>> specials_;
};

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/unicode.cpp': `/// Kinds of characters and small letters, from the tables.

#include "unicode.h"

#include <algorithm>

#include "unicode_tables.h"

namespace snapc {
namespace {

bool isIn(const Table<CodeRange>& ranges, char32_t code) noexcept {
  const CodeRange* const after = std::upper_bound(
      ranges.begin(), ranges.end(), code, [](char32_t wanted, const CodeRange& range) { return wanted < range.first; });
  return after != ranges.begin() && code <= (after - 1)->last;
}

char32_t smallLetter(char32_t code) noexcept {
  const Table<CaseRange>& ranges = unicode::SMALL_LETTERS;
  const CaseRange* const after = std::upper_bound(
      ranges.begin(), ranges.end(), code, [](char32_t wanted, const CaseRange& range) { return wanted < range.first; });
  if (after == ranges.begin()) return code;
  const CaseRange& range = *(after - 1);
  if (code > range.last || (code - range.first) % range.step != 0) return code;
  return static_cast<char32_t>(static_cast<std::int64_t>(code) + range.delta);
}

/// Whether the first character that case does not pass over is a cased one.
template <typename Iterator>
bool meetsCased(Iterator at, Iterator end) {
  while (at != end && isIn(unicode::CASE_IGNORABLE, *at)) ++at;
  return at != end && isIn(unicode::CASED, *at);
}

constexpr char32_t SIGMA = 0x3a3;
constexpr char32_t FINAL_SIGMA = 0x3c2;
constexpr char32_t DOTTED_I = 0x130;
constexpr char32_t DOT_ABOVE = 0x307;

}  // namespace

bool isLetter(char32_t code) noexcept { return isIn(unicode::LETTERS, code); }

bool isNumber(char32_t code) noexcept { return isIn(unicode::NUMBERS, code); }

bool isSpace(char32_t code) noexcept {
  return (code >= 0x9 && code <= 0xd) || code == 0x20 || code == 0x85 || code == 0xa0 || code == 0x1680 ||
         (code >= 0x2000 && code <= 0x200a) || code == 0x2028 || code == 0x2029 || code == 0x202f || code == 0x205f ||
         code == 0x3000;
}

std::u32string lowered(const std::u32string& text) {
  std::u32string small;
  small.reserve(text.size());
  for (auto at = text.begin(); at != text.end(); ++at) {
    if (*at == DOTTED_I) {
      small.push_back('i');
      small.push_back(DOT_ABOVE);
    } else if (*at == SIGMA && meetsCased(std::make_reverse_iterator(at), text.rend()) &&
               !meetsCased(at + 1, text.end())) {
      small.push_back(FINAL_SIGMA);
    } else {
      small.push_back(smallLetter(*at));
    }
  }
  return small;
}

}  // namespace snapc
`,
  'src/runtime/pictures/unicode.h': `/// Unicode's normal form C, small letters, and kinds of characters.

#ifndef SNAPC_PICTURES_UNICODE_H
#define SNAPC_PICTURES_UNICODE_H

#include <string>

namespace snapc {

/// General categories L and N, and White_Space.
bool isLetter(char32_t code) noexcept;
bool isNumber(char32_t code) noexcept;
bool isSpace(char32_t code) noexcept;

/// Small letters as in any language but Turkish and Lithuanian; a sigma at the end of a word has its own form.
std::u32string lowered(const std::u32string& text);

/// Normal form C (UAX #15).
std::u32string composed(const std::u32string& text);

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/unicode_tables.cpp': `/** Tables of Unicode 17.0; written by \`npm run generate\`. */

#include "unicode_tables.h"

namespace snapc {
namespace {

constexpr CodeRange LETTERS_ROWS[] = {
{65,90},{97,122},{170,170},{181,181},{186,186},{192,214},{216,246},{248,705},{710,721},{736,740},{748,748},
{750,750},{880,884},{886,887},{890,893},{895,895},{902,902},{904,906},{908,908},{910,929},{931,1013},
{1015,1153},{1162,1327},{1329,1366},{1369,1369},{1376,1416},{1488,1514},{1519,1522},{1568,1610},{1646,1647},
{1649,1747},{1749,1749},{1765,1766},{1774,1775},{1786,1788},{1791,1791},{1808,1808},{1810,1839},{1869,1957},
{1969,1969},{1994,2026},{2036,2037},{2042,2042},{2048,2069},{2074,2074},{2084,2084},{2088,2088},{2112,2136},
{2144,2154},{2160,2183},{2185,2191},{2208,2249},{2308,2361},{2365,2365},{2384,2384},{2392,2401},{2417,2432},
{2437,2444},{2447,2448},{2451,2472},{2474,2480},{2482,2482},{2486,2489},{2493,2493},{2510,2510},{2524,2525},
{2527,2529},{2544,2545},{2556,2556},{2565,2570},{2575,2576},{2579,2600},{2602,2608},{2610,2611},{2613,2614},
{2616,2617},{2649,2652},{2654,2654},{2674,2676},{2693,2701},{2703,2705},{2707,2728},{2730,2736},{2738,2739},
{2741,2745},{2749,2749},{2768,2768},{2784,2785},{2809,2809},{2821,2828},{2831,2832},{2835,2856},{2858,2864},
{2866,2867},{2869,2873},{2877,2877},{2908,2909},{2911,2913},{2929,2929},{2947,2947},{2949,2954},{2958,2960},
{2962,2965},{2969,2970},{2972,2972},{2974,2975},{2979,2980},{2984,2986},{2990,3001},{3024,3024},{3077,3084},
{3086,3088},{3090,3112},{3114,3129},{3133,3133},{3160,3162},{3164,3165},{3168,3169},{3200,3200},{3205,3212},
{3214,3216},{3218,3240},{3242,3251},{3253,3257},{3261,3261},{3292,3294},{3296,3297},{3313,3314},{3332,3340},
{3342,3344},{3346,3386},{3389,3389},{3406,3406},{3412,3414},{3423,3425},{3450,3455},{3461,3478},{3482,3505},
{3507,3515},{3517,3517},{3520,3526},{3585,3632},{3634,3635},{3648,3654},{3713,3714},{3716,3716},{3718,3722},
{3724,3747},{3749,3749},{3751,3760},{3762,3763},{3773,3773},{3776,3780},{3782,3782},{3804,3807},{3840,3840},
{3904,3911},{3913,3948},{3976,3980},{4096,4138},{4159,4159},{4176,4181},{4186,4189},{4193,4193},{4197,4198},
{4206,4208},{4213,4225},{4238,4238},{4256,4293},{4295,4295},{4301,4301},{4304,4346},{4348,4680},{4682,4685},
{4688,4694},{4696,4696},{4698,4701},{4704,4744},{4746,4749},{4752,4784},{4786,4789},{4792,4798},{4800,4800},
{4802,4805},{4808,4822},{4824,4880},{4882,4885},{4888,4954},{4992,5007},{5024,5109},{5112,5117},{5121,5740},
{5743,5759},{5761,5786},{5792,5866},{5873,5880},{5888,5905},{5919,5937},{5952,5969},{5984,5996},{5998,6000},
{6016,6067},{6103,6103},{6108,6108},{6176,6264},{6272,6276},{6279,6312},{6314,6314},{6320,6389},{6400,6430},
{6480,6509},{6512,6516},{6528,6571},{6576,6601},{6656,6678},{6688,6740},{6823,6823},{6917,6963},{6981,6988},
{7043,7072},{7086,7087},{7098,7141},{7168,7203},{7245,7247},{7258,7293},{7296,7306},{7312,7354},{7357,7359},
{7401,7404},{7406,7411},{7413,7414},{7418,7418},{7424,7615},{7680,7957},{7960,7965},{7968,8005},{8008,8013},
{8016,8023},{8025,8025},{8027,8027},{8029,8029},{8031,8061},{8064,8116},{8118,8124},{8126,8126},{8130,8132},
{8134,8140},{8144,8147},{8150,8155},{8160,8172},{8178,8180},{8182,8188},{8305,8305},{8319,8319},{8336,8348},
{8450,8450},{8455,8455},{8458,8467},{8469,8469},{8473,8477},{8484,8484},{8486,8486},{8488,8488},{8490,8493},
{8495,8505},{8508,8511},{8517,8521},{8526,8526},{8579,8580},{11264,11492},{11499,11502},{11506,11507},
{11520,11557},{11559,11559},{11565,11565},{11568,11623},{11631,11631},{11648,11670},{11680,11686},
{11688,11694},{11696,11702},{11704,11710},{11712,11718},{11720,11726},{11728,11734},{11736,11742},
{11823,11823},{12293,12294},{12337,12341},{12347,12348},{12353,12438},{12445,12447},{12449,12538},
{12540,12543},{12549,12591},{12593,12686},{12704,12735},{12784,12799},{13312,19903},{19968,42124},
{42192,42237},{42240,42508},{42512,42527},{42538,42539},{42560,42606},{42623,42653},{42656,42725},
{42775,42783},{42786,42888},{42891,42972},{42993,43009},{43011,43013},{43015,43018},{43020,43042},
{43072,43123},{43138,43187},{43250,43255},{43259,43259},{43261,43262},{43274,43301},{43312,43334},
{43360,43388},{43396,43442},{43471,43471},{43488,43492},{43494,43503},{43514,43518},{43520,43560},
{43584,43586},{43588,43595},{43616,43638},{43642,43642},{43646,43695},{43697,43697},{43701,43702},
{43705,43709},{43712,43712},{43714,43714},{43739,43741},{43744,43754},{43762,43764},{43777,43782},
{43785,43790},{43793,43798},{43808,43814},{43816,43822},{43824,43866},{43868,43881},{43888,44002},
{44032,55203},{55216,55238},{55243,55291},{63744,64109},{64112,64217},{64256,64262},{64275,64279},
{64285,64285},{64287,64296},{64298,64310},{64312,64316},{64318,64318},{64320,64321},{64323,64324},
{64326,64433},{64467,64829},{64848,64911},{64914,64967},{65008,65019},{65136,65140},{65142,65276},
{65313,65338},{65345,65370},{65382,65470},{65474,65479},{65482,65487},{65490,65495},{65498,65500},
{65536,65547},{65549,65574},{65576,65594},{65596,65597},{65599,65613},{65616,65629},{65664,65786},
{66176,66204},{66208,66256},{66304,66335},{66349,66368},{66370,66377},{66384,66421},{66432,66461},
{66464,66499},{66504,66511},{66560,66717},{66736,66771},{66776,66811},{66816,66855},{66864,66915},
{66928,66938},{66940,66954},{66956,66962},{66964,66965},{66967,66977},{66979,66993},{66995,67001},
{67003,67004},{67008,67059},{67072,67382},{67392,67413},{67424,67431},{67456,67461},{67463,67504},
{67506,67514},{67584,67589},{67592,67592},{67594,67637},{67639,67640},{67644,67644},{67647,67669},
{67680,67702},{67712,67742},{67808,67826},{67828,67829},{67840,67861},{67872,67897},{67904,67929},
{67968,68023},{68030,68031},{68096,68096},{68112,68115},{68117,68119},{68121,68149},{68192,68220},
{68224,68252},{68288,68295},{68297,68324},{68352,68405},{68416,68437},{68448,68466},{68480,68497},
{68608,68680},{68736,68786},{68800,68850},{68864,68899},{68938,68965},{68975,68997},{69248,69289},
{69296,69297},{69314,69319},{69376,69404},{69415,69415},{69424,69445},{69488,69505},{69552,69572},
{69600,69622},{69635,69687},{69745,69746},{69749,69749},{69763,69807},{69840,69864},{69891,69926},
{69956,69956},{69959,69959},{69968,70002},{70006,70006},{70019,70066},{70081,70084},{70106,70106},
{70108,70108},{70144,70161},{70163,70187},{70207,70208},{70272,70278},{70280,70280},{70282,70285},
{70287,70301},{70303,70312},{70320,70366},{70405,70412},{70415,70416},{70419,70440},{70442,70448},
{70450,70451},{70453,70457},{70461,70461},{70480,70480},{70493,70497},{70528,70537},{70539,70539},
{70542,70542},{70544,70581},{70583,70583},{70609,70609},{70611,70611},{70656,70708},{70727,70730},
{70751,70753},{70784,70831},{70852,70853},{70855,70855},{71040,71086},{71128,71131},{71168,71215},
{71236,71236},{71296,71338},{71352,71352},{71424,71450},{71488,71494},{71680,71723},{71840,71903},
{71935,71942},{71945,71945},{71948,71955},{71957,71958},{71960,71983},{71999,71999},{72001,72001},
{72096,72103},{72106,72144},{72161,72161},{72163,72163},{72192,72192},{72203,72242},{72250,72250},
{72272,72272},{72284,72329},{72349,72349},{72368,72440},{72640,72672},{72704,72712},{72714,72750},
{72768,72768},{72818,72847},{72960,72966},{72968,72969},{72971,73008},{73030,73030},{73056,73061},
{73063,73064},{73066,73097},{73112,73112},{73136,73179},{73440,73458},{73474,73474},{73476,73488},
{73490,73523},{73648,73648},{73728,74649},{74880,75075},{77712,77808},{77824,78895},{78913,78918},
{78944,82938},{82944,83526},{90368,90397},{92160,92728},{92736,92766},{92784,92862},{92880,92909},
{92928,92975},{92992,92995},{93027,93047},{93053,93071},{93504,93548},{93760,93823},{93856,93880},
{93883,93907},{93952,94026},{94032,94032},{94099,94111},{94176,94177},{94179,94179},{94194,94195},
{94208,101589},{101631,101662},{101760,101874},{110576,110579},{110581,110587},{110589,110590},{110592,110882},
{110898,110898},{110928,110930},{110933,110933},{110948,110951},{110960,111355},{113664,113770},
{113776,113788},{113792,113800},{113808,113817},{119808,119892},{119894,119964},{119966,119967},
{119970,119970},{119973,119974},{119977,119980},{119982,119993},{119995,119995},{119997,120003},
{120005,120069},{120071,120074},{120077,120084},{120086,120092},{120094,120121},{120123,120126},
{120128,120132},{120134,120134},{120138,120144},{120146,120485},{120488,120512},{120514,120538},
{120540,120570},{120572,120596},{120598,120628},{120630,120654},{120656,120686},{120688,120712},
{120714,120744},{120746,120770},{120772,120779},{122624,122654},{122661,122666},{122928,122989},
{123136,123180},{123191,123197},{123214,123214},{123536,123565},{123584,123627},{124112,124139},
{124368,124397},{124400,124400},{124608,124638},{124640,124642},{124644,124645},{124647,124653},
{124656,124660},{124670,124671},{124896,124902},{124904,124907},{124909,124910},{124912,124926},
{124928,125124},{125184,125251},{125259,125259},{126464,126467},{126469,126495},{126497,126498},
{126500,126500},{126503,126503},{126505,126514},{126516,126519},{126521,126521},{126523,126523},
{126530,126530},{126535,126535},{126537,126537},{126539,126539},{126541,126543},{126545,126546},
{126548,126548},{126551,126551},{126553,126553},{126555,126555},{126557,126557},{126559,126559},
{126561,126562},{126564,126564},{126567,126570},{126572,126578},{126580,126583},{126585,126588},
{126590,126590},{126592,126601},{126603,126619},{126625,126627},{126629,126633},{126635,126651},
{131072,173791},{173824,178205},{178208,183981},{183984,191456},{191472,192093},{194560,195101},
{196608,201546},{201552,210041},
};

constexpr CodeRange NUMBERS_ROWS[] = {
{48,57},{178,179},{185,185},{188,190},{1632,1641},{1776,1785},{1984,1993},{2406,2415},{2534,2543},{2548,2553},
{2662,2671},{2790,2799},{2918,2927},{2930,2935},{3046,3058},{3174,3183},{3192,3198},{3302,3311},{3416,3422},
{3430,3448},{3558,3567},{3664,3673},{3792,3801},{3872,3891},{4160,4169},{4240,4249},{4969,4988},{5870,5872},
{6112,6121},{6128,6137},{6160,6169},{6470,6479},{6608,6618},{6784,6793},{6800,6809},{6992,7001},{7088,7097},
{7232,7241},{7248,7257},{8304,8304},{8308,8313},{8320,8329},{8528,8578},{8581,8585},{9312,9371},{9450,9471},
{10102,10131},{11517,11517},{12295,12295},{12321,12329},{12344,12346},{12690,12693},{12832,12841},
{12872,12879},{12881,12895},{12928,12937},{12977,12991},{42528,42537},{42726,42735},{43056,43061},
{43216,43225},{43264,43273},{43472,43481},{43504,43513},{43600,43609},{44016,44025},{65296,65305},
{65799,65843},{65856,65912},{65930,65931},{66273,66299},{66336,66339},{66369,66369},{66378,66378},
{66513,66517},{66720,66729},{67672,67679},{67705,67711},{67751,67759},{67835,67839},{67862,67867},
{68028,68029},{68032,68047},{68050,68095},{68160,68168},{68221,68222},{68253,68255},{68331,68335},
{68440,68447},{68472,68479},{68521,68527},{68858,68863},{68912,68921},{68928,68937},{69216,69246},
{69405,69414},{69457,69460},{69573,69579},{69714,69743},{69872,69881},{69942,69951},{70096,70105},
{70113,70132},{70384,70393},{70736,70745},{70864,70873},{71248,71257},{71360,71369},{71376,71395},
{71472,71483},{71904,71922},{72016,72025},{72688,72697},{72784,72812},{73040,73049},{73120,73129},
{73184,73193},{73552,73561},{73664,73684},{74752,74862},{90416,90425},{92768,92777},{92864,92873},
{93008,93017},{93019,93025},{93552,93561},{93824,93846},{94196,94198},{118000,118009},{119488,119507},
{119520,119539},{119648,119672},{120782,120831},{123200,123209},{123632,123641},{124144,124153},
{124401,124410},{125127,125135},{125264,125273},{126065,126123},{126125,126127},{126129,126132},
{126209,126253},{126255,126269},{127232,127244},{130032,130041},
};

constexpr CodeRange CASED_ROWS[] = {
{65,90},{97,122},{170,170},{181,181},{186,186},{192,214},{216,246},{248,442},{444,447},{452,659},{662,696},
{704,705},{736,740},{837,837},{880,883},{886,887},{890,893},{895,895},{902,902},{904,906},{908,908},{910,929},
{931,1013},{1015,1153},{1162,1327},{1329,1366},{1376,1416},{4256,4293},{4295,4295},{4301,4301},{4304,4346},
{4348,4351},{5024,5109},{5112,5117},{7296,7306},{7312,7354},{7357,7359},{7424,7615},{7680,7957},{7960,7965},
{7968,8005},{8008,8013},{8016,8023},{8025,8025},{8027,8027},{8029,8029},{8031,8061},{8064,8116},{8118,8124},
{8126,8126},{8130,8132},{8134,8140},{8144,8147},{8150,8155},{8160,8172},{8178,8180},{8182,8188},{8305,8305},
{8319,8319},{8336,8348},{8450,8450},{8455,8455},{8458,8467},{8469,8469},{8473,8477},{8484,8484},{8486,8486},
{8488,8488},{8490,8493},{8495,8500},{8505,8505},{8508,8511},{8517,8521},{8526,8526},{8544,8575},{8579,8580},
{9398,9449},{11264,11492},{11499,11502},{11506,11507},{11520,11557},{11559,11559},{11565,11565},{42560,42605},
{42624,42653},{42786,42887},{42891,42894},{42896,42972},{42993,42998},{43000,43002},{43824,43866},
{43868,43881},{43888,43967},{64256,64262},{64275,64279},{65313,65338},{65345,65370},{66560,66639},
{66736,66771},{66776,66811},{66928,66938},{66940,66954},{66956,66962},{66964,66965},{66967,66977},
{66979,66993},{66995,67001},{67003,67004},{67456,67456},{67459,67461},{67463,67504},{67506,67514},
{68736,68786},{68800,68850},{68944,68965},{68976,68997},{71840,71903},{93760,93823},{93856,93880},
{93883,93907},{119808,119892},{119894,119964},{119966,119967},{119970,119970},{119973,119974},{119977,119980},
{119982,119993},{119995,119995},{119997,120003},{120005,120069},{120071,120074},{120077,120084},
{120086,120092},{120094,120121},{120123,120126},{120128,120132},{120134,120134},{120138,120144},
{120146,120485},{120488,120512},{120514,120538},{120540,120570},{120572,120596},{120598,120628},
{120630,120654},{120656,120686},{120688,120712},{120714,120744},{120746,120770},{120772,120779},
{122624,122633},{122635,122654},{122661,122666},{122928,122989},{125184,125251},{127280,127305},
{127312,127337},{127344,127369},
};

constexpr CodeRange CASE_IGNORABLE_ROWS[] = {
{39,39},{46,46},{58,58},{94,94},{96,96},{168,168},{173,173},{175,175},{180,180},{183,184},{688,879},{884,885},
{890,890},{900,901},{903,903},{1155,1161},{1369,1369},{1375,1375},{1425,1469},{1471,1471},{1473,1474},
{1476,1477},{1479,1479},{1524,1524},{1536,1541},{1552,1562},{1564,1564},{1600,1600},{1611,1631},{1648,1648},
{1750,1757},{1759,1768},{1770,1773},{1807,1807},{1809,1809},{1840,1866},{1958,1968},{2027,2037},{2042,2042},
{2045,2045},{2070,2093},{2137,2139},{2184,2184},{2192,2193},{2199,2207},{2249,2306},{2362,2362},{2364,2364},
{2369,2376},{2381,2381},{2385,2391},{2402,2403},{2417,2417},{2433,2433},{2492,2492},{2497,2500},{2509,2509},
{2530,2531},{2558,2558},{2561,2562},{2620,2620},{2625,2626},{2631,2632},{2635,2637},{2641,2641},{2672,2673},
{2677,2677},{2689,2690},{2748,2748},{2753,2757},{2759,2760},{2765,2765},{2786,2787},{2810,2815},{2817,2817},
{2876,2876},{2879,2879},{2881,2884},{2893,2893},{2901,2902},{2914,2915},{2946,2946},{3008,3008},{3021,3021},
{3072,3072},{3076,3076},{3132,3132},{3134,3136},{3142,3144},{3146,3149},{3157,3158},{3170,3171},{3201,3201},
{3260,3260},{3263,3263},{3270,3270},{3276,3277},{3298,3299},{3328,3329},{3387,3388},{3393,3396},{3405,3405},
{3426,3427},{3457,3457},{3530,3530},{3538,3540},{3542,3542},{3633,3633},{3636,3642},{3654,3662},{3761,3761},
{3764,3772},{3782,3782},{3784,3790},{3864,3865},{3893,3893},{3895,3895},{3897,3897},{3953,3966},{3968,3972},
{3974,3975},{3981,3991},{3993,4028},{4038,4038},{4141,4144},{4146,4151},{4153,4154},{4157,4158},{4184,4185},
{4190,4192},{4209,4212},{4226,4226},{4229,4230},{4237,4237},{4253,4253},{4348,4348},{4957,4959},{5906,5908},
{5938,5939},{5970,5971},{6002,6003},{6068,6069},{6071,6077},{6086,6086},{6089,6099},{6103,6103},{6109,6109},
{6155,6159},{6211,6211},{6277,6278},{6313,6313},{6432,6434},{6439,6440},{6450,6450},{6457,6459},{6679,6680},
{6683,6683},{6742,6742},{6744,6750},{6752,6752},{6754,6754},{6757,6764},{6771,6780},{6783,6783},{6823,6823},
{6832,6877},{6880,6891},{6912,6915},{6964,6964},{6966,6970},{6972,6972},{6978,6978},{7019,7027},{7040,7041},
{7074,7077},{7080,7081},{7083,7085},{7142,7142},{7144,7145},{7149,7149},{7151,7153},{7212,7219},{7222,7223},
{7288,7293},{7376,7378},{7380,7392},{7394,7400},{7405,7405},{7412,7412},{7416,7417},{7468,7530},{7544,7544},
{7579,7679},{8125,8125},{8127,8129},{8141,8143},{8157,8159},{8173,8175},{8189,8190},{8203,8207},{8216,8217},
{8228,8228},{8231,8231},{8234,8238},{8288,8292},{8294,8303},{8305,8305},{8319,8319},{8336,8348},{8400,8432},
{11388,11389},{11503,11505},{11631,11631},{11647,11647},{11744,11775},{11823,11823},{12293,12293},
{12330,12333},{12337,12341},{12347,12347},{12441,12446},{12540,12542},{40981,40981},{42232,42237},
{42508,42508},{42607,42610},{42612,42621},{42623,42623},{42652,42655},{42736,42737},{42752,42785},
{42864,42864},{42888,42890},{42993,42996},{43000,43001},{43010,43010},{43014,43014},{43019,43019},
{43045,43046},{43052,43052},{43204,43205},{43232,43249},{43263,43263},{43302,43309},{43335,43345},
{43392,43394},{43443,43443},{43446,43449},{43452,43453},{43471,43471},{43493,43494},{43561,43566},
{43569,43570},{43573,43574},{43587,43587},{43596,43596},{43632,43632},{43644,43644},{43696,43696},
{43698,43700},{43703,43704},{43710,43711},{43713,43713},{43741,43741},{43756,43757},{43763,43764},
{43766,43766},{43867,43871},{43881,43883},{44005,44005},{44008,44008},{44013,44013},{64286,64286},
{64434,64450},{65024,65039},{65043,65043},{65056,65071},{65106,65106},{65109,65109},{65279,65279},
{65287,65287},{65294,65294},{65306,65306},{65342,65342},{65344,65344},{65392,65392},{65438,65439},
{65507,65507},{65529,65531},{66045,66045},{66272,66272},{66422,66426},{67456,67461},{67463,67504},
{67506,67514},{68097,68099},{68101,68102},{68108,68111},{68152,68154},{68159,68159},{68325,68326},
{68900,68903},{68942,68942},{68969,68973},{68975,68975},{69291,69292},{69317,69317},{69370,69375},
{69446,69456},{69506,69509},{69633,69633},{69688,69702},{69744,69744},{69747,69748},{69759,69761},
{69811,69814},{69817,69818},{69821,69821},{69826,69826},{69837,69837},{69888,69890},{69927,69931},
{69933,69940},{70003,70003},{70016,70017},{70070,70078},{70089,70092},{70095,70095},{70191,70193},
{70196,70196},{70198,70199},{70206,70206},{70209,70209},{70367,70367},{70371,70378},{70400,70401},
{70459,70460},{70464,70464},{70502,70508},{70512,70516},{70587,70592},{70606,70606},{70608,70608},
{70610,70610},{70625,70626},{70712,70719},{70722,70724},{70726,70726},{70750,70750},{70835,70840},
{70842,70842},{70847,70848},{70850,70851},{71090,71093},{71100,71101},{71103,71104},{71132,71133},
{71219,71226},{71229,71229},{71231,71232},{71339,71339},{71341,71341},{71344,71349},{71351,71351},
{71453,71453},{71455,71455},{71458,71461},{71463,71467},{71727,71735},{71737,71738},{71995,71996},
{71998,71998},{72003,72003},{72148,72151},{72154,72155},{72160,72160},{72193,72202},{72243,72248},
{72251,72254},{72263,72263},{72273,72278},{72281,72283},{72330,72342},{72344,72345},{72544,72544},
{72546,72548},{72550,72550},{72752,72758},{72760,72765},{72767,72767},{72850,72871},{72874,72880},
{72882,72883},{72885,72886},{73009,73014},{73018,73018},{73020,73021},{73023,73029},{73031,73031},
{73104,73105},{73109,73109},{73111,73111},{73177,73177},{73459,73460},{73472,73473},{73526,73530},
{73536,73536},{73538,73538},{73562,73562},{78896,78912},{78919,78933},{90398,90409},{90413,90415},
{92912,92916},{92976,92982},{92992,92995},{93504,93506},{93547,93548},{94031,94031},{94095,94111},
{94176,94177},{94179,94180},{94194,94195},{110576,110579},{110581,110587},{110589,110590},{113821,113822},
{113824,113827},{118528,118573},{118576,118598},{119143,119145},{119155,119170},{119173,119179},
{119210,119213},{119362,119364},{121344,121398},{121403,121452},{121461,121461},{121476,121476},
{121499,121503},{121505,121519},{122880,122886},{122888,122904},{122907,122913},{122915,122916},
{122918,122922},{122928,122989},{123023,123023},{123184,123197},{123566,123566},{123628,123631},
{124139,124143},{124398,124399},{124643,124643},{124646,124646},{124654,124655},{124661,124661},
{124671,124671},{125136,125142},{125252,125259},{127995,127999},{917505,917505},{917536,917631},
{917760,917999},
};

constexpr CaseRange SMALL_LETTERS_ROWS[] = {
{65,90,1,32},{192,214,1,32},{216,222,1,32},{256,302,2,1},{306,310,2,1},{313,327,2,1},{330,374,2,1},
{376,376,1,-121},{377,381,2,1},{385,385,1,210},{386,388,2,1},{390,390,1,206},{391,391,1,1},{393,394,1,205},
{395,395,1,1},{398,398,1,79},{399,399,1,202},{400,400,1,203},{401,401,1,1},{403,403,1,205},{404,404,1,207},
{406,406,1,211},{407,407,1,209},{408,408,1,1},{412,412,1,211},{413,413,1,213},{415,415,1,214},{416,420,2,1},
{422,422,1,218},{423,423,1,1},{425,425,1,218},{428,428,1,1},{430,430,1,218},{431,431,1,1},{433,434,1,217},
{435,437,2,1},{439,439,1,219},{440,440,1,1},{444,444,1,1},{452,452,1,2},{453,453,1,1},{455,455,1,2},
{456,456,1,1},{458,458,1,2},{459,475,2,1},{478,494,2,1},{497,497,1,2},{498,500,2,1},{502,502,1,-97},
{503,503,1,-56},{504,542,2,1},{544,544,1,-130},{546,562,2,1},{570,570,1,10795},{571,571,1,1},{573,573,1,-163},
{574,574,1,10792},{577,577,1,1},{579,579,1,-195},{580,580,1,69},{581,581,1,71},{582,590,2,1},{880,882,2,1},
{886,886,1,1},{895,895,1,116},{902,902,1,38},{904,906,1,37},{908,908,1,64},{910,911,1,63},{913,929,1,32},
{931,939,1,32},{975,975,1,8},{984,1006,2,1},{1012,1012,1,-60},{1015,1015,1,1},{1017,1017,1,-7},{1018,1018,1,1},
{1021,1023,1,-130},{1024,1039,1,80},{1040,1071,1,32},{1120,1152,2,1},{1162,1214,2,1},{1216,1216,1,15},
{1217,1229,2,1},{1232,1326,2,1},{1329,1366,1,48},{4256,4293,1,7264},{4295,4295,1,7264},{4301,4301,1,7264},
{5024,5103,1,38864},{5104,5109,1,8},{7305,7305,1,1},{7312,7354,1,-3008},{7357,7359,1,-3008},{7680,7828,2,1},
{7838,7838,1,-7615},{7840,7934,2,1},{7944,7951,1,-8},{7960,7965,1,-8},{7976,7983,1,-8},{7992,7999,1,-8},
{8008,8013,1,-8},{8025,8031,2,-8},{8040,8047,1,-8},{8072,8079,1,-8},{8088,8095,1,-8},{8104,8111,1,-8},
{8120,8121,1,-8},{8122,8123,1,-74},{8124,8124,1,-9},{8136,8139,1,-86},{8140,8140,1,-9},{8152,8153,1,-8},
{8154,8155,1,-100},{8168,8169,1,-8},{8170,8171,1,-112},{8172,8172,1,-7},{8184,8185,1,-128},{8186,8187,1,-126},
{8188,8188,1,-9},{8486,8486,1,-7517},{8490,8490,1,-8383},{8491,8491,1,-8262},{8498,8498,1,28},{8544,8559,1,16},
{8579,8579,1,1},{9398,9423,1,26},{11264,11311,1,48},{11360,11360,1,1},{11362,11362,1,-10743},
{11363,11363,1,-3814},{11364,11364,1,-10727},{11367,11371,2,1},{11373,11373,1,-10780},{11374,11374,1,-10749},
{11375,11375,1,-10783},{11376,11376,1,-10782},{11378,11378,1,1},{11381,11381,1,1},{11390,11391,1,-10815},
{11392,11490,2,1},{11499,11501,2,1},{11506,11506,1,1},{42560,42604,2,1},{42624,42650,2,1},{42786,42798,2,1},
{42802,42862,2,1},{42873,42875,2,1},{42877,42877,1,-35332},{42878,42886,2,1},{42891,42891,1,1},
{42893,42893,1,-42280},{42896,42898,2,1},{42902,42920,2,1},{42922,42922,1,-42308},{42923,42923,1,-42319},
{42924,42924,1,-42315},{42925,42925,1,-42305},{42926,42926,1,-42308},{42928,42928,1,-42258},
{42929,42929,1,-42282},{42930,42930,1,-42261},{42931,42931,1,928},{42932,42946,2,1},{42948,42948,1,-48},
{42949,42949,1,-42307},{42950,42950,1,-35384},{42951,42953,2,1},{42955,42955,1,-42343},{42956,42970,2,1},
{42972,42972,1,-42561},{42997,42997,1,1},{65313,65338,1,32},{66560,66599,1,40},{66736,66771,1,40},
{66928,66938,1,39},{66940,66954,1,39},{66956,66962,1,39},{66964,66965,1,39},{68736,68786,1,64},
{68944,68965,1,32},{71840,71871,1,32},{93760,93791,1,32},{93856,93880,1,27},{125184,125217,1,34},
};

constexpr ClassRange COMBINING_ROWS[] = {
{768,768,53},{769,788,52},{789,789,54},{790,790,48},{791,793,47},{794,794,53},{795,795,46},{796,800,47},
{801,801,44},{802,802,43},{803,806,47},{807,808,43},{809,819,47},{820,820,3},{821,824,1},{825,828,47},
{829,831,52},{834,834,52},{838,838,52},{839,841,47},{842,844,52},{845,846,47},{848,850,52},{851,854,47},
{855,855,52},{856,856,53},{857,858,47},{859,859,52},{860,860,55},{861,861,56},{862,862,55},{863,863,54},
{864,865,55},{866,866,54},{867,879,52},{1155,1159,52},{1425,1425,47},{1426,1429,52},{1430,1430,47},
{1431,1433,52},{1434,1434,49},{1435,1435,47},{1436,1441,52},{1442,1447,47},{1448,1449,52},{1450,1450,47},
{1451,1452,52},{1453,1453,48},{1454,1455,52},{1456,1456,8},{1457,1457,9},{1458,1458,10},{1459,1459,11},
{1460,1460,12},{1461,1461,13},{1462,1462,14},{1463,1463,15},{1464,1464,16},{1465,1465,17},{1466,1466,16},
{1467,1467,18},{1468,1468,19},{1469,1469,20},{1471,1471,21},{1473,1473,22},{1474,1474,23},{1476,1476,52},
{1477,1477,47},{1479,1479,15},{1552,1559,52},{1560,1560,28},{1561,1561,29},{1562,1562,30},{1611,1611,25},
{1612,1612,26},{1613,1614,27},{1615,1615,28},{1616,1616,29},{1617,1617,31},{1618,1618,32},{1619,1620,52},
{1621,1622,47},{1623,1627,52},{1628,1628,47},{1629,1630,52},{1631,1631,47},{1648,1648,33},{1750,1756,52},
{1759,1762,52},{1763,1763,47},{1764,1764,52},{1767,1768,52},{1770,1770,47},{1771,1772,52},{1773,1773,47},
{1809,1809,34},{1840,1840,52},{1841,1841,47},{1842,1843,52},{1844,1844,47},{1845,1846,52},{1847,1849,47},
{1850,1850,52},{1851,1852,47},{1853,1853,52},{1854,1854,47},{1855,1857,52},{1858,1858,47},{1859,1859,52},
{1860,1860,47},{1861,1861,52},{1862,1862,47},{1863,1863,52},{1864,1864,47},{1865,1866,52},{2027,2033,52},
{2034,2034,47},{2035,2035,52},{2045,2045,47},{2070,2073,52},{2075,2083,52},{2085,2087,52},{2089,2093,52},
{2137,2139,47},{2199,2200,52},{2201,2203,47},{2204,2207,52},{2250,2254,52},{2255,2259,47},{2260,2273,52},
{2275,2275,47},{2276,2277,52},{2278,2278,47},{2279,2280,52},{2281,2281,47},{2282,2284,52},{2285,2287,47},
{2288,2288,24},{2289,2289,25},{2290,2290,26},{2291,2293,52},{2294,2294,47},{2295,2296,52},{2297,2298,47},
{2299,2303,52},{2364,2364,5},{2381,2381,7},{2385,2385,52},{2386,2386,47},{2387,2388,52},{2492,2492,4},
{2509,2509,6},{2558,2558,52},{2620,2620,4},{2637,2637,6},{2748,2748,4},{2765,2765,6},{2876,2876,4},
{2893,2893,6},{3021,3021,6},{3132,3132,4},{3149,3149,6},{3157,3157,35},{3158,3158,36},{3260,3260,4},
{3277,3277,6},{3387,3388,6},{3405,3405,6},{3530,3530,6},{3640,3640,37},{3641,3641,36},{3642,3642,6},
{3656,3656,38},{3657,3659,37},{3768,3768,39},{3769,3769,38},{3770,3770,6},{3784,3784,40},{3785,3787,39},
{3864,3865,47},{3893,3893,47},{3895,3895,47},{3897,3897,45},{3953,3953,41},{3954,3954,42},{3956,3956,43},
{3962,3965,41},{3968,3968,41},{3970,3971,52},{3972,3972,6},{3974,3975,52},{4038,4038,47},{4151,4151,4},
{4153,4154,6},{4237,4237,47},{4957,4959,52},{5908,5909,6},{5940,5940,6},{6098,6098,6},{6109,6109,52},
{6313,6313,51},{6457,6457,48},{6458,6458,52},{6459,6459,47},{6679,6679,52},{6680,6680,47},{6752,6752,6},
{6773,6780,52},{6783,6783,47},{6832,6836,52},{6837,6842,47},{6843,6844,52},{6845,6845,47},{6847,6848,47},
{6849,6850,52},{6851,6852,47},{6853,6857,52},{6858,6858,47},{6859,6876,52},{6877,6877,47},{6880,6885,52},
{6886,6886,47},{6887,6890,52},{6891,6891,55},{6964,6964,4},{6980,6980,6},{7019,7019,52},{7020,7020,47},
{7021,7027,52},{7082,7083,6},{7142,7142,4},{7154,7155,6},{7223,7223,4},{7376,7378,52},{7380,7380,1},
{7381,7385,47},{7386,7387,52},{7388,7391,47},{7392,7392,52},{7394,7400,1},{7405,7405,47},{7412,7412,52},
{7416,7417,52},{7616,7617,52},{7618,7618,47},{7619,7625,52},{7626,7626,47},{7627,7628,52},{7629,7629,55},
{7630,7630,45},{7631,7631,47},{7632,7632,43},{7633,7669,52},{7670,7670,53},{7671,7672,51},{7673,7674,47},
{7675,7675,52},{7676,7676,54},{7677,7677,47},{7678,7678,52},{7679,7679,47},{8400,8401,52},{8402,8403,1},
{8404,8407,52},{8408,8410,1},{8411,8412,52},{8417,8417,52},{8421,8422,1},{8423,8423,52},{8424,8424,47},
{8425,8425,52},{8426,8427,1},{8428,8431,47},{8432,8432,52},{11503,11505,52},{11647,11647,6},{11744,11775,52},
{12330,12330,46},{12331,12331,51},{12332,12332,53},{12333,12333,48},{12334,12334,50},{12335,12335,49},
{12441,12441,6},{12442,12442,5},{42607,42607,52},{42612,42621,52},{42654,42655,52},{42736,42737,52},
{43014,43014,6},{43052,43052,6},{43204,43204,6},{43232,43249,52},{43307,43309,47},{43347,43347,6},
{43443,43443,4},{43456,43456,6},{43696,43696,52},{43698,43699,52},{43700,43700,47},{43703,43704,52},
{43710,43711,52},{43713,43713,52},{43766,43766,6},{44013,44013,6},{64286,64286,24},{65056,65062,52},
{65063,65069,47},{65070,65071,52},{66045,66045,47},{66272,66272,47},{66422,66426,52},{68109,68109,47},
{68111,68111,52},{68152,68152,52},{68153,68153,1},{68154,68154,47},{68159,68159,6},{68325,68325,52},
{68326,68326,47},{68900,68903,52},{68969,68973,52},{69291,69292,52},{69370,69371,47},{69373,69375,47},
{69446,69447,47},{69448,69450,52},{69451,69451,47},{69452,69452,52},{69453,69456,47},{69506,69506,52},
{69507,69507,47},{69508,69508,52},{69509,69509,47},{69702,69702,6},{69744,69744,6},{69759,69759,6},
{69817,69817,6},{69818,69818,4},{69888,69890,52},{69939,69940,6},{70003,70003,4},{70080,70080,6},
{70090,70090,4},{70197,70197,6},{70198,70198,4},{70377,70377,4},{70378,70378,6},{70459,70460,4},
{70477,70477,6},{70502,70508,52},{70512,70516,52},{70606,70608,6},{70722,70722,6},{70726,70726,4},
{70750,70750,52},{70850,70850,6},{70851,70851,4},{71103,71103,6},{71104,71104,4},{71231,71231,6},
{71350,71350,6},{71351,71351,4},{71467,71467,6},{71737,71737,6},{71738,71738,4},{71997,71998,6},
{72003,72003,4},{72160,72160,6},{72244,72244,6},{72263,72263,6},{72345,72345,6},{72767,72767,6},
{73026,73026,4},{73028,73029,6},{73111,73111,6},{73537,73538,6},{90415,90415,6},{92912,92916,1},
{92976,92982,52},{94192,94192,4},{94193,94193,3},{113822,113822,1},{119141,119142,45},{119143,119145,1},
{119149,119149,51},{119150,119154,45},{119163,119170,47},{119173,119177,52},{119178,119179,47},
{119210,119213,52},{119362,119364,52},{122880,122886,52},{122888,122904,52},{122907,122913,52},
{122915,122916,52},{122918,122922,52},{123023,123023,52},{123184,123190,52},{123566,123566,52},
{123628,123631,52},{124140,124141,53},{124142,124142,47},{124143,124143,52},{124398,124398,52},
{124399,124399,47},{124643,124643,52},{124646,124646,52},{124654,124655,52},{124661,124661,52},
{125136,125142,47},{125252,125257,52},{125258,125258,4},
};

constexpr Decomposition DECOMPOSITIONS_ROWS[] = {
{192,65,768,1},{193,65,769,1},{194,65,770,1},{195,65,771,1},{196,65,776,1},{197,65,778,1},{199,67,807,1},
{200,69,768,1},{201,69,769,1},{202,69,770,1},{203,69,776,1},{204,73,768,1},{205,73,769,1},{206,73,770,1},
{207,73,776,1},{209,78,771,1},{210,79,768,1},{211,79,769,1},{212,79,770,1},{213,79,771,1},{214,79,776,1},
{217,85,768,1},{218,85,769,1},{219,85,770,1},{220,85,776,1},{221,89,769,1},{224,97,768,1},{225,97,769,1},
{226,97,770,1},{227,97,771,1},{228,97,776,1},{229,97,778,1},{231,99,807,1},{232,101,768,1},{233,101,769,1},
{234,101,770,1},{235,101,776,1},{236,105,768,1},{237,105,769,1},{238,105,770,1},{239,105,776,1},
{241,110,771,1},{242,111,768,1},{243,111,769,1},{244,111,770,1},{245,111,771,1},{246,111,776,1},
{249,117,768,1},{250,117,769,1},{251,117,770,1},{252,117,776,1},{253,121,769,1},{255,121,776,1},{256,65,772,1},
{257,97,772,1},{258,65,774,1},{259,97,774,1},{260,65,808,1},{261,97,808,1},{262,67,769,1},{263,99,769,1},
{264,67,770,1},{265,99,770,1},{266,67,775,1},{267,99,775,1},{268,67,780,1},{269,99,780,1},{270,68,780,1},
{271,100,780,1},{274,69,772,1},{275,101,772,1},{276,69,774,1},{277,101,774,1},{278,69,775,1},{279,101,775,1},
{280,69,808,1},{281,101,808,1},{282,69,780,1},{283,101,780,1},{284,71,770,1},{285,103,770,1},{286,71,774,1},
{287,103,774,1},{288,71,775,1},{289,103,775,1},{290,71,807,1},{291,103,807,1},{292,72,770,1},{293,104,770,1},
{296,73,771,1},{297,105,771,1},{298,73,772,1},{299,105,772,1},{300,73,774,1},{301,105,774,1},{302,73,808,1},
{303,105,808,1},{304,73,775,1},{308,74,770,1},{309,106,770,1},{310,75,807,1},{311,107,807,1},{313,76,769,1},
{314,108,769,1},{315,76,807,1},{316,108,807,1},{317,76,780,1},{318,108,780,1},{323,78,769,1},{324,110,769,1},
{325,78,807,1},{326,110,807,1},{327,78,780,1},{328,110,780,1},{332,79,772,1},{333,111,772,1},{334,79,774,1},
{335,111,774,1},{336,79,779,1},{337,111,779,1},{340,82,769,1},{341,114,769,1},{342,82,807,1},{343,114,807,1},
{344,82,780,1},{345,114,780,1},{346,83,769,1},{347,115,769,1},{348,83,770,1},{349,115,770,1},{350,83,807,1},
{351,115,807,1},{352,83,780,1},{353,115,780,1},{354,84,807,1},{355,116,807,1},{356,84,780,1},{357,116,780,1},
{360,85,771,1},{361,117,771,1},{362,85,772,1},{363,117,772,1},{364,85,774,1},{365,117,774,1},{366,85,778,1},
{367,117,778,1},{368,85,779,1},{369,117,779,1},{370,85,808,1},{371,117,808,1},{372,87,770,1},{373,119,770,1},
{374,89,770,1},{375,121,770,1},{376,89,776,1},{377,90,769,1},{378,122,769,1},{379,90,775,1},{380,122,775,1},
{381,90,780,1},{382,122,780,1},{416,79,795,1},{417,111,795,1},{431,85,795,1},{432,117,795,1},{461,65,780,1},
{462,97,780,1},{463,73,780,1},{464,105,780,1},{465,79,780,1},{466,111,780,1},{467,85,780,1},{468,117,780,1},
{469,220,772,1},{470,252,772,1},{471,220,769,1},{472,252,769,1},{473,220,780,1},{474,252,780,1},
{475,220,768,1},{476,252,768,1},{478,196,772,1},{479,228,772,1},{480,550,772,1},{481,551,772,1},
{482,198,772,1},{483,230,772,1},{486,71,780,1},{487,103,780,1},{488,75,780,1},{489,107,780,1},{490,79,808,1},
{491,111,808,1},{492,490,772,1},{493,491,772,1},{494,439,780,1},{495,658,780,1},{496,106,780,1},{500,71,769,1},
{501,103,769,1},{504,78,768,1},{505,110,768,1},{506,197,769,1},{507,229,769,1},{508,198,769,1},{509,230,769,1},
{510,216,769,1},{511,248,769,1},{512,65,783,1},{513,97,783,1},{514,65,785,1},{515,97,785,1},{516,69,783,1},
{517,101,783,1},{518,69,785,1},{519,101,785,1},{520,73,783,1},{521,105,783,1},{522,73,785,1},{523,105,785,1},
{524,79,783,1},{525,111,783,1},{526,79,785,1},{527,111,785,1},{528,82,783,1},{529,114,783,1},{530,82,785,1},
{531,114,785,1},{532,85,783,1},{533,117,783,1},{534,85,785,1},{535,117,785,1},{536,83,806,1},{537,115,806,1},
{538,84,806,1},{539,116,806,1},{542,72,780,1},{543,104,780,1},{550,65,775,1},{551,97,775,1},{552,69,807,1},
{553,101,807,1},{554,214,772,1},{555,246,772,1},{556,213,772,1},{557,245,772,1},{558,79,775,1},{559,111,775,1},
{560,558,772,1},{561,559,772,1},{562,89,772,1},{563,121,772,1},{832,768,0,0},{833,769,0,0},{835,787,0,0},
{836,776,769,0},{884,697,0,0},{894,59,0,0},{901,168,769,1},{902,913,769,1},{903,183,0,0},{904,917,769,1},
{905,919,769,1},{906,921,769,1},{908,927,769,1},{910,933,769,1},{911,937,769,1},{912,970,769,1},
{938,921,776,1},{939,933,776,1},{940,945,769,1},{941,949,769,1},{942,951,769,1},{943,953,769,1},
{944,971,769,1},{970,953,776,1},{971,965,776,1},{972,959,769,1},{973,965,769,1},{974,969,769,1},
{979,978,769,1},{980,978,776,1},{1024,1045,768,1},{1025,1045,776,1},{1027,1043,769,1},{1031,1030,776,1},
{1036,1050,769,1},{1037,1048,768,1},{1038,1059,774,1},{1049,1048,774,1},{1081,1080,774,1},{1104,1077,768,1},
{1105,1077,776,1},{1107,1075,769,1},{1111,1110,776,1},{1116,1082,769,1},{1117,1080,768,1},{1118,1091,774,1},
{1142,1140,783,1},{1143,1141,783,1},{1217,1046,774,1},{1218,1078,774,1},{1232,1040,774,1},{1233,1072,774,1},
{1234,1040,776,1},{1235,1072,776,1},{1238,1045,774,1},{1239,1077,774,1},{1242,1240,776,1},{1243,1241,776,1},
{1244,1046,776,1},{1245,1078,776,1},{1246,1047,776,1},{1247,1079,776,1},{1250,1048,772,1},{1251,1080,772,1},
{1252,1048,776,1},{1253,1080,776,1},{1254,1054,776,1},{1255,1086,776,1},{1258,1256,776,1},{1259,1257,776,1},
{1260,1069,776,1},{1261,1101,776,1},{1262,1059,772,1},{1263,1091,772,1},{1264,1059,776,1},{1265,1091,776,1},
{1266,1059,779,1},{1267,1091,779,1},{1268,1063,776,1},{1269,1095,776,1},{1272,1067,776,1},{1273,1099,776,1},
{1570,1575,1619,1},{1571,1575,1620,1},{1572,1608,1620,1},{1573,1575,1621,1},{1574,1610,1620,1},
{1728,1749,1620,1},{1730,1729,1620,1},{1747,1746,1620,1},{2345,2344,2364,1},{2353,2352,2364,1},
{2356,2355,2364,1},{2392,2325,2364,0},{2393,2326,2364,0},{2394,2327,2364,0},{2395,2332,2364,0},
{2396,2337,2364,0},{2397,2338,2364,0},{2398,2347,2364,0},{2399,2351,2364,0},{2507,2503,2494,1},
{2508,2503,2519,1},{2524,2465,2492,0},{2525,2466,2492,0},{2527,2479,2492,0},{2611,2610,2620,0},
{2614,2616,2620,0},{2649,2582,2620,0},{2650,2583,2620,0},{2651,2588,2620,0},{2654,2603,2620,0},
{2888,2887,2902,1},{2891,2887,2878,1},{2892,2887,2903,1},{2908,2849,2876,0},{2909,2850,2876,0},
{2964,2962,3031,1},{3018,3014,3006,1},{3019,3015,3006,1},{3020,3014,3031,1},{3144,3142,3158,1},
{3264,3263,3285,1},{3271,3270,3285,1},{3272,3270,3286,1},{3274,3270,3266,1},{3275,3274,3285,1},
{3402,3398,3390,1},{3403,3399,3390,1},{3404,3398,3415,1},{3546,3545,3530,1},{3548,3545,3535,1},
{3549,3548,3530,1},{3550,3545,3551,1},{3907,3906,4023,0},{3917,3916,4023,0},{3922,3921,4023,0},
{3927,3926,4023,0},{3932,3931,4023,0},{3945,3904,4021,0},{3955,3953,3954,0},{3957,3953,3956,0},
{3958,4018,3968,0},{3960,4019,3968,0},{3969,3953,3968,0},{3987,3986,4023,0},{3997,3996,4023,0},
{4002,4001,4023,0},{4007,4006,4023,0},{4012,4011,4023,0},{4025,3984,4021,0},{4134,4133,4142,1},
{6918,6917,6965,1},{6920,6919,6965,1},{6922,6921,6965,1},{6924,6923,6965,1},{6926,6925,6965,1},
{6930,6929,6965,1},{6971,6970,6965,1},{6973,6972,6965,1},{6976,6974,6965,1},{6977,6975,6965,1},
{6979,6978,6965,1},{7680,65,805,1},{7681,97,805,1},{7682,66,775,1},{7683,98,775,1},{7684,66,803,1},
{7685,98,803,1},{7686,66,817,1},{7687,98,817,1},{7688,199,769,1},{7689,231,769,1},{7690,68,775,1},
{7691,100,775,1},{7692,68,803,1},{7693,100,803,1},{7694,68,817,1},{7695,100,817,1},{7696,68,807,1},
{7697,100,807,1},{7698,68,813,1},{7699,100,813,1},{7700,274,768,1},{7701,275,768,1},{7702,274,769,1},
{7703,275,769,1},{7704,69,813,1},{7705,101,813,1},{7706,69,816,1},{7707,101,816,1},{7708,552,774,1},
{7709,553,774,1},{7710,70,775,1},{7711,102,775,1},{7712,71,772,1},{7713,103,772,1},{7714,72,775,1},
{7715,104,775,1},{7716,72,803,1},{7717,104,803,1},{7718,72,776,1},{7719,104,776,1},{7720,72,807,1},
{7721,104,807,1},{7722,72,814,1},{7723,104,814,1},{7724,73,816,1},{7725,105,816,1},{7726,207,769,1},
{7727,239,769,1},{7728,75,769,1},{7729,107,769,1},{7730,75,803,1},{7731,107,803,1},{7732,75,817,1},
{7733,107,817,1},{7734,76,803,1},{7735,108,803,1},{7736,7734,772,1},{7737,7735,772,1},{7738,76,817,1},
{7739,108,817,1},{7740,76,813,1},{7741,108,813,1},{7742,77,769,1},{7743,109,769,1},{7744,77,775,1},
{7745,109,775,1},{7746,77,803,1},{7747,109,803,1},{7748,78,775,1},{7749,110,775,1},{7750,78,803,1},
{7751,110,803,1},{7752,78,817,1},{7753,110,817,1},{7754,78,813,1},{7755,110,813,1},{7756,213,769,1},
{7757,245,769,1},{7758,213,776,1},{7759,245,776,1},{7760,332,768,1},{7761,333,768,1},{7762,332,769,1},
{7763,333,769,1},{7764,80,769,1},{7765,112,769,1},{7766,80,775,1},{7767,112,775,1},{7768,82,775,1},
{7769,114,775,1},{7770,82,803,1},{7771,114,803,1},{7772,7770,772,1},{7773,7771,772,1},{7774,82,817,1},
{7775,114,817,1},{7776,83,775,1},{7777,115,775,1},{7778,83,803,1},{7779,115,803,1},{7780,346,775,1},
{7781,347,775,1},{7782,352,775,1},{7783,353,775,1},{7784,7778,775,1},{7785,7779,775,1},{7786,84,775,1},
{7787,116,775,1},{7788,84,803,1},{7789,116,803,1},{7790,84,817,1},{7791,116,817,1},{7792,84,813,1},
{7793,116,813,1},{7794,85,804,1},{7795,117,804,1},{7796,85,816,1},{7797,117,816,1},{7798,85,813,1},
{7799,117,813,1},{7800,360,769,1},{7801,361,769,1},{7802,362,776,1},{7803,363,776,1},{7804,86,771,1},
{7805,118,771,1},{7806,86,803,1},{7807,118,803,1},{7808,87,768,1},{7809,119,768,1},{7810,87,769,1},
{7811,119,769,1},{7812,87,776,1},{7813,119,776,1},{7814,87,775,1},{7815,119,775,1},{7816,87,803,1},
{7817,119,803,1},{7818,88,775,1},{7819,120,775,1},{7820,88,776,1},{7821,120,776,1},{7822,89,775,1},
{7823,121,775,1},{7824,90,770,1},{7825,122,770,1},{7826,90,803,1},{7827,122,803,1},{7828,90,817,1},
{7829,122,817,1},{7830,104,817,1},{7831,116,776,1},{7832,119,778,1},{7833,121,778,1},{7835,383,775,1},
{7840,65,803,1},{7841,97,803,1},{7842,65,777,1},{7843,97,777,1},{7844,194,769,1},{7845,226,769,1},
{7846,194,768,1},{7847,226,768,1},{7848,194,777,1},{7849,226,777,1},{7850,194,771,1},{7851,226,771,1},
{7852,7840,770,1},{7853,7841,770,1},{7854,258,769,1},{7855,259,769,1},{7856,258,768,1},{7857,259,768,1},
{7858,258,777,1},{7859,259,777,1},{7860,258,771,1},{7861,259,771,1},{7862,7840,774,1},{7863,7841,774,1},
{7864,69,803,1},{7865,101,803,1},{7866,69,777,1},{7867,101,777,1},{7868,69,771,1},{7869,101,771,1},
{7870,202,769,1},{7871,234,769,1},{7872,202,768,1},{7873,234,768,1},{7874,202,777,1},{7875,234,777,1},
{7876,202,771,1},{7877,234,771,1},{7878,7864,770,1},{7879,7865,770,1},{7880,73,777,1},{7881,105,777,1},
{7882,73,803,1},{7883,105,803,1},{7884,79,803,1},{7885,111,803,1},{7886,79,777,1},{7887,111,777,1},
{7888,212,769,1},{7889,244,769,1},{7890,212,768,1},{7891,244,768,1},{7892,212,777,1},{7893,244,777,1},
{7894,212,771,1},{7895,244,771,1},{7896,7884,770,1},{7897,7885,770,1},{7898,416,769,1},{7899,417,769,1},
{7900,416,768,1},{7901,417,768,1},{7902,416,777,1},{7903,417,777,1},{7904,416,771,1},{7905,417,771,1},
{7906,416,803,1},{7907,417,803,1},{7908,85,803,1},{7909,117,803,1},{7910,85,777,1},{7911,117,777,1},
{7912,431,769,1},{7913,432,769,1},{7914,431,768,1},{7915,432,768,1},{7916,431,777,1},{7917,432,777,1},
{7918,431,771,1},{7919,432,771,1},{7920,431,803,1},{7921,432,803,1},{7922,89,768,1},{7923,121,768,1},
{7924,89,803,1},{7925,121,803,1},{7926,89,777,1},{7927,121,777,1},{7928,89,771,1},{7929,121,771,1},
{7936,945,787,1},{7937,945,788,1},{7938,7936,768,1},{7939,7937,768,1},{7940,7936,769,1},{7941,7937,769,1},
{7942,7936,834,1},{7943,7937,834,1},{7944,913,787,1},{7945,913,788,1},{7946,7944,768,1},{7947,7945,768,1},
{7948,7944,769,1},{7949,7945,769,1},{7950,7944,834,1},{7951,7945,834,1},{7952,949,787,1},{7953,949,788,1},
{7954,7952,768,1},{7955,7953,768,1},{7956,7952,769,1},{7957,7953,769,1},{7960,917,787,1},{7961,917,788,1},
{7962,7960,768,1},{7963,7961,768,1},{7964,7960,769,1},{7965,7961,769,1},{7968,951,787,1},{7969,951,788,1},
{7970,7968,768,1},{7971,7969,768,1},{7972,7968,769,1},{7973,7969,769,1},{7974,7968,834,1},{7975,7969,834,1},
{7976,919,787,1},{7977,919,788,1},{7978,7976,768,1},{7979,7977,768,1},{7980,7976,769,1},{7981,7977,769,1},
{7982,7976,834,1},{7983,7977,834,1},{7984,953,787,1},{7985,953,788,1},{7986,7984,768,1},{7987,7985,768,1},
{7988,7984,769,1},{7989,7985,769,1},{7990,7984,834,1},{7991,7985,834,1},{7992,921,787,1},{7993,921,788,1},
{7994,7992,768,1},{7995,7993,768,1},{7996,7992,769,1},{7997,7993,769,1},{7998,7992,834,1},{7999,7993,834,1},
{8000,959,787,1},{8001,959,788,1},{8002,8000,768,1},{8003,8001,768,1},{8004,8000,769,1},{8005,8001,769,1},
{8008,927,787,1},{8009,927,788,1},{8010,8008,768,1},{8011,8009,768,1},{8012,8008,769,1},{8013,8009,769,1},
{8016,965,787,1},{8017,965,788,1},{8018,8016,768,1},{8019,8017,768,1},{8020,8016,769,1},{8021,8017,769,1},
{8022,8016,834,1},{8023,8017,834,1},{8025,933,788,1},{8027,8025,768,1},{8029,8025,769,1},{8031,8025,834,1},
{8032,969,787,1},{8033,969,788,1},{8034,8032,768,1},{8035,8033,768,1},{8036,8032,769,1},{8037,8033,769,1},
{8038,8032,834,1},{8039,8033,834,1},{8040,937,787,1},{8041,937,788,1},{8042,8040,768,1},{8043,8041,768,1},
{8044,8040,769,1},{8045,8041,769,1},{8046,8040,834,1},{8047,8041,834,1},{8048,945,768,1},{8049,945,769,0},
{8050,949,768,1},{8051,949,769,0},{8052,951,768,1},{8053,951,769,0},{8054,953,768,1},{8055,953,769,0},
{8056,959,768,1},{8057,959,769,0},{8058,965,768,1},{8059,965,769,0},{8060,969,768,1},{8061,969,769,0},
{8064,7936,837,1},{8065,7937,837,1},{8066,7938,837,1},{8067,7939,837,1},{8068,7940,837,1},{8069,7941,837,1},
{8070,7942,837,1},{8071,7943,837,1},{8072,7944,837,1},{8073,7945,837,1},{8074,7946,837,1},{8075,7947,837,1},
{8076,7948,837,1},{8077,7949,837,1},{8078,7950,837,1},{8079,7951,837,1},{8080,7968,837,1},{8081,7969,837,1},
{8082,7970,837,1},{8083,7971,837,1},{8084,7972,837,1},{8085,7973,837,1},{8086,7974,837,1},{8087,7975,837,1},
{8088,7976,837,1},{8089,7977,837,1},{8090,7978,837,1},{8091,7979,837,1},{8092,7980,837,1},{8093,7981,837,1},
{8094,7982,837,1},{8095,7983,837,1},{8096,8032,837,1},{8097,8033,837,1},{8098,8034,837,1},{8099,8035,837,1},
{8100,8036,837,1},{8101,8037,837,1},{8102,8038,837,1},{8103,8039,837,1},{8104,8040,837,1},{8105,8041,837,1},
{8106,8042,837,1},{8107,8043,837,1},{8108,8044,837,1},{8109,8045,837,1},{8110,8046,837,1},{8111,8047,837,1},
{8112,945,774,1},{8113,945,772,1},{8114,8048,837,1},{8115,945,837,1},{8116,940,837,1},{8118,945,834,1},
{8119,8118,837,1},{8120,913,774,1},{8121,913,772,1},{8122,913,768,1},{8123,913,769,0},{8124,913,837,1},
{8126,953,0,0},{8129,168,834,1},{8130,8052,837,1},{8131,951,837,1},{8132,942,837,1},{8134,951,834,1},
{8135,8134,837,1},{8136,917,768,1},{8137,917,769,0},{8138,919,768,1},{8139,919,769,0},{8140,919,837,1},
{8141,8127,768,1},{8142,8127,769,1},{8143,8127,834,1},{8144,953,774,1},{8145,953,772,1},{8146,970,768,1},
{8147,970,769,0},{8150,953,834,1},{8151,970,834,1},{8152,921,774,1},{8153,921,772,1},{8154,921,768,1},
{8155,921,769,0},{8157,8190,768,1},{8158,8190,769,1},{8159,8190,834,1},{8160,965,774,1},{8161,965,772,1},
{8162,971,768,1},{8163,971,769,0},{8164,961,787,1},{8165,961,788,1},{8166,965,834,1},{8167,971,834,1},
{8168,933,774,1},{8169,933,772,1},{8170,933,768,1},{8171,933,769,0},{8172,929,788,1},{8173,168,768,1},
{8174,168,769,0},{8175,96,0,0},{8178,8060,837,1},{8179,969,837,1},{8180,974,837,1},{8182,969,834,1},
{8183,8182,837,1},{8184,927,768,1},{8185,927,769,0},{8186,937,768,1},{8187,937,769,0},{8188,937,837,1},
{8189,180,0,0},{8192,8194,0,0},{8193,8195,0,0},{8486,937,0,0},{8490,75,0,0},{8491,65,778,0},{8602,8592,824,1},
{8603,8594,824,1},{8622,8596,824,1},{8653,8656,824,1},{8654,8660,824,1},{8655,8658,824,1},{8708,8707,824,1},
{8713,8712,824,1},{8716,8715,824,1},{8740,8739,824,1},{8742,8741,824,1},{8769,8764,824,1},{8772,8771,824,1},
{8775,8773,824,1},{8777,8776,824,1},{8800,61,824,1},{8802,8801,824,1},{8813,8781,824,1},{8814,60,824,1},
{8815,62,824,1},{8816,8804,824,1},{8817,8805,824,1},{8820,8818,824,1},{8821,8819,824,1},{8824,8822,824,1},
{8825,8823,824,1},{8832,8826,824,1},{8833,8827,824,1},{8836,8834,824,1},{8837,8835,824,1},{8840,8838,824,1},
{8841,8839,824,1},{8876,8866,824,1},{8877,8872,824,1},{8878,8873,824,1},{8879,8875,824,1},{8928,8828,824,1},
{8929,8829,824,1},{8930,8849,824,1},{8931,8850,824,1},{8938,8882,824,1},{8939,8883,824,1},{8940,8884,824,1},
{8941,8885,824,1},{9001,12296,0,0},{9002,12297,0,0},{10972,10973,824,0},{12364,12363,12441,1},
{12366,12365,12441,1},{12368,12367,12441,1},{12370,12369,12441,1},{12372,12371,12441,1},{12374,12373,12441,1},
{12376,12375,12441,1},{12378,12377,12441,1},{12380,12379,12441,1},{12382,12381,12441,1},{12384,12383,12441,1},
{12386,12385,12441,1},{12389,12388,12441,1},{12391,12390,12441,1},{12393,12392,12441,1},{12400,12399,12441,1},
{12401,12399,12442,1},{12403,12402,12441,1},{12404,12402,12442,1},{12406,12405,12441,1},{12407,12405,12442,1},
{12409,12408,12441,1},{12410,12408,12442,1},{12412,12411,12441,1},{12413,12411,12442,1},{12436,12358,12441,1},
{12446,12445,12441,1},{12460,12459,12441,1},{12462,12461,12441,1},{12464,12463,12441,1},{12466,12465,12441,1},
{12468,12467,12441,1},{12470,12469,12441,1},{12472,12471,12441,1},{12474,12473,12441,1},{12476,12475,12441,1},
{12478,12477,12441,1},{12480,12479,12441,1},{12482,12481,12441,1},{12485,12484,12441,1},{12487,12486,12441,1},
{12489,12488,12441,1},{12496,12495,12441,1},{12497,12495,12442,1},{12499,12498,12441,1},{12500,12498,12442,1},
{12502,12501,12441,1},{12503,12501,12442,1},{12505,12504,12441,1},{12506,12504,12442,1},{12508,12507,12441,1},
{12509,12507,12442,1},{12532,12454,12441,1},{12535,12527,12441,1},{12536,12528,12441,1},{12537,12529,12441,1},
{12538,12530,12441,1},{12542,12541,12441,1},{63744,35912,0,0},{63745,26356,0,0},{63746,36554,0,0},
{63747,36040,0,0},{63748,28369,0,0},{63749,20018,0,0},{63750,21477,0,0},{63751,40860,0,0},{63752,40860,0,0},
{63753,22865,0,0},{63754,37329,0,0},{63755,21895,0,0},{63756,22856,0,0},{63757,25078,0,0},{63758,30313,0,0},
{63759,32645,0,0},{63760,34367,0,0},{63761,34746,0,0},{63762,35064,0,0},{63763,37007,0,0},{63764,27138,0,0},
{63765,27931,0,0},{63766,28889,0,0},{63767,29662,0,0},{63768,33853,0,0},{63769,37226,0,0},{63770,39409,0,0},
{63771,20098,0,0},{63772,21365,0,0},{63773,27396,0,0},{63774,29211,0,0},{63775,34349,0,0},{63776,40478,0,0},
{63777,23888,0,0},{63778,28651,0,0},{63779,34253,0,0},{63780,35172,0,0},{63781,25289,0,0},{63782,33240,0,0},
{63783,34847,0,0},{63784,24266,0,0},{63785,26391,0,0},{63786,28010,0,0},{63787,29436,0,0},{63788,37070,0,0},
{63789,20358,0,0},{63790,20919,0,0},{63791,21214,0,0},{63792,25796,0,0},{63793,27347,0,0},{63794,29200,0,0},
{63795,30439,0,0},{63796,32769,0,0},{63797,34310,0,0},{63798,34396,0,0},{63799,36335,0,0},{63800,38706,0,0},
{63801,39791,0,0},{63802,40442,0,0},{63803,30860,0,0},{63804,31103,0,0},{63805,32160,0,0},{63806,33737,0,0},
{63807,37636,0,0},{63808,40575,0,0},{63809,35542,0,0},{63810,22751,0,0},{63811,24324,0,0},{63812,31840,0,0},
{63813,32894,0,0},{63814,29282,0,0},{63815,30922,0,0},{63816,36034,0,0},{63817,38647,0,0},{63818,22744,0,0},
{63819,23650,0,0},{63820,27155,0,0},{63821,28122,0,0},{63822,28431,0,0},{63823,32047,0,0},{63824,32311,0,0},
{63825,38475,0,0},{63826,21202,0,0},{63827,32907,0,0},{63828,20956,0,0},{63829,20940,0,0},{63830,31260,0,0},
{63831,32190,0,0},{63832,33777,0,0},{63833,38517,0,0},{63834,35712,0,0},{63835,25295,0,0},{63836,27138,0,0},
{63837,35582,0,0},{63838,20025,0,0},{63839,23527,0,0},{63840,24594,0,0},{63841,29575,0,0},{63842,30064,0,0},
{63843,21271,0,0},{63844,30971,0,0},{63845,20415,0,0},{63846,24489,0,0},{63847,19981,0,0},{63848,27852,0,0},
{63849,25976,0,0},{63850,32034,0,0},{63851,21443,0,0},{63852,22622,0,0},{63853,30465,0,0},{63854,33865,0,0},
{63855,35498,0,0},{63856,27578,0,0},{63857,36784,0,0},{63858,27784,0,0},{63859,25342,0,0},{63860,33509,0,0},
{63861,25504,0,0},{63862,30053,0,0},{63863,20142,0,0},{63864,20841,0,0},{63865,20937,0,0},{63866,26753,0,0},
{63867,31975,0,0},{63868,33391,0,0},{63869,35538,0,0},{63870,37327,0,0},{63871,21237,0,0},{63872,21570,0,0},
{63873,22899,0,0},{63874,24300,0,0},{63875,26053,0,0},{63876,28670,0,0},{63877,31018,0,0},{63878,38317,0,0},
{63879,39530,0,0},{63880,40599,0,0},{63881,40654,0,0},{63882,21147,0,0},{63883,26310,0,0},{63884,27511,0,0},
{63885,36706,0,0},{63886,24180,0,0},{63887,24976,0,0},{63888,25088,0,0},{63889,25754,0,0},{63890,28451,0,0},
{63891,29001,0,0},{63892,29833,0,0},{63893,31178,0,0},{63894,32244,0,0},{63895,32879,0,0},{63896,36646,0,0},
{63897,34030,0,0},{63898,36899,0,0},{63899,37706,0,0},{63900,21015,0,0},{63901,21155,0,0},{63902,21693,0,0},
{63903,28872,0,0},{63904,35010,0,0},{63905,35498,0,0},{63906,24265,0,0},{63907,24565,0,0},{63908,25467,0,0},
{63909,27566,0,0},{63910,31806,0,0},{63911,29557,0,0},{63912,20196,0,0},{63913,22265,0,0},{63914,23527,0,0},
{63915,23994,0,0},{63916,24604,0,0},{63917,29618,0,0},{63918,29801,0,0},{63919,32666,0,0},{63920,32838,0,0},
{63921,37428,0,0},{63922,38646,0,0},{63923,38728,0,0},{63924,38936,0,0},{63925,20363,0,0},{63926,31150,0,0},
{63927,37300,0,0},{63928,38584,0,0},{63929,24801,0,0},{63930,20102,0,0},{63931,20698,0,0},{63932,23534,0,0},
{63933,23615,0,0},{63934,26009,0,0},{63935,27138,0,0},{63936,29134,0,0},{63937,30274,0,0},{63938,34044,0,0},
{63939,36988,0,0},{63940,40845,0,0},{63941,26248,0,0},{63942,38446,0,0},{63943,21129,0,0},{63944,26491,0,0},
{63945,26611,0,0},{63946,27969,0,0},{63947,28316,0,0},{63948,29705,0,0},{63949,30041,0,0},{63950,30827,0,0},
{63951,32016,0,0},{63952,39006,0,0},{63953,20845,0,0},{63954,25134,0,0},{63955,38520,0,0},{63956,20523,0,0},
{63957,23833,0,0},{63958,28138,0,0},{63959,36650,0,0},{63960,24459,0,0},{63961,24900,0,0},{63962,26647,0,0},
{63963,29575,0,0},{63964,38534,0,0},{63965,21033,0,0},{63966,21519,0,0},{63967,23653,0,0},{63968,26131,0,0},
{63969,26446,0,0},{63970,26792,0,0},{63971,27877,0,0},{63972,29702,0,0},{63973,30178,0,0},{63974,32633,0,0},
{63975,35023,0,0},{63976,35041,0,0},{63977,37324,0,0},{63978,38626,0,0},{63979,21311,0,0},{63980,28346,0,0},
{63981,21533,0,0},{63982,29136,0,0},{63983,29848,0,0},{63984,34298,0,0},{63985,38563,0,0},{63986,40023,0,0},
{63987,40607,0,0},{63988,26519,0,0},{63989,28107,0,0},{63990,33256,0,0},{63991,31435,0,0},{63992,31520,0,0},
{63993,31890,0,0},{63994,29376,0,0},{63995,28825,0,0},{63996,35672,0,0},{63997,20160,0,0},{63998,33590,0,0},
{63999,21050,0,0},{64000,20999,0,0},{64001,24230,0,0},{64002,25299,0,0},{64003,31958,0,0},{64004,23429,0,0},
{64005,27934,0,0},{64006,26292,0,0},{64007,36667,0,0},{64008,34892,0,0},{64009,38477,0,0},{64010,35211,0,0},
{64011,24275,0,0},{64012,20800,0,0},{64013,21952,0,0},{64016,22618,0,0},{64018,26228,0,0},{64021,20958,0,0},
{64022,29482,0,0},{64023,30410,0,0},{64024,31036,0,0},{64025,31070,0,0},{64026,31077,0,0},{64027,31119,0,0},
{64028,38742,0,0},{64029,31934,0,0},{64030,32701,0,0},{64032,34322,0,0},{64034,35576,0,0},{64037,36920,0,0},
{64038,37117,0,0},{64042,39151,0,0},{64043,39164,0,0},{64044,39208,0,0},{64045,40372,0,0},{64046,37086,0,0},
{64047,38583,0,0},{64048,20398,0,0},{64049,20711,0,0},{64050,20813,0,0},{64051,21193,0,0},{64052,21220,0,0},
{64053,21329,0,0},{64054,21917,0,0},{64055,22022,0,0},{64056,22120,0,0},{64057,22592,0,0},{64058,22696,0,0},
{64059,23652,0,0},{64060,23662,0,0},{64061,24724,0,0},{64062,24936,0,0},{64063,24974,0,0},{64064,25074,0,0},
{64065,25935,0,0},{64066,26082,0,0},{64067,26257,0,0},{64068,26757,0,0},{64069,28023,0,0},{64070,28186,0,0},
{64071,28450,0,0},{64072,29038,0,0},{64073,29227,0,0},{64074,29730,0,0},{64075,30865,0,0},{64076,31038,0,0},
{64077,31049,0,0},{64078,31048,0,0},{64079,31056,0,0},{64080,31062,0,0},{64081,31069,0,0},{64082,31117,0,0},
{64083,31118,0,0},{64084,31296,0,0},{64085,31361,0,0},{64086,31680,0,0},{64087,32244,0,0},{64088,32265,0,0},
{64089,32321,0,0},{64090,32626,0,0},{64091,32773,0,0},{64092,33261,0,0},{64093,33401,0,0},{64094,33401,0,0},
{64095,33879,0,0},{64096,35088,0,0},{64097,35222,0,0},{64098,35585,0,0},{64099,35641,0,0},{64100,36051,0,0},
{64101,36104,0,0},{64102,36790,0,0},{64103,36920,0,0},{64104,38627,0,0},{64105,38911,0,0},{64106,38971,0,0},
{64107,24693,0,0},{64108,148206,0,0},{64109,33304,0,0},{64112,20006,0,0},{64113,20917,0,0},{64114,20840,0,0},
{64115,20352,0,0},{64116,20805,0,0},{64117,20864,0,0},{64118,21191,0,0},{64119,21242,0,0},{64120,21917,0,0},
{64121,21845,0,0},{64122,21913,0,0},{64123,21986,0,0},{64124,22618,0,0},{64125,22707,0,0},{64126,22852,0,0},
{64127,22868,0,0},{64128,23138,0,0},{64129,23336,0,0},{64130,24274,0,0},{64131,24281,0,0},{64132,24425,0,0},
{64133,24493,0,0},{64134,24792,0,0},{64135,24910,0,0},{64136,24840,0,0},{64137,24974,0,0},{64138,24928,0,0},
{64139,25074,0,0},{64140,25140,0,0},{64141,25540,0,0},{64142,25628,0,0},{64143,25682,0,0},{64144,25942,0,0},
{64145,26228,0,0},{64146,26391,0,0},{64147,26395,0,0},{64148,26454,0,0},{64149,27513,0,0},{64150,27578,0,0},
{64151,27969,0,0},{64152,28379,0,0},{64153,28363,0,0},{64154,28450,0,0},{64155,28702,0,0},{64156,29038,0,0},
{64157,30631,0,0},{64158,29237,0,0},{64159,29359,0,0},{64160,29482,0,0},{64161,29809,0,0},{64162,29958,0,0},
{64163,30011,0,0},{64164,30237,0,0},{64165,30239,0,0},{64166,30410,0,0},{64167,30427,0,0},{64168,30452,0,0},
{64169,30538,0,0},{64170,30528,0,0},{64171,30924,0,0},{64172,31409,0,0},{64173,31680,0,0},{64174,31867,0,0},
{64175,32091,0,0},{64176,32244,0,0},{64177,32574,0,0},{64178,32773,0,0},{64179,33618,0,0},{64180,33775,0,0},
{64181,34681,0,0},{64182,35137,0,0},{64183,35206,0,0},{64184,35222,0,0},{64185,35519,0,0},{64186,35576,0,0},
{64187,35531,0,0},{64188,35585,0,0},{64189,35582,0,0},{64190,35565,0,0},{64191,35641,0,0},{64192,35722,0,0},
{64193,36104,0,0},{64194,36664,0,0},{64195,36978,0,0},{64196,37273,0,0},{64197,37494,0,0},{64198,38524,0,0},
{64199,38627,0,0},{64200,38742,0,0},{64201,38875,0,0},{64202,38911,0,0},{64203,38923,0,0},{64204,38971,0,0},
{64205,39698,0,0},{64206,40860,0,0},{64207,141386,0,0},{64208,141380,0,0},{64209,144341,0,0},{64210,15261,0,0},
{64211,16408,0,0},{64212,16441,0,0},{64213,152137,0,0},{64214,154832,0,0},{64215,163539,0,0},{64216,40771,0,0},
{64217,40846,0,0},{64285,1497,1460,0},{64287,1522,1463,0},{64298,1513,1473,0},{64299,1513,1474,0},
{64300,64329,1473,0},{64301,64329,1474,0},{64302,1488,1463,0},{64303,1488,1464,0},{64304,1488,1468,0},
{64305,1489,1468,0},{64306,1490,1468,0},{64307,1491,1468,0},{64308,1492,1468,0},{64309,1493,1468,0},
{64310,1494,1468,0},{64312,1496,1468,0},{64313,1497,1468,0},{64314,1498,1468,0},{64315,1499,1468,0},
{64316,1500,1468,0},{64318,1502,1468,0},{64320,1504,1468,0},{64321,1505,1468,0},{64323,1507,1468,0},
{64324,1508,1468,0},{64326,1510,1468,0},{64327,1511,1468,0},{64328,1512,1468,0},{64329,1513,1468,0},
{64330,1514,1468,0},{64331,1493,1465,0},{64332,1489,1471,0},{64333,1499,1471,0},{64334,1508,1471,0},
{67017,67026,775,1},{67044,67034,775,1},{69786,69785,69818,1},{69788,69787,69818,1},{69803,69797,69818,1},
{69934,69937,69927,1},{69935,69938,69927,1},{70475,70471,70462,1},{70476,70471,70487,1},{70531,70530,70601,1},
{70533,70532,70587,1},{70542,70539,70594,1},{70545,70544,70601,1},{70597,70594,70594,1},{70599,70594,70584,1},
{70600,70594,70601,1},{70843,70841,70842,1},{70844,70841,70832,1},{70846,70841,70845,1},{71098,71096,71087,1},
{71099,71097,71087,1},{71992,71989,71984,1},{90401,90398,90398,1},{90402,90398,90409,1},{90403,90398,90399,1},
{90404,90409,90399,1},{90405,90398,90400,1},{90406,90401,90399,1},{90407,90402,90399,1},{90408,90401,90400,1},
{93544,93543,93543,1},{93545,93539,93543,1},{93546,93545,93543,1},{119134,119127,119141,0},
{119135,119128,119141,0},{119136,119135,119150,0},{119137,119135,119151,0},{119138,119135,119152,0},
{119139,119135,119153,0},{119140,119135,119154,0},{119227,119225,119141,0},{119228,119226,119141,0},
{119229,119227,119150,0},{119230,119228,119150,0},{119231,119227,119151,0},{119232,119228,119151,0},
{194560,20029,0,0},{194561,20024,0,0},{194562,20033,0,0},{194563,131362,0,0},{194564,20320,0,0},
{194565,20398,0,0},{194566,20411,0,0},{194567,20482,0,0},{194568,20602,0,0},{194569,20633,0,0},
{194570,20711,0,0},{194571,20687,0,0},{194572,13470,0,0},{194573,132666,0,0},{194574,20813,0,0},
{194575,20820,0,0},{194576,20836,0,0},{194577,20855,0,0},{194578,132380,0,0},{194579,13497,0,0},
{194580,20839,0,0},{194581,20877,0,0},{194582,132427,0,0},{194583,20887,0,0},{194584,20900,0,0},
{194585,20172,0,0},{194586,20908,0,0},{194587,20917,0,0},{194588,168415,0,0},{194589,20981,0,0},
{194590,20995,0,0},{194591,13535,0,0},{194592,21051,0,0},{194593,21062,0,0},{194594,21106,0,0},
{194595,21111,0,0},{194596,13589,0,0},{194597,21191,0,0},{194598,21193,0,0},{194599,21220,0,0},
{194600,21242,0,0},{194601,21253,0,0},{194602,21254,0,0},{194603,21271,0,0},{194604,21321,0,0},
{194605,21329,0,0},{194606,21338,0,0},{194607,21363,0,0},{194608,21373,0,0},{194609,21375,0,0},
{194610,21375,0,0},{194611,21375,0,0},{194612,133676,0,0},{194613,28784,0,0},{194614,21450,0,0},
{194615,21471,0,0},{194616,133987,0,0},{194617,21483,0,0},{194618,21489,0,0},{194619,21510,0,0},
{194620,21662,0,0},{194621,21560,0,0},{194622,21576,0,0},{194623,21608,0,0},{194624,21666,0,0},
{194625,21750,0,0},{194626,21776,0,0},{194627,21843,0,0},{194628,21859,0,0},{194629,21892,0,0},
{194630,21892,0,0},{194631,21913,0,0},{194632,21931,0,0},{194633,21939,0,0},{194634,21954,0,0},
{194635,22294,0,0},{194636,22022,0,0},{194637,22295,0,0},{194638,22097,0,0},{194639,22132,0,0},
{194640,20999,0,0},{194641,22766,0,0},{194642,22478,0,0},{194643,22516,0,0},{194644,22541,0,0},
{194645,22411,0,0},{194646,22578,0,0},{194647,22577,0,0},{194648,22700,0,0},{194649,136420,0,0},
{194650,22770,0,0},{194651,22775,0,0},{194652,22790,0,0},{194653,22810,0,0},{194654,22818,0,0},
{194655,22882,0,0},{194656,136872,0,0},{194657,136938,0,0},{194658,23020,0,0},{194659,23067,0,0},
{194660,23079,0,0},{194661,23000,0,0},{194662,23142,0,0},{194663,14062,0,0},{194664,14076,0,0},
{194665,23304,0,0},{194666,23358,0,0},{194667,23358,0,0},{194668,137672,0,0},{194669,23491,0,0},
{194670,23512,0,0},{194671,23527,0,0},{194672,23539,0,0},{194673,138008,0,0},{194674,23551,0,0},
{194675,23558,0,0},{194676,24403,0,0},{194677,23586,0,0},{194678,14209,0,0},{194679,23648,0,0},
{194680,23662,0,0},{194681,23744,0,0},{194682,23693,0,0},{194683,138724,0,0},{194684,23875,0,0},
{194685,138726,0,0},{194686,23918,0,0},{194687,23915,0,0},{194688,23932,0,0},{194689,24033,0,0},
{194690,24034,0,0},{194691,14383,0,0},{194692,24061,0,0},{194693,24104,0,0},{194694,24125,0,0},
{194695,24169,0,0},{194696,14434,0,0},{194697,139651,0,0},{194698,14460,0,0},{194699,24240,0,0},
{194700,24243,0,0},{194701,24246,0,0},{194702,24266,0,0},{194703,172946,0,0},{194704,24318,0,0},
{194705,140081,0,0},{194706,140081,0,0},{194707,33281,0,0},{194708,24354,0,0},{194709,24354,0,0},
{194710,14535,0,0},{194711,144056,0,0},{194712,156122,0,0},{194713,24418,0,0},{194714,24427,0,0},
{194715,14563,0,0},{194716,24474,0,0},{194717,24525,0,0},{194718,24535,0,0},{194719,24569,0,0},
{194720,24705,0,0},{194721,14650,0,0},{194722,14620,0,0},{194723,24724,0,0},{194724,141012,0,0},
{194725,24775,0,0},{194726,24904,0,0},{194727,24908,0,0},{194728,24910,0,0},{194729,24908,0,0},
{194730,24954,0,0},{194731,24974,0,0},{194732,25010,0,0},{194733,24996,0,0},{194734,25007,0,0},
{194735,25054,0,0},{194736,25074,0,0},{194737,25078,0,0},{194738,25104,0,0},{194739,25115,0,0},
{194740,25181,0,0},{194741,25265,0,0},{194742,25300,0,0},{194743,25424,0,0},{194744,142092,0,0},
{194745,25405,0,0},{194746,25340,0,0},{194747,25448,0,0},{194748,25475,0,0},{194749,25572,0,0},
{194750,142321,0,0},{194751,25634,0,0},{194752,25541,0,0},{194753,25513,0,0},{194754,14894,0,0},
{194755,25705,0,0},{194756,25726,0,0},{194757,25757,0,0},{194758,25719,0,0},{194759,14956,0,0},
{194760,25935,0,0},{194761,25964,0,0},{194762,143370,0,0},{194763,26083,0,0},{194764,26360,0,0},
{194765,26185,0,0},{194766,15129,0,0},{194767,26257,0,0},{194768,15112,0,0},{194769,15076,0,0},
{194770,20882,0,0},{194771,20885,0,0},{194772,26368,0,0},{194773,26268,0,0},{194774,32941,0,0},
{194775,17369,0,0},{194776,26391,0,0},{194777,26395,0,0},{194778,26401,0,0},{194779,26462,0,0},
{194780,26451,0,0},{194781,144323,0,0},{194782,15177,0,0},{194783,26618,0,0},{194784,26501,0,0},
{194785,26706,0,0},{194786,26757,0,0},{194787,144493,0,0},{194788,26766,0,0},{194789,26655,0,0},
{194790,26900,0,0},{194791,15261,0,0},{194792,26946,0,0},{194793,27043,0,0},{194794,27114,0,0},
{194795,27304,0,0},{194796,145059,0,0},{194797,27355,0,0},{194798,15384,0,0},{194799,27425,0,0},
{194800,145575,0,0},{194801,27476,0,0},{194802,15438,0,0},{194803,27506,0,0},{194804,27551,0,0},
{194805,27578,0,0},{194806,27579,0,0},{194807,146061,0,0},{194808,138507,0,0},{194809,146170,0,0},
{194810,27726,0,0},{194811,146620,0,0},{194812,27839,0,0},{194813,27853,0,0},{194814,27751,0,0},
{194815,27926,0,0},{194816,27966,0,0},{194817,28023,0,0},{194818,27969,0,0},{194819,28009,0,0},
{194820,28024,0,0},{194821,28037,0,0},{194822,146718,0,0},{194823,27956,0,0},{194824,28207,0,0},
{194825,28270,0,0},{194826,15667,0,0},{194827,28363,0,0},{194828,28359,0,0},{194829,147153,0,0},
{194830,28153,0,0},{194831,28526,0,0},{194832,147294,0,0},{194833,147342,0,0},{194834,28614,0,0},
{194835,28729,0,0},{194836,28702,0,0},{194837,28699,0,0},{194838,15766,0,0},{194839,28746,0,0},
{194840,28797,0,0},{194841,28791,0,0},{194842,28845,0,0},{194843,132389,0,0},{194844,28997,0,0},
{194845,148067,0,0},{194846,29084,0,0},{194847,148395,0,0},{194848,29224,0,0},{194849,29237,0,0},
{194850,29264,0,0},{194851,149000,0,0},{194852,29312,0,0},{194853,29333,0,0},{194854,149301,0,0},
{194855,149524,0,0},{194856,29562,0,0},{194857,29579,0,0},{194858,16044,0,0},{194859,29605,0,0},
{194860,16056,0,0},{194861,16056,0,0},{194862,29767,0,0},{194863,29788,0,0},{194864,29809,0,0},
{194865,29829,0,0},{194866,29898,0,0},{194867,16155,0,0},{194868,29988,0,0},{194869,150582,0,0},
{194870,30014,0,0},{194871,150674,0,0},{194872,30064,0,0},{194873,139679,0,0},{194874,30224,0,0},
{194875,151457,0,0},{194876,151480,0,0},{194877,151620,0,0},{194878,16380,0,0},{194879,16392,0,0},
{194880,30452,0,0},{194881,151795,0,0},{194882,151794,0,0},{194883,151833,0,0},{194884,151859,0,0},
{194885,30494,0,0},{194886,30495,0,0},{194887,30495,0,0},{194888,30538,0,0},{194889,16441,0,0},
{194890,30603,0,0},{194891,16454,0,0},{194892,16534,0,0},{194893,152605,0,0},{194894,30798,0,0},
{194895,30860,0,0},{194896,30924,0,0},{194897,16611,0,0},{194898,153126,0,0},{194899,31062,0,0},
{194900,153242,0,0},{194901,153285,0,0},{194902,31119,0,0},{194903,31211,0,0},{194904,16687,0,0},
{194905,31296,0,0},{194906,31306,0,0},{194907,31311,0,0},{194908,153980,0,0},{194909,154279,0,0},
{194910,154279,0,0},{194911,31470,0,0},{194912,16898,0,0},{194913,154539,0,0},{194914,31686,0,0},
{194915,31689,0,0},{194916,16935,0,0},{194917,154752,0,0},{194918,31954,0,0},{194919,17056,0,0},
{194920,31976,0,0},{194921,31971,0,0},{194922,32000,0,0},{194923,155526,0,0},{194924,32099,0,0},
{194925,17153,0,0},{194926,32199,0,0},{194927,32258,0,0},{194928,32325,0,0},{194929,17204,0,0},
{194930,156200,0,0},{194931,156231,0,0},{194932,17241,0,0},{194933,156377,0,0},{194934,32634,0,0},
{194935,156478,0,0},{194936,32661,0,0},{194937,32762,0,0},{194938,32773,0,0},{194939,156890,0,0},
{194940,156963,0,0},{194941,32864,0,0},{194942,157096,0,0},{194943,32880,0,0},{194944,144223,0,0},
{194945,17365,0,0},{194946,32946,0,0},{194947,33027,0,0},{194948,17419,0,0},{194949,33086,0,0},
{194950,23221,0,0},{194951,157607,0,0},{194952,157621,0,0},{194953,144275,0,0},{194954,144284,0,0},
{194955,33281,0,0},{194956,33284,0,0},{194957,36766,0,0},{194958,17515,0,0},{194959,33425,0,0},
{194960,33419,0,0},{194961,33437,0,0},{194962,21171,0,0},{194963,33457,0,0},{194964,33459,0,0},
{194965,33469,0,0},{194966,33510,0,0},{194967,158524,0,0},{194968,33509,0,0},{194969,33565,0,0},
{194970,33635,0,0},{194971,33709,0,0},{194972,33571,0,0},{194973,33725,0,0},{194974,33767,0,0},
{194975,33879,0,0},{194976,33619,0,0},{194977,33738,0,0},{194978,33740,0,0},{194979,33756,0,0},
{194980,158774,0,0},{194981,159083,0,0},{194982,158933,0,0},{194983,17707,0,0},{194984,34033,0,0},
{194985,34035,0,0},{194986,34070,0,0},{194987,160714,0,0},{194988,34148,0,0},{194989,159532,0,0},
{194990,17757,0,0},{194991,17761,0,0},{194992,159665,0,0},{194993,159954,0,0},{194994,17771,0,0},
{194995,34384,0,0},{194996,34396,0,0},{194997,34407,0,0},{194998,34409,0,0},{194999,34473,0,0},
{195000,34440,0,0},{195001,34574,0,0},{195002,34530,0,0},{195003,34681,0,0},{195004,34600,0,0},
{195005,34667,0,0},{195006,34694,0,0},{195007,17879,0,0},{195008,34785,0,0},{195009,34817,0,0},
{195010,17913,0,0},{195011,34912,0,0},{195012,34915,0,0},{195013,161383,0,0},{195014,35031,0,0},
{195015,35038,0,0},{195016,17973,0,0},{195017,35066,0,0},{195018,13499,0,0},{195019,161966,0,0},
{195020,162150,0,0},{195021,18110,0,0},{195022,18119,0,0},{195023,35488,0,0},{195024,35565,0,0},
{195025,35722,0,0},{195026,35925,0,0},{195027,162984,0,0},{195028,36011,0,0},{195029,36033,0,0},
{195030,36123,0,0},{195031,36215,0,0},{195032,163631,0,0},{195033,133124,0,0},{195034,36299,0,0},
{195035,36284,0,0},{195036,36336,0,0},{195037,133342,0,0},{195038,36564,0,0},{195039,36664,0,0},
{195040,165330,0,0},{195041,165357,0,0},{195042,37012,0,0},{195043,37105,0,0},{195044,37137,0,0},
{195045,165678,0,0},{195046,37147,0,0},{195047,37432,0,0},{195048,37591,0,0},{195049,37592,0,0},
{195050,37500,0,0},{195051,37881,0,0},{195052,37909,0,0},{195053,166906,0,0},{195054,38283,0,0},
{195055,18837,0,0},{195056,38327,0,0},{195057,167287,0,0},{195058,18918,0,0},{195059,38595,0,0},
{195060,23986,0,0},{195061,38691,0,0},{195062,168261,0,0},{195063,168474,0,0},{195064,19054,0,0},
{195065,19062,0,0},{195066,38880,0,0},{195067,168970,0,0},{195068,19122,0,0},{195069,169110,0,0},
{195070,38923,0,0},{195071,38923,0,0},{195072,38953,0,0},{195073,169398,0,0},{195074,39138,0,0},
{195075,19251,0,0},{195076,39209,0,0},{195077,39335,0,0},{195078,39362,0,0},{195079,39422,0,0},
{195080,19406,0,0},{195081,170800,0,0},{195082,39698,0,0},{195083,40000,0,0},{195084,40189,0,0},
{195085,19662,0,0},{195086,19693,0,0},{195087,40295,0,0},{195088,172238,0,0},{195089,19704,0,0},
{195090,172293,0,0},{195091,172558,0,0},{195092,172689,0,0},{195093,40635,0,0},{195094,19798,0,0},
{195095,40697,0,0},{195096,40702,0,0},{195097,40709,0,0},{195098,40719,0,0},{195099,40726,0,0},
{195100,40763,0,0},{195101,173568,0,0},
};

}  // namespace

namespace unicode {
const Table<CodeRange> LETTERS{LETTERS_ROWS, sizeof(LETTERS_ROWS) / sizeof(LETTERS_ROWS[0])};
const Table<CodeRange> NUMBERS{NUMBERS_ROWS, sizeof(NUMBERS_ROWS) / sizeof(NUMBERS_ROWS[0])};
const Table<CodeRange> CASED{CASED_ROWS, sizeof(CASED_ROWS) / sizeof(CASED_ROWS[0])};
const Table<CodeRange> CASE_IGNORABLE{CASE_IGNORABLE_ROWS, sizeof(CASE_IGNORABLE_ROWS) / sizeof(CASE_IGNORABLE_ROWS[0])};
const Table<CaseRange> SMALL_LETTERS{SMALL_LETTERS_ROWS, sizeof(SMALL_LETTERS_ROWS) / sizeof(SMALL_LETTERS_ROWS[0])};
const Table<ClassRange> COMBINING{COMBINING_ROWS, sizeof(COMBINING_ROWS) / sizeof(COMBINING_ROWS[0])};
const Table<Decomposition> DECOMPOSITIONS{DECOMPOSITIONS_ROWS, sizeof(DECOMPOSITIONS_ROWS) / sizeof(DECOMPOSITIONS_ROWS[0])};
}  // namespace unicode

}  // namespace snapc
`,
  'src/runtime/pictures/unicode_tables.h': `/// What Unicode says of characters, as far as a tokenizer asks; C++ itself knows none of it.

#ifndef SNAPC_PICTURES_UNICODE_TABLES_H
#define SNAPC_PICTURES_UNICODE_TABLES_H

#include <cstddef>
#include <cstdint>

#include "snapc/tables.h"

namespace snapc {

/// In order, as in all tables here.
struct CodeRange {
  std::uint32_t first;
  std::uint32_t last;
};

/// Every \`step\`th code point has its small letter \`delta\` further on.
struct CaseRange {
  std::uint32_t first;
  std::uint32_t last;
  std::uint32_t step;
  std::int32_t delta;
};

/// Combining characters of one class; the classes have the order of Unicode's own.
struct ClassRange {
  std::uint32_t first;
  std::uint32_t last;
  std::uint32_t order;
};

/// A character as two others, or as one other where \`second\` is 0; \`composes\` if these two become it again.
struct Decomposition {
  std::uint32_t code;
  std::uint32_t first;
  std::uint32_t second;
  std::uint8_t composes;
};

namespace unicode {
extern const Table<CodeRange> LETTERS;
extern const Table<CodeRange> NUMBERS;
extern const Table<CodeRange> CASED;
extern const Table<CodeRange> CASE_IGNORABLE;
extern const Table<CaseRange> SMALL_LETTERS;
extern const Table<ClassRange> COMBINING;
extern const Table<Decomposition> DECOMPOSITIONS;
}  // namespace unicode

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/update.cpp': `/// The loop's arithmetic; compiled without fused operations, which would round once where two roundings are due.

#include "update.h"

#include <cstddef>

namespace snapc {

Floats scaled(const Floats& from, float factor) {
  Floats to(from.size());
  for (std::size_t at = 0; at < from.size(); ++at) to[at] = from[at] * factor;
  return to;
}

Floats mixed(const Floats& one, float factor, const Floats& other, float otherFactor) {
  Floats to(one.size());
  for (std::size_t at = 0; at < one.size(); ++at) {
    const float left = one[at] * factor;
    const float right = other[at] * otherFactor;
    to[at] = left + right;
  }
  return to;
}

Floats guided(const Floats& without, const Floats& told, float guidance) {
  Floats to(without.size());
  for (std::size_t at = 0; at < without.size(); ++at) {
    const float change = told[at] - without[at];
    const float weighed = guidance * change;
    to[at] = without[at] + weighed;
  }
  return to;
}

Floats denoise(const Floats& latents, const Floats& output, const Step& step, double clip) {
  Floats clean = mixed(latents, step.cleanLatent, output, step.cleanOutput);
  for (float& number : clean) {
    if (static_cast<double>(number) < -clip) number = static_cast<float>(-clip);
    if (static_cast<double>(number) > clip) number = static_cast<float>(clip);
  }
  return clean;
}

Floats advance(const Step& step, const Floats& latents, const Floats& output, const Floats& denoised,
               const Floats* earlier, const Floats* noise) {
  Floats next = mixed(latents, step.latent, denoised, step.denoised);
  if (step.earlier != 0 && earlier != nullptr) next = mixed(next, 1, *earlier, step.earlier);
  if (step.output != 0) next = mixed(next, 1, output, step.output);
  if (step.noise != 0 && noise != nullptr) next = mixed(next, 1, *noise, step.noise);
  return next;
}

}  // namespace snapc
`,
  'src/runtime/pictures/update.h': `/// What happens to latents between two runs of the model, in single precision, each operation rounded: so every
/// language gets the same bits from the same output of the model.

#ifndef SNAPC_PICTURES_UPDATE_H
#define SNAPC_PICTURES_UPDATE_H

#include <vector>

#include "step_table.h"

namespace snapc {

using Floats = std::vector<float>;

/// Each of \`from\` times \`factor\`.
Floats scaled(const Floats& from, float factor);

/// one * factor + other * otherFactor
Floats mixed(const Floats& one, float factor, const Floats& other, float otherFactor);

/// Classifier-free guidance (Ho and Salimans 2022): without the prompt, plus \`guidance\` times what the prompt changes.
Floats guided(const Floats& without, const Floats& told, float guidance);

/// The clean latents that the model sees, clamped to \`clip\`, which is infinite for never.
Floats denoise(const Floats& latents, const Floats& output, const Step& step, double clip);

/// The latents of the next step; terms whose coefficient is 0 are left out. Null is for what there is not.
Floats advance(const Step& step, const Floats& latents, const Floats& output, const Floats& denoised,
               const Floats* earlier, const Floats* noise);

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/utf8.cpp': `/// A sequence that breaks off is one U+FFFD, and what broke it off is read anew.

#include "utf8.h"

#include <cstdint>

namespace snapc {
namespace {

constexpr char32_t REPLACEMENT = 0xfffd;

/// Which bytes may come second, and how many come after the first; 0 for a byte that begins nothing.
struct Lead {
  unsigned more;
  unsigned lowest;
  unsigned highest;
};

Lead leadOf(unsigned byte) {
  if (byte >= 0xc2 && byte <= 0xdf) return {1, 0x80, 0xbf};
  // Neither overlong forms nor surrogates nor what lies above U+10FFFF.
  if (byte == 0xe0) return {2, 0xa0, 0xbf};
  if (byte == 0xed) return {2, 0x80, 0x9f};
  if (byte >= 0xe1 && byte <= 0xef) return {2, 0x80, 0xbf};
  if (byte == 0xf0) return {3, 0x90, 0xbf};
  if (byte == 0xf4) return {3, 0x80, 0x8f};
  if (byte >= 0xf1 && byte <= 0xf3) return {3, 0x80, 0xbf};
  return {0, 0, 0};
}

}  // namespace

std::u32string decodeUtf8(const std::string& bytes) {
  std::u32string text;
  text.reserve(bytes.size());
  const auto byteAt = [&](std::size_t at) { return static_cast<unsigned>(static_cast<std::uint8_t>(bytes[at])); };
  for (std::size_t at = 0; at < bytes.size();) {
    const unsigned first = byteAt(at++);
    if (first < 0x80) {
      text.push_back(first);
      continue;
    }
    Lead lead = leadOf(first);
    if (lead.more == 0) {
      text.push_back(REPLACEMENT);
      continue;
    }
    char32_t code = first & (0x3fu >> lead.more);
    for (; lead.more > 0 && at < bytes.size(); --lead.more) {
      const unsigned next = byteAt(at);
      if (next < lead.lowest || next > lead.highest) break;
      code = code << 6 | (next & 0x3fu);
      lead.lowest = 0x80;
      lead.highest = 0xbf;
      ++at;
    }
    text.push_back(lead.more == 0 ? code : REPLACEMENT);
  }
  return text;
}

std::string encodeUtf8(const std::u32string& text) {
  std::string bytes;
  const auto put = [&](char32_t byte) { bytes.push_back(static_cast<char>(static_cast<std::uint8_t>(byte))); };
  for (const char32_t code : text) {
    if (code < 0x80) {
      put(code);
      continue;
    }
    if (code < 0x800) {
      put(0xc0 | code >> 6);
    } else {
      if (code < 0x10000) {
        put(0xe0 | code >> 12);
      } else {
        put(0xf0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3f));
      }
      put(0x80 | (code >> 6 & 0x3f));
    }
    put(0x80 | (code & 0x3f));
  }
  return bytes;
}

std::size_t utf16Length(const std::u32string& text) noexcept {
  std::size_t units = 0;
  for (const char32_t code : text) units += code > 0xffff ? 2 : 1;
  return units;
}

}  // namespace snapc
`,
  'src/runtime/pictures/utf8.h': `/// UTF-8 as code points and back; what is no UTF-8 becomes U+FFFD, as in the WHATWG's decoder.

#ifndef SNAPC_PICTURES_UTF8_H
#define SNAPC_PICTURES_UTF8_H

#include <cstddef>
#include <string>

namespace snapc {

std::u32string decodeUtf8(const std::string& bytes);

/// Code points are no surrogates.
std::string encodeUtf8(const std::u32string& text);

/// As JavaScript and Java count characters.
std::size_t utf16Length(const std::u32string& text) noexcept;

}  // namespace snapc

#endif
`,
  'src/runtime/pictures/words.cpp': `/// Kinds of characters decide where words end.

#include "words.h"

#include <algorithm>
#include <string_view>

#include "unicode.h"

namespace snapc {
namespace {

/// The endings that are words of their own.
constexpr std::u32string_view ENDINGS[] = {U"'s", U"'t", U"'re", U"'ve", U"'m", U"'ll", U"'d"};

enum class Kind { letter, digit, space, other };

Kind kindOf(char32_t code) {
  if (isLetter(code)) return Kind::letter;
  if (isNumber(code)) return Kind::digit;
  return isSpace(code) ? Kind::space : Kind::other;
}

/// 0 where no ending begins.
std::size_t endingAt(const std::u32string& text, std::size_t at) {
  for (const std::u32string_view ending : ENDINGS) {
    if (text.compare(at, ending.size(), ending) == 0) return ending.size();
  }
  return 0;
}

std::size_t endOfWord(const std::u32string& text, std::size_t start, Kind kind) {
  std::size_t at = start + 1;
  if (kind == Kind::digit) return at;
  while (at < text.size() && kindOf(text[at]) == kind) ++at;
  return at;
}

}  // namespace

std::u32string normalized(const std::u32string& text) {
  std::u32string spaced;
  for (const char32_t code : composed(text)) {
    if (!isSpace(code)) {
      spaced.push_back(code);
    } else if (spaced.empty() || spaced.back() != ' ') {
      spaced.push_back(' ');
    }
  }
  return lowered(spaced);
}

std::vector<std::u32string> wordsOf(const std::u32string& text) {
  std::vector<std::u32string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t ending = endingAt(text, at);
    const Kind kind = kindOf(text[at]);
    const std::size_t end = ending > 0 ? at + ending : endOfWord(text, at, kind);
    if (ending > 0 || kind != Kind::space) words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

}  // namespace snapc
`,
  'src/runtime/pictures/words.h': `/// A prompt as CLIP reads it: normalized, then cut into words (openai/CLIP, simple_tokenizer).

#ifndef SNAPC_PICTURES_WORDS_H
#define SNAPC_PICTURES_WORDS_H

#include <string>
#include <vector>

namespace snapc {

/// Composed (NFC), white space as one blank, in lower case.
std::u32string normalized(const std::u32string& text);

/// Endings, runs of letters, single digits, and runs of anything else but white space, in order.
std::vector<std::u32string> wordsOf(const std::u32string& text);

}  // namespace snapc

#endif
`,
  'tools/pictures/draw.cpp': `/// Draws a picture from words: on a phone by adb, or on a host with its own NNAPI.

#include <cstdio>
#include <exception>

#include "../device_list.h"
#include "../load_options.h"
#include "draw_arguments.h"
#include "picture_files.h"

namespace SNAPC_PIPELINE {
/// In the generated source.
const snapc::PipelineTables& pipelineTables();
}  // namespace SNAPC_PIPELINE

namespace snapc {
namespace {

void tell(const Generated& made) {
  double steps = 0;
  for (const double step : made.milliseconds.steps) steps += step;
  std::printf("text encoder %.3f ms, %zu steps %.3f ms, decoder %.3f ms\\n", made.milliseconds.text,
              made.milliseconds.steps.size(), steps, made.milliseconds.decoder);
}

void draw(DrawArguments arguments) {
  if (arguments.help) std::printf("%s%s", DRAW_USAGE, LOAD_USAGE);
  if (arguments.listDevices) listDevices();
  if (arguments.out.empty()) return;
  // First: a driver may take minutes to compile.
  requirePicturePath(arguments.out);
  Request& request = arguments.request;
  if (!arguments.image.empty()) request.image = readPicture(arguments.image);
  const PipelineTables& tables = SNAPC_PIPELINE::pipelineTables();
  PicturePipeline::check(tables, request);
  if (arguments.progress) {
    request.onStep = [](const StepReport& report) {
      std::printf("step %u of %u\\n", static_cast<unsigned>(report.step), static_cast<unsigned>(report.steps));
      std::fflush(stdout);
    };
  }
  const PicturePipeline pipeline = PicturePipeline::load(tables, arguments.options);
  const Generated made = pipeline.generate(request);
  writePicture(arguments.out, made);
  std::printf("seed %llu\\n", static_cast<unsigned long long>(made.seed));
  if (made.droppedTokens > 0) {
    std::fprintf(stderr, "warning: %zu tokens of the prompt did not fit the model\\n", made.droppedTokens);
  }
  if (arguments.time) tell(made);
}

}  // namespace
}  // namespace snapc

int main(int count, char** texts) {
  try {
    snapc::draw(snapc::parseDrawArguments(count, texts));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "draw: %s\\n", error.what());
    return 1;
  }
}
`,
  'tools/pictures/draw_arguments.cpp': `/// Reads the command line of draw.

#include "draw_arguments.h"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "../load_options.h"

namespace snapc {

const char* const DRAW_USAGE =
    "usage: draw --weights DIR --prompt TEXT --out FILE.png|ppm|npy [options]\\n"
    "       draw --list-devices\\n"
    "  --weights DIR          the folder of tokenizer.bin, steps.bin and the parts' folders\\n"
    "  --prompt-file FILE     the prompt as a file of UTF-8\\n"
    "  --negative TEXT        what the picture should not show; --negative-file FILE\\n"
    "  --steps N, --guidance G, --seed S\\n"
    "  --width N, --height N  in pixels: one of the sizes that the pipeline was compiled for\\n"
    "  --image FILE.ppm|npy   a picture to begin with; --strength S, from 0 to 1, is drawn anew\\n"
    "  --random R             philox (default) or torch, which draws PyTorch's numbers\\n"
    "  --memory M             keep (default), or spare: one model in memory at a time\\n"
    "  --time                 prints how long each stage takes\\n"
    "  --progress             prints each step when it is done\\n";

namespace {

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorKind::argument, message); }

std::string textIn(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream) throw Error(ErrorKind::file, path + ": cannot be read");
  return text;
}

std::int64_t integer(const std::string& flag, const std::string& text) {
  char* end = nullptr;
  errno = 0;
  const long long number = std::strtoll(text.c_str(), &end, 10);
  if (text.empty() || *end != '\\0' || errno != 0) fail(flag + " takes a whole number");
  return number;
}

double real(const std::string& flag, const std::string& text) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\\0') fail(flag + " takes a number");
  return number;
}

bool readSwitch(DrawArguments& arguments, const std::string& flag) {
  if (flag == "--help") {
    arguments.help = true;
  } else if (flag == "--list-devices") {
    arguments.listDevices = true;
  } else if (flag == "--time") {
    arguments.time = true;
  } else if (flag == "--progress") {
    arguments.progress = true;
  } else {
    return readLoadSwitch(arguments.options.model, flag);
  }
  return true;
}

void readValue(DrawArguments& arguments, const std::string& flag, const std::string& text) {
  Request& request = arguments.request;
  if (flag == "--weights") {
    arguments.options.folder = text;
  } else if (flag == "--prompt") {
    request.prompt = text;
  } else if (flag == "--prompt-file") {
    request.prompt = textIn(text);
  } else if (flag == "--negative") {
    request.negativePrompt = text;
  } else if (flag == "--negative-file") {
    request.negativePrompt = textIn(text);
  } else if (flag == "--steps") {
    request.steps = integer(flag, text);
  } else if (flag == "--guidance") {
    request.guidance = real(flag, text);
  } else if (flag == "--seed") {
    request.seed = integer(flag, text);
  } else if (flag == "--width") {
    request.width = integer(flag, text);
  } else if (flag == "--height") {
    request.height = integer(flag, text);
  } else if (flag == "--image") {
    arguments.image = text;
  } else if (flag == "--strength") {
    request.strength = real(flag, text);
  } else if (flag == "--random") {
    request.random =
        oneOf<RandomNumbers>(flag, text, {{"philox", RandomNumbers::philox}, {"torch", RandomNumbers::torch}});
  } else if (flag == "--memory") {
    arguments.options.memory =
        oneOf<MemoryMode>(flag, text, {{"keep", MemoryMode::keep}, {"spare", MemoryMode::spare}});
  } else if (flag == "--out") {
    arguments.out = text;
  } else if (!readLoadOption(arguments.options.model, flag, text)) {
    fail("unknown option " + flag + "; --help lists them");
  }
}

}  // namespace

DrawArguments parseDrawArguments(int count, const char* const* texts) {
  DrawArguments arguments;
  bool hasPrompt = false;
  for (int index = 1; index < count; ++index) {
    const std::string flag = texts[index];
    if (readSwitch(arguments, flag)) continue;
    if (flag.compare(0, 2, "--") != 0) fail("unexpected argument " + flag);
    if (index + 1 == count) {
      // What is unknown, or takes some values only, says so itself.
      readValue(arguments, flag, "");
      fail(flag + " takes a value");
    }
    readValue(arguments, flag, texts[++index]);
    hasPrompt = hasPrompt || flag == "--prompt" || flag == "--prompt-file";
  }
  if (arguments.help || arguments.listDevices) return arguments;
  if (arguments.options.folder.empty()) fail("--weights is missing");
  if (!hasPrompt) fail("--prompt is missing");
  if (arguments.out.empty()) fail("--out is missing");
  return arguments;
}

}  // namespace snapc
`,
  'tools/pictures/draw_arguments.h': `/// The command line of draw.

#ifndef SNAPC_PICTURES_DRAW_ARGUMENTS_H
#define SNAPC_PICTURES_DRAW_ARGUMENTS_H

#include <string>

#include "snapc/pictures/pipeline.h"

namespace snapc {

struct DrawArguments {
  bool help = false;
  bool listDevices = false;
  bool time = false;
  /// Says on standard output how far it is.
  bool progress = false;
  PipelineOptions options;
  Request request;
  /// A picture to begin with; empty for none.
  std::string image;
  std::string out;
};

extern const char* const DRAW_USAGE;

/// Throws Error for what is no command line of this tool.
DrawArguments parseDrawArguments(int count, const char* const* texts);

}  // namespace snapc

#endif
`,
  'tools/pictures/picture_files.cpp': `/// Chooses the format by the end of the name.

#include "picture_files.h"

#include "../npy.h"
#include "../output_files.h"
#include "png.h"
#include "ppm.h"
#include "snapc/error.h"

namespace snapc {
namespace {

/// More than any phone draws.
constexpr std::uint64_t LARGEST_EDGE = 16384;

bool hasEnd(const std::string& path, const std::string& end) {
  return path.size() > end.size() && path.compare(path.size() - end.size(), end.size(), end) == 0;
}

Array arrayOf(const Picture& picture) {
  Array array{ElementType::uint8, {picture.height, picture.width, 3}, {}};
  for (std::size_t at = 0; at < picture.pixels.size(); at += 4) {
    const std::uint8_t* const pixel = picture.pixels.data() + at;
    array.bytes.insert(array.bytes.end(), pixel, pixel + 3);
  }
  return array;
}

Picture pictureOf(const Array& array, const std::string& path) {
  const std::vector<std::uint64_t>& shape = array.shape;
  const bool fits = array.type == ElementType::uint8 && shape.size() == 3 && shape[0] <= LARGEST_EDGE &&
                    shape[1] <= LARGEST_EDGE && (shape[2] == 3 || shape[2] == 4);
  if (!fits) {
    throw Error(ErrorKind::file, path + ": holds " + describe(array.type, shape) +
                                     "; a picture is uint8 [height, width, 3 or 4]");
  }
  const auto channels = static_cast<std::size_t>(shape[2]);
  Picture picture{static_cast<std::uint32_t>(shape[1]), static_cast<std::uint32_t>(shape[0]), {}};
  for (std::size_t at = 0; at < array.bytes.size(); at += channels) {
    const std::uint8_t* const pixel = array.bytes.data() + at;
    picture.pixels.insert(picture.pixels.end(), {pixel[0], pixel[1], pixel[2], 255});
  }
  return picture;
}

}  // namespace

void requirePicturePath(const std::string& path) {
  if (!hasEnd(path, ".png") && !hasEnd(path, ".ppm") && !hasEnd(path, ".npy")) {
    throw Error(ErrorKind::argument, path + ": pictures are written as .png, .ppm or .npy");
  }
  OutputFiles::requireWritable(path);
}

void writePicture(const std::string& path, const Picture& picture) {
  OutputFiles files;
  if (hasEnd(path, ".npy")) {
    files.add(path, arrayOf(picture));
  } else if (hasEnd(path, ".ppm")) {
    writeBytes(files.stage(path), ppmHeader(picture.width, picture.height), arrayOf(picture).bytes);
  } else {
    writeBytes(files.stage(path), {}, pngOf(picture));
  }
  files.commit();
}

Picture readPicture(const std::string& path) {
  if (hasEnd(path, ".npy")) return pictureOf(readNpy(path), path);
  if (hasEnd(path, ".ppm")) return readPpm(path);
  throw Error(ErrorKind::argument, path + ": pictures are read from .ppm and .npy");
}

}  // namespace snapc
`,
  'tools/pictures/picture_files.h': `/// Pictures as files: PNG, PPM and NumPy's arrays.

#ifndef SNAPC_PICTURES_PICTURE_FILES_H
#define SNAPC_PICTURES_PICTURE_FILES_H

#include <string>

#include "snapc/pictures/picture.h"

namespace snapc {

/// Throws Error unless the name ends in .png, .ppm or .npy, and a file can be put there.
void requirePicturePath(const std::string& path);

/// In the format that the path asks for; the file appears whole or not at all. Throws Error.
void writePicture(const std::string& path, const Picture& picture);

/// A .ppm of 8 bits, or a .npy of uint8 [height, width, 3 or 4]. Throws Error.
Picture readPicture(const std::string& path);

}  // namespace snapc

#endif
`,
  'tools/pictures/png.cpp': `/// Chunks with their checksums, around rows in stored blocks.

#include "png.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace snapc {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::size_t LARGEST_BLOCK = 65535;

void put(Bytes& bytes, std::uint32_t word) {
  for (const int shift : {24, 16, 8, 0}) bytes.push_back(static_cast<std::uint8_t>(word >> shift));
}

std::uint32_t crcOf(const Bytes& bytes, std::size_t start) {
  std::uint32_t crc = 0xffffffffu;
  for (std::size_t at = start; at < bytes.size(); ++at) {
    crc ^= bytes[at];
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (0xedb88320u & (0u - (crc & 1u)));
  }
  return ~crc;
}

void putChunk(Bytes& png, const std::array<char, 4>& name, const Bytes& data) {
  put(png, static_cast<std::uint32_t>(data.size()));
  const std::size_t start = png.size();
  for (const char letter : name) png.push_back(static_cast<std::uint8_t>(letter));
  png.insert(png.end(), data.begin(), data.end());
  put(png, crcOf(png, start));
}

std::uint32_t adlerOf(const Bytes& bytes) {
  std::uint32_t one = 1;
  std::uint32_t other = 0;
  for (const std::uint8_t byte : bytes) {
    one = (one + byte) % 65521;
    other = (other + one) % 65521;
  }
  return other << 16 | one;
}

/// In zlib's format, each block as it is.
Bytes stored(const Bytes& bytes) {
  Bytes data = {0x78, 0x01};
  std::size_t at = 0;
  do {
    const std::size_t count = std::min(LARGEST_BLOCK, bytes.size() - at);
    data.push_back(at + count == bytes.size() ? 1 : 0);
    for (const std::size_t number : {count, ~count}) {
      data.push_back(static_cast<std::uint8_t>(number));
      data.push_back(static_cast<std::uint8_t>(number >> 8));
    }
    const auto first = bytes.begin() + static_cast<std::ptrdiff_t>(at);
    data.insert(data.end(), first, first + static_cast<std::ptrdiff_t>(count));
    at += count;
  } while (at < bytes.size());
  put(data, adlerOf(bytes));
  return data;
}

}  // namespace

std::vector<std::uint8_t> pngOf(const Picture& picture) {
  Bytes header;
  put(header, picture.width);
  put(header, picture.height);
  // Eight bits of red, green and blue each, not interlaced.
  header.insert(header.end(), {8, 2, 0, 0, 0});
  Bytes rows;
  for (std::size_t y = 0; y < picture.height; ++y) {
    rows.push_back(0);
    for (std::size_t x = 0; x < picture.width; ++x) {
      const std::uint8_t* const pixel = picture.pixels.data() + 4 * (y * picture.width + x);
      rows.insert(rows.end(), pixel, pixel + 3);
    }
  }
  Bytes png = {0x89, 'P', 'N', 'G', '\\r', '\\n', 0x1a, '\\n'};
  putChunk(png, {'I', 'H', 'D', 'R'}, header);
  putChunk(png, {'I', 'D', 'A', 'T'}, stored(rows));
  putChunk(png, {'I', 'E', 'N', 'D'}, {});
  return png;
}

}  // namespace snapc
`,
  'tools/pictures/png.h': `/// Pictures as PNG (ISO/IEC 15948): without loss, and without compression, which needs no library.

#ifndef SNAPC_PICTURES_PNG_H
#define SNAPC_PICTURES_PNG_H

#include <cstdint>
#include <vector>

#include "snapc/pictures/picture.h"

namespace snapc {

/// Red, green and blue; pictures are opaque.
std::vector<std::uint8_t> pngOf(const Picture& picture);

}  // namespace snapc

#endif
`,
  'tools/pictures/ppm.cpp': `/// Reads the header number by number.

#include "ppm.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <vector>

#include "snapc/error.h"

namespace snapc {
namespace {

constexpr std::uint32_t LARGEST_EDGE = 16384;

[[noreturn]] void fail(const std::string& path, const std::string& reason) {
  throw Error(ErrorKind::file, path + ": " + reason);
}

/// Comments reach from # to the end of the line. 0 where there is no number, or one that is too large.
std::uint32_t numberIn(std::istream& stream) {
  int letter = stream.get();
  while (letter == '#' || std::isspace(letter) != 0) {
    while (letter == '#' && stream.get() != '\\n' && stream.good()) continue;
    letter = stream.get();
  }
  std::uint32_t number = 0;
  while (letter >= '0' && letter <= '9' && number <= LARGEST_EDGE) {
    number = 10 * number + static_cast<std::uint32_t>(letter - '0');
    letter = stream.get();
  }
  return std::isspace(letter) != 0 && number <= LARGEST_EDGE ? number : 0;
}

}  // namespace

std::string ppmHeader(std::uint32_t width, std::uint32_t height) {
  return "P6\\n" + std::to_string(width) + ' ' + std::to_string(height) + "\\n255\\n";
}

Picture readPpm(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) fail(path, "cannot be opened");
  if (stream.get() != 'P' || stream.get() != '6') fail(path, "is no .ppm file in binary (P6)");
  const std::uint32_t width = numberIn(stream);
  const std::uint32_t height = numberIn(stream);
  if (numberIn(stream) != 255 || width == 0 || height == 0) fail(path, "its header is not one of 8 bits for a colour");
  Picture picture{width, height, {}};
  std::vector<char> row(std::size_t{3} * width);
  for (std::uint32_t y = 0; y < height; ++y) {
    if (!stream.read(row.data(), static_cast<std::streamsize>(row.size()))) fail(path, "ends before its pixels do");
    for (std::size_t at = 0; at < row.size(); at += 3) {
      for (std::size_t one = 0; one < 3; ++one) picture.pixels.push_back(static_cast<std::uint8_t>(row[at + one]));
      picture.pixels.push_back(255);
    }
  }
  return picture;
}

}  // namespace snapc
`,
  'tools/pictures/ppm.h': `/// PPM, the plainest of picture files: a line of sizes, and then red, green and blue of each pixel.

#ifndef SNAPC_PICTURES_PPM_H
#define SNAPC_PICTURES_PPM_H

#include <cstdint>
#include <string>

#include "snapc/pictures/picture.h"

namespace snapc {

std::string ppmHeader(std::uint32_t width, std::uint32_t height);

/// Of 8 bits, in binary (P6). Throws Error.
Picture readPpm(const std::string& path);

}  // namespace snapc

#endif
`,
  'jni/pictures/draw_request.cpp': `/// Reads Kotlin's arrays, and calls its methods while a picture is drawn.

#include "draw_request.h"

#include <memory>

namespace snapc {
namespace {

jobject bufferOf(JNIEnv* env, const void* bytes, std::size_t count) {
  const jobject buffer = env->NewDirectByteBuffer(const_cast<void*>(bytes), static_cast<jlong>(count));
  if (buffer == nullptr) throw JavaException();
  return buffer;
}

}  // namespace

BufferBytes bytesOf(JNIEnv* env, jobject buffer) {
  void* const address = env->GetDirectBufferAddress(buffer);
  const jlong capacity = env->GetDirectBufferCapacity(buffer);
  if (address == nullptr || capacity < 0) {
    throw Error(ErrorKind::argument, "a buffer is not direct; use ByteBuffer.allocateDirect");
  }
  return {static_cast<std::uint8_t*>(address), static_cast<std::size_t>(capacity)};
}

Request requestOf(JNIEnv* env, jbyteArray prompt, jbyteArray negativePrompt, jlongArray numbers, jdoubleArray reals,
                  jobject image) {
  jlong whole[12] = {};
  env->GetLongArrayRegion(numbers, 0, 12, whole);
  jdouble real[3] = {};
  env->GetDoubleArrayRegion(reals, 0, 3, real);
  throwIfPending(env);
  const auto given = [&](std::size_t at) {
    return whole[at] == 0 ? std::nullopt : std::optional<std::int64_t>(whole[at + 1]);
  };
  Request request;
  request.prompt = textOf(env, prompt);
  request.negativePrompt = textOf(env, negativePrompt);
  request.steps = given(0);
  request.seed = given(2);
  request.width = given(4);
  request.height = given(6);
  request.preview = static_cast<Preview>(whole[8]);
  request.random = static_cast<RandomNumbers>(whole[9]);
  if (real[0] != 0) request.guidance = real[1];
  request.strength = real[2];
  if (image != nullptr) {
    const BufferBytes bytes = bytesOf(env, image);
    request.image = Picture{static_cast<std::uint32_t>(whole[10]), static_cast<std::uint32_t>(whole[11]),
                            std::vector<std::uint8_t>(bytes.data, bytes.data + bytes.count)};
  }
  return request;
}

void stepsTo(JNIEnv* env, jobject steps, Request& request) {
  const auto object = std::make_shared<JavaObject>(env, steps);
  const jmethodID report = object->method("report", "(IILjava/nio/ByteBuffer;DLjava/nio/ByteBuffer;I)V");
  request.onStep = [object, report](const StepReport& told) {
    JNIEnv* const own = object->env();
    const jobject latents = bufferOf(own, told.latents.data(), told.latents.size() * sizeof(float));
    const Picture* const shown = told.preview;
    const jobject preview = shown == nullptr ? nullptr : bufferOf(own, shown->pixels.data(), shown->pixels.size());
    own->CallVoidMethod(object->get(), report, static_cast<jint>(told.step), static_cast<jint>(told.steps), latents,
                        told.milliseconds, preview, static_cast<jint>(shown == nullptr ? 0 : shown->width));
    own->DeleteLocalRef(latents);
    if (preview != nullptr) own->DeleteLocalRef(preview);
    throwIfPending(own);
  };
}

PartProgress partProgressTo(JNIEnv* env, jobject progress) {
  const auto object = std::make_shared<JavaObject>(env, progress);
  const jmethodID report = object->method("report", "(IIJJ)V");
  return [object, report](PartName part, LoadPhase phase, std::uint64_t done, std::uint64_t total) {
    JNIEnv* const own = object->env();
    own->CallVoidMethod(object->get(), report, static_cast<jint>(part), static_cast<jint>(phase),
                        static_cast<jlong>(done), static_cast<jlong>(total));
    throwIfPending(own);
  };
}

}  // namespace snapc
`,
  'jni/pictures/draw_request.h': `/// What Kotlin says of a picture, as the library takes it.

#ifndef SNAPC_PICTURES_DRAW_REQUEST_H
#define SNAPC_PICTURES_DRAW_REQUEST_H

#include "../java.h"
#include "snapc/pictures/pipeline.h"

namespace snapc {

/// \`numbers\` and \`reals\` as NativeModel.generate says.
Request requestOf(JNIEnv* env, jbyteArray prompt, jbyteArray negativePrompt, jlongArray numbers, jdoubleArray reals,
                  jobject image);

/// Reports go to an object of Kotlin's NativeSteps.
void stepsTo(JNIEnv* env, jobject steps, Request& request);

/// Reports go to an object of Kotlin's NativePartProgress.
PartProgress partProgressTo(JNIEnv* env, jobject progress);

/// The memory of a direct buffer. Throws Error for another.
struct BufferBytes {
  std::uint8_t* data;
  std::size_t count;
};
BufferBytes bytesOf(JNIEnv* env, jobject buffer);

}  // namespace snapc

#endif
`,
  'jni/pictures/pictures_jni.cpp': `/// Connects the Kotlin classes of a pipeline with the library: the native functions of NativeModel.

#include <cstring>

#include "../load_request.h"
#include "../native_methods.h"
#include "draw_request.h"

namespace SNAPC_PIPELINE {
/// In the generated source.
const snapc::PipelineTables& pipelineTables();
}  // namespace SNAPC_PIPELINE

namespace snapc {
namespace {

jlong load(JNIEnv* env, jclass, jbyteArray folder, jobjectArray devices, jbyteArray cacheFolder, jintArray choices,
           jlongArray timeouts, jint memory, jobject progress, jobject warnings, jlong cancellation) {
  return guarded<jlong>(env, 0, [&] {
    PipelineOptions options;
    options.folder = textOf(env, folder);
    options.memory = static_cast<MemoryMode>(memory);
    options.model = optionsOf(env, devices, cacheFolder, choices, timeouts);
    if (warnings != nullptr) warningsTo(env, warnings, options.model);
    const PartProgress reports = progress == nullptr ? PartProgress() : partProgressTo(env, progress);
    return handleOf(new PicturePipeline(PicturePipeline::load(SNAPC_PIPELINE::pipelineTables(), options, reports,
                                                              at<Cancellation>(cancellation))));
  });
}

jdoubleArray generate(JNIEnv* env, jclass, jlong pipeline, jbyteArray prompt, jbyteArray negativePrompt,
                      jlongArray numbers, jdoubleArray reals, jobject image, jobject pixels, jobject steps,
                      jlong cancellation) {
  return guarded<jdoubleArray>(env, nullptr, [&] {
    Request request = requestOf(env, prompt, negativePrompt, numbers, reals, image);
    if (steps != nullptr) stepsTo(env, steps, request);
    request.cancellation = at<Cancellation>(cancellation);
    const BufferBytes to = bytesOf(env, pixels);
    const Generated made = at<PicturePipeline>(pipeline)->generate(request);
    if (to.count != made.pixels.size()) throw Error(ErrorKind::argument, "the buffer for pixels has another size");
    std::memcpy(to.data, made.pixels.data(), to.count);
    std::vector<jdouble> told = {static_cast<jdouble>(made.seed), static_cast<jdouble>(made.steps), made.guidance,
                                 static_cast<jdouble>(made.droppedTokens), made.milliseconds.text,
                                 made.milliseconds.decoder};
    told.insert(told.end(), made.milliseconds.steps.begin(), made.milliseconds.steps.end());
    const jdoubleArray array = env->NewDoubleArray(static_cast<jsize>(told.size()));
    if (array == nullptr) throw JavaException();
    env->SetDoubleArrayRegion(array, 0, static_cast<jsize>(told.size()), told.data());
    return array;
  });
}

void freePipeline(JNIEnv*, jclass, jlong pipeline) { delete at<PicturePipeline>(pipeline); }

jint registerFunctions(JNIEnv* env) {
  const std::string package = JAVA_PACKAGE;
  const std::string loadSignature =
      "([B[[B[B[I[JIL" + package + "/NativePartProgress;L" + package + "/NativeWarnings;J)J";
  const std::string generateSignature =
      "(J[B[B[J[DLjava/nio/ByteBuffer;Ljava/nio/ByteBuffer;L" + package + "/NativeSteps;J)[D";
  return registerNatives(env, {
                                  nativeMethod("load", loadSignature, load),
                                  nativeMethod("generate", generateSignature, generate),
                                  nativeMethod("free", "(J)V", freePipeline),
                              });
}

}  // namespace
}  // namespace snapc

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* machine, void*) {
  JNIEnv* const env = snapc::environmentOf(machine);
  return env == nullptr ? JNI_ERR : snapc::registerFunctions(env);
}
`,
  'kotlin/pictures/Download.kt': `/** Fetches the files of a pipeline into a folder: each from where it broke off, and into its place once its hash is right. */
package snapc.runtime

import java.io.File
import java.io.IOException
import java.net.HttpURLConnection
import java.net.MalformedURLException
import java.net.URL
import java.util.concurrent.CancellationException
import java.util.concurrent.TimeUnit
import java.util.concurrent.locks.ReentrantLock

/**
 * Is called on the thread that downloads, some ten times a second, with the bytes of all files. \`done\` counts what was
 * there before, and is less again where a server sends a file from its start.
 */
typealias DownloadProgress = (done: Long, total: Long) -> Unit

/**
 * @property headers go with every request to the server, as for a key, and not along where it redirects to another one
 * @property timeoutMillis of silence, until it counts as a break; a cancelled download ends then at the latest
 * @property verify whether files that are there are hashed too; else their size counts
 */
class DownloadOptions @JvmOverloads constructor(
    val headers: Map<String, String> = emptyMap(),
    val timeoutMillis: Int = 15_000,
    val verify: Boolean = true
)

internal class Download(
    private val files: List<RemoteFile>,
    private val served: URL,
    private val folder: File,
    private val options: DownloadOptions = DownloadOptions(),
    private val progress: DownloadProgress? = null,
    private val cancellation: Cancellation? = null,
    /** After the first break; doubled after each. */
    private val pauseMillis: Long = 500
) {
    private val total = files.map { it.bytes }.sum()
    private val redirects = Redirects(served)
    private var told = 0L

    fun run() {
        val places = files.map { it.within(folder) }
        while (!turn.tryLock(TURN_MILLIS, TimeUnit.MILLISECONDS)) stopIfCancelled()
        try {
            runAlone(places)
        } finally {
            turn.unlock()
        }
    }

    private fun runAlone(places: List<File>) {
        var done = 0L
        for ((file, place) in files.zip(places)) {
            try {
                if (!PartFile.holds(file, place, options.verify, this::stopIfCancelled)) {
                    PartFile(file, place, this::stopIfCancelled).use { fetch(file, it, done) }
                }
            } catch (error: IOException) {
                throw downloadFault(ErrorKind.FILE, "$place cannot be written: \${error.message}", error)
            }
            done += file.bytes
            tell(done)
        }
    }

    private fun stopIfCancelled() {
        if (Thread.interrupted()) throw InterruptedException()
        if (cancellation?.isCancelled == true) throw CancellationException("cancelled")
    }

    private fun tell(done: Long) {
        val now = System.nanoTime()
        if (done < total && told != 0L && now - told < REPORT_NANOS) return
        told = now
        progress?.invoke(done, total)
    }

    /** Asks for what is missing until it is there, or until nothing more comes. */
    private fun fetch(file: RemoteFile, part: PartFile, done: Long) {
        // What an earlier call left may be of another file than this one; what comes now is not.
        var resumed = part.count > 0
        var failures = 0
        var furthest = part.count
        while (true) {
            stopIfCancelled()
            val broken = if (part.count < file.bytes) request(file, part, done) else null
            if (broken == null) {
                if (part.finish()) return
                if (!resumed) throw file.altered()
                resumed = false
                furthest = 0
                continue
            }
            failures = if (part.count > furthest) 1 else failures + 1
            furthest = maxOf(furthest, part.count)
            if (failures == ATTEMPTS || broken.isFinal) {
                val message = "\${file.path} cannot be downloaded: \${broken.reason}. What came is kept; try again later."
                throw downloadFault(ErrorKind.DOWNLOAD, message, broken.cause)
            }
            Thread.sleep(pauseMillis shl (failures - 1))
        }
    }

    private class Break(val reason: String, val isFinal: Boolean = false, val cause: IOException? = null)

    /** Null when the file is whole. */
    private fun request(file: RemoteFile, part: PartFile, done: Long): Break? {
        var address = file.within(served)
        for (redirect in 0..Redirects.MOST) {
            stopIfCancelled()
            val connection = address.openConnection() as? HttpURLConnection
                ?: throw downloadFault(ErrorKind.ARGUMENT, "$served is no address of HTTP")
            try {
                val status = try {
                    open(connection, part.count)
                } catch (error: IOException) {
                    return Break(error.toString(), cause = error)
                }
                val next = try {
                    redirects.next(connection, status)
                } catch (error: MalformedURLException) {
                    return Break("the server answers with \${error.message}", true, error)
                }
                if (next == null) return answer(connection, status, file, part, done)
                address = next
            } finally {
                connection.disconnect()
            }
        }
        return Break("the server redirects more than \${Redirects.MOST} times", true)
    }

    private fun answer(connection: HttpURLConnection, status: Int, file: RemoteFile, part: PartFile, done: Long): Break? {
        if (status == RANGE_NOT_SATISFIABLE) part.restart()
        if (status != HttpURLConnection.HTTP_OK && status != HttpURLConnection.HTTP_PARTIAL) {
            return Break("the server answers $status", status < 500 && status !in WORTH_ASKING_AGAIN)
        }
        val range = connection.getHeaderField("Content-Range")?.let { FIRST_NUMBER.find(it) }?.value?.toLong()
        val start = if (status == HttpURLConnection.HTTP_PARTIAL) range ?: part.count else 0L
        // A server without ranges sends the file from its start.
        if (start == 0L && part.count > 0) part.restart()
        if (start != part.count) return Break("the server sends byte $start where \${part.count} is asked for")
        return receive(connection, file, part, done)
    }

    private fun open(connection: HttpURLConnection, offset: Long): Int {
        connection.connectTimeout = options.timeoutMillis
        connection.readTimeout = options.timeoutMillis
        connection.useCaches = false
        // Followed here: the platform would take the app's headers along to any host.
        connection.instanceFollowRedirects = false
        if (redirects.isServer(connection.url)) {
            for ((name, value) in options.headers) connection.setRequestProperty(name, value)
        }
        // Ranges count the bytes of the file, not those of a compressed form.
        connection.setRequestProperty("Accept-Encoding", "identity")
        if (offset > 0) connection.setRequestProperty("Range", "bytes=$offset-")
        return connection.responseCode
    }

    private fun receive(connection: HttpURLConnection, file: RemoteFile, part: PartFile, done: Long): Break? {
        val buffer = ByteArray(BUFFER_BYTES)
        while (true) {
            stopIfCancelled()
            val read = try {
                connection.inputStream.read(buffer)
            } catch (error: IOException) {
                return Break(error.toString(), cause = error)
            }
            if (read < 0) break
            part.append(buffer, read)
            tell(done + part.count)
        }
        val isWhole = part.count == file.bytes
        return if (isWhole) null else Break("it ends after \${part.count} of \${file.bytes} bytes")
    }

    private companion object {
        /** Of one file without a byte more. */
        const val ATTEMPTS = 4
        const val REPORT_NANOS = 100_000_000L
        const val RANGE_NOT_SATISFIABLE = 416
        val WORTH_ASKING_AGAIN = setOf(408, RANGE_NOT_SATISFIABLE, 429)
        /** Of no more digits than a Long holds. */
        val FIRST_NUMBER = Regex("\\\\d{1,18}")
        /** Two at a time would write into the same files. */
        val turn = ReentrantLock()
        const val TURN_MILLIS = 100L
    }
}
`,
  'kotlin/pictures/Drawing.kt': `/** A loaded pipeline of any interface; the generated class gives it sizes. */
package snapc.runtime

import java.io.Closeable
import java.io.File
import java.nio.ByteBuffer

internal class Drawing private constructor(private val handle: Handle) : Closeable {
    fun generate(request: Request, sizes: List<PictureSize>, cancellation: Cancellation?): Generated =
        handle.use { pipeline ->
            cancellable(cancellation) { flag ->
                // Of a size that there is not the library tells.
                val size = sizeOf(request, sizes) ?: sizes.first()
                val (width, height) = size.width to size.height
                val pixels = ByteBuffer.allocateDirect(4 * width * height)
                val told = NativeModel.generate(
                    pipeline,
                    utf8Of(request.prompt),
                    utf8Of(request.negativePrompt),
                    numbersOf(request),
                    doubleArrayOf(
                        if (request.guidance == null) 0.0 else 1.0,
                        request.guidance ?: 0.0,
                        request.strength
                    ),
                    request.image?.pixels,
                    pixels,
                    request.onStep?.let { NativeSteps(it) },
                    flag
                )
                Generated(
                    width,
                    height,
                    pixels,
                    told[0].toLong(),
                    told[1].toInt(),
                    told[2],
                    told[3].toInt(),
                    Milliseconds(told[4], told.drop(6), told[5])
                )
            }
        }

    override fun close() = handle.close()

    companion object {
        fun load(
            folder: File,
            options: Options,
            memory: MemoryMode,
            progress: PartProgress?,
            cancellation: Cancellation?
        ): Drawing = cancellable(cancellation) { flag ->
            val pipeline = NativeModel.load(
                folder.absolutePath.toByteArray(),
                options.nativeDevices(),
                options.nativeCacheFolder(),
                options.nativeChoices(),
                options.nativeTimeouts(),
                memory.ordinal,
                progress?.let { NativePartProgress(it) },
                options.onWarning?.let { NativeWarnings(it) },
                flag
            )
            Drawing(Handle(pipeline) { NativeModel.free(it) })
        }

        /** As the library chooses it. */
        private fun sizeOf(request: Request, sizes: List<PictureSize>): PictureSize? {
            fun fitting(width: Int?, height: Int?) =
                sizes.find { (width ?: it.width) == it.width && (height ?: it.height) == it.height }
            val image = request.image.takeIf { request.width == null && request.height == null }
            return image?.let { fitting(it.width, it.height) } ?: fitting(request.width, request.height)
        }

        private fun numbersOf(request: Request): LongArray {
            val given = listOf(request.steps?.toLong(), request.seed, request.width?.toLong(), request.height?.toLong())
            val pairs = given.flatMap { listOf(if (it == null) 0L else 1L, it ?: 0L) }
            return longArrayOf(
                *pairs.toLongArray(),
                request.preview.ordinal.toLong(),
                request.random.ordinal.toLong(),
                (request.image?.width ?: 0).toLong(),
                (request.image?.height ?: 0).toLong()
            )
        }
    }
}
`,
  'kotlin/pictures/NativeModel.kt': `/** The native library's functions, which it registers under these names. */
package snapc.runtime

import java.nio.ByteBuffer
import java.nio.ByteOrder

/** Called by the native library while a part loads. */
internal class NativePartProgress(private val progress: PartProgress) {
    fun report(part: Int, phase: Int, done: Long, total: Long) =
        progress(PartName.values()[part], LoadPhase.values()[phase], done, total)
}

/** Called by the native library while a part loads. */
internal class NativeWarnings(private val onWarning: (String) -> Unit) {
    fun warn(message: ByteArray) = onWarning(String(message, Charsets.UTF_8))
}

/** Called by the native library after each step; the buffers are its own. */
internal class NativeSteps(private val onStep: (StepReport) -> Unit) {
    fun report(step: Int, steps: Int, latents: ByteBuffer, milliseconds: Double, preview: ByteBuffer?, width: Int) {
        val numbers = latents.asReadOnlyBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer()
        val picture = preview?.let {
            val pixels = ByteBuffer.allocateDirect(it.capacity())
            pixels.put(it).flip()
            Picture(width, it.capacity() / 4 / width, pixels)
        }
        onStep(StepReport(step, steps, numbers, milliseconds, picture))
    }
}

/** Text is passed as UTF-8: what JNI calls so differs beyond ASCII. */
internal object NativeModel {
    init {
        System.loadLibrary(LIBRARY)
    }

    @JvmStatic external fun load(
        folder: ByteArray,
        devices: Array<ByteArray>,
        cacheFolder: ByteArray,
        /** Fallback, preference, priority, whether to verify, whether to share. */
        choices: IntArray,
        /** Of compilation and execution, in milliseconds. */
        timeouts: LongArray,
        memory: Int,
        progress: NativePartProgress?,
        warnings: NativeWarnings?,
        cancellation: Long
    ): Long

    /** Seed, steps, guidance, dropped tokens, milliseconds of the text encoder, of the decoder, and of each step. */
    @JvmStatic external fun generate(
        pipeline: Long,
        prompt: ByteArray,
        negativePrompt: ByteArray,
        /** Whether it is given, and what: steps, seed, width, height. Preview, random numbers, width and height of the image. */
        numbers: LongArray,
        /** Whether guidance is given, guidance, strength. */
        reals: DoubleArray,
        image: ByteBuffer?,
        pixels: ByteBuffer,
        steps: NativeSteps?,
        cancellation: Long
    ): DoubleArray

    @JvmStatic external fun free(pipeline: Long)

    /** Name, type, version and feature level of each device in turn. */
    @JvmStatic external fun devices(): Array<ByteArray>

    @JvmStatic external fun newCancellation(): Long

    @JvmStatic external fun cancel(cancellation: Long)

    @JvmStatic external fun freeCancellation(cancellation: Long)
}
`,
  'kotlin/pictures/PartFile.kt': `/** What has come of a file so far, as \`FILE.part\` beside its place: a later call goes on from there. */
package snapc.runtime

import java.io.Closeable
import java.io.File
import java.io.IOException
import java.io.RandomAccessFile
import java.security.MessageDigest

internal const val BUFFER_BYTES = 1 shl 16

internal class PartFile(private val file: RemoteFile, private val place: File, stopIfCancelled: () -> Unit) : Closeable {
    private val part = File("\${place.path}.part")
    private val digest = sha256()
    private val written: RandomAccessFile
    var count = 0L
        private set

    init {
        place.parentFile.mkdirs()
        if (part.exists()) hash(part, digest, stopIfCancelled)
        written = RandomAccessFile(part, "rw")
        count = written.length()
        written.seek(count)
        if (count > file.bytes) restart()
    }

    fun restart() {
        written.setLength(0)
        digest.reset()
        count = 0
    }

    /** What is more than was compiled is refused. */
    fun append(bytes: ByteArray, length: Int) {
        if (length > file.bytes - count) {
            restart()
            throw file.altered()
        }
        written.write(bytes, 0, length)
        digest.update(bytes, 0, length)
        count += length
    }

    /** Brings the whole file to its place, which gets it at once; false, and nothing is left, if it is another one. */
    fun finish(): Boolean {
        if (!file.has(digest)) {
            restart()
            return false
        }
        written.fd.sync()
        if (!part.renameTo(place)) throw IOException("$part cannot be renamed")
        return true
    }

    /** What nothing has come of leaves nothing. */
    override fun close() {
        written.close()
        if (part.length() == 0L) part.delete()
    }

    companion object {
        /** Whether the file at its place is the one that was compiled. */
        fun holds(file: RemoteFile, place: File, verify: Boolean, stopIfCancelled: () -> Unit): Boolean =
            place.isFile && place.length() == file.bytes &&
                (!verify || file.has(sha256().also { hash(place, it, stopIfCancelled) }))

        private fun sha256(): MessageDigest = MessageDigest.getInstance("SHA-256")

        private fun hash(from: File, digest: MessageDigest, stopIfCancelled: () -> Unit) = from.inputStream().use {
            val buffer = ByteArray(BUFFER_BYTES)
            while (true) {
                stopIfCancelled()
                val read = it.read(buffer)
                if (read < 0) break
                digest.update(buffer, 0, read)
            }
        }
    }
}
`,
  'kotlin/pictures/Picture.kt': `/** Pictures: red, green, blue and opacity of each pixel. */
package snapc.runtime

import java.nio.ByteBuffer

/**
 * @property pixels four bytes for each pixel, row by row, in a direct buffer: what \`Bitmap.copyPixelsFromBuffer\` takes
 * for \`ARGB_8888\`
 */
open class Picture(val width: Int, val height: Int, val pixels: ByteBuffer)

/** In pixels. */
class PictureSize(val width: Int, val height: Int)

/** Of the text encoder, each step, and the decoder. */
class Milliseconds internal constructor(val text: Double, val steps: List<Double>, val decoder: Double)

/**
 * @property seed what was given, or drawn
 * @property droppedTokens how many tokens of the prompt the text encoder could not take
 */
class Generated internal constructor(
    width: Int,
    height: Int,
    pixels: ByteBuffer,
    val seed: Long,
    val steps: Int,
    val guidance: Double,
    val droppedTokens: Int,
    val milliseconds: Milliseconds
) : Picture(width, height, pixels)
`,
  'kotlin/pictures/Redirects.kt': `/** Where a server sends a request on to, and for whom the headers of an app are. */
package snapc.runtime

import java.net.HttpURLConnection
import java.net.MalformedURLException
import java.net.URL

internal class Redirects(private val served: URL) {
    /** What an app sends, such as a key, is for the server that it has named and for nobody that this one names. */
    fun isServer(address: URL): Boolean =
        address.protocol == served.protocol && address.host.equals(served.host, true) && portOf(address) == portOf(served)

    /**
     * The next address for an answer; null where it is no redirect. What cannot be followed throws: other protocols
     * than HTTP's, and those without TLS for one with it.
     */
    fun next(connection: HttpURLConnection, status: Int): URL? {
        if (status !in STATUSES) return null
        val location = connection.getHeaderField("Location") ?: throw MalformedURLException("a redirect without an address")
        val next = URL(connection.url, location)
        val isSafe = next.protocol == "https" || next.protocol == "http" && connection.url.protocol == "http"
        if (!isSafe) throw MalformedURLException("a redirect to \${next.protocol}, which is not followed")
        return next
    }

    private fun portOf(address: URL): Int = if (address.port < 0) address.defaultPort else address.port

    companion object {
        const val MOST = 5
        private val STATUSES = setOf(301, 302, 303, 307, 308)
    }
}
`,
  'kotlin/pictures/RemoteFile.kt': `/** A file of a pipeline that an app fetches instead of carrying it. */
package snapc.runtime

import java.io.File
import java.net.URL
import java.security.MessageDigest

/**
 * @property path from the served folder on, and from the folder on that \`Pipeline.load\` takes
 * @property sha256 in hexadecimal digits
 */
class RemoteFile internal constructor(val path: String, val bytes: Long, val sha256: String) {
    internal fun within(folder: File): File {
        val names = path.split('/')
        val isStrange = bytes < 0 || names.any { it in listOf("", ".", "..") || '\\\\' in it || '\\u0000' in it }
        if (isStrange) throw downloadFault(ErrorKind.ARGUMENT, "\\"$path\\" has no place in the folder")
        return File(folder, path)
    }

    /** The query of the folder's address, such as a signature, goes with every file. */
    internal fun within(served: URL): URL {
        val query = served.query?.let { "?$it" } ?: ""
        return URL(served, "\${served.path.removeSuffix("/")}/$path$query")
    }

    internal fun has(digest: MessageDigest): Boolean =
        sha256 == digest.digest().joinToString("") { "%02x".format(it) }

    internal fun altered(): SnapcException = downloadFault(
        ErrorKind.WEIGHTS,
        "$path on the server is not the file that was compiled. Serve the emitted folder again."
    )
}

internal fun downloadFault(kind: ErrorKind, message: String, cause: Throwable? = null): SnapcException {
    val fault = SnapcException(kind.ordinal, message.toByteArray(), 0, -1, ByteArray(0))
    if (cause != null) fault.initCause(cause)
    return fault
}
`,
  'kotlin/pictures/Request.kt': `/** What a picture is asked for with, and what is told on the way to it. */
package snapc.runtime

import java.nio.FloatBuffer

/** \`FAST\` maps latents to colours, one pixel for each; \`DECODED\` runs the decoder at each step. */
enum class Preview { NONE, FAST, DECODED }

/** \`PHILOX\` gives the same bits in every language; \`TORCH\` draws what torch.randn does with the seed on a CPU. */
enum class RandomNumbers { PHILOX, TORCH }

/** \`SPARE\` has one model in memory at a time: it is read again whenever it is used. */
enum class MemoryMode { KEEP, SPARE }

enum class PartName { TEXT_ENCODER, UNET, DECODER, ENCODER }

/** Is called on the thread that loads; \`total\` is 0 where there is nothing to count. */
typealias PartProgress = (part: PartName, phase: LoadPhase, done: Long, total: Long) -> Unit

/**
 * @property step from 1 to \`steps\`
 * @property latents channels x height x width; valid during the call
 * @property preview where one was asked for
 */
class StepReport internal constructor(
    val step: Int,
    val steps: Int,
    val latents: FloatBuffer,
    val milliseconds: Double,
    val preview: Picture?
)

/**
 * @property negativePrompt what the picture should not show; counts where guidance is not 1
 * @property guidance how much the prompt counts; 1 takes the model's word for it
 * @property seed from 0 to 2^53 - 1; drawn where there is none, and told with the picture
 * @property width of the picture in pixels; with [height] one of the pipeline's sizes. Where neither is said it is that of
 * the image, or the first
 * @property image a picture to begin with, of the same size
 * @property strength how much of that picture is drawn anew, from 0 to 1
 * @property onStep is called after each step on the thread that draws; what it throws ends the drawing
 */
class Request @JvmOverloads constructor(
    val prompt: String,
    val negativePrompt: String = "",
    val steps: Int? = null,
    val guidance: Double? = null,
    val seed: Long? = null,
    val width: Int? = null,
    val height: Int? = null,
    val image: Picture? = null,
    val strength: Double = 0.8,
    val preview: Preview = Preview.NONE,
    val random: RandomNumbers = RandomNumbers.PHILOX,
    val onStep: ((StepReport) -> Unit)? = null
)
`,
  'kotlin/pictures/Utf8.kt': `/** Texts as the native library takes them. */
package snapc.runtime

import java.nio.CharBuffer
import java.nio.charset.CodingErrorAction

/** A surrogate alone becomes U+FFFD, as on the web; Java's own choice is a question mark. */
internal fun utf8Of(text: String): ByteArray {
    val encoded = Charsets.UTF_8.newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .replaceWith("\\uFFFD".toByteArray())
        .encode(CharBuffer.wrap(text))
    return ByteArray(encoded.remaining()).also { encoded.get(it) }
}
`,
};

export const templates = {
  'AndroidManifest.xml': `<?xml version="1.0" encoding="utf-8"?>
<manifest />
`,
  'CMakeLists.txt': `# {{comment title}}, compiled for NNAPI by snapc: the library and its command-line tool, for Android or a host.
#
# NNAPI is deprecated since Android 15; README.md says what serves newer phones better.
# On Android the NDK has NNAPI. Elsewhere NNAPI_INCLUDE_DIR is the folder above android/NeuralNetworks.h, and
# NNAPI_LIBRARY a libneuralnetworks.so.

cmake_minimum_required(VERSION 3.18)
project({{library}} LANGUAGES CXX)

# An app may have several models, but a build has only one target of that name.
set(SNAPC_IS_TOP_LEVEL OFF)
if(CMAKE_SOURCE_DIR STREQUAL CMAKE_CURRENT_SOURCE_DIR)
  set(SNAPC_IS_TOP_LEVEL ON)
endif()

option(SNAPC_BUILD_JNI "Build the library that the Kotlin sources load" \${ANDROID})
option(SNAPC_BUILD_TOOLS "Build run_model" \${SNAPC_IS_TOP_LEVEL})
set(NNAPI_INCLUDE_DIR "" CACHE PATH "Folder of android/NeuralNetworks.h; the NDK's on Android")
set(JNI_INCLUDE_DIRS "" CACHE STRING "Folders of jni.h and jni_md.h; the NDK's on Android")
set(NNAPI_LIBRARY "" CACHE FILEPATH "NNAPI's library; the NDK's on Android")

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release)
endif()

set(SNAPC_NNAPI_LIBRARY neuralnetworks)
if(NNAPI_LIBRARY)
  set(SNAPC_NNAPI_LIBRARY "\${NNAPI_LIBRARY}")
elseif(NOT ANDROID)
  message(FATAL_ERROR "Set NNAPI_LIBRARY to a libneuralnetworks.so, and NNAPI_INCLUDE_DIR to the folder of its header")
endif()

file(GLOB SNAPC_SOURCES CONFIGURE_DEPENDS
  "\${CMAKE_CURRENT_SOURCE_DIR}/src/*.cpp" "\${CMAKE_CURRENT_SOURCE_DIR}/src/runtime/*.cpp")
add_library({{library}} STATIC \${SNAPC_SOURCES})
target_compile_features({{library}} PUBLIC cxx_std_17)
set_target_properties({{library}} PROPERTIES POSITION_INDEPENDENT_CODE ON CXX_EXTENSIONS OFF)
target_compile_options({{library}} PRIVATE -Wall -Wextra)
target_include_directories({{library}} PUBLIC "\${CMAKE_CURRENT_SOURCE_DIR}/include")
target_link_libraries({{library}} PUBLIC "\${SNAPC_NNAPI_LIBRARY}" \${CMAKE_DL_LIBS})
if(NNAPI_INCLUDE_DIR)
  target_include_directories({{library}} PUBLIC "\${NNAPI_INCLUDE_DIR}")
endif()
if(ANDROID)
  target_link_libraries({{library}} PUBLIC log)
else()
  # The NDK's header marks what each Android brought; elsewhere that means nothing.
  target_compile_options({{library}} PUBLIC "-D__INTRODUCED_IN(x)=")
endif()

if(SNAPC_BUILD_TOOLS)
  file(GLOB SNAPC_TOOL_SOURCES CONFIGURE_DEPENDS "\${CMAKE_CURRENT_SOURCE_DIR}/tools/*.cpp")
  add_executable(run_model \${SNAPC_TOOL_SOURCES})
  set_target_properties(run_model PROPERTIES CXX_EXTENSIONS OFF)
  target_compile_options(run_model PRIVATE -Wall -Wextra)
  target_compile_definitions(run_model PRIVATE SNAPC_MODEL={{library}})
  target_link_libraries(run_model PRIVATE {{library}})
endif()

if(SNAPC_BUILD_JNI)
  file(GLOB SNAPC_JNI_SOURCES CONFIGURE_DEPENDS "\${CMAKE_CURRENT_SOURCE_DIR}/jni/*.cpp")
  add_library({{libraryFile}}_jni SHARED \${SNAPC_JNI_SOURCES})
  set_target_properties({{libraryFile}}_jni PROPERTIES CXX_EXTENSIONS OFF CXX_VISIBILITY_PRESET hidden)
  target_compile_options({{libraryFile}}_jni PRIVATE -Wall -Wextra)
  target_compile_definitions({{libraryFile}}_jni PRIVATE SNAPC_MODEL={{library}} "SNAPC_JAVA_PACKAGE=\\"{{kotlinFolder}}\\"")
  target_link_libraries({{libraryFile}}_jni PRIVATE {{library}})
  if(ANDROID)
    # The static library's symbols stay inside: an app may hold several models.
    target_link_options({{libraryFile}}_jni PRIVATE -Wl,--exclude-libs,ALL -Wl,-z,max-page-size=16384)
  else()
    target_include_directories({{libraryFile}}_jni PRIVATE \${JNI_INCLUDE_DIRS})
  endif()
endif()
`,
  'Model.kt': `// {{comment title}}, compiled for NNAPI by snapc: load it once, run it as often as you like.
//
// NNAPI is deprecated since Android 15: drivers are optional there and may be gone from a new phone. Everything then
// runs on a slow CPU implementation, which loading warns about. LiteRT with its GPU delegate, a vendor's delegate such
// as Qualcomm's QNN, or the same model compiled for WebGPU serve newer phones better.
package {{kotlinPackage}}

import java.io.Closeable
import java.io.File
import java.nio.ByteBuffer
import java.nio.ByteOrder

internal const val LIBRARY = "{{libraryFile}}_jni"

private fun buffer(bytes: Int): ByteBuffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder())

/** What the model takes: direct buffers in native order, read from their beginning. */
class Inputs(
{{#each inputs}}
    /** {{comment documentation}}, {{bytes}} bytes, each element a {{kotlin}}. */
    val {{property}}: ByteBuffer = buffer({{bytes}}){{#unless @last}},{{/unless}}
{{/each}}
)

/** What the model gives: direct buffers in native order, written from their beginning. */
class Outputs(
{{#each outputs}}
    /** {{comment documentation}}, {{bytes}} bytes, each element a {{kotlin}}. */
    val {{property}}: ByteBuffer = buffer({{bytes}}){{#unless @last}},{{/unless}}
{{/each}}
)

/** Calls block: from coroutines use \`runInterruptible(Dispatchers.Default)\`. Several threads may run one model. */
class Model private constructor(private val session: Session) : Closeable {
    /** @throws SnapcException with a message that says what is wrong */
    fun run(inputs: Inputs, outputs: Outputs = Outputs(), cancellation: Cancellation? = null): Outputs {
        session.run(
            listOf<ByteBuffer>({{#each inputs}}inputs.{{property}}{{#unless @last}}, {{/unless}}{{/each}}),
            listOf<ByteBuffer>({{#each outputs}}outputs.{{property}}{{#unless @last}}, {{/unless}}{{/each}}),
            cancellation
        )
        return outputs
    }

    /** Memory that the driver maps, for a denoising loop; \`feedback\` maps outputs to the inputs of the next step. */
    fun loop(feedback: Map<Int, Int> = emptyMap()): Loop = session.loop(feedback)

    /** Frees the model when the calls under way have ended. Close its loops first. */
    override fun close() = session.close()

    companion object {
{{#each inputs}}
        /** The place of {{property}} among the inputs. */
        const val INPUT_{{property}} = {{@index}}
{{/each}}
{{#each outputs}}
        /** The place of {{property}} among the outputs. */
        const val OUTPUT_{{property}} = {{@index}}
{{/each}}

        /**
         * @param weights the folder that holds weights_0.bin and the pools after it
         * @throws SnapcException with a message that says what is wrong; nothing stays behind then
         */
        @JvmStatic
        @JvmOverloads
        fun load(
            weights: File,
            options: Options = Options(),
            progress: Progress? = null,
            cancellation: Cancellation? = null
        ): Model = load(Weights.inFolder(weights), options, progress, cancellation)

        /** The same with weights in files that are open already. */
        @JvmStatic
        @JvmOverloads
        fun load(
            weights: Weights,
            options: Options = Options(),
            progress: Progress? = null,
            cancellation: Cancellation? = null
        ): Model = Model(Session.load(weights, options, progress, cancellation))
    }
}
`,
  'README.md': `# {{comment title}}

A library that runs the model on Android's Neural Networks API (NNAPI), feature level {{featureLevel}} or newer
(Android SDK {{sdk}} or newer), with a command-line tool and an Android module.

**NNAPI is deprecated since Android 15.** It still works there, but drivers are optional and a new phone may have none;
everything then runs on \`nnapi-reference\`, a slow CPU implementation, which loading warns about or refuses
(\`Options::fallback\`). NNAPI also takes it, without a word, when a driver fails, unless it is refused. What serves newer
phones better: LiteRT with its GPU delegate, a vendor's delegate for it (Qualcomm's QNN), or the same model compiled for
WebGPU.

## C++

    cmake -S . -B build -DCMAKE_TOOLCHAIN_FILE=$NDK/build/cmake/android.toolchain.cmake \\
      -DANDROID_ABI=arm64-v8a -DANDROID_PLATFORM=android-{{sdk}}
    cmake --build build

On a host, \`NNAPI_INCLUDE_DIR\` and \`NNAPI_LIBRARY\` choose the header and a \`libneuralnetworks.so\`.

\`\`\`cpp
#include "{{library}}/{{library}}.h"

auto model = {{library}}::Model::load(snapc::Weights::inFolder(folder));
model.run(inputs, outputs);  // blocks; throws snapc::Error
\`\`\`

\`Model::loop\` gives memory that the driver maps, for a denoising loop without copies. \`weights/\` holds the pools; put
them where the app can map them, such as its files folder: they cannot be mapped out of compressed assets. Loading
compares their SHA-256, which takes some seconds for a gigabyte; \`Options::verifyWeights\` turns that off once they have
been verified, for example after a download.

## Command line

    run_model --weights weights{{#each inputs}} --input NAME=FILE.npy{{/each}}{{#each outputs}} --output NAME=FILE.npy{{/each}}

\`run_model --list-tensors\` prints the names, \`--list-devices\` the devices, \`--help\` everything else.

\`--time N\` runs it N times more in a burst on shared memory and prints how long a run takes. A file of an output appears
when everything has succeeded, and whole; errors are one line on standard error, and the exit code is 1.

## Android

\`android/\` is a Gradle module (\`{{kotlinPackage}}.Model\`) that builds an AAR (\`gradle assembleRelease\` in it, with the NDK
installed), or that an app includes:

\`\`\`groovy
// settings.gradle
include ':{{libraryFile}}'
project(':{{libraryFile}}').projectDir = file('path/to/{{library}}/android')
// build.gradle of the app
dependencies { implementation project(':{{libraryFile}}') }
\`\`\`

Its \`consumer-rules.pro\` keeps for ProGuard and R8 what the native library finds by name. The weights are no part of it:
put them into a folder of the app (\`Context.filesDir\`), or give descriptors of open files (\`Weights.fromDescriptors\`).

Calls block and notice an interrupted thread before they begin. From coroutines:

\`\`\`kotlin
val model = runInterruptible(Dispatchers.IO) { Model.load(File(filesDir, "weights"), Options(cacheFolder = codeCacheDir)) }
val outputs = runInterruptible(Dispatchers.Default) { model.run(inputs) }
\`\`\`

NNAPI cannot stop an execution midway: a \`Cancellation\` ends a load between its steps and a loop between two runs.
`,
  'build.gradle': `// The Android module of a model that snapc compiled for NNAPI; NNAPI is deprecated since Android 15 (see README.md).
plugins {
    id 'com.android.library'
    id 'org.jetbrains.kotlin.android'
}

android {
    namespace = '{{kotlinPackage}}'
    compileSdk = 34

    defaultConfig {
        minSdk = {{sdk}}
        consumerProguardFiles 'consumer-rules.pro'
        externalNativeBuild {
            cmake {
                arguments '-DANDROID_STL=c++_static', '-DSNAPC_BUILD_TOOLS=OFF'
                targets '{{libraryFile}}_jni'
            }
        }
        ndk {
            abiFilters 'arm64-v8a', 'x86_64'
        }
    }

    externalNativeBuild {
        cmake {
            path = file('../CMakeLists.txt')
        }
    }

    compileOptions {
        sourceCompatibility = JavaVersion.VERSION_11
        targetCompatibility = JavaVersion.VERSION_11
    }
}

tasks.withType(org.jetbrains.kotlin.gradle.tasks.KotlinCompile).configureEach {
    compilerOptions.jvmTarget.set(org.jetbrains.kotlin.gradle.dsl.JvmTarget.JVM_11)
}
`,
  'consumer-rules.pro': `# The native library finds these by their names.
-keep class {{kotlinPackage}}.NativeModel { *; }
-keep class {{kotlinPackage}}.NativeProgress { *; }
-keep class {{kotlinPackage}}.NativeWarnings { *; }
-keep class {{kotlinPackage}}.SnapcException { *; }
`,
  'model.cpp': `// {{comment title}}, compiled for NNAPI by snapc: the typed API over the session.

#include "{{library}}/{{library}}.h"

#include "tables.h"

namespace {{library}} {

Model Model::load(const snapc::Weights& weights, const snapc::Options& options, const snapc::Progress& progress,
                  const snapc::Cancellation* cancellation) {
  return Model(snapc::Session::load(modelTables(), weights, options, progress, cancellation));
}

void Model::run(const Inputs& inputs, const Outputs& outputs, const snapc::Cancellation* cancellation) const {
{{#unless inputs}}
  (void)inputs;
{{/unless}}
  session_.run(
      {
{{#each inputs}}
          snapc::bytesOf(inputs.{{property}}),
{{/each}}
      },
      {
{{#each outputs}}
          snapc::bytesOf(outputs.{{property}}),
{{/each}}
      },
      cancellation);
}

snapc::Loop Model::loop(const std::vector<snapc::Feedback>& feedback) const {
  return snapc::Loop(session_, feedback);
}

}  // namespace {{library}}
`,
  'model.h': `// {{comment title}}, compiled for NNAPI by snapc: load it once, run it as often as you like.
//
// NNAPI is deprecated since Android 15. It still works there, but drivers are optional and may be gone from a new
// phone; everything then runs on a slow CPU implementation, which loading warns about. LiteRT with its GPU delegate, a
// vendor's delegate such as Qualcomm's QNN, or the same model compiled for WebGPU serve newer phones better.

#ifndef SNAPC_{{library}}_H
#define SNAPC_{{library}}_H

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "snapc/cancellation.h"
#include "snapc/device.h"
#include "snapc/error.h"
#include "snapc/loop.h"
#include "snapc/session.h"

namespace {{library}} {

/// What the model takes: elements in row-major order that stay the caller's.
struct Inputs {
{{#each inputs}}
  /// {{comment documentation}}, {{count}} elements.
  snapc::Span<const {{scalar}}> {{property}};
{{/each}}
};

/// Where the model writes what it gives.
struct Outputs {
{{#each outputs}}
  /// {{comment documentation}}, {{count}} elements.
  snapc::Span<{{scalar}}> {{property}};
{{/each}}
};

class Model {
 public:
  /// Checks and maps the weights, builds the model and compiles it. Throws snapc::Error; nothing stays behind then.
  static Model load(const snapc::Weights& weights, const snapc::Options& options = {},
                    const snapc::Progress& progress = {}, const snapc::Cancellation* cancellation = nullptr);

  /// Blocks until the outputs are written. Several threads may run one model. Throws snapc::Error.
  void run(const Inputs& inputs, const Outputs& outputs, const snapc::Cancellation* cancellation = nullptr) const;

  /// For a denoising loop: memory that the driver maps, and outputs that become the next step's inputs.
  snapc::Loop loop(const std::vector<snapc::Feedback>& feedback = {}) const;

  /// The interface by the names of the ONNX model.
  const snapc::Session& session() const { return session_; }

 private:
  explicit Model(snapc::Session session) : session_(std::move(session)) {}
  snapc::Session session_;
};

/// Places in a loop, and in the session's lists.
enum InputIndex : std::size_t {
{{#each inputs}}
  input_{{property}} = {{@index}},
{{/each}}
};
enum OutputIndex : std::size_t {
{{#each outputs}}
  output_{{property}} = {{@index}},
{{/each}}
};

}  // namespace {{library}}

#endif
`,
  'settings.gradle': `pluginManagement {
    repositories {
        google()
        mavenCentral()
        gradlePluginPortal()
    }
    plugins {
        id 'com.android.library' version '8.2.2'
        id 'org.jetbrains.kotlin.android' version '1.9.22'
    }
}

dependencyResolutionManagement {
    repositories {
        google()
        mavenCentral()
    }
}

rootProject.name = '{{libraryFile}}'
`,
  'tables.cpp': `// {{comment title}}, compiled for NNAPI by snapc: the model as tables.

#include "tables.h"

namespace {{library}} {
namespace {

using E = snapc::ElementType;

{{#each tableRows}}
{{#unless isEmpty}}
alignas(8) constexpr {{type}} {{name}}Rows[] = {
{{rows}}
};
{{/unless}}
constexpr snapc::Table<{{type}}> {{name}}Table{ {{#if isEmpty}}nullptr, 0{{else}}{{name}}Rows, sizeof({{name}}Rows) / sizeof({{name}}Rows[0]){{/if}} };

{{/each}}
constexpr snapc::PoolEntry poolRows[] = {
{{#each pools}}
    {"{{file}}", {{bytes}}u, "{{sha256}}"},
{{else}}
    {nullptr, 0u, nullptr},
{{/each}}
};

const snapc::ModelTables all = {
    {{string title}},
    {{featureLevel}},
    {{relaxed}},
    typesTable,
    dimensionsTable,
    channelsTable,
    operandsTable,
    immediatesTable,
    operationsTable,
    indicesTable,
    nodesTable,
    inputsTable,
    outputsTable,
    {poolRows, {{pools.length}} },
    { {
        {{token}}
    } },
};

}  // namespace

const snapc::ModelTables& modelTables() { return all; }

}  // namespace {{library}}
`,
  'tables.h': `// {{comment title}}, compiled for NNAPI by snapc: where the tables are.

#ifndef SNAPC_{{library}}_TABLES_H
#define SNAPC_{{library}}_TABLES_H

#include "snapc/tables.h"

namespace {{library}} {

const snapc::ModelTables& modelTables();

}  // namespace {{library}}

#endif
`,
} as const;

export const picturesTemplates = {
  'CMakeLists.txt': `# {{comment title}}: words in, a picture out. Compiled for NNAPI by snapc: the library and its command-line tool.
#
# NNAPI is deprecated since Android 15; README.md says what serves newer phones better.
# On Android the NDK has NNAPI. Elsewhere NNAPI_INCLUDE_DIR is the folder above android/NeuralNetworks.h, and
# NNAPI_LIBRARY a libneuralnetworks.so.

cmake_minimum_required(VERSION 3.18)
project({{library}} LANGUAGES CXX)

# An app may have several models, but a build has only one target of that name.
set(SNAPC_IS_TOP_LEVEL OFF)
if(CMAKE_SOURCE_DIR STREQUAL CMAKE_CURRENT_SOURCE_DIR)
  set(SNAPC_IS_TOP_LEVEL ON)
endif()

option(SNAPC_BUILD_JNI "Build the library that the Kotlin sources load" \${ANDROID})
option(SNAPC_BUILD_TOOLS "Build draw" \${SNAPC_IS_TOP_LEVEL})
set(NNAPI_INCLUDE_DIR "" CACHE PATH "Folder of android/NeuralNetworks.h; the NDK's on Android")
set(JNI_INCLUDE_DIRS "" CACHE STRING "Folders of jni.h and jni_md.h; the NDK's on Android")
set(NNAPI_LIBRARY "" CACHE FILEPATH "NNAPI's library; the NDK's on Android")

if(NOT CMAKE_BUILD_TYPE AND NOT CMAKE_CONFIGURATION_TYPES)
  set(CMAKE_BUILD_TYPE Release)
endif()

set(SNAPC_NNAPI_LIBRARY neuralnetworks)
if(NNAPI_LIBRARY)
  set(SNAPC_NNAPI_LIBRARY "\${NNAPI_LIBRARY}")
elseif(NOT ANDROID)
  message(FATAL_ERROR "Set NNAPI_LIBRARY to a libneuralnetworks.so, and NNAPI_INCLUDE_DIR to the folder of its header")
endif()

file(GLOB SNAPC_SOURCES CONFIGURE_DEPENDS
  "\${CMAKE_CURRENT_SOURCE_DIR}/src/*.cpp" "\${CMAKE_CURRENT_SOURCE_DIR}/src/runtime/*.cpp"
  "\${CMAKE_CURRENT_SOURCE_DIR}/src/runtime/pictures/*.cpp")
add_library({{library}} STATIC \${SNAPC_SOURCES}
{{#each parts}}
  "\${CMAKE_CURRENT_SOURCE_DIR}/{{folder}}/tables.cpp"
{{/each}}
)
target_compile_features({{library}} PUBLIC cxx_std_17)
set_target_properties({{library}} PROPERTIES POSITION_INDEPENDENT_CODE ON CXX_EXTENSIONS OFF)
# Every language gets the same bits of noise and latents, which fused operations would round otherwise.
target_compile_options({{library}} PRIVATE -Wall -Wextra -ffp-contract=off)
target_include_directories({{library}} PUBLIC "\${CMAKE_CURRENT_SOURCE_DIR}/include")
target_link_libraries({{library}} PUBLIC "\${SNAPC_NNAPI_LIBRARY}" \${CMAKE_DL_LIBS})
if(NNAPI_INCLUDE_DIR)
  target_include_directories({{library}} PUBLIC "\${NNAPI_INCLUDE_DIR}")
endif()
if(ANDROID)
  target_link_libraries({{library}} PUBLIC log)
else()
  # The NDK's header marks what each Android brought; elsewhere that means nothing.
  target_compile_options({{library}} PUBLIC "-D__INTRODUCED_IN(x)=")
endif()

if(SNAPC_BUILD_TOOLS)
  file(GLOB SNAPC_TOOL_SOURCES CONFIGURE_DEPENDS
    "\${CMAKE_CURRENT_SOURCE_DIR}/tools/*.cpp" "\${CMAKE_CURRENT_SOURCE_DIR}/tools/pictures/*.cpp")
  add_executable(draw \${SNAPC_TOOL_SOURCES})
  set_target_properties(draw PROPERTIES CXX_EXTENSIONS OFF)
  target_compile_options(draw PRIVATE -Wall -Wextra)
  target_compile_definitions(draw PRIVATE SNAPC_PIPELINE={{library}})
  target_link_libraries(draw PRIVATE {{library}})
endif()

if(SNAPC_BUILD_JNI)
  file(GLOB SNAPC_JNI_SOURCES CONFIGURE_DEPENDS
    "\${CMAKE_CURRENT_SOURCE_DIR}/jni/*.cpp" "\${CMAKE_CURRENT_SOURCE_DIR}/jni/pictures/*.cpp")
  add_library({{libraryFile}}_jni SHARED \${SNAPC_JNI_SOURCES})
  set_target_properties({{libraryFile}}_jni PROPERTIES CXX_EXTENSIONS OFF CXX_VISIBILITY_PRESET hidden)
  target_compile_options({{libraryFile}}_jni PRIVATE -Wall -Wextra)
  target_compile_definitions({{libraryFile}}_jni PRIVATE SNAPC_PIPELINE={{library}} "SNAPC_JAVA_PACKAGE=\\"{{kotlinFolder}}\\"")
  target_link_libraries({{libraryFile}}_jni PRIVATE {{library}})
  if(ANDROID)
    # The static library's symbols stay inside: an app may hold several models.
    target_link_options({{libraryFile}}_jni PRIVATE -Wl,--exclude-libs,ALL -Wl,-z,max-page-size=16384)
  else()
    target_include_directories({{libraryFile}}_jni PRIVATE \${JNI_INCLUDE_DIRS})
  endif()
endif()
`,
  'Pipeline.kt': `// {{comment title}}: words in, a picture out. Compiled for NNAPI by snapc.
//
// NNAPI is deprecated since Android 15: drivers are optional there and may be gone from a new phone. Everything then
// runs on a slow CPU implementation, which loading warns about. LiteRT with its GPU delegate, a vendor's delegate such
// as Qualcomm's QNN, or the same pipeline compiled for WebGPU serve newer phones better.
package {{kotlinPackage}}

import java.io.Closeable
import java.io.File
import java.net.URL

internal const val LIBRARY = "{{libraryFile}}_jni"

/** Calls block: from coroutines use \`runInterruptible(Dispatchers.Default)\`. Pictures are drawn one after another. */
class Pipeline private constructor(private val drawing: Drawing) : Closeable {
    /**
     * @throws SnapcException with a message that says what is wrong: every fault of the request at once
     * @throws java.util.concurrent.CancellationException when it is cancelled
     */
    fun generate(request: Request, cancellation: Cancellation? = null): Generated =
        drawing.generate(request, SIZES, cancellation)

    /** Frees the models when the calls under way have ended. */
    override fun close() = drawing.close()

    companion object {
        /** Of pictures that can be asked for, in pixels. */
        @JvmField
        val SIZES: List<PictureSize> = listOf(
{{#each sizes}}
            PictureSize({{width}}, {{height}}){{#unless @last}},{{/unless}}
{{/each}}
        )

        /** Of the usual size. */
        const val WIDTH = {{width}}
        const val HEIGHT = {{height}}

        /** What is taken when nothing else is asked for, and what can be asked for. */
        const val USUAL_STEPS = {{usual}}
        const val USUAL_GUIDANCE = {{guidance}}

        @JvmField
        val STEP_COUNTS: List<Int> = listOf({{stepCounts}})

        /** Whether pictures can be drawn over, and whether there are fast previews. */
        const val HAS_ENCODER = {{hasEncoder}}
        const val HAS_PREVIEW = {{hasPreview}}

        /** All that [load] reads. */
        @JvmField
        val FILES: List<RemoteFile> = listOf(
{{#each files}}
            RemoteFile("{{path}}", {{bytes}}L, "{{sha256}}"){{#unless @last}},{{/unless}}
{{/each}}
        )

        /**
         * Fetches the files that are not in the folder yet, each from where an earlier download broke off, and compares
         * their SHA-256. Then [load] from the folder; not before, as long as it throws.
         *
         * @param served the address of this library's folder on a server
         * @param folder of the app's own, as one in \`Context.filesDir\`
         * @throws SnapcException of the kinds DOWNLOAD, WEIGHTS for another file than the compiled one, or FILE
         * @throws java.util.concurrent.CancellationException when it is cancelled; what came is kept
         */
        @JvmStatic
        @JvmOverloads
        fun download(
            served: URL,
            folder: File,
            options: DownloadOptions = DownloadOptions(),
            progress: DownloadProgress? = null,
            cancellation: Cancellation? = null
        ) = Download(FILES, served, folder, options, progress, cancellation).run()

        /**
         * @param folder holds tokenizer.bin, steps.bin and the folders of the parts
         * @param progress is also told of models that are loaded while a picture is drawn
         * @throws SnapcException with a message that says what is wrong; nothing stays behind then
         */
        @JvmStatic
        @JvmOverloads
        fun load(
            folder: File,
            options: Options = Options(),
            memory: MemoryMode = MemoryMode.KEEP,
            progress: PartProgress? = null,
            cancellation: Cancellation? = null
        ): Pipeline = Pipeline(Drawing.load(folder, options, memory, progress, cancellation))
    }
}
`,
  'README.md': `# {{comment title}}

A library that draws pictures of {{sizesText}} from words on Android's Neural Networks API (NNAPI), Android SDK {{sdk}} or
newer, with a command-line tool and an Android module.

**NNAPI is deprecated since Android 15.** It still works there, but drivers are optional and a new phone may have none;
everything then runs on \`nnapi-reference\`, a slow CPU implementation, which loading warns about or refuses
(\`Options::fallback\`). What serves newer phones better: LiteRT with its GPU delegate, a vendor's delegate for it
(Qualcomm's QNN), or the same pipeline compiled for WebGPU.

The weights are the \`.bin\` files of this folder: \`tokenizer.bin\`, \`steps.bin\`, and those in the folders of the parts. Put them,
in these folders, where the app can map them, such as its files folder. Loading compares their SHA-256;
\`Options::verifyWeights\` turns that off for the parts once they have been verified, for example after a download.

## C++

    cmake -S . -B build -DCMAKE_TOOLCHAIN_FILE=$NDK/build/cmake/android.toolchain.cmake \\
      -DANDROID_ABI=arm64-v8a -DANDROID_PLATFORM=android-{{sdk}}
    cmake --build build

On a host, \`NNAPI_INCLUDE_DIR\` and \`NNAPI_LIBRARY\` choose the header and a \`libneuralnetworks.so\`.

\`\`\`cpp
#include "{{library}}/{{library}}.h"

snapc::PipelineOptions options;
options.folder = folder;
const auto pipeline = {{library}}::Pipeline::load(options);

snapc::Request request;
request.prompt = "a small green triangle above a red square";
request.seed = 7;
request.onStep = [](const snapc::StepReport& report) { /* report.step of report.steps */ };
const snapc::Generated picture = pipeline.generate(request);  // blocks; throws snapc::Error
\`\`\`

\`Request\` also has \`negativePrompt\`, \`steps\`, \`guidance\`, \`width\` and \`height\` ({{sizesText}}), \`image\` with \`strength\`, \`preview\`, \`random\` and \`cancellation\`, which
is looked at before each run of a model. \`MemoryMode::spare\` has one model in memory at a time. The same seed gives the same
noise on every phone and in every language.

The library itself downloads nothing: C++ has no HTTP of its own on Android, and each app its way of it. The folder must be
there before \`load\`. Apps in Kotlin have \`Pipeline.download\`, below; others fetch the \`.bin\` files by their own means, and
loading compares the hashes.

## Command line

    draw --weights . --prompt "a red circle" --seed 7 --out circle.png

\`draw --help\` prints the options. The file appears when everything has succeeded, and whole; errors are one line on
standard error, and the exit code is 1.

## Android

\`android/\` is a Gradle module (\`{{kotlinPackage}}.Pipeline\`) that builds an AAR (\`gradle assembleRelease\` in it, with the NDK
installed), or that an app includes:

\`\`\`groovy
// settings.gradle
include ':{{libraryFile}}'
project(':{{libraryFile}}').projectDir = file('path/to/this/folder/android')
// build.gradle of the app
dependencies { implementation project(':{{libraryFile}}') }
\`\`\`

Calls block and notice an interrupted thread before they begin. From coroutines:

\`\`\`kotlin
val pipeline = runInterruptible(Dispatchers.IO) { Pipeline.load(File(filesDir, "pictures"), Options(cacheFolder = codeCacheDir)) }
val picture = runInterruptible(Dispatchers.Default) { pipeline.generate(Request(prompt = "a red circle", seed = 7)) }
val bitmap = Bitmap.createBitmap(picture.width, picture.height, Bitmap.Config.ARGB_8888)
bitmap.copyPixelsFromBuffer(picture.pixels)
\`\`\`

An app need not carry the weights: put this folder on a server, and give the app the permission \`android.permission.INTERNET\`.
What broke off goes on where it was, in the same call or a later one; a file gets its name when its hash is right. Headers of
\`DownloadOptions\` go to that server only: where it redirects to another one, they stay behind.

\`\`\`kotlin
val folder = File(filesDir, "pictures")
runInterruptible(Dispatchers.IO) {
  Pipeline.download(URL("https://example.com/pictures/"), folder, progress = { done, total -> /* bytes */ })
}
\`\`\`
`,
  'consumer-rules.pro': `# The native library finds these by their names.
-keep class {{kotlinPackage}}.NativeModel { *; }
-keep class {{kotlinPackage}}.NativePartProgress { *; }
-keep class {{kotlinPackage}}.NativeSteps { *; }
-keep class {{kotlinPackage}}.NativeWarnings { *; }
-keep class {{kotlinPackage}}.SnapcException { *; }
`,
  'pipeline.cpp': `// {{comment title}}, compiled for NNAPI by snapc: what joins the models, as data.

#include "{{library}}/{{library}}.h"

#include <limits>

{{#each parts}}
#include "../{{folder}}/tables.h"
{{/each}}

namespace {{library}} {
namespace {

constexpr snapc::PictureSize sizes[] = {
{{#each sizes}}
    { {{height}}u, {{width}}u, { {{tile.height}}u, {{tile.width}}u} },
{{/each}}
};
constexpr std::uint32_t counts[] = {
{{counts}}
};
constexpr double initialNoise[] = {
{{initialNoise}}
};
{{#if hasPreview}}
constexpr std::array<double, 3> factors[] = {
{{factors}}
};
{{/if}}

const snapc::PipelineDescription described = {
    {{string title}},
    {sizes, sizeof(sizes) / sizeof(sizes[0])},
    { {{latent.channels}}u, {{latent.height}}u, {{latent.width}}u},
    {{scale}}u,
    {{scalingFactor}},
    {{shiftFactor}},
    { {{tile.height}}u, {{tile.width}}u},
    { {{string text.ids}}, {{string text.states}} },
    { {{string unet.sample}}, {{string unet.timestep}}, {{string unet.states}}, {{string unet.output}} },
    {{unet.batch}}u,
    { {{string decoder.latent}}, {{string decoder.picture}} },
    { {{#if hasEncoder}}{{string encoder.picture}}, {{string encoder.latent}}{{else}}nullptr, nullptr{{/if}} },
    {{isDistribution}},
    { { {{#if hasPreview}}factors, sizeof(factors) / sizeof(factors[0]){{else}}nullptr, 0{{/if}} }, { {{bias}} } },
    { {{usual}}u, {counts, sizeof(counts) / sizeof(counts[0])}, {initialNoise, sizeof(initialNoise) / sizeof(initialNoise[0])},
     {{#if clips}}{{clip}}{{else}}std::numeric_limits<double>::infinity(){{/if}} },
    {{guidance}},
    {"{{tokenizer.path}}", {{tokenizer.bytes}}u, "{{tokenizer.sha256}}"},
    {"{{steps.path}}", {{steps.bytes}}u, "{{steps.sha256}}"},
};

constexpr snapc::PartEntry parts[] = {
{{#each parts}}
    {snapc::PartName::{{part}}, {{sizes}}u, &{{namespace}}::modelTables, "{{weights}}/weights"},
{{/each}}
};

const snapc::PipelineTables all = {described, {parts, sizeof(parts) / sizeof(parts[0])}};

}  // namespace

/// For the tools beside.
const snapc::PipelineTables& pipelineTables();
const snapc::PipelineTables& pipelineTables() { return all; }

Pipeline Pipeline::load(const snapc::PipelineOptions& options, const snapc::PartProgress& progress,
                        const snapc::Cancellation* cancellation) {
  return Pipeline(snapc::PicturePipeline::load(all, options, progress, cancellation));
}

}  // namespace {{library}}
`,
  'pipeline.h': `// {{comment title}}: words in, a picture out. Compiled for NNAPI by snapc.
//
// NNAPI is deprecated since Android 15. It still works there, but drivers are optional and may be gone from a new
// phone; everything then runs on a slow CPU implementation, which loading warns about. LiteRT with its GPU delegate, a
// vendor's delegate such as Qualcomm's QNN, or the same pipeline compiled for WebGPU serve newer phones better.

#ifndef SNAPC_{{library}}_H
#define SNAPC_{{library}}_H

#include "snapc/device.h"
#include "snapc/error.h"
#include "snapc/pictures/pipeline.h"

namespace {{library}} {

/// Several threads may use one pipeline: pictures of {{sizesText}} are drawn one after another.
class Pipeline {
 public:
  /// Reads the tables, and loads the models unless memory is spared. Throws snapc::Error; nothing stays behind then.
  /// \`progress\` is also told of models that are loaded while a picture is drawn.
  static Pipeline load(const snapc::PipelineOptions& options, const snapc::PartProgress& progress = {},
                       const snapc::Cancellation* cancellation = nullptr);

  /// Blocks until the picture is drawn. Throws snapc::Error: every fault of the request at once.
  snapc::Generated generate(const snapc::Request& request) const { return pipeline_.generate(request); }

  /// Sizes, defaults, and what the models call their inputs and outputs.
  const snapc::PipelineDescription& description() const noexcept { return pipeline_.description(); }

 private:
  explicit Pipeline(snapc::PicturePipeline pipeline) : pipeline_(std::move(pipeline)) {}
  snapc::PicturePipeline pipeline_;
};

}  // namespace {{library}}

#endif
`,
} as const;
