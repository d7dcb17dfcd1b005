/// What a load reports to, and how it learns that it should stop.

#ifndef SNAPC_MONITOR_H
#define SNAPC_MONITOR_H

#include <cstdint>

#include "snapc/cancellation.h"
#include "snapc/error.h"
#include "snapc/options.h"

namespace snapc {

inline void throwIfCancelled(const Cancellation* cancellation) {
  if (cancellation == nullptr || !cancellation->isCancelled()) return;
  throw Error(ErrorKind::cancelled, "cancelled");
}

struct Monitor {
  const Progress& progress;
  const Cancellation* cancellation;

  void report(LoadPhase phase, std::uint64_t done, std::uint64_t total) const {
    throwIfCancelled(cancellation);
    if (progress) progress(phase, done, total);
  }
};

}  // namespace snapc

#endif
