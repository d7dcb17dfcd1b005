/// Pictures to latents and back.

#ifndef SNAPC_PICTURES_CODEC_H
#define SNAPC_PICTURES_CODEC_H

#include "noise.h"
#include "parts.h"
#include "update.h"

namespace snapc {

/// Throws Error.
Picture decode(const PipelineDescription& description, Parts& parts, const Floats& latents,
               const Cancellation* cancellation);

/// Throws Error.
Floats encode(const PipelineDescription& description, Parts& parts, const Picture& image, NoiseSource& noise,
              const Cancellation* cancellation);

}  // namespace snapc

#endif
