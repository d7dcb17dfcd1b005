/// The pairs of symbols that can be merged: a binary heap, lowest rank first, of equal ranks the leftmost.

struct Pair {
  let rank: Int
  /// What the pair becomes.
  let id: UInt32
  let at: Int
  let right: Int

  func isBefore(_ other: Pair) -> Bool {
    rank < other.rank || (rank == other.rank && at < other.at)
  }
}

struct PairQueue {
  private var pairs: [Pair] = []

  mutating func push(_ pair: Pair) {
    pairs.append(pair)
    var at = pairs.count - 1
    while at > 0 {
      let above = (at - 1) / 2
      guard pair.isBefore(pairs[above]) else { break }
      pairs[at] = pairs[above]
      at = above
    }
    pairs[at] = pair
  }

  mutating func pop() -> Pair? {
    guard let first = pairs.first else { return nil }
    let last = pairs.removeLast()
    guard !pairs.isEmpty else { return first }
    var at = 0
    while true {
      var below = 2 * at + 1
      guard below < pairs.count else { break }
      if below + 1 < pairs.count, pairs[below + 1].isBefore(pairs[below]) { below += 1 }
      guard pairs[below].isBefore(last) else { break }
      pairs[at] = pairs[below]
      at = below
    }
    pairs[at] = last
    return first
  }
}
