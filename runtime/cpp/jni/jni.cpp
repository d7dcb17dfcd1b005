/// Connects the Kotlin classes with the library: the native functions of NativeModel.

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
