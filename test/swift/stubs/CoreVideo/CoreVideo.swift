/// Stands in for CoreVideo where there is none, so that a compiler checks what the runtime calls.

public typealias OSType = UInt32
public typealias CVReturn = Int32

public let kCVPixelFormatType_32BGRA: OSType = 0x4247_5241
public let kCVPixelFormatType_32RGBA: OSType = 0x5247_4241

public struct CVPixelBufferLockFlags: OptionSet, Sendable {
  public let rawValue: UInt64
  public init(rawValue: UInt64) { self.rawValue = rawValue }
  public static let readOnly = CVPixelBufferLockFlags(rawValue: 1)
}

public final class CVPixelBuffer {
  let format: OSType
  let width: Int
  let height: Int
  let bytesPerRow: Int
  let memory: UnsafeMutableRawPointer
  public private(set) var locks = 0

  /// - Parameter bytes: `height` rows of `bytesPerRow`.
  public init(format: OSType, width: Int, height: Int, bytesPerRow: Int, bytes: [UInt8]) {
    self.format = format
    self.width = width
    self.height = height
    self.bytesPerRow = bytesPerRow
    memory = UnsafeMutableRawPointer.allocate(byteCount: max(bytes.count, 1), alignment: 16)
    bytes.withUnsafeBytes { memory.copyMemory(from: $0.baseAddress ?? UnsafeRawPointer(memory), byteCount: bytes.count) }
  }

  deinit { memory.deallocate() }

  func lock(_ step: Int) { locks += step }
}

public func CVPixelBufferGetPixelFormatType(_ buffer: CVPixelBuffer) -> OSType { buffer.format }
public func CVPixelBufferGetWidth(_ buffer: CVPixelBuffer) -> Int { buffer.width }
public func CVPixelBufferGetHeight(_ buffer: CVPixelBuffer) -> Int { buffer.height }
public func CVPixelBufferGetBytesPerRow(_ buffer: CVPixelBuffer) -> Int { buffer.bytesPerRow }

@discardableResult
public func CVPixelBufferLockBaseAddress(
  _ buffer: CVPixelBuffer, _ flags: CVPixelBufferLockFlags
) -> CVReturn {
  buffer.lock(1)
  return 0
}

@discardableResult
public func CVPixelBufferUnlockBaseAddress(
  _ buffer: CVPixelBuffer, _ flags: CVPixelBufferLockFlags
) -> CVReturn {
  buffer.lock(-1)
  return 0
}

/// As the real one, it gives an address only while the buffer is locked.
public func CVPixelBufferGetBaseAddress(_ buffer: CVPixelBuffer) -> UnsafeMutableRawPointer? {
  buffer.locks > 0 ? buffer.memory : nil
}
