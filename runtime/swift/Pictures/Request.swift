/// What a picture is asked for with, checked as a whole: every fault is told at once.

/// What is shown of a picture while it is drawn.
public enum Preview: String, Sendable, CaseIterable {
  case none
  /// Latents mapped to colours, one pixel for each.
  case fast
  /// The decoder's picture at each step.
  case decoded
}

/// How far a picture has come.
public struct StepReport: Sendable {
  /// From 1 to `steps`.
  public let step: Int
  public let steps: Int
  /// Channels x height x width.
  public let latents: [Float]
  /// What the step took.
  public let milliseconds: Double
  /// Where one was asked for.
  public let preview: Picture?
}

/// Is waited for before the next step; an error that it throws ends the picture.
public typealias StepHandler = @Sendable (StepReport) async throws -> Void

struct Request: Equatable {
  var prompt: String
  var negativePrompt = ""
  var steps: Int
  var guidance: Float
  var seed: Int
  var size: PictureSize
  var image: Picture?
  var strength: Double
  var preview: Preview
  var random: RandomNumbers
}

/// What was asked for; nil for the usual.
struct GenerateOptions {
  var prompt: String
  var negativePrompt = ""
  var steps: Int?
  var guidance: Double?
  var seed: Int?
  var width: Int?
  var height: Int?
  var image: Picture?
  var strength = 0.8
  var preview = Preview.none
  var random = RandomNumbers.philox
}

private let mostGuidance = 1000.0
/// Up to here all whole numbers are exact in double precision, as which other languages have a seed.
private let largestSeed = 9_007_199_254_740_991

extension Request {
  /// - Throws: `SnapcError.request`, whose message names all that is wrong.
  init(_ given: GenerateOptions, _ description: PipelineDescription) throws {
    var faults: [String] = []
    func demand(_ holds: Bool, _ message: @autoclosure () -> String) {
      if !holds { faults.append(message()) }
    }
    let tables = description.steps
    let steps = given.steps ?? tables.usual
    let guidance = given.guidance ?? description.guidance
    let seed = given.seed ?? Int(UInt32.random(in: 0...UInt32.max))
    demand(
      tables.counts.contains(steps), "steps is \(steps); it can be \(listed(tables.counts))")
    demand(
      abs(guidance) <= mostGuidance,
      "guidance is \(guidance); it can be a number from -\(Int(mostGuidance)) to \(Int(mostGuidance))")
    demand(
      (0...largestSeed).contains(seed),
      "seed is \(seed); it can be a whole number from 0 to \(largestSeed)")
    demand(
      (0...1).contains(given.strength),
      "strength is \(given.strength); it can be a number from 0 to 1")
    let size = given.size(in: description.sizes)
    demand(
      size != nil,
      "the size is \(printed(given.width))x\(printed(given.height)); it can be "
        + description.sizes.map { "\($0.width)x\($0.height)" }.joined(separator: ", "))
    demand(
      given.preview != .fast || description.preview != nil,
      "this pipeline has no fast preview; ask for .decoded")
    if let image = given.image {
      demand(
        description.encoder != nil, "an image needs a pipeline that was compiled with vae_encoder")
      let (width, height) = (size?.width ?? image.width, size?.height ?? image.height)
      let fits = image.width == width && image.height == height
      demand(
        fits, "the image is \(image.width)x\(image.height); it has to be \(width)x\(height)")
      demand(
        !fits || image.pixels.count == 4 * width * height,
        "the image needs four bytes for each pixel")
    }
    guard let size, faults.isEmpty else {
      throw SnapcError.request(faults.joined(separator: "; "))
    }
    self.init(
      prompt: given.prompt, negativePrompt: given.negativePrompt, steps: steps,
      guidance: Float(guidance), seed: seed, size: size, image: given.image,
      strength: given.strength, preview: given.preview, random: given.random)
  }
}

extension GenerateOptions {
  /// Of what is not said, nothing is demanded; where nothing is said, the image decides.
  fileprivate func size(in sizes: [PictureSize]) -> PictureSize? {
    func fitting(_ width: Int?, _ height: Int?) -> PictureSize? {
      sizes.first { (width ?? $0.width) == $0.width && (height ?? $0.height) == $0.height }
    }
    let image = width == nil && height == nil ? image : nil
    return image.flatMap { fitting($0.width, $0.height) } ?? fitting(width, height)
  }
}

private func printed(_ edge: Int?) -> String { edge.map(String.init) ?? "any" }

private func listed(_ counts: [Int]) -> String {
  let sorted = counts.sorted()
  guard let first = sorted.first, let last = sorted.last, sorted.count == last - first + 1 else {
    return sorted.map(String.init).joined(separator: ", ")
  }
  return "\(first) to \(last)"
}
