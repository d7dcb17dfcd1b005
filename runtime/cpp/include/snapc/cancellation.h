/// A flag by which another thread asks a load or a run to stop.

#ifndef SNAPC_CANCELLATION_H
#define SNAPC_CANCELLATION_H

#include <atomic>

namespace snapc {

/// NNAPI cannot stop an execution midway: a cancelled run ends with the execution under way, and throws.
class Cancellation {
 public:
  void cancel() noexcept { cancelled_.store(true, std::memory_order_relaxed); }
  bool isCancelled() const noexcept { return cancelled_.load(std::memory_order_relaxed); }

 private:
  std::atomic<bool> cancelled_{false};
};

}  // namespace snapc

#endif
