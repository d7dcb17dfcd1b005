/// A queue of pairs, lowest rank first, over a list of symbols.

#include "merges.h"

#include <queue>

namespace snapc {
namespace {

struct Pair {
  std::uint32_t rank;
  std::uint32_t id;
  std::size_t left;
  std::size_t right;
};

struct IsAfter {
  bool operator()(const Pair& one, const Pair& other) const {
    return one.rank > other.rank || (one.rank == other.rank && one.left > other.left);
  }
};

constexpr std::uint64_t keyOf(std::uint64_t left, std::uint64_t right) { return left << 32 | right; }

}  // namespace

Merges::Merges(const TokenIds& triples) {
  for (std::size_t at = 0; at + 2 < triples.size(); at += 3) {
    byPair_.insert({keyOf(triples[at], triples[at + 1]), {static_cast<std::uint32_t>(at / 3), triples[at + 2]}});
  }
}

const Merges::Merge* Merges::find(std::uint32_t left, std::uint32_t right) const {
  const auto found = byPair_.find(keyOf(left, right));
  return found == byPair_.end() ? nullptr : &found->second;
}

TokenIds Merges::apply(const TokenIds& symbols) const {
  TokenIds ids = symbols;
  const std::size_t end = ids.size();
  std::vector<std::size_t> next(end);
  std::vector<std::size_t> previous(end);
  for (std::size_t at = 0; at < end; ++at) {
    next[at] = at + 1;
    previous[at] = at == 0 ? end : at - 1;
  }
  std::priority_queue<Pair, std::vector<Pair>, IsAfter> queue;
  const auto offer = [&](std::size_t left) {
    if (left >= end || next[left] >= end) return;
    const Merge* const merge = find(ids[left], ids[next[left]]);
    if (merge != nullptr) queue.push({merge->rank, merge->id, left, next[left]});
  };
  for (std::size_t at = 0; at + 1 < end; ++at) offer(at);
  // A symbol that was merged away is followed by itself, which no pair says.
  while (!queue.empty()) {
    const Pair pair = queue.top();
    queue.pop();
    if (next[pair.left] != pair.right) continue;
    const Merge* const merge = find(ids[pair.left], ids[pair.right]);
    // What stood there may have been merged since.
    if (merge == nullptr || merge->rank != pair.rank) continue;
    ids[pair.left] = pair.id;
    const std::size_t after = next[pair.right];
    next[pair.left] = after;
    next[pair.right] = pair.right;
    if (after < end) previous[after] = pair.left;
    offer(previous[pair.left]);
    offer(pair.left);
  }
  TokenIds merged;
  for (std::size_t at = 0; at < end; at = next[at]) merged.push_back(ids[at]);
  return merged;
}

}  // namespace snapc
