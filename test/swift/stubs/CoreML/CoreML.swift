/// Stands in for Core ML where there is none: a compiler checks what the runtime calls, and tests say what a model does.

@_exported import CoreVideo
import Foundation

public enum MLMultiArrayDataType: Int, Sendable {
  case double = 65600
  case float32 = 65568
  case float16 = 65552
  case int32 = 131104
}

public final class MLMultiArray {
  public let shape: [NSNumber]
  public let dataType: MLMultiArrayDataType
  public let strides: [NSNumber]
  /// What an array of an image has, and has to be locked.
  public var pixelBuffer: CVPixelBuffer?
  private let pointer: UnsafeMutableRawPointer
  private let deallocator: ((UnsafeMutableRawPointer) -> Void)?

  public init(
    dataPointer: UnsafeMutableRawPointer, shape: [NSNumber], dataType: MLMultiArrayDataType,
    strides: [NSNumber], deallocator: ((UnsafeMutableRawPointer) -> Void)? = nil
  ) throws {
    pointer = dataPointer
    self.shape = shape
    self.dataType = dataType
    self.strides = strides
    self.deallocator = deallocator
  }

  deinit { deallocator?(pointer) }

  public func withUnsafeBytes<Result>(
    _ body: (UnsafeRawBufferPointer) throws -> Result
  ) rethrows -> Result {
    let elements =
      zip(shape, strides).reduce(1) { $0 + ($1.0.intValue - 1) * $1.1.intValue }
    let width = dataType == .float16 ? 2 : dataType == .double ? 8 : 4
    return try body(UnsafeRawBufferPointer(start: pointer, count: elements * width))
  }

  /// For tests, which play the model.
  public var memory: UnsafeMutableRawPointer { pointer }
}

public final class MLFeatureValue {
  public let multiArrayValue: MLMultiArray?
  public let imageBufferValue: CVPixelBuffer?

  public init(multiArray: MLMultiArray) {
    multiArrayValue = multiArray
    imageBufferValue = nil
  }

  public init(pixelBuffer: CVPixelBuffer) {
    multiArrayValue = nil
    imageBufferValue = pixelBuffer
  }
}

public protocol MLFeatureProvider: AnyObject {
  var featureNames: Set<String> { get }
  func featureValue(for featureName: String) -> MLFeatureValue?
}

public final class MLDictionaryFeatureProvider: MLFeatureProvider {
  private let values: [String: MLFeatureValue]

  public init(dictionary: [String: Any]) throws {
    values = dictionary.compactMapValues { $0 as? MLFeatureValue }
  }

  public var featureNames: Set<String> { Set(values.keys) }
  public func featureValue(for featureName: String) -> MLFeatureValue? { values[featureName] }
}

public enum MLComputeUnits: Int, Sendable {
  case cpuOnly
  case cpuAndGPU
  case all
  case cpuAndNeuralEngine
}

public final class MLModelConfiguration {
  public var computeUnits: MLComputeUnits = .all
  public var functionName: String?
  public init() {}
}

public final class MLPredictionOptions {
  public var outputBackings: [String: Any] = [:]
  public init() {}
}

public final class MLMultiArrayConstraint {
  public let shape: [NSNumber]
  public let dataType: MLMultiArrayDataType
  public init(shape: [NSNumber], dataType: MLMultiArrayDataType) {
    self.shape = shape
    self.dataType = dataType
  }
}

public final class MLFeatureDescription {
  public let multiArrayConstraint: MLMultiArrayConstraint?
  public init(multiArrayConstraint: MLMultiArrayConstraint?) {
    self.multiArrayConstraint = multiArrayConstraint
  }
}

public final class MLModelDescription {
  public let inputDescriptionsByName: [String: MLFeatureDescription]
  public let outputDescriptionsByName: [String: MLFeatureDescription]
  public init(inputs: [String: MLFeatureDescription], outputs: [String: MLFeatureDescription]) {
    inputDescriptionsByName = inputs
    outputDescriptionsByName = outputs
  }
}

public final class MLModel {
  /// What a test lets the next loaded model be.
  nonisolated(unsafe) public static var next: MLModel?
  /// What was asked of Core ML, in order.
  nonisolated(unsafe) public static var log: [String] = []

  public typealias Prediction = (any MLFeatureProvider, MLPredictionOptions) throws ->
    any MLFeatureProvider

  public let modelDescription: MLModelDescription
  private let predict: Prediction

  public init(modelDescription: MLModelDescription, predict: @escaping Prediction) {
    self.modelDescription = modelDescription
    self.predict = predict
  }

  public static func compileModel(at url: URL) async throws -> URL {
    log.append("compile \(url.lastPathComponent)")
    let compiled = FileManager.default.temporaryDirectory
      .appendingPathComponent("\(UUID().uuidString).mlmodelc", isDirectory: true)
    try FileManager.default.createDirectory(at: compiled, withIntermediateDirectories: true)
    return compiled
  }

  public static func load(
    contentsOf url: URL, configuration: MLModelConfiguration
  ) async throws -> MLModel {
    let function = configuration.functionName.map { " \($0)" } ?? ""
    log.append("load \(configuration.computeUnits)\(function)")
    guard let next else { throw CocoaError(.fileReadCorruptFile) }
    return next
  }

  public func prediction(
    from input: any MLFeatureProvider, options: MLPredictionOptions
  ) throws -> any MLFeatureProvider {
    try predict(input, options)
  }

  public func prediction(
    from input: any MLFeatureProvider, options: MLPredictionOptions
  ) async throws -> any MLFeatureProvider {
    try predict(input, options)
  }
}

public protocol MLShapedArrayScalar: Sendable {}
extension Float: MLShapedArrayScalar {}
extension Float16: MLShapedArrayScalar {}
extension Int32: MLShapedArrayScalar {}

public struct MLShapedArray<Scalar: MLShapedArrayScalar> {
  private final class Memory {
    let pointer: UnsafeMutableRawPointer
    let deallocator: Data.Deallocator
    init(_ pointer: UnsafeMutableRawPointer, _ deallocator: Data.Deallocator) {
      self.pointer = pointer
      self.deallocator = deallocator
    }
    deinit { if case .custom(let free) = deallocator { free(pointer, 0) } }
  }

  public let shape: [Int]
  public let strides: [Int]
  private let memory: Memory

  public init(
    bytesNoCopy bytes: UnsafeMutableRawPointer, shape: [Int], deallocator: Data.Deallocator
  ) {
    var strides = [Int](repeating: 1, count: shape.count)
    for axis in stride(from: shape.count - 2, through: 0, by: -1) {
      strides[axis] = strides[axis + 1] * shape[axis + 1]
    }
    self.init(bytesNoCopy: bytes, shape: shape, strides: strides, deallocator: deallocator)
  }

  public init(
    bytesNoCopy bytes: UnsafeMutableRawPointer, shape: [Int], strides: [Int],
    deallocator: Data.Deallocator
  ) {
    self.shape = shape
    self.strides = strides
    memory = Memory(bytes, deallocator)
  }

  public func withUnsafeShapedBufferPointer<Result>(
    _ body: (UnsafeBufferPointer<Scalar>, [Int], [Int]) throws -> Result
  ) rethrows -> Result {
    let count = zip(shape, strides).reduce(1) { $0 + ($1.0 - 1) * $1.1 }
    let start = memory.pointer.assumingMemoryBound(to: Scalar.self)
    defer { withExtendedLifetime(memory) {} }
    return try body(UnsafeBufferPointer(start: start, count: count), shape, strides)
  }
}
