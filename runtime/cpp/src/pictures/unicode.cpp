/// Kinds of characters and small letters, from the tables.

#include "unicode.h"

#include <algorithm>

#include "unicode_tables.h"

namespace snapc {
namespace {

bool isIn(const Table<CodeRange>& ranges, char32_t code) noexcept {
  const CodeRange* const after = std::upper_bound(
      ranges.begin(), ranges.end(), code, [](char32_t wanted, const CodeRange& range) { return wanted < range.first; });
  return after != ranges.begin() && code <= (after - 1)->last;
}

char32_t smallLetter(char32_t code) noexcept {
  const Table<CaseRange>& ranges = unicode::SMALL_LETTERS;
  const CaseRange* const after = std::upper_bound(
      ranges.begin(), ranges.end(), code, [](char32_t wanted, const CaseRange& range) { return wanted < range.first; });
  if (after == ranges.begin()) return code;
  const CaseRange& range = *(after - 1);
  if (code > range.last || (code - range.first) % range.step != 0) return code;
  return static_cast<char32_t>(static_cast<std::int64_t>(code) + range.delta);
}

/// Whether the first character that case does not pass over is a cased one.
template <typename Iterator>
bool meetsCased(Iterator at, Iterator end) {
  while (at != end && isIn(unicode::CASE_IGNORABLE, *at)) ++at;
  return at != end && isIn(unicode::CASED, *at);
}

constexpr char32_t SIGMA = 0x3a3;
constexpr char32_t FINAL_SIGMA = 0x3c2;
constexpr char32_t DOTTED_I = 0x130;
constexpr char32_t DOT_ABOVE = 0x307;

}  // namespace

bool isLetter(char32_t code) noexcept { return isIn(unicode::LETTERS, code); }

bool isNumber(char32_t code) noexcept { return isIn(unicode::NUMBERS, code); }

bool isSpace(char32_t code) noexcept {
  return (code >= 0x9 && code <= 0xd) || code == 0x20 || code == 0x85 || code == 0xa0 || code == 0x1680 ||
         (code >= 0x2000 && code <= 0x200a) || code == 0x2028 || code == 0x2029 || code == 0x202f || code == 0x205f ||
         code == 0x3000;
}

std::u32string lowered(const std::u32string& text) {
  std::u32string small;
  small.reserve(text.size());
  for (auto at = text.begin(); at != text.end(); ++at) {
    if (*at == DOTTED_I) {
      small.push_back('i');
      small.push_back(DOT_ABOVE);
    } else if (*at == SIGMA && meetsCased(std::make_reverse_iterator(at), text.rend()) &&
               !meetsCased(at + 1, text.end())) {
      small.push_back(FINAL_SIGMA);
    } else {
      small.push_back(smallLetter(*at));
    }
  }
  return small;
}

}  // namespace snapc
