/// Images as tensors of bytes, and what Apple's frameworks show.

/// The order of the channels in an image's memory.
enum PixelOrder {
  case bgra
  case rgba
}

/// An image of rows that may be padded, as a tensor of shape [height, width, 4] in the order red, green, blue, alpha.
func imageTensor(
  from source: UnsafeRawPointer, width: Int, height: Int, bytesPerRow: Int, order: PixelOrder
) throws -> AnyTensor {
  var tensor = try Tensor<UInt8>(shape: [height, width, 4])
  tensor.withUnsafeMutableBufferPointer { target in
    for row in 0..<height {
      let line = source.advanced(by: row * bytesPerRow).assumingMemoryBound(to: UInt8.self)
      for column in 0..<width {
        let from = column * 4
        let to = (row * width + column) * 4
        target[to] = line[order == .bgra ? from + 2 : from]
        target[to + 1] = line[from + 1]
        target[to + 2] = line[order == .bgra ? from : from + 2]
        target[to + 3] = line[from + 3]
      }
    }
  }
  return AnyTensor(tensor)
}

#if canImport(CoreML)
import CoreVideo

/// Core ML gives colour images as 32-bit BGRA.
func pixels(of image: CVPixelBuffer, feature: String) throws -> AnyTensor {
  let format = CVPixelBufferGetPixelFormatType(image)
  guard format == kCVPixelFormatType_32BGRA || format == kCVPixelFormatType_32RGBA else {
    throw SnapcError.output(name: feature, reason: "is an image of the unknown format \(format)")
  }
  CVPixelBufferLockBaseAddress(image, .readOnly)
  defer { CVPixelBufferUnlockBaseAddress(image, .readOnly) }
  guard let start = CVPixelBufferGetBaseAddress(image) else {
    throw SnapcError.output(name: feature, reason: "is an image without memory")
  }
  return try imageTensor(
    from: start, width: CVPixelBufferGetWidth(image), height: CVPixelBufferGetHeight(image),
    bytesPerRow: CVPixelBufferGetBytesPerRow(image),
    order: format == kCVPixelFormatType_32BGRA ? .bgra : .rgba)
}
#endif

#if canImport(CoreGraphics)
import CoreGraphics

extension Tensor where Scalar == UInt8 {
  /// A tensor of shape [height, width, 4] as an image to show; nil for other shapes.
  public var cgImage: CGImage? {
    guard shape.count == 3, shape[2] == 4 else { return nil }
    var copy = self
    return copy.withUnsafeMutableBufferPointer { buffer in
      CGContext(
        data: buffer.baseAddress, width: shape[1], height: shape[0], bitsPerComponent: 8,
        bytesPerRow: shape[1] * 4, space: CGColorSpaceCreateDeviceRGB(),
        bitmapInfo: CGImageAlphaInfo.noneSkipLast.rawValue
      )?.makeImage()
    }
  }
}
#endif
