/// Writes warnings to Android's log, or to the standard error of other systems.

#include "log.h"

#ifdef __ANDROID__
#include <android/log.h>
#else
#include <cstdio>
#endif

namespace snapc {

void warn(const Options& options, const std::string& message) {
  if (options.onWarning) {
    options.onWarning(message);
    return;
  }
#ifdef __ANDROID__
  __android_log_write(ANDROID_LOG_WARN, "snapc", message.c_str());
#else
  std::fprintf(stderr, "warning: %s\n", message.c_str());
#endif
}

}  // namespace snapc
