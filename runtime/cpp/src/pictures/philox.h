/// Philox4x32-10: random words as a function of seed and place (Salmon et al. 2011, section 3.3).

#ifndef SNAPC_PICTURES_PHILOX_H
#define SNAPC_PICTURES_PHILOX_H

#include <array>
#include <cstdint>

namespace snapc {

using PhiloxWords = std::array<std::uint32_t, 4>;

/// `key` are the low and high half of a seed.
PhiloxWords philox(PhiloxWords counter, std::array<std::uint32_t, 2> key) noexcept;

}  // namespace snapc

#endif
