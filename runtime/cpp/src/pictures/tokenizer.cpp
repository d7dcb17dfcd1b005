/// Reads the tables of a tokenizer, and prompts by them.

#include "tokenizer.h"

#include <algorithm>

#include "little_endian.h"
#include "snapc/error.h"
#include "utf8.h"
#include "words.h"

namespace snapc {
namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr std::uint32_t MAGIC = 0x4b4f5453;
constexpr std::size_t HEADER = 8;
constexpr std::size_t BYTES = 256;
constexpr std::size_t MERGES = HEADER + 2 * BYTES;
/// UTF-16 units: far more than a text encoder reads, and nothing that keeps a phone busy.
constexpr std::size_t LONGEST_PROMPT = 65536;
constexpr std::size_t LONGEST_CONTEXT = 65536;

[[noreturn]] void refuse() {
  throw Error(ErrorKind::weights, "the tokenizer is cut off, or is not the one that was compiled");
}

/// Words of 32 bits. Throws Error where there are not as many.
TokenIds wordsAt(const Bytes& bytes, std::size_t start, std::size_t count) {
  const std::size_t whole = bytes.size() / 4;
  if (start > whole || count > whole - start) refuse();
  TokenIds words(count);
  for (std::size_t at = 0; at < count; ++at) words[at] = wordAt(bytes, 4 * (start + at));
  return words;
}

TokenIds checkedHeader(const Bytes& bytes) {
  TokenIds header = wordsAt(bytes, 0, HEADER);
  if (header[0] != MAGIC || header[3] > LONGEST_CONTEXT || bytes.size() / 12 < header[1]) refuse();
  return header;
}

}  // namespace

Tokenizer::Tokenizer(const Bytes& bytes)
    : inner_(wordsAt(bytes, HEADER, BYTES)),
      last_(wordsAt(bytes, HEADER + BYTES, BYTES)),
      merges_(wordsAt(bytes, MERGES, 3 * std::size_t{checkedHeader(bytes)[1]})) {
  const TokenIds header = checkedHeader(bytes);
  length_ = header[3];
  begin_ = header[4];
  end_ = header[5];
  padding_ = header[6];
  std::size_t at = MERGES + 3 * std::size_t{header[1]};
  for (std::uint32_t special = 0; special < header[2]; ++special) {
    const TokenIds entry = wordsAt(bytes, at, 2);
    const std::size_t size = entry[1];
    wordsAt(bytes, at + 2, (size + 3) / 4);
    const auto* const text = reinterpret_cast<const char*>(bytes.data() + 4 * (at + 2));
    specials_.emplace_back(decodeUtf8(std::string(text, size)), entry[0]);
    at += 2 + (size + 3) / 4;
  }
}

Tokens Tokenizer::encode(const std::string& prompt) const {
  const std::u32string text = decodeUtf8(prompt);
  const std::size_t units = utf16Length(text);
  if (units > LONGEST_PROMPT) {
    throw Error(ErrorKind::argument, "the prompt has " + std::to_string(units) + " characters; at most " +
                                         std::to_string(LONGEST_PROMPT) + " are read, and far fewer fit the model");
  }
  const TokenIds found = idsOf(normalized(text));
  const std::size_t room = length_ < 2 ? 0 : length_ - 2;
  const std::size_t taken = std::min(found.size(), room);
  TokenIds ids = {begin_};
  ids.insert(ids.end(), found.begin(), found.begin() + static_cast<std::ptrdiff_t>(taken));
  ids.push_back(end_);
  ids.resize(length_, padding_);
  return {std::vector<std::int32_t>(ids.begin(), ids.end()), found.size() - taken};
}

/// Special words in a prompt are their ids.
TokenIds Tokenizer::idsOf(const std::u32string& text) const {
  struct Part {
    std::u32string text;
    bool isSpecial;
    std::uint32_t id;
  };
  std::vector<Part> parts = {{text, false, 0}};
  for (const auto& [special, id] : specials_) {
    if (special.empty()) continue;
    std::vector<Part> cut;
    for (const Part& part : parts) {
      std::size_t start = 0;
      while (!part.isSpecial) {
        const std::size_t found = part.text.find(special, start);
        if (found == std::u32string::npos) break;
        cut.push_back({part.text.substr(start, found - start), false, 0});
        cut.push_back({{}, true, id});
        start = found + special.size();
      }
      cut.push_back({part.text.substr(start), part.isSpecial, part.id});
    }
    parts = std::move(cut);
  }
  TokenIds ids;
  for (const Part& part : parts) {
    if (part.isSpecial) ids.push_back(part.id);
    for (const std::u32string& word : wordsOf(part.text)) {
      const std::string bytes = encodeUtf8(word);
      TokenIds symbols;
      for (const char byte : bytes) symbols.push_back(inner_[static_cast<std::uint8_t>(byte)]);
      symbols.back() = last_[static_cast<std::uint8_t>(bytes.back())];
      const TokenIds merged = merges_.apply(symbols);
      ids.insert(ids.end(), merged.begin(), merged.end());
    }
  }
  return ids;
}

}  // namespace snapc
