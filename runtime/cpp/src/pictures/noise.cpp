/// Draws from the generator that was asked for.

#include "noise.h"

#include "normal.h"

namespace snapc {

std::vector<float> NoiseSource::draw(std::uint32_t stream) {
  return random_ == RandomNumbers::torch ? torchNormals(generator_, count_) : normals(seed_, stream, count_);
}

}  // namespace snapc
