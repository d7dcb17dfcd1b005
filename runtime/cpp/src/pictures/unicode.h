/// Unicode's normal form C, small letters, and kinds of characters.

#ifndef SNAPC_PICTURES_UNICODE_H
#define SNAPC_PICTURES_UNICODE_H

#include <string>

namespace snapc {

/// General categories L and N, and White_Space.
bool isLetter(char32_t code) noexcept;
bool isNumber(char32_t code) noexcept;
bool isSpace(char32_t code) noexcept;

/// Small letters as in any language but Turkish and Lithuanian; a sigma at the end of a word has its own form.
std::u32string lowered(const std::u32string& text);

/// Normal form C (UAX #15).
std::u32string composed(const std::u32string& text);

}  // namespace snapc

#endif
