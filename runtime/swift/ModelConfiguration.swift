/// How a model is loaded: on which processors, from where, and how long it stays in memory.

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
  /// From `load` until `unload` or until the last reference goes.
  case keep
  /// From its first run until another model needs the room: `.onDemand(admit: residents.admit)`.
  case onDemand(admit: Admission)
  /// Each package of a model that was cut into several is loaded, run and freed in turn.
  case chunkByChunk
}

/// Is asked before a model loads and may free others. It is a function over types of the standard library, so that
/// models of several Swift packages can share one `ResidentModels`.
/// - Parameters: what tells the model from others, and what frees it when another one comes.
public typealias Admission =
  @Sendable (ObjectIdentifier, @escaping @Sendable () async -> Void) async -> Void

public struct ModelConfiguration: Sendable {
  /// What the model was compiled for, unless set.
  public var computeUnits: ComputeUnits?
  public var memory: MemoryMode
  /// A folder with the model's packages, compiled (`.mlmodelc`) or not; the package's own resources if nil.
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
  /// Parts of the model that are done, of `total`.
  public let completed: Int
  public let total: Int
}

public typealias ProgressHandler = @Sendable (LoadProgress) -> Void
