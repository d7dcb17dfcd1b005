/// Philox4x32-10: random words as a function of seed and place (Salmon et al. 2011, section 3.3).

private let factors: (UInt32, UInt32) = (0xd251_1f53, 0xcd9e_8d57)
private let weyl: (UInt32, UInt32) = (0x9e37_79b9, 0xbb67_ae85)
private let rounds = 10

/// - Parameter key: the low and the high half of a seed.
func philox(_ counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
  var words = counter
  var (low, high) = (key.x, key.y)
  for _ in 0..<rounds {
    let first = factors.0.multipliedFullWidth(by: words.x)
    let second = factors.1.multipliedFullWidth(by: words.z)
    words = SIMD4(
      second.high ^ words.y ^ low, second.low, first.high ^ words.w ^ high, first.low)
    low &+= weyl.0
    high &+= weyl.1
  }
  return words
}
