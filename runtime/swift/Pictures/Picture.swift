/// Pictures: red, green, blue and opacity of each pixel, and what models take and give instead.

/// A picture in memory.
public struct Picture: Sendable, Equatable {
  /// In pixels.
  public let width: Int
  /// In pixels.
  public let height: Int
  /// Four bytes for each pixel, row by row from the top: red, green, blue, opacity.
  public let pixels: [UInt8]

  public init(width: Int, height: Int, pixels: [UInt8]) {
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// - Parameter planes: red, green and blue, each of height x width numbers from -1 to 1.
  init(planes: [Float], width: Int, height: Int) {
    let count = width * height
    var pixels = [UInt8](repeating: 255, count: 4 * count)
    for at in 0..<count {
      for channel in 0..<3 {
        pixels[4 * at + channel] = byte(Double(planes[channel * count + at]) * 127.5 + 127.5)
      }
    }
    self.init(width: width, height: height, pixels: pixels)
  }

  /// Red, green and blue, each of height x width numbers from -1 to 1.
  var planes: [Float] {
    (0..<3).flatMap { channel in
      (0..<(width * height)).map { Float(Double(pixels[4 * $0 + channel]) / 127.5 - 1) }
    }
  }
}

/// Limited, and rounded to the nearest, of two to the even one; what is no number is 0.
private func byte(_ number: Double) -> UInt8 {
  number > 0 ? UInt8(min(number, 255).rounded(.toNearestOrEven)) : 0
}

/// One pixel for each latent, by a linear map.
func linearPreview(_ latents: [Float], size: LatentSize, map: PreviewMap) -> Picture {
  let count = size.height * size.width
  var planes = [Float](repeating: 0, count: 3 * count)
  for at in 0..<count {
    for colour in 0..<3 {
      var sum = map.bias[colour]
      for channel in 0..<size.channels {
        sum += Double(latents[channel * count + at]) * map.factors[channel][colour]
      }
      planes[colour * count + at] = Float(2 * sum - 1)
    }
  }
  return Picture(planes: planes, width: size.width, height: size.height)
}

#if canImport(CoreGraphics)
import CoreGraphics

extension Picture {
  /// An image that is drawn to the size of a pipeline's pictures; nil where there is no such size.
  public init?(_ image: CGImage, width: Int, height: Int) {
    guard width > 0, height > 0, let blank = try? Tensor<UInt8>(shape: [height, width, 4]) else {
      return nil
    }
    var tensor = blank
    let isDrawn = tensor.withUnsafeMutableBufferPointer { buffer in
      let context = CGContext(
        data: buffer.baseAddress, width: width, height: height, bitsPerComponent: 8,
        bytesPerRow: width * 4, space: CGColorSpaceCreateDeviceRGB(),
        bitmapInfo: CGImageAlphaInfo.noneSkipLast.rawValue)
      context?.draw(image, in: CGRect(x: 0, y: 0, width: width, height: height))
      return context != nil
    }
    guard isDrawn else { return nil }
    self.init(width: width, height: height, pixels: tensor.scalars)
  }

  /// The picture as an image to show.
  public var cgImage: CGImage? {
    try? Tensor(shape: [height, width, 4], scalars: pixels).cgImage
  }
}
#endif
