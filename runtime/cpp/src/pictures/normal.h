/// Normal numbers by seed, the same bits in every language: a counter, hashed, through the inverse of the distribution.

#ifndef SNAPC_PICTURES_NORMAL_H
#define SNAPC_PICTURES_NORMAL_H

#include <cstddef>
#include <cstdint>
#include <vector>

namespace snapc {

/// The number below which a normal one lies with probability `p`, from 0 to 1 without both.
double inverseNormal(double p) noexcept;

/// `stream` tells the draws of one seed apart: 0 is the first noise, k the noise after step k.
std::vector<float> normals(std::uint64_t seed, std::uint32_t stream, std::size_t count);

}  // namespace snapc

#endif
