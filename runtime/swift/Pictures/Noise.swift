/// The noise of a run: by seed and place, or as PyTorch draws it.

/// Which random numbers a picture begins with.
public enum RandomNumbers: String, Sendable, CaseIterable {
  /// Numbers by seed and place, the same bits on every system.
  case philox
  /// What `torch.randn` draws with the seed on a CPU.
  case torch
}

/// Streams of a seed; step `k` has `k + 1`.
private let encoderStream = UInt32.max

struct NoiseSource {
  private let seed: Int
  private let count: Int
  /// Draws one number after another, as a generator does.
  private var generator: Mersenne?

  init(_ random: RandomNumbers, seed: Int, count: Int) {
    self.seed = seed
    self.count = count
    generator = random == .torch ? Mersenne(seed: seed) : nil
  }

  /// What the run begins with.
  mutating func first() -> [Float] { draw(stream: 0) }

  /// What a step adds, by its place in the run.
  mutating func afterStep(_ index: Int) -> [Float] { draw(stream: UInt32(index + 1)) }

  /// For the latents that an encoder's distribution is sampled by.
  mutating func ofEncoder() -> [Float] { draw(stream: encoderStream) }

  private mutating func draw(stream: UInt32) -> [Float] {
    guard var drawing = generator else { return normals(seed: seed, stream: stream, count: count) }
    defer { generator = drawing }
    return torchNormals(&drawing, count: count)
  }
}
