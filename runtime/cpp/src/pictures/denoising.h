/// The loop: the UNet says what to take away, the scheduler's table how much.

#ifndef SNAPC_PICTURES_DENOISING_H
#define SNAPC_PICTURES_DENOISING_H

#include "checked_request.h"
#include "parts.h"
#include "texts.h"

namespace snapc {

struct Denoised {
  Floats latents;
  /// Of each step.
  std::vector<double> milliseconds;
};

/// Throws Error, and what the request's `onStep` throws.
Denoised denoising(const PipelineDescription& description, Parts& parts, const CheckedRequest& request,
                   const std::vector<Step>& steps, const TextStates& texts);

}  // namespace snapc

#endif
