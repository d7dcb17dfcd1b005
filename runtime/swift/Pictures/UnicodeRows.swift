/// Rows of whole numbers that are written as text: each number is its difference to the one above it, in digits of five
/// bits, the lowest first. Differences n are 2n, or -2n - 1 where negative; all digits but the last are raised by 32.

/// - Parameter columns: how many numbers a row has.
func unicodeRows(_ table: StaticString, columns: Int) -> [[Int]] {
  let letters = UnsafeBufferPointer(start: table.utf8Start, count: table.utf8CodeUnitCount)
  var rows: [[Int]] = []
  var row = [Int](repeating: 0, count: columns)
  var (column, number, shift) = (0, 0, 0)
  for letter in letters {
    // The ends of lines are no digits.
    guard let digit = digit(of: letter) else { continue }
    number |= (digit & 31) << shift
    shift += 5
    if digit >= 32 { continue }
    row[column] += number % 2 == 0 ? number / 2 : -(number / 2) - 1
    (column, number, shift) = (column + 1, 0, 0)
    if column < columns { continue }
    rows.append(row)
    column = 0
  }
  return rows
}

private func digit(of letter: UInt8) -> Int? {
  switch letter {
  case 65...90: return Int(letter) - 65
  case 97...122: return Int(letter) - 71
  case 48...57: return Int(letter) + 4
  case 45: return 62
  case 95: return 63
  default: return nil
  }
}
