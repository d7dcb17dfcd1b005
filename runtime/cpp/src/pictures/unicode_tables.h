/// What Unicode says of characters, as far as a tokenizer asks; C++ itself knows none of it.

#ifndef SNAPC_PICTURES_UNICODE_TABLES_H
#define SNAPC_PICTURES_UNICODE_TABLES_H

#include <cstddef>
#include <cstdint>

#include "snapc/tables.h"

namespace snapc {

/// In order, as in all tables here.
struct CodeRange {
  std::uint32_t first;
  std::uint32_t last;
};

/// Every `step`th code point has its small letter `delta` further on.
struct CaseRange {
  std::uint32_t first;
  std::uint32_t last;
  std::uint32_t step;
  std::int32_t delta;
};

/// Combining characters of one class; the classes have the order of Unicode's own.
struct ClassRange {
  std::uint32_t first;
  std::uint32_t last;
  std::uint32_t order;
};

/// A character as two others, or as one other where `second` is 0; `composes` if these two become it again.
struct Decomposition {
  std::uint32_t code;
  std::uint32_t first;
  std::uint32_t second;
  std::uint8_t composes;
};

namespace unicode {
extern const Table<CodeRange> LETTERS;
extern const Table<CodeRange> NUMBERS;
extern const Table<CodeRange> CASED;
extern const Table<CodeRange> CASE_IGNORABLE;
extern const Table<CaseRange> SMALL_LETTERS;
extern const Table<ClassRange> COMBINING;
extern const Table<Decomposition> DECOMPOSITIONS;
}  // namespace unicode

}  // namespace snapc

#endif
