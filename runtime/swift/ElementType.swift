/// The element types that a model takes and gives, and the Swift types that hold them.

/// How an element lies in memory.
public enum ElementType: String, Sendable, CaseIterable {
  case float16
  case float32
  case int32
  /// The channels of an image.
  case uint8

  /// Bytes of one element.
  public var byteCount: Int {
    switch self {
    case .uint8: return 1
    case .float16: return 2
    case .float32, .int32: return 4
    }
  }
}

/// A Swift type that is one of the element types.
public protocol TensorScalar: Sendable {
  static var elementType: ElementType { get }
  static var zero: Self { get }
}

extension Float: TensorScalar {
  public static var elementType: ElementType { .float32 }
}

extension Int32: TensorScalar {
  public static var elementType: ElementType { .int32 }
}

extension UInt8: TensorScalar {
  public static var elementType: ElementType { .uint8 }
}

// Swift has no Float16 on Macs with an Intel processor.
#if !((os(macOS) || targetEnvironment(macCatalyst)) && arch(x86_64))
extension Float16: TensorScalar {
  public static var elementType: ElementType { .float16 }
}
#endif
