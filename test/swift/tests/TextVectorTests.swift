/// Prompts are read as the web reads them, whatever Unicode the system knows.

import XCTest

@testable import Runtime

final class TextVectorTests: XCTestCase {
  func testNormalizedTexts() throws {
    for line in try vectorLines("normalize.txt") {
      let found = normalize(scalars(text(line[0])))
      if found != scalars(text(line[1])) { XCTFail("\(line[0]) is not \(line[1])") }
    }
  }

  func testWords() throws {
    for line in try vectorLines("words.txt") {
      let found = words(of: scalars(text(line[0]))[...]).map(Array.init)
      if found != line.dropFirst().map({ scalars(text($0)) }) { XCTFail("words of \(line[0])") }
    }
  }

  func testTokens() throws {
    for vocabulary in 0..<2 {
      let tokenizer = try Tokenizer([UInt8](vectorFile("tokens-\(vocabulary).bin")))
      for line in try vectorLines("tokens-\(vocabulary).txt") {
        let expected = Tokens(ids: line.dropFirst(2).map(word), dropped: whole(line[1]))
        if try tokenizer.encode(text(line[0])) != expected { XCTFail("tokens of \(line[0])") }
      }
    }
  }

  func testKindsOfCharacters() {
    for (characters, expected) in [
      ("aZéЖ宇ªǅ", CharacterKind.letter), ("0٣Ⅷ½²𝟘", .digit), ("\t \u{85}\u{2003}\u{3000}", .space),
      ("-🙂\u{301}\u{200b}\u{feff}\u{0}", .other),
    ] {
      for scalar in scalars(characters) { XCTAssertEqual(kind(of: scalar), expected, "\(scalar)") }
    }
  }

  func testPromptsOfMegabytesAreRefusedAndLongOnesAreRead() throws {
    let tokenizer = try Tokenizer([UInt8](vectorFile("tokens-1.bin")))
    for prompt in [String(repeating: "x", count: 10_000_000), String(repeating: "🙂", count: 32_769)] {
      XCTAssertThrowsError(try tokenizer.encode(prompt)) { error in
        XCTAssertTrue("\(error.localizedDescription)".contains("\(prompt.utf16.count) characters"))
      }
    }
    for prompt in [
      String(repeating: "a ", count: longestPrompt / 2), String(repeating: "x", count: longestPrompt),
      String(repeating: "Σ", count: longestPrompt), String(repeating: "\u{301}", count: longestPrompt),
    ] { XCTAssertGreaterThan(try tokenizer.encode(prompt).dropped, 0) }
  }

  func testTablesThatEndTooEarlyAreRefused() throws {
    let whole = [UInt8](try vectorFile("tokens-0.bin"))
    for count in [0, 3, 31, 2079, 2080, whole.count - 5] {
      XCTAssertThrowsError(try Tokenizer(Array(whole.prefix(count))), "\(count)") { error in
        XCTAssertTrue(error.localizedDescription.contains("tokenizer.bin"))
      }
    }
    var other = whole
    other[4...7] = [255, 255, 255, 255]
    XCTAssertThrowsError(try Tokenizer(other))
  }
}
