/// Where a model's packages are, and where what Core ML compiles from them is kept between launches.

import Foundation

enum ModelFiles {
  /// The compiled model where there is one, else the package.
  /// - Throws: `SnapcError.missingFile`.
  static func find(_ name: String, in folder: URL?, or bundle: Bundle) throws -> URL {
    let candidates = ["mlmodelc", "mlpackage"].flatMap { suffix -> [URL] in
      if let folder { return [folder.appendingPathComponent("\(name).\(suffix)")] }
      return [bundle.url(forResource: name, withExtension: suffix)].compactMap { $0 }
    }
    let found = candidates.first { FileManager.default.fileExists(atPath: $0.path) }
    guard let found else { throw SnapcError.missingFile(path: "\(name).mlpackage") }
    return found
  }

  /// Where the compiled form of a package belongs. The system's version is part of it, since compiled models
  /// are made for one.
  static func compiled(key: String, in folder: URL?) throws -> URL {
    let version = ProcessInfo.processInfo.operatingSystemVersion
    let system = "\(version.majorVersion).\(version.minorVersion).\(version.patchVersion)"
    let caches =
      try folder
      ?? FileManager.default.url(
        for: .cachesDirectory, in: .userDomainMask, appropriateFor: nil, create: true
      ).appendingPathComponent("snapc", isDirectory: true)
    return caches.appendingPathComponent("\(key)-\(system).mlmodelc", isDirectory: true)
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
