/// A sequence that breaks off is one U+FFFD, and what broke it off is read anew.

#include "utf8.h"

#include <cstdint>

namespace snapc {
namespace {

constexpr char32_t REPLACEMENT = 0xfffd;

/// Which bytes may come second, and how many come after the first; 0 for a byte that begins nothing.
struct Lead {
  unsigned more;
  unsigned lowest;
  unsigned highest;
};

Lead leadOf(unsigned byte) {
  if (byte >= 0xc2 && byte <= 0xdf) return {1, 0x80, 0xbf};
  // Neither overlong forms nor surrogates nor what lies above U+10FFFF.
  if (byte == 0xe0) return {2, 0xa0, 0xbf};
  if (byte == 0xed) return {2, 0x80, 0x9f};
  if (byte >= 0xe1 && byte <= 0xef) return {2, 0x80, 0xbf};
  if (byte == 0xf0) return {3, 0x90, 0xbf};
  if (byte == 0xf4) return {3, 0x80, 0x8f};
  if (byte >= 0xf1 && byte <= 0xf3) return {3, 0x80, 0xbf};
  return {0, 0, 0};
}

}  // namespace

std::u32string decodeUtf8(const std::string& bytes) {
  std::u32string text;
  text.reserve(bytes.size());
  const auto byteAt = [&](std::size_t at) { return static_cast<unsigned>(static_cast<std::uint8_t>(bytes[at])); };
  for (std::size_t at = 0; at < bytes.size();) {
    const unsigned first = byteAt(at++);
    if (first < 0x80) {
      text.push_back(first);
      continue;
    }
    Lead lead = leadOf(first);
    if (lead.more == 0) {
      text.push_back(REPLACEMENT);
      continue;
    }
    char32_t code = first & (0x3fu >> lead.more);
    for (; lead.more > 0 && at < bytes.size(); --lead.more) {
      const unsigned next = byteAt(at);
      if (next < lead.lowest || next > lead.highest) break;
      code = code << 6 | (next & 0x3fu);
      lead.lowest = 0x80;
      lead.highest = 0xbf;
      ++at;
    }
    text.push_back(lead.more == 0 ? code : REPLACEMENT);
  }
  return text;
}

std::string encodeUtf8(const std::u32string& text) {
  std::string bytes;
  const auto put = [&](char32_t byte) { bytes.push_back(static_cast<char>(static_cast<std::uint8_t>(byte))); };
  for (const char32_t code : text) {
    if (code < 0x80) {
      put(code);
      continue;
    }
    if (code < 0x800) {
      put(0xc0 | code >> 6);
    } else {
      if (code < 0x10000) {
        put(0xe0 | code >> 12);
      } else {
        put(0xf0 | code >> 18);
        put(0x80 | (code >> 12 & 0x3f));
      }
      put(0x80 | (code >> 6 & 0x3f));
    }
    put(0x80 | (code & 0x3f));
  }
  return bytes;
}

std::size_t utf16Length(const std::u32string& text) noexcept {
  std::size_t units = 0;
  for (const char32_t code : text) units += code > 0xffff ? 2 : 1;
  return units;
}

}  // namespace snapc
