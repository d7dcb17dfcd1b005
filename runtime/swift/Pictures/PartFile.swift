/// What has come of a file so far, as `FILE.part` beside its place: a later call goes on from there.

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

  /// - Throws: `SnapcError.altered` where more comes than was compiled.
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
