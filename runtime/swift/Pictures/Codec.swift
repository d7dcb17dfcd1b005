/// Pictures to latents and back.

import Foundation

func decode(
  _ description: PipelineDescription, _ parts: Parts, latents: [Float]
) async throws -> Picture {
  let (latent, tile, scale) = (description.latent, description.tile, description.scale)
  let unscaled = latents.map {
    Float(Double($0) / description.scalingFactor + description.shiftFactor)
  }
  let planes = try await parts.with(.decoder) { model in
    func decodeTile(_ part: [Float]) async throws -> [Float] {
      try Task.checkCancellation()
      let decoder = description.decoder
      return try await model.run(
        [decoder.latent: part], edges: (tile.height, tile.width), output: decoder.picture)
    }
    if tile == latent { return try await decodeTile(unscaled) }
    var mosaic = Mosaic(channels: 3, height: description.height, width: description.width)
    for top in tileStarts(whole: latent.height, tile: tile.height) {
      for left in tileStarts(whole: latent.width, tile: tile.width) {
        let area = Area(top: top, left: left, height: tile.height, width: tile.width)
        let part = cut(
          unscaled, channels: latent.channels, height: latent.height, width: latent.width,
          area: area)
        mosaic.add(
          try await decodeTile(part),
          Area(
            top: top * scale, left: left * scale, height: tile.height * scale,
            width: tile.width * scale))
      }
    }
    return mosaic.finish()
  }
  guard planes.count == 3 * description.width * description.height else {
    throw SnapcError.output(
      name: description.decoder.picture, reason: "has \(planes.count) elements")
  }
  return Picture(planes: planes, width: description.width, height: description.height)
}

func encode(
  _ description: PipelineDescription, _ parts: Parts, _ image: Picture, _ noise: inout NoiseSource
) async throws -> [Float] {
  guard let encoder = description.encoder else {
    throw SnapcError.request("the pipeline has no encoder")
  }
  let found = try await parts.with(.encoder) { model in
    try Task.checkCancellation()
    return try await model.run(
      [encoder.picture: image.planes], edges: (image.height, image.width), output: encoder.latent)
  }
  let latents =
    encoder.isDistribution ? sampled(found, noise: noise.ofEncoder()) : found
  return latents.map {
    Float((Double($0) - description.shiftFactor) * description.scalingFactor)
  }
}

/// Bounds of the logarithm of the variance, as AutoencoderKL has them.
private let (least, greatest) = (-30.0, 20.0)

/// - Parameter parameters: the mean, and behind it the logarithm of the variance.
private func sampled(_ parameters: [Float], noise: [Float]) -> [Float] {
  let half = parameters.count / 2
  return (0..<half).map { at in
    let bounded = min(max(Double(parameters[half + at]), least), greatest)
    return Float(Double(parameters[at]) + exp(bounded / 2) * Double(noise[at]))
  }
}
