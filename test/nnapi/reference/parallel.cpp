/** Threads that live as long as one operation. */

#include "parallel.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <vector>

#include "environment.h"

namespace reference {

namespace {

/** A thread is not worth less. */
constexpr size_t leastCost = size_t{1} << 23;
/** Smaller pieces even out what a processor loses to others. */
constexpr size_t piecesPerThread = 8;

}  // namespace

void inParallel(size_t count, size_t cost, const std::function<void(size_t, size_t)>& part) {
  const size_t worthwhile = std::min(count, count * cost / leastCost);
  const size_t threads = std::min(mostThreads(), worthwhile);
  if (threads <= 1) {
    part(0, count);
    return;
  }
  const size_t piece = std::max<size_t>(1, count / (threads * piecesPerThread));
  std::atomic<size_t> next{0};
  const auto work = [&] {
    for (size_t begin = next.fetch_add(piece); begin < count; begin = next.fetch_add(piece)) {
      part(begin, std::min(begin + piece, count));
    }
  };
  std::vector<std::thread> others;
  for (size_t index = 1; index < threads; ++index) others.emplace_back(work);
  work();
  for (std::thread& other : others) other.join();
}

}  // namespace reference
