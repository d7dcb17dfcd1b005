/// Composition of texts (normalization form C of Unicode) by the tables in the package.

func composed(_ text: [UInt32]) -> [UInt32] {
  // Nothing below U+0300 is changed.
  if text.allSatisfy({ $0 < 0x300 }) { return text }
  let data = UnicodeData.shared
  var found: [UInt32] = []
  var starter: Int?
  var lastOrder = 0
  for scalar in decomposed(text) {
    let order = combiningOrder(of: scalar)
    if let place = starter, lastOrder < order || place == found.count - 1,
      let joined = Hangul.joined(found[place], scalar)
        ?? data.compositions[UInt64(found[place]) << 32 | UInt64(scalar)]
    {
      found[place] = joined
      continue
    }
    if order == 0 { starter = found.count }
    lastOrder = order
    found.append(scalar)
  }
  return found
}

private func combiningOrder(of scalar: UInt32) -> Int {
  let data = UnicodeData.shared
  return data.combining.index(of: scalar).map { data.combiningOrders[$0] } ?? 0
}

/// The full canonical decomposition, marks in their order.
private func decomposed(_ text: [UInt32]) -> [UInt32] {
  var found: [UInt32] = []
  var marks: [(order: Int, scalar: UInt32)] = []
  func flush() {
    // Swift's sort is not said to keep equals in place.
    let ordered = marks.enumerated().sorted {
      ($0.element.order, $0.offset) < ($1.element.order, $1.offset)
    }
    found += ordered.map(\.element.scalar)
    marks.removeAll(keepingCapacity: true)
  }
  for part in text.flatMap(parts) {
    let order = combiningOrder(of: part)
    if order == 0 {
      flush()
      found.append(part)
    } else {
      marks.append((order, part))
    }
  }
  flush()
  return found
}

private func parts(of scalar: UInt32) -> [UInt32] {
  if scalar < 0xc0 { return [scalar] }
  if let syllable = Hangul.parts(of: scalar) { return syllable }
  guard let pair = UnicodeData.shared.decompositions[scalar] else { return [scalar] }
  return parts(of: pair.first) + (pair.second.map { parts(of: $0) } ?? [])
}
