/// UTF-8 as code points and back; what is no UTF-8 becomes U+FFFD, as in the WHATWG's decoder.

#ifndef SNAPC_PICTURES_UTF8_H
#define SNAPC_PICTURES_UTF8_H

#include <cstddef>
#include <string>

namespace snapc {

std::u32string decodeUtf8(const std::string& bytes);

/// Code points are no surrogates.
std::string encodeUtf8(const std::u32string& text);

/// As JavaScript and Java count characters.
std::size_t utf16Length(const std::u32string& text) noexcept;

}  // namespace snapc

#endif
