/// CLIP's tokenizer: words to the ids of byte pairs, between a begin and an end, padded to the text encoder's length.

#ifndef SNAPC_PICTURES_TOKENIZER_H
#define SNAPC_PICTURES_TOKENIZER_H

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "merges.h"

namespace snapc {

struct Tokens {
  /// As many as the text encoder reads.
  std::vector<std::int32_t> ids;
  /// How many tokens of the prompt did not fit.
  std::size_t dropped;
};

class Tokenizer {
 public:
  /// Reads the tables that the compiler wrote (compiler/diffusion/tokenizer/encode-tokenizer.ts). Throws Error.
  explicit Tokenizer(const std::vector<std::uint8_t>& bytes);

  /// Of the ids.
  std::size_t length() const noexcept { return length_; }

  /// Throws Error for a prompt that is far too long.
  Tokens encode(const std::string& prompt) const;

 private:
  TokenIds idsOf(const std::u32string& text) const;

  std::size_t length_;
  std::uint32_t begin_;
  std::uint32_t end_;
  std::uint32_t padding_;
  /// Of bytes inside a word and at its end.
  TokenIds inner_;
  TokenIds last_;
  Merges merges_;
  std::vector<std::pair<std::u32string, std::uint32_t>> specials_;
};

}  // namespace snapc

#endif
