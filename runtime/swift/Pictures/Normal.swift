/// Normal numbers by seed, the same bits in every language: a counter, hashed, through the inverse of the distribution.

// Wichura 1988, algorithm AS 241, PPND16: coefficients from the constant term on.
private let centreAbove = [
  3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987,
  67265.7709270087, 33430.57558358813, 2509.0809287301227,
]
private let centreBelow = [
  1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271,
  28729.085735721943, 5226.495278852854,
]
private let sideAbove = [
  1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684,
  0.2417807251774506, 0.022723844989269184, 0.0007745450142783414,
]
private let sideBelow = [
  1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008,
  0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9,
]
private let tailAbove = [
  6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487,
  0.026532189526576124, 0.0012426609473880784, 0.000027115555687434876, 2.0103343992922881e-7,
]
private let tailBelow = [
  1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133,
  0.000018463183175100548, 1.421511758316446e-7, 2.0442631033899397e-15,
]

/// The number below which a normal one lies with probability `p`, from 0 to 1 without both.
func inverseNormal(_ p: Double) -> Double {
  let q = p - 0.5
  if abs(q) <= 0.425 { return q * ratio(centreAbove, centreBelow, 0.180625 - q * q) }
  let root = (-logarithm(q < 0 ? p : 1 - p)).squareRoot()
  let size =
    root <= 5 ? ratio(sideAbove, sideBelow, root - 1.6) : ratio(tailAbove, tailBelow, root - 5)
  return q < 0 ? -size : size
}

private func ratio(_ above: [Double], _ below: [Double], _ x: Double) -> Double {
  polynomial(above, x) / polynomial(below, x)
}

private func polynomial(_ coefficients: [Double], _ x: Double) -> Double {
  var sum = 0.0
  for coefficient in coefficients.reversed() { sum = sum * x + coefficient }
  return sum
}

/// Single-precision normal numbers.
/// - Parameters:
///   - seed: from 0 to 2^53 - 1.
///   - stream: tells the draws of one seed apart: 0 is the first noise, k the noise after step k.
func normals(seed: Int, stream: UInt32, count: Int) -> [Float] {
  let key = SIMD2(
    UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
  var numbers: [Float] = []
  numbers.reserveCapacity(count + 3)
  var block: UInt32 = 0
  while numbers.count < count {
    let words = philox(SIMD4(block, stream, 0, 0), key: key)
    for place in 0..<4 {
      numbers.append(Float(inverseNormal((Double(words[place]) + 0.5) / 4_294_967_296)))
    }
    block += 1
  }
  numbers.removeLast(numbers.count - count)
  return numbers
}
