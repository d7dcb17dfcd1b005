/// Reads Kotlin's arrays, and calls its methods while a model loads.

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
