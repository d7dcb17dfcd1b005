/// What Kotlin says of a load, as the library takes it.

#ifndef SNAPC_LOAD_REQUEST_H
#define SNAPC_LOAD_REQUEST_H

#include "java.h"
#include "snapc/options.h"
#include "snapc/weights.h"

namespace snapc {

/// `choices`: fallback, preference, priority, whether to verify, whether to share. `timeouts`: of compilation and
/// execution, in milliseconds.
Options optionsOf(JNIEnv* env, jobjectArray devices, jbyteArray cacheFolder, jintArray choices, jlongArray timeouts);

/// A folder, or when that is empty pairs of descriptor and offset.
Weights weightsOf(JNIEnv* env, jbyteArray folder, jlongArray descriptors);

/// Reports go to an object of Kotlin's NativeProgress, and warnings to one of NativeWarnings.
Progress progressTo(JNIEnv* env, jobject progress);
void warningsTo(JNIEnv* env, jobject warnings, Options& options);

}  // namespace snapc

#endif
