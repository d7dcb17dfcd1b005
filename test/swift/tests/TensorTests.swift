/// Tensors as values over shared memory, and copies of elements that lie apart.

import XCTest

@testable import Runtime

final class TensorTests: XCTestCase {
  func testScalarsComeBackInOrder() throws {
    let tensor = try Tensor<Float>(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6])
    XCTAssertEqual(tensor.scalars, [1, 2, 3, 4, 5, 6])
    XCTAssertEqual(tensor.count, 6)
  }

  func testACopyKeepsItsElementsWhenTheOriginalChanges() throws {
    var tensor = try Tensor<Int32>(shape: [2], scalars: [1, 2])
    let copy = tensor
    let erased = AnyTensor(tensor)
    tensor.withUnsafeMutableBufferPointer { $0[0] = 9 }
    XCTAssertEqual(tensor.scalars, [9, 2])
    XCTAssertEqual(copy.scalars, [1, 2])
    XCTAssertEqual(try Tensor<Int32>(erased).scalars, [1, 2])
  }

  func testImpossibleTensorsAreRefused() {
    for shape in [[-1], [Int.max, 2], [Int.max / 4]] {
      XCTAssertThrowsError(try Tensor<Float>(shape: shape)) { error in
        guard case SnapcError.tensor = error else { return XCTFail("\(error)") }
      }
    }
    XCTAssertThrowsError(try Tensor<Float>(shape: [2], scalars: [1]))
    XCTAssertThrowsError(try Tensor<Float>(AnyTensor(try Tensor<Int32>(shape: [1]))))
  }

  func testEmptyAndScalarShapes() throws {
    XCTAssertEqual(try Tensor<Float>(shape: [0, 4]).scalars, [])
    XCTAssertEqual(try Tensor<Float>(shape: [], scalars: [7]).scalars, [7])
  }

  func testPaddedRowsAreCopiedWithoutTheirPadding() throws {
    // Two planes of 2 x 3 with rows of 4 and planes of 10 elements; -1 is padding.
    let source: [Float] = [0, 1, 2, -1, 3, 4, 5, -1, -1, -1, 6, 7, 8, -1, 9, 10, 11]
    let target = try AnyTensor(elementType: .float32, shape: [2, 2, 3])
    source.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return XCTFail("no memory") }
      copyStrided(
        from: start, strides: [10, 4, 1], shape: [2, 2, 3], elementBytes: 4,
        to: target.storage.pointer)
    }
    XCTAssertEqual(try Tensor<Float>(target).scalars, (0..<12).map(Float.init))
  }

  func testTransposedElementsAreCopiedInRowMajorOrder() throws {
    let source: [Int32] = [1, 4, 2, 5, 3, 6]
    let target = try AnyTensor(elementType: .int32, shape: [2, 3])
    source.withUnsafeBytes { bytes in
      guard let start = bytes.baseAddress else { return XCTFail("no memory") }
      copyStrided(
        from: start, strides: [1, 2], shape: [2, 3], elementBytes: 4, to: target.storage.pointer)
    }
    XCTAssertEqual(try Tensor<Int32>(target).scalars, [1, 2, 3, 4, 5, 6])
  }

  func testAnImageLosesItsPaddingAndSwapsItsChannels() throws {
    let bytes: [UInt8] = [3, 2, 1, 255, 6, 5, 4, 255, 0, 0, 9, 8, 7, 255, 12, 11, 10, 255, 0, 0]
    let image = try bytes.withUnsafeBytes { pointer in
      try imageTensor(
        from: try XCTUnwrap(pointer.baseAddress), width: 2, height: 2, bytesPerRow: 10,
        order: .bgra)
    }
    XCTAssertEqual(
      try Tensor<UInt8>(image).scalars,
      [1, 2, 3, 255, 4, 5, 6, 255, 7, 8, 9, 255, 10, 11, 12, 255])
  }
}
