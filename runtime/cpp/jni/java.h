/// Between Java's objects and those of the library; exceptions of one side become those of the other.

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
