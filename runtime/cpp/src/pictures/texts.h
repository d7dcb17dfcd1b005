/// A prompt, and the one against it, as the states that the UNet attends to.

#ifndef SNAPC_PICTURES_TEXTS_H
#define SNAPC_PICTURES_TEXTS_H

#include <optional>

#include "checked_request.h"
#include "parts.h"
#include "tokenizer.h"
#include "update.h"

namespace snapc {

struct TextStates {
  Floats told;
  /// Absent without guidance.
  std::optional<Floats> without;
  /// Tokens of the prompt that did not fit.
  std::size_t dropped;
};

/// Throws Error.
TextStates encodeTexts(const PipelineDescription& description, const Tokenizer& tokenizer, Parts& parts,
                       const CheckedRequest& request);

}  // namespace snapc

#endif
