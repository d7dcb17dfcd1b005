/// Series in the order of operations of runtime/web/pictures/elementary.ts; compiled without fused operations.

#include "elementary.h"

#include <cmath>
#include <cstdint>
#include <cstring>

namespace snapc {
namespace {

constexpr double LN2_HIGH = 0.6931471803691238;
constexpr double LN2_LOW = 1.9082149292705877e-10;
constexpr double ROOT_OF_TWO = 1.4142135623730951;
constexpr double HALF_PI = 3.141592653589793 / 2;
constexpr int ODD_TERMS = 12;
constexpr int SERIES_TERMS = 9;

}  // namespace

double logarithm(double x) noexcept {
  std::uint64_t bits;
  std::memcpy(&bits, &x, sizeof(bits));
  int exponent = static_cast<int>(bits >> 52) - 1023;
  bits = (bits & 0xfffffffffffffu) | 0x3ff0000000000000u;
  double mantissa;
  std::memcpy(&mantissa, &bits, sizeof(mantissa));
  if (mantissa > ROOT_OF_TWO) {
    mantissa = mantissa / 2;
    exponent = exponent + 1;
  }
  const double s = (mantissa - 1) / (mantissa + 1);
  const double square = s * s;
  double sum = 0;
  for (int term = ODD_TERMS; term >= 1; --term) sum = (sum + 1.0 / (2 * term + 1)) * square;
  return exponent * LN2_HIGH + (2 * s + (2 * s * sum + exponent * LN2_LOW));
}

SineCosine sineCosine(double turns) noexcept {
  const double quarter = std::floor(turns * 4 + 0.5);
  const double angle = (turns * 4 - quarter) * HALF_PI;
  const double square = angle * angle;
  double sine = 1;
  double cosine = 1;
  for (int term = SERIES_TERMS; term >= 1; --term) {
    sine = 1 - (square / (2 * term * (2 * term + 1))) * sine;
    cosine = 1 - (square / (2 * term * (2 * term - 1))) * cosine;
  }
  sine = angle * sine;
  switch (static_cast<int>(quarter) % 4) {
    case 0:
      return {sine, cosine};
    case 1:
      return {cosine, -sine};
    case 2:
      return {-sine, -cosine};
    default:
      return {-cosine, sine};
  }
}

}  // namespace snapc
