/// Normal form C (UAX #15): taken apart, put in order, and put together again.

#include <algorithm>
#include <unordered_map>

#include "unicode.h"
#include "unicode_tables.h"

namespace snapc {
namespace {

// Hangul is computed (The Unicode Standard, section 3.12).
constexpr char32_t SYLLABLES = 0xac00;
constexpr char32_t LEADS = 0x1100;
constexpr char32_t VOWELS = 0x1161;
constexpr char32_t TAILS = 0x11a7;
constexpr char32_t LEAD_COUNT = 19;
constexpr char32_t VOWEL_COUNT = 21;
constexpr char32_t TAIL_COUNT = 28;
constexpr char32_t SYLLABLE_COUNT = LEAD_COUNT * VOWEL_COUNT * TAIL_COUNT;

std::uint32_t orderOf(char32_t code) {
  const Table<ClassRange>& ranges = unicode::COMBINING;
  const ClassRange* const after = std::upper_bound(
      ranges.begin(), ranges.end(), code, [](char32_t wanted, const ClassRange& range) { return wanted < range.first; });
  return after != ranges.begin() && code <= (after - 1)->last ? (after - 1)->order : 0;
}

void takeApart(char32_t code, std::u32string& parts) {
  if (code >= SYLLABLES && code < SYLLABLES + SYLLABLE_COUNT) {
    const char32_t index = code - SYLLABLES;
    parts.push_back(LEADS + index / (VOWEL_COUNT * TAIL_COUNT));
    parts.push_back(VOWELS + index / TAIL_COUNT % VOWEL_COUNT);
    if (index % TAIL_COUNT != 0) parts.push_back(TAILS + index % TAIL_COUNT);
    return;
  }
  const Table<Decomposition>& table = unicode::DECOMPOSITIONS;
  const Decomposition* const found = std::lower_bound(
      table.begin(), table.end(), code, [](const Decomposition& one, char32_t wanted) { return one.code < wanted; });
  if (found == table.end() || found->code != code) {
    parts.push_back(code);
    return;
  }
  takeApart(found->first, parts);
  if (found->second != 0) takeApart(found->second, parts);
}

using Pairs = std::unordered_map<std::uint64_t, char32_t>;

constexpr std::uint64_t keyOf(std::uint64_t first, std::uint64_t second) { return first << 32 | second; }

const Pairs& pairs() {
  static const Pairs known = [] {
    Pairs found;
    for (const Decomposition& one : unicode::DECOMPOSITIONS) {
      if (one.composes != 0) found.emplace(keyOf(one.first, one.second), one.code);
    }
    return found;
  }();
  return known;
}

/// 0 if the two stay two.
char32_t togetherOf(char32_t first, char32_t second) {
  if (first >= LEADS && first < LEADS + LEAD_COUNT && second >= VOWELS && second < VOWELS + VOWEL_COUNT) {
    return SYLLABLES + ((first - LEADS) * VOWEL_COUNT + (second - VOWELS)) * TAIL_COUNT;
  }
  const bool isOpen =
      first >= SYLLABLES && first < SYLLABLES + SYLLABLE_COUNT && (first - SYLLABLES) % TAIL_COUNT == 0;
  if (isOpen && second > TAILS && second < TAILS + TAIL_COUNT) return first + (second - TAILS);
  const auto found = pairs().find(keyOf(first, second));
  return found == pairs().end() ? 0 : found->second;
}

void putInOrder(std::u32string& parts) {
  for (auto start = parts.begin(); start != parts.end();) {
    if (orderOf(*start) == 0) {
      ++start;
      continue;
    }
    const auto end = std::find_if(start, parts.end(), [](char32_t code) { return orderOf(code) == 0; });
    std::stable_sort(start, end, [](char32_t one, char32_t other) { return orderOf(one) < orderOf(other); });
    start = end;
  }
}

}  // namespace

std::u32string composed(const std::u32string& text) {
  std::u32string parts;
  for (const char32_t code : text) takeApart(code, parts);
  putInOrder(parts);
  std::u32string whole;
  std::size_t starter = 0;
  bool hasStarter = false;
  bool isNext = false;
  std::uint32_t last = 0;
  for (const char32_t code : parts) {
    const std::uint32_t order = orderOf(code);
    // A character of the same or a higher class, or a starter, would stand in between.
    if (hasStarter && (isNext || last < order)) {
      const char32_t together = togetherOf(whole[starter], code);
      if (together != 0) {
        whole[starter] = together;
        continue;
      }
    }
    if (order == 0) {
      starter = whole.size();
      hasStarter = true;
    }
    isNext = order == 0;
    last = order;
    whole.push_back(code);
  }
  return whole;
}

}  // namespace snapc
