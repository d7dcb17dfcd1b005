/// PyTorch's generator on the CPU: MT19937 (Matsumoto and Nishimura 1998), and the normal numbers that randn makes.

#ifndef SNAPC_PICTURES_MERSENNE_H
#define SNAPC_PICTURES_MERSENNE_H

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace snapc {

class Mersenne {
 public:
  explicit Mersenne(std::uint32_t seed) noexcept;
  std::uint32_t word() noexcept;

 private:
  static constexpr std::size_t SIZE = 624;
  void turn() noexcept;

  std::array<std::uint32_t, SIZE> state_{};
  std::size_t at_ = SIZE;
};

/// What torch.randn gives for 16 numbers or more, to the last bits of single precision.
std::vector<float> torchNormals(Mersenne& generator, std::size_t count);

}  // namespace snapc

#endif
