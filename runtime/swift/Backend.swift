/// The border to Core ML: what runs one package. Tests put something else behind it.

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
  ///   - package: the `.mlpackage` or `.mlmodelc` folder.
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
