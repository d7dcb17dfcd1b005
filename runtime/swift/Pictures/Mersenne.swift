/// PyTorch's generator on the CPU: MT19937 (Matsumoto and Nishimura 1998), and the normal numbers that randn makes of it.

private let size = 624
private let shift = 397

struct Mersenne {
  private var state = [UInt32](repeating: 0, count: size)
  private var at = size

  /// Of the seed the low 32 bits count.
  init(seed: Int) {
    state[0] = UInt32(truncatingIfNeeded: seed)
    for at in 1..<size {
      let before = state[at - 1]
      state[at] = 1_812_433_253 &* (before ^ (before >> 30)) &+ UInt32(at)
    }
  }

  mutating func word() -> UInt32 {
    if at == size { turn() }
    var word = state[at]
    at += 1
    word ^= word >> 11
    word ^= (word << 7) & 0x9d2c_5680
    word ^= (word << 15) & 0xefc6_0000
    return word ^ (word >> 18)
  }

  private mutating func turn() {
    for at in 0..<size {
      let joined = (state[at] & 0x8000_0000) | (state[(at + 1) % size] & 0x7fff_ffff)
      let other = state[(at + shift) % size]
      state[at] = other ^ (joined >> 1) ^ (joined & 1 == 0 ? 0 : 0x9908_b0df)
    }
    at = 0
  }
}

/// Box and Muller's pairs lie eight apart in blocks of sixteen.
private let block = 16

/// What torch.randn gives for 16 numbers or more, to the last bits of single precision.
func torchNormals(_ generator: inout Mersenne, count: Int) -> [Float] {
  var numbers = (0..<count).map { _ in uniform(&generator) }
  for start in stride(from: 0, through: count - block, by: block) { pairUp(&numbers, start) }
  if count % block != 0, count > block {
    for at in (count - block)..<count { numbers[at] = uniform(&generator) }
    pairUp(&numbers, count - block)
  }
  return numbers
}

private func uniform(_ generator: inout Mersenne) -> Float {
  Float(generator.word() & 0xff_ffff) / 16_777_216
}

private func pairUp(_ numbers: inout [Float], _ start: Int) {
  for at in start..<(start + block / 2) {
    let radius = (-2 * logarithm(1 - Double(numbers[at]))).squareRoot()
    let (sine, cosine) = sineCosine(Double(numbers[at + block / 2]))
    numbers[at] = Float(radius * cosine)
    numbers[at + block / 2] = Float(radius * sine)
  }
}
