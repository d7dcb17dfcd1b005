/// From words to a picture: text encoder, a loop of the UNet, decoder; the same for all pipelines that are compiled.

import Foundation

/// How a pipeline is loaded.
public struct PipelineConfiguration: Sendable {
  /// Of each part what it was compiled for, unless set.
  public var computeUnits: [PartName: ComputeUnits]
  public var memory: PipelineMemory
  /// A folder with the packages and tables of all parts side by side, packages compiled (`.mlmodelc`) or not; the Swift
  /// package's own resources if nil.
  public var folder: URL?
  /// Where compiled models are kept between launches; the app's caches if nil.
  public var cacheFolder: URL?

  public init(
    computeUnits: [PartName: ComputeUnits] = [:], memory: PipelineMemory = .keep,
    folder: URL? = nil, cacheFolder: URL? = nil
  ) {
    self.computeUnits = computeUnits
    self.memory = memory
    self.folder = folder
    self.cacheFolder = cacheFolder
  }
}

/// Is called on any thread while a part is loaded.
public typealias PartProgressHandler = @Sendable (PartName, LoadProgress) -> Void

/// A picture and how it came about.
public struct Generated: Sendable {
  public let picture: Picture
  public let seed: Int
  public let steps: Int
  public let guidance: Double
  /// How many tokens of the prompt the text encoder could not take.
  public let droppedTokens: Int
  /// What the text encoder took.
  public let textMilliseconds: Double
  /// What each step took.
  public let stepMilliseconds: [Double]
  /// What the decoder took.
  public let decoderMilliseconds: Double
}

/// A loaded pipeline.
public final class Pipeline: Sendable {
  public let description: PipelineDescription
  private let parts: Parts
  private let tokenizer: Tokenizer
  private let tables: [UInt8]
  private let turns = Turns()

  private init(
    description: PipelineDescription, parts: Parts, tokenizer: Tokenizer, tables: [UInt8]
  ) {
    self.description = description
    self.parts = parts
    self.tokenizer = tokenizer
    self.tables = tables
  }

  /// The generated code calls it with what it knows.
  static func load(
    _ description: PipelineDescription, models: [(part: PartName, model: ModelDescription)],
    bundle: Bundle, configuration: PipelineConfiguration, loader: (any BackendLoader)?,
    progress: @escaping PartProgressHandler
  ) async throws -> Pipeline {
    let tokenizer = try Tokenizer(
      description.tokenizer.read(in: configuration.folder, or: bundle))
    let tables = try description.tables.read(in: configuration.folder, or: bundle)
    var sessions: [PartName: ModelSession] = [:]
    for (part, model) in models {
      try Task.checkCancellation()
      var memory = MemoryMode.keep
      if case .spare = configuration.memory { memory = .onDemand { _, _ in } }
      sessions[part] = try await ModelSession.load(
        model,
        configuration: ModelConfiguration(
          computeUnits: configuration.computeUnits[part], memory: memory,
          folder: configuration.folder, cacheFolder: configuration.cacheFolder),
        loader: loader, progress: { progress(part, $0) })
    }
    return Pipeline(
      description: description,
      parts: Parts(sessions: sessions, memory: configuration.memory), tokenizer: tokenizer,
      tables: tables)
  }

  /// Draws a picture. Pictures are drawn one after another; cancelling the task ends one at its next step.
  /// - Parameters:
  ///   - negativePrompt: what the picture should not show; counts where guidance is not 1.
  ///   - steps: one of `description.steps.counts`; the usual number if nil.
  ///   - guidance: how much the prompt counts, from -1000 to 1000; 1 takes the model's word for it and halves the work
  ///     where the model runs twice. The usual one if nil.
  ///   - seed: a whole number from 0 to 2^53 - 1; drawn if nil, and told with the picture.
  ///   - width: in pixels; with `height` one of `description.sizes`. Where neither is said the size is that of `image`,
  ///     or the first.
  ///   - height: in pixels.
  ///   - strength: how much of `image` is drawn anew, from 0 to 1.
  ///   - image: a picture of the same size to begin with.
  ///   - preview: what each report shows.
  ///   - random: which random numbers are drawn with the seed.
  ///   - onStep: is called after each step and waited for.
  /// - Throws: `SnapcError.request` for all that is wrong with the parameters, other cases of `SnapcError`, what
  ///   `onStep` throws, or `CancellationError`.
  public func generate(
    prompt: String, negativePrompt: String = "", steps: Int? = nil, guidance: Double? = nil,
    seed: Int? = nil, width: Int? = nil, height: Int? = nil, strength: Double = 0.8,
    image: Picture? = nil, preview: Preview = .none, random: RandomNumbers = .philox,
    onStep: StepHandler? = nil
  ) async throws -> Generated {
    let request = try Request(
      GenerateOptions(
        prompt: prompt, negativePrompt: negativePrompt, steps: steps, guidance: guidance,
        seed: seed, width: width, height: height, image: image, strength: strength,
        preview: preview, random: random), description)
    try await turns.take()
    do {
      try Task.checkCancellation()
      let generated = try await draw(request, onStep)
      await turns.give()
      return generated
    } catch {
      await turns.give()
      throw error
    }
  }

  /// Frees the memory of all models; the next picture loads them again.
  public func unload() async {
    for session in parts.sessions.values { await session.unload() }
  }

  private func draw(_ request: Request, _ onStep: StepHandler?) async throws -> Generated {
    let description = description.at(request.size)
    var clock = Stopwatch()
    let texts = try await encodeTexts(description, tokenizer, parts, request)
    let textMilliseconds = clock.lap()
    let steps = try stepsOf(tables, counts: description.steps.counts, steps: request.steps)
    let denoising = Denoising(
      description: description, parts: parts, request: request, texts: texts)
    let denoised = try await denoising.run(steps, onStep: onStep)
    _ = clock.lap()
    let picture = try await decode(description, parts, latents: denoised.latents)
    return Generated(
      picture: picture, seed: request.seed, steps: request.steps,
      guidance: Double(request.guidance), droppedTokens: texts.dropped,
      textMilliseconds: textMilliseconds, stepMilliseconds: denoised.milliseconds,
      decoderMilliseconds: clock.lap())
  }
}
