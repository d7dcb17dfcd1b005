/// Wichura 1988, algorithm AS 241, PPND16: coefficients from the constant term on.

#include "normal.h"

#include <cmath>

#include "elementary.h"
#include "philox.h"

namespace snapc {
namespace {

using Coefficients = double[8];

constexpr Coefficients CENTRE_ABOVE = {3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946,
                                       45921.95393154987,  67265.7709270087,   33430.57558358813,  2509.0809287301227};
constexpr Coefficients CENTRE_BELOW = {1,
                                       42.31333070160091,
                                       687.1870074920579,
                                       5394.196021424751,
                                       21213.794301586597,
                                       39307.89580009271,
                                       28729.085735721943,
                                       5226.495278852854};
constexpr Coefficients SIDE_ABOVE = {1.4234371107496835, 4.630337846156546,  5.769497221460691,    3.6478483247632045,
                                     1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414};
constexpr Coefficients SIDE_BELOW = {1,
                                     2.053191626637759,
                                     1.6763848301838038,
                                     0.6897673349851,
                                     0.14810397642748008,
                                     0.015198666563616457,
                                     0.0005475938084995345,
                                     1.0507500716444169e-9};
constexpr Coefficients TAIL_ABOVE = {6.657904643501103,    5.463784911164114,     1.7848265399172913,
                                     0.29656057182850487,  0.026532189526576124,  0.0012426609473880784,
                                     0.000027115555687434876, 2.0103343992922881e-7};
constexpr Coefficients TAIL_BELOW = {1,
                                     0.599832206555888,
                                     0.1369298809227358,
                                     0.014875361290850615,
                                     0.0007868691311456133,
                                     0.000018463183175100548,
                                     1.421511758316446e-7,
                                     2.0442631033899397e-15};

double polynomial(const Coefficients& coefficients, double x) noexcept {
  double sum = 0;
  for (std::size_t at = 8; at-- > 0;) sum = sum * x + coefficients[at];
  return sum;
}

double ratio(const Coefficients& above, const Coefficients& below, double x) noexcept {
  return polynomial(above, x) / polynomial(below, x);
}

constexpr double WORD = 4294967296.0;

}  // namespace

double inverseNormal(double p) noexcept {
  const double q = p - 0.5;
  if (std::fabs(q) <= 0.425) return q * ratio(CENTRE_ABOVE, CENTRE_BELOW, 0.180625 - q * q);
  const double root = std::sqrt(-logarithm(q < 0 ? p : 1 - p));
  const double size =
      root <= 5 ? ratio(SIDE_ABOVE, SIDE_BELOW, root - 1.6) : ratio(TAIL_ABOVE, TAIL_BELOW, root - 5);
  return q < 0 ? -size : size;
}

std::vector<float> normals(std::uint64_t seed, std::uint32_t stream, std::size_t count) {
  std::vector<float> numbers(count);
  const std::array<std::uint32_t, 2> key = {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
  for (std::size_t block = 0; 4 * block < count; ++block) {
    const PhiloxWords words = philox({static_cast<std::uint32_t>(block), stream, 0, 0}, key);
    for (std::size_t at = 0; at < 4 && 4 * block + at < count; ++at) {
      numbers[4 * block + at] = static_cast<float>(inverseNormal((words[at] + 0.5) / WORD));
    }
  }
  return numbers;
}

}  // namespace snapc
