/// What the generated code says of its pipeline: names, sizes and defaults.

/// Latents of a picture, channel by channel.
public struct LatentSize: Sendable, Equatable {
  public let channels, height, width: Int

  public init(channels: Int, height: Int, width: Int) {
    (self.channels, self.height, self.width) = (channels, height, width)
  }
}

/// Of a picture in pixels.
public struct PictureSize: Sendable, Equatable {
  public let width, height: Int
  /// The latents of one tile of the decoder.
  public let tile: LatentSize

  public init(width: Int, height: Int, tile: LatentSize) {
    (self.width, self.height, self.tile) = (width, height, tile)
  }
}

/// A linear map of latents to red, green and blue, from 0 to 1.
public struct PreviewMap: Sendable, Equatable {
  /// Of each channel, for red, green and blue.
  public let factors: [[Double]]
  /// What is added to red, green and blue.
  public let bias: [Double]

  public init(factors: [[Double]], bias: [Double]) {
    (self.factors, self.bias) = (factors, bias)
  }
}

public struct PipelineDescription: Sendable, Equatable {
  /// The features of the text encoder.
  public struct Text: Sendable, Equatable {
    public let ids, states: String

    public init(ids: String, states: String) {
      (self.ids, self.states) = (ids, states)
    }
  }

  /// The features of the UNet.
  public struct UNet: Sendable, Equatable {
    public let sample, timestep, states, output: String
    /// 2 where both sides of guidance run at once.
    public let batch: Int

    public init(sample: String, timestep: String, states: String, output: String, batch: Int) {
      (self.sample, self.timestep, self.states) = (sample, timestep, states)
      (self.output, self.batch) = (output, batch)
    }
  }

  /// The features of the VAE's decoder.
  public struct Decoder: Sendable, Equatable {
    public let latent, picture: String

    public init(latent: String, picture: String) {
      (self.latent, self.picture) = (latent, picture)
    }
  }

  /// The features of the VAE's encoder.
  public struct Encoder: Sendable, Equatable {
    public let picture, latent: String
    /// The encoder gives mean and logarithm of the variance, one after another along the channels.
    public let isDistribution: Bool

    public init(picture: String, latent: String, isDistribution: Bool) {
      (self.picture, self.latent, self.isDistribution) = (picture, latent, isDistribution)
    }
  }

  public struct Steps: Sendable, Equatable {
    public let usual: Int
    /// Those that have a table, in its order.
    public let counts: [Int]
    /// For each count, by how much the first noise is multiplied.
    public let initialNoise: [Double]
    /// Denoised latents are clamped to it; nil for never.
    public let clip: Double?

    public init(usual: Int, counts: [Int], initialNoise: [Double], clip: Double?) {
      (self.usual, self.counts) = (usual, counts)
      (self.initialNoise, self.clip) = (initialNoise, clip)
    }
  }

  public var name: String
  /// Those that can be asked for, the usual one first.
  public var sizes: [PictureSize]
  /// Of the usual size, as `tile`; where a picture is drawn, of its own.
  public var latent: LatentSize
  /// Pixels for each latent, along an edge.
  public var scale: Int
  /// The decoder gets latents divided by the factor, plus the shift.
  public var scalingFactor: Double
  public var shiftFactor: Double
  /// The latents of one tile of the decoder; those of the whole picture where it is not tiled.
  public var tile: LatentSize
  public var text: Text
  public var unet: UNet
  public var decoder: Decoder
  /// nil where no picture can be begun with.
  public var encoder: Encoder?
  /// nil where there is no fast preview.
  public var preview: PreviewMap?
  public var steps: Steps
  /// Where none is asked for.
  public var guidance: Double
  public var tokenizer: DataFile
  public var tables: DataFile

  public init(
    name: String, sizes: [PictureSize], latent: LatentSize, scale: Int, scalingFactor: Double,
    shiftFactor: Double, tile: LatentSize, text: Text, unet: UNet, decoder: Decoder, encoder: Encoder?,
    preview: PreviewMap?, steps: Steps, guidance: Double, tokenizer: DataFile, tables: DataFile
  ) {
    (self.name, self.sizes, self.latent) = (name, sizes, latent)
    (self.scale, self.tile) = (scale, tile)
    (self.scalingFactor, self.shiftFactor) = (scalingFactor, shiftFactor)
    (self.text, self.unet, self.decoder, self.encoder) = (text, unet, decoder, encoder)
    (self.preview, self.steps, self.guidance) = (preview, steps, guidance)
    (self.tokenizer, self.tables) = (tokenizer, tables)
  }

  /// Of the picture, in pixels.
  public var width: Int { latent.width * scale }

  /// Of the picture, in pixels.
  public var height: Int { latent.height * scale }

  /// What holds for pictures of one size.
  func at(_ size: PictureSize) -> PipelineDescription {
    var own = self
    own.latent = LatentSize(
      channels: latent.channels, height: size.height / scale, width: size.width / scale)
    own.tile = size.tile
    return own
  }
}
