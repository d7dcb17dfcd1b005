/// Decodes a picture tile by tile, where the whole would not fit the phone, and blends the seams.

/// Where tiles begin: half a tile apart, the last one at the end.
func tileStarts(whole: Int, tile: Int) -> [Int] {
  if tile >= whole { return [0] }
  let stride = max(1, tile / 2)
  let count = (whole - tile + stride - 1) / stride + 1
  return (0..<count).map { min($0 * stride, whole - tile) }
}

struct Area {
  let top, left, height, width: Int
}

/// Cuts an area out of planes of `height` x `width`.
func cut(_ planes: [Float], channels: Int, height: Int, width: Int, area: Area) -> [Float] {
  (0..<(channels * area.height)).flatMap { row in
    let y = area.top + row % area.height
    let start = (row / area.height * height + y) * width + area.left
    return planes[start..<(start + area.width)]
  }
}

/// Adds tiles up with weights that fall off towards their edges, and divides by what the weights add up to.
struct Mosaic {
  private let channels, height, width: Int
  private var planes: [Float]
  private var weights: [Float]

  init(channels: Int, height: Int, width: Int) {
    (self.channels, self.height, self.width) = (channels, height, width)
    planes = [Float](repeating: 0, count: channels * height * width)
    weights = [Float](repeating: 0, count: height * width)
  }

  mutating func add(_ part: [Float], _ area: Area) {
    for y in 0..<area.height {
      for x in 0..<area.width {
        let weight = hat(y, area.height) * hat(x, area.width)
        let at = (area.top + y) * width + area.left + x
        weights[at] = Float(Double(weights[at]) + weight)
        for channel in 0..<channels {
          let place = channel * height * width + at
          let value = Double(part[(channel * area.height + y) * area.width + x])
          planes[place] = Float(Double(planes[place]) + weight * value)
        }
      }
    }
  }

  func finish() -> [Float] {
    planes.indices.map { Float(Double(planes[$0]) / Double(weights[$0 % weights.count])) }
  }
}

/// From the middle of the first pixel up to the middle, and down again.
private func hat(_ at: Int, _ size: Int) -> Double {
  min(Double(at) + 0.5, Double(size - at) - 0.5) / (Double(size) / 2)
}
