/// What the runtime asks of Core ML and how it takes the answers, on a stand-in for Core ML.

import CoreML
import CoreVideo
import XCTest

@testable import Runtime

final class CoreMLTests: XCTestCase {
  private var folder = URL(fileURLWithPath: "/")

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent(UUID().uuidString, isDirectory: true)
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("M.mlpackage"), withIntermediateDirectories: true)
    MLModel.log = []
    MLModel.next = nil
  }

  override func tearDownWithError() throws {
    try FileManager.default.removeItem(at: folder)
  }

  private func load(function: String? = nil) async throws -> any Backend {
    try await CoreMLLoader().load(
      package: folder.appendingPathComponent("M.mlpackage"), function: function, key: "k",
      computeUnits: .cpuAndNeuralEngine, cacheFolder: folder.appendingPathComponent("cache"),
      phase: { _ in })
  }

  private func model(
    outputs: [String: MLMultiArrayConstraint?], _ predict: @escaping MLModel.Prediction
  ) -> MLModel {
    MLModel(
      modelDescription: MLModelDescription(
        inputs: ["x": MLFeatureDescription(multiArrayConstraint: nil)],
        outputs: outputs.mapValues { MLFeatureDescription(multiArrayConstraint: $0) }),
      predict: predict)
  }

  func testACompiledModelIsKeptForTheNextLoad() async throws {
    MLModel.next = model(outputs: [:]) { input, _ in input }
    _ = try await load()
    _ = try await load(function: "large")
    XCTAssertEqual(
      MLModel.log, ["compile M.mlpackage", "load cpuAndNeuralEngine", "load cpuAndNeuralEngine large"])
  }

  func testAFailureToLoadNamesTheModel() async throws {
    do {
      _ = try await load()
      XCTFail("nothing was loaded")
    } catch SnapcError.load(let model, _) {
      XCTAssertEqual(model, "M.mlpackage")
    }
  }

  func testResultsAreWrittenInPlaceAndInputsAreNotCopied() async throws {
    let input = AnyTensor(try Tensor<Float>(shape: [2], scalars: [3, 4]))
    let address = Int(bitPattern: input.storage.pointer)
    let constraint = MLMultiArrayConstraint(shape: [2], dataType: .float32)
    nonisolated(unsafe) var written = 0
    MLModel.next = model(outputs: ["y": constraint]) { provider, options in
      XCTAssertEqual(provider.featureNames, ["x"])
      let array = try XCTUnwrap(provider.featureValue(for: "x")?.multiArrayValue)
      XCTAssertEqual(Int(bitPattern: array.memory), address)
      let backing = try XCTUnwrap(options.outputBackings["y"] as? MLMultiArray)
      let source = array.memory.assumingMemoryBound(to: Float.self)
      let target = backing.memory.assumingMemoryBound(to: Float.self)
      for index in 0..<2 { target[index] = source[index] * 2 }
      written = Int(bitPattern: backing.memory)
      return try MLDictionaryFeatureProvider(dictionary: ["y": MLFeatureValue(multiArray: backing)])
    }
    let results = try await load().run(["x": input, "unused": input])
    let output = try XCTUnwrap(results["y"])
    XCTAssertEqual(try Tensor<Float>(output).scalars, [6, 8])
    XCTAssertEqual(Int(bitPattern: output.storage.pointer), written)
  }

  func testPaddedResultsOfUnknownShapeAreCopied() async throws {
    MLModel.next = model(outputs: ["y": nil]) { _, _ in
      let memory = UnsafeMutableRawPointer.allocate(byteCount: 32, alignment: 4)
      let values: [Int32] = [1, 2, -1, -1, 3, 4, -1, -1]
      values.withUnsafeBytes { memory.copyMemory(from: $0.baseAddress!, byteCount: 32) }
      let array = try MLMultiArray(
        dataPointer: memory, shape: [2, 2], dataType: .int32, strides: [4, 1],
        deallocator: { $0.deallocate() })
      return try MLDictionaryFeatureProvider(dictionary: ["y": MLFeatureValue(multiArray: array)])
    }
    let results = try await load().run([:])
    XCTAssertEqual(try Tensor<Int32>(try XCTUnwrap(results["y"])).scalars, [1, 2, 3, 4])
  }

  func testAnImageComesAsBytes() async throws {
    MLModel.next = model(outputs: ["image": nil]) { _, _ in
      let pixels = CVPixelBuffer(
        format: kCVPixelFormatType_32BGRA, width: 1, height: 1, bytesPerRow: 4,
        bytes: [30, 20, 10, 255])
      return try MLDictionaryFeatureProvider(
        dictionary: ["image": MLFeatureValue(pixelBuffer: pixels)])
    }
    let results = try await load().run([:])
    let image = try Tensor<UInt8>(try XCTUnwrap(results["image"]))
    XCTAssertEqual(image.shape, [1, 1, 4])
    XCTAssertEqual(image.scalars, [10, 20, 30, 255])
    XCTAssertEqual(image.cgImage?.bytes, [10, 20, 30, 255])
  }

  func testMissingAndFailingResultsAreNamed() async throws {
    MLModel.next = model(outputs: ["y": nil]) { input, _ in input }
    do {
      _ = try await load().run([:])
      XCTFail("a missing output was not noticed")
    } catch SnapcError.output(let name, _) {
      XCTAssertEqual(name, "y")
    }
    MLModel.next = model(outputs: [:]) { _, _ in throw CocoaError(.featureUnsupported) }
    do {
      _ = try await load().run([:])
      XCTFail("a failing run gave a result")
    } catch SnapcError.run(let model, _) {
      XCTAssertEqual(model, "M.mlpackage")
    }
  }

  func testMultiArraysAreTakenAndGiven() throws {
    let tensor = try Tensor<Int32>(shape: [2, 2], scalars: [1, 2, 3, 4])
    let array = try tensor.multiArray()
    XCTAssertEqual(array.strides, [2, 1])
    XCTAssertEqual(try Tensor<Int32>(array).scalars, [1, 2, 3, 4])
    XCTAssertThrowsError(try Tensor<Float>(array))
    XCTAssertThrowsError(try Tensor<UInt8>(shape: [1]).multiArray())
  }

  func testArraysOfTheAppAreHandedOverInPlace() throws {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 16, alignment: 4)
    [Int32(1), 2, 3, 4].withUnsafeBytes {
      memory.copyMemory(from: $0.baseAddress!, byteCount: 16)
    }
    let array = try MLMultiArray(
      dataPointer: memory, shape: [1, 2, 2], dataType: .int32, strides: [7, 2, 1],
      deallocator: { $0.deallocate() })
    var tensor = try Tensor<Int32>(sharing: array)
    XCTAssertTrue(try tensor.multiArray() === array)
    XCTAssertEqual(Int(bitPattern: tensor.storage.pointer), Int(bitPattern: memory))
    // A tensor that is changed leaves the app's array as it is.
    tensor.withUnsafeMutableBufferPointer { $0[0] = 9 }
    XCTAssertEqual(tensor.scalars, [9, 2, 3, 4])
    XCTAssertEqual(try Tensor<Int32>(array).scalars, [1, 2, 3, 4])
    XCTAssertThrowsError(try Tensor<Float>(sharing: array))
  }

  func testArraysThatCannotBeReadInPlaceAreCopied() throws {
    let array = try Tensor<Int32>(shape: [2], scalars: [1, 2]).multiArray()
    array.pixelBuffer = CVPixelBuffer(
      format: kCVPixelFormatType_32BGRA, width: 1, height: 1, bytesPerRow: 4, bytes: [0, 0, 0, 0])
    let tensor = try Tensor<Int32>(sharing: array)
    XCTAssertEqual(tensor.scalars, [1, 2])
    XCTAssertFalse(try tensor.multiArray() === array)
  }

  func testShapedArraysAreTakenAndGiven() throws {
    let tensor = try Tensor<Float>(shape: [2, 2], scalars: [1, 2, 3, 4])
    let array = tensor.shapedArray
    XCTAssertEqual(array.shape, [2, 2])
    XCTAssertEqual(try Tensor(array).scalars, [1, 2, 3, 4])
    let memory = UnsafeMutableRawPointer.allocate(byteCount: 16, alignment: 4)
    [Float(1), 3, 2, 4].withUnsafeBytes {
      memory.copyMemory(from: $0.baseAddress!, byteCount: 16)
    }
    let transposed = MLShapedArray<Float>(
      bytesNoCopy: memory, shape: [2, 2], strides: [1, 2],
      deallocator: .custom { pointer, _ in pointer.deallocate() })
    XCTAssertEqual(try Tensor(transposed).scalars, [1, 2, 3, 4])
  }
}
