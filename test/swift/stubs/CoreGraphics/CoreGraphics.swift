/// Stands in for CoreGraphics where there is none, so that a compiler checks what the runtime calls.

public final class CGColorSpace {}
public func CGColorSpaceCreateDeviceRGB() -> CGColorSpace { CGColorSpace() }

public enum CGImageAlphaInfo: UInt32 {
  case noneSkipLast = 5
}

public final class CGImage {
  public let width: Int
  public let height: Int
  public let bytes: [UInt8]
  init(width: Int, height: Int, bytes: [UInt8]) {
    self.width = width
    self.height = height
    self.bytes = bytes
  }
}

public final class CGContext {
  private let data: UnsafeMutableRawPointer?
  private let width: Int
  private let height: Int
  private let bytesPerRow: Int

  public init?(
    data: UnsafeMutableRawPointer?, width: Int, height: Int, bitsPerComponent: Int,
    bytesPerRow: Int, space: CGColorSpace, bitmapInfo: UInt32
  ) {
    guard width > 0, height > 0, bitsPerComponent == 8, bytesPerRow >= width * 4 else { return nil }
    self.data = data
    self.width = width
    self.height = height
    self.bytesPerRow = bytesPerRow
  }

  public func makeImage() -> CGImage? {
    guard let data else { return nil }
    let bytes = UnsafeRawBufferPointer(start: data, count: height * bytesPerRow)
    return CGImage(width: width, height: height, bytes: Array(bytes))
  }
}
