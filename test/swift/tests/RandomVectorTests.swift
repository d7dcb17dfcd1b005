/// Random numbers have the bits that the web's have.

import XCTest

@testable import Runtime

final class RandomVectorTests: XCTestCase {
  func testPhilox() throws {
    for line in try vectorLines("philox.txt") {
      let words = line.map(word)
      let found = philox(
        SIMD4(words[0], words[1], words[2], words[3]), key: SIMD2(words[4], words[5]))
      XCTAssertEqual(found, SIMD4(words[6], words[7], words[8], words[9]))
    }
  }

  func testMersenne() throws {
    for line in try vectorLines("mersenne.txt") {
      var generator = Mersenne(seed: whole(line[0]))
      for _ in 0..<whole(line[1]) { _ = generator.word() }
      XCTAssertEqual(line.dropFirst(2).map { _ in generator.word() }, line.dropFirst(2).map(word))
    }
  }

  func testNormals() throws {
    for line in try vectorLines("normals.txt") {
      let expected = singles(line.dropFirst(2))
      let found = normals(seed: whole(line[0]), stream: word(line[1]), count: expected.count)
      assertSame(found, expected, "seed \(line[0]), stream \(line[1])")
    }
  }

  func testTorch() throws {
    for line in try vectorLines("torch.txt") {
      let expected = singles(line.dropFirst())
      var generator = Mersenne(seed: whole(line[0]))
      assertSame(torchNormals(&generator, count: expected.count), expected, "seed \(line[0])")
    }
  }

  func testElementaryFunctions() throws {
    let functions: [Substring: (Double) -> Double] = [
      "logarithm": logarithm, "inverse": inverseNormal, "sine": { sineCosine($0).sine },
      "cosine": { sineCosine($0).cosine },
    ]
    for line in try vectorLines("elementary.txt") {
      let function = try XCTUnwrap(functions[line[0]])
      let (x, y) = (double(line[1]), double(line[2]))
      XCTAssertEqual(function(x).bitPattern, y.bitPattern, "\(line[0]) of \(x)")
    }
  }

  func testNoiseIsDrawnAsItsSourceDraws() {
    var philox = NoiseSource(.philox, seed: 7, count: 5)
    XCTAssertEqual(philox.afterStep(2), normals(seed: 7, stream: 3, count: 5))
    XCTAssertEqual(philox.first(), normals(seed: 7, stream: 0, count: 5))
    var (torch, generator) = (NoiseSource(.torch, seed: 7, count: 16), Mersenne(seed: 7))
    for _ in 0..<3 { XCTAssertEqual(torch.first(), torchNormals(&generator, count: 16)) }
  }
}
