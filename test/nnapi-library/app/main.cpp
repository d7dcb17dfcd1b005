/// Runs one scenario: app SCENARIO LIBRARIES SCRATCH [DETAIL]; without one, lists them.

#include <cstdio>
#include <exception>

#include "scenarios.h"

int main(int count, char** texts) {
  app::Scenarios scenarios;
  app::addLoading(scenarios);
  app::addRunning(scenarios);
  app::addCancelling(scenarios);
  app::addFiles(scenarios);
  if (count < 4) {
    for (const auto& scenario : scenarios) std::printf("%s\n", scenario.first.c_str());
    return 0;
  }
  const auto found = scenarios.find(texts[1]);
  if (found == scenarios.end()) {
    std::fprintf(stderr, "no scenario %s\n", texts[1]);
    return 2;
  }
  try {
    found->second({texts[2], texts[3], count > 4 ? texts[4] : ""});
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s: %s\n", texts[1], error.what());
    return 1;
  }
}
