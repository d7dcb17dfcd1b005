/// The scenarios of the app by name; each is a process of its own.

#ifndef SNAPC_TEST_SCENARIOS_H
#define SNAPC_TEST_SCENARIOS_H

#include <map>
#include <string>

namespace app {

/// The folder of the emitted libraries, and one that may be written.
struct Place {
  std::string libraries;
  std::string scratch;
  /// What the scenario is about, where it takes something.
  std::string detail;
};

using Scenarios = std::map<std::string, void (*)(const Place&)>;

/// Loading: from folders and descriptors, with progress, and what it refuses.
void addLoading(Scenarios& scenarios);
/// Running: once, in loops, on several threads, and what a device does wrong.
void addRunning(Scenarios& scenarios);
/// Asking loads and runs to stop.
void addCancelling(Scenarios& scenarios);
/// NumPy's files, whole and broken.
void addFiles(Scenarios& scenarios);

}  // namespace app

#endif
