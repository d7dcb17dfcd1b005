/// What kinds of characters a prompt is cut at.

enum CharacterKind {
  case letter, digit, space, other
}

func kind(of scalar: UInt32) -> CharacterKind {
  let data = UnicodeData.shared
  if isWhiteSpace(scalar) { return .space }
  if data.letters.contains(scalar) { return .letter }
  return data.numbers.contains(scalar) ? .digit : .other
}

/// Unicode's property White_Space.
private func isWhiteSpace(_ scalar: UInt32) -> Bool {
  switch scalar {
  case 0x09...0x0d, 0x20, 0x85, 0xa0, 0x1680, 0x2000...0x200a, 0x2028, 0x2029, 0x202f, 0x205f,
    0x3000:
    return true
  default: return false
  }
}
