/// Downloads go on where they broke off, end when they are told to, and leave nothing that is not what was compiled.

import XCTest

@testable import Runtime

final class DownloadTests: XCTestCase {
  private let home = FileManager.default.temporaryDirectory.appendingPathComponent(
    UUID().uuidString, isDirectory: true)
  private let server = Server()
  private let served = URL(string: "https://example.com/pictures?key=1")

  override func tearDownWithError() throws {
    if FileManager.default.fileExists(atPath: home.path) {
      try FileManager.default.removeItem(at: home)
    }
  }

  /// As it was compiled: `a.bin` of 300 bytes and a package's file of 1,000.
  private var files: [RemoteFile] {
    [("a.bin", "a.bin"), ("unet/coreml/Unet/Unet.mlpackage/w", "Unet.mlpackage/w")].map {
      path, place in
      let bytes = Server.compiled[path] ?? []
      return RemoteFile(
        path: path, place: place, bytes: bytes.count, sha256: Sha256.hexadecimal(bytes))
    }
  }

  private func download(
    _ files: [RemoteFile]? = nil, verify: Bool = true,
    progress: @escaping DownloadProgressHandler = { _ in }
  ) async throws {
    var download = Download(
      files: files ?? self.files, served: try XCTUnwrap(served), folder: home, transport: server)
    (download.pauseMilliseconds, download.reportMilliseconds) = (0, 0)
    try await download.run(verify: verify, progress: progress)
  }

  private func found(_ place: String) -> [UInt8]? {
    (try? Data(contentsOf: home.appendingPathComponent(place))).map { [UInt8]($0) }
  }

  private func put(_ bytes: [UInt8], _ place: String) throws {
    let url = home.appendingPathComponent(place)
    try FileManager.default.createDirectory(
      at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: url)
  }

  private func expectWhole(line: UInt = #line) {
    for file in files {
      XCTAssertEqual(found(file.place), Server.compiled[file.path], line: line)
      XCTAssertNil(found("\(file.place).part"), line: line)
    }
  }

  private func fails(line: UInt = #line, _ work: () async throws -> Void) async -> SnapcError? {
    do {
      try await work()
      XCTFail("nothing was thrown", line: line)
    } catch let error as SnapcError {
      return error
    } catch {
      XCTFail("\(error)", line: line)
    }
    return nil
  }

  func testWhatIsThereIsNotFetchedAgain() async throws {
    let told = Told()
    try await download { told.add($0) }
    expectWhole()
    XCTAssertEqual(
      server.log, ["/pictures/a.bin?key=1 0", "/pictures/unet/coreml/Unet/Unet.mlpackage/w?key=1 0"])
    XCTAssertEqual(told.reports.last?.doneBytes, 1300)
    XCTAssertEqual(told.reports.map(\.doneBytes), told.reports.map(\.doneBytes).sorted())
    XCTAssertTrue(told.reports.allSatisfy { $0.totalBytes == 1300 })
    try await download()
    XCTAssertEqual(server.log.count, 2)
  }

  func testAFileThatWasAlteredIsFetchedAgainUnlessItsSizeCounts() async throws {
    try await download()
    try put([UInt8](repeating: 0, count: 300), "a.bin")
    try await download(verify: false)
    XCTAssertEqual(server.log.count, 2)
    try await download()
    XCTAssertEqual(server.log.count, 3)
    expectWhole()
  }

  func testABreakIsFollowedByTheRest() async throws {
    server.breaks = [100, 1000, 200, 250]
    try await download()
    expectWhole()
    XCTAssertEqual(server.offsets, [0, 100, 0, 200, 450])
  }

  func testALaterCallGoesOn() async throws {
    server.breaks = [100, 0, 0, 0]
    let error = await fails { try await download() }
    guard case .download("a.bin", _) = error else { return XCTFail("\(String(describing: error))") }
    XCTAssertEqual(found("a.bin.part")?.count, 100)
    XCTAssertEqual(server.offsets, [0, 100, 100, 100])
    try await download()
    XCTAssertEqual(server.offsets, [0, 100, 100, 100, 100, 0])
    expectWhole()
  }

  func testAServerWithoutRangesSendsTheFileFromItsStart() async throws {
    (server.hasRanges, server.breaks) = (false, [100])
    try await download()
    expectWhole()
    XCTAssertEqual(server.offsets, [0, 100, 0])
  }

  func testAServerThatAlwaysBreaksIsLeft() async throws {
    (server.hasRanges, server.breaks) = (false, [Int](repeating: 100, count: 9))
    let error = await fails { try await download() }
    guard case .download = error else { return XCTFail("\(String(describing: error))") }
    XCTAssertEqual(server.offsets.count, 4)
  }

  func testAlteredBytesAreNotKept() async throws {
    server.files["a.bin"]?[7] ^= 1
    let error = await fails { try await download() }
    XCTAssertEqual(error, .altered(file: "a.bin"))
    XCTAssertNil(found("a.bin"))
    XCTAssertNil(found("a.bin.part"))
  }

  func testWhatAnOtherReleaseLeftIsFetchedFromItsStart() async throws {
    try put([1, 2, 3], "a.bin.part")
    try put([UInt8](repeating: 9, count: 1000), "Unet.mlpackage/w.part")
    try await download()
    XCTAssertEqual(server.offsets, [3, 0, 0])
    expectWhole()
  }

  func testAFileOfAnotherLengthIsRefused() async throws {
    server.files["a.bin"]?.append(1)
    let long = await fails { try await download() }
    XCTAssertEqual(long, .altered(file: "a.bin"))
    server.files["a.bin"]?.removeLast(10)
    let short = await fails { try await download() }
    XCTAssertTrue(short?.localizedDescription.contains("the server answers 416") == true, "\(String(describing: short))")
    XCTAssertNil(found("a.bin"))
  }

  func testAnAnswerThatIsNoFileIsTold() async throws {
    server.files["a.bin"] = nil
    let error = await fails { try await download() }
    XCTAssertEqual(error, .download(file: "a.bin", reason: "the server answers 404"))
    XCTAssertEqual(server.log.count, 1)
  }

  func testAPlaceOutsideOfTheFolderIsRefused() async throws {
    for place in ["../a", "/a", "a/../../b", "", ".", "a//b", "a\\b", "a/"] {
      let file = RemoteFile(path: "a.bin", place: place, bytes: 1, sha256: "")
      let error = await fails { try await download([file]) }
      XCTAssertEqual(error, .file(name: place, reason: "it has no place in the folder"))
    }
    XCTAssertEqual(server.log, [])
  }

  func testACancelledDownloadKeepsWhatCame() async throws {
    let task = Task {
      try await download { report in
        if report.doneBytes >= 400 { withUnsafeCurrentTask { $0?.cancel() } }
      }
    }
    do {
      try await task.value
      XCTFail("a cancelled download ended")
    } catch is CancellationError {}
    XCTAssertEqual(found("a.bin"), Server.compiled["a.bin"])
    let kept = try XCTUnwrap(found("Unet.mlpackage/w.part")?.count)
    XCTAssertTrue(kept >= 100 && kept < 1000, "\(kept)")
    try await download()
    XCTAssertEqual(server.offsets, [0, 0, kept])
    expectWhole()
  }

  func testACancelledDownloadDoesNotWaitForItsTurn() async throws {
    let (begun, end) = (AsyncStream<Void>.makeStream(), AsyncStream<Void>.makeStream())
    server.beforeAnswer = {
      begun.continuation.yield()
      for await _ in end.stream { break }
    }
    async let first: Void = download()
    for await _ in begun.stream { break }
    let second = Task { try await download() }
    await Task.yield()
    second.cancel()
    do {
      try await second.value
      XCTFail("a cancelled download ended")
    } catch is CancellationError {}
    server.beforeAnswer = nil
    end.continuation.yield()
    try await first
    XCTAssertEqual(server.log.count, 2)
    expectWhole()
  }
}

/// Gives files in pieces of 50 bytes, and breaks off when it is told to.
private final class Server: DownloadTransport, @unchecked Sendable {
  static let compiled: [String: [UInt8]] = [
    "a.bin": (0..<300).map { UInt8($0 & 255) },
    "unet/coreml/Unet/Unet.mlpackage/w": (0..<1000).map { UInt8($0 * 7 & 255) },
  ]
  var files = compiled
  var hasRanges = true
  /// After how many bytes of each request in turn.
  var breaks: [Int] = []
  var beforeAnswer: (@Sendable () async -> Void)?
  private(set) var log: [String] = []

  var offsets: [Int] { log.compactMap { $0.split(separator: " ").last.flatMap { Int($0) } } }

  func get(
    _ url: URL, from offset: Int, receive: @escaping @Sendable (DownloadEvent) throws -> Void
  ) async throws {
    log.append("\(url.path)\(url.query.map { "?\($0)" } ?? "") \(offset)")
    await beforeAnswer?()
    guard let bytes = files[String(url.path.dropFirst("/pictures/".count))] else {
      return try receive(.answer(status: 404, contentRange: nil))
    }
    let start = hasRanges ? offset : 0
    if start > 0, start >= bytes.count {
      return try receive(.answer(status: 416, contentRange: "bytes */\(bytes.count)"))
    }
    let range = start > 0 ? "bytes \(start)-\(bytes.count - 1)/\(bytes.count)" : nil
    try receive(.answer(status: start > 0 ? 206 : 200, contentRange: range))
    var left = breaks.isEmpty ? Int.max : breaks.removeFirst()
    for from in stride(from: start, to: bytes.count, by: 50) {
      try Task.checkCancellation()
      let piece = bytes[from..<min(from + 50, bytes.count)].prefix(left)
      if !piece.isEmpty { try receive(.bytes(Data(piece))) }
      left -= piece.count
      if left == 0 { throw URLError(.networkConnectionLost) }
    }
  }
}

private final class Told: @unchecked Sendable {
  private(set) var reports: [DownloadProgress] = []
  func add(_ report: DownloadProgress) { reports.append(report) }
}
