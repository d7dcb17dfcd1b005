/// A file of a pipeline that an app fetches instead of carrying it.

import Foundation

public struct RemoteFile: Sendable, Equatable {
  /// Where it is, from the served folder on.
  public let path: String
  /// Where it belongs, from the folder on that `PipelineConfiguration` names.
  public let place: String
  /// Its size.
  public let bytes: Int
  /// Its digest, in hexadecimal digits.
  public let sha256: String

  /// - Throws: `SnapcError.file` for a place outside of the folder.
  func url(in folder: URL) throws -> URL {
    let names = place.split(separator: "/", omittingEmptySubsequences: false)
    let strange = names.contains { name in
      ["", ".", ".."].contains(name) || name.contains("\\") || name.contains("\0")
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
