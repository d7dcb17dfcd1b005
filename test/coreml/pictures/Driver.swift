/// Draws one picture with an emitted package; what its models compute is asked for over standard output and input. A
/// line names the package and how many tensors follow; a line before each tells name, type, sizes and bytes.

import Foundation
import Pictures

struct Failure: Error, LocalizedError {
  let errorDescription: String?
}

func writeLine(_ line: String) {
  FileHandle.standardOutput.write(Data((line + "\n").utf8))
}

func readBytes(_ count: Int) throws -> Data {
  var bytes = Data(count: count)
  let read = bytes.withUnsafeMutableBytes { fread($0.baseAddress, 1, count, stdin) }
  guard read == count else { throw Failure(errorDescription: "the answer is cut off") }
  return bytes
}

extension Data {
  func array<Scalar>(of type: Scalar.Type) -> [Scalar] {
    withUnsafeBytes { Array($0.bindMemory(to: Scalar.self)) }
  }
}

struct Asking: Backend {
  let name: String

  func run(_ inputs: [String: AnyTensor]) async throws -> [String: AnyTensor] {
    writeLine("run \(name) \(inputs.count)")
    for (feature, tensor) in inputs.sorted(by: { $0.key < $1.key }) { try send(feature, tensor) }
    let count = try fields()[1]
    return try Dictionary(uniqueKeysWithValues: (0..<(Int(count) ?? 0)).map { _ in try receive() })
  }

  private func send(_ feature: String, _ tensor: AnyTensor) throws {
    let bytes: Data
    if tensor.elementType == .int32 {
      bytes = try Tensor<Int32>(tensor).scalars.withUnsafeBytes { Data($0) }
    } else {
      bytes = try Tensor<Float>(tensor).scalars.withUnsafeBytes { Data($0) }
    }
    let sizes = tensor.shape.map(String.init).joined(separator: ",")
    writeLine("\(feature) \(tensor.elementType.rawValue) \(sizes) \(bytes.count)")
    FileHandle.standardOutput.write(bytes)
  }

  private func receive() throws -> (String, AnyTensor) {
    let (parts, shape) = try { ($0, $0[2].split(separator: ",").compactMap { Int($0) }) }(fields())
    let bytes = try readBytes(Int(parts[3]) ?? 0)
    let tensor =
      parts[1] == "int32"
      ? AnyTensor(try Tensor(shape: shape, scalars: bytes.array(of: Int32.self)))
      : AnyTensor(try Tensor(shape: shape, scalars: bytes.array(of: Float.self)))
    return (parts[0], tensor)
  }

  private func fields() throws -> [String] {
    guard let line = readLine() else { throw Failure(errorDescription: "nobody answers") }
    return line.split(separator: " ").map(String.init)
  }
}

struct Loader: BackendLoader {
  func load(
    package: URL, function: String?, key: String, computeUnits: ComputeUnits, cacheFolder: URL?,
    phase: @Sendable (LoadProgress.Phase) -> Void
  ) async throws -> any Backend {
    Asking(name: package.deletingPathExtension().lastPathComponent)
  }
}

@main
struct Driver {
  /// Arguments: prompt, steps, guidance, seed, random numbers, `keep` or `spare`, and perhaps the width.
  static func main() async {
    let given = CommandLine.arguments
    do {
      let pipeline = try await Pipeline.load(
        configuration: PipelineConfiguration(
          memory: given[6] == "spare" ? .spare : .keep),
        loader: Loader())
      let generated = try await pipeline.generate(
        prompt: given[1], steps: Int(given[2]), guidance: Double(given[3]), seed: Int(given[4]),
        width: given.count > 7 ? Int(given[7]) : nil,
        random: RandomNumbers(rawValue: given[5]) ?? .philox)
      let picture = generated.picture
      writeLine("picture \(picture.width) \(picture.height)")
      FileHandle.standardOutput.write(Data(picture.pixels))
    } catch {
      writeLine("fault \(error.localizedDescription)")
    }
  }
}
