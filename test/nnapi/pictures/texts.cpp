/// Normal forms, words and tokens.

#include "tokenizer.h"
#include "utf8.h"
#include "vectors.h"
#include "words.h"

namespace {

void checkTokens(const std::string& folder, const std::string& name) {
  const snapc::Tokenizer tokenizer(readBytes(folder, name + ".bin"));
  for (const Fields& fields : readVectors(folder, name + ".txt")) {
    const snapc::Tokens tokens = tokenizer.encode(text(fields.at(0)));
    expect(tokens.dropped == whole(fields.at(1)), name + ": tokens dropped of " + fields[0]);
    expect(tokens.ids.size() == fields.size() - 2, name + ": how many ids " + fields[0] + " has");
    for (std::size_t at = 0; at < tokens.ids.size(); ++at) {
      expect(static_cast<std::uint64_t>(tokens.ids[at]) == whole(fields.at(at + 2)), name + ": ids of " + fields[0]);
    }
  }
}

}  // namespace

void checkTexts(const std::string& folder) {
  for (const Fields& fields : readVectors(folder, "normalize.txt")) {
    const std::string found = snapc::encodeUtf8(snapc::normalized(snapc::decodeUtf8(text(fields.at(0)))));
    expect(found == text(fields.at(1)), "normalized: " + fields[0]);
  }
  for (const Fields& fields : readVectors(folder, "words.txt")) {
    const std::vector<std::u32string> words = snapc::wordsOf(snapc::decodeUtf8(text(fields.at(0))));
    expect(words.size() == fields.size() - 1, "how many words are in " + fields[0]);
    for (std::size_t at = 0; at < words.size() && at + 1 < fields.size(); ++at) {
      expect(snapc::encodeUtf8(words[at]) == text(fields[at + 1]), "words of " + fields[0]);
    }
  }
  for (const char* const name : {"tokens-0", "tokens-1"}) checkTokens(folder, name);
}
