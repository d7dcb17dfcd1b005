/// A prompt as CLIP reads it: normalized, then cut into words (openai/CLIP, simple_tokenizer). Texts are scalars.

typealias Scalars = ArraySlice<UInt32>

/// The endings that are words of their own.
private let endings = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"].map(scalars)

func scalars(_ text: String) -> [UInt32] {
  text.unicodeScalars.map(\.value)
}

/// Composed (NFC), white space as one blank, in lower case.
func normalize(_ text: [UInt32]) -> [UInt32] {
  var collapsed: [UInt32] = []
  var wasSpace = false
  for scalar in composed(text) {
    let isSpace = kind(of: scalar) == .space
    if !isSpace { collapsed.append(scalar) } else if !wasSpace { collapsed.append(0x20) }
    wasSpace = isSpace
  }
  return lowercased(collapsed)
}

/// Endings, runs of letters, single digits, and runs of anything else but white space, in order.
func words(of text: Scalars) -> [Scalars] {
  var found: [Scalars] = []
  var rest = text
  while let first = rest.first {
    let ending = endings.first { rest.starts(with: $0) }
    let count = ending?.count ?? lengthOfWord(rest)
    if ending != nil || kind(of: first) != .space { found.append(rest.prefix(count)) }
    rest = rest.dropFirst(count)
  }
  return found
}

private func lengthOfWord(_ text: Scalars) -> Int {
  guard let first = text.first else { return 0 }
  let own = kind(of: first)
  return own == .digit ? 1 : text.prefix { kind(of: $0) == own }.count
}
