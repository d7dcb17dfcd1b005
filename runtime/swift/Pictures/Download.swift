/// Fetches the files of a pipeline into a folder: each from where it broke off, and into its place once its hash is right.

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
  case .status(let status): return "the server answers \(status)"
  case .short(let count, let all): return "it ends after \(count) of \(all) bytes"
  case .place(let start, let wanted): return "the server sends byte \(start) where \(wanted) is asked for"
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
