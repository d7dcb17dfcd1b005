/// Ten rounds of products and sums.

#include "philox.h"

namespace snapc {

PhiloxWords philox(PhiloxWords counter, std::array<std::uint32_t, 2> key) noexcept {
  constexpr int ROUNDS = 10;
  for (int round = 0; round < ROUNDS; ++round) {
    const std::uint64_t first = std::uint64_t{0xd2511f53u} * counter[0];
    const std::uint64_t second = std::uint64_t{0xcd9e8d57u} * counter[2];
    counter = {static_cast<std::uint32_t>(second >> 32) ^ counter[1] ^ key[0], static_cast<std::uint32_t>(second),
               static_cast<std::uint32_t>(first >> 32) ^ counter[3] ^ key[1], static_cast<std::uint32_t>(first)};
    key[0] += 0x9e3779b9u;
    key[1] += 0xbb67ae85u;
  }
  return counter;
}

}  // namespace snapc
