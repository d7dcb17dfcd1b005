/// Hangul syllables, whose parts are computed (The Unicode Standard, section 3.12).

enum Hangul {
  private static let leads: UInt32 = 0x1100
  private static let vowels: UInt32 = 0x1161
  /// One before the first: syllables without a trail have the place 0.
  private static let trails: UInt32 = 0x11a7
  private static let syllables: UInt32 = 0xac00
  private static let (leadCount, vowelCount, trailCount): (UInt32, UInt32, UInt32) = (19, 21, 28)

  static func parts(of scalar: UInt32) -> [UInt32]? {
    guard scalar >= syllables, scalar - syllables < leadCount * vowelCount * trailCount else {
      return nil
    }
    let place = scalar - syllables
    let trail = place % trailCount
    let pair = [
      leads + place / (vowelCount * trailCount), vowels + place / trailCount % vowelCount,
    ]
    return trail == 0 ? pair : pair + [trails + trail]
  }

  static func joined(_ one: UInt32, _ other: UInt32) -> UInt32? {
    if one >= leads, one < leads + leadCount, other >= vowels, other < vowels + vowelCount {
      return syllables + ((one - leads) * vowelCount + other - vowels) * trailCount
    }
    guard let parts = parts(of: one), parts.count == 2, other > trails,
      other < trails + trailCount
    else { return nil }
    return one + other - trails
  }
}
