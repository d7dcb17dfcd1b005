/// Finds the rows of a count of steps.

#include "step_table.h"

#include "little_endian.h"
#include "snapc/error.h"

namespace snapc {

std::vector<Step> stepsOf(const std::vector<std::uint8_t>& bytes, const Table<std::uint32_t>& counts,
                          std::uint32_t steps) {
  constexpr std::uint64_t COLUMNS = 11;
  std::uint64_t rows = 0;
  bool isKnown = false;
  for (const std::uint32_t count : counts) {
    isKnown = count == steps;
    if (isKnown) break;
    rows += count;
  }
  if (!isKnown || bytes.size() < 4 * COLUMNS * (rows + steps)) {
    throw Error(ErrorKind::weights, "the table of steps is cut off, or is not the one that was compiled");
  }
  std::vector<Step> table;
  for (std::uint64_t at = rows; at < rows + steps; ++at) {
    const auto column = [&](std::uint64_t place) {
      return floatAt(bytes, static_cast<std::size_t>(4 * (COLUMNS * at + place)));
    };
    table.push_back({column(0), column(1), column(2), column(3), column(4), column(5), column(6), column(7), column(8),
                     column(9), column(10)});
  }
  return table;
}

}  // namespace snapc
