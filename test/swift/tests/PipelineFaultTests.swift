/// What is wrong with a request or a file is told in one message, and nothing is drawn.

import XCTest

@testable import Runtime

final class PipelineFaultTests: XCTestCase {
  private func refused(
    _ words: [String], line: UInt = #line,
    _ options: (inout GenerateOptions, inout PipelineDescription) -> Void
  ) throws {
    let folder = try PipelineFolder()
    try FileManager.default.removeItem(at: folder.folder)
    var (given, description) = (GenerateOptions(prompt: ""), folder.description)
    options(&given, &description)
    XCTAssertThrowsError(try Request(given, description), line: line) { error in
      for word in words {
        XCTAssertTrue(error.localizedDescription.contains(word), "\(error)", line: line)
      }
    }
  }

  func testRequests() throws {
    try refused(["steps is 0; it can be 1, 2, 3, 20"]) { given, _ in given.steps = 0 }
    try refused(["steps is 0; it can be 1 to 3"]) { given, description in
      given.steps = 0
      description.steps = .init(usual: 1, counts: [3, 1, 2], initialNoise: [1, 1, 1], clip: nil)
    }
    try refused(["guidance is nan", "-1000 to 1000"]) { given, _ in given.guidance = .nan }
    try refused(["guidance is inf"]) { given, _ in given.guidance = .infinity }
    try refused(["strength is nan"]) { given, _ in given.strength = .nan }
    try refused(["seed is -1; it can be a whole number from 0 to 9007199254740991"]) { given, _ in
      given.seed = -1
    }
    try refused(["seed is"]) { given, _ in given.seed = .max }
    try refused(["no fast preview"]) { given, description in
      given.preview = .fast
      description.preview = nil
    }
    try refused(
      [
        "steps is 1000000000", "guidance is 1001.0", "strength is 2.0",
        "the size is 9x-1; it can be 8x8, 12x8",
      ]
    ) { given, _ in
      (given.steps, given.guidance, given.strength) = (1_000_000_000, 1001, 2)
      (given.width, given.height) = (9, -1)
    }
  }

  func testSizes() throws {
    let description = try PipelineFolder().description
    var given = GenerateOptions(prompt: "")
    XCTAssertEqual(try Request(given, description).size.width, 8)
    given.width = 12
    let size = try Request(given, description).size
    XCTAssertEqual([size.width, size.height], [12, 8])
    XCTAssertEqual(description.at(size).latent.width, 6)
    given.width = nil
    given.image = Picture(width: 12, height: 8, pixels: [UInt8](repeating: 0, count: 384))
    XCTAssertEqual(try Request(given, description).size.width, 12)
    try refused(["the size is anyx9"]) { given, _ in given.height = 9 }
  }

  func testPictures() throws {
    try refused(["vae_encoder"]) { given, description in
      given.image = Picture(width: 8, height: 8, pixels: [UInt8](repeating: 0, count: 256))
      description.encoder = nil
    }
    try refused(["the image is 9223372036854775807x1; it has to be 8x8"]) { given, _ in
      given.image = Picture(width: .max, height: 1, pixels: [])
    }
    try refused(["four bytes for each pixel"]) { given, _ in
      given.image = Picture(width: 8, height: 8, pixels: [])
    }
  }

  func testPromptsOfAllKindsAreRead() async throws {
    let folder = try PipelineFolder()
    defer { try? FileManager.default.removeItem(at: folder.folder) }
    let pipeline = try await folder.load()
    let long = String(repeating: "a ", count: 20_000)
    for prompt in ["", "🙂🙂", String(decoding: [0xd800] as [UInt16], as: UTF16.self), "\0", long] {
      let generated = try await pipeline.generate(prompt: prompt, steps: 1, seed: 1)
      XCTAssertEqual(generated.droppedTokens, prompt == long ? 20_000 - 75 : 0)
    }
    do {
      _ = try await pipeline.generate(prompt: String(repeating: "x", count: 10_000_000))
      XCTFail("a prompt of megabytes was read")
    } catch SnapcError.request(let message) {
      XCTAssertTrue(message.contains("10000000 characters"))
    }
  }

  func testFilesThatAreMissingOrSwapped() async throws {
    let folder = try PipelineFolder()
    defer { try? FileManager.default.removeItem(at: folder.folder) }
    let files = FileManager.default
    let (tokenizer, steps) = (
      folder.folder.appendingPathComponent("tokenizer.bin"),
      folder.folder.appendingPathComponent("steps.bin")
    )
    let whole = try Data(contentsOf: steps)
    try await fails(folder, "steps.bin", "it has 3 bytes; the one that was compiled has \(whole.count)") {
      try Data([1, 2, 3]).write(to: steps)
    }
    try await fails(folder, "steps.bin", "it is not the one that was compiled") {
      var other = whole
      other[5] ^= 1
      try other.write(to: steps)
    }
    try await fails(folder, "tokenizer.bin", "the one that was compiled has") {
      try files.removeItem(at: tokenizer)
      try whole.write(to: tokenizer)
    }
    try await fails(folder, "tokenizer.bin", "There is no") { try files.removeItem(at: tokenizer) }
    let other = try PipelineFolder()
    defer { try? files.removeItem(at: other.folder) }
    try await fails(other, "Unet.mlpackage", "There is no") {
      try files.removeItem(at: other.folder.appendingPathComponent("Unet.mlpackage"))
    }
  }

  private func fails(
    _ folder: PipelineFolder, _ name: String, _ reason: String, after change: () throws -> Void
  ) async throws {
    try change()
    do {
      _ = try await folder.load()
      XCTFail("\(name) was taken")
    } catch let error as SnapcError {
      XCTAssertTrue(error.localizedDescription.contains(name), error.localizedDescription)
      XCTAssertTrue(error.localizedDescription.contains(reason), error.localizedDescription)
    }
  }
}
