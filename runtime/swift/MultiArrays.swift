/// Tensors as Core ML's arrays and back, in place where the memory allows it.

#if canImport(CoreML)
import CoreML
import Foundation

extension AnyTensor {
  /// The tensor's own memory as Core ML sees it; it stays alive as long as the array does.
  func multiArray() throws -> MLMultiArray {
    let storage = storage
    if let array = storage.owner as? MLMultiArray, array.shape.map(\.intValue) == shape {
      return array
    }
    guard let dataType = elementType.coreML else {
      throw SnapcError.tensor("a multi-array cannot have elements of \(elementType.rawValue)")
    }
    return try MLMultiArray(
      dataPointer: storage.pointer, shape: shape.map { NSNumber(value: $0) },
      dataType: dataType,
      strides: rowMajorStrides(of: shape).map { NSNumber(value: $0) },
      deallocator: { _ in withExtendedLifetime(storage) {} })
  }
}

extension ElementType {
  init?(_ type: MLMultiArrayDataType) {
    switch type {
    case .float16: self = .float16
    case .float32: self = .float32
    case .int32: self = .int32
    default: return nil
    }
  }

  var coreML: MLMultiArrayDataType? {
    switch self {
    case .float16: return .float16
    case .float32: return .float32
    case .int32: return .int32
    case .uint8: return nil
    }
  }
}

extension ComputeUnits {
  var coreML: MLComputeUnits {
    switch self {
    case .all: return .all
    case .cpuOnly: return .cpuOnly
    case .cpuAndGPU: return .cpuAndGPU
    case .cpuAndNeuralEngine: return .cpuAndNeuralEngine
    }
  }
}

extension TensorStorage {
  /// An array's own memory; nil where its rows are padded, or where a pixel buffer has to be locked to be read.
  convenience init?(sharing array: MLMultiArray) {
    let shape = array.shape.map(\.intValue)
    let strides = zip(array.strides.map(\.intValue), rowMajorStrides(of: shape))
    let hasGaps = zip(shape, strides).contains { size, stride in size > 1 && stride.0 != stride.1 }
    guard array.pixelBuffer == nil, !hasGaps, let elementType = ElementType(array.dataType),
      let count = try? elementCount(of: shape),
      let start = array.withUnsafeBytes({ $0.baseAddress })
    else { return nil }
    self.init(
      sharing: UnsafeMutableRawPointer(mutating: start), byteCount: count * elementType.byteCount,
      owner: array)
  }
}

extension Tensor {
  /// The elements of a multi-array in place; copied where they are not in row-major order without gaps.
  /// A change of the array is one of the tensor; a tensor that is changed gets memory of its own first.
  /// - Throws: `SnapcError.tensor` if it has elements of another type.
  public init(sharing array: MLMultiArray) throws {
    if ElementType(array.dataType) == Scalar.elementType,
      let storage = TensorStorage(sharing: array)
    {
      self.init(shape: array.shape.map(\.intValue), storage: storage)
    } else {
      try self.init(array)
    }
  }

  /// The elements of a multi-array, copied.
  /// - Throws: `SnapcError.tensor` if it has elements of another type.
  public init(_ array: MLMultiArray) throws {
    guard ElementType(array.dataType) == Scalar.elementType else {
      throw SnapcError.tensor("the elements are not \(Scalar.elementType.rawValue)")
    }
    let own = array.shape.map(\.intValue)
    try self.init(shape: own)
    array.withUnsafeBytes { source in
      withUnsafeMutableBufferPointer { target in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        copyStrided(
          from: from, strides: array.strides.map(\.intValue), shape: own,
          elementBytes: MemoryLayout<Scalar>.stride, to: to)
      }
    }
  }

  /// The tensor's own memory as a multi-array. Writing to the array writes to every tensor that shares it.
  public func multiArray() throws -> MLMultiArray { try AnyTensor(self).multiArray() }
}

extension Tensor where Scalar: MLShapedArrayScalar {
  /// The elements of a shaped array, copied.
  public init(_ array: MLShapedArray<Scalar>) throws {
    try self.init(shape: array.shape)
    withUnsafeMutableBufferPointer { target in
      array.withUnsafeShapedBufferPointer { source, shape, strides in
        guard let from = source.baseAddress, let to = target.baseAddress else { return }
        copyStrided(
          from: from, strides: strides, shape: shape, elementBytes: MemoryLayout<Scalar>.stride,
          to: to)
      }
    }
  }

  /// The tensor's own memory as a shaped array.
  public var shapedArray: MLShapedArray<Scalar> {
    let storage = storage
    return MLShapedArray(
      bytesNoCopy: storage.pointer, shape: shape,
      deallocator: .custom { _, _ in withExtendedLifetime(storage) {} })
  }
}
#endif
