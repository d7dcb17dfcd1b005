/** Reads environment variables; one that makes no sense ends the process, since a test meant
 * something else. */

#include "environment.h"

#include <algorithm>
#include <cstdlib>
#include <sstream>
#include <thread>

#include "export.h"
#include "log.h"

namespace reference {

namespace {

constexpr int newestLevel = 8;

int64_t numberOf(const std::string& name, const std::string& text) {
  char* end = nullptr;
  const long long value = std::strtoll(text.c_str(), &end, 10);
  if (text.empty() || *end != '\0') endMisuse(name + " is no number: " + text);
  return value;
}

int level(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  if (text == nullptr) return otherwise;
  const int64_t value = numberOf(name, text);
  if (value < 1 || value > newestLevel) endMisuse(std::string(name) + " is not 1 to 8");
  return static_cast<int>(value);
}

}  // namespace

int64_t codeOfLevel(int level) {
  return level <= 5 ? ANEURALNETWORKS_FEATURE_LEVEL_1 + level - 1
                    : ANEURALNETWORKS_FEATURE_LEVEL_6 + level - 6;
}

int runtimeLevel() { return level("SNAPC_NNAPI_RUNTIME_LEVEL", newestLevel); }

int acceleratorLevel() { return level("SNAPC_NNAPI_DEVICE_LEVEL", runtimeLevel()); }

std::set<std::string> refusedOperations() {
  const char* text = std::getenv("SNAPC_NNAPI_REFUSE");
  std::set<std::string> names;
  std::istringstream words(text == nullptr ? "" : text);
  for (std::string name; std::getline(words, name, ',');) names.insert(name);
  return names;
}

bool acceleratorHidden() { return std::getenv("SNAPC_NNAPI_HIDE_ACCELERATOR") != nullptr; }

size_t mostThreads() {
  const char* name = "SNAPC_NNAPI_THREADS";
  const char* text = std::getenv(name);
  if (text == nullptr) return std::max(1u, std::thread::hardware_concurrency());
  const int64_t value = numberOf(name, text);
  if (value < 1) endMisuse(std::string(name) + " is less than 1");
  return static_cast<size_t>(value);
}

Failure plannedFailure() {
  const char* name = "SNAPC_NNAPI_FAIL_EXECUTION";
  const char* text = std::getenv(name);
  if (text == nullptr) return {0, ANEURALNETWORKS_NO_ERROR};
  const std::string value = text;
  const size_t colon = value.find(':');
  const int64_t execution = numberOf(name, value.substr(0, colon));
  if (colon == std::string::npos) return {execution, ANEURALNETWORKS_DEAD_OBJECT};
  return {execution, static_cast<int>(numberOf(name, value.substr(colon + 1)))};
}

}  // namespace reference
