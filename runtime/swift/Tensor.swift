/// Tensors: a shape and elements in row-major order, handed to Core ML and back without copies.

/// A value: a copy shares the memory until one of both is changed.
public struct Tensor<Scalar: TensorScalar>: Sendable {
  /// Sizes from the outermost dimension to the innermost.
  public let shape: [Int]
  private(set) var storage: TensorStorage

  /// - Throws: `SnapcError.tensor` if there are not as many scalars as the shape has elements.
  public init(shape: [Int], scalars: [Scalar]) throws {
    let count = try elementCount(of: shape)
    guard scalars.count == count else {
      throw SnapcError.tensor(
        "the shape \(shape) has \(count) elements, and \(scalars.count) scalars were given")
    }
    try self.init(shape: shape)
    withUnsafeMutableBufferPointer { buffer in
      for (index, scalar) in scalars.enumerated() { buffer[index] = scalar }
    }
  }

  /// Zeros.
  /// - Throws: `SnapcError.tensor` for a negative size or more elements than memory can have.
  public init(shape: [Int]) throws {
    self.shape = shape
    storage = TensorStorage(byteCount: try elementCount(of: shape) * MemoryLayout<Scalar>.stride)
  }

  /// - Throws: `SnapcError.tensor` if the tensor has elements of another type.
  public init(_ tensor: AnyTensor) throws {
    guard tensor.elementType == Scalar.elementType else {
      throw SnapcError.tensor(
        "the elements are \(tensor.elementType.rawValue), not \(Scalar.elementType.rawValue)")
    }
    shape = tensor.shape
    storage = tensor.storage
  }

  init(shape: [Int], storage: TensorStorage) {
    self.shape = shape
    self.storage = storage
  }

  public var count: Int { storage.byteCount / MemoryLayout<Scalar>.stride }

  /// A copy of the elements in row-major order.
  public var scalars: [Scalar] { withUnsafeBufferPointer { Array($0) } }

  /// The elements in row-major order, in place. The pointer is valid until `body` returns.
  public func withUnsafeBufferPointer<Result>(
    _ body: (UnsafeBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    defer { withExtendedLifetime(storage) {} }
    let elements = storage.pointer.bindMemory(to: Scalar.self, capacity: count)
    return try body(UnsafeBufferPointer(start: elements, count: count))
  }

  /// The same to write to; elements that another tensor shares are copied first.
  public mutating func withUnsafeMutableBufferPointer<Result>(
    _ body: (UnsafeMutableBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    if storage.owner != nil || !isKnownUniquelyReferenced(&storage) {
      storage = TensorStorage(copying: storage)
    }
    defer { withExtendedLifetime(storage) {} }
    let elements = storage.pointer.bindMemory(to: Scalar.self, capacity: count)
    return try body(UnsafeMutableBufferPointer(start: elements, count: count))
  }
}

/// A tensor whose element type is known at run time only.
public struct AnyTensor: Sendable {
  public let elementType: ElementType
  public let shape: [Int]
  let storage: TensorStorage

  public init<Scalar>(_ tensor: Tensor<Scalar>) {
    elementType = Scalar.elementType
    shape = tensor.shape
    storage = tensor.storage
  }

  init(elementType: ElementType, shape: [Int], storage: TensorStorage) {
    self.elementType = elementType
    self.shape = shape
    self.storage = storage
  }

  /// The same memory under a shape of as many elements.
  func reshaped(_ shape: [Int]) -> AnyTensor {
    AnyTensor(elementType: elementType, shape: shape, storage: storage)
  }

  /// Zeros.
  init(elementType: ElementType, shape: [Int]) throws {
    self.elementType = elementType
    self.shape = shape
    storage = TensorStorage(byteCount: try elementCount(of: shape) * elementType.byteCount)
  }
}

/// - Throws: `SnapcError.tensor` for a negative size or a product that no memory can hold.
func elementCount(of shape: [Int]) throws -> Int {
  var count = 1
  for size in shape {
    let (product, overflow) = count.multipliedReportingOverflow(by: size)
    // An element takes at most eight bytes: the byte count must not overflow either.
    guard size >= 0, !overflow, product <= Int.max / 8 else {
      throw SnapcError.tensor("\(shape) is not a shape that memory can hold")
    }
    count = product
  }
  return count
}
