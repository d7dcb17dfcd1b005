/// Parses and prints the headers of NumPy's files.

#include "npy_header.h"

#include <cctype>

#include "snapc/error.h"

namespace snapc {
namespace {

struct Form {
  const char* text;
  ElementType type;
};

constexpr Form FORMS[] = {
    {"<f4", ElementType::float32}, {"<f2", ElementType::float16}, {"<i4", ElementType::int32},
    {"<i8", ElementType::int64},   {"|b1", ElementType::bool8},   {"|u1", ElementType::uint8},
    {"|i1", ElementType::int8},
};

/// NumPy's own arrays have no more.
constexpr std::size_t MOST_AXES = 64;

class Parser {
 public:
  Parser(const std::string& text, const std::string& name) : text_(text), name_(name) {}

  void parse(Array& array) {
    expect('{');
    bool hasType = false;
    bool hasShape = false;
    bool hasOrder = false;
    while (!accept('}')) {
      const std::string key = quoted();
      expect(':');
      if (key == "descr" && !hasType) {
        array.type = typeOf(quoted());
        hasType = true;
      } else if (key == "fortran_order" && !hasOrder) {
        if (word() != "False") fail("its elements are in Fortran's order; save numpy.ascontiguousarray of it");
        hasOrder = true;
      } else if (key == "shape" && !hasShape) {
        array.shape = shape();
        hasShape = true;
      } else {
        fail("its header is not one of NumPy's");
      }
      if (!accept(',')) {
        expect('}');
        break;
      }
    }
    if (!hasType || !hasShape || !hasOrder) fail("its header is not complete");
  }

 private:
  [[noreturn]] void fail(const std::string& reason) const { throw Error(ErrorKind::file, name_ + ": " + reason); }

  void skipSpace() {
    while (at_ < text_.size() && std::isspace(static_cast<unsigned char>(text_[at_])) != 0) ++at_;
  }

  bool accept(char wanted) {
    skipSpace();
    if (at_ >= text_.size() || text_[at_] != wanted) return false;
    ++at_;
    return true;
  }

  void expect(char wanted) {
    if (!accept(wanted)) fail("its header is not one of NumPy's");
  }

  std::string quoted() {
    expect('\'');
    const std::size_t end = text_.find('\'', at_);
    if (end == std::string::npos) fail("its header is not one of NumPy's");
    std::string inside = text_.substr(at_, end - at_);
    at_ = end + 1;
    return inside;
  }

  std::string word() {
    skipSpace();
    std::string letters;
    while (at_ < text_.size() && std::isalpha(static_cast<unsigned char>(text_[at_])) != 0) letters += text_[at_++];
    return letters;
  }

  std::vector<std::uint64_t> shape() {
    std::vector<std::uint64_t> sizes;
    expect('(');
    while (!accept(')')) {
      skipSpace();
      std::string digits;
      while (at_ < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_])) != 0) digits += text_[at_++];
      if (digits.empty() || digits.size() > 15 || sizes.size() == MOST_AXES) fail("its shape is not one of NumPy's");
      sizes.push_back(std::stoull(digits));
      if (!accept(',')) {
        expect(')');
        break;
      }
    }
    return sizes;
  }

  ElementType typeOf(const std::string& form) const {
    for (const Form& known : FORMS) {
      if (form == known.text) return known.type;
    }
    fail("its elements are of type " + form + "; float32, float16, int32, int64, bool, uint8 and int8 are known");
  }

  const std::string& text_;
  const std::string& name_;
  std::size_t at_ = 0;
};

const char* formOf(ElementType type) {
  for (const Form& known : FORMS) {
    if (known.type == type) return known.text;
  }
  return "";
}

}  // namespace

void parseNpyHeader(const std::string& text, const std::string& name, Array& array) {
  Parser(text, name).parse(array);
}

std::string npyHeader(const Array& array) {
  std::string text = std::string("{'descr': '") + formOf(array.type) + "', 'fortran_order': False, 'shape': (";
  for (const std::uint64_t size : array.shape) text += std::to_string(size) + ", ";
  text += "), }";
  // Magic number, version and length take ten bytes; the data begins at a multiple of 64.
  while ((10 + text.size() + 1) % 64 != 0) text += ' ';
  text += '\n';
  const auto length = static_cast<unsigned>(text.size());
  std::string header = "\x93NUMPY";
  header += {'\1', '\0', static_cast<char>(length & 255u), static_cast<char>(length >> 8)};
  return header + text;
}

}  // namespace snapc
