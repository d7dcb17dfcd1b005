/// Takes the time between calls.

#ifndef SNAPC_PICTURES_STOPWATCH_H
#define SNAPC_PICTURES_STOPWATCH_H

#include <chrono>

namespace snapc {

class Stopwatch {
 public:
  /// Milliseconds since the last call, or since it was made.
  double lap() {
    const auto now = std::chrono::steady_clock::now();
    const double passed = std::chrono::duration<double, std::milli>(now - since_).count();
    since_ = now;
    return passed;
  }

 private:
  std::chrono::steady_clock::time_point since_ = std::chrono::steady_clock::now();
};

}  // namespace snapc

#endif
