/// What Kotlin says of a picture, as the library takes it.

#ifndef SNAPC_PICTURES_DRAW_REQUEST_H
#define SNAPC_PICTURES_DRAW_REQUEST_H

#include "../java.h"
#include "snapc/pictures/pipeline.h"

namespace snapc {

/// `numbers` and `reals` as NativeModel.generate says.
Request requestOf(JNIEnv* env, jbyteArray prompt, jbyteArray negativePrompt, jlongArray numbers, jdoubleArray reals,
                  jobject image);

/// Reports go to an object of Kotlin's NativeSteps.
void stepsTo(JNIEnv* env, jobject steps, Request& request);

/// Reports go to an object of Kotlin's NativePartProgress.
PartProgress partProgressTo(JNIEnv* env, jobject progress);

/// The memory of a direct buffer. Throws Error for another.
struct BufferBytes {
  std::uint8_t* data;
  std::size_t count;
};
BufferBytes bytesOf(JNIEnv* env, jobject buffer);

}  // namespace snapc

#endif
