/// Runs a package on Core ML. Tensors are handed over in place, and results are written in place where Core ML can.

#if canImport(CoreML)
import CoreML
import Foundation

struct CoreMLLoader: BackendLoader {
  func load(
    package: URL, function: String?, key: String, computeUnits: ComputeUnits, cacheFolder: URL?,
    phase: @Sendable (LoadProgress.Phase) -> Void
  ) async throws -> any Backend {
    do {
      let compiled = try await compile(package, key: key, cacheFolder: cacheFolder, phase: phase)
      try Task.checkCancellation()
      phase(.loading)
      let configuration = MLModelConfiguration()
      configuration.computeUnits = computeUnits.coreML
      if let function { try choose(function, in: configuration) }
      return CoreMLBackend(
        model: try await MLModel.load(contentsOf: compiled, configuration: configuration),
        name: package.lastPathComponent)
    } catch let error where !(error is SnapcError || error is CancellationError) {
      throw SnapcError.load(
        model: package.lastPathComponent, reason: error.localizedDescription)
    }
  }

  private func choose(_ function: String, in configuration: MLModelConfiguration) throws {
    guard #available(iOS 18.0, macOS 15.0, *) else {
      throw SnapcError.unsupported("Models with several functions need iOS 18 or macOS 15.")
    }
    configuration.functionName = function
  }

  /// The compiled model, from an earlier launch where there was one.
  private func compile(
    _ package: URL, key: String, cacheFolder: URL?, phase: (LoadProgress.Phase) -> Void
  ) async throws -> URL {
    if package.pathExtension == "mlmodelc" { return package }
    let place = try ModelFiles.compiled(key: key, in: cacheFolder)
    if FileManager.default.fileExists(atPath: place.path) { return place }
    phase(.compiling)
    try ModelFiles.keep(try await MLModel.compileModel(at: package), as: place)
    return place
  }
}

/// Core ML allows predictions of one model on several threads at once.
struct CoreMLBackend: Backend, @unchecked Sendable {
  let model: MLModel
  let name: String

  func run(_ inputs: [String: AnyTensor]) async throws -> [String: AnyTensor] {
    let taken = inputs.filter { model.modelDescription.inputDescriptionsByName[$0.key] != nil }
    let provider = try MLDictionaryFeatureProvider(
      dictionary: taken.mapValues { MLFeatureValue(multiArray: try $0.multiArray()) })
    let backings = try backings()
    let options = MLPredictionOptions()
    options.outputBackings = try backings.mapValues { try $0.multiArray() }
    let results: any MLFeatureProvider
    do {
      results = try await predict(provider, options)
    } catch {
      throw SnapcError.run(model: name, reason: error.localizedDescription)
    }
    return try Dictionary(
      uniqueKeysWithValues: model.modelDescription.outputDescriptionsByName.keys.map { feature in
        (feature, try tensor(of: feature, in: results, backing: backings[feature]))
      })
  }

  private func predict(
    _ provider: any MLFeatureProvider, _ options: MLPredictionOptions
  ) async throws -> any MLFeatureProvider {
    if #available(iOS 17.0, macOS 14.0, *) {
      return try await model.prediction(from: provider, options: options)
    }
    return try predictNow(provider, options)
  }

  /// In an async function the call would mean the async overload, which older systems lack.
  private func predictNow(
    _ provider: any MLFeatureProvider, _ options: MLPredictionOptions
  ) throws -> any MLFeatureProvider {
    try model.prediction(from: provider, options: options)
  }

  /// Memory for the outputs whose shapes are known before the run.
  private func backings() throws -> [String: AnyTensor] {
    var backings: [String: AnyTensor] = [:]
    for (feature, description) in model.modelDescription.outputDescriptionsByName {
      guard let array = description.multiArrayConstraint, !array.shape.isEmpty,
        let elementType = ElementType(array.dataType)
      else { continue }
      backings[feature] = try AnyTensor(
        elementType: elementType, shape: array.shape.map(\.intValue))
    }
    return backings
  }

  private func tensor(
    of feature: String, in results: any MLFeatureProvider, backing: AnyTensor?
  ) throws -> AnyTensor {
    let value = results.featureValue(for: feature)
    if let image = value?.imageBufferValue { return try pixels(of: image, feature: feature) }
    guard let array = value?.multiArrayValue else {
      throw SnapcError.output(name: feature, reason: "is missing or no multi-array")
    }
    guard let elementType = ElementType(array.dataType) else {
      throw SnapcError.output(name: feature, reason: "has elements of an unknown type")
    }
    let shape = array.shape.map(\.intValue)
    return try array.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else {
        return try AnyTensor(elementType: elementType, shape: shape)
      }
      // Core ML wrote into the memory that it was given.
      if let backing, start == UnsafeRawPointer(backing.storage.pointer) { return backing }
      if let shared = TensorStorage(sharing: array) {
        return AnyTensor(elementType: elementType, shape: shape, storage: shared)
      }
      let copy = try AnyTensor(elementType: elementType, shape: shape)
      copyStrided(
        from: start, strides: array.strides.map(\.intValue), shape: shape,
        elementBytes: elementType.byteCount, to: copy.storage.pointer)
      return copy
    }
  }
}
#endif
