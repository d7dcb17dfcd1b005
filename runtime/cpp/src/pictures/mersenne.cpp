/// The state's turns, and Box and Muller's pairs, which lie eight apart in blocks of sixteen.

#include "mersenne.h"

#include <cmath>

#include "elementary.h"

namespace snapc {
namespace {

constexpr std::size_t SHIFT = 397;
constexpr std::size_t BLOCK = 16;

void pairUp(std::vector<float>& numbers, std::size_t start) {
  for (std::size_t at = start; at < start + BLOCK / 2; ++at) {
    const double radius = std::sqrt(-2 * logarithm(1 - static_cast<double>(numbers[at])));
    const SineCosine angle = sineCosine(static_cast<double>(numbers[at + BLOCK / 2]));
    numbers[at] = static_cast<float>(radius * angle.cosine);
    numbers[at + BLOCK / 2] = static_cast<float>(radius * angle.sine);
  }
}

}  // namespace

Mersenne::Mersenne(std::uint32_t seed) noexcept {
  state_[0] = seed;
  for (std::size_t at = 1; at < SIZE; ++at) {
    const std::uint32_t before = state_[at - 1];
    state_[at] = 1812433253u * (before ^ (before >> 30)) + static_cast<std::uint32_t>(at);
  }
}

std::uint32_t Mersenne::word() noexcept {
  if (at_ == SIZE) turn();
  std::uint32_t word = state_[at_++];
  word ^= word >> 11;
  word ^= (word << 7) & 0x9d2c5680u;
  word ^= (word << 15) & 0xefc60000u;
  return word ^ (word >> 18);
}

void Mersenne::turn() noexcept {
  for (std::size_t at = 0; at < SIZE; ++at) {
    const std::uint32_t joined = (state_[at] & 0x80000000u) | (state_[(at + 1) % SIZE] & 0x7fffffffu);
    const std::uint32_t other = state_[(at + SHIFT) % SIZE];
    state_[at] = other ^ (joined >> 1) ^ ((joined & 1u) == 0 ? 0u : 0x9908b0dfu);
  }
  at_ = 0;
}

std::vector<float> torchNormals(Mersenne& generator, std::size_t count) {
  std::vector<float> numbers(count);
  const auto draw = [&](std::size_t start) {
    for (std::size_t at = start; at < count; ++at) {
      numbers[at] = static_cast<float>(generator.word() & 0xffffffu) / 16777216.0f;
    }
  };
  draw(0);
  for (std::size_t start = 0; start + BLOCK <= count; start += BLOCK) pairUp(numbers, start);
  if (count % BLOCK != 0 && count > BLOCK) {
    draw(count - BLOCK);
    pairUp(numbers, count - BLOCK);
  }
  return numbers;
}

}  // namespace snapc
