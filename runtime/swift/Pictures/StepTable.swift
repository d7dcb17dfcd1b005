/// The coefficients of a sampler, as the compiler writes them: rows of single-precision numbers, little-endian.

private let columns = 11

struct Step: Equatable {
  /// The columns in the order of the table.
  let timestep, inputScale, cleanLatent, cleanOutput, latent, denoised, earlier, output, noise: Float
  let startLatent, startNoise: Float

  init(_ row: [Float]) {
    timestep = row[0]
    inputScale = row[1]
    cleanLatent = row[2]
    cleanOutput = row[3]
    latent = row[4]
    denoised = row[5]
    earlier = row[6]
    output = row[7]
    noise = row[8]
    startLatent = row[9]
    startNoise = row[10]
  }
}

/// The steps of a run of `steps`; tables of all counts follow one another.
/// - Throws: `SnapcError.file` where the table ends too early.
func stepsOf(_ bytes: [UInt8], counts: [Int], steps: Int) throws -> [Step] {
  let index = counts.firstIndex(of: steps) ?? counts.endIndex
  let rows = counts[..<index].reduce(0, +)
  guard index < counts.endIndex, bytes.count >= 4 * columns * (rows + steps) else {
    throw SnapcError.file(
      name: "steps.bin", reason: "it is cut off, or is not the one that was compiled")
  }
  return (rows..<(rows + steps)).map { row in
    Step(
      (0..<columns).map { column in
        Float(bitPattern: littleEndianWord(bytes, at: columns * row + column))
      })
  }
}

/// The 32-bit word at a place that is counted in words.
func littleEndianWord(_ bytes: [UInt8], at place: Int) -> UInt32 {
  (0..<4).reduce(0) { word, byte in word | UInt32(bytes[4 * place + byte]) << UInt32(8 * byte) }
}
