/// Bytes that are no UTF-8, prompts without end, and tables that are cut or changed.

#include <functional>
#include <random>

#include "snapc/error.h"
#include "step_table.h"
#include "tokenizer.h"
#include "utf8.h"
#include "vectors.h"

namespace {

using snapc::Error;
using Bytes = std::vector<std::uint8_t>;

/// What the WHATWG's decoder makes of them.
const std::pair<const char*, const char32_t*> SEQUENCES[] = {
    {"\xff", U"\ufffd"},
    {"a\x80z", U"a\ufffdz"},
    {"\xc0\x80", U"\ufffd\ufffd"},
    {"\xed\xa0\x80", U"\ufffd\ufffd\ufffd"},
    {"\xf0\x9f\x98", U"\ufffd"},
    {"\xf0\x9f\x98z", U"\ufffdz"},
    {"\xf0\x9fz\x98", U"\ufffdz\ufffd"},
    {"\xf4\x90\x80\x80", U"\ufffd\ufffd\ufffd\ufffd"},
    {"\xe2\x82\xe2\x82\xac", U"\ufffd\u20ac"},
    {"\xef\xbb\xbf", U"\ufeff"},
    {"\xf0\x9f\x99\x82", U"\U0001f642"},
};

void expectRefused(const std::function<void()>& call, const std::string& words, const std::string& place) {
  try {
    call();
    expect(false, place + " is not refused");
  } catch (const Error& error) {
    expect(std::string(error.what()).find(words) != std::string::npos, place + ": " + error.what());
  }
}

/// Whatever they say, reading ends well or in an Error.
void readAnyway(const Bytes& bytes) {
  try {
    snapc::Tokenizer(bytes).encode("a red circle <|endoftext|>");
  } catch (const Error&) {
  }
}

void checkTables(const Bytes& whole) {
  for (std::size_t size = 0; size < whole.size(); size += 1 + size / 16) {
    const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
    if (size < 4 * 520) expectRefused([&] { snapc::Tokenizer tokenizer(cut); }, "cut off", "a cut tokenizer");
    readAnyway(cut);
  }
  // The header says how much of everything there is.
  for (std::size_t at = 0; at < 32; ++at) {
    for (const unsigned value : {0x00u, 0x01u, 0x7fu, 0xffu}) {
      Bytes changed = whole;
      changed[at] = static_cast<std::uint8_t>(value);
      readAnyway(changed);
    }
  }
  // Any word of it, several at once, as what no compiler writes.
  constexpr std::uint32_t WORDS[] = {0, 1, 77, 0xffff, 0x10000, 1u << 24, 1u << 31, 0xffffffff};
  std::minstd_rand random(1);
  for (int round = 0; round < 400; ++round) {
    Bytes changed = whole;
    for (int change = 0; change < 1 + round % 4; ++change) {
      const std::size_t words = round % 2 == 0 ? 8 : whole.size() / 4;
      const std::size_t at = 4 * (random() % words);
      const std::uint32_t word = WORDS[random() % 8];
      for (unsigned byte = 0; byte < 4; ++byte) changed[at + byte] = static_cast<std::uint8_t>(word >> 8 * byte);
    }
    if (round % 5 == 0) changed.resize(random() % whole.size());
    readAnyway(changed);
  }
  Bytes other = whole;
  other[0] = 0;
  expectRefused([&] { snapc::Tokenizer tokenizer(other); }, "not the one that was compiled", "another file");
}

}  // namespace

void checkHostile(const std::string& folder) {
  for (const auto& [bytes, codes] : SEQUENCES) {
    expect(snapc::decodeUtf8(bytes) == codes, std::string("UTF-8 ") + bytes);
  }
  const Bytes whole = readBytes(folder, "tokens-1.bin");
  checkTables(whole);
  const snapc::Tokenizer tokenizer(whole);
  const std::string megabytes(10'000'000, 'x');
  expectRefused([&] { tokenizer.encode(megabytes); }, "the prompt has 10000000 characters", "10 MB");
  expect(tokenizer.encode(megabytes.substr(0, 65536)).ids.size() == tokenizer.length(), "the longest prompt");
  std::string smiles;
  for (int count = 0; count < 32768; ++count) smiles += "\xf0\x9f\x99\x82";
  expect(tokenizer.encode(smiles).dropped > 0, "smiles");
  expectRefused([&] { tokenizer.encode(smiles + "x"); }, "65537 characters", "a unit too many");
  expect(tokenizer.encode(std::string("\0\xff\xfe", 3)).dropped == 0, "bytes that are no text");
  const std::uint32_t counts[] = {1, 2};
  const snapc::Table<std::uint32_t> table{counts, 2};
  expect(snapc::stepsOf(Bytes(132), table, 2).size() == 2, "steps of two tables");
  expectRefused([&] { snapc::stepsOf(Bytes(131), table, 2); }, "cut off", "a cut table of steps");
  expectRefused([&] { snapc::stepsOf(Bytes(132), table, 1'000'000'000); }, "cut off", "steps without a table");
}
