/// A pipeline of pictures of 8x8 pixels in a folder of its own, with tables of 1, 2, 3 and 20 steps.

import Foundation
import XCTest

@testable import Runtime

struct PipelineFolder {
  let folder: URL
  var description: PipelineDescription

  init() throws {
    let home = FileManager.default.temporaryDirectory
      .appendingPathComponent(UUID().uuidString, isDirectory: true)
    folder = home
    for name in ["TextEncoder", "Unet", "Decoder", "Encoder"] {
      try FileManager.default.createDirectory(
        at: home.appendingPathComponent("\(name).mlpackage"), withIntermediateDirectories: true)
    }
    let tokenizer = [UInt8](try vectorFile("tokens-1.bin"))
    let rows: [[Float]] = [1, 2, 3, 20].flatMap { count in
      (0..<count).map { at in [Float(900 - at), 1, 1, -1, 0.5, 0.5, 0.125, 0, at == 0 ? 0.1 : 0, 0.8, 0.6] }
    }
    let tables = rows.joined().flatMap { number in
      (0..<4).map { UInt8(truncatingIfNeeded: number.bitPattern >> (8 * $0)) }
    }
    func write(_ bytes: [UInt8], _ name: String) throws -> DataFile {
      try Data(bytes).write(to: home.appendingPathComponent(name))
      return DataFile(file: name, bytes: bytes.count, sha256: Sha256.hexadecimal(bytes))
    }
    let latent = LatentSize(channels: 2, height: 4, width: 4)
    description = PipelineDescription(
      name: "test",
      sizes: [
        PictureSize(width: 8, height: 8, tile: latent),
        PictureSize(width: 12, height: 8, tile: latent),
      ], latent: latent, scale: 2, scalingFactor: 0.5, shiftFactor: 0.1, tile: latent,
      text: .init(ids: "ids", states: "states"),
      unet: .init(
        sample: "sample", timestep: "timestep", states: "states", output: "output", batch: 2),
      decoder: .init(latent: "latent", picture: "picture"),
      encoder: .init(picture: "picture", latent: "latent", isDistribution: true),
      preview: PreviewMap(factors: [[0.1, 0.2, 0.3], [0.3, 0.2, 0.1]], bias: [0.5, 0.5, 0.5]),
      steps: .init(usual: 2, counts: [1, 2, 3, 20], initialNoise: [1, 1, 2, 1], clip: 3),
      guidance: 3, tokenizer: try write(tokenizer, "tokenizer.bin"),
      tables: try write(tables, "steps.bin"))
  }

  func load(_ shop: Workshop = Workshop(), memory: PipelineMemory = .keep) async throws -> Pipeline {
    let batch = description.unet.batch
    let tile = description.tile
    func model(
      _ name: String, _ inputs: [(String, ElementType, [Int])], _ output: (String, [Int])
    ) -> ModelDescription {
      ModelDescription(
        name: name, packages: [name], key: name,
        inputs: inputs.map { name, type, shape in
          TensorInfo(name: name, feature: name, elementType: type, shapes: .fixed(shape))
        },
        outputs: [
          TensorInfo(
            name: output.0, feature: output.0, elementType: .float32, shapes: .fixed(output.1))
        ], computeUnits: .all, function: nil, bundle: .main)
    }
    return try await Pipeline.load(
      description,
      models: [
        (.textEncoder, model("TextEncoder", [("ids", .int32, [1, 77])], ("states", [1, 77, 2]))),
        (
          .unet,
          model(
            "Unet",
            [
              ("sample", .float32, [batch, 2, 4, 4]), ("timestep", .int32, [1]),
              ("states", .float32, [batch, 77, 2]),
            ], ("output", [batch, 2, 4, 4]))
        ),
        (
          .decoder,
          model(
            "Decoder", [("latent", .float32, [1, 2, tile.height, tile.width])],
            ("picture", [1, 3, 2 * tile.height, 2 * tile.width]))
        ),
        (.encoder, model("Encoder", [("picture", .float32, [1, 3, 8, 8])], ("latent", [1, 4, 4, 4]))),
      ], bundle: .main,
      configuration: PipelineConfiguration(memory: memory, folder: folder), loader: shop,
      progress: { _, _ in })
  }
}
