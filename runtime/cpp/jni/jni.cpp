/// Connects the Kotlin classes with the library; every exception becomes one of theirs.

#include <jni.h>

#include <memory>
#include <string>

#include "snapc/device.h"
#include "snapc/error.h"
#include "snapc/loop.h"
#include "snapc/session.h"

namespace SNAPC_MODEL {
/// In the generated source.
const snapc::ModelTables& modelTables();
}  // namespace SNAPC_MODEL

namespace {

constexpr const char* PACKAGE = SNAPC_JAVA_PACKAGE;

/// An exception of Java is under way already.
struct JavaException {};

template <typename Object>
Object* at(jlong handle) {
  return reinterpret_cast<Object*>(static_cast<std::intptr_t>(handle));
}

jlong handleOf(void* object) { return static_cast<jlong>(reinterpret_cast<std::intptr_t>(object)); }

std::string text(JNIEnv* env, jstring string) {
  const char* const characters = env->GetStringUTFChars(string, nullptr);
  if (characters == nullptr) throw JavaException();
  std::string copy = characters;
  env->ReleaseStringUTFChars(string, characters);
  return copy;
}

/// Java's form of UTF-8 differs beyond ASCII and may not hold what a name of a model does.
jstring string(JNIEnv* env, const std::string& text) {
  std::string plain;
  for (const char character : text) {
    plain += static_cast<unsigned char>(character) < 0x80 ? character : '?';
  }
  return env->NewStringUTF(plain.c_str());
}

void throwError(JNIEnv* env, const snapc::Error& error) {
  const jclass type = env->FindClass((std::string(PACKAGE) + "/SnapcException").c_str());
  if (type == nullptr) return;
  const jmethodID create = env->GetMethodID(type, "<init>", "(ILjava/lang/String;IJLjava/lang/String;)V");
  if (create == nullptr) return;
  const jobject thrown =
      env->NewObject(type, create, static_cast<jint>(error.kind()), string(env, error.what()),
                     static_cast<jint>(error.resultCode()), static_cast<jlong>(error.operation()),
                     string(env, error.origin()));
  if (thrown != nullptr) env->Throw(static_cast<jthrowable>(thrown));
}

template <typename Result, typename Call>
Result guarded(JNIEnv* env, Result onError, Call call) {
  try {
    return call();
  } catch (const JavaException&) {
  } catch (const snapc::Error& error) {
    throwError(env, error);
  } catch (const std::exception& error) {
    throwError(env, snapc::Error(snapc::ErrorKind::argument, error.what()));
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

snapc::Options optionsOf(JNIEnv* env, jobjectArray devices, jstring cacheFolder, jintArray choices,
                         jlongArray timeouts) {
  snapc::Options options;
  const jsize count = env->GetArrayLength(devices);
  for (jsize index = 0; index < count; ++index) {
    const auto name = static_cast<jstring>(env->GetObjectArrayElement(devices, index));
    options.devices.push_back(text(env, name));
    env->DeleteLocalRef(name);
  }
  jint chosen[5] = {};
  env->GetIntArrayRegion(choices, 0, 5, chosen);
  jlong milliseconds[2] = {};
  env->GetLongArrayRegion(timeouts, 0, 2, milliseconds);
  if (env->ExceptionCheck() != JNI_FALSE) throw JavaException();
  options.cacheFolder = text(env, cacheFolder);
  options.fallback = static_cast<snapc::Fallback>(chosen[0]);
  options.preference = static_cast<snapc::Preference>(chosen[1]);
  options.priority = static_cast<snapc::Priority>(chosen[2]);
  options.verifyWeights = chosen[3] != 0;
  options.shareWeights = chosen[4] != 0;
  options.compilationTimeout = std::chrono::milliseconds(milliseconds[0]);
  options.executionTimeout = std::chrono::milliseconds(milliseconds[1]);
  return options;
}

snapc::Progress progressOf(JNIEnv* env, jobject progress) {
  if (progress == nullptr) return {};
  const jmethodID report = env->GetMethodID(env->GetObjectClass(progress), "report", "(IJJ)V");
  if (report == nullptr) throw JavaException();
  return [env, progress, report](snapc::LoadPhase phase, std::uint64_t done, std::uint64_t total) {
    env->CallVoidMethod(progress, report, static_cast<jint>(phase), static_cast<jlong>(done),
                        static_cast<jlong>(total));
    if (env->ExceptionCheck() != JNI_FALSE) throw JavaException();
  };
}

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
      throw snapc::Error(snapc::ErrorKind::argument, "a buffer is not direct; use ByteBuffer.allocateDirect");
    }
    tensors.push_back({address, static_cast<std::size_t>(capacity)});
  }
  return tensors;
}

jlong load(JNIEnv* env, jclass, jstring weights, jobjectArray devices, jstring cacheFolder, jintArray choices,
           jlongArray timeouts, jobject progress, jlong cancellation) {
  return guarded<jlong>(env, 0, [&] {
    const snapc::Options options = optionsOf(env, devices, cacheFolder, choices, timeouts);
    const snapc::Weights folder = snapc::Weights::inFolder(text(env, weights));
    return handleOf(new snapc::Session(snapc::Session::load(SNAPC_MODEL::modelTables(), folder, options,
                                                            progressOf(env, progress),
                                                            at<snapc::Cancellation>(cancellation))));
  });
}

void run(JNIEnv* env, jclass, jlong model, jobjectArray inputs, jobjectArray outputs, jlong cancellation) {
  guarded(env, [&] {
    at<snapc::Session>(model)->run(tensorsOf<snapc::ConstTensor>(env, inputs), tensorsOf<snapc::Tensor>(env, outputs),
                                   at<snapc::Cancellation>(cancellation));
  });
}

void freeModel(JNIEnv*, jclass, jlong model) { delete at<snapc::Session>(model); }

jobjectArray devices(JNIEnv* env, jclass) {
  return guarded<jobjectArray>(env, nullptr, [&] {
    std::vector<std::string> fields;
    for (const snapc::Device& device : snapc::devices()) {
      fields.insert(fields.end(), {device.name, nameOf(device.type), device.version,
                                   std::to_string(device.featureLevel)});
    }
    const jclass type = env->FindClass("java/lang/String");
    if (type == nullptr) throw JavaException();
    const jobjectArray array = env->NewObjectArray(static_cast<jsize>(fields.size()), type, nullptr);
    if (array == nullptr) throw JavaException();
    for (std::size_t index = 0; index < fields.size(); ++index) {
      const jstring field = string(env, fields[index]);
      env->SetObjectArrayElement(array, static_cast<jsize>(index), field);
      env->DeleteLocalRef(field);
    }
    return array;
  });
}

jlong newLoop(JNIEnv* env, jclass, jlong model, jintArray feedback) {
  return guarded<jlong>(env, 0, [&] {
    std::vector<jint> numbers(static_cast<std::size_t>(env->GetArrayLength(feedback)));
    env->GetIntArrayRegion(feedback, 0, static_cast<jsize>(numbers.size()), numbers.data());
    if (env->ExceptionCheck() != JNI_FALSE) throw JavaException();
    std::vector<snapc::Feedback> pairs;
    for (std::size_t index = 0; index + 1 < numbers.size(); index += 2) {
      pairs.push_back({static_cast<std::size_t>(numbers[index]), static_cast<std::size_t>(numbers[index + 1])});
    }
    return handleOf(new snapc::Loop(*at<snapc::Session>(model), pairs));
  });
}

jobject loopInput(JNIEnv* env, jclass, jlong loop, jint index) {
  return guarded<jobject>(env, nullptr, [&] {
    const snapc::Tensor tensor = at<snapc::Loop>(loop)->input(static_cast<std::size_t>(index));
    return env->NewDirectByteBuffer(tensor.data, static_cast<jlong>(tensor.bytes));
  });
}

jobject loopOutput(JNIEnv* env, jclass, jlong loop, jint index) {
  return guarded<jobject>(env, nullptr, [&] {
    const snapc::ConstTensor tensor = at<snapc::Loop>(loop)->output(static_cast<std::size_t>(index));
    return env->NewDirectByteBuffer(const_cast<void*>(tensor.data), static_cast<jlong>(tensor.bytes));
  });
}

void step(JNIEnv* env, jclass, jlong loop, jlong cancellation) {
  guarded(env, [&] { at<snapc::Loop>(loop)->step(at<snapc::Cancellation>(cancellation)); });
}

void freeLoop(JNIEnv*, jclass, jlong loop) { delete at<snapc::Loop>(loop); }

jlong newCancellation(JNIEnv*, jclass) { return handleOf(new snapc::Cancellation()); }

void cancel(JNIEnv*, jclass, jlong cancellation) { at<snapc::Cancellation>(cancellation)->cancel(); }

void freeCancellation(JNIEnv*, jclass, jlong cancellation) { delete at<snapc::Cancellation>(cancellation); }

template <typename Function>
JNINativeMethod method(const char* name, const char* signature, Function function) {
  return {const_cast<char*>(name), const_cast<char*>(signature), reinterpret_cast<void*>(function)};
}

}  // namespace

extern "C" JNIEXPORT jint JNICALL JNI_OnLoad(JavaVM* machine, void*) {
  JNIEnv* env = nullptr;
  if (machine->GetEnv(reinterpret_cast<void**>(&env), JNI_VERSION_1_6) != JNI_OK) return JNI_ERR;
  const std::string package = PACKAGE;
  const jclass type = env->FindClass((package + "/NativeModel").c_str());
  if (type == nullptr) return JNI_ERR;
  const std::string loadSignature = "(Ljava/lang/String;[Ljava/lang/String;Ljava/lang/String;[I[JL" + package +
                                    "/NativeProgress;J)J";
  const JNINativeMethod methods[] = {
      method("load", loadSignature.c_str(), load),
      method("run", "(J[Ljava/nio/ByteBuffer;[Ljava/nio/ByteBuffer;J)V", run),
      method("free", "(J)V", freeModel),
      method("devices", "()[Ljava/lang/String;", devices),
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
