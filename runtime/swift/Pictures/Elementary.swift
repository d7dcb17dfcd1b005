/// Logarithm, sine and cosine from additions, products and quotients of doubles alone: those are the same to the bit
/// in every language, what a platform's own functions are not. Errors are below 1e-15 of the result's scale.

private let ln2High = 0.6931471803691238
private let ln2Low = 1.9082149292705877e-10
private let squareRootOf2 = 1.4142135623730951
private let oddTerms = 12

/// The natural logarithm of a positive, normal double: 2 artanh((m - 1) / (m + 1)) of its mantissa, plus exponents.
func logarithm(_ x: Double) -> Double {
  let bits = x.bitPattern
  var exponent = Double(Int(bits >> 52) - 1023)
  var mantissa = Double(bitPattern: bits & 0x000f_ffff_ffff_ffff | 0x3ff0_0000_0000_0000)
  if mantissa > squareRootOf2 {
    mantissa /= 2
    exponent += 1
  }
  let s = (mantissa - 1) / (mantissa + 1)
  let square = s * s
  var sum = 0.0
  for term in stride(from: oddTerms, through: 1, by: -1) {
    sum = (sum + 1 / Double(2 * term + 1)) * square
  }
  return exponent * ln2High + (2 * s + (2 * s * sum + exponent * ln2Low))
}

/// Taylor's series on [-pi/4, pi/4].
private let seriesTerms = 9
private let halfPi = 1.5707963267948966

/// Sine and cosine of `turns` whole turns, from 0 to 1: exact in the quarter it lies in.
func sineCosine(_ turns: Double) -> (sine: Double, cosine: Double) {
  let quarter = (turns * 4 + 0.5).rounded(.down)
  let angle = (turns * 4 - quarter) * halfPi
  let square = angle * angle
  var sine = 1.0
  var cosine = 1.0
  for term in stride(from: seriesTerms, through: 1, by: -1) {
    sine = 1 - (square / Double(2 * term * (2 * term + 1))) * sine
    cosine = 1 - (square / Double(2 * term * (2 * term - 1))) * cosine
  }
  sine = angle * sine
  switch Int(quarter) % 4 {
  case 0: return (sine, cosine)
  case 1: return (cosine, -sine)
  case 2: return (-sine, -cosine)
  default: return (-cosine, sine)
  }
}
