/// Lower case of texts, as Unicode has it without a language, by the tables in the package.

private let capitalDottedI: UInt32 = 0x130
private let capitalSigma: UInt32 = 0x3a3
private let (smallSigma, finalSigma): (UInt32, UInt32) = (0x3c3, 0x3c2)

func lowercased(_ text: [UInt32]) -> [UInt32] {
  let data = UnicodeData.shared
  var found: [UInt32] = []
  found.reserveCapacity(text.count)
  for (place, scalar) in text.enumerated() {
    switch scalar {
    case capitalDottedI: found += [0x69, 0x307]
    case capitalSigma: found.append(isLast(place, in: text) ? finalSigma : smallSigma)
    default:
      guard let run = data.smallLetters.index(of: scalar) else {
        found.append(scalar)
        continue
      }
      let (stride, delta) = data.smallSteps[run]
      let isCapital = (scalar - data.smallLetters.first(of: run)) % stride == 0
      found.append(isCapital ? UInt32(Int(scalar) + delta) : scalar)
    }
  }
  return found
}

/// Whether a sigma ends a word: behind a letter with case and before none, marks and such left out.
private func isLast(_ place: Int, in text: [UInt32]) -> Bool {
  let data = UnicodeData.shared
  let before = text[..<place].last { !data.ignorable.contains($0) }
  let after = text[(place + 1)...].first { !data.ignorable.contains($0) }
  let isCased = { (scalar: UInt32?) in scalar.map(data.cased.contains) ?? false }
  return isCased(before) && !isCased(after)
}
