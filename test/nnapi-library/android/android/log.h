/** The function of Android's log that emitted libraries call, for compiling as on Android. */

#ifndef ANDROID_LOG_H
#define ANDROID_LOG_H

#ifdef __cplusplus
extern "C" {
#endif

enum { ANDROID_LOG_WARN = 5 };

int __android_log_write(int priority, const char* tag, const char* text);

#ifdef __cplusplus
}
#endif

#endif
