/// CLIP's tokenizer: words to the ids of byte pairs, between a begin and an end, padded to the text encoder's length.

struct Tokens: Equatable {
  /// As many as the text encoder reads.
  let ids: [UInt32]
  /// How many tokens of the prompt did not fit.
  let dropped: Int
}

/// UTF-16 units: far more than a text encoder reads, and nothing that keeps a phone busy.
let longestPrompt = 65_536
private let magic: UInt32 = 0x4b4f_5453
private let header = 8
private let byteCount = 256

/// Reads the tables that the compiler wrote: 32-bit words, little-endian. A header (magic, merges, special words,
/// length, and the ids of begin, end, padding and unknown), the ids of bytes inside and at the end of a word,
/// merges as triples, and of each special word its id, the length of its text, and the text as UTF-8 to full words.
struct Tokenizer: Sendable {
  let length: Int
  private let begin: UInt32
  private let end: UInt32
  private let padding: UInt32
  private let inner: [UInt32]
  private let last: [UInt32]
  private let merges: Merges
  private let specials: [(text: [UInt32], id: UInt32)]

  /// - Throws: `SnapcError.file` where the tables end too early or are something else.
  init(_ bytes: [UInt8]) throws {
    let words = (0..<(bytes.count / 4)).map { littleEndianWord(bytes, at: $0) }
    let start = header + 2 * byteCount
    guard words.count >= start, words[0] == magic, words.count >= start + 3 * Int(words[1]) else {
      throw Self.cutOff
    }
    let behind = start + 3 * Int(words[1])
    length = Int(words[3])
    begin = words[4]
    end = words[5]
    padding = words[6]
    inner = Array(words[header..<(header + byteCount)])
    last = Array(words[(header + byteCount)..<start])
    merges = Merges(triples: Array(words[start..<behind]))
    specials = try Self.readSpecials(bytes, words, at: behind, count: words[2])
  }

  /// - Throws: `SnapcError.request` for a prompt of more than 65,536 UTF-16 units.
  func encode(_ prompt: String) throws -> Tokens {
    let size = prompt.utf16.count
    guard size <= longestPrompt else {
      throw SnapcError.request(
        "the prompt has \(size) characters; at most \(longestPrompt) are read, and far fewer fit the model"
      )
    }
    let found = pieces(of: normalize(scalars(prompt))).flatMap { piece -> [UInt32] in
      switch piece {
      case .special(let id): return [id]
      case .text(let text): return words(of: text).flatMap(ids)
      }
    }
    let room = max(length - 2, 0)
    let kept = ([begin] + found.prefix(room) + [end]).prefix(length)
    return Tokens(
      ids: kept + [UInt32](repeating: padding, count: length - kept.count),
      dropped: max(found.count - room, 0))
  }

  private enum Piece {
    case text(Scalars)
    case special(UInt32)
  }

  /// Special words in a prompt are their ids.
  private func pieces(of text: [UInt32]) -> [Piece] {
    specials.reduce([.text(text[...])]) { pieces, special in
      pieces.flatMap { piece -> [Piece] in
        guard case .text(let text) = piece else { return [piece] }
        let parts = split(text, at: special.text)
        return [.text(parts[0])] + parts.dropFirst().flatMap { [.special(special.id), .text($0)] }
      }
    }
  }

  /// At least one part.
  private func split(_ text: Scalars, at special: [UInt32]) -> [Scalars] {
    var parts: [Scalars] = []
    var start = text.startIndex
    var at = start
    while let first = special.first, at + special.count <= text.endIndex {
      if text[at] == first, text[at...].starts(with: special) {
        parts.append(text[start..<at])
        at += special.count
        start = at
      } else {
        at += 1
      }
    }
    return parts + [text[start...]]
  }

  private func ids(of word: Scalars) -> [UInt32] {
    var bytes: [UInt8] = []
    for scalar in word { bytes += UTF8.encode(Unicode.Scalar(scalar) ?? "\u{fffd}").map(Array.init) ?? [] }
    let symbols = bytes.enumerated().map { at, byte in
      (at == bytes.count - 1 ? last : inner)[Int(byte)]
    }
    return merges.apply(symbols)
  }

  private static func readSpecials(
    _ bytes: [UInt8], _ words: [UInt32], at start: Int, count: UInt32
  ) throws -> [(text: [UInt32], id: UInt32)] {
    var at = start
    return try (0..<count).map { _ in
      guard at + 2 <= words.count, words[at + 1] <= 4 * (words.count - at - 2) else { throw cutOff }
      let (id, length, first) = (words[at], Int(words[at + 1]), 4 * (at + 2))
      at += 2 + (length + 3) / 4
      let text = String(decoding: bytes[first..<(first + length)], as: UTF8.self)
      return (scalars(text), id)
    }
  }

  private static let cutOff = SnapcError.file(
    name: "tokenizer.bin", reason: "it is cut off, or is not the one that was compiled")
}
