/// Registers the functions of NativeModel, those among them that every library has included.

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
