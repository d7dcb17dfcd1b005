/// Small stand-ins for the four models of a pipeline, and a loader that counts what is in memory.

import Foundation
import XCTest

@testable import Runtime

/// Loads stand-ins by the names of their packages.
final class Workshop: BackendLoader, @unchecked Sendable {
  private let lock = NSLock()
  private var events: [String] = []
  private var alive = 0
  private(set) var mostAlive = 0

  var log: [String] { lock.withLock { events } }

  func note(_ event: String, _ step: Int) {
    lock.withLock {
      events.append(event)
      alive += step
      mostAlive = max(mostAlive, alive)
    }
  }

  func load(
    package: URL, function: String?, key: String, computeUnits: ComputeUnits, cacheFolder: URL?,
    phase: @Sendable (LoadProgress.Phase) -> Void
  ) async throws -> any Backend {
    phase(.loading)
    return StandIn(package.deletingPathExtension().lastPathComponent, self)
  }
}

/// Arithmetic instead of networks: everything that goes in counts in what comes out.
private final class StandIn: Backend {
  private let name: String
  private let shop: Workshop

  init(_ name: String, _ shop: Workshop) {
    (self.name, self.shop) = (name, shop)
    shop.note("load \(name)", 1)
  }

  deinit { shop.note("free \(name)", -1) }

  func run(_ inputs: [String: AnyTensor]) async throws -> [String: AnyTensor] {
    func floats(_ name: String) throws -> [Float] {
      try Tensor<Float>(try XCTUnwrap(inputs[name])).scalars
    }
    switch name {
    case "TextEncoder":
      let ids = try Tensor<Int32>(try XCTUnwrap(inputs["ids"])).scalars
      let states = ids.flatMap { [Float($0) / 1000, Float($0 % 7)] }
      return ["states": AnyTensor(try Tensor(shape: [1, 77, 2], scalars: states))]
    case "Unet":
      let (sample, states) = (try floats("sample"), try floats("states"))
      let time = try Tensor<Int32>(try XCTUnwrap(inputs["timestep"])).scalars[0]
      let batch = states.count / 154
      let output = sample.indices.map { at in
        let side = at / (sample.count / batch)
        let told = states[(154 * side)..<(154 * side + 16)].reduce(0, +)
        return sample[at] * 0.25 + told / 40 + Float(time) / 9999
      }
      return ["output": AnyTensor(try Tensor(shape: [batch, 2, 4, 4], scalars: output))]
    case "Decoder":
      let latent = try floats("latent")
      let edge = latent.count == 32 ? 4 : 2
      let planes = (0..<(12 * edge * edge)).map { latent[$0 % (edge * edge)] * 0.05 }
      return ["picture": AnyTensor(try Tensor(shape: [1, 3, 2 * edge, 2 * edge], scalars: planes))]
    default:
      let latent = try floats("picture").prefix(64).map { $0 * 2 }
      return ["latent": AnyTensor(try Tensor(shape: [1, 4, 4, 4], scalars: latent))]
    }
  }
}
