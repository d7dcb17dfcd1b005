/// The loop's arithmetic; compiled without fused operations, which would round once where two roundings are due.

#include "update.h"

#include <cstddef>

namespace snapc {

Floats scaled(const Floats& from, float factor) {
  Floats to(from.size());
  for (std::size_t at = 0; at < from.size(); ++at) to[at] = from[at] * factor;
  return to;
}

Floats mixed(const Floats& one, float factor, const Floats& other, float otherFactor) {
  Floats to(one.size());
  for (std::size_t at = 0; at < one.size(); ++at) {
    const float left = one[at] * factor;
    const float right = other[at] * otherFactor;
    to[at] = left + right;
  }
  return to;
}

Floats guided(const Floats& without, const Floats& told, float guidance) {
  Floats to(without.size());
  for (std::size_t at = 0; at < without.size(); ++at) {
    const float change = told[at] - without[at];
    const float weighed = guidance * change;
    to[at] = without[at] + weighed;
  }
  return to;
}

Floats denoise(const Floats& latents, const Floats& output, const Step& step, double clip) {
  Floats clean = mixed(latents, step.cleanLatent, output, step.cleanOutput);
  for (float& number : clean) {
    if (static_cast<double>(number) < -clip) number = static_cast<float>(-clip);
    if (static_cast<double>(number) > clip) number = static_cast<float>(clip);
  }
  return clean;
}

Floats advance(const Step& step, const Floats& latents, const Floats& output, const Floats& denoised,
               const Floats* earlier, const Floats* noise) {
  Floats next = mixed(latents, step.latent, denoised, step.denoised);
  if (step.earlier != 0 && earlier != nullptr) next = mixed(next, 1, *earlier, step.earlier);
  if (step.output != 0) next = mixed(next, 1, output, step.output);
  if (step.noise != 0 && noise != nullptr) next = mixed(next, 1, *noise, step.noise);
  return next;
}

}  // namespace snapc
