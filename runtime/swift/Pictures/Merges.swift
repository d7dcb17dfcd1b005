/// Byte pair encoding of one word: the pair whose merge was learnt first is merged first, wherever it stands.

/// A merge of two symbols; its rank is its place among all.
struct Merge {
  let rank: Int
  let id: UInt32
}

struct Merges {
  private var byPair: [UInt64: Merge] = [:]

  /// - Parameter triples: ids; left, right and what they become.
  init(triples: [UInt32]) {
    byPair.reserveCapacity(triples.count / 3)
    for at in stride(from: 0, to: triples.count - 2, by: 3) {
      let pair = key(triples[at], triples[at + 1])
      if byPair[pair] == nil { byPair[pair] = Merge(rank: at / 3, id: triples[at + 2]) }
    }
  }

  /// Merges what can be; the time is n log n in the length of the word.
  func apply(_ symbols: [UInt32]) -> [UInt32] {
    var ids = symbols
    let count = ids.count
    var next = (0..<count).map { $0 + 1 }
    var previous = (0..<count).map { $0 - 1 }
    var queue = PairQueue()
    func offer(_ left: Int) {
      guard left >= 0, next[left] < count else { return }
      let right = next[left]
      guard let merge = byPair[key(ids[left], ids[right])] else { return }
      queue.push(Pair(rank: merge.rank, id: merge.id, at: left, right: right))
    }
    for at in ids.indices.dropLast() { offer(at) }
    while let pair = queue.pop() {
      // What stood there may have been merged since.
      guard next[pair.at] == pair.right,
        byPair[key(ids[pair.at], ids[pair.right])]?.rank == pair.rank
      else { continue }
      ids[pair.at] = pair.id
      let after = next[pair.right]
      next[pair.at] = after
      next[pair.right] = -1
      if after < count { previous[after] = pair.at }
      offer(previous[pair.at])
      offer(pair.at)
    }
    var merged: [UInt32] = []
    var at = 0
    while at < count {
      merged.append(ids[at])
      at = next[at]
    }
    return merged
  }

  private func key(_ left: UInt32, _ right: UInt32) -> UInt64 {
    UInt64(left) << 32 | UInt64(right)
  }
}
