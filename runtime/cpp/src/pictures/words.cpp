/// Kinds of characters decide where words end.

#include "words.h"

#include <algorithm>
#include <string_view>

#include "unicode.h"

namespace snapc {
namespace {

/// The endings that are words of their own.
constexpr std::u32string_view ENDINGS[] = {U"'s", U"'t", U"'re", U"'ve", U"'m", U"'ll", U"'d"};

enum class Kind { letter, digit, space, other };

Kind kindOf(char32_t code) {
  if (isLetter(code)) return Kind::letter;
  if (isNumber(code)) return Kind::digit;
  return isSpace(code) ? Kind::space : Kind::other;
}

/// 0 where no ending begins.
std::size_t endingAt(const std::u32string& text, std::size_t at) {
  for (const std::u32string_view ending : ENDINGS) {
    if (text.compare(at, ending.size(), ending) == 0) return ending.size();
  }
  return 0;
}

std::size_t endOfWord(const std::u32string& text, std::size_t start, Kind kind) {
  std::size_t at = start + 1;
  if (kind == Kind::digit) return at;
  while (at < text.size() && kindOf(text[at]) == kind) ++at;
  return at;
}

}  // namespace

std::u32string normalized(const std::u32string& text) {
  std::u32string spaced;
  for (const char32_t code : composed(text)) {
    if (!isSpace(code)) {
      spaced.push_back(code);
    } else if (spaced.empty() || spaced.back() != ' ') {
      spaced.push_back(' ');
    }
  }
  return lowered(spaced);
}

std::vector<std::u32string> wordsOf(const std::u32string& text) {
  std::vector<std::u32string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t ending = endingAt(text, at);
    const Kind kind = kindOf(text[at]);
    const std::size_t end = ending > 0 ? at + ending : endOfWord(text, at, kind);
    if (ending > 0 || kind != Kind::space) words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

}  // namespace snapc
