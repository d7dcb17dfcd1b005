/// A prompt as CLIP reads it: normalized, then cut into words (openai/CLIP, simple_tokenizer).

#ifndef SNAPC_PICTURES_WORDS_H
#define SNAPC_PICTURES_WORDS_H

#include <string>
#include <vector>

namespace snapc {

/// Composed (NFC), white space as one blank, in lower case.
std::u32string normalized(const std::u32string& text);

/// Endings, runs of letters, single digits, and runs of anything else but white space, in order.
std::vector<std::u32string> wordsOf(const std::u32string& text);

}  // namespace snapc

#endif
