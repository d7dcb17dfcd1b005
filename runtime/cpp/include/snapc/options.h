/// How a model is loaded and run.

#ifndef SNAPC_OPTIONS_H
#define SNAPC_OPTIONS_H

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace snapc {

enum class Preference { lowPower = 0, fastSingleAnswer = 1, sustainedSpeed = 2 };
enum class Priority { low = 90, medium = 100, high = 110 };

/// What to do when NNAPI would compute on its CPU reference, which takes minutes where an accelerator takes seconds.
/// Only `refuse` keeps NNAPI from using it when a driver fails.
enum class Fallback { refuse, warn, allow };

struct Options {
  /// Names as `devices()` gives them; NNAPI chooses among all when empty.
  std::vector<std::string> devices;
  Fallback fallback = Fallback::warn;
  Preference preference = Preference::sustainedSpeed;
  Priority priority = Priority::medium;
  /// A folder of the app's own, as Context.getCodeCacheDir; no caching when empty.
  std::string cacheFolder;
  /// Whether the weights are read once to compare their SHA-256. Without it, their size alone is compared.
  bool verifyWeights = true;
  /// Copies the weights into shared memory, for drivers that may not map the app's files.
  bool shareWeights = false;
  /// Both need exactly one device and Android 11; none when zero.
  std::chrono::nanoseconds compilationTimeout{0};
  std::chrono::nanoseconds executionTimeout{0};
  /// Gets each warning while the model loads; without it they go to the system's log.
  std::function<void(const std::string&)> onWarning;
};

enum class LoadPhase { verifying, building, compiling };

/// Is called on the loading thread; `total` is 0 where there is nothing to count.
using Progress = std::function<void(LoadPhase phase, std::uint64_t done, std::uint64_t total)>;

}  // namespace snapc

#endif
