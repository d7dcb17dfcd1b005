/// Both texts are read before the text encoder is loaded.

#include "texts.h"

namespace snapc {

TextStates encodeTexts(const PipelineDescription& description, const Tokenizer& tokenizer, Parts& parts,
                       const CheckedRequest& request) {
  const Cancellation* const cancellation = request.given.cancellation;
  const Tokens prompt = tokenizer.encode(request.given.prompt);
  std::optional<Tokens> negative;
  if (request.guidance != 1) negative = tokenizer.encode(request.given.negativePrompt);
  PartRun model = parts.take(PartName::textEncoder, cancellation);
  const auto statesOf = [&](const Tokens& tokens) {
    model.setWhole(description.text.ids, tokens.ids);
    return model.run(description.text.states, cancellation);
  };
  TextStates states{statesOf(prompt), std::nullopt, prompt.dropped};
  if (negative) states.without = statesOf(*negative);
  return states;
}

}  // namespace snapc
