/// The coefficients of a sampler, as the compiler writes them: one row of eleven floats for each step.

#ifndef SNAPC_PICTURES_STEP_TABLE_H
#define SNAPC_PICTURES_STEP_TABLE_H

#include <cstdint>
#include <vector>

#include "snapc/tables.h"

namespace snapc {

struct Step {
  float timestep;
  float inputScale;
  float cleanLatent;
  float cleanOutput;
  float latent;
  float denoised;
  float earlier;
  float output;
  float noise;
  /// A picture's latent, noised to where this step begins: startLatent * latent + startNoise * normal.
  float startLatent;
  float startNoise;
};

/// The steps of a run of `steps`; tables of all counts follow one another, little-endian. Throws Error.
std::vector<Step> stepsOf(const std::vector<std::uint8_t>& bytes, const Table<std::uint32_t>& counts,
                          std::uint32_t steps);

}  // namespace snapc

#endif
