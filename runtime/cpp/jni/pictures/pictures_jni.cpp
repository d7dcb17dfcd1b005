/// Connects the Kotlin classes of a pipeline with the library: the native functions of NativeModel.

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
