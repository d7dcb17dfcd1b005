/// Reads the vectors that test/diffusion/vectors.ts has written beside the tests.

import Foundation
import XCTest

/// Fields of a line.
typealias Fields = [Substring]

func vectorFile(_ name: String) throws -> Data {
  let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("vectors")
  return try Data(contentsOf: folder.appendingPathComponent(name))
}

func vectorLines(_ name: String) throws -> [Fields] {
  let lines = String(decoding: try vectorFile(name), as: UTF8.self).split(separator: "\n")
  XCTAssertGreaterThan(lines.count, 3, name)
  return lines.map { $0.split(separator: " ") }
}

func whole(_ field: Substring) -> Int { Int(field) ?? -1 }

func word(_ field: Substring) -> UInt32 { UInt32(truncatingIfNeeded: whole(field)) }

func singles(_ fields: some Sequence<Substring>) -> [Float] {
  fields.map { Float(bitPattern: UInt32($0, radix: 16) ?? 0) }
}

func double(_ field: Substring) -> Double { Double(bitPattern: UInt64(field, radix: 16) ?? 0) }

func bytes(_ fields: some Sequence<Substring>) -> [UInt8] {
  fields.map { UInt8($0, radix: 16) ?? 0 }
}

/// UTF-16 units, four digits each; lone surrogates become U+FFFD, as Swift's strings cannot have them.
func text(_ field: Substring) -> String {
  if field == "-" { return "" }
  let digits = Array(field.utf8)
  let units = stride(from: 0, to: digits.count, by: 4).map {
    UInt16(String(decoding: digits[$0..<($0 + 4)], as: UTF8.self), radix: 16) ?? 0
  }
  return String(decoding: units, as: UTF16.self)
}

/// Equal to the bit.
func assertSame(
  _ found: [Float], _ expected: [Float], _ what: @autoclosure () -> String,
  file: StaticString = #filePath, line: UInt = #line
) {
  if found.map(\.bitPattern) == expected.map(\.bitPattern) { return }
  let place = zip(found, expected).enumerated().first { $1.0.bitPattern != $1.1.bitPattern }
  XCTFail(
    "\(what()): \(found.count) of \(expected.count), first other at \(String(describing: place))",
    file: file, line: line)
}
