/// Normally distributed numbers that a seed decides: SplitMix64 and the method of Box and Muller.

import Foundation

struct Noise {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> Float {
    let radius = (-2 * log(1 - uniform())).squareRoot()
    return Float(radius * cos(2 * Double.pi * uniform()))
  }

  /// From 0, included, to 1, excluded.
  private mutating func uniform() -> Double {
    state &+= 0x9E37_79B9_7F4A_7C15
    var bits = state
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    bits ^= bits >> 31
    return Double(bits >> 11) * 0x1p-53
  }
}
