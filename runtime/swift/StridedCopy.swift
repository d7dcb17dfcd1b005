/// Copies elements that lie apart, as the Neural Engine pads its rows, into row-major order.

/// - Parameters:
///   - strides: elements from one index of a dimension to the next, as many as `shape` has sizes.
///   - elementBytes: bytes of one element.
func copyStrided(
  from source: UnsafeRawPointer, strides: [Int], shape: [Int], elementBytes: Int,
  to target: UnsafeMutableRawPointer
) {
  // The innermost dimensions without gaps are one run of bytes.
  var outer = shape.count
  var run = 1
  while outer > 0, strides[outer - 1] == run || shape[outer - 1] == 1 {
    outer -= 1
    run *= shape[outer]
  }
  let runs = shape[..<outer].reduce(1, *)
  guard run > 0, runs > 0 else { return }
  var index = [Int](repeating: 0, count: outer)
  var offset = 0
  for number in 0..<runs {
    target.advanced(by: number * run * elementBytes)
      .copyMemory(from: source + offset * elementBytes, byteCount: run * elementBytes)
    var axis = outer - 1
    while axis >= 0 {
      index[axis] += 1
      offset += strides[axis]
      if index[axis] < shape[axis] { break }
      offset -= index[axis] * strides[axis]
      index[axis] = 0
      axis -= 1
    }
  }
}

/// The strides of elements in row-major order without gaps.
func rowMajorStrides(of shape: [Int]) -> [Int] {
  var strides = [Int](repeating: 1, count: shape.count)
  for axis in stride(from: shape.count - 2, through: 0, by: -1) {
    strides[axis] = strides[axis + 1] * max(shape[axis + 1], 1)
  }
  return strides
}
