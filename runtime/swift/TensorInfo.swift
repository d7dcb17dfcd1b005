/// What a model takes and gives, as the generated code states it and as it is checked before a run.

/// An input or output as the model declares it.
public struct TensorInfo: Sendable, Equatable {
  /// The name in the ONNX file.
  public let name: String
  /// The name in the package: the feature of the Core ML model.
  public let feature: String
  public let elementType: ElementType
  /// The shapes that are allowed; the first is the default.
  public let shapes: ShapeRule
  /// The shape in the package where it is another: Core ML's tensors have one to five dimensions.
  public let carried: [Int]?

  public init(
    name: String, feature: String, elementType: ElementType, shapes: ShapeRule,
    carried: [Int]? = nil
  ) {
    self.name = name
    self.feature = feature
    self.elementType = elementType
    self.shapes = shapes
    self.carried = carried
  }

  /// The same elements as the package takes them.
  func toPackage(_ tensor: AnyTensor) -> AnyTensor {
    carried.map(tensor.reshaped) ?? tensor
  }

  /// What the package gives, as the model declares it.
  func fromPackage(_ tensor: AnyTensor) -> AnyTensor {
    carried == nil ? tensor : tensor.reshaped(shapes.example)
  }

  func check(_ tensor: AnyTensor) throws {
    guard tensor.elementType == elementType else {
      throw SnapcError.input(
        name: name,
        reason: "has elements of \(tensor.elementType.rawValue); \(elementType.rawValue) is wanted")
    }
    guard shapes.allows(tensor.shape) else {
      throw SnapcError.input(
        name: name, reason: "has the shape \(tensor.shape); \(shapes.description) is wanted")
    }
  }
}

/// Which shapes an input may have.
public enum ShapeRule: Sendable, Equatable, CustomStringConvertible {
  case fixed([Int])
  /// One of a list.
  case enumerated([[Int]])
  /// Each size between two bounds, both included.
  case ranges([ClosedRange<Int>])

  /// The shape that stands for all where one is needed.
  public var example: [Int] {
    switch self {
    case .fixed(let shape): return shape
    case .enumerated(let shapes): return shapes.first ?? []
    case .ranges(let ranges): return ranges.map(\.lowerBound)
    }
  }

  public func allows(_ shape: [Int]) -> Bool {
    switch self {
    case .fixed(let only): return shape == only
    case .enumerated(let shapes): return shapes.contains(shape)
    case .ranges(let ranges):
      return shape.count == ranges.count && zip(shape, ranges).allSatisfy { $1.contains($0) }
    }
  }

  public var description: String {
    switch self {
    case .fixed(let shape): return "\(shape)"
    case .enumerated(let shapes): return "one of \(shapes)"
    case .ranges(let ranges):
      let sizes = ranges.map {
        $0.lowerBound == $0.upperBound
          ? "\($0.lowerBound)" : "\($0.lowerBound) to \($0.upperBound)"
      }
      return "[\(sizes.joined(separator: ", "))]"
    }
  }
}
