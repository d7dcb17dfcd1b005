/// A pipeline draws, tells of it, ends when it is told to, and says what is wrong with what it is asked for.

import XCTest

@testable import Runtime

final class PipelineTests: XCTestCase {
  private var made: PipelineFolder?

  override func tearDownWithError() throws {
    if let made { try FileManager.default.removeItem(at: made.folder) }
    made = nil
  }

  private func newFolder() throws -> PipelineFolder {
    let folder = try PipelineFolder()
    made = folder
    return folder
  }

  private func draw(_ pipeline: Pipeline, seed: Int = 1, steps: Int = 3) async throws -> [UInt8] {
    try await pipeline.generate(prompt: "a red circle", steps: steps, seed: seed).picture.pixels
  }

  func testASeedIsAPicture() async throws {
    let pipeline = try await newFolder().load()
    let generated = try await pipeline.generate(prompt: "a red circle", seed: 1)
    XCTAssertEqual(generated.picture.pixels.count, 4 * 8 * 8)
    XCTAssertEqual([generated.seed, generated.steps, generated.stepMilliseconds.count], [1, 2, 2])
    XCTAssertEqual(generated.guidance, 3)
    let pictures = try await [
      draw(pipeline, steps: 2), draw(pipeline, seed: 2, steps: 2), draw(pipeline, steps: 3),
      pipeline.generate(prompt: "a red square", seed: 1).picture.pixels,
      pipeline.generate(prompt: "a red circle", negativePrompt: "x", seed: 1).picture.pixels,
      pipeline.generate(prompt: "a red circle", guidance: 1, seed: 1).picture.pixels,
      pipeline.generate(prompt: "a red circle", seed: 1, random: .torch).picture.pixels,
    ]
    XCTAssertEqual(pictures[0], generated.picture.pixels)
    XCTAssertEqual(pictures.map { pictures.firstIndex(of: $0) }, Array(pictures.indices))
  }

  func testBothSidesOfGuidanceAtOnceOrInTwoCallsAreOnePicture() async throws {
    var folder = try newFolder()
    let batched = try await draw(folder.load())
    let unet = folder.description.unet
    folder.description.unet = .init(
      sample: unet.sample, timestep: unet.timestep, states: unet.states, output: unet.output,
      batch: 1)
    let twice = try await draw(folder.load())
    XCTAssertEqual(batched, twice)
  }

  func testOneModelIsInMemoryAtATime() async throws {
    let (folder, shop) = (try newFolder(), Workshop())
    let kept = try await draw(folder.load())
    let spare = try await draw(folder.load(shop, memory: .spare))
    XCTAssertEqual(kept, spare)
    XCTAssertEqual(shop.mostAlive, 1)
    XCTAssertEqual(
      shop.log,
      ["TextEncoder", "Unet", "Decoder"].flatMap { ["load \($0)", "free \($0)"] })
  }

  func testTilesAreThePicture() async throws {
    var folder = try newFolder()
    let tile = LatentSize(channels: 2, height: 2, width: 2)
    folder.description.tile = tile
    folder.description.sizes = [PictureSize(width: 8, height: 8, tile: tile)]
    let pixels = try await draw(folder.load())
    XCTAssertEqual(pixels.count, 4 * 8 * 8)
    XCTAssertEqual(pixels[3], 255)
  }

  func testStepsAreTold() async throws {
    let (pipeline, told) = (try await newFolder().load(), Told())
    let generated = try await pipeline.generate(
      prompt: "", steps: 3, seed: 1, preview: .decoded, onStep: { await told.add($0) })
    let reports = await told.reports
    XCTAssertEqual(reports.map(\.step), [1, 2, 3])
    XCTAssertEqual(reports.map(\.steps), [3, 3, 3])
    XCTAssertEqual(reports.map { $0.preview?.width }, [8, 8, 8])
    XCTAssertEqual(reports.map(\.latents.count), [32, 32, 32])
    let fast = try await pipeline.generate(
      prompt: "", steps: 3, seed: 1, preview: .fast, onStep: { await told.add($0) })
    XCTAssertEqual(fast.picture, generated.picture)
    let sizes = await told.reports.dropFirst(3).map { $0.preview?.width }
    XCTAssertEqual(sizes, [4, 4, 4])
  }

  func testAPictureIsDrawnOver() async throws {
    let (pipeline, told) = (try await newFolder().load(), Told())
    let image = Picture(width: 8, height: 8, pixels: (0..<256).map { UInt8($0) })
    let generated = try await pipeline.generate(
      prompt: "", steps: 20, seed: 1, strength: 0.5, image: image, onStep: { await told.add($0) })
    let reports = await told.reports
    XCTAssertEqual(reports.map(\.steps), [Int](repeating: 10, count: 10))
    let other = try await pipeline.generate(
      prompt: "", steps: 20, seed: 1, strength: 0, image: image, onStep: { await told.add($0) })
    let count = await told.reports.count
    XCTAssertEqual(count, 10)
    XCTAssertNotEqual(generated.picture, other.picture)
  }

  func testCancellingEndsAPictureAtItsNextStep() async throws {
    let (pipeline, told) = (try await newFolder().load(), Told())
    let task = Task {
      try await pipeline.generate(prompt: "", steps: 20, seed: 1) { report in
        await told.add(report)
        if report.step == 2 { withUnsafeCurrentTask { $0?.cancel() } }
      }
    }
    do {
      _ = try await task.value
      XCTFail("a cancelled picture was drawn")
    } catch is CancellationError {}
    let steps = await told.reports.map(\.step)
    XCTAssertEqual(steps, [1, 2])
    _ = try await draw(pipeline)
  }

  func testAnErrorOfTheCallerEndsAPicture() async throws {
    struct Enough: Error {}
    let pipeline = try await newFolder().load()
    do {
      _ = try await pipeline.generate(prompt: "") { _ in throw Enough() }
      XCTFail("the picture was drawn")
    } catch is Enough {}
    _ = try await draw(pipeline)
  }

  func testPicturesAreDrawnOneAfterAnother() async throws {
    let (pipeline, told) = (try await newFolder().load(), Told())
    try await withThrowingTaskGroup(of: Void.self) { group in
      for seed in 0..<4 {
        group.addTask {
          _ = try await pipeline.generate(prompt: "", steps: 3, seed: seed) {
            await told.add($0)
            await Task.yield()
          }
        }
      }
      try await group.waitForAll()
    }
    let steps = await told.reports.map(\.step)
    XCTAssertEqual(steps, [1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3])
  }
}

private actor Told {
  private(set) var reports: [StepReport] = []
  func add(_ report: StepReport) { reports.append(report) }
}
