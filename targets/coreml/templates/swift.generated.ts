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
      if let shared = TensorStorage(sharing: array) {
        return AnyTensor(elementType: elementType, shape: shape, storage: shared)
      }
      let copy = try AnyTensor(elementType: elementType, shape: shape)
      copyStrided(
        from: start, strides: array.strides.map(\\.intValue), shape: shape,
        elementBytes: elementType.byteCount, to: copy.storage.pointer)
      return copy
    }
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
  'MultiArrays.swift': `/// Tensors as Core ML's arrays and back, in place where the memory allows it.

#if canImport(CoreML)
import CoreML
import Foundation

extension AnyTensor {
  /// The tensor's own memory as Core ML sees it; it stays alive as long as the array does.
  func multiArray() throws -> MLMultiArray {
    let storage = storage
    if let array = storage.owner as? MLMultiArray, array.shape.map(\\.intValue) == shape {
      return array
    }
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

extension TensorStorage {
  /// An array's own memory; nil where its rows are padded, or where a pixel buffer has to be locked to be read.
  convenience init?(sharing array: MLMultiArray) {
    let shape = array.shape.map(\\.intValue)
    let strides = zip(array.strides.map(\\.intValue), rowMajorStrides(of: shape))
    let hasGaps = zip(shape, strides).contains { size, stride in size > 1 && stride.0 != stride.1 }
    guard array.pixelBuffer == nil, !hasGaps, let elementType = ElementType(array.dataType),
      let count = try? elementCount(of: shape),
      let start = array.withUnsafeBytes({ $0.baseAddress })
    else { return nil }
    self.init(
      sharing: UnsafeMutableRawPointer(mutating: start), byteCount: count * elementType.byteCount,
      owner: array)
  }
}

extension Tensor {
  /// The elements of a multi-array in place; copied where they are not in row-major order without gaps.
  /// A change of the array is one of the tensor; a tensor that is changed gets memory of its own first.
  /// - Throws: \`SnapcError.tensor\` if it has elements of another type.
  public init(sharing array: MLMultiArray) throws {
    if ElementType(array.dataType) == Scalar.elementType,
      let storage = TensorStorage(sharing: array)
    {
      self.init(shape: array.shape.map(\\.intValue), storage: storage)
    } else {
      try self.init(array)
    }
  }

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
  /// A file is another one than the one that was compiled, or cannot be read.
  case file(name: String, reason: String)
  /// A file did not come: the network or the server failed, again and again. What came is kept for the next call.
  case download(file: String, reason: String)
  /// A server has another file than the one that was compiled. Nothing is kept of it.
  case altered(file: String)
  /// A picture is asked for with what a pipeline cannot do; the text names all of it.
  case request(String)
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
    case .file(let name, let reason):
      return "\\(name) cannot be used: \\(reason). Copy the package's resources again."
    case .download(let file, let reason):
      return "\\(file) cannot be downloaded: \\(reason). What came is kept; try again later."
    case .altered(let file):
      return "\\(file) on the server is not the file that was compiled. Serve the emitted folder again."
    case .request(let faults): return faults
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

  init(shape: [Int], storage: TensorStorage) {
    self.shape = shape
    self.storage = storage
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
    if storage.owner != nil || !isKnownUniquelyReferenced(&storage) {
      storage = TensorStorage(copying: storage)
    }
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

  init(elementType: ElementType, shape: [Int], storage: TensorStorage) {
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
  /// What the memory belongs to, where it is not the storage's own.
  let owner: AnyObject?

  /// Zeros, aligned as the Neural Engine and the GPU like their buffers.
  init(byteCount: Int) {
    self.byteCount = byteCount
    owner = nil
    pointer = UnsafeMutableRawPointer.allocate(byteCount: max(byteCount, 1), alignment: 64)
    pointer.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
  }

  /// Memory of another object, which is kept as long as the storage.
  init(sharing pointer: UnsafeMutableRawPointer, byteCount: Int, owner: AnyObject) {
    self.pointer = pointer
    self.byteCount = byteCount
    self.owner = owner
  }

  convenience init(copying other: TensorStorage) {
    self.init(byteCount: other.byteCount)
    pointer.copyMemory(from: other.pointer, byteCount: byteCount)
  }

  deinit {
    if owner == nil { pointer.deallocate() }
  }
}
`,
};

/** The files of a pipeline, in the folder Pictures of the runtime. */
export const picturesFiles: Readonly<Record<string, string>> = {
  'Characters.swift': `/// What kinds of characters a prompt is cut at.

enum CharacterKind {
  case letter, digit, space, other
}

func kind(of scalar: UInt32) -> CharacterKind {
  let data = UnicodeData.shared
  if isWhiteSpace(scalar) { return .space }
  if data.letters.contains(scalar) { return .letter }
  return data.numbers.contains(scalar) ? .digit : .other
}

/// Unicode's property White_Space.
private func isWhiteSpace(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x09...0x0d, 0x20, 0x85, 0xa0, 0x1680, 0x2000...0x200a, 0x2028, 0x2029, 0x202f, 0x205f,
    0x3000:
    return true
  default: return false
  }
}
`,
  'Codec.swift': `/// Pictures to latents and back.

import Foundation

func decode(
  _ description: PipelineDescription, _ parts: Parts, latents: [Float]
) async throws -> Picture {
  let (latent, tile, scale) = (description.latent, description.tile, description.scale)
  let unscaled = latents.map {
    Float(Double($0) / description.scalingFactor + description.shiftFactor)
  }
  let planes = try await parts.with(.decoder) { model in
    func decodeTile(_ part: [Float]) async throws -> [Float] {
      try Task.checkCancellation()
      let decoder = description.decoder
      return try await model.run(
        [decoder.latent: part], edges: (tile.height, tile.width), output: decoder.picture)
    }
    if tile == latent { return try await decodeTile(unscaled) }
    var mosaic = Mosaic(channels: 3, height: description.height, width: description.width)
    for top in tileStarts(whole: latent.height, tile: tile.height) {
      for left in tileStarts(whole: latent.width, tile: tile.width) {
        let area = Area(top: top, left: left, height: tile.height, width: tile.width)
        let part = cut(
          unscaled, channels: latent.channels, height: latent.height, width: latent.width,
          area: area)
        mosaic.add(
          try await decodeTile(part),
          Area(
            top: top * scale, left: left * scale, height: tile.height * scale,
            width: tile.width * scale))
      }
    }
    return mosaic.finish()
  }
  guard planes.count == 3 * description.width * description.height else {
    throw SnapcError.output(
      name: description.decoder.picture, reason: "has \\(planes.count) elements")
  }
  return Picture(planes: planes, width: description.width, height: description.height)
}

func encode(
  _ description: PipelineDescription, _ parts: Parts, _ image: Picture, _ noise: inout NoiseSource
) async throws -> [Float] {
  guard let encoder = description.encoder else {
    throw SnapcError.request("the pipeline has no encoder")
  }
  let found = try await parts.with(.encoder) { model in
    try Task.checkCancellation()
    return try await model.run(
      [encoder.picture: image.planes], edges: (image.height, image.width), output: encoder.latent)
  }
  let latents =
    encoder.isDistribution ? sampled(found, noise: noise.ofEncoder()) : found
  return latents.map {
    Float((Double($0) - description.shiftFactor) * description.scalingFactor)
  }
}

/// Bounds of the logarithm of the variance, as AutoencoderKL has them.
private let (least, greatest) = (-30.0, 20.0)

/// - Parameter parameters: the mean, and behind it the logarithm of the variance.
private func sampled(_ parameters: [Float], noise: [Float]) -> [Float] {
  let half = parameters.count / 2
  return (0..<half).map { at in
    let bounded = min(max(Double(parameters[half + at]), least), greatest)
    return Float(Double(parameters[at]) + exp(bounded / 2) * Double(noise[at]))
  }
}
`,
  'DataFile.swift': `/// The small files beside the models, which are read whole and checked before they are used.

import Foundation

public struct DataFile: Sendable, Equatable {
  /// Its name in the package's resources, or in the folder of the configuration.
  public let file: String
  /// Its size.
  public let bytes: Int
  /// Its digest, in hexadecimal digits.
  public let sha256: String

  public init(file: String, bytes: Int, sha256: String) {
    (self.file, self.bytes, self.sha256) = (file, bytes, sha256)
  }

  /// - Throws: \`SnapcError.missingFile\`, or \`SnapcError.file\` for another file than the one that was compiled.
  func read(in folder: URL?, or bundle: Bundle) throws -> [UInt8] {
    let place = folder?.appendingPathComponent(file) ?? bundle.resourceURL?.appendingPathComponent(file)
    guard let place, FileManager.default.fileExists(atPath: place.path) else {
      throw SnapcError.missingFile(path: file)
    }
    let found: [UInt8]
    do {
      found = [UInt8](try Data(contentsOf: place))
    } catch {
      throw SnapcError.file(name: file, reason: error.localizedDescription)
    }
    guard found.count == bytes else {
      throw SnapcError.file(
        name: file, reason: "it has \\(found.count) bytes; the one that was compiled has \\(bytes)")
    }
    guard Sha256.hexadecimal(found) == sha256 else {
      throw SnapcError.file(name: file, reason: "it is not the one that was compiled")
    }
    return found
  }
}
`,
  'Denoising.swift': `/// The loop: the UNet says what to take away, the scheduler's table how much.

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
`,
  'Download.swift': `/// Fetches the files of a pipeline into a folder: each from where it broke off, and into its place once its hash is right.

import Foundation

/// How far a download has come.
public struct DownloadProgress: Sendable, Equatable {
  /// The file that is fetched, from the served folder on.
  public let file: String
  /// Of all files, with what was there before; less again where a server sends a file from its start.
  public let doneBytes: Int
  public let totalBytes: Int
}

/// Is called on any thread, some ten times a second.
public typealias DownloadProgressHandler = @Sendable (DownloadProgress) -> Void

struct Download: Sendable {
  let files: [RemoteFile]
  let served: URL
  let folder: URL
  var transport: any DownloadTransport = URLSessionTransport()
  /// Of one file without a byte more.
  var attempts = 4
  /// After the first break; doubled after each.
  var pauseMilliseconds: UInt64 = 500
  var reportMilliseconds = 100.0

  /// Two at a time would write into the same files.
  private static let turns = Turns()

  func run(verify: Bool, progress: @escaping DownloadProgressHandler) async throws {
    let places = try files.map { try $0.url(in: folder) }
    try await Self.turns.take()
    do {
      try await runAlone(places, verify, progress)
      await Self.turns.give()
    } catch {
      await Self.turns.give()
      throw error
    }
  }

  private func runAlone(
    _ places: [URL], _ verify: Bool, _ progress: @escaping DownloadProgressHandler
  ) async throws {
    let total = files.reduce(0) { $0 + $1.bytes }
    let reports = Reports(total: total, everyMilliseconds: reportMilliseconds, progress)
    var done = 0
    for (file, place) in zip(files, places) {
      try Task.checkCancellation()
      do {
        if try !PartFile.holds(file, at: place, verify: verify) {
          let part = try PartFile(file, at: place)
          defer { part.close() }
          try await fetch(file, into: part) { [done] in reports.tell(file.path, done + $0) }
        }
      } catch let error where !(error is SnapcError || error is CancellationError) {
        throw SnapcError.download(file: file.path, reason: error.localizedDescription)
      }
      done += file.bytes
      reports.tell(file.path, done, always: done == total)
    }
  }

  /// Asks for what is missing until it is there, or until nothing more comes.
  private func fetch(
    _ file: RemoteFile, into part: PartFile, report: @escaping @Sendable (Int) -> Void
  ) async throws {
    // What an earlier call left may be of another file than this one; what comes now is not.
    var resumed = part.count > 0
    var (failures, furthest) = (0, part.count)
    while true {
      do {
        try Task.checkCancellation()
        if part.count < file.bytes { try await request(file, into: part, report) }
        guard part.count == file.bytes else { throw Break.short(part.count, of: file.bytes) }
      } catch let error where !(error is SnapcError) {
        if error is CancellationError || Task.isCancelled { throw CancellationError() }
        if case Break.status(416) = error { try part.restart() }
        failures = part.count > furthest ? 1 : failures + 1
        furthest = max(furthest, part.count)
        guard failures < attempts, (error as? Break)?.isFinal != true else {
          throw SnapcError.download(file: file.path, reason: reason(of: error))
        }
        try await Task.sleep(nanoseconds: pauseMilliseconds * 1_000_000 << UInt64(failures - 1))
        continue
      }
      if try part.finish() { return }
      guard resumed else { throw SnapcError.altered(file: file.path) }
      (resumed, furthest) = (false, 0)
    }
  }

  private func request(
    _ file: RemoteFile, into part: PartFile, _ report: @escaping @Sendable (Int) -> Void
  ) async throws {
    let offset = part.count
    try await transport.get(file.url(from: served), from: offset) { event in
      do {
        switch event {
        case .answer(let status, let range): try begin(part, offset, status, range)
        case .bytes(let data):
          try part.append(data)
          report(part.count)
        }
      } catch let error where !(error is SnapcError || error is Break) {
        throw SnapcError.download(file: file.path, reason: error.localizedDescription)
      }
    }
  }

  /// A server without ranges answers with the status 200 and sends the file from its start.
  private func begin(_ part: PartFile, _ offset: Int, _ status: Int, _ range: String?) throws {
    guard status == 200 || status == 206 else { throw Break.status(status) }
    let first = range?.split { !$0.isNumber }.first.flatMap { Int($0) }
    let start = status == 206 ? first ?? offset : 0
    guard try part.begin(at: start) else { throw Break.place(start, wanted: offset) }
  }
}

private enum Break: Error {
  case status(Int)
  case short(Int, of: Int)
  case place(Int, wanted: Int)

  /// Asking again helps against nothing that a server has decided.
  var isFinal: Bool {
    guard case .status(let status) = self else { return false }
    return status < 500 && ![408, 416, 429].contains(status)
  }
}

private func reason(of error: any Error) -> String {
  switch error as? Break {
  case .status(let status): return "the server answers \\(status)"
  case .short(let count, let all): return "it ends after \\(count) of \\(all) bytes"
  case .place(let start, let wanted): return "the server sends byte \\(start) where \\(wanted) is asked for"
  case nil: return error.localizedDescription
  }
}

/// Lets some of the reports through.
private final class Reports: @unchecked Sendable {
  private let total: Int
  private let pause: Duration
  private let progress: DownloadProgressHandler
  private var last: ContinuousClock.Instant?

  init(total: Int, everyMilliseconds: Double, _ progress: @escaping DownloadProgressHandler) {
    (self.total, self.progress) = (total, progress)
    pause = .milliseconds(everyMilliseconds)
  }

  /// One call at a time.
  func tell(_ file: String, _ done: Int, always: Bool = false) {
    let now = ContinuousClock.now
    if !always, let last, last.duration(to: now) < pause { return }
    last = now
    progress(DownloadProgress(file: file, doneBytes: done, totalBytes: total))
  }
}
`,
  'DownloadTransport.swift': `/// How the bytes of files come: over HTTP, or from what an app has instead.

import Foundation

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

/// What a server says, in this order.
public enum DownloadEvent: Sendable {
  /// The status of HTTP and, where the bytes are a part of the file, its header Content-Range.
  case answer(status: Int, contentRange: String?)
  case bytes(Data)
}

public protocol DownloadTransport: Sendable {
  /// Gets a file once; who calls it asks for the rest after a break.
  /// - Parameters:
  ///   - offset: the first byte that is wanted; HTTP has \`Range\` for that where it is not 0.
  ///   - receive: takes what comes, one call at a time; what it throws ends the request and is thrown.
  /// - Throws: what \`receive\` throws, or any error for a break. Cancelling the task ends the request.
  func get(
    _ url: URL, from offset: Int, receive: @escaping @Sendable (DownloadEvent) throws -> Void
  ) async throws
}

/// Over HTTP by URLSession, without its cache.
public struct URLSessionTransport: DownloadTransport {
  /// Go with every request to the server, as for a key, and not along where it redirects to another one.
  public var headers: [String: String]
  /// Of silence, until it counts as a break.
  public var timeoutSeconds: Double

  public init(headers: [String: String] = [:], timeoutSeconds: Double = 30) {
    (self.headers, self.timeoutSeconds) = (headers, timeoutSeconds)
  }

  public func get(
    _ url: URL, from offset: Int, receive: @escaping @Sendable (DownloadEvent) throws -> Void
  ) async throws {
    var request = URLRequest(
      url: url, cachePolicy: .reloadIgnoringLocalCacheData, timeoutInterval: timeoutSeconds)
    for (name, value) in headers { request.setValue(value, forHTTPHeaderField: name) }
    // Ranges count the bytes of the file, not those of a compressed form.
    request.setValue("identity", forHTTPHeaderField: "Accept-Encoding")
    if offset > 0 { request.setValue("bytes=\\(offset)-", forHTTPHeaderField: "Range") }
    let receiver = Receiver(headers.keys.map { $0 }, receive)
    let session = URLSession(configuration: .ephemeral, delegate: receiver, delegateQueue: nil)
    defer { session.finishTasksAndInvalidate() }
    let task = session.dataTask(with: request)
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { receiver.start(task, $0) }
    } onCancel: {
      task.cancel()
    }
  }
}

/// The session calls it on one queue, and not before it is started.
private final class Receiver: NSObject, URLSessionDataDelegate, @unchecked Sendable {
  private let receive: @Sendable (DownloadEvent) throws -> Void
  private var continuation: CheckedContinuation<Void, any Error>?
  private var answered = false
  private var fault: (any Error)?

  /// Headers that are for the first server alone.
  private let own: [String]

  init(_ own: [String], _ receive: @escaping @Sendable (DownloadEvent) throws -> Void) {
    (self.own, self.receive) = (own, receive)
  }

  func start(_ task: URLSessionDataTask, _ continuation: CheckedContinuation<Void, any Error>) {
    self.continuation = continuation
    task.resume()
  }

  func urlSession(_ session: URLSession, dataTask: URLSessionDataTask, didReceive data: Data) {
    guard fault == nil else { return }
    do {
      try answer(dataTask)
      try receive(.bytes(data))
    } catch {
      fault = error
      dataTask.cancel()
    }
  }

  /// Nothing of an app goes to a host that it has not named, and nothing without TLS that began with it.
  func urlSession(
    _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
    newRequest request: URLRequest, completionHandler: @escaping (URLRequest?) -> Void
  ) {
    guard let first = task.originalRequest, let from = first.url, let to = request.url,
      to.scheme == "https" || (to.scheme == "http" && from.scheme == "http")
    else { return completionHandler(nil) }
    var next = request
    for name in ["Accept-Encoding", "Range"] {
      next.setValue(first.value(forHTTPHeaderField: name), forHTTPHeaderField: name)
    }
    let isServer = Origin(from) == Origin(to)
    for name in own {
      next.setValue(isServer ? first.value(forHTTPHeaderField: name) : nil, forHTTPHeaderField: name)
    }
    completionHandler(next)
  }

  func urlSession(
    _ session: URLSession, task: URLSessionTask, didCompleteWithError error: (any Error)?
  ) {
    do {
      if let fault = fault ?? error { throw fault }
      // A body may be empty.
      try answer(task)
      continuation?.resume()
    } catch {
      continuation?.resume(throwing: error)
    }
    continuation = nil
  }

  private func answer(_ task: URLSessionTask) throws {
    guard !answered else { return }
    answered = true
    let response = task.response as? HTTPURLResponse
    try receive(
      .answer(
        status: response?.statusCode ?? 200,
        contentRange: response?.value(forHTTPHeaderField: "Content-Range")))
  }
}

private struct Origin: Equatable {
  let scheme: String?
  let host: String?
  let port: Int?

  init(_ url: URL) {
    scheme = url.scheme?.lowercased()
    host = url.host?.lowercased()
    port = url.port ?? ["http": 80, "https": 443][scheme ?? ""]
  }
}
`,
  'Elementary.swift': `/// Logarithm, sine and cosine from additions, products and quotients of doubles alone: those are the same to the bit
/// in every language, what a platform's own functions are not. Errors are below 1e-15 of the result's scale.

private let ln2High = 0.6931471803691238
private let ln2Low = 1.9082149292705877e-10
private let squareRootOf2 = 1.4142135623730951
private let oddTerms = 12

/// The natural logarithm of a positive, normal double: 2 artanh((m - 1) / (m + 1)) of its mantissa, plus exponents.
func logarithm(_ x: Double) -> Double {
  let bits = x.bitPattern
  var exponent = Double(Int(bits >> 52) - 1023)
  var mantissa = Double(bitPattern: bits & 0x000f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000)
  if mantissa > squareRootOf2 {
    mantissa /= 2
    exponent += 1
  }
  let s = (mantissa - 1) / (mantissa + 1)
  let square = s * s
  var sum = 0.0
  for term in stride(from: oddTerms, through: 1, by: -1) {
    sum = (sum + 1 / Double(2 * term + 1)) * square
  }
  return exponent * ln2High + (2 * s + (2 * s * sum + exponent * ln2Low))
}

/// Taylor's series on [-pi/4, pi/4].
private let seriesTerms = 9
private let halfPi = 1.5707963267948966

/// Sine and cosine of \`turns\` whole turns, from 0 to 1: exact in the quarter it lies in.
func sineCosine(_ turns: Double) -> (sine: Double, cosine: Double) {
  let quarter = (turns * 4 + 0.5).rounded(.down)
  let angle = (turns * 4 - quarter) * halfPi
  let square = angle * angle
  var sine = 1.0
  var cosine = 1.0
  for term in stride(from: seriesTerms, through: 1, by: -1) {
    sine = 1 - (square / Double(2 * term * (2 * term + 1))) * sine
    cosine = 1 - (square / Double(2 * term * (2 * term - 1))) * cosine
  }
  sine = angle * sine
  switch Int(quarter) % 4 {
  case 0: return (sine, cosine)
  case 1: return (cosine, -sine)
  case 2: return (-sine, -cosine)
  default: return (-cosine, sine)
  }
}
`,
  'Hangul.swift': `/// Hangul syllables, whose parts are computed (The Unicode Standard, section 3.12).

enum Hangul {
  private static let leads: UInt32 = 0x1100
  private static let vowels: UInt32 = 0x1161
  /// One before the first: syllables without a trail have the place 0.
  private static let trails: UInt32 = 0x11a7
  private static let syllables: UInt32 = 0xac00
  private static let (leadCount, vowelCount, trailCount): (UInt32, UInt32, UInt32) = (19, 21, 28)

  static func parts(of scalar: UInt32) -> [UInt32]? {
    guard scalar >= syllables, scalar - syllables < leadCount * vowelCount * trailCount else {
      return nil
    }
    let place = scalar - syllables
    let trail = place % trailCount
    let pair = [
      leads + place / (vowelCount * trailCount), vowels + place / trailCount % vowelCount,
    ]
    return trail == 0 ? pair : pair + [trails + trail]
  }

  static func joined(_ one: UInt32, _ other: UInt32) -> UInt32? {
    if one >= leads, one < leads + leadCount, other >= vowels, other < vowels + vowelCount {
      return syllables + ((one - leads) * vowelCount + other - vowels) * trailCount
    }
    guard let parts = parts(of: one), parts.count == 2, other > trails,
      other < trails + trailCount
    else { return nil }
    return one + other - trails
  }
}
`,
  'LowerCase.swift': `/// Lower case of texts, as Unicode has it without a language, by the tables in the package.

private let capitalDottedI: UInt32 = 0x130
private let capitalSigma: UInt32 = 0x3a3
private let (smallSigma, finalSigma): (UInt32, UInt32) = (0x3c3, 0x3c2)

func lowercased(_ text: [UInt32]) -> [UInt32] {
  let data = UnicodeData.shared
  var found: [UInt32] = []
  found.reserveCapacity(text.count)
  for (place, scalar) in text.enumerated() {
    switch scalar {
    case capitalDottedI: found += [0x69, 0x307]
    case capitalSigma: found.append(isLast(place, in: text) ? finalSigma : smallSigma)
    default:
      guard let run = data.smallLetters.index(of: scalar) else {
        found.append(scalar)
        continue
      }
      let (stride, delta) = data.smallSteps[run]
      let isCapital = (scalar - data.smallLetters.first(of: run)) % stride == 0
      found.append(isCapital ? UInt32(Int(scalar) + delta) : scalar)
    }
  }
  return found
}

/// Whether a sigma ends a word: behind a letter with case and before none, marks and such left out.
private func isLast(_ place: Int, in text: [UInt32]) -> Bool {
  let data = UnicodeData.shared
  let before = text[..<place].last { !data.ignorable.contains($0) }
  let after = text[(place + 1)...].first { !data.ignorable.contains($0) }
  let isCased = { (scalar: UInt32?) in scalar.map(data.cased.contains) ?? false }
  return isCased(before) && !isCased(after)
}
`,
  'Merges.swift': `/// Byte pair encoding of one word: the pair whose merge was learnt first is merged first, wherever it stands.

/// A merge of two symbols; its rank is its place among all.
struct Merge {
  let rank: Int
  let id: UInt32
}

struct Merges {
  private var byPair: [UInt64: Merge] = [:]

  /// - Parameter triples: ids; left, right and what they become.
  init(triples: [UInt32]) {
    byPair.reserveCapacity(triples.count / 3)
    for at in stride(from: 0, to: triples.count - 2, by: 3) {
      let pair = key(triples[at], triples[at + 1])
      if byPair[pair] == nil { byPair[pair] = Merge(rank: at / 3, id: triples[at + 2]) }
    }
  }

  /// Merges what can be; the time is n log n in the length of the word.
  func apply(_ symbols: [UInt32]) -> [UInt32] {
    var ids = symbols
    let count = ids.count
    var next = (0..<count).map { $0 + 1 }
    var previous = (0..<count).map { $0 - 1 }
    var queue = PairQueue()
    func offer(_ left: Int) {
      guard left >= 0, next[left] < count else { return }
      let right = next[left]
      guard let merge = byPair[key(ids[left], ids[right])] else { return }
      queue.push(Pair(rank: merge.rank, id: merge.id, at: left, right: right))
    }
    for at in ids.indices.dropLast() { offer(at) }
    while let pair = queue.pop() {
      // What stood there may have been merged since.
      guard next[pair.at] == pair.right,
        byPair[key(ids[pair.at], ids[pair.right])]?.rank == pair.rank
      else { continue }
      ids[pair.at] = pair.id
      let after = next[pair.right]
      next[pair.at] = after
      next[pair.right] = -1
      if after < count { previous[after] = pair.at }
      offer(previous[pair.at])
      offer(pair.at)
    }
    var merged: [UInt32] = []
    var at = 0
    while at < count {
      merged.append(ids[at])
      at = next[at]
    }
    return merged
  }

  private func key(_ left: UInt32, _ right: UInt32) -> UInt64 {
    UInt64(left) << 32 | UInt64(right)
  }
}
`,
  'Mersenne.swift': `/// PyTorch's generator on the CPU: MT19937 (Matsumoto and Nishimura 1998), and the normal numbers that randn makes of it.

private let size = 624
private let shift = 397

struct Mersenne {
  private var state = [UInt32](repeating: 0, count: size)
  private var at = size

  /// Of the seed the low 32 bits count.
  init(seed: Int) {
    state[0] = UInt32(truncatingIfNeeded: seed)
    for at in 1..<size {
      let before = state[at - 1]
      state[at] = 1_812_433_253 &* (before ^ (before >> 30)) &+ UInt32(at)
    }
  }

  mutating func word() -> UInt32 {
    if at == size { turn() }
    var word = state[at]
    at += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9d2c_5680
    word ^= (word << 15) & 0xefc6_0000
    return word ^ (word >> 18)
  }

  private mutating func turn() {
    for at in 0..<size {
      let joined = (state[at] & 0x8000_0000) | (state[(at + 1) % size] & 0x7fff_ffff)
      let other = state[(at + shift) % size]
      state[at] = other ^ (joined >> 1) ^ (joined & 1 == 0 ? 0 : 0x9908_b0df)
    }
    at = 0
  }
}

/// Box and Muller's pairs lie eight apart in blocks of sixteen.
private let block = 16

/// What torch.randn gives for 16 numbers or more, to the last bits of single precision.
func torchNormals(_ generator: inout Mersenne, count: Int) -> [Float] {
  var numbers = (0..<count).map { _ in uniform(&generator) }
  for start in stride(from: 0, through: count - block, by: block) { pairUp(&numbers, start) }
  if count % block != 0, count > block {
    for at in (count - block)..<count { numbers[at] = uniform(&generator) }
    pairUp(&numbers, count - block)
  }
  return numbers
}

private func uniform(_ generator: inout Mersenne) -> Float {
  Float(generator.word() & 0xff_ffff) / 16_777_216
}

private func pairUp(_ numbers: inout [Float], _ start: Int) {
  for at in start..<(start + block / 2) {
    let radius = (-2 * logarithm(1 - Double(numbers[at]))).squareRoot()
    let (sine, cosine) = sineCosine(Double(numbers[at + block / 2]))
    numbers[at] = Float(radius * cosine)
    numbers[at + block / 2] = Float(radius * sine)
  }
}
`,
  'Noise.swift': `/// The noise of a run: by seed and place, or as PyTorch draws it.

/// Which random numbers a picture begins with.
public enum RandomNumbers: String, Sendable, CaseIterable {
  /// Numbers by seed and place, the same bits on every system.
  case philox
  /// What \`torch.randn\` draws with the seed on a CPU.
  case torch
}

/// Streams of a seed; step \`k\` has \`k + 1\`.
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
`,
  'Normal.swift': `/// Normal numbers by seed, the same bits in every language: a counter, hashed, through the inverse of the distribution.

// Wichura 1988, algorithm AS 241, PPND16: coefficients from the constant term on.
private let centreAbove = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
]
private let centreBelow = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852854,
]
private let sideAbove = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
]
private let sideBelow = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008,
  0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9,
]
private let tailAbove = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
  0.026532189526576124, 0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7,
]
private let tailBelow = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  0.000018463183175100548, 1.421511758316446e-7, 2.0442631033899397e-15,
]

/// The number below which a normal one lies with probability \`p\`, from 0 to 1 without both.
func inverseNormal(_ p: Double) -> Double {
  let q = p - 0.5
  if abs(q) <= 0.425 { return q * ratio(centreAbove, centreBelow, 0.180625 - q * q) }
  let root = (-logarithm(q < 0 ? p : 1 - p)).squareRoot()
  let size =
    root <= 5 ? ratio(sideAbove, sideBelow, root - 1.6) : ratio(tailAbove, tailBelow, root - 5)
  return q < 0 ? -size : size
}

private func ratio(_ above: [Double], _ below: [Double], _ x: Double) -> Double {
  polynomial(above, x) / polynomial(below, x)
}

private func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
  var sum = 0.0
  for coefficient in coefficients.reversed() { sum = sum * x + coefficient }
  return sum
}

/// Single-precision normal numbers.
/// - Parameters:
///   - seed: from 0 to 2^53 - 1.
///   - stream: tells the draws of one seed apart: 0 is the first noise, k the noise after step k.
func normals(seed: Int, stream: UInt32, count: Int) -> [Float] {
  let key = SIMD2(
    UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
  var numbers: [Float] = []
  numbers.reserveCapacity(count + 3)
  var block: UInt32 = 0
  while numbers.count < count {
    let words = philox(SIMD4(block, stream, 0, 0), key: key)
    for place in 0..<4 {
      numbers.append(Float(inverseNormal((Double(words[place]) + 0.5) / 4_294_967_296)))
    }
    block += 1
  }
  numbers.removeLast(numbers.count - count)
  return numbers
}
`,
  'NormalForm.swift': `/// Composition of texts (normalization form C of Unicode) by the tables in the package.

func composed(_ text: [UInt32]) -> [UInt32] {
  // Nothing below U+0300 is changed.
  if text.allSatisfy({ $0 < 0x300 }) { return text }
  let data = UnicodeData.shared
  var found: [UInt32] = []
  var starter: Int?
  var lastOrder = 0
  for scalar in decomposed(text) {
    let order = combiningOrder(of: scalar)
    if let place = starter, lastOrder < order || place == found.count - 1,
      let joined = Hangul.joined(found[place], scalar)
        ?? data.compositions[UInt64(found[place]) << 32 | UInt64(scalar)]
    {
      found[place] = joined
      continue
    }
    if order == 0 { starter = found.count }
    lastOrder = order
    found.append(scalar)
  }
  return found
}

private func combiningOrder(of scalar: UInt32) -> Int {
  let data = UnicodeData.shared
  return data.combining.index(of: scalar).map { data.combiningOrders[$0] } ?? 0
}

/// The full canonical decomposition, marks in their order.
private func decomposed(_ text: [UInt32]) -> [UInt32] {
  var found: [UInt32] = []
  var marks: [(order: Int, scalar: UInt32)] = []
  func flush() {
    // Swift's sort is not said to keep equals in place.
    let ordered = marks.enumerated().sorted {
      ($0.element.order, $0.offset) < ($1.element.order, $1.offset)
    }
    found += ordered.map(\\.element.scalar)
    marks.removeAll(keepingCapacity: true)
  }
  for part in text.flatMap(parts) {
    let order = combiningOrder(of: part)
    if order == 0 {
      flush()
      found.append(part)
    } else {
      marks.append((order, part))
    }
  }
  flush()
  return found
}

private func parts(of scalar: UInt32) -> [UInt32] {
  if scalar < 0xc0 { return [scalar] }
  if let syllable = Hangul.parts(of: scalar) { return syllable }
  guard let pair = UnicodeData.shared.decompositions[scalar] else { return [scalar] }
  return parts(of: pair.first) + (pair.second.map { parts(of: $0) } ?? [])
}
`,
  'PairQueue.swift': `/// The pairs of symbols that can be merged: a binary heap, lowest rank first, of equal ranks the leftmost.

struct Pair {
  let rank: Int
  /// What the pair becomes.
  let id: UInt32
  let at: Int
  let right: Int

  func isBefore(_ other: Pair) -> Bool {
    rank < other.rank || (rank == other.rank && at < other.at)
  }
}

struct PairQueue {
  private var pairs: [Pair] = []

  mutating func push(_ pair: Pair) {
    pairs.append(pair)
    var at = pairs.count - 1
    while at > 0 {
      let above = (at - 1) / 2
      guard pair.isBefore(pairs[above]) else { break }
      pairs[at] = pairs[above]
      at = above
    }
    pairs[at] = pair
  }

  mutating func pop() -> Pair? {
    guard let first = pairs.first else { return nil }
    let last = pairs.removeLast()
    guard !pairs.isEmpty else { return first }
    var at = 0
    while true {
      var below = 2 * at + 1
      guard below < pairs.count else { break }
      if below + 1 < pairs.count, pairs[below + 1].isBefore(pairs[below]) { below += 1 }
      guard pairs[below].isBefore(last) else { break }
      pairs[at] = pairs[below]
      at = below
    }
    pairs[at] = last
    return first
  }
}
`,
  'PartFile.swift': `/// What has come of a file so far, as \`FILE.part\` beside its place: a later call goes on from there.

import Foundation

#if canImport(CryptoKit)
import CryptoKit
/// What the processor has for it counts with gigabytes.
typealias StreamDigest = SHA256
#else
typealias StreamDigest = Sha256
#endif

/// Is called by one at a time.
final class PartFile: @unchecked Sendable {
  private let file: RemoteFile
  private let place: URL
  private let part: URL
  private let handle: FileHandle
  private var digest = StreamDigest()
  private(set) var count = 0

  init(_ file: RemoteFile, at place: URL) throws {
    (self.file, self.place) = (file, place)
    part = place.appendingPathExtension("part")
    let files = FileManager.default
    try files.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    if !files.fileExists(atPath: part.path) { try Data().write(to: part) }
    handle = try FileHandle(forWritingTo: part)
    try Self.read(part) { bytes in
      digest.update(data: bytes)
      count += bytes.count
    }
    try handle.seekToEnd()
    if count > file.bytes { try restart() }
  }

  /// Whether the file at this place is the one that was compiled.
  static func holds(_ file: RemoteFile, at place: URL, verify: Bool) throws -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: place.path)
    guard let size = attributes?[.size] as? NSNumber, size.intValue == file.bytes else {
      return false
    }
    guard verify else { return true }
    var digest = StreamDigest()
    try read(place) { digest.update(data: $0) }
    return Sha256.digits(digest.finalize()) == file.sha256
  }

  func restart() throws {
    try handle.truncate(atOffset: 0)
    (digest, count) = (StreamDigest(), 0)
  }

  /// - Returns: whether the byte at the offset is the next one; 0 always is, as the file then begins anew.
  func begin(at offset: Int) throws -> Bool {
    if offset == 0, count > 0 { try restart() }
    return offset == count
  }

  /// - Throws: \`SnapcError.altered\` where more comes than was compiled.
  func append(_ data: Data) throws {
    guard data.count <= file.bytes - count else {
      try restart()
      throw SnapcError.altered(file: file.path)
    }
    try handle.write(contentsOf: data)
    digest.update(data: data)
    count += data.count
  }

  /// Brings the whole file to its place, which gets it at once.
  /// - Returns: whether it is the one that was compiled; else nothing is left of it.
  func finish() throws -> Bool {
    guard Sha256.digits(digest.finalize()) == file.sha256 else {
      try restart()
      return false
    }
    try handle.synchronize()
    try handle.close()
    let files = FileManager.default
    if files.fileExists(atPath: place.path) { try files.removeItem(at: place) }
    try files.moveItem(at: part, to: place)
    return true
  }

  /// What nothing has come of leaves nothing.
  func close() {
    try? handle.close()
    if count == 0 { try? FileManager.default.removeItem(at: part) }
  }

  private static func read(_ url: URL, _ take: (ArraySlice<UInt8>) -> Void) throws {
    guard let stream = InputStream(url: url) else { throw CocoaError(.fileReadUnknown) }
    stream.open()
    defer { stream.close() }
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      try Task.checkCancellation()
      let count = stream.read(&buffer, maxLength: buffer.count)
      if count == 0 { return }
      guard count > 0 else { throw stream.streamError ?? CocoaError(.fileReadUnknown) }
      take(buffer[..<count])
    }
  }
}
`,
  'Parts.swift': `/// The models of a pipeline, and how they are run.

public enum PartName: String, Sendable, CaseIterable {
  case textEncoder
  case unet
  case decoder
  case encoder
}

/// Which models are in memory at a time.
public enum PipelineMemory: Sendable {
  /// All of them, from \`load\` on.
  case keep
  /// One of them: it is loaded when it is used and freed before the next one is. A decoded preview needs the decoder
  /// beside the UNet.
  case spare
}

struct Parts: Sendable {
  let sessions: [PartName: ModelSession]
  let memory: PipelineMemory

  /// Gives a part for as long as \`use\` takes.
  func with<Result>(
    _ part: PartName, _ use: (ModelSession) async throws -> Result
  ) async throws -> Result {
    guard let session = sessions[part] else {
      throw SnapcError.request("the pipeline has no \\(part.rawValue)")
    }
    guard case .spare = memory else { return try await use(session) }
    do {
      let result = try await use(session)
      await session.unload()
      return result
    } catch {
      await session.unload()
      throw error
    }
  }
}

extension ModelSession {
  /// - Parameters:
  ///   - numbers: of each input in row-major order, by feature; whole where the package takes integers.
  ///   - edges: height and width of what has several sizes.
  ///   - output: the feature that is wanted.
  /// - Returns: its elements in row-major order.
  nonisolated func run(
    _ numbers: [String: [Float]], edges: (height: Int, width: Int)? = nil, output: String
  ) async throws -> [Float] {
    var tensors: [String: AnyTensor] = [:]
    for info in description.inputs {
      guard let own = numbers[info.feature] else { continue }
      tensors[info.feature] = try tensor(of: own, shape: info.shapes.at(edges), for: info)
    }
    guard let found = try await run(tensors)[output] else {
      throw SnapcError.output(name: output, reason: "is missing")
    }
    return try Tensor<Float>(found).scalars
  }
}

extension ShapeRule {
  /// Of several shapes the one that ends with these sizes.
  fileprivate func at(_ edges: (height: Int, width: Int)?) -> [Int] {
    guard let edges, case .enumerated(let shapes) = self else { return example }
    return shapes.first { $0.suffix(2) == [edges.height, edges.width] } ?? example
  }
}

private func tensor(of numbers: [Float], shape: [Int], for info: TensorInfo) throws -> AnyTensor {
  guard info.elementType == .int32 else {
    return AnyTensor(try Tensor(shape: shape, scalars: numbers))
  }
  let whole = numbers.map { Int32(exactly: ($0 + 0.5).rounded(.down)) ?? 0 }
  return AnyTensor(try Tensor(shape: shape, scalars: whole))
}
`,
  'Philox.swift': `/// Philox4x32-10: random words as a function of seed and place (Salmon et al. 2011, section 3.3).

private let factors: (UInt32, UInt32) = (0xd251_1f53, 0xcd9e_8d57)
private let weyl: (UInt32, UInt32) = (0x9e37_79b9, 0xbb67_ae85)
private let rounds = 10

/// - Parameter key: the low and the high half of a seed.
func philox(_ counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
  var words = counter
  var (low, high) = (key.x, key.y)
  for _ in 0..<rounds {
    let first = factors.0.multipliedFullWidth(by: words.x)
    let second = factors.1.multipliedFullWidth(by: words.z)
    words = SIMD4(
      second.high ^ words.y ^ low, second.low, first.high ^ words.w ^ high, first.low)
    low &+= weyl.0
    high &+= weyl.1
  }
  return words
}
`,
  'Picture.swift': `/// Pictures: red, green, blue and opacity of each pixel, and what models take and give instead.

/// A picture in memory.
public struct Picture: Sendable, Equatable {
  /// In pixels.
  public let width: Int
  /// In pixels.
  public let height: Int
  /// Four bytes for each pixel, row by row from the top: red, green, blue, opacity.
  public let pixels: [UInt8]

  public init(width: Int, height: Int, pixels: [UInt8]) {
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// - Parameter planes: red, green and blue, each of height x width numbers from -1 to 1.
  init(planes: [Float], width: Int, height: Int) {
    let count = width * height
    var pixels = [UInt8](repeating: 255, count: 4 * count)
    for at in 0..<count {
      for channel in 0..<3 {
        pixels[4 * at + channel] = byte(Double(planes[channel * count + at]) * 127.5 + 127.5)
      }
    }
    self.init(width: width, height: height, pixels: pixels)
  }

  /// Red, green and blue, each of height x width numbers from -1 to 1.
  var planes: [Float] {
    (0..<3).flatMap { channel in
      (0..<(width * height)).map { Float(Double(pixels[4 * $0 + channel]) / 127.5 - 1) }
    }
  }
}

/// Limited, and rounded to the nearest, of two to the even one; what is no number is 0.
private func byte(_ number: Double) -> UInt8 {
  number > 0 ? UInt8(min(number, 255).rounded(.toNearestOrEven)) : 0
}

/// One pixel for each latent, by a linear map.
func linearPreview(_ latents: [Float], size: LatentSize, map: PreviewMap) -> Picture {
  let count = size.height * size.width
  var planes = [Float](repeating: 0, count: 3 * count)
  for at in 0..<count {
    for colour in 0..<3 {
      var sum = map.bias[colour]
      for channel in 0..<size.channels {
        sum += Double(latents[channel * count + at]) * map.factors[channel][colour]
      }
      planes[colour * count + at] = Float(2 * sum - 1)
    }
  }
  return Picture(planes: planes, width: size.width, height: size.height)
}

#if canImport(CoreGraphics)
import CoreGraphics

extension Picture {
  /// An image that is drawn to the size of a pipeline's pictures; nil where there is no such size.
  public init?(_ image: CGImage, width: Int, height: Int) {
    guard width > 0, height > 0, let blank = try? Tensor<UInt8>(shape: [height, width, 4]) else {
      return nil
    }
    var tensor = blank
    let isDrawn = tensor.withUnsafeMutableBufferPointer { buffer in
      let context = CGContext(
        data: buffer.baseAddress, width: width, height: height, bitsPerComponent: 8,
        bytesPerRow: width * 4, space: CGColorSpaceCreateDeviceRGB(),
        bitmapInfo: CGImageAlphaInfo.noneSkipLast.rawValue)
      context?.draw(image, in: CGRect(x: 0, y: 0, width: width, height: height))
      return context != nil
    }
    guard isDrawn else { return nil }
    self.init(width: width, height: height, pixels: tensor.scalars)
  }

  /// The picture as an image to show.
  public var cgImage: CGImage? {
    try? Tensor(shape: [height, width, 4], scalars: pixels).cgImage
  }
}
#endif
`,
  'Pipeline.swift': `/// From words to a picture: text encoder, a loop of the UNet, decoder; the same for all pipelines that are compiled.

import Foundation

/// How a pipeline is loaded.
public struct PipelineConfiguration: Sendable {
  /// Of each part what it was compiled for, unless set.
  public var computeUnits: [PartName: ComputeUnits]
  public var memory: PipelineMemory
  /// A folder with the packages and tables of all parts side by side, packages compiled (\`.mlmodelc\`) or not; the Swift
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
  ///   - steps: one of \`description.steps.counts\`; the usual number if nil.
  ///   - guidance: how much the prompt counts, from -1000 to 1000; 1 takes the model's word for it and halves the work
  ///     where the model runs twice. The usual one if nil.
  ///   - seed: a whole number from 0 to 2^53 - 1; drawn if nil, and told with the picture.
  ///   - width: in pixels; with \`height\` one of \`description.sizes\`. Where neither is said the size is that of \`image\`,
  ///     or the first.
  ///   - height: in pixels.
  ///   - strength: how much of \`image\` is drawn anew, from 0 to 1.
  ///   - image: a picture of the same size to begin with.
  ///   - preview: what each report shows.
  ///   - random: which random numbers are drawn with the seed.
  ///   - onStep: is called after each step and waited for.
  /// - Throws: \`SnapcError.request\` for all that is wrong with the parameters, other cases of \`SnapcError\`, what
  ///   \`onStep\` throws, or \`CancellationError\`.
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
`,
  'PipelineDescription.swift': `/// What the generated code says of its pipeline: names, sizes and defaults.

/// Latents of a picture, channel by channel.
public struct LatentSize: Sendable, Equatable {
  public let channels, height, width: Int

  public init(channels: Int, height: Int, width: Int) {
    (self.channels, self.height, self.width) = (channels, height, width)
  }
}

/// Of a picture in pixels.
public struct PictureSize: Sendable, Equatable {
  public let width, height: Int
  /// The latents of one tile of the decoder.
  public let tile: LatentSize

  public init(width: Int, height: Int, tile: LatentSize) {
    (self.width, self.height, self.tile) = (width, height, tile)
  }
}

/// A linear map of latents to red, green and blue, from 0 to 1.
public struct PreviewMap: Sendable, Equatable {
  /// Of each channel, for red, green and blue.
  public let factors: [[Double]]
  /// What is added to red, green and blue.
  public let bias: [Double]

  public init(factors: [[Double]], bias: [Double]) {
    (self.factors, self.bias) = (factors, bias)
  }
}

public struct PipelineDescription: Sendable, Equatable {
  /// The features of the text encoder.
  public struct Text: Sendable, Equatable {
    public let ids, states: String

    public init(ids: String, states: String) {
      (self.ids, self.states) = (ids, states)
    }
  }

  /// The features of the UNet.
  public struct UNet: Sendable, Equatable {
    public let sample, timestep, states, output: String
    /// 2 where both sides of guidance run at once.
    public let batch: Int

    public init(sample: String, timestep: String, states: String, output: String, batch: Int) {
      (self.sample, self.timestep, self.states) = (sample, timestep, states)
      (self.output, self.batch) = (output, batch)
    }
  }

  /// The features of the VAE's decoder.
  public struct Decoder: Sendable, Equatable {
    public let latent, picture: String

    public init(latent: String, picture: String) {
      (self.latent, self.picture) = (latent, picture)
    }
  }

  /// The features of the VAE's encoder.
  public struct Encoder: Sendable, Equatable {
    public let picture, latent: String
    /// The encoder gives mean and logarithm of the variance, one after another along the channels.
    public let isDistribution: Bool

    public init(picture: String, latent: String, isDistribution: Bool) {
      (self.picture, self.latent, self.isDistribution) = (picture, latent, isDistribution)
    }
  }

  public struct Steps: Sendable, Equatable {
    public let usual: Int
    /// Those that have a table, in its order.
    public let counts: [Int]
    /// For each count, by how much the first noise is multiplied.
    public let initialNoise: [Double]
    /// Denoised latents are clamped to it; nil for never.
    public let clip: Double?

    public init(usual: Int, counts: [Int], initialNoise: [Double], clip: Double?) {
      (self.usual, self.counts) = (usual, counts)
      (self.initialNoise, self.clip) = (initialNoise, clip)
    }
  }

  public var name: String
  /// Those that can be asked for, the usual one first.
  public var sizes: [PictureSize]
  /// Of the usual size, as \`tile\`; where a picture is drawn, of its own.
  public var latent: LatentSize
  /// Pixels for each latent, along an edge.
  public var scale: Int
  /// The decoder gets latents divided by the factor, plus the shift.
  public var scalingFactor: Double
  public var shiftFactor: Double
  /// The latents of one tile of the decoder; those of the whole picture where it is not tiled.
  public var tile: LatentSize
  public var text: Text
  public var unet: UNet
  public var decoder: Decoder
  /// nil where no picture can be begun with.
  public var encoder: Encoder?
  /// nil where there is no fast preview.
  public var preview: PreviewMap?
  public var steps: Steps
  /// Where none is asked for.
  public var guidance: Double
  public var tokenizer: DataFile
  public var tables: DataFile

  public init(
    name: String, sizes: [PictureSize], latent: LatentSize, scale: Int, scalingFactor: Double,
    shiftFactor: Double, tile: LatentSize, text: Text, unet: UNet, decoder: Decoder, encoder: Encoder?,
    preview: PreviewMap?, steps: Steps, guidance: Double, tokenizer: DataFile, tables: DataFile
  ) {
    (self.name, self.sizes, self.latent) = (name, sizes, latent)
    (self.scale, self.tile) = (scale, tile)
    (self.scalingFactor, self.shiftFactor) = (scalingFactor, shiftFactor)
    (self.text, self.unet, self.decoder, self.encoder) = (text, unet, decoder, encoder)
    (self.preview, self.steps, self.guidance) = (preview, steps, guidance)
    (self.tokenizer, self.tables) = (tokenizer, tables)
  }

  /// Of the picture, in pixels.
  public var width: Int { latent.width * scale }

  /// Of the picture, in pixels.
  public var height: Int { latent.height * scale }

  /// What holds for pictures of one size.
  func at(_ size: PictureSize) -> PipelineDescription {
    var own = self
    own.latent = LatentSize(
      channels: latent.channels, height: size.height / scale, width: size.width / scale)
    own.tile = size.tile
    return own
  }
}
`,
  'RemoteFile.swift': `/// A file of a pipeline that an app fetches instead of carrying it.

import Foundation

public struct RemoteFile: Sendable, Equatable {
  /// Where it is, from the served folder on.
  public let path: String
  /// Where it belongs, from the folder on that \`PipelineConfiguration\` names.
  public let place: String
  /// Its size.
  public let bytes: Int
  /// Its digest, in hexadecimal digits.
  public let sha256: String

  /// - Throws: \`SnapcError.file\` for a place outside of the folder.
  func url(in folder: URL) throws -> URL {
    let names = place.split(separator: "/", omittingEmptySubsequences: false)
    let strange = names.contains { name in
      ["", ".", ".."].contains(name) || name.contains("\\\\") || name.contains("\\0")
    }
    guard !strange, bytes >= 0 else {
      throw SnapcError.file(name: place, reason: "it has no place in the folder")
    }
    return folder.appendingPathComponent(place)
  }

  /// The query of the folder's address, such as a signature, goes with every file.
  func url(from served: URL) -> URL {
    guard var parts = URLComponents(url: served, resolvingAgainstBaseURL: true) else {
      return served.appendingPathComponent(path)
    }
    parts.path += (parts.path.hasSuffix("/") ? "" : "/") + path
    return parts.url ?? served.appendingPathComponent(path)
  }
}
`,
  'Request.swift': `/// What a picture is asked for with, checked as a whole: every fault is told at once.

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
  /// From 1 to \`steps\`.
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
  /// - Throws: \`SnapcError.request\`, whose message names all that is wrong.
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
      tables.counts.contains(steps), "steps is \\(steps); it can be \\(listed(tables.counts))")
    demand(
      abs(guidance) <= mostGuidance,
      "guidance is \\(guidance); it can be a number from -\\(Int(mostGuidance)) to \\(Int(mostGuidance))")
    demand(
      (0...largestSeed).contains(seed),
      "seed is \\(seed); it can be a whole number from 0 to \\(largestSeed)")
    demand(
      (0...1).contains(given.strength),
      "strength is \\(given.strength); it can be a number from 0 to 1")
    let size = given.size(in: description.sizes)
    demand(
      size != nil,
      "the size is \\(printed(given.width))x\\(printed(given.height)); it can be "
        + description.sizes.map { "\\($0.width)x\\($0.height)" }.joined(separator: ", "))
    demand(
      given.preview != .fast || description.preview != nil,
      "this pipeline has no fast preview; ask for .decoded")
    if let image = given.image {
      demand(
        description.encoder != nil, "an image needs a pipeline that was compiled with vae_encoder")
      let (width, height) = (size?.width ?? image.width, size?.height ?? image.height)
      let fits = image.width == width && image.height == height
      demand(
        fits, "the image is \\(image.width)x\\(image.height); it has to be \\(width)x\\(height)")
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
  return "\\(first) to \\(last)"
}
`,
  'Sha256.swift': `/// SHA-256 (FIPS 180-4) of bytes that come piece by piece, alike on systems with CryptoKit and without.

import Foundation

/// Its functions are called as those of CryptoKit's.
struct Sha256 {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
  private var schedule = [UInt32](repeating: 0, count: 64)
  /// The block that is not full yet.
  private var block: [UInt8] = []
  private var count: UInt64 = 0

  init() { block.reserveCapacity(64) }

  static func hexadecimal(_ bytes: [UInt8]) -> String {
    var digest = Sha256()
    digest.update(data: bytes)
    return digits(digest.finalize())
  }

  static func digits(_ digest: some Sequence<UInt8>) -> String {
    digest.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
  }

  mutating func update(data: some DataProtocol) {
    count += UInt64(data.count)
    for region in data.regions {
      region.withUnsafeBytes { bytes in
        var at = 0
        while at < bytes.count {
          if block.isEmpty, bytes.count - at >= 64 {
            absorb(UnsafeRawBufferPointer(rebasing: bytes[at..<(at + 64)]))
            at += 64
            continue
          }
          let end = min(bytes.count, at + 64 - block.count)
          block.append(contentsOf: bytes[at..<end])
          at = end
          if block.count == 64 { absorbBlock() }
        }
      }
    }
  }

  func finalize() -> [UInt8] {
    var last = self
    let bits = count * 8
    let zeros = [UInt8](repeating: 0, count: (119 - block.count) % 64)
    last.update(data: [0x80] + zeros + bigEndian(bits))
    return last.state.flatMap(bigEndian)
  }

  private func bigEndian(_ word: some FixedWidthInteger) -> [UInt8] {
    withUnsafeBytes(of: word.bigEndian) { [UInt8]($0) }
  }

  private mutating func absorbBlock() {
    let full = block
    block.removeAll(keepingCapacity: true)
    full.withUnsafeBytes { absorb($0) }
  }

  private mutating func absorb(_ bytes: UnsafeRawBufferPointer) {
    for word in 0..<16 {
      let own = bytes.loadUnaligned(fromByteOffset: 4 * word, as: UInt32.self)
      schedule[word] = UInt32(bigEndian: own)
    }
    for at in 16..<64 {
      let (early, late) = (schedule[at - 15], schedule[at - 2])
      let first = Self.rotated(early, 7) ^ Self.rotated(early, 18) ^ (early >> 3)
      let second = Self.rotated(late, 17) ^ Self.rotated(late, 19) ^ (late >> 10)
      schedule[at] = schedule[at - 16] &+ first &+ schedule[at - 7] &+ second
    }
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for at in 0..<64 {
      let mixed = Self.rotated(e, 6) ^ Self.rotated(e, 11) ^ Self.rotated(e, 25)
      let one = h &+ mixed &+ ((e & f) ^ (~e & g)) &+ Self.constants[at] &+ schedule[at]
      let turned = Self.rotated(a, 2) ^ Self.rotated(a, 13) ^ Self.rotated(a, 22)
      let two = turned &+ ((a & b) ^ (a & c) ^ (b & c))
      (h, g, f, e) = (g, f, e, d &+ one)
      (d, c, b, a) = (c, b, a, one &+ two)
    }
    for (at, word) in [a, b, c, d, e, f, g, h].enumerated() { state[at] &+= word }
  }

  private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 {
    word >> count | word << (32 - count)
  }

  private static let constants: [UInt32] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4,
    0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe,
    0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc, 0x2de9_2c6f,
    0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc,
    0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85, 0xa2bf_e8a1, 0xa81a_664b,
    0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116,
    0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208, 0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7,
    0xc671_78f2,
  ]
}
`,
  'StepTable.swift': `/// The coefficients of a sampler, as the compiler writes them: rows of single-precision numbers, little-endian.

private let columns = 11

struct Step: Equatable {
  /// The columns in the order of the table.
  let timestep, inputScale, cleanLatent, cleanOutput, latent, denoised, earlier, output, noise: Float
  let startLatent, startNoise: Float

  init(_ row: [Float]) {
    timestep = row[0]
    inputScale = row[1]
    cleanLatent = row[2]
    cleanOutput = row[3]
    latent = row[4]
    denoised = row[5]
    earlier = row[6]
    output = row[7]
    noise = row[8]
    startLatent = row[9]
    startNoise = row[10]
  }
}

/// The steps of a run of \`steps\`; tables of all counts follow one another.
/// - Throws: \`SnapcError.file\` where the table ends too early.
func stepsOf(_ bytes: [UInt8], counts: [Int], steps: Int) throws -> [Step] {
  let index = counts.firstIndex(of: steps) ?? counts.endIndex
  let rows = counts[..<index].reduce(0, +)
  guard index < counts.endIndex, bytes.count >= 4 * columns * (rows + steps) else {
    throw SnapcError.file(
      name: "steps.bin", reason: "it is cut off, or is not the one that was compiled")
  }
  return (rows..<(rows + steps)).map { row in
    Step(
      (0..<columns).map { column in
        Float(bitPattern: littleEndianWord(bytes, at: columns * row + column))
      })
  }
}

/// The 32-bit word at a place that is counted in words.
func littleEndianWord(_ bytes: [UInt8], at place: Int) -> UInt32 {
  (0..<4).reduce(0) { word, byte in word | UInt32(bytes[4 * place + byte]) << UInt32(8 * byte) }
}
`,
  'Stopwatch.swift': `/// Takes the time between calls.

struct Stopwatch {
  private var since = ContinuousClock.now

  /// Milliseconds since the last lap, or since it was made.
  mutating func lap() -> Double {
    let now = ContinuousClock.now
    defer { since = now }
    let (seconds, attoseconds) = since.duration(to: now).components
    return Double(seconds) * 1e3 + Double(attoseconds) / 1e15
  }
}
`,
  'Texts.swift': `/// A prompt, and the one against it, as the states that the UNet attends to.

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
`,
  'Tiles.swift': `/// Decodes a picture tile by tile, where the whole would not fit the phone, and blends the seams.

/// Where tiles begin: half a tile apart, the last one at the end.
func tileStarts(whole: Int, tile: Int) -> [Int] {
  if tile >= whole { return [0] }
  let stride = max(1, tile / 2)
  let count = (whole - tile + stride - 1) / stride + 1
  return (0..<count).map { min($0 * stride, whole - tile) }
}

struct Area {
  let top, left, height, width: Int
}

/// Cuts an area out of planes of \`height\` x \`width\`.
func cut(_ planes: [Float], channels: Int, height: Int, width: Int, area: Area) -> [Float] {
  (0..<(channels * area.height)).flatMap { row in
    let y = area.top + row % area.height
    let start = (row / area.height * height + y) * width + area.left
    return planes[start..<(start + area.width)]
  }
}

/// Adds tiles up with weights that fall off towards their edges, and divides by what the weights add up to.
struct Mosaic {
  private let channels, height, width: Int
  private var planes: [Float]
  private var weights: [Float]

  init(channels: Int, height: Int, width: Int) {
    (self.channels, self.height, self.width) = (channels, height, width)
    planes = [Float](repeating: 0, count: channels * height * width)
    weights = [Float](repeating: 0, count: height * width)
  }

  mutating func add(_ part: [Float], _ area: Area) {
    for y in 0..<area.height {
      for x in 0..<area.width {
        let weight = hat(y, area.height) * hat(x, area.width)
        let at = (area.top + y) * width + area.left + x
        weights[at] = Float(Double(weights[at]) + weight)
        for channel in 0..<channels {
          let place = channel * height * width + at
          let value = Double(part[(channel * area.height + y) * area.width + x])
          planes[place] = Float(Double(planes[place]) + weight * value)
        }
      }
    }
  }

  func finish() -> [Float] {
    planes.indices.map { Float(Double(planes[$0]) / Double(weights[$0 % weights.count])) }
  }
}

/// From the middle of the first pixel up to the middle, and down again.
private func hat(_ at: Int, _ size: Int) -> Double {
  min(Double(at) + 0.5, Double(size - at) - 0.5) / (Double(size) / 2)
}
`,
  'Tokenizer.swift': `/// CLIP's tokenizer: words to the ids of byte pairs, between a begin and an end, padded to the text encoder's length.

struct Tokens: Equatable {
  /// As many as the text encoder reads.
  let ids: [UInt32]
  /// How many tokens of the prompt did not fit.
  let dropped: Int
}

/// UTF-16 units: far more than a text encoder reads, and nothing that keeps a phone busy.
let longestPrompt = 65_536
private let magic: UInt32 = 0x4b4f_5453
private let header = 8
private let byteCount = 256

/// Reads the tables that the compiler wrote: 32-bit words, little-endian. A header (magic, merges, special words,
/// length, and the ids of begin, end, padding and unknown), the ids of bytes inside and at the end of a word,
/// merges as triples, and of each special word its id, the length of its text, and the text as UTF-8 to full words.
struct Tokenizer: Sendable {
  let length: Int
  private let begin: UInt32
  private let end: UInt32
  private let padding: UInt32
  private let inner: [UInt32]
  private let last: [UInt32]
  private let merges: Merges
  private let specials: [(text: [UInt32], id: UInt32)]

  /// - Throws: \`SnapcError.file\` where the tables end too early or are something else.
  init(_ bytes: [UInt8]) throws {
    let words = (0..<(bytes.count / 4)).map { littleEndianWord(bytes, at: $0) }
    let start = header + 2 * byteCount
    guard words.count >= start, words[0] == magic, words.count >= start + 3 * Int(words[1]) else {
      throw Self.cutOff
    }
    let behind = start + 3 * Int(words[1])
    length = Int(words[3])
    begin = words[4]
    end = words[5]
    padding = words[6]
    inner = Array(words[header..<(header + byteCount)])
    last = Array(words[(header + byteCount)..<start])
    merges = Merges(triples: Array(words[start..<behind]))
    specials = try Self.readSpecials(bytes, words, at: behind, count: words[2])
  }

  /// - Throws: \`SnapcError.request\` for a prompt of more than 65,536 UTF-16 units.
  func encode(_ prompt: String) throws -> Tokens {
    let size = prompt.utf16.count
    guard size <= longestPrompt else {
      throw SnapcError.request(
        "the prompt has \\(size) characters; at most \\(longestPrompt) are read, and far fewer fit the model"
      )
    }
    let found = pieces(of: normalize(scalars(prompt))).flatMap { piece -> [UInt32] in
      switch piece {
      case .special(let id): return [id]
      case .text(let text): return words(of: text).flatMap(ids)
      }
    }
    let room = max(length - 2, 0)
    let kept = ([begin] + found.prefix(room) + [end]).prefix(length)
    return Tokens(
      ids: kept + [UInt32](repeating: padding, count: length - kept.count),
      dropped: max(found.count - room, 0))
  }

  private enum Piece {
    case text(Scalars)
    case special(UInt32)
  }

  /// Special words in a prompt are their ids.
  private func pieces(of text: [UInt32]) -> [Piece] {
    specials.reduce([.text(text[...])]) { pieces, special in
      pieces.flatMap { piece -> [Piece] in
        guard case .text(let text) = piece else { return [piece] }
        let parts = split(text, at: special.text)
        return [.text(parts[0])] + parts.dropFirst().flatMap { [.special(special.id), .text($0)] }
      }
    }
  }

  /// At least one part.
  private func split(_ text: Scalars, at special: [UInt32]) -> [Scalars] {
    var parts: [Scalars] = []
    var start = text.startIndex
    var at = start
    while let first = special.first, at + special.count <= text.endIndex {
      if text[at] == first, text[at...].starts(with: special) {
        parts.append(text[start..<at])
        at += special.count
        start = at
      } else {
        at += 1
      }
    }
    return parts + [text[start...]]
  }

  private func ids(of word: Scalars) -> [UInt32] {
    var bytes: [UInt8] = []
    for scalar in word { bytes += UTF8.encode(Unicode.Scalar(scalar) ?? "\\u{fffd}").map(Array.init) ?? [] }
    let symbols = bytes.enumerated().map { at, byte in
      (at == bytes.count - 1 ? last : inner)[Int(byte)]
    }
    return merges.apply(symbols)
  }

  private static func readSpecials(
    _ bytes: [UInt8], _ words: [UInt32], at start: Int, count: UInt32
  ) throws -> [(text: [UInt32], id: UInt32)] {
    var at = start
    return try (0..<count).map { _ in
      guard at + 2 <= words.count, words[at + 1] <= 4 * (words.count - at - 2) else { throw cutOff }
      let (id, length, first) = (words[at], Int(words[at + 1]), 4 * (at + 2))
      at += 2 + (length + 3) / 4
      let text = String(decoding: bytes[first..<(first + length)], as: UTF8.self)
      return (scalars(text), id)
    }
  }

  private static let cutOff = SnapcError.file(
    name: "tokenizer.bin", reason: "it is cut off, or is not the one that was compiled")
}
`,
  'Turns.swift': `/// Lets one piece of work run at a time, in the order of asking.

actor Turns {
  private var isTaken = false
  private var waiting: [(number: Int, continuation: CheckedContinuation<Void, any Error>)] = []
  private var asked = 0

  /// - Throws: \`CancellationError\` where the task is cancelled before its turn; it has none to give then.
  func take() async throws {
    try Task.checkCancellation()
    guard isTaken else {
      isTaken = true
      return
    }
    asked += 1
    let number = asked
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { waiting.append((number, $0)) }
    } onCancel: {
      Task { await leave(number) }
    }
  }

  func give() {
    if waiting.isEmpty { isTaken = false } else { waiting.removeFirst().continuation.resume() }
  }

  /// Who has got the turn meanwhile keeps it.
  private func leave(_ number: Int) {
    guard let place = waiting.firstIndex(where: { $0.number == number }) else { return }
    waiting.remove(at: place).continuation.resume(throwing: CancellationError())
  }
}
`,
  'UnicodeData.swift': `/// Tables of Unicode in the package, so that a prompt is read alike on every system, whatever its libraries know.

/// What the tables in UnicodeTables.swift say, unpacked when the first prompt is read.
struct UnicodeData: Sendable {
  static let shared = UnicodeData()

  /// Runs of characters, from the first to the last, in order.
  struct Runs: Sendable {
    private let firsts: [UInt32]
    private let lasts: [UInt32]

    fileprivate init(_ rows: [[Int]]) {
      firsts = rows.map { UInt32($0[0]) }
      lasts = rows.map { UInt32($0[1]) }
    }

    func first(of run: Int) -> UInt32 { firsts[run] }

    /// The place of the run that a character is in.
    func index(of scalar: UInt32) -> Int? {
      var (low, high) = (0, firsts.count)
      while low < high {
        let middle = (low + high) / 2
        if firsts[middle] <= scalar { low = middle + 1 } else { high = middle }
      }
      return low > 0 && scalar <= lasts[low - 1] ? low - 1 : nil
    }

    func contains(_ scalar: UInt32) -> Bool { index(of: scalar) != nil }
  }

  /// A canonical decomposition into one or two characters, of which the first may have one too.
  struct Decomposition: Sendable {
    let first: UInt32
    let second: UInt32?
  }

  let letters: Runs
  let numbers: Runs
  let cased: Runs
  let ignorable: Runs
  let smallLetters: Runs
  /// Of each run: every how many-eth character has a small letter, and how far away.
  let smallSteps: [(stride: UInt32, delta: Int)]
  let combining: Runs
  /// Of each run, from 1 on, in the order of Unicode's combining classes.
  let combiningOrders: [Int]
  let decompositions: [UInt32: Decomposition]
  /// What two characters become, by the first in the high bits and the second in the low ones.
  let compositions: [UInt64: UInt32]

  private init() {
    letters = Runs(unicodeRows(UnicodeTables.letters, columns: 2))
    numbers = Runs(unicodeRows(UnicodeTables.numbers, columns: 2))
    cased = Runs(unicodeRows(UnicodeTables.cased, columns: 2))
    ignorable = Runs(unicodeRows(UnicodeTables.caseIgnorable, columns: 2))
    let small = unicodeRows(UnicodeTables.smallLetters, columns: 4)
    smallLetters = Runs(small)
    smallSteps = small.map { (UInt32($0[2]), $0[3]) }
    let orders = unicodeRows(UnicodeTables.combining, columns: 3)
    combining = Runs(orders)
    combiningOrders = orders.map { $0[2] }
    var parts: [UInt32: Decomposition] = [:]
    var wholes: [UInt64: UInt32] = [:]
    for row in unicodeRows(UnicodeTables.decompositions, columns: 4) {
      let (whole, first, second) = (UInt32(row[0]), UInt32(row[1]), UInt32(row[2]))
      parts[whole] = Decomposition(first: first, second: second == 0 ? nil : second)
      if row[3] == 1 { wholes[UInt64(first) << 32 | UInt64(second)] = whole }
    }
    decompositions = parts
    compositions = wholes
  }
}
`,
  'UnicodeRows.swift': `/// Rows of whole numbers that are written as text: each number is its difference to the one above it, in digits of five
/// bits, the lowest first. Differences n are 2n, or -2n - 1 where negative; all digits but the last are raised by 32.

/// - Parameter columns: how many numbers a row has.
func unicodeRows(_ table: StaticString, columns: Int) -> [[Int]] {
  let letters = UnsafeBufferPointer(start: table.utf8Start, count: table.utf8CodeUnitCount)
  var rows: [[Int]] = []
  var row = [Int](repeating: 0, count: columns)
  var (column, number, shift) = (0, 0, 0)
  for letter in letters {
    // The ends of lines are no digits.
    guard let digit = digit(of: letter) else { continue }
    number |= (digit & 31) << shift
    shift += 5
    if digit >= 32 { continue }
    row[column] += number % 2 == 0 ? number / 2 : -(number / 2) - 1
    (column, number, shift) = (column + 1, 0, 0)
    if column < columns { continue }
    rows.append(row)
    column = 0
  }
  return rows
}

private func digit(of letter: UInt8) -> Int? {
  switch letter {
  case 65...90: return Int(letter) - 65
  case 97...122: return Int(letter) - 71
  case 48...57: return Int(letter) + 4
  case 45: return 62
  case 95: return 63
  default: return nil
  }
}
`,
  'UnicodeTables.swift': `/** Tables of Unicode 17.0, written by \`npm run generate\`; UnicodeRows.swift reads them. */

enum UnicodeTables {
  static let letters: StaticString = """
    iE0FgCgCyEgDWWKKM4BwBgCgC2c8cgB0BmBYQEEkIsIMGIMKEOOEIIEEqBqBoFoF4ImJ8KuKuCwCGO-CgHkG-BQiDwF8EqCGoGoGEgBiBSSYaK
    GiBiBE-B2DsHoGYyByD0CWMKM2B0BKUUIIwBgDgCkBgB6ByBQuB0DoGgHyDImBmBQiByB-BoBYUIIwBuBQQEIOOIiBiBceGIiBgBYWScUMIwBu
    BQQGGGGGiCmCKEoBsBmByBUIIuBuBQQGGMQImBmBgBiByBwBYmBUIIwBuBQQGGMQI-BgCGIkBgBkBkBEOSMIKOKGEEGKKKMMekCuBqD4DSIIwB
    wBiBmBI2B6BIGIIgC-BKYSIIwBwBWWMQI-BiCIGiBiBmB0BUII0C2CGiBiBMQWW2B8BWuBqB2ByBUUEGSiE0GiDGcmBiE4DGEEMMyByBEEWWGW
    UGOMEsByBoCiCgEuESqC-DgCwH8J-DqBiBsBUQOIIKSUOiByBakBuDuCEMMG6C4C8U8UKMSQEEKM2C0CKMmCkCKMSQEEKMiBgB0D0DKMqEwGqD
    gCsGwFQS-mB8mBmBkB2B-BgFiFceyB-BgCiCgCgC2BcIkBmEuFoCKKoE4JgGYOoCmCEM2EgFyCgF-EgCOgBuDgD8BgF6EgC8DuImF8F4IgEyB8
    DoF2CeYsDsE8D6E4Ca8CsCagBgD6CK4C6CKOOGKIMqMgQsVwRQQwCwCQQUSEEEEEEgCiCuDsDQQEIMIQUOMQUiBkBQIQ2HqHcciB6BkHsGKKGY
    WEIQWOEEEEEKKYaMSUSKqDsD6nFg2F2OUOKckDuCEMMG0D-DQiBuCgCgBQQQQQQQQQQQQQQuFiFsdud4C-CUOM0F4FSI2F2FKSgD4C-F-GiDgF
    gEghBg8NggN6srBgtrBiHgD-QgRmB0BYsBmE-D-CiCwEuH0DWyGyGoFsGqCkBIIKKwBoDiFkEgEgHoESIEGauCsCiCgDsDoCsD2E6BiBqBMWoB
    eM0CgE0BIS4B2C0BIIqDmDEIKIOOGEEyB2BKakBUekBQQQQegBQQQ4C4CeoByHgJi8Vg7VmC2BqDqzQknRgX4GgJ6CmBiBUMEWWccMMEEGGGG6
    G6I4Y6XkFkEwD8FoDgIyHMwI2K8DgCgCqCoG4FSQQQQQKsC-Ca2B2BoBoBGGgBiBgBgD6JggBkagCoDgG-E6CiCqBSc4CgDwCgCsCwCYwD8MgL
    sDwCwCwC4CgD4DgEuBYgBgBQQGGYYgBgBQQGKuDgEmUgU-BgCkBgC8BO2C2CU8E2EQGE6C6CGKIGyBiCiCgCwCgGoFoBGYgCgCoCgCgCgE8F8D
    QkEiEgBmBKII8BuEuEgCgCgE2CS6BuDiFgEgCgC6BgC-BgIuLgI0GgEgEgEiD0EkEqCgCiRoSgDQkBsB8DqFuCWS8BgE4DgEmEgDkDmCiE8G2D
    IGc0D6EyDmD8DiE8BGGS2CsCIa4D8DkByBsBEEoCqDmB0B4CqBiEsEQEEKKgBgBWiBsDqF8CUIIwBuBQQGGMQImBmBaiBmCwCWEGGEuCuCE0B0
    BEE6CiGuEsBwBuBiC8EoEsBGEyLuOwF6CwCoFoEqB4DsGwDcwEkGgE4CgMqOgKoL-FuCUGGUSGGyBuCgBEE-FsGUyCuDiBEE6B6BWkD-CQsBsB
    YyDiEoBmB2FgRwOgEwCUsCsDkBkD-E8IuHQGGuC2DsB0B-BOGGiC8CewBmEgTuRkCgBEccmC8J6HgFy-BgoC0agxF6qFgH-jCikCuB-Bo7Hg6H
    4kBgwOutNgwD2xEgkBsCgDgGgG-CgDkEgEoBmCoD0BwBmc6dgQmRgGyD2B2BqEuHgFMmE-E6EkEGEegBckuO-vOyEiIoNgnRigRKQQGGoSkTgB
    8BgCKGekBYoZgpF-2EgHkBgBYgBiBg3L27LsFwEwEGIGGIIMKaaEEQQkEkEKMUSQQ6B6BKKMMEIUQqVsV2B0B0B0BgCgC0B0BgCgC0B0BgCgC0
    B0BgCgC0B0BS4zDm1DqCY2QmUgN-LuDiBuBiBkU-VgD8DghBggBgQkQgCGgN8OgCIIGGQSOcWkOuOQKKGGgBgBsMgQ-H2EQqrCwrCK4B4BGGEG
    GEWWKKEEEOOKKEEEEEIIGGEGGEEEEEEEEEGGEGMKQQKKKKEEWWkBsBQIMMkBq1Ioi8CgwzC8zIgyIgpLgpLmzOg0O6nBghGg8FggE6yMg1J-yQ
    """
  static let numbers: StaticString = """
    gDyDkI0HOMGKo6C26CgJgJgNgNsasagIgIcUkHsHgIgIgIgIYQoH2HgI6HkBe8GiHkH-Gc0BgIuH0G0GgIgIgF0FgSsRgFgFytBmuBq4Bo3BkP
    yPgBgBgCgCsTsT0I2IgL-KgBgBgMgMgGgGgJgJgBgBgiCuhCISYgBgNyPqDO2tBkxB0IoG4oBopBu4C02C0wB0wB0BkCuBiB0V2V8IoJwCsCSg
    B-C0CiDsD-25B025BsMsM0UsUgKoKgDgDgNgNgCgCgGgGgagagypBgypBuf0hByDqE0EmBuVgX-DwCiC8BSSuI2I-MoNw7Bs7BiCgC8CgDoFgF
    2B4BsKkKIkBkBgD8GyE6DsDgCiC8EgF6GgHgCgCiDgDiVgVsD0DgBgBgSqT6LwKoD8CoHuH6IoK8J0IsEsE0J0JiB2B-QqQgWgWgIgIgYgYgHg
    HgB0BgGwFgbubgHuGgqBgqBgGmHgQ6OgFgFgEgEgXgXgH2HgkC0pCgze2segzEgzEgGgGgJgJWQqhBwhBgR6RoXgW4vuBmwuBg9C09CgCgCgIq
    I8mCuoCk3E00EgbgbggBggBiQiQstBqtByI0IiyBk1B4DIIKgFyH8CgBi9B-8BgvF6uF
    """
  static let cased: StaticString = """
    iE0FgCgCyEgDWWKKM4BwBgCgCoMoMKQoNkNqC0CSgCmCqGiG2C8CMIIMKEOOEIIEEqBqBoFoF4ImJ8KuKuC-CkDg0F6zFuCEMMG6C4CKoqBsvB
    wFQwoE6oEgBgD6CKmEgQgQsVwRQQwCwCQQUSEEEEEEgCiCuDsDQQEIMIQUOMQUiBkBQIQ2HqHcciB6BkHsGKKGYWEIQWOEEEEEKKOUKGMSUSKk
    BiDmCKmzBq2B00D2_D2OUOKckDuCEMMmx8Bg08BgEgDkK0OyGOK8EiG0BOIwzBg2B4CeoBsFg5nBu0nBmBiB8gCmiCgCgC-rCqvCgLoIwCwCwJ
    -HYgBgBQQGGYYgBgBQQGqcocGKI2C2CU8sCwvCgEgEgJmHgCgCgzF01Fg6qBg6qBgGyD2B2Bq0yBi4yBsFwEwEGIGGIIMKaaEEQQkEkEKMUSQQ
    6B6BKKMMEIUQqVsV2B0B0B0BgCgC0B0BgCgC0B0BgCgC0B0BgCgC0B0BS4zD8zDWqB0BY2QmUgtEstEgjEsgEgCgCgCgC
    """
  static let caseIgnorable: StaticString = """
    uCuCOOYYoCoCEEwEwEKKEEKKGIyfurBoMMMKUWGE4PkQsNgNMMkD8F8CEEGGGGE6C6CYiBgBqBYEoCoCW-BqCiBsG6GSWWKqCkCEE-ByDsHsGq
    EqEeKGGyBgDmE8C-C6CQSOckDmGiHwDEEKYYKIUiBYecgBgB2D2DKQYSqBsB4B2BGI2D0DKMMMIKMI-BgCKIYa2D0DKSMGMKqBsBwB4BOE2D2D
    GGEKYSQSaagC-B8D8DaamDmDIIwDwDEIQQIKWSaa-B8B2D2DGGOOMOsBsB8B8B2D2DMQYSqBsB-B8ByEyEQUIE2F2FGSkBoB2GmGGWkBUEQgF2
    E6B4BEEEEwDqEeMMGOgBYqC6CUuG0GKOOGII2B2BMOmBoBiBcGIQOgBgB-F-FimBmmBq7Bq7BgC-BgCgCgCgCkEkEGQeSGacIMM8CkDwDoDkEm
    EoCmCuHyHOMWUOS8N6NIG2D2DEQQEEEGUcgBYGwCwCSsDgDcgCwBoDiDEMMEMMyCiDqBckCoCMIGI2DyDEGKIEI6DkEUIkEsEwFqFIccQWKOOI
    KoDiH4EcmCuIkiB8bEIccgBgBgBgBgBeciBaUYWGGGOsDsDMWWEcciB6BgEoF46F64FmHoHgI8HgBgBiGgI-EgDsdsdqCwCOQUM8FmGmGgGyx3
    Bux3BmuCwuCoR-QmGsGKWWE6BgCoFkFgBgDgH-EwB0ByG0GOKUSIIKK0B2BOMwJyJ4B4C-BcuC8CiCoCyDiDmDiDGMMImBkBsBuBoEwEQIIIca
    SSoCoCYYoDoDEIKIOOGE4B4BegBOOGEqGyGcY4H0HGGKKiznBiznBoJoK8kB6kBmBIa4BkDmCGG0K0KQQOOYYoCoCEEgDgD8C-CqEoEsBwBogB
    kgBmOmOsJ0J0gC2gCO2C2CU-kBykBIGOS4C2COKsKuK-jBikB0CuC2B-BME4T6T0ByBqD0D4EiF4DqD-H4HuDqEwD0CGIYaoDqDMIIGKKWWmDq
    DuCyCMSsE-DacsD6DmBcMGgGkGKGEGQOGG8J8JIW6BuB2D2DKIsC4CUQ2E4EmBcEEEEegBuF6FUKIEwBwBqF0FOEKMGGgPkPUQGG6B6BuF6FUG
    EG4G2GEEGQOEsGsGEEGMKMwQ4QUGkQkQGEKKiJoJMIMKiC0CkD8CQMYSUeQKiD2DcGwMuMEIIE0MgNQOOEmFwGwBSQGGG4HgISIEGGQQEyE0EK
    IEEkEkE0R2RaasDyDUMEEwBwBstKsuKuBqButWotWeMm8Eq8EgEkEgBaggB-f2C0CoemegEgFiFkEGGee8_fgggBKQQGgqGgqGGKgmJ0oJgDyB
    ujBmiBYyBkBSqCkCwJuJ87Dk_D2DsD0DSeeuB2BMgB-1Cu1CQkBmBSQGGMUmE-FkCiK8K8XiX8DiE-fggBmQgQqPoPGGQSOMUUidudoHqHurFo
    rFsgmwBkgmwB-B8HgOgX
    """
  static let smallLetters: StaticString = """
    iE0FCgC-H4HAAwBQAAwCgFC9BkDQAAOiBAAiB-CAA8CEBzHCKC0HQIBiNCGChNIEB6MCCA5MEGA4MECA3MGGA8ECCA2HCCACCCAzMEEA4MCCAE
    EEAICCADCCA_MIIAkNCCAEEEACCKCpNMEByNCCAxNEEAyNGGAxNEEAyNCCAxNEGAwNEGCvNIEB0NCCAzNIIAAQQACCCABEEACCCABEEACCiBCB
    mBmBAAmBGBCCGCBIEBjGCCAyCCuCCyDwCEBlIEkBCmIwBQB0iVCCAziVEEAnKCCA2sVGGAtiVEEAnMCCAwQCCAECSCrE0SoSAAMIBASSAmHOOA
    7EEIABIEA2BEGABGkBA9BkBUAA4CoCAvBS-BCN4BMB5DGGA6DEEAPCCAQGKAlIGgBAkNgBgCA_CgFiFC9B0C8DAAsDEBcCaCbeiGAAiGwCB-C-
    2F-2FAgjOuCEAAMMAAmtBkyBAg39BgFMAv8rCypEopEANOiDAh8F6CKAAmUqdCi8F8JUB_7OEgGCg8OwGiBBRgBcAAgBkBAAgBgBAAgBcAAiBk
    BCAegBBAgCgCAAgBgBAAgBgBAAgBUAAEEAjEECAiEYeA5EICA6EYaACEEA3FccA4FEEAvGECAyGYaAxHEEAEECAqH0S0SAn1OIIAj2BCCAyHOO
    AkmQ8C6DAXmCoBAdmzB40BAyB00Dg2DAsBgGiDA9CEEAv_UCCAixNCCAhwNGOCw-UMEB5hVCCA-BCCAjCCCACEEA-hVGGAASUA_jVEmGCgkV2G
    WAAOKBA808B038BCAgE8CAAkKoJAAgBgEAAuEaAAIEBpglCCSCqglCaKBAEEAxyyCGKCyyyCMsBAAoBEBp0yCCCAVCCAICCAUCCAFEEAkDCCAv
    BCCAqBCCAqr0CCeC95BgBEBhDCCAlxyCCCA2wNCGCyjlCIEBv2yCCeCw2yCgBEBjkzCyByBAkkzC4yrBq0rBA-B-tC6uCAQgL4KAAgMuKABYgB
    AAgBQAAQGAA4uD6xDAyBgNmLA_Bg1F01FAAg6qBg6qBAAgGyFAJgm9Bym9BAO
    """
  static let combining: StaticString = """
    gwBgwBqDCoBBoBCECCLCGBGCMCCNCKCKCFCCBCIIIEHEWIWC3CCIDII8CIGKKGAIIACGJGGKGEJGIKGIJICKCCCCELECKCCGCCCCCBCCBCECEC
    BCaDgSwRA8Q0QJCIKICJCGKGCFCCDCMKMMJMEKECJCEKECHCEIEC3CCCCCCCCCCCCCCCCCCCCCCCCCCCCCCBCCECCCCCCEECEECCCCEE6BCCJE
    E_ByEgFqCQCvBCCCCCCiDiDJCCCCECECCCCCCCECCCCEoBEEJEKKKCJCEKECJiBiBbsG4GmBSMAICJCCKGIAGEJCEKECJoCoCZ-B-BkBCCJCEK
    ECJCEKEGJGCKCEJECKCCJCGKGCJCCKCCJCCKCCJCCKCCJCEKkKuKAOCJCCKUUJyB4BKKUAUIAIMAgD8CJ8D6DKEGJGIK8C-CAKKJKcKeEJCEKE
    CJCEKECJCGKGGJGCtBCCCCCCCG0BGCJCEKEEJEKKiE6D9CiBiBEII6CCCJCEKyGwG_CiBiBEiDiD8C8D8D_CiBiBE-G-GDiBiBE-G-GDiBiBEg
    IgIA-G-GDiBiBEQQ6BCCCsGsG_BiBiBE8G-GAkBiBA6H6HA8G8G-BCCBCC7BccgCCGB-G6GECCBCC_BcckCCGB-E8EQ6B4BAEEAEEDwDwDHCCC
    EECMSDMGAEGWEC7CEG8CgE-DJiHiH1CEGEoFmFyCgtBktBKu7Bs7B7CgC-BA8J8JAWW8C4M4MBgJgJFCCICCJ4N4NKCCJwEwExCqB4B8CUGJiD
    qDKKMJMEKECJEGAEEKEEJEKKKCJCkBKkBCJGQKMCJCIKICGyEyElDgBgBEuCuC8CCCJCOK6DwD7C4D2DDYaEqEoEDyJ2JgDIElDCK8CKEKEIJI
    CKEQlDWK8COOKIKAwMwMAECJCOKOCJCEKECGCCTCCECCHCqCSqCCCCEDEEHECKCCECCNCCKCCJitBktBKEElDEImDIGlDGEmDMKAIKlDECmDCC
    JCCKCElDEI8CICK-_FigGAgJ8I7CiGgI8C0kB2iBLCCKCCECCJCCECCB0G0G1CCCBq96Bq96B-CKcA0CkCAkFkFAsRqR7CsCsCAwJwJA4B6C8C
    2E4DJwCsCxCgGgGDaaEgPgP8CEGAECJGIKOOAGEAqDqD7CuPuPAiznBiznBkBkwBwwB4BOOJOEK-8B88BJmOmOAsJ0JKupDmpDJEEKyCyCACCl
    DCC8CKKxCsKsK8CCCJ8jBikBKqEsEAkU-TA-E-EJGIAyEwEAEGKGCJCCKCIJqDkDKCCJCCKCCJiMiMxC0C0CAeeA0D0DACCDsEwEgDmDkD7CgE
    -DD6E6EEUUD2G2GECCDmLmLACCEiFkFDkBiBEyB-B8CUQA8F4F7CoHkHAIIDwBwBgDoGoG7CCCD4P4PECCD-H-HEuHuHACCDoHoHE8Q8QACCDm
    QoQEMKD6J6JEoFoFAmBmBAkFkFAsasaAmQmQDEGEmFkFA0a2aA8-gB6-gBAi8Eq8EJgEkEmDgsC0rC_CCCB6qmB6qmBDusKwsK4CEG3CMIkDCK
    LagBEUOKKEJgCkCKwJuJA87Gk8GAQkBAmBSAQGAGMAyGqGAiKuKA8XwXA8DiEAggB8fCECLCCK-P-PACCJoPoPKGGAQSAOMA2dieJoHmHKMC_C
    """
  static let decompositions: StaticString = """
    gMiEgwBCCACACACACACACAKACAEAEE6BACEtCACACACACACAMACIPACACACACACAMAEKJACCFACACACACACACACAKAGMPACACACACACAMACINA
    GQBACACACACACACACAKACAEAEE6BACEtCACACACACACAMACIPACACACACACAMAEKJACCFACACACACACACACAKAGMPACACACACACAMACINAEAOA
    CvDHACgCAAC_BEACgCAAC_BkCACgCAAC7BtCACgCAAC_BCACgCAAC_BKACgCAAC_BKACgCAAC9BAACgCAAG9BPACgCAAC_BEACgCAAC_BCACgC
    AAC_BiCACgCAAC_B3BACgCAAC7BTACgCAAC_BIACgCAAC_BCACgCAAC_BgCACgCAAC9BpCACgCAAG9BCACgCAAC_BCACgCAAC_BEACgCAAC_Bk
    CACgCAAC_BhCAICJACgCAAC9BqCACgCAAE9BrCACgCAAC_BsCACgCAAC_B1BACgCAAK7BVACgCAAC_BsCACgCAAC_B1BACgCAAI9BPACgCAAC_
    BEACgCAAC_BKACgCAAG5BTACgCAAC_BsCACgCAAC_B1BACgCAAC9BVACgCAAC_BCACgCAAC_BqCACgCAAC_B1BACgCAAC9B2BACgCAAC_B1BAC
    gCAAG9BRACgCAAC_BCACgCAAC_BEACgCAAC_BIACgCAAC_BCACgCAAC_B6BACgCAAC7BrCACgCAAC7BAACgCAAC_BMACCNACgCAAC_BMACgCAA
    C_BKACgCAAkC1CeACgCAAczBAACgCAA6BnDdACgCAACvBAACgCAACzBAACgCAACzBAACgCAACuGPACgCAAC_BFACgCAAC_BWACgCAAC_BXACgC
    AAEvDIACgCAACkUAACCAAChWAACgCAAG9JQACgCAAC3BAACgCAAC3B4BACgCAAC2XnCACCAACnDQAC2NAACviBAAIlCVACgCAAGxBBACgCAACu
    FCACgCAAC9BAACgCAACbAACgCAACtLcACgCAAC_BEACgCAAC3BDACgCAAC_BEACgCAAC3BDACgCAAC_BEACgCAACzBDACgCAAC_BEACgCAAC5B
    DACgCAAC_BEACgCAAC5BDACgCAAC_BEACgCAACjCqBACgCAAC9BAACgCAAG3CzBACgCAAOtCJACgCAAC3BgCACgCAACiHlCACgCAAChCAACgCA
    ACrKGACgCAAC-bFACCAACrdAACgCAA6QuoBnwBBCCAAEkBAACViwBAgD9EhwBAU7nBAAO6GiwBCCyuBAACztBhwBBC8tBiwBCCEAACEAAEMAAE
    MAACIAACiCAA0BhDOACYAACYNACIAACEAACEAACkBAA0BjBOACYAACLNACMAACIAAKSAACAOA4CmEPACAQAEDNAIZOAKoBNACDBACWMAWVAAgC
    gCAAuBFLACAQAEDNAImCOAK3BNACDBACWMAwBiDSACCAA0E9FRACgCAAcrCAACgCAAC_BEACgCAAG1BDACgCAAGmKEACCAAClMAACgCAAC9BAA
    CgCAAG9BHACgCAAC_BIACgCAACzBAACgCAAG0KAACCAAC3LAACgCAACzCHACgCAAC_BIACgCAAC_BGACgCAAC3BFACgCAAG3BAACgCAAyS4d20
    BACACACiCAAChCCACmCBA0J2IAAEnBAAiBiBAAslBslBwuBAQQAAGGAAoC7BABCCAACCAACKAACKAACCAACSAACIAA4GwJkICCAyBAgBrC1BBC
    CAAEaAAoFmIgIAGMAAmCjCAACCAACKAAGeAA0O4R0RCGAvBACAyBAgBrC1BBCCAAuDgH2JCsDoDxBACCAACByBA4HgI-HAwHyH-HAOOAACACAE
    AnBACImBA-H4HyGACCAACByBA8ImJmHAEAKACGJACFqBAqWyWwdBUUAAKKAAKKAAKKAAa1BDAUiDlEAEAEACiEYAECAASjEAAkBiCuDAUUAAKK
    AAKKAAKKAAa1BDA6GqJyHCguFguFuwFAEEAAEEAAEEAAEEAAIIAAyCyCAAEEAAGEAACCAAEGAA6rBhwN_gMACgCAAC9B7BACgCAAC_B4BACgCA
    AC_BcACgCAACqG_CACgCAAClKMACgCAAC_B4BACgCAAC_BcACgCAAC_BTACgCAAC_BMACgCAAC8K5CACCAACBCACCAAC7M4CACgCAAC_BGACgC
    AACmczCACCAACleCACgCAAC9BFACgCAAC9BGACgCAAC_B4BACgCAAC_B1BACgCAAC_B-BACgCAAC_BOACgCAAC9BEACgCAACsG9CACgCAACnKA
    ACgCAAC_BkCACgCAAC_BcACgCAAC9BbACgCAAC08O9BACCAAC1-O6CACgCAAC_BHACgCAAC9B3CACgCAAC_BMACgCAAC_B4BACgCAAC9B3BACg
    CAAC_B4BACgCAAC_BcACgCAAC_BHACgCAACuG3CACgCAAC_BOACgCAACuFPACCAACBCACCAAC5PAACgCAAC_BMACgCAAC7BAACgCAAC_B4BACg
    CAACw-O9BACCAACxgP6CACgCAAC9BzCACgCAAC_B4BACgCAACuO3BACCAACKAACCAACiwOAACCAAC9gPAACgCAAC_B4BACgCAAC_BcACgCAAC_
    BHACgCAAC9BRACgCAAC_BYACgCAAC_BFACgCAACmP3CACCAACCOACCAACpRJACgCAAC_BgCACgCAAC9BlCACgCAAC_BCACgCAAC_BOACgCAAC_
    BBACgCAAC_B4BACgCAAC9B3BACgCAAC_BCACgCAAC9BBACgCAAC9BJACgCAAC_BiCACgCAAC_BcACgCAACjBAACYxCACGEACEAAEsQFAK7T4BA
    CgCAAC_BzBACgCAACiGPACgCAAC_BBACgCAAC_BSACgCAAC_BLACgCAAC87OBACCAAC95OBACCAACBBACCAACBSACCAACBLACCAAC65OGACCAA
    C3lP6BACgCAAC_BzBACgCAAC_BLACgCAACqGDACgCAAC_BBACgCAAC_BSACgCAAC_BLACgCAAC88OBACCAAC_mPOACgCAAC_B0BACgCAACzBAA
    CgCAAC_BzBACgCAACqGPACgCAAC_BBACgCAAC_BSACgCAAC_BLACgCAACw9OBACCAAC5yOBACCAACBBACCAACBSACCAACBLACCAACBgCACCAAC
    3UAACgCAAC_BzBACgCAAC0TPACCAACBBACCAACBSACCAACBLACCAACBgCACCAACtVlCACgCAAC_BmCACgCAAC_BzBACgCAAC_BLACgCAAOwzBg
    BACACAC-0NnBACCAACBCACCAACBiEACCAAC_2N9CACACACu3NnBACCAACBCACCAACBiEACCAACn1N9CACACAC21NnBACCAACBCACCAAG33NkBA
    CACACm4NnBACCAACBCACCAAGj2NkBACACACy2NnBACCAACBCACCAACBiEACCAACz4N9CACACACi5NnBACCAACBCACCAACBiEACCAAC_2N9CACA
    CACu3NnBACCAACBCACCAACBiEACCAACv5N9CACACAC-5NnBACCAACBCACCAACBiEACCAACz3N9CACACACi4NnBACCAACBCACCAAGj6NkBACACA
    Cy6NnBACCAACBCACCAAGn4NkBACACAC24NnBACCAACBCACCAACBiEACCAAE36N7CAEo7NnBAEACAEAiEAC_4N9CACACACu5NnBACCAACBCACCA
    ACBiEACCAACv7N9CACACAC-7NnBACCAACBCACCAACBiEACCAACv7NjEACACBCIBCCACBCEBCCACBCEBCCACBCMBCCACBCMBCCACBCIBCCACBGu
    zNoECCCAACCAACCAACCAACCAACCAACCAACCAACCAACCAACCAACCAACCAACCAACCAACiBAACCAACCAACCAACCAACCAACCAACCAACCAACCAACCAA
    CCAACCAACCAACCAACCAACiDAACCAACCAACCAACCAACCAACCAACCAACCAACCAACCAACCAACCAACCAACCAACCAAC77N9DACADAC-7NiEAC97NAAC
    JAAEKFACqgOGACpiO9DACADACAHACACBCAoECEwCp0BBGhxBk0BCC4sPGAC57NAACRAAESFAC-gOGAChjOpEACACBCEBCCACBCAoECCwiOpEAC
    ACACAiEACrgO3DACADACiBHACACBGhBiECCiBAAChD3DACADACAHACACBEqmOBCCACACAiEACxjO3DACADACMHACACBCTkBCCACACI8CACMAAC
    rC3DACADACAHACACBCHmBCCxvBnBACACBCvEhwBAG4xPq0BCCl7NAACKAAEJFAC6iOGACtlOpEACACBCUBCCACBCAoECCpvBp0BBG80PAACCAA
    qSzlOAAI71BAACT0wBA-G-0Q8CCCEAAmBEAA-B4DAACIAACDAAqDiDAAKKAAGGAAwBwBAAEEAA2BuBAAGOAAGEAAEGAAuB1gRAAEoiRAAWnBAA
    ChhRAACEAACsiRAACCAAGaAACCAAGGAACCAAOGAACCAAGOAACCAAGGAACCAAmC2BAACMAACCAACEAAiD9CAACCAACoBAACCAAOgCAACCAACCAA
    CCAA4Dm1GvzBBCCAAk7D3yCwzBAg3C82Ci2WCEEAAEEAAEEAAEEAAEEAAEEAAEEAAEEAAEEAAEEAAEEAAGGAAEEAAEEAAOOAACACAEGBACACAE
    GBACACAEGBACACAEGBACACAuBpDBAUuFAAccAAEEAAEEAAEEAAEEAAEEAAEEAAEEAAEEAAEEAAEEAAEEAAGGAAEEAAEEAAOOAACACAEGBACACA
    EGBACACAEGBACACAEGBACACAuBpDBAGyEAACCAACCAACCAAIWAAkgkD20tBxpYBCn1SAACs9TAACjgBAACt_OAAC9pQAACm7CAACu7lBAACAAA
    C1kjBAACgocAACzkeAACi8BAAC8qEAACmnKAAC4xEAAC0rDAAC2XAAC8TAACu5DAAC5oTAACyxBAAC87BAACqwBAAC-lIAAC6yGAACuoEAAC92
    lBAACmvCAAC-4LAACuxDAACkhKAACi_LAAC7sgBAAC2pJAACk-KAACu5BAAC1pTAAC-wPAACukDAACp1UAAC6kEAACmlDAACk5CAACk9OAACv0
    gBAACijBAACuSAACs-IAAC-gDAAC6zDAACutCAAC0xEAACqgDAACsFAACm5DAACm0EAAC6jCAAC2oBAAC72SAACmPAACiiCAACyiDAAC2zHAAC
    23FAACx6JAACt_YAACqiDAAC41OAAC8hCAAC3hHAACwmDAACw_JAACqjFAAC9hfAAC04BAACi7GAACu8BAACqTAACgiHAACwQAACohMAACx3hB
    AACy7WAAC9qXAACfAACglUAACk6BAACmjDAACooJAACpvFAAChrUAACmzDAAC4vQAACpseAAC86GAAC2iCAACq3JAACyeAACxlRAACo-SAAC3z
    UAAC0-HAAC35IAAC-rPAACn1DAAC06LAAC91UAAC2pCAACmqPAACw0GAACimDAAC_uPAACs_RAACvyRAACz4EAACu-PAACp0PAACq8IAACtrTA
    AC2rBAACgGAACwrLAACsmKAACw4CAACmmEAAC6vDAACztfAAC6UAACizCAACy3CAACytDAACyjFAAC4yEAACmoOAAC6rCAAC6iCAACuDAACljm
    BAAC2iKAACirCAAC2-RAAC7uYAAC4xBAACgHAAC0pBAACyoFAACsiBAACg0BAACi0CAAC0iCAAC2nBAACurHAACvjFAACqzFAACuyBAAClzgBA
    AC4IAAC0hBAAC2gOAAC0_LAACweAACh-VAAC4SAACs4BAACmjEAACgpIAACxsEAAChpSAACqhEAAC8uCAACmdAACkmBAACs5JAACuLAACizFAA
    C4KAAC8-IAACksCAACkFAACgNAAC5okBAACmiVAACsgMAACowCAACt9aAAC1lJAAColBAACoxFAACiFAAC01EAACymCAAC48DAAConCAAC0rHA
    ACg4FAACixHAACpwcAACs6XAACp6hBAACkvKAACwHAAC80CAAC2VAAC62CAACgVAACkxBAACqqCAAC80NAAChvjBAACisIAAC0kaAAC5kjBAAC
    8uGAACitIAACg0QAAC95XAACybAACmtDAACg3FAAC-vRAAC5liBAACseAACslEAAC86EAAC2TAAC0VAAC6jCAACiyDAAC4dAACu5EAACs1EAAC
    kBAAC2uEAACsxCAACl6hBAAC23NAAC5pNAACm7OAACwsBAACk2IAACyqIAACo7CAACwkBAACvwbAACojDAAC6hKAAC5xDAACqFAACkXAACj9EA
    ACtiBAAC-rNAACvpeAACsnaAAC3vYAAClDAAC-pGAAC6iCAACmgNAACh1QAACy5IAACzmDAACuoUAAC9uDAACigHAACjsGAACvrVAACl5GAACg
    oCAAG0pBAAE0hHAAGrpKAAC40QAACg6BAACknBAACkCAACOAAC0CAACu8OAACvpNAAC-vBAAEqlDAAEsuCAAGg0CAACqMAAIk_DAACaAAC4CAA
    C4oCAACrtGAACy9CAACxwjBAACyTAACsGAAC4XAAC2BAAC6GAAC4kBAACyGAACkGAACwdAACwGAAC47BAACUAACsiCAACoNAACsCAACoGAAC61
    BAACmJAAC-KAACofAACkvCAACmKAACwQAAC4kBAAC6LAACufAAC-mCAAC6KAACWAACBAACQAACMAACOAACgDAACCAACkLAACiEAAC-TAACojBA
    ACqBAACwDAACiTAACmJAACweAAC4IAACAAAC8dAACyrCAACsIAAC2WAACwDAAC0ZAACqDAAC8qBAACkIAAC2qDAAC4RAAC4DAACr8bAACynxHA
    ACrtgHAAGj_ZAAC-4BAAC5EAACveAACqcAAC2DAACuUAACmDAACmqBAACvEAACoEAACyEAACwnBAACyFAACiJAACgBAAC8QAACsMAAC06BAACO
    AACgJAACoEAAC2SAACsHAACrEAACsIAAC7CAACkJAACkEAACgZAACwFAACsDAACoQAAC8RAACmKAACIAAC2DAACmiCAACiEAACuYAAC0ZAACfA
    ACuFAAC4PAACgVAACyjDAACj3CAAC0HAAC2HAACuUAACqJAACqDAACkOAACEAAC2KAACiBAACyBAACsFAACTAAC4YAACqeAAC-QAAC2LAACgOA
    ACyJAAC0UAACuMAAC60BAAC6JAAC04BAACwcAACqEAACgBAACySAACyDAAC5CAACsDAACFAAChBAAC4EAACiFAAC8XAACgjBAAC0TAACuSAAC6
    NAACsgCAACuGAACmHAACqIAACoCAACYAACgDAACutBAAC0oCAAC8qkGAACLAACi5FAACvj8HAAC2nCAACiCAACghpIAACuoFAACmgRAAC_4vHA
    AC2EAAoEp7sCo7CAEyBGAWRUACACACg26DBACACACx36DVACACACAIACCAACCAACCAACCAACCAACCAAEEAACCAACCAACCAACCAAEEAAEEAACCA
    AEEAACCAAEEAACCAACCAACCAACCAACpBFACHMACUAACSAA2nF8-_DvrBC2BQAAsrF-rFm7mEAEEAAeUAAmI4I6GACCAA4hBqhBuhBACAyBAuD2
    DkHAEEbASOOAGKOAoDkDNAEATACAiBAmPuPiPACATAEAaA4P-PkPACCAA63B43Bi4BAy-jBy-jB8-jBACAWACATACWAACVCACGBACCAACBCAgk
    GskGukGACHAACMAAo_xB8-xB8_xBBCCAACOSACACACACACACACACAuF0FZACCAACCSACCAACBCACCAAgkzE93hG92oHACJAACSAACiu5GAACj8
    4GAAC8EAACaAACuEAACwHAAC-BAAC8EAACvBAAChjOAAC45oHAAC5u6GAACOAACgBAACmBAACq65GAAClmoHAAC8qOAACsCAAC875GAACn75GA
    ACaAACvtBAACguBAACSAAC0igJAACz-_IAACcAACnyOAAC41OAACWAAC4CAACKAACj2OAACk7OAACEAAC2BAACsBAACWAACCAACiBAACkDAACQ
    AACSAACyBAACUAACEAACAAACAAAC6q7GAAC37sGAACrqOAACqBAACo47GAACv37GAACMAACqBAACwJAACrGAACgBAACgCAAC0DAACoFAAC0BAA
    CmEAACgBAACiCAACAAACqBAACkBAACQAACeAACoVAAC_QAACiRAACrMAACmCAAC5mCAACuuDAAC_RAACsCAACyBAACjIAACuKAACBAAC2HAACw
    j-GAACj_9GAACKAACeAACoBAACQAACgEAACs0-GAACkEAAC7v-GAAC-CAACYAAC9EAAC8IAACv3RAACcAAC4gSAACsDAACAAAC0o_GAACpg_GA
    ACqBAACeAACYAACqy_GAACxx_GAACOAAC60BAAChzBAAChqSAAC-tSAACcAACkFAAClDAACu1gHAAChqgHAACmqgHAACvngHAACFAACiBAACqG
    AACCAACl7SAAC88SAAC2CAACqBAAC4CAACtgTAACiy0HAACtw0HAACojTAACGAACGAACoBAACwsiJAACnpiJAACmjiHAACAAAC_ywGAAC9tRAA
    CAAAC1lTAACi_8HAACkyXAACvnhIAACSAACvoTAACurTAACmDAACUAACkCAACwIAACt0TAAC7BAACw3TAACgkjHAAC5gjHAACiIAACIAACEAAC
    DAAC8CAACoBAACoCAACbAACWAAC-CAACoBAACIAAC0BAACWAACkEAACoFAACmCAAC4HAAC47jHAAC98jHAAChEAAC4GAAC2BAACiGAAC6gkHAA
    C98jHAAC5FAAC3BAAC13UAAC2jVAACqBAAC-BAACrCAAC1gVAACmuVAAC6BAAC8plHAACtilHAACqRAAC9KAAC_yVAACw3VAACx4VAACnCAAC8
    qLAACGAAC22KAACnGAACihNAACnteAAC8zRAACIAACMAAC6DAACVAACgnmHAACzn8HAACirWAACpHAAC6MAACmDAACw-lHAAC99lHAAC9GAACq
    PAACt3WAACq6WAACiGAACuEAAC8LAAC2_lHAACv8lHAAClsXAACywXAACs4mHAACl1mHAACrwXAACoyXAAC6CAAC2BAACCAACktnHAACj4OAAC
    --OAAC3qnHAAC8moHAAC5_nHAACcAACrGAAC-KAACwCAACyDAACrDAACwCAACeAACaAACy5nHAACz-nHAAC2PAAC-DAAC1zYAACw5YAACHAAC0
    goHAACvtoHAACqXAACg_nHAACgDAACv8nHAACmHAAC1BAACFAACpoZAACorZAACmDAACLAACsDAACwnqGAAC_9pGAAC8xoHAACtsoHAAC-gpHA
    ACl4oHAACaAAC2BAACw7pHAACv4pHAACqBAACgqqHAAC-NAACzpqHAACiBAAC9taAACyvaAAC5uaAACAAAC-4aAACqBAACqBAACoBAACqEAAC9
    6aAACygbAACkxrHAACvvrHAACo1rHAACjyrHAAC-i2GAAC941GAACi5sHAACuBAAC4IAACvkoIAACYAAC4ubAAC-_sHAACBAACuCAAC0BAACph
    tHAACCAACAAAC2CAAChxbAACk1bAACp0bAACgFAACu4pIAAC98tHAAC8DAACgEAACx-bAACm0qIAAC_suHAACo0uHAAC2CAACrzuHAAC4FAAC3
    rcAACixcAACUAACKAAC6yvHAAC2SAACAAACx7vHAAC3ucAACy6sIAACp-vHAACGAACj6cAACyltIAAC76vHAACjjdAACwkdAACJAAC6BAACsox
    HAAClixHAACjmdAACssdAAC2DAACmEAAChxdAACovvIAAC-BAAC7uvIAACg4vIAAC91xHAACo8xHAACx6xHAACqGAACWAACqtyHAACyEAAClsy
    HAACw0yHAACvzyHAAC-u5GAACz43HAAC6teAACiFAACvveAACmzeAACxoTAACkvmIAACcAACjiaAACSAAC154GAACGAAC05GAAClzlBAACsifA
    ACLAACkBAACz-XAAC8_XAACEAACUAACyCAACsl0HAACtl0HAACwDAACsEAAC0EAACzIAAC0JAAC0CAACgHAACnQAACuHAACEAACgBAAC0l0HAA
    CqTAACrJAACz6zIAACs8fAACEAACmCAACor3HAACrm3HAACw80HAAC980IAACIAACgl1IAACiSAACt21IAACqugBAACYAACWAACEAACgEAAChC
    AACsIAAC3CAACuJAAChFAACmEAAC2BAAC96gBAAC0ghBAACgCAACvghBAACumhBAACGAACog3HAAC_42HAACOAACxqhBAACqshBAAC9jqBAACm
    _hJAACwLAACvq5IAACSAACy9hBAAC6EAAC6JAAC2MAACml4HAAC5_3HAACsBAAC0FAAC4FAACw74HAAC1y7BAACxj9FAACdAACoDAAC8u9FAAC
    zg9FAACoGAAC0p7HAAC2BAACx16HAAC6FAACgCAAC6h7HAAClh7HAAC6RAAC-JAACCAAC3FAAC6XAAC4BAACq-7HAAC9m7HAACr_lBAACkimBA
    ACg87HAACh5hJAAC6tmBAAChxcAACi3cAACki9HAACqNAAC36jJAACQAAC02mBAAC0i-HAACv1kJAACo-kJAAC1o-HAACAAAC8BAAC64-HAACn
    t-HAAC96mBAACs_mBAAC8HAAC2BAAC4DAAC_inBAACk2nJAAC7hgIAAC8SAAC6LAAC9ioBAAC-BAAC0noBAACu2hIAACr9pJAAC6gqJAACyQAA
    CmIAACr9hIAACp2oBAACm6oBAACKAACOAACUAACOAACqCAACqsjIAA
    """
}
`,
  'Update.swift': `/// What happens to latents between two runs of the model, in single precision, each operation rounded: so every language
/// gets the same bits from the same output of the model.

/// Each of \`from\` times \`factor\`.
func scaled(_ from: [Float], _ factor: Float) -> [Float] {
  from.map { $0 * factor }
}

/// one * factor + other * otherFactor
func mixed(_ one: [Float], _ factor: Float, _ other: [Float], _ otherFactor: Float) -> [Float] {
  zip(one, other).map { number, another in number * factor + another * otherFactor }
}

/// Classifier-free guidance (Ho and Salimans 2022): without the prompt, plus \`guidance\` times what the prompt changes.
func guided(without: [Float], told: [Float], guidance: Float) -> [Float] {
  zip(without, told).map { number, another in number + guidance * (another - number) }
}

/// The clean latents that the model sees, clamped where the scheduler does so.
func denoise(_ latents: [Float], _ output: [Float], _ step: Step, clip: Double?) -> [Float] {
  let clean = mixed(latents, step.cleanLatent, output, step.cleanOutput)
  guard let clip else { return clean }
  return clean.map { number in
    if Double(number) < -clip { return Float(-clip) }
    return Double(number) > clip ? Float(clip) : number
  }
}

/// The latents of the next step; terms whose coefficient is 0 are left out.
func advance(
  _ step: Step, latents: [Float], output: [Float], denoised: [Float], earlier: [Float]?,
  fresh: [Float]?
) -> [Float] {
  var next = mixed(latents, step.latent, denoised, step.denoised)
  if step.earlier != 0, let earlier { next = mixed(next, 1, earlier, step.earlier) }
  if step.output != 0 { next = mixed(next, 1, output, step.output) }
  if step.noise != 0, let fresh { next = mixed(next, 1, fresh, step.noise) }
  return next
}
`,
  'Words.swift': `/// A prompt as CLIP reads it: normalized, then cut into words (openai/CLIP, simple_tokenizer). Texts are scalars.

typealias Scalars = ArraySlice<UInt32>

/// The endings that are words of their own.
private let endings = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"].map(scalars)

func scalars(_ text: String) -> [UInt32] {
  text.unicodeScalars.map(\\.value)
}

/// Composed (NFC), white space as one blank, in lower case.
func normalize(_ text: [UInt32]) -> [UInt32] {
  var collapsed: [UInt32] = []
  var wasSpace = false
  for scalar in composed(text) {
    let isSpace = kind(of: scalar) == .space
    if !isSpace { collapsed.append(scalar) } else if !wasSpace { collapsed.append(0x20) }
    wasSpace = isSpace
  }
  return lowercased(collapsed)
}

/// Endings, runs of letters, single digits, and runs of anything else but white space, in order.
func words(of text: Scalars) -> [Scalars] {
  var found: [Scalars] = []
  var rest = text
  while let first = rest.first {
    let ending = endings.first { rest.starts(with: $0) }
    let count = ending?.count ?? lengthOfWord(rest)
    if ending != nil || kind(of: first) != .space { found.append(rest.prefix(count)) }
    rest = rest.dropFirst(count)
  }
  return found
}

private func lengthOfWord(_ text: Scalars) -> Int {
  guard let first = text.first else { return 0 }
  let own = kind(of: first)
  return own == .digit ? 1 : text.prefix { kind(of: $0) == own }.count
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
  'Part.swift': `// {{comment title}}, compiled for Core ML by snapc.

extension ModelDescription {
  /// A part of the pipeline.
  ///
  /// It takes
{{#each inputs}}
  /// - {{comment documentation}}
{{/each}}
  ///
  /// and gives
{{#each outputs}}
  /// - {{comment documentation}}
{{/each}}
  static let {{property}} = ModelDescription(
    name: {{string title}},
    packages: [{{#each packages}}{{string this}}{{#unless @last}}, {{/unless}}{{/each}}],
    key: {{string key}},
    inputs: [
{{#each inputs}}
      TensorInfo(
        name: {{string name}}, feature: {{string feature}}, elementType: .{{elementType}},
        shapes: {{shapes}}{{#if carried}}, carried: {{carried}}{{/if}}),
{{/each}}
    ],
    outputs: [
{{#each outputs}}
      TensorInfo(
        name: {{string name}}, feature: {{string feature}}, elementType: .{{elementType}},
        shapes: {{shapes}}{{#if carried}}, carried: {{carried}}{{/if}}),
{{/each}}
    ],
    computeUnits: .{{computeUnits}}, function: nil, bundle: .module)
}
`,
  'PipelineFiles.swift': `// Fetches the models of {{comment title}} from a server. Compiled for Core ML by snapc.

import Foundation

extension Pipeline {
  /// All that \`load\` reads.
  public static let files: [RemoteFile] = [
{{#each files}}
    RemoteFile(
      path: {{string path}},
      place: {{string place}}, bytes: {{bytes}},
      sha256: {{string sha256}}),
{{/each}}
  ]

  /// Fetches the files that are not in the folder yet, each from where an earlier download broke off, and compares their
  /// SHA-256. Then load with the folder as \`PipelineConfiguration.folder\`; not before, as long as it throws.
  /// - Parameters:
  ///   - served: the address of this package's folder on a server.
  ///   - folder: of the app's own, such as one in its caches or in Application Support.
  ///   - verify: whether files that are there are hashed too; else their size counts.
  ///   - transport: how the bytes come.
  ///   - progress: is called on any thread, some ten times a second.
  /// - Throws: \`SnapcError.download\`, \`SnapcError.altered\`, or \`CancellationError\` if the task is cancelled.
  public static func download(
    from served: URL, to folder: URL, verify: Bool = true,
    transport: any DownloadTransport = URLSessionTransport(),
    progress: @escaping DownloadProgressHandler = { _ in }
  ) async throws {
    let download = Download(files: files, served: served, folder: folder, transport: transport)
    try await download.run(verify: verify, progress: progress)
  }
}
`,
  'PipelineLoad.swift': `// {{comment title}}: words in, a picture out. Compiled for Core ML by snapc.

import Foundation

extension Pipeline {
  /// Draws pictures of {{sizesText}} pixels.
  /// Finds the files of the pipeline and, unless \`configuration.memory\` says otherwise, loads its models.
  /// - Parameters:
  ///   - loader: what runs the models; Core ML if nil.
  ///   - progress: is called on any thread.
  /// - Throws: \`SnapcError\`, or \`CancellationError\` if the task is cancelled.
  public static func load(
    configuration: PipelineConfiguration = PipelineConfiguration(),
    loader: (any BackendLoader)? = nil,
    progress: @escaping PartProgressHandler = { _, _ in }
  ) async throws -> Pipeline {
    try await load(
      .compiled,
      models: [
{{#each parts}}
        (.{{part}}, .{{property}}),
{{/each}}
      ],
      bundle: .module, configuration: configuration, loader: loader, progress: progress)
  }
}

extension PipelineDescription {
  /// Sizes, defaults, and what the models call their inputs and outputs.
  public static let compiled = PipelineDescription(
    name: {{string title}},
    sizes: [
{{#each sizes}}
      PictureSize(
        width: {{width}}, height: {{height}},
        tile: LatentSize(channels: {{../channels}}, height: {{tile.height}}, width: {{tile.width}})),
{{/each}}
    ],
    latent: LatentSize(channels: {{channels}}, height: {{latentHeight}}, width: {{latentWidth}}),
    scale: {{scale}}, scalingFactor: {{scalingFactor}}, shiftFactor: {{shiftFactor}},
    tile: LatentSize(channels: {{channels}}, height: {{tileHeight}}, width: {{tileWidth}}),
    text: Text(ids: {{string text.ids}}, states: {{string text.states}}),
    unet: UNet(
      sample: {{string unet.sample}}, timestep: {{string unet.timestep}},
      states: {{string unet.states}}, output: {{string unet.output}}, batch: {{unet.batch}}),
    decoder: Decoder(latent: {{string decoder.latent}}, picture: {{string decoder.picture}}),
{{#if encoder}}
    encoder: Encoder(
      picture: {{string encoder.picture}}, latent: {{string encoder.latent}},
      isDistribution: {{encoder.isDistribution}}),
{{else}}
    encoder: nil,
{{/if}}
{{#if preview}}
    preview: PreviewMap(
      factors: [
{{#each preview.factors}}
        [{{this}}],
{{/each}}
      ], bias: [{{preview.bias}}]),
{{else}}
    preview: nil,
{{/if}}
    steps: Steps(
      usual: {{usual}},
      counts: [{{counts}}],
      initialNoise: [{{initialNoise}}],
      clip: {{clip}}),
    guidance: {{guidance}},
    tokenizer: DataFile(
      file: {{string tokenizer.path}}, bytes: {{tokenizer.bytes}},
      sha256: {{string tokenizer.sha256}}),
    tables: DataFile(
      file: {{string steps.path}}, bytes: {{steps.bytes}},
      sha256: {{string steps.sha256}}))
}
`,
  'PipelinePackage.swift': `// swift-tools-version:5.9
// {{comment title}}: words in, a picture out. Compiled for Core ML by snapc.
import Foundation
import PackageDescription

/// Models that are taken out of this folder are not in the app: \`Pipeline.download\` fetches them.
let models: [Resource] = [
{{#each models}}
  {{string this}},
{{/each}}
].filter { model in
  FileManager.default.fileExists(atPath: "\\(Context.packageDirectory)/\\(model)")
}.map { .copy($0) }

let package = Package(
  name: {{string module}},
  platforms: [.iOS({{string ios}}), .macOS({{string macos}})],
  products: [.library(name: {{string module}}, targets: [{{string module}}])],
  targets: [
    .target(
      name: {{string module}},
      path: ".",
      exclude: [
        "README.md", "Tests",
{{#each excluded}}
        {{string this}},
{{/each}}
      ],
      sources: [
        "Sources",
{{#each sources}}
        {{string this}},
{{/each}}
      ],
      resources: [
{{#each resources}}
        .copy({{string this}}),
{{/each}}
      ] + models,
      swiftSettings: [.enableExperimentalFeature("StrictConcurrency")]),
    .testTarget(
      name: {{string (suffixed module "Tests")}},
      dependencies: [{{string module}}],
      path: "Tests"),
  ]
)
`,
  'PipelineReadme.md': `# {{comment title}}

A Swift package that draws pictures of {{sizesText}} pixels from words with Core ML, on iOS {{ios}} or macOS {{macos}} and later. No
text and no picture leaves the device.

Add this folder to an app as a local package (\`File > Add Package Dependencies > Add Local\`), and:

\`\`\`swift
import {{module}}

let pipeline = try await Pipeline.load { part, progress in print(part, progress.phase) }
let generated = try await pipeline.generate(prompt: "a small green triangle above a red square", seed: 7) { report in
  print(report.step, "of", report.steps)
}
let image = generated.picture.cgImage
\`\`\`

- \`steps\` is one of {{counts}}; {{usual}} if nil. \`guidance\` is {{guidance}} if nil.
- \`width\` and \`height\` are those of a size above; the first if nil. All sizes share their weights.
{{#if encoder}}
- \`image\` is a picture to begin with, and \`strength\` says how much of it is drawn anew, from 0 to 1.
{{/if}}
{{#if preview}}
- \`preview: .fast\` gives each report a small picture, \`.decoded\` a whole one at the price of a run of the decoder.
{{else}}
- \`preview: .decoded\` gives each report a picture, at the price of a run of the decoder.
{{/if}}
- The same seed gives the same noise on every device and in every language. \`random: .torch\` draws what PyTorch does.
- A cancelled task ends a picture at its next step. Pictures are drawn one after another.
- Errors are \`SnapcError\` with a message for people; \`.request\` names all that is wrong with what was asked for.

\`PipelineConfiguration\` chooses compute units for each part, \`memory: .spare\` for one model in memory at a time, and folders. The
system compiles a model when it is loaded for the first time, which takes long; the result is kept in the app's caches.

An app need not carry the models: put this folder on a server, and

\`\`\`swift
try await Pipeline.download(from: address, to: folder)
let pipeline = try await Pipeline.load(configuration: PipelineConfiguration(folder: folder))
\`\`\`

fetches them, goes on where it broke off, and verifies every file. Move the \`.mlpackage\` folders out of this one then: those that are in
it are in the app.

\`swift test\` runs the package's tests, which need no Core ML.
`,
  'PipelineTests.swift': `// Tests of {{comment title}} that need no Core ML: zeros stand in for what its models give.

import XCTest

@testable import {{module}}

final class {{module}}Tests: XCTestCase {
  /// Gives zeros for every output of the model that has the package.
  private struct Zeros: Backend {
    let outputs: [TensorInfo]

    func run(_ inputs: [String: AnyTensor]) async throws -> [String: AnyTensor] {
      try Dictionary(
        uniqueKeysWithValues: outputs.map { info in
          (
            info.feature,
            try AnyTensor(elementType: info.elementType, shape: info.carried ?? info.shapes.example)
          )
        })
    }
  }

  private struct Loader: BackendLoader {
    func load(
      package: URL, function: String?, key: String, computeUnits: ComputeUnits, cacheFolder: URL?,
      phase: @Sendable (LoadProgress.Phase) -> Void
    ) async throws -> any Backend {
      let name = package.deletingPathExtension().lastPathComponent
      let models: [ModelDescription] = [{{#each parts}}.{{property}}{{#unless @last}}, {{/unless}}{{/each}}]
      return Zeros(outputs: models.filter { $0.packages.contains(name) }.flatMap(\\.outputs))
    }
  }

  func testAPictureHasTheSizeThatWasCompiled() async throws {
    let pipeline = try await Pipeline.load(loader: Loader())
    let generated = try await pipeline.generate(prompt: "a red circle", seed: 1)
    XCTAssertEqual([generated.picture.width, generated.picture.height], [{{width}}, {{height}}])
    XCTAssertEqual(generated.stepMilliseconds.count, {{usual}})
    XCTAssertEqual(Array(generated.picture.pixels.prefix(4)), [128, 128, 128, 255])
  }

  func testARequestThatCannotBeServedIsRefused() async throws {
    let pipeline = try await Pipeline.load(loader: Loader())
    do {
      _ = try await pipeline.generate(prompt: "", steps: 0, guidance: .nan)
      XCTFail("a picture without steps was drawn")
    } catch SnapcError.request(let faults) {
      XCTAssertTrue(faults.contains("steps is 0") && faults.contains("guidance is nan"), faults)
    }
  }

  func testACancelledTaskDrawsNothing() async throws {
    let pipeline = try await Pipeline.load(loader: Loader())
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await pipeline.generate(prompt: "")
    }
    task.cancel()
    do {
      _ = try await task.value
      XCTFail("a cancelled task gave a picture")
    } catch is CancellationError {}
  }
}
`,
} as const;
