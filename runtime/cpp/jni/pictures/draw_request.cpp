/// Reads Kotlin's arrays, and calls its methods while a picture is drawn.

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
