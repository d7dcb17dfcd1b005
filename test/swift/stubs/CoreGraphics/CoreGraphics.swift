/// Stands in for CoreGraphics where there is none, so that a compiler checks what the runtime calls.

@_exported import struct Foundation.CGRect

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

  /// Of the nearest pixels.
  public func draw(_ image: CGImage, in place: CGRect) {
    guard let data else { return }
    let (wide, tall) = (Int(place.size.width), Int(place.size.height))
    for y in 0..<min(tall, height) {
      for x in 0..<min(wide, width) {
        let from = 4 * (y * image.height / tall * image.width + x * image.width / wide)
        let bytes = Array(image.bytes[from..<(from + 4)])
        data.advanced(by: y * bytesPerRow + 4 * x).copyMemory(from: bytes, byteCount: 4)
      }
    }
  }

  public func makeImage() -> CGImage? {
    guard let data else { return nil }
    let bytes = UnsafeRawBufferPointer(start: data, count: height * bytesPerRow)
    return CGImage(width: width, height: height, bytes: Array(bytes))
  }
}
