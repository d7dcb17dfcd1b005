/// Reads vectors, and ends with 1 where a result is not the expected one: `pictures_tests FOLDER`.

#include "vectors.h"

#include <cmath>
#include <cstdio>
#include <cstring>
#include <exception>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "utf8.h"

namespace {

unsigned long checks = 0;
unsigned long faults = 0;

/// More would hide the first.
constexpr unsigned long MOST_PRINTED = 20;

std::uint64_t bits(const std::string& field) { return std::stoull(field, nullptr, 16); }

}  // namespace

std::vector<std::uint8_t> readBytes(const std::string& folder, const std::string& name) {
  std::ifstream stream(folder + '/' + name, std::ios::binary);
  std::vector<std::uint8_t> bytes{std::istreambuf_iterator<char>(stream), {}};
  if (bytes.empty()) throw std::runtime_error(name + " is empty or missing");
  return bytes;
}

std::vector<Fields> readVectors(const std::string& folder, const std::string& name) {
  const std::vector<std::uint8_t> bytes = readBytes(folder, name);
  std::istringstream stream(std::string(bytes.begin(), bytes.end()));
  std::vector<Fields> lines;
  for (std::string line; std::getline(stream, line);) {
    std::istringstream fields(line);
    lines.emplace_back(std::istream_iterator<std::string>(fields), std::istream_iterator<std::string>());
  }
  return lines;
}

std::uint64_t whole(const std::string& field) { return std::stoull(field); }

float single(const std::string& field) {
  const auto word = static_cast<std::uint32_t>(bits(field));
  float number;
  std::memcpy(&number, &word, sizeof(number));
  return number;
}

double real(const std::string& field) {
  const std::uint64_t word = bits(field);
  double number;
  std::memcpy(&number, &word, sizeof(number));
  return number;
}

Floats singles(const Fields& fields, std::size_t from) {
  Floats numbers;
  for (std::size_t at = from; at < fields.size(); ++at) numbers.push_back(single(fields[at]));
  return numbers;
}

std::string text(const std::string& field) {
  std::u32string codes;
  if (field == "-") return {};
  char32_t high = 0;
  for (std::size_t at = 0; at < field.size(); at += 4) {
    const auto unit = static_cast<char32_t>(bits(field.substr(at, 4)));
    const bool isLow = unit >= 0xdc00 && unit < 0xe000;
    if (high != 0 && isLow) {
      codes.back() = 0x10000 + ((high - 0xd800) << 10) + (unit - 0xdc00);
    } else {
      codes.push_back(unit >= 0xd800 && unit < 0xe000 ? U'\ufffd' : unit);
    }
    high = unit >= 0xd800 && unit < 0xdc00 ? unit : 0;
  }
  return snapc::encodeUtf8(codes);
}

void expect(bool holds, const std::string& place) {
  ++checks;
  if (holds) return;
  if (++faults <= MOST_PRINTED) std::fprintf(stderr, "%s\n", place.c_str());
}

void expectSame(double found, double expected, const std::string& place) {
  const bool same = std::memcmp(&found, &expected, sizeof(found)) == 0 || (std::isnan(found) && std::isnan(expected));
  expect(same, place + ": " + std::to_string(found) + " is not " + std::to_string(expected));
}

void expectSame(const Floats& found, const Floats& expected, const std::string& place) {
  expect(found.size() == expected.size(), place + ": has " + std::to_string(found.size()) + " numbers");
  for (std::size_t at = 0; at < found.size() && at < expected.size(); ++at) {
    expectSame(static_cast<double>(found[at]), static_cast<double>(expected[at]), place + " at " + std::to_string(at));
  }
}

int main(int count, char** arguments) {
  try {
    if (count != 2) throw std::runtime_error("usage: pictures_tests FOLDER");
    for (const auto check : {checkRandoms, checkTexts, checkLoop, checkPictures, checkHostile}) check(arguments[1]);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
  std::printf("%lu checks, %lu faults\n", checks, faults);
  return faults == 0 ? 0 : 1;
}
