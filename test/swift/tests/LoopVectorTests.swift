/// Steps, tiles and pixels have the bits that the web's have.

import XCTest

@testable import Runtime

final class LoopVectorTests: XCTestCase {
  func testSteps() throws {
    var clip: Double?
    var (latents, output, denoised): ([Float], [Float], [Float]) = ([], [], [])
    var (initial, earlier, fresh): (Float, [Float]?, [Float]?) = (1, nil, nil)
    var step: Step?
    for line in try vectorLines("loop.txt") {
      let numbers = singles(line.dropFirst())
      switch line[0] {
      case "run":
        clip = line[1] == "-" ? nil : double(line[1])
        (initial, earlier, step) = (numbers[1], nil, nil)
      case "noise": latents = scaled(numbers, initial)
      case "step": step = Step(numbers)
      case "output": output = numbers
      case "fresh": fresh = line[1] == "-" ? nil : numbers
      case "denoised":
        denoised = denoise(latents, output, try XCTUnwrap(step), clip: clip)
        assertSame(denoised, numbers, "denoised")
      default:
        latents = advance(
          try XCTUnwrap(step), latents: latents, output: output, denoised: denoised,
          earlier: earlier, fresh: fresh)
        assertSame(latents, numbers, "latents")
        earlier = denoised
      }
    }
  }

  func testGuidance() throws {
    for line in try vectorLines("guided.txt") {
      let numbers = singles(line)
      let found = guided(without: [numbers[1]], told: [numbers[2]], guidance: numbers[0])
      assertSame(found, [numbers[3]], "guided")
    }
  }

  func testTiles() throws {
    var (sizes, planes): ([Int], [Float]) = ([], [])
    for line in try vectorLines("tiles.txt") {
      switch line[0] {
      case "starts":
        let numbers = line.dropFirst().map(whole)
        XCTAssertEqual(tileStarts(whole: numbers[0], tile: numbers[1]), Array(numbers[2...]))
      case "mosaic": sizes = line.dropFirst().map(whole)
      case "in": planes = singles(line.dropFirst())
      default: assertSame(mosaic(planes, sizes), singles(line.dropFirst()), "\(sizes)")
      }
    }
  }

  private func mosaic(_ planes: [Float], _ sizes: [Int]) -> [Float] {
    let (channels, height, width, tall, wide) = (sizes[0], sizes[1], sizes[2], sizes[3], sizes[4])
    var mosaic = Mosaic(channels: channels, height: height, width: width)
    var factor: Float = 1
    for top in tileStarts(whole: height, tile: tall) {
      for left in tileStarts(whole: width, tile: wide) {
        let area = Area(top: top, left: left, height: tall, width: wide)
        let part = cut(planes, channels: channels, height: height, width: width, area: area)
        mosaic.add(part.map { $0 * factor }, area)
        factor += 0.125
      }
    }
    return mosaic.finish()
  }

  func testPictures() throws {
    var (sizes, planes, pixels): ([Int], [Float], [UInt8]) = ([], [], [])
    for line in try vectorLines("pictures.txt") {
      switch line[0] {
      case "picture": sizes = line.dropFirst().map(whole)
      case "planes": planes = singles(line.dropFirst())
      case "bytes":
        pixels = bytes(line.dropFirst())
        XCTAssertEqual(Picture(planes: planes, width: sizes[0], height: sizes[1]).pixels, pixels)
      default:
        let picture = Picture(width: sizes[0], height: sizes[1], pixels: pixels)
        assertSame(picture.planes, singles(line.dropFirst()), "planes")
      }
    }
  }

  func testPreview() throws {
    let lines = try vectorLines("preview.txt")
    let sizes = lines[0].map(whole)
    let numbers = lines[1].dropFirst().map(double)
    let rows = stride(from: 0, to: numbers.count, by: 3).map { Array(numbers[$0..<($0 + 3)]) }
    let found = linearPreview(
      singles(lines[2].dropFirst()),
      size: LatentSize(channels: sizes[0], height: sizes[1], width: sizes[2]),
      map: PreviewMap(factors: rows.dropLast(), bias: rows[rows.count - 1]))
    XCTAssertEqual(found.pixels, bytes(lines[3].dropFirst()))
  }

  func testPicturesAreImagesAndBack() throws {
    let picture = Picture(width: 2, height: 1, pixels: [1, 2, 3, 255, 4, 5, 6, 255])
    let image = try XCTUnwrap(picture.cgImage)
    XCTAssertEqual(Picture(image, width: 2, height: 1), picture)
    let row: [UInt8] = [1, 2, 3, 255, 1, 2, 3, 255, 4, 5, 6, 255, 4, 5, 6, 255]
    XCTAssertEqual(Picture(image, width: 4, height: 2)?.pixels, row + row)
    XCTAssertNil(Picture(image, width: 0, height: 1))
    XCTAssertNil(Picture(width: 2, height: 2, pixels: []).cgImage)
  }

  func testTablesOfSeveralCountsFollowOneAnother() throws {
    let rows = (0..<5).map { row in (0..<11).map { Float(11 * row + $0) } }
    let table = rows.joined().flatMap { number in
      (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * $0)) }
    }
    XCTAssertEqual(try stepsOf(table, counts: [2, 3], steps: 2), rows[..<2].map(Step.init))
    XCTAssertEqual(try stepsOf(table, counts: [2, 3], steps: 3), rows[2...].map(Step.init))
    for (bytes, steps) in [(table.dropLast(), 3), (table[...], 4), ([], 2)] {
      XCTAssertThrowsError(try stepsOf(Array(bytes), counts: [2, 3], steps: steps))
    }
  }

  func testDigests() {
    for (text, digest) in [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
    ] { XCTAssertEqual(Sha256.hexadecimal(Array(text.utf8)), digest) }
  }
}
