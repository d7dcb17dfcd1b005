/// What happens to latents between two runs of the model, in single precision, each operation rounded: so every
/// language gets the same bits from the same output of the model.

#ifndef SNAPC_PICTURES_UPDATE_H
#define SNAPC_PICTURES_UPDATE_H

#include <vector>

#include "step_table.h"

namespace snapc {

using Floats = std::vector<float>;

/// Each of `from` times `factor`.
Floats scaled(const Floats& from, float factor);

/// one * factor + other * otherFactor
Floats mixed(const Floats& one, float factor, const Floats& other, float otherFactor);

/// Classifier-free guidance (Ho and Salimans 2022): without the prompt, plus `guidance` times what the prompt changes.
Floats guided(const Floats& without, const Floats& told, float guidance);

/// The clean latents that the model sees, clamped to `clip`, which is infinite for never.
Floats denoise(const Floats& latents, const Floats& output, const Step& step, double clip);

/// The latents of the next step; terms whose coefficient is 0 are left out. Null is for what there is not.
Floats advance(const Step& step, const Floats& latents, const Floats& output, const Floats& denoised,
               const Floats* earlier, const Floats* noise);

}  // namespace snapc

#endif
