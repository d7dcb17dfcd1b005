/// The small files beside the models, which are read whole and checked before they are used.

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

  /// - Throws: `SnapcError.missingFile`, or `SnapcError.file` for another file than the one that was compiled.
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
        name: file, reason: "it has \(found.count) bytes; the one that was compiled has \(bytes)")
    }
    guard Sha256.hexadecimal(found) == sha256 else {
      throw SnapcError.file(name: file, reason: "it is not the one that was compiled")
    }
    return found
  }
}
