/// The models of a pipeline, and how they are run.

public enum PartName: String, Sendable, CaseIterable {
  case textEncoder
  case unet
  case decoder
  case encoder
}

/// Which models are in memory at a time.
public enum PipelineMemory: Sendable {
  /// All of them, from `load` on.
  case keep
  /// One of them: it is loaded when it is used and freed before the next one is. A decoded preview needs the decoder
  /// beside the UNet.
  case spare
}

struct Parts: Sendable {
  let sessions: [PartName: ModelSession]
  let memory: PipelineMemory

  /// Gives a part for as long as `use` takes.
  func with<Result>(
    _ part: PartName, _ use: (ModelSession) async throws -> Result
  ) async throws -> Result {
    guard let session = sessions[part] else {
      throw SnapcError.request("the pipeline has no \(part.rawValue)")
    }
    guard case .spare = memory else { return try await use(session) }
    do {
      let result = try await use(session)
      await session.unload()
      return result
    } catch {
      await session.unload()
      throw error
    }
  }
}

extension ModelSession {
  /// - Parameters:
  ///   - numbers: of each input in row-major order, by feature; whole where the package takes integers.
  ///   - edges: height and width of what has several sizes.
  ///   - output: the feature that is wanted.
  /// - Returns: its elements in row-major order.
  nonisolated func run(
    _ numbers: [String: [Float]], edges: (height: Int, width: Int)? = nil, output: String
  ) async throws -> [Float] {
    var tensors: [String: AnyTensor] = [:]
    for info in description.inputs {
      guard let own = numbers[info.feature] else { continue }
      tensors[info.feature] = try tensor(of: own, shape: info.shapes.at(edges), for: info)
    }
    guard let found = try await run(tensors)[output] else {
      throw SnapcError.output(name: output, reason: "is missing")
    }
    return try Tensor<Float>(found).scalars
  }
}

extension ShapeRule {
  /// Of several shapes the one that ends with these sizes.
  fileprivate func at(_ edges: (height: Int, width: Int)?) -> [Int] {
    guard let edges, case .enumerated(let shapes) = self else { return example }
    return shapes.first { $0.suffix(2) == [edges.height, edges.width] } ?? example
  }
}

private func tensor(of numbers: [Float], shape: [Int], for info: TensorInfo) throws -> AnyTensor {
  guard info.elementType == .int32 else {
    return AnyTensor(try Tensor(shape: shape, scalars: numbers))
  }
  let whole = numbers.map { Int32(exactly: ($0 + 0.5).rounded(.down)) ?? 0 }
  return AnyTensor(try Tensor(shape: shape, scalars: whole))
}
