/** The Swift runtime and the templates by name; kept in step with their files by `npm run generate`. */

export const runtimeFiles: Readonly<Record<string, string>> = {
  'Backend.swift': `/// The border to Core ML: what runs one package. Tests put something else behind it.

import Foundation

/// A loaded package.
public protocol Backend: Sendable {
  /// - Parameter inputs: by feature name; features that the package does not take are ignored.
  /// - Returns: all that the package gives, by feature name.
  func run(_ inputs: [String: AnyTensor]) async throws -> [String: AnyTensor]
}

/// Makes backends from packages.
public protocol BackendLoader: Sendable {
  /// - Parameters:
  ///   - package: the \`.mlpackage\` or \`.mlmodelc\` folder.
  ///   - function: which of its functions; nil where it has only one.
  ///   - key: changes whenever the package does.
  func load(
    package: URL, function: String?, key: String, computeUnits: ComputeUnits, cacheFolder: URL?,
    phase: @Sendable (LoadProgress.Phase) -> Void
  ) async throws -> any Backend
}

/// Core ML where there is one.
public func defaultBackendLoader() throws -> any BackendLoader {
  #if canImport(CoreML)
  return CoreMLLoader()
  #else
  throw SnapcError.unsupported(
    "This system has no Core ML; pass a BackendLoader of your own to load(...).")
  #endif
}
`,
  'CoreMLBackend.swift': `/// Runs a package on Core ML. Tensors are handed over in place, and results are written in place where Core ML can.

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
        elementType: elementType, shape: array.shape.map(\\.intValue))
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
    let shape = array.shape.map(\\.intValue)
    return try array.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else {
        return try AnyTensor(elementType: elementType, shape: shape)
      }
      // Core ML wrote into the memory that it was given.
      if let backing, start == UnsafeRawPointer(backing.storage.pointer) { return backing }
      let copy = try AnyTensor(elementType: elementType, shape: shape)
      copyStrided(
        from: start, strides: array.strides.map(\\.intValue), shape: shape,
        elementBytes: elementType.byteCount, to: copy.storage.pointer)
      return copy
    }
  }
}

extension AnyTensor {
  /// The tensor's own memory as Core ML sees it; it stays alive as long as the array does.
  func multiArray() throws -> MLMultiArray {
    let storage = storage
    guard let dataType = elementType.coreML else {
      throw SnapcError.tensor("a multi-array cannot have elements of \\(elementType.rawValue)")
    }
    return try MLMultiArray(
      dataPointer: storage.pointer, shape: shape.map { NSNumber(value: $0) },
      dataType: dataType,
      strides: rowMajorStrides(of: shape).map { NSNumber(value: $0) },
      deallocator: { _ in withExtendedLifetime(storage) {} })
  }
}

extension ElementType {
  init?(_ type: MLMultiArrayDataType) {
    switch type {
    case .float16: self = .float16
    case .float32: self = .float32
    case .int32: self = .int32
    default: return nil
    }
  }

  var coreML: MLMultiArrayDataType? {
    switch self {
    case .float16: return .float16
    case .float32: return .float32
    case .int32: return .int32
    case .uint8: return nil
    }
  }
}

extension ComputeUnits {
  var coreML: MLComputeUnits {
    switch self {
    case .all: return .all
    case .cpuOnly: return .cpuOnly
    case .cpuAndGPU: return .cpuAndGPU
    case .cpuAndNeuralEngine: return .cpuAndNeuralEngine
    }
  }
}

extension Tensor {
  /// The elements of a multi-array, copied.
  /// - Throws: \`SnapcError.tensor\` if it has elements of another type.
  public init(_ array: MLMultiArray) throws {
    guard ElementType(array.dataType) == Scalar.elementType else {
      throw SnapcError.tensor("the elements are not \\(Scalar.elementType.rawValue)")
    }
    let own = array.shape.map(\\.intValue)
    try self.init(shape: own)
    array.withUnsafeBytes { source in
      withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        copyStrided(
          from: from, strides: array.strides.map(\\.intValue), shape: own,
          elementBytes: MemoryLayout<Scalar>.stride, to: to)
      }
    }
  }

  /// The tensor's own memory as a multi-array. Writing to the array writes to every tensor that shares it.
  public func multiArray() throws -> MLMultiArray { try AnyTensor(self).multiArray() }
}

extension Tensor where Scalar: MLShapedArrayScalar {
  /// The elements of a shaped array, copied.
  public init(_ array: MLShapedArray<Scalar>) throws {
    try self.init(shape: array.shape)
    withUnsafeMutableBufferPointer { target in
      array.withUnsafeShapedBufferPointer { source, shape, strides in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        copyStrided(
          from: from, strides: strides, shape: shape, elementBytes: MemoryLayout<Scalar>.stride,
          to: to)
      }
    }
  }

  /// The tensor's own memory as a shaped array.
  public var shapedArray: MLShapedArray<Scalar> {
    let storage = storage
    return MLShapedArray(
      bytesNoCopy: storage.pointer, shape: shape,
      deallocator: .custom { _, _ in withExtendedLifetime(storage) {} })
  }
}
#endif
`,
  'ElementType.swift': `/// The element types that a model takes and gives, and the Swift types that hold them.

/// How an element lies in memory.
public enum ElementType: String, Sendable, CaseIterable {
  case float16
  case float32
  case int32
  /// The channels of an image.
  case uint8

  /// Bytes of one element.
  public var byteCount: Int {
    switch self {
    case .uint8: return 1
    case .float16: return 2
    case .float32, .int32: return 4
    }
  }
}

/// A Swift type that is one of the element types.
public protocol TensorScalar: Sendable {
  static var elementType: ElementType { get }
  static var zero: Self { get }
}

extension Float: TensorScalar {
  public static var elementType: ElementType { .float32 }
}

extension Int32: TensorScalar {
  public static var elementType: ElementType { .int32 }
}

extension UInt8: TensorScalar {
  public static var elementType: ElementType { .uint8 }
}

// Swift has no Float16 on Macs with an Intel processor.
#if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
extension Float16: TensorScalar {
  public static var elementType: ElementType { .float16 }
}
#endif
`,
  'Image.swift': `/// Images as tensors of bytes, and what Apple's frameworks show.

/// The order of the channels in an image's memory.
enum PixelOrder {
  case bgra
  case rgba
}

/// An image of rows that may be padded, as a tensor of shape [height, width, 4] in the order red, green, blue, alpha.
func imageTensor(
  from source: UnsafeRawPointer, width: Int, height: Int, bytesPerRow: Int, order: PixelOrder
) throws -> AnyTensor {
  var tensor = try Tensor<UInt8>(shape: [height, width, 4])
  tensor.withUnsafeMutableBufferPointer { target in
    for row in 0..<height {
      let line = source.advanced(by: row * bytesPerRow).assumingMemoryBound(to: UInt8.self)
      for column in 0..<width {
        let from = column * 4
        let to = (row * width + column) * 4
        target[to] = line[order == .bgra ? from + 2 : from]
        target[to + 1] = line[from + 1]
        target[to + 2] = line[order == .bgra ? from : from + 2]
        target[to + 3] = line[from + 3]
      }
    }
  }
  return AnyTensor(tensor)
}

#if canImport(CoreML)
import CoreVideo

/// Core ML gives colour images as 32-bit BGRA.
func pixels(of image: CVPixelBuffer, feature: String) throws -> AnyTensor {
  let format = CVPixelBufferGetPixelFormatType(image)
  guard format == kCVPixelFormatType_32BGRA || format == kCVPixelFormatType_32RGBA else {
    throw SnapcError.output(name: feature, reason: "is an image of the unknown format \\(format)")
  }
  CVPixelBufferLockBaseAddress(image, .readOnly)
  defer { CVPixelBufferUnlockBaseAddress(image, .readOnly) }
  guard let start = CVPixelBufferGetBaseAddress(image) else {
    throw SnapcError.output(name: feature, reason: "is an image without memory")
  }
  return try imageTensor(
    from: start, width: CVPixelBufferGetWidth(image), height: CVPixelBufferGetHeight(image),
    bytesPerRow: CVPixelBufferGetBytesPerRow(image),
    order: format == kCVPixelFormatType_32BGRA ? .bgra : .rgba)
}
#endif

#if canImport(CoreGraphics)
import CoreGraphics

extension Tensor where Scalar == UInt8 {
  /// A tensor of shape [height, width, 4] as an image to show; nil for other shapes.
  public var cgImage: CGImage? {
    guard shape.count == 3, shape[2] == 4 else { return nil }
    var copy = self
    return copy.withUnsafeMutableBufferPointer { buffer in
      CGContext(
        data: buffer.baseAddress, width: shape[1], height: shape[0], bitsPerComponent: 8,
        bytesPerRow: shape[1] * 4, space: CGColorSpaceCreateDeviceRGB(),
        bitmapInfo: CGImageAlphaInfo.noneSkipLast.rawValue
      )?.makeImage()
    }
  }
}
#endif
`,
  'ModelConfiguration.swift': `/// How a model is loaded: on which processors, from where, and how long it stays in memory.

import Foundation

/// The processors that Core ML may use.
public enum ComputeUnits: String, Sendable, CaseIterable {
  case all
  case cpuOnly
  case cpuAndGPU
  case cpuAndNeuralEngine
}

/// How long a model stays in memory.
public enum MemoryMode: Sendable {
  /// From \`load\` until \`unload\` or until the last reference goes.
  case keep
  /// From its first run until another model needs the room: \`.onDemand(admit: residents.admit)\`.
  case onDemand(admit: Admission)
  /// Each package of a model that was cut into several is loaded, run and freed in turn.
  case chunkByChunk
}

/// Is asked before a model loads and may free others. It is a function over types of the standard library, so that
/// models of several Swift packages can share one \`ResidentModels\`.
/// - Parameters: what tells the model from others, and what frees it when another one comes.
public typealias Admission =
  @Sendable (ObjectIdentifier, @escaping @Sendable () async -> Void) async -> Void

public struct ModelConfiguration: Sendable {
  /// What the model was compiled for, unless set.
  public var computeUnits: ComputeUnits?
  public var memory: MemoryMode
  /// A folder with the model's packages, compiled (\`.mlmodelc\`) or not; the package's own resources if nil.
  public var folder: URL?
  /// Where compiled models are kept between launches; the app's caches if nil.
  public var cacheFolder: URL?

  public init(
    computeUnits: ComputeUnits? = nil, memory: MemoryMode = .keep, folder: URL? = nil,
    cacheFolder: URL? = nil
  ) {
    self.computeUnits = computeUnits
    self.memory = memory
    self.folder = folder
    self.cacheFolder = cacheFolder
  }
}

/// How far loading has come.
public struct LoadProgress: Sendable, Equatable {
  public enum Phase: String, Sendable {
    /// Core ML translates the package for this device: once per device and system version.
    case compiling
    /// The compiled model is read and prepared for the processors.
    case loading
    case ready
  }
  public let phase: Phase
  /// Parts of the model that are done, of \`total\`.
  public let completed: Int
  public let total: Int
}

public typealias ProgressHandler = @Sendable (LoadProgress) -> Void
`,
  'ModelDescription.swift': `/// What the generated code says of its model.

import Foundation

public struct ModelDescription: Sendable {
  /// For messages.
  public let name: String
  /// The names of the packages without extension; several run one after another.
  public let packages: [String]
  /// Changes whenever the compiled model does.
  public let key: String
  public let inputs: [TensorInfo]
  public let outputs: [TensorInfo]
  /// What the device file of the compilation asks for.
  public let computeUnits: ComputeUnits
  /// The function of the package that runs; nil where it has only one.
  public let function: String?
  /// Holds the resources of the generated package.
  public let bundle: Bundle

  public init(
    name: String, packages: [String], key: String, inputs: [TensorInfo], outputs: [TensorInfo],
    computeUnits: ComputeUnits, function: String?, bundle: Bundle
  ) {
    self.name = name
    self.packages = packages
    self.key = key
    self.inputs = inputs
    self.outputs = outputs
    self.computeUnits = computeUnits
    self.function = function
    self.bundle = bundle
  }
}
`,
  'ModelFiles.swift': `/// Where a model's packages are, and where what Core ML compiles from them is kept between launches.

import Foundation

enum ModelFiles {
  /// The compiled model where there is one, else the package.
  /// - Throws: \`SnapcError.missingFile\`.
  static func find(_ name: String, in folder: URL?, or bundle: Bundle) throws -> URL {
    let candidates = ["mlmodelc", "mlpackage"].flatMap { suffix -> [URL] in
      if let folder { return [folder.appendingPathComponent("\\(name).\\(suffix)")] }
      return [bundle.url(forResource: name, withExtension: suffix)].compactMap { $0 }
    }
    let found = candidates.first { FileManager.default.fileExists(atPath: $0.path) }
    guard let found else { throw SnapcError.missingFile(path: "\\(name).mlpackage") }
    return found
  }

  /// Where the compiled form of a package belongs. The system's version is part of it, since compiled models
  /// are made for one.
  static func compiled(key: String, in folder: URL?) throws -> URL {
    let version = ProcessInfo.processInfo.operatingSystemVersion
    let system = "\\(version.majorVersion).\\(version.minorVersion).\\(version.patchVersion)"
    let caches =
      try folder
      ?? FileManager.default.url(
        for: .cachesDirectory, in: .userDomainMask, appropriateFor: nil, create: true
      ).appendingPathComponent("snapc", isDirectory: true)
    return caches.appendingPathComponent("\\(key)-\\(system).mlmodelc", isDirectory: true)
  }

  /// Moves a freshly compiled model to its place. If another launch was faster, its model stays.
  static func keep(_ temporary: URL, as place: URL) throws {
    let files = FileManager.default
    try files.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    do {
      try files.moveItem(at: temporary, to: place)
    } catch {
      guard files.fileExists(atPath: place.path) else { throw error }
      try? files.removeItem(at: temporary)
    }
  }
}
`,
  'ModelSession.swift': `/// A model behind the generated API: finds its packages, loads them when they are needed, checks what goes in.

import Foundation

public actor ModelSession {
  public nonisolated let description: ModelDescription
  private let configuration: ModelConfiguration
  private let loader: any BackendLoader
  private let packages: [URL]
  private var backends: [any Backend]?
  /// Two runs that find the model unloaded wait for the same loading.
  private var loading: Task<[any Backend], any Error>?
  private var waiting = 0

  private init(
    description: ModelDescription, configuration: ModelConfiguration, loader: any BackendLoader
  ) throws {
    self.description = description
    self.configuration = configuration
    self.loader = loader
    packages = try description.packages.map { name in
      try ModelFiles.find(name, in: configuration.folder, or: description.bundle)
    }
  }

  /// - Parameter loader: Core ML if nil.
  public static func load(
    _ description: ModelDescription, configuration: ModelConfiguration,
    loader: (any BackendLoader)?, progress: @escaping ProgressHandler
  ) async throws -> ModelSession {
    let session = try ModelSession(
      description: description, configuration: configuration,
      loader: loader ?? defaultBackendLoader())
    if case .keep = configuration.memory { _ = try await session.loaded(progress) }
    return session
  }

  /// Loads the model where it is not, and checks for cancellation between its packages.
  public func run(_ inputs: [String: AnyTensor]) async throws -> [String: AnyTensor] {
    var features = inputs
    for info in description.inputs {
      guard let tensor = inputs[info.feature] else {
        throw SnapcError.input(name: info.name, reason: "is missing")
      }
      try info.check(tensor)
      features[info.feature] = info.toPackage(tensor)
    }
    try Task.checkCancellation()
    if case .chunkByChunk = configuration.memory {
      for index in packages.indices {
        let backend = try await load(index) { _ in }
        try await step(backend, &features)
      }
    } else {
      for backend in try await loaded({ _ in }) { try await step(backend, &features) }
    }
    for info in description.outputs {
      features[info.feature] = features[info.feature].map(info.fromPackage)
    }
    return features
  }

  /// Frees the memory; the next run loads the model again. A run in progress ends first.
  public func unload() {
    loading?.cancel()
    loading = nil
    backends = nil
  }

  /// What one package gives is there for those behind it.
  private nonisolated func step(
    _ backend: any Backend, _ features: inout [String: AnyTensor]
  ) async throws {
    let results = try await backend.run(features)
    try Task.checkCancellation()
    features.merge(results) { _, new in new }
  }

  private func loaded(_ progress: @escaping ProgressHandler) async throws -> [any Backend] {
    if case .onDemand(let admit) = configuration.memory {
      await admit(ObjectIdentifier(self)) { [weak self] in await self?.unload() }
    }
    if let backends { return backends }
    let task = loading ?? Task { try await self.loadAll(progress) }
    loading = task
    waiting += 1
    defer { waiting -= 1 }
    do {
      let all = try await withTaskCancellationHandler {
        try await task.value
      } onCancel: {
        Task { await self.abandon(task) }
      }
      // Unloaded meanwhile: this run keeps what it has, later ones load again.
      if loading == task {
        loading = nil
        backends = all
      }
      try Task.checkCancellation()
      return all
    } catch {
      if loading == task { loading = nil }
      throw error
    }
  }

  /// Stops a loading that nobody else waits for.
  private func abandon(_ task: Task<[any Backend], any Error>) {
    if loading == task, waiting == 1 { task.cancel() }
  }

  private func loadAll(_ progress: @escaping ProgressHandler) async throws -> [any Backend] {
    let total = packages.count
    var all: [any Backend] = []
    for index in packages.indices { all.append(try await load(index, progress)) }
    progress(LoadProgress(phase: .ready, completed: total, total: total))
    return all
  }

  private func load(
    _ index: Int, _ progress: @escaping ProgressHandler
  ) async throws -> any Backend {
    try Task.checkCancellation()
    let total = packages.count
    return try await loader.load(
      package: packages[index], function: description.function, key: "\\(description.key)-\\(index)",
      computeUnits: configuration.computeUnits ?? description.computeUnits,
      cacheFolder: configuration.cacheFolder
    ) { phase in
      progress(LoadProgress(phase: phase, completed: index, total: total))
    }
  }
}
`,
  'ResidentModels.swift': `/// Keeps few models in memory at a time, so that a pipeline fits into a phone: the one that waited longest goes.

public actor ResidentModels {
  private struct Resident {
    let identity: ObjectIdentifier
    let unload: @Sendable () async -> Void
  }

  private let limit: Int
  /// The most recently used comes last.
  private var residents: [Resident] = []

  /// - Parameter limit: how many models may be loaded at once; at least one.
  public init(limit: Int = 1) {
    self.limit = max(limit, 1)
  }

  /// Makes room for a model that is about to load or to run: give it to \`MemoryMode.onDemand\`.
  @Sendable
  public func admit(
    _ identity: ObjectIdentifier, unload: @escaping @Sendable () async -> Void
  ) async {
    residents.removeAll { $0.identity == identity }
    let excess = max(residents.count + 1 - limit, 0)
    let leaving = residents.prefix(excess)
    residents = residents.dropFirst(excess) + [Resident(identity: identity, unload: unload)]
    for other in leaving { await other.unload() }
  }
}
`,
  'SnapcError.swift': `/// The one error type of the package: a case to act on and a message to read.

import Foundation

/// Cancellation is not among them: a cancelled task throws \`CancellationError\`, as tasks do.
public enum SnapcError: Error, Equatable, Sendable {
  /// A file of the model is not where it should be.
  case missingFile(path: String)
  /// Core ML cannot compile the package or load what it compiled.
  case load(model: String, reason: String)
  /// An input is of another shape than the model takes.
  case input(name: String, reason: String)
  /// The model did not give an output, or gave it in another form than it declares.
  case output(name: String, reason: String)
  /// Core ML failed to run the model.
  case run(model: String, reason: String)
  /// A tensor cannot be made as asked.
  case tensor(String)
  /// This system has no Core ML, or too old a one.
  case unsupported(String)
}

extension SnapcError: LocalizedError {
  public var errorDescription: String? {
    switch self {
    case .missingFile(let path):
      return "There is no \\(path). Add the package's resources to the app, or download them first."
    case .load(let model, let reason): return "\\(model) cannot be loaded: \\(reason)"
    case .input(let name, let reason): return "The input \\(name) \\(reason)."
    case .output(let name, let reason): return "The output \\(name) \\(reason)."
    case .run(let model, let reason): return "\\(model) failed to run: \\(reason)"
    case .tensor(let reason): return "No such tensor: \\(reason)."
    case .unsupported(let reason): return reason
    }
  }
}
`,
  'StridedCopy.swift': `/// Copies elements that lie apart, as the Neural Engine pads its rows, into row-major order.

/// - Parameters:
///   - strides: elements from one index of a dimension to the next, as many as \`shape\` has sizes.
///   - elementBytes: bytes of one element.
func copyStrided(
  from source: UnsafeRawPointer, strides: [Int], shape: [Int], elementBytes: Int,
  to target: UnsafeMutableRawPointer
) {
  // The innermost dimensions without gaps are one run of bytes.
  var outer = shape.count
  var run = 1
  while outer > 0, strides[outer - 1] == run || shape[outer - 1] == 1 {
    outer -= 1
    run *= shape[outer]
  }
  let runs = shape[..<outer].reduce(1, *)
  guard run > 0, runs > 0 else { return }
  var index = [Int](repeating: 0, count: outer)
  var offset = 0
  for number in 0..<runs {
    target.advanced(by: number * run * elementBytes)
      .copyMemory(from: source + offset * elementBytes, byteCount: run * elementBytes)
    var axis = outer - 1
    while axis >= 0 {
      index[axis] += 1
      offset += strides[axis]
      if index[axis] < shape[axis] { break }
      offset -= index[axis] * strides[axis]
      index[axis] = 0
      axis -= 1
    }
  }
}

/// The strides of elements in row-major order without gaps.
func rowMajorStrides(of shape: [Int]) -> [Int] {
  var strides = [Int](repeating: 1, count: shape.count)
  for axis in stride(from: shape.count - 2, through: 0, by: -1) {
    strides[axis] = strides[axis + 1] * max(shape[axis + 1], 1)
  }
  return strides
}
`,
  'Tensor.swift': `/// Tensors: a shape and elements in row-major order, handed to Core ML and back without copies.

/// A value: a copy shares the memory until one of both is changed.
public struct Tensor<Scalar: TensorScalar>: Sendable {
  /// Sizes from the outermost dimension to the innermost.
  public let shape: [Int]
  private(set) var storage: TensorStorage

  /// - Throws: \`SnapcError.tensor\` if there are not as many scalars as the shape has elements.
  public init(shape: [Int], scalars: [Scalar]) throws {
    let count = try elementCount(of: shape)
    guard scalars.count == count else {
      throw SnapcError.tensor(
        "the shape \\(shape) has \\(count) elements, and \\(scalars.count) scalars were given")
    }
    try self.init(shape: shape)
    withUnsafeMutableBufferPointer { buffer in
      for (index, scalar) in scalars.enumerated() { buffer[index] = scalar }
    }
  }

  /// Zeros.
  /// - Throws: \`SnapcError.tensor\` for a negative size or more elements than memory can have.
  public init(shape: [Int]) throws {
    self.shape = shape
    storage = TensorStorage(byteCount: try elementCount(of: shape) * MemoryLayout<Scalar>.stride)
  }

  /// - Throws: \`SnapcError.tensor\` if the tensor has elements of another type.
  public init(_ tensor: AnyTensor) throws {
    guard tensor.elementType == Scalar.elementType else {
      throw SnapcError.tensor(
        "the elements are \\(tensor.elementType.rawValue), not \\(Scalar.elementType.rawValue)")
    }
    shape = tensor.shape
    storage = tensor.storage
  }

  public var count: Int { storage.byteCount / MemoryLayout<Scalar>.stride }

  /// A copy of the elements in row-major order.
  public var scalars: [Scalar] { withUnsafeBufferPointer { Array($0) } }

  /// The elements in row-major order, in place. The pointer is valid until \`body\` returns.
  public func withUnsafeBufferPointer<Result>(
    _ body: (UnsafeBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    defer { withExtendedLifetime(storage) {} }
    let elements = storage.pointer.bindMemory(to: Scalar.self, capacity: count)
    return try body(UnsafeBufferPointer(start: elements, count: count))
  }

  /// The same to write to; elements that another tensor shares are copied first.
  public mutating func withUnsafeMutableBufferPointer<Result>(
    _ body: (UnsafeMutableBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    if !isKnownUniquelyReferenced(&storage) { storage = TensorStorage(copying: storage) }
    defer { withExtendedLifetime(storage) {} }
    let elements = storage.pointer.bindMemory(to: Scalar.self, capacity: count)
    return try body(UnsafeMutableBufferPointer(start: elements, count: count))
  }
}

/// A tensor whose element type is known at run time only.
public struct AnyTensor: Sendable {
  public let elementType: ElementType
  public let shape: [Int]
  let storage: TensorStorage

  public init<Scalar>(_ tensor: Tensor<Scalar>) {
    elementType = Scalar.elementType
    shape = tensor.shape
    storage = tensor.storage
  }

  private init(elementType: ElementType, shape: [Int], storage: TensorStorage) {
    self.elementType = elementType
    self.shape = shape
    self.storage = storage
  }

  /// The same memory under a shape of as many elements.
  func reshaped(_ shape: [Int]) -> AnyTensor {
    AnyTensor(elementType: elementType, shape: shape, storage: storage)
  }

  /// Zeros.
  init(elementType: ElementType, shape: [Int]) throws {
    self.elementType = elementType
    self.shape = shape
    storage = TensorStorage(byteCount: try elementCount(of: shape) * elementType.byteCount)
  }
}

/// - Throws: \`SnapcError.tensor\` for a negative size or a product that no memory can hold.
func elementCount(of shape: [Int]) throws -> Int {
  var count = 1
  for size in shape {
    let (product, overflow) = count.multipliedReportingOverflow(by: size)
    // An element takes at most eight bytes: the byte count must not overflow either.
    guard size >= 0, !overflow, product <= Int.max / 8 else {
      throw SnapcError.tensor("\\(shape) is not a shape that memory can hold")
    }
    count = product
  }
  return count
}
`,
  'TensorInfo.swift': `/// What a model takes and gives, as the generated code states it and as it is checked before a run.

/// An input or output as the model declares it.
public struct TensorInfo: Sendable, Equatable {
  /// The name in the ONNX file.
  public let name: String
  /// The name in the package: the feature of the Core ML model.
  public let feature: String
  public let elementType: ElementType
  /// The shapes that are allowed; the first is the default.
  public let shapes: ShapeRule
  /// The shape in the package where it is another: Core ML's tensors have one to five dimensions.
  public let carried: [Int]?

  public init(
    name: String, feature: String, elementType: ElementType, shapes: ShapeRule,
    carried: [Int]? = nil
  ) {
    self.name = name
    self.feature = feature
    self.elementType = elementType
    self.shapes = shapes
    self.carried = carried
  }

  /// The same elements as the package takes them.
  func toPackage(_ tensor: AnyTensor) -> AnyTensor {
    carried.map(tensor.reshaped) ?? tensor
  }

  /// What the package gives, as the model declares it.
  func fromPackage(_ tensor: AnyTensor) -> AnyTensor {
    carried == nil ? tensor : tensor.reshaped(shapes.example)
  }

  func check(_ tensor: AnyTensor) throws {
    guard tensor.elementType == elementType else {
      throw SnapcError.input(
        name: name,
        reason: "has elements of \\(tensor.elementType.rawValue); \\(elementType.rawValue) is wanted")
    }
    guard shapes.allows(tensor.shape) else {
      throw SnapcError.input(
        name: name, reason: "has the shape \\(tensor.shape); \\(shapes.description) is wanted")
    }
  }
}

/// Which shapes an input may have.
public enum ShapeRule: Sendable, Equatable, CustomStringConvertible {
  case fixed([Int])
  /// One of a list.
  case enumerated([[Int]])
  /// Each size between two bounds, both included.
  case ranges([ClosedRange<Int>])

  /// The shape that stands for all where one is needed.
  public var example: [Int] {
    switch self {
    case .fixed(let shape): return shape
    case .enumerated(let shapes): return shapes.first ?? []
    case .ranges(let ranges): return ranges.map(\\.lowerBound)
    }
  }

  public func allows(_ shape: [Int]) -> Bool {
    switch self {
    case .fixed(let only): return shape == only
    case .enumerated(let shapes): return shapes.contains(shape)
    case .ranges(let ranges):
      return shape.count == ranges.count && zip(shape, ranges).allSatisfy { $1.contains($0) }
    }
  }

  public var description: String {
    switch self {
    case .fixed(let shape): return "\\(shape)"
    case .enumerated(let shapes): return "one of \\(shapes)"
    case .ranges(let ranges):
      let sizes = ranges.map {
        $0.lowerBound == $0.upperBound
          ? "\\($0.lowerBound)" : "\\($0.lowerBound) to \\($0.upperBound)"
      }
      return "[\\(sizes.joined(separator: ", "))]"
    }
  }
}
`,
  'TensorStorage.swift': `/// The memory of tensors: allocated once, shared without copies, freed with its last user.

/// Bytes at an address that stays the same. Who writes makes sure first that nobody else holds the storage,
/// which is what makes it safe to send.
final class TensorStorage: @unchecked Sendable {
  let pointer: UnsafeMutableRawPointer
  let byteCount: Int

  /// Zeros, aligned as the Neural Engine and the GPU like their buffers.
  init(byteCount: Int) {
    self.byteCount = byteCount
    pointer = UnsafeMutableRawPointer.allocate(byteCount: max(byteCount, 1), alignment: 64)
    pointer.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
  }

  convenience init(copying other: TensorStorage) {
    self.init(byteCount: other.byteCount)
    pointer.copyMemory(from: other.pointer, byteCount: byteCount)
  }

  deinit {
    pointer.deallocate()
  }
}
`,
};

export const templates = {
  'Model.swift': `// {{comment title}}, compiled for Core ML by snapc.

import Foundation

/// {{comment title}}: load it once, run it as often as you like.
public final class Model: Sendable {
  /// What the model takes.
  public struct Inputs: Sendable {
{{#each inputs}}
    /// {{comment documentation}}
    public var {{property}}: Tensor<{{scalar}}>
{{/each}}

    public init({{#each inputs}}{{property}}: Tensor<{{scalar}}>{{#unless @last}}, {{/unless}}{{/each}}) {
{{#each inputs}}
      self.{{property}} = {{property}}
{{/each}}
    }
  }

  /// What the model gives.
  public struct Outputs: Sendable {
{{#each outputs}}
    /// {{comment documentation}}
    public let {{property}}: Tensor<{{scalar}}>
{{/each}}
  }

  /// The inputs as the model names them.
  public static let inputs: [TensorInfo] = [
{{#each inputs}}
    TensorInfo(
      name: {{string name}}, feature: {{string feature}}, elementType: .{{elementType}},
      shapes: {{shapes}}{{#if carried}}, carried: {{carried}}{{/if}}),
{{/each}}
  ]

  /// The outputs as the model names them.
  public static let outputs: [TensorInfo] = [
{{#each outputs}}
    TensorInfo(
      name: {{string name}}, feature: {{string feature}}, elementType: .{{elementType}},
      shapes: {{shapes}}{{#if carried}}, carried: {{carried}}{{/if}}),
{{/each}}
  ]
{{#if functions}}

  /// The functions of the package; they share its weights.
  public enum Function: String, Sendable, CaseIterable {
{{#each functions}}
    case {{property}} = {{string name}}
{{/each}}
  }
{{/if}}

  private let session: ModelSession

  private init(session: ModelSession) {
    self.session = session
  }

  /// Finds the model's files and, unless \`configuration.memory\` says otherwise, loads it.
  /// - Parameters:
{{#if functions}}
  ///   - function: which of the package's functions to run; they differ in shapes or adapters.
{{/if}}
  ///   - loader: what runs the model; Core ML if nil.
  ///   - progress: is called on any thread.
  /// - Throws: \`SnapcError\`, or \`CancellationError\` if the task is cancelled.
  public static func load(
{{#if functions}}
    function: Function = .{{functions.0.property}},
{{/if}}
    configuration: ModelConfiguration = ModelConfiguration(),
    loader: (any BackendLoader)? = nil,
    progress: @escaping ProgressHandler = { _ in }
  ) async throws -> Model {
    let description = ModelDescription(
      name: {{string title}},
      packages: [{{#each packages}}{{string this}}{{#unless @last}}, {{/unless}}{{/each}}],
      key: {{string key}},
      inputs: inputs, outputs: outputs,
      computeUnits: .{{computeUnits}},
      function: {{#if functions}}function.rawValue{{else}}nil{{/if}},
      bundle: .module)
    return Model(
      session: try await ModelSession.load(
        description, configuration: configuration, loader: loader, progress: progress))
  }

  /// Runs the model. Tensors go in and come out without copies where Core ML allows it.
  /// - Throws: \`SnapcError.input\` before anything runs, other cases of \`SnapcError\`, or \`CancellationError\`.
  public func run(_ inputs: Inputs) async throws -> Outputs {
    let results = try await session.run([
{{#each inputs}}
      {{string feature}}: AnyTensor(inputs.{{property}}),
{{else}}
      :
{{/each}}
    ])
    return Outputs(
{{#each outputs}}
      {{property}}: try Self.output({{@index}}, of: results){{#unless @last}},{{/unless}}
{{/each}}
    )
  }

  /// Frees the model's memory; the next run loads it again.
  public func unload() async {
    await session.unload()
  }

  private static func output<Scalar>(
    _ index: Int, of results: [String: AnyTensor]
  ) throws -> Tensor<Scalar> {
    let info = outputs[index]
    guard let tensor = results[info.feature] else {
      throw SnapcError.output(name: info.name, reason: "is missing")
    }
    return try Tensor(tensor)
  }
}
`,
  'ModelTests.swift': `// Tests of {{comment title}} that need no Core ML: another backend stands in for it.

import XCTest

@testable import {{module}}

final class {{module}}Tests: XCTestCase {
  /// Gives zeros for every output and remembers what it got.
  private actor Recorder: Backend {
    private(set) var runs: [[String: AnyTensor]] = []

    func run(_ inputs: [String: AnyTensor]) async throws -> [String: AnyTensor] {
      runs.append(inputs)
      return try Dictionary(
        uniqueKeysWithValues: Model.outputs.map { info in
          (info.feature, try AnyTensor(elementType: info.elementType, shape: info.shapes.example))
        })
    }
  }

  private struct Loader: BackendLoader {
    let recorder = Recorder()

    func load(
      package: URL, function: String?, key: String, computeUnits: ComputeUnits, cacheFolder: URL?,
      phase: @Sendable (LoadProgress.Phase) -> Void
    ) async throws -> any Backend {
      phase(.loading)
      return recorder
    }
  }

  private func exampleInputs() throws -> Model.Inputs {
    let shapes = Model.inputs.map(\\.shapes.example)
    return Model.Inputs(
{{#each inputs}}
      {{property}}: try Tensor(shape: shapes[{{@index}}]){{#unless @last}},{{/unless}}
{{/each}}
    )
  }

  func testRunHandsEveryInputOverAndGivesEveryOutput() async throws {
    let loader = Loader()
    let model = try await Model.load(loader: loader)
    let outputs = try await model.run(exampleInputs())
{{#each outputs}}
    XCTAssertEqual(outputs.{{property}}.shape, Model.outputs[{{@index}}].shapes.example)
{{/each}}
    let runs = await loader.recorder.runs
    XCTAssertFalse(runs.isEmpty)
    for info in Model.inputs {
      XCTAssertEqual(runs[0][info.feature]?.shape, info.shapes.example, info.name)
    }
  }
{{#if inputs}}

  func testAWrongShapeIsRefusedBeforeTheModelRuns() async throws {
    let loader = Loader()
    let model = try await Model.load(loader: loader)
    var inputs = try exampleInputs()
    inputs.{{inputs.0.property}} = try Tensor(shape: [3, 1, 4, 1, 5, 9])
    do {
      _ = try await model.run(inputs)
      XCTFail("a shape that the model does not take was accepted")
    } catch SnapcError.input(let name, _) {
      XCTAssertEqual(name, Model.inputs[0].name)
    }
    let runs = await loader.recorder.runs
    XCTAssertTrue(runs.isEmpty)
  }
{{/if}}

  func testACancelledTaskDoesNotRunTheModel() async throws {
    let loader = Loader()
    let model = try await Model.load(loader: loader)
    let inputs = try exampleInputs()
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await model.run(inputs)
    }
    task.cancel()
    do {
      _ = try await task.value
      XCTFail("a cancelled run gave a result")
    } catch is CancellationError {}
    let runs = await loader.recorder.runs
    XCTAssertTrue(runs.isEmpty)
  }
}
`,
  'Package.swift': `// swift-tools-version:5.9
// {{comment title}}, compiled for Core ML by snapc.
import PackageDescription

let package = Package(
  name: {{string module}},
  platforms: [.iOS({{string ios}}), .macOS({{string macos}})],
  products: [.library(name: {{string module}}, targets: [{{string module}}])],
  targets: [
    .target(
      name: {{string module}},
      path: ".",
      exclude: ["Tests"],
      sources: ["Sources"],
      resources: [{{#each packages}}.copy({{string (suffixed this ".mlpackage")}}){{#unless @last}}, {{/unless}}{{/each}}],
      swiftSettings: [.enableExperimentalFeature("StrictConcurrency")]),
    .testTarget(
      name: {{string (suffixed module "Tests")}},
      dependencies: [{{string module}}],
      path: "Tests"),
  ]
)
`,
} as const;
