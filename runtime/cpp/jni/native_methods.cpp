/// Devices and cancellations, and how functions are registered.

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
