/// Texts and exceptions across the border to Java.

#include "java.h"

namespace snapc {

JNIEnv* environmentOf(JavaVM* machine) {
  JNIEnv* env = nullptr;
  return machine->GetEnv(reinterpret_cast<void**>(&env), JNI_VERSION_1_6) == JNI_OK ? env : nullptr;
}

JavaObject::JavaObject(JNIEnv* env, jobject object) : object_(env->NewGlobalRef(object)) {
  env->GetJavaVM(&machine_);
  if (object_ == nullptr) throw JavaException();
}

JavaObject::~JavaObject() {
  JNIEnv* const own = env();
  if (own != nullptr) own->DeleteGlobalRef(object_);
}

jmethodID JavaObject::method(const char* name, const char* signature) const {
  JNIEnv* const own = env();
  const jclass type = own->GetObjectClass(object_);
  const jmethodID found = own->GetMethodID(type, name, signature);
  own->DeleteLocalRef(type);
  if (found == nullptr) throw JavaException();
  return found;
}

std::string textOf(JNIEnv* env, jbyteArray bytes) {
  const jsize count = env->GetArrayLength(bytes);
  std::string text(static_cast<std::size_t>(count), '\0');
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
