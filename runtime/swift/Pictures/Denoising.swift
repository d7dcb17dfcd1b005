/// The loop: the UNet says what to take away, the scheduler's table how much.

struct Denoised {
  let latents: [Float]
  /// Of each step.
  let milliseconds: [Double]
}

/// One picture that is being drawn.
struct Denoising {
  let description: PipelineDescription
  let parts: Parts
  let request: Request
  let texts: TextStates

  func run(_ steps: [Step], onStep: StepHandler?) async throws -> Denoised {
    let latent = description.latent
    var noise = NoiseSource(
      request.random, seed: request.seed, count: latent.channels * latent.height * latent.width)
    let skipped = request.image == nil ? 0 : steps.count - taken(of: steps.count)
    var latents = try await start(steps.dropFirst(skipped).first, &noise)
    let milliseconds = try await parts.with(.unet) { unet in
      var milliseconds: [Double] = []
      var earlier: [Float]?
      for (at, step) in steps.enumerated().dropFirst(skipped) {
        try Task.checkCancellation()
        var clock = Stopwatch()
        let output = try await predict(unet, latents, step)
        let denoised = denoise(latents, output, step, clip: description.steps.clip)
        let fresh = step.noise == 0 ? nil : noise.afterStep(at)
        latents = advance(
          step, latents: latents, output: output, denoised: denoised, earlier: earlier,
          fresh: fresh)
        earlier = denoised
        milliseconds.append(clock.lap())
        guard let onStep else { continue }
        try await onStep(
          StepReport(
            step: at + 1 - skipped, steps: steps.count - skipped, latents: latents,
            milliseconds: milliseconds.last ?? 0, preview: try await preview(of: denoised)))
      }
      return milliseconds
    }
    return Denoised(latents: latents, milliseconds: milliseconds)
  }

  /// Of all steps, those that are taken when a picture is drawn over.
  private func taken(of steps: Int) -> Int {
    min(Int((Double(steps) * request.strength).rounded(.down)), steps)
  }

  /// Noise, or a picture's latents with noise of the first step that is taken.
  private func start(_ step: Step?, _ noise: inout NoiseSource) async throws -> [Float] {
    guard let image = request.image else {
      let steps = description.steps
      let factor = steps.counts.firstIndex(of: request.steps).map { steps.initialNoise[$0] } ?? 1
      return scaled(noise.first(), Float(factor))
    }
    let latents = try await encode(description, parts, image, &noise)
    guard let step else { return latents }
    return mixed(latents, step.startLatent, noise.first(), step.startNoise)
  }

  /// What the model says of the latents at a step, guided.
  private func predict(
    _ unet: ModelSession, _ latents: [Float], _ step: Step
  ) async throws -> [Float] {
    let input = scaled(latents, step.inputScale)
    let names = description.unet
    let timesteps = unet.description.inputs.first { $0.feature == names.timestep }
      .map { $0.shapes.example.reduce(1, *) }
    let times = [Float](repeating: step.timestep, count: timesteps ?? 1)
    func ask(_ samples: [Float], _ states: [Float]) async throws -> [Float] {
      try Task.checkCancellation()
      return try await unet.run(
        [names.sample: samples, names.timestep: times, names.states: states],
        edges: (description.latent.height, description.latent.width), output: names.output)
    }
    guard names.batch == 2 else {
      let told = try await ask(input, texts.told)
      guard let without = texts.without else { return told }
      return guided(
        without: try await ask(input, without), told: told, guidance: request.guidance)
    }
    let both = try await ask(input + input, (texts.without ?? texts.told) + texts.told)
    let told = Array(both.suffix(latents.count))
    guard texts.without != nil else { return told }
    return guided(
      without: Array(both.prefix(latents.count)), told: told, guidance: request.guidance)
  }

  private func preview(of denoised: [Float]) async throws -> Picture? {
    switch request.preview {
    case .none: return nil
    case .fast:
      return description.preview.map {
        linearPreview(denoised, size: description.latent, map: $0)
      }
    case .decoded: return try await decode(description, parts, latents: denoised)
    }
  }
}
