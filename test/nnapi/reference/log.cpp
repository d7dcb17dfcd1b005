/** Writes log lines whole, one at a time, whichever thread they come from. */

#include "log.h"

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <mutex>

namespace reference {

namespace {

std::mutex writing;

std::string quoted(const std::string& text) {
  std::string result = "\"";
  for (const char character : text) {
    const auto code = static_cast<unsigned char>(character);
    if (code < 0x20) {
      char escaped[8];
      std::snprintf(escaped, sizeof escaped, "\\u%04x", static_cast<unsigned>(code));
      result += escaped;
    } else {
      if (character == '"' || character == '\\') result += '\\';
      result += character;
    }
  }
  return result + '"';
}

}  // namespace

LogLine::LogLine(const char* event) : line_("{\"event\":" + quoted(event)) {}

LogLine::~LogLine() {
  const char* path = std::getenv("SNAPC_NNAPI_LOG");
  if (path == nullptr) return;
  const std::lock_guard<std::mutex> lock(writing);
  std::ofstream(path, std::ios::app) << line_ << "}\n";
}

LogLine& LogLine::text(const char* key, const std::string& value) {
  line_ += "," + quoted(key) + ":" + quoted(value);
  return *this;
}

LogLine& LogLine::number(const char* key, int64_t value) {
  line_ += "," + quoted(key) + ":" + std::to_string(value);
  return *this;
}

LogLine& LogLine::flag(const char* key, bool value) {
  line_ += "," + quoted(key) + ":" + (value ? "true" : "false");
  return *this;
}

void logRefusal(const char* function, int code, const std::string& message) {
  LogLine("refusal").text("function", function).number("code", code).text("message", message);
  std::fprintf(stderr, "%s: %s (result %d)\n", function, message.c_str(), code);
}

void endMisuse(const std::string& message) {
  LogLine("misuse").text("message", message);
  std::fprintf(stderr, "misuse of NNAPI: %s\n", message.c_str());
  std::abort();
}

}  // namespace reference
