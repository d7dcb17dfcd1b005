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

#include <map>

#include "snapc/error.h"

namespace snapc {

const char* const USAGE =
    "usage: run_model --weights DIR --input NAME=FILE.npy ... --output NAME=FILE.npy ... [options]\\n"
    "       run_model --list-devices | --list-tensors\\n"
    "  NAME is the tensor's name in the ONNX model.\\n"
    "  --time N               runs N times more and prints how long a run takes\\n"
    "  --device NAME          compiles for this device only; may be repeated\\n"
    "  --fallback POLICY      refuse, warn (default) or allow: what runs on NNAPI's slow CPU reference\\n"
    "  --cache DIR            keeps what the driver compiles in this folder\\n"
    "  --preference P         low-power, fast-single-answer or sustained-speed (default)\\n"
    "  --priority P           low, medium (default) or high\\n"
    "  --timeout SECONDS      of compilation and of each run; needs one --device\\n"
    "  --share-weights        copies the weights into shared memory\\n"
    "  --skip-verification    does not compare the SHA-256 of the weights\\n";

namespace {

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorKind::argument, message); }

std::pair<std::string, std::string> assignment(const std::string& flag, const std::string& text) {
  // Names may have an equals sign; the paths of files seldom do.
  const std::size_t at = text.rfind('=');
  if (at == std::string::npos || at == 0 || at + 1 == text.size()) fail(flag + " takes NAME=FILE.npy");
  return {text.substr(0, at), text.substr(at + 1)};
}

template <typename Value>
Value oneOf(const std::string& flag, const std::string& text, const std::map<std::string, Value>& values) {
  const auto found = values.find(text);
  if (found != values.end()) return found->second;
  std::string known;
  for (const auto& value : values) known += (known.empty() ? "" : ", ") + value.first;
  fail(flag + " takes one of " + known);
}

unsigned long number(const std::string& flag, const std::string& text) {
  if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos) {
    fail(flag + " takes a number");
  }
  return std::stoul(text);
}

bool readSwitch(Arguments& arguments, const std::string& flag) {
  if (flag == "--help") {
    arguments.help = true;
  } else if (flag == "--list-devices") {
    arguments.listDevices = true;
  } else if (flag == "--list-tensors") {
    arguments.listTensors = true;
  } else if (flag == "--share-weights") {
    arguments.options.shareWeights = true;
  } else if (flag == "--skip-verification") {
    arguments.options.verifyWeights = false;
  } else {
    return false;
  }
  return true;
}

void readValue(Arguments& arguments, const std::string& flag, const std::string& text) {
  Options& options = arguments.options;
  if (flag == "--weights") {
    arguments.weights = text;
  } else if (flag == "--input") {
    arguments.inputs.push_back(assignment(flag, text));
  } else if (flag == "--output") {
    arguments.outputs.push_back(assignment(flag, text));
  } else if (flag == "--time") {
    arguments.time = number(flag, text);
  } else if (flag == "--device") {
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
    options.compilationTimeout = std::chrono::seconds(number(flag, text));
    options.executionTimeout = options.compilationTimeout;
  } else {
    fail("unknown option " + flag);
  }
}

}  // namespace

Arguments parseArguments(int count, const char* const* texts) {
  Arguments arguments;
  for (int index = 1; index < count; ++index) {
    const std::string flag = texts[index];
    if (readSwitch(arguments, flag)) continue;
    if (flag.compare(0, 2, "--") != 0) fail("unexpected argument " + flag);
    if (index + 1 == count) fail(flag + " takes a value");
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
  if (read(stream, start, 10) != 10 || std::memcmp(start, "\\x93NUMPY", 6) != 0 || start[6] < 1 || start[6] > 3) {
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

void writeNpy(const std::string& path, const Array& array) {
  Stream stream(std::fopen(path.c_str(), "wb"));
  if (stream == nullptr) throw Error(ErrorKind::file, path + ": cannot be written: " + std::strerror(errno));
  const std::string header = npyHeader(array);
  const bool written = std::fwrite(header.data(), 1, header.size(), stream.get()) == header.size() &&
                       (array.bytes.empty() || std::fwrite(array.bytes.data(), 1, array.bytes.size(), stream.get()) ==
                                                   array.bytes.size());
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
  // It would make the renaming fail, after other files are in place.
  if (stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) refuse(path, "it is a folder");
  if (access(folderOf(path).c_str(), W_OK) != 0) refuse(path, std::strerror(errno));
}

OutputFiles::~OutputFiles() {
  for (const Pending& file : pending_) std::remove(file.staged.c_str());
}

void OutputFiles::add(const std::string& path, const Array& array) {
  requireWritable(path);
  for (const Pending& file : pending_) {
    if (file.path == path) throw Error(ErrorKind::argument, path + ": is given for two outputs");
  }
  const std::string staged = path + ".part-" + std::to_string(getpid()) + '-' + std::to_string(pending_.size());
  pending_.push_back({staged, path});
  writeNpy(staged, array);
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
#include "output_files.h"
#include "snapc/device.h"
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

void listDevices() {
  std::printf("runtime: feature level %lld\\n", static_cast<long long>(runtimeFeatureLevel()));
  for (const Device& device : devices()) {
    std::printf("%s: %s, version %s, feature level %lld\\n", device.name.c_str(), nameOf(device.type),
                device.version.c_str(), static_cast<long long>(device.featureLevel));
  }
}

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
  if (arguments.help) std::fputs(USAGE, stdout);
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
#include "snapc/device.h"
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

jobjectArray devices(JNIEnv* env, jclass) {
  return guarded<jobjectArray>(env, nullptr, [&] {
    std::vector<std::string> fields;
    for (const Device& device : snapc::devices()) {
      fields.insert(fields.end(), {device.name, nameOf(device.type), device.version,
                                   std::to_string(device.featureLevel)});
    }
    return arrayOf(env, fields.data(), fields.size());
  });
}

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

jlong newCancellation(JNIEnv*, jclass) { return handleOf(new Cancellation()); }

void cancel(JNIEnv*, jclass, jlong cancellation) { at<Cancellation>(cancellation)->cancel(); }

void freeCancellation(JNIEnv*, jclass, jlong cancellation) { delete at<Cancellation>(cancellation); }

template <typename Function>
JNINativeMethod method(const char* name, const char* signature, Function function) {
  return {const_cast<char*>(name), const_cast<char*>(signature), reinterpret_cast<void*>(function)};
}

jint registerFunctions(JNIEnv* env) {
  const std::string package = JAVA_PACKAGE;
  const jclass type = env->FindClass((package + "/NativeModel").c_str());
  if (type == nullptr) return JNI_ERR;
  const std::string loadSignature =
      "([B[J[[B[B[I[JL" + package + "/NativeProgress;L" + package + "/NativeWarnings;J)J";
  const JNINativeMethod methods[] = {
      method("load", loadSignature.c_str(), load),
      method("run", "(J[Ljava/nio/ByteBuffer;[Ljava/nio/ByteBuffer;J)V", run),
      method("free", "(J)V", freeModel),
      method("devices", "()[[B", devices),
      method("newLoop", "(J[I)J", newLoop),
      method("loopInput", "(JI)Ljava/nio/ByteBuffer;", loopInput),
      method("loopOutput", "(JI)Ljava/nio/ByteBuffer;", loopOutput),
      method("step", "(JJ)V", step),
      method("freeLoop", "(J)V", freeLoop),
      method("newCancellation", "()J", newCancellation),
      method("cancel", "(J)V", cancel),
      method("freeCancellation", "(J)V", freeCancellation),
  };
  constexpr jint COUNT = sizeof(methods) / sizeof(methods[0]);
  return env->RegisterNatives(type, methods, COUNT) == JNI_OK ? JNI_VERSION_1_6 : JNI_ERR;
}

}  // namespace
}  // namespace snapc

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* machine, void*) {
  JNIEnv* env = nullptr;
  if (machine->GetEnv(reinterpret_cast<void**>(&env), JNI_VERSION_1_6) != JNI_OK) return JNI_ERR;
  return snapc::registerFunctions(env);
}
`,
  'jni/load_request.cpp': `/// Reads Kotlin's arrays, and calls its methods while a model loads.

#include "load_request.h"

#include <chrono>
#include <vector>

namespace snapc {
namespace {

jmethodID methodOf(JNIEnv* env, jobject object, const char* name, const char* signature) {
  const jmethodID method = env->GetMethodID(env->GetObjectClass(object), name, signature);
  if (method == nullptr) throw JavaException();
  return method;
}

}  // namespace

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
  const jmethodID report = methodOf(env, progress, "report", "(IJJ)V");
  return [env, progress, report](LoadPhase phase, std::uint64_t done, std::uint64_t total) {
    env->CallVoidMethod(progress, report, static_cast<jint>(phase), static_cast<jlong>(done),
                        static_cast<jlong>(total));
    throwIfPending(env);
  };
}

void warningsTo(JNIEnv* env, jobject warnings, Options& options) {
  const jmethodID warn = methodOf(env, warnings, "warn", "([B)V");
  options.onWarning = [env, warnings, warn](const std::string& message) {
    const jbyteArray bytes = utf8Of(env, message);
    env->CallVoidMethod(warnings, warn, bytes);
    env->DeleteLocalRef(bytes);
    throwIfPending(env);
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

/// Reports go to an object of Kotlin's NativeProgress, and warnings to one of NativeWarnings, while the call lasts.
Progress progressTo(JNIEnv* env, jobject progress);
void warningsTo(JNIEnv* env, jobject warnings, Options& options);

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
)
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
                val choices = intArrayOf(
                    options.fallback.ordinal,
                    options.preference.code,
                    options.priority.code,
                    if (options.verifyWeights) 1 else 0,
                    if (options.shareWeights) 1 else 0
                )
                val timeouts = longArrayOf(options.compilationTimeoutMillis, options.executionTimeoutMillis)
                val model = NativeModel.load(
                    weights.folder.toByteArray(),
                    weights.descriptors,
                    options.devices.map { it.toByteArray() }.toTypedArray(),
                    (options.cacheFolder?.path ?: "").toByteArray(),
                    choices,
                    timeouts,
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

/** In the order of the native library's kinds. */
enum class ErrorKind { ARGUMENT, FILE, WEIGHTS, CACHE, DEVICE, UNSUPPORTED, CANCELLED, NEURAL_NETWORKS }

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
(\`Options::fallback\`). NNAPI also takes it, without a word, when a driver fails, unless it is refused. What serves newer phones better: LiteRT with its GPU delegate, a vendor's delegate for it
(Qualcomm's QNN), or the same model compiled for WebGPU.

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
    namespace '{{kotlinPackage}}'
    compileSdk 34

    defaultConfig {
        minSdk {{sdk}}
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
            path file('../CMakeLists.txt')
        }
    }

    compileOptions {
        sourceCompatibility JavaVersion.VERSION_1_8
        targetCompatibility JavaVersion.VERSION_1_8
    }

    kotlinOptions {
        jvmTarget = '1.8'
    }

    sourceSets {
        main.java.srcDirs += 'src/main/kotlin'
    }
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

#include <cstdint>

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
