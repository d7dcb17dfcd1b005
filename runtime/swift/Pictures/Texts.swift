/// A prompt, and the one against it, as the states that the UNet attends to.

struct TextStates {
  /// Tokens x width.
  let told: [Float]
  /// nil without guidance.
  let without: [Float]?
  /// Tokens of the prompt that did not fit.
  let dropped: Int
}

func encodeTexts(
  _ description: PipelineDescription, _ tokenizer: Tokenizer, _ parts: Parts, _ request: Request
) async throws -> TextStates {
  let read = try tokenizer.encode(request.prompt)
  let other = request.guidance == 1 ? nil : try tokenizer.encode(request.negativePrompt)
  let text = description.text
  return try await parts.with(.textEncoder) { model in
    func states(of tokens: Tokens) async throws -> [Float] {
      try Task.checkCancellation()
      // Ids are below 2^24, where floats are exact.
      return try await model.run([text.ids: tokens.ids.map { Float($0) }], output: text.states)
    }
    let told = try await states(of: read)
    var without: [Float]?
    if let other { without = try await states(of: other) }
    return TextStates(told: told, without: without, dropped: read.dropped)
  }
}
