/// SHA-256 over whole blocks, with the padding of the standard.

#include "sha256.h"

#include <algorithm>
#include <cstring>

namespace snapc {
namespace {

constexpr std::size_t BLOCK = 64;

constexpr std::uint32_t ROUND[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

std::uint32_t rotate(std::uint32_t word, unsigned by) { return (word >> by) | (word << (32 - by)); }

}  // namespace

void Sha256::update(const void* bytes, std::size_t count) {
  const auto* next = static_cast<const std::uint8_t*>(bytes);
  const std::size_t used = static_cast<std::size_t>(length_ % BLOCK);
  length_ += count;
  if (used > 0) {
    const std::size_t taken = std::min(BLOCK - used, count);
    std::memcpy(pending_.data() + used, next, taken);
    next += taken;
    count -= taken;
    if (used + taken < BLOCK) return;
    block(pending_.data());
  }
  for (; count >= BLOCK; next += BLOCK, count -= BLOCK) block(next);
  if (count > 0) std::memcpy(pending_.data(), next, count);
}

std::string Sha256::hexadecimal() {
  const std::uint64_t bits = length_ * 8;
  const std::size_t used = static_cast<std::size_t>(length_ % BLOCK);
  std::array<std::uint8_t, BLOCK + 8> tail{};
  tail[0] = 0x80;
  update(tail.data(), used < 56 ? 56 - used : 120 - used);
  std::array<std::uint8_t, 8> length{};
  for (unsigned index = 0; index < 8; ++index) {
    length[index] = static_cast<std::uint8_t>(bits >> (56 - 8 * index));
  }
  update(length.data(), length.size());
  std::string text;
  for (const std::uint32_t word : state_) {
    for (int shift = 28; shift >= 0; shift -= 4) text += "0123456789abcdef"[(word >> shift) & 15u];
  }
  return text;
}

void Sha256::block(const std::uint8_t* bytes) {
  std::uint32_t w[64];
  for (unsigned t = 0; t < 16; ++t) {
    w[t] = static_cast<std::uint32_t>(bytes[4 * t]) << 24 | static_cast<std::uint32_t>(bytes[4 * t + 1]) << 16 |
           static_cast<std::uint32_t>(bytes[4 * t + 2]) << 8 | bytes[4 * t + 3];
  }
  for (unsigned t = 16; t < 64; ++t) {
    const std::uint32_t early = w[t - 15];
    const std::uint32_t late = w[t - 2];
    w[t] = w[t - 16] + (rotate(early, 7) ^ rotate(early, 18) ^ (early >> 3)) + w[t - 7] +
           (rotate(late, 17) ^ rotate(late, 19) ^ (late >> 10));
  }
  auto [a, b, c, d, e, f, g, h] = state_;
  for (unsigned t = 0; t < 64; ++t) {
    const std::uint32_t first = h + (rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25)) + ((e & f) ^ (~e & g)) +
                                ROUND[t] + w[t];
    const std::uint32_t second =
        (rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
    h = g;
    g = f;
    f = e;
    e = d + first;
    d = c;
    c = b;
    b = a;
    a = first + second;
  }
  const std::uint32_t words[8] = {a, b, c, d, e, f, g, h};
  for (unsigned index = 0; index < 8; ++index) state_[index] += words[index];
}

}  // namespace snapc
