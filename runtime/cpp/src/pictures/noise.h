/// The noise of a run: by seed and place, or as PyTorch draws it.

#ifndef SNAPC_PICTURES_NOISE_H
#define SNAPC_PICTURES_NOISE_H

#include "mersenne.h"
#include "snapc/pictures/request.h"

namespace snapc {

class NoiseSource {
 public:
  NoiseSource(RandomNumbers random, std::uint64_t seed, std::size_t count)
      : random_(random), seed_(seed), count_(count), generator_(static_cast<std::uint32_t>(seed)) {}

  /// What the run begins with.
  std::vector<float> first() { return draw(0); }
  /// What a step adds, by its place in the run.
  std::vector<float> afterStep(std::uint32_t index) { return draw(index + 1); }
  /// For the latents that an encoder's distribution is sampled by.
  std::vector<float> ofEncoder() { return draw(0xffffffffu); }

 private:
  /// PyTorch draws one after another; its numbers have no place.
  std::vector<float> draw(std::uint32_t stream);

  RandomNumbers random_;
  std::uint64_t seed_;
  std::size_t count_;
  Mersenne generator_;
};

}  // namespace snapc

#endif
