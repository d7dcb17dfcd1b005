/// Logarithm, sine and cosine from additions, products and quotients of doubles alone: those are the same to the bit
/// in every language, what a platform's own functions are not.

#ifndef SNAPC_PICTURES_ELEMENTARY_H
#define SNAPC_PICTURES_ELEMENTARY_H

namespace snapc {

/// The natural logarithm of a positive, normal double.
double logarithm(double x) noexcept;

struct SineCosine {
  double sine;
  double cosine;
};

/// Of so many whole turns, from 0 to 1.
SineCosine sineCosine(double turns) noexcept;

}  // namespace snapc

#endif
