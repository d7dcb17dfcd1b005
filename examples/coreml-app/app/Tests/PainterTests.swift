/// What the screen is told from the first touch to the picture, without Core ML.

import VaeDecoder
import XCTest

@testable import Painting

/// Paints every pixel in the colour that the first latent decides.
private struct Paintbox: BackendLoader, Backend {
  var fault: SnapcError?

  func load(
    package: URL, function: String?, key: String, computeUnits: ComputeUnits, cacheFolder: URL?,
    phase: @Sendable (LoadProgress.Phase) -> Void
  ) async throws -> any Backend {
    phase(.loading)
    return self
  }

  func run(_ inputs: [String: AnyTensor]) async throws -> [String: AnyTensor] {
    if let fault { throw fault }
    let latents = try Tensor<Float>(try XCTUnwrap(inputs["latent_sample"]))
    let red = UInt8(min(max(latents.scalars[0] * 64 + 128, 0), 255))
    let shape = Model.outputs[0].shapes.example
    var picture = try Tensor<UInt8>(shape: shape)
    picture.withUnsafeMutableBufferPointer { bytes in
      for pixel in stride(from: 0, to: bytes.count, by: 4) { bytes[pixel] = red }
    }
    return ["sample": AnyTensor(picture)]
  }
}

final class PainterTests: XCTestCase {
  @MainActor
  private func paint(_ seed: UInt64, fault: SnapcError? = nil) async -> [PaintingState] {
    var states: [PaintingState] = []
    let painter = Painter(loader: Paintbox(fault: fault)) { states.append($0) }
    await painter.paint(seed: seed).value
    return states
  }

  private func pixels(_ states: [PaintingState]) throws -> [UInt8] {
    guard case .picture(let picture) = try XCTUnwrap(states.last) else {
      XCTFail("the last state is no picture")
      return []
    }
    return picture.scalars
  }

  func testAPictureEndsWhatBeganWithProgress() async throws {
    let states = await paint(1)
    guard case .working(_, 0) = try XCTUnwrap(states.first) else {
      return XCTFail("the first state is no progress")
    }
    XCTAssertFalse(try pixels(states).isEmpty)
  }

  func testEqualSeedsGiveEqualPictures() async throws {
    let first = try pixels(await paint(7))
    let again = try pixels(await paint(7))
    let other = try pixels(await paint(8))
    XCTAssertEqual(first, again)
    XCTAssertNotEqual(first, other)
  }

  func testAFaultIsShownToPeople() async throws {
    let fault = SnapcError.run(model: "VaeDecoder", reason: "no memory")
    let states = await paint(1, fault: fault)
    guard case .failed(let reason) = try XCTUnwrap(states.last) else {
      return XCTFail("the fault was not shown")
    }
    XCTAssertTrue(reason.contains("no memory"))
  }

  func testNoiseIsNormallyDistributed() {
    var noise = Noise(seed: 3)
    let numbers = (0..<20_000).map { _ in Double(noise.next()) }
    let mean = numbers.reduce(0, +) / 20_000
    let variance = numbers.reduce(0) { $0 + $1 * $1 } / 20_000
    XCTAssertEqual(mean, 0, accuracy: 0.03)
    XCTAssertEqual(variance, 1, accuracy: 0.05)
  }
}
