/// A model behind the generated API: finds its packages, loads them when they are needed, checks what goes in.

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
      package: packages[index], function: description.function, key: "\(description.key)-\(index)",
      computeUnits: configuration.computeUnits ?? description.computeUnits,
      cacheFolder: configuration.cacheFolder
    ) { phase in
      progress(LoadProgress(phase: phase, completed: index, total: total))
    }
  }
}
