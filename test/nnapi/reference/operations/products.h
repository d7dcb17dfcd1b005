/** Sums of products of rows with units, in small tiles so that processors need not wait for memory.
 */

#pragma once

#include <algorithm>
#include <vector>

#include "../parallel.h"

namespace reference {

struct ProductSize {
  size_t rows;
  size_t units;
  /** Terms of each sum. */
  size_t terms;
};

namespace products {

constexpr size_t tile = 4;
/** Rows that are together in a cache while all units pass by. */
constexpr size_t chunk = 4 * tile;

/** What is added up exactly enough. */
struct Wide {
  double operator()(double sum, double product) const { return sum + product; }
};

/** Four rows, term by term beside each other, with four units: each sum in the order of its terms.
 */
template <typename Number, typename Add>
void multiply(const double* rows, const Number* const (&units)[tile], size_t terms, const Add& add,
              double (&sums)[tile][tile]) {
  double kept[tile][tile] = {};
  for (size_t term = 0; term < terms; ++term) {
    for (size_t unit = 0; unit < tile; ++unit) {
      const auto factor = static_cast<double>(units[unit][term]);
      for (size_t row = 0; row < tile; ++row) {
        kept[unit][row] = add(kept[unit][row], rows[term * tile + row] * factor);
      }
    }
  }
  for (size_t unit = 0; unit < tile; ++unit) {
    for (size_t row = 0; row < tile; ++row) sums[unit][row] = kept[unit][row];
  }
}

}  // namespace products

/** Calls `give(row, unit, sum)` for all of them. `read(row, terms)` fills in a row; `units` are one
 * behind the other. */
template <typename Number, typename Read, typename Give, typename Add = products::Wide>
void eachProduct(const ProductSize& size, const Number* units, const Read& read, const Give& give,
                 const Add& add = {}) {
  using products::chunk;
  using products::tile;
  const auto runChunk = [&](size_t first) {
    const size_t count = std::min(chunk, size.rows - first);
    std::vector<Number> line(size.terms);
    std::vector<double> rows(chunk * size.terms, 0);
    for (size_t row = 0; row < count; ++row) {
      read(first + row, line.data());
      double* place = rows.data() + row / tile * tile * size.terms + row % tile;
      for (size_t term = 0; term < size.terms; ++term) {
        place[term * tile] = static_cast<double>(line[term]);
      }
    }
    for (size_t unit = 0; unit < size.units; unit += tile) {
      const Number* some[tile];
      for (size_t index = 0; index < tile; ++index) {
        some[index] = units + std::min(unit + index, size.units - 1) * size.terms;
      }
      for (size_t row = 0; row < count; row += tile) {
        double sums[tile][tile];
        products::multiply(rows.data() + row * size.terms, some, size.terms, add, sums);
        for (size_t a = 0; a < std::min(tile, size.units - unit); ++a) {
          for (size_t b = 0; b < std::min(tile, count - row); ++b) {
            give(first + row + b, unit + a, sums[a][b]);
          }
        }
      }
    }
  };
  const size_t chunks = (size.rows + chunk - 1) / chunk;
  inParallel(chunks, chunk * size.units * size.terms, [&](size_t begin, size_t end) {
    for (size_t index = begin; index < end; ++index) runChunk(index * chunk);
  });
}

}  // namespace reference
