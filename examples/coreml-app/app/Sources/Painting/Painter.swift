/// Decodes latents into pictures, and tells at each moment what a view should show.

import VaeDecoder

/// What there is to show.
public enum PaintingState: Sendable {
  case idle
  /// A sentence for people, and how much is done, from 0 to 1.
  case working(String, Double)
  /// Red, green, blue and alpha, as a tensor of shape [height, width, 4].
  case picture(VaeDecoder.Tensor<UInt8>)
  /// What went wrong, for people.
  case failed(String)
}

/// The model and the task that runs it. One painting is made at a time: a new one cancels the last.
@MainActor
public final class Painter {
  public private(set) var state = PaintingState.idle {
    didSet { changed(state) }
  }
  private let configuration: VaeDecoder.ModelConfiguration
  private let loader: (any VaeDecoder.BackendLoader)?
  private let changed: @MainActor (PaintingState) -> Void
  private var model: VaeDecoder.Model?
  private var task: Task<Void, Never>?

  /// - Parameters:
  ///   - loader: what runs the model; Core ML if nil.
  ///   - changed: is called with every new state.
  public init(
    configuration: VaeDecoder.ModelConfiguration = VaeDecoder.ModelConfiguration(),
    loader: (any VaeDecoder.BackendLoader)? = nil,
    changed: @escaping @MainActor (PaintingState) -> Void
  ) {
    self.configuration = configuration
    self.loader = loader
    self.changed = changed
  }

  /// Starts a picture from noise; equal seeds give equal pictures.
  @discardableResult
  public func paint(seed: UInt64) -> Task<Void, Never> {
    task?.cancel()
    let next = Task {
      do {
        state = .working("Loading the model", 0)
        let model = try await loaded()
        state = .working("Painting", 0.5)
        let outputs = try await model.run(.init(latent_sample: try latents(seed: seed)))
        try Task.checkCancellation()
        state = .picture(outputs.sample)
      } catch is CancellationError {
        if !Task.isCancelled { state = .idle }
      } catch {
        state = .failed(error.localizedDescription)
      }
    }
    task = next
    return next
  }

  public func cancel() {
    task?.cancel()
    state = .idle
  }

  private func loaded() async throws -> VaeDecoder.Model {
    if let model { return model }
    let model = try await VaeDecoder.Model.load(configuration: configuration, loader: loader) {
      [weak self] progress in
      Task { @MainActor in self?.show(progress) }
    }
    self.model = model
    return model
  }

  private func show(_ progress: VaeDecoder.LoadProgress) {
    // Progress comes from other threads and may arrive when the painting has begun.
    guard case .working(_, let done) = state, done < 0.5 else { return }
    switch progress.phase {
    case .compiling: state = .working("Preparing the model for this device", 0.1)
    case .loading: state = .working("Loading the model", 0.3)
    case .ready: break
    }
  }

  /// Normally distributed numbers in the shape of the model's input.
  private func latents(seed: UInt64) throws -> VaeDecoder.Tensor<Float> {
    var tensor = try VaeDecoder.Tensor<Float>(shape: VaeDecoder.Model.inputs[0].shapes.example)
    var noise = Noise(seed: seed)
    tensor.withUnsafeMutableBufferPointer { elements in
      for index in elements.indices { elements[index] = noise.next() }
    }
    return tensor
  }
}
