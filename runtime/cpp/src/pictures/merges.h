/// Byte pair encoding of one word: the pair whose merge was learnt first is merged first, wherever it stands.

#ifndef SNAPC_PICTURES_MERGES_H
#define SNAPC_PICTURES_MERGES_H

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace snapc {

using TokenIds = std::vector<std::uint32_t>;

class Merges {
 public:
  /// Triples of ids: left, right and what they become.
  explicit Merges(const TokenIds& triples);

  /// Merges what can be; the time is n log n in the length of the word.
  TokenIds apply(const TokenIds& symbols) const;

 private:
  /// Its rank is its place among all.
  struct Merge {
    std::uint32_t rank;
    std::uint32_t id;
  };
  const Merge* find(std::uint32_t left, std::uint32_t right) const;

  std::unordered_map<std::uint64_t, Merge> byPair_;
};

}  // namespace snapc

#endif
