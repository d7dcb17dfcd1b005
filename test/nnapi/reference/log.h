/** Records what tests look at, one JSON object per line of the file that SNAPC_NNAPI_LOG names. */

#pragma once

#include <cstdint>
#include <string>

namespace reference {

/** A line under construction; it is written when it is destroyed. */
class LogLine {
 public:
  explicit LogLine(const char* event);
  LogLine(const LogLine&) = delete;
  LogLine& operator=(const LogLine&) = delete;
  ~LogLine();

  LogLine& text(const char* key, const std::string& value);
  LogLine& number(const char* key, int64_t value);
  LogLine& flag(const char* key, bool value);

 private:
  std::string line_;
};

/** Also written to standard error, as the runtime writes to Android's log. */
void logRefusal(const char* function, int code, const std::string& message);

/** A use of the API that is undefined behaviour on a phone ends the process here. */
[[noreturn]] void endMisuse(const std::string& message);

}  // namespace reference
