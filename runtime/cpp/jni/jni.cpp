/// Connects the Kotlin classes with the library: the native functions of NativeModel.

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
