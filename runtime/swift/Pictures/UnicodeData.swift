/// Tables of Unicode in the package, so that a prompt is read alike on every system, whatever its libraries know.

/// What the tables in UnicodeTables.swift say, unpacked when the first prompt is read.
struct UnicodeData: Sendable {
  static let shared = UnicodeData()

  /// Runs of characters, from the first to the last, in order.
  struct Runs: Sendable {
    private let firsts: [UInt32]
    private let lasts: [UInt32]

    fileprivate init(_ rows: [[Int]]) {
      firsts = rows.map { UInt32($0[0]) }
      lasts = rows.map { UInt32($0[1]) }
    }

    func first(of run: Int) -> UInt32 { firsts[run] }

    /// The place of the run that a character is in.
    func index(of scalar: UInt32) -> Int? {
      var (low, high) = (0, firsts.count)
      while low < high {
        let middle = (low + high) / 2
        if firsts[middle] <= scalar { low = middle + 1 } else { high = middle }
      }
      return low > 0 && scalar <= lasts[low - 1] ? low - 1 : nil
    }

    func contains(_ scalar: UInt32) -> Bool { index(of: scalar) != nil }
  }

  /// A canonical decomposition into one or two characters, of which the first may have one too.
  struct Decomposition: Sendable {
    let first: UInt32
    let second: UInt32?
  }

  let letters: Runs
  let numbers: Runs
  let cased: Runs
  let ignorable: Runs
  let smallLetters: Runs
  /// Of each run: every how many-eth character has a small letter, and how far away.
  let smallSteps: [(stride: UInt32, delta: Int)]
  let combining: Runs
  /// Of each run, from 1 on, in the order of Unicode's combining classes.
  let combiningOrders: [Int]
  let decompositions: [UInt32: Decomposition]
  /// What two characters become, by the first in the high bits and the second in the low ones.
  let compositions: [UInt64: UInt32]

  private init() {
    letters = Runs(unicodeRows(UnicodeTables.letters, columns: 2))
    numbers = Runs(unicodeRows(UnicodeTables.numbers, columns: 2))
    cased = Runs(unicodeRows(UnicodeTables.cased, columns: 2))
    ignorable = Runs(unicodeRows(UnicodeTables.caseIgnorable, columns: 2))
    let small = unicodeRows(UnicodeTables.smallLetters, columns: 4)
    smallLetters = Runs(small)
    smallSteps = small.map { (UInt32($0[2]), $0[3]) }
    let orders = unicodeRows(UnicodeTables.combining, columns: 3)
    combining = Runs(orders)
    combiningOrders = orders.map { $0[2] }
    var parts: [UInt32: Decomposition] = [:]
    var wholes: [UInt64: UInt32] = [:]
    for row in unicodeRows(UnicodeTables.decompositions, columns: 4) {
      let (whole, first, second) = (UInt32(row[0]), UInt32(row[1]), UInt32(row[2]))
      parts[whole] = Decomposition(first: first, second: second == 0 ? nil : second)
      if row[3] == 1 { wholes[UInt64(first) << 32 | UInt64(second)] = whole }
    }
    decompositions = parts
    compositions = wholes
  }
}
