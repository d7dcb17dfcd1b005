/// When models are loaded and freed, what is checked before a run, and what cancelling does.

import XCTest

@testable import Runtime

/// Counts what is loaded; each loaded backend adds one to the feature `x` and gives it as `x`.
private final class Shop: BackendLoader, @unchecked Sendable {
  private let lock = NSLock()
  private var events: [String] = []
  private var alive = 0
  private(set) var mostAlive = 0
  let delay: UInt64

  init(delay: UInt64 = 0) { self.delay = delay }

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
    if delay > 0 { try await Task.sleep(nanoseconds: delay) }
    return Increment(name: package.deletingPathExtension().lastPathComponent, shop: self)
  }
}

private final class Increment: Backend {
  let name: String
  let shop: Shop

  init(name: String, shop: Shop) {
    self.name = name
    self.shop = shop
    shop.note("load \(name)", 1)
  }

  deinit { shop.note("free \(name)", -1) }

  func run(_ inputs: [String: AnyTensor]) async throws -> [String: AnyTensor] {
    var tensor = try Tensor<Float>(try XCTUnwrap(inputs["x"]))
    tensor.withUnsafeMutableBufferPointer { $0[0] += 1 }
    return ["x": AnyTensor(tensor)]
  }
}

private func makeSession(
  _ packages: [String], in folder: URL, _ shop: Shop, _ memory: MemoryMode = .keep,
  progress: @escaping ProgressHandler = { _ in }
) async throws -> ModelSession {
  let info = TensorInfo(name: "x", feature: "x", elementType: .float32, shapes: .ranges([1...2]))
  let description = ModelDescription(
    name: "test", packages: packages, key: "key", inputs: [info], outputs: [info],
    computeUnits: .all, function: nil, bundle: .main)
  return try await ModelSession.load(
    description, configuration: ModelConfiguration(memory: memory, folder: folder), loader: shop,
    progress: progress)
}

private func runOnce(_ session: ModelSession, _ value: Float) async throws -> Float {
  let results = try await session.run(["x": AnyTensor(try Tensor(shape: [1], scalars: [value]))])
  return try Tensor<Float>(try XCTUnwrap(results["x"])).scalars[0]
}

final class SessionTests: XCTestCase {
  private var folder = URL(fileURLWithPath: "/")

  override func setUpWithError() throws {
    folder = FileManager.default.temporaryDirectory
      .appendingPathComponent(UUID().uuidString, isDirectory: true)
    for name in ["A", "B", "C"] {
      try FileManager.default.createDirectory(
        at: folder.appendingPathComponent("\(name).mlpackage"), withIntermediateDirectories: true)
    }
  }

  override func tearDownWithError() throws {
    try FileManager.default.removeItem(at: folder)
  }

  private func session(
    _ packages: [String], _ shop: Shop, _ memory: MemoryMode = .keep,
    progress: @escaping ProgressHandler = { _ in }
  ) async throws -> ModelSession {
    try await makeSession(packages, in: folder, shop, memory, progress: progress)
  }

  func testPackagesRunOneAfterAnother() async throws {
    let shop = Shop()
    let session = try await session(["A", "B", "C"], shop)
    let result = try await runOnce(session, 1)
    XCTAssertEqual(result, 4)
    XCTAssertEqual(shop.log, ["load A", "load B", "load C"])
  }

  func testTensorsHaveTheModelsShapeOutsideAndThePackagesInside() async throws {
    let info = TensorInfo(
      name: "x", feature: "x", elementType: .float32, shapes: .fixed([]), carried: [1])
    let description = ModelDescription(
      name: "test", packages: ["A"], key: "key", inputs: [info], outputs: [info],
      computeUnits: .all, function: nil, bundle: .main)
    let session = try await ModelSession.load(
      description, configuration: ModelConfiguration(folder: folder), loader: Shop(),
      progress: { _ in })
    let results = try await session.run(["x": AnyTensor(try Tensor<Float>(shape: [], scalars: [1]))])
    XCTAssertEqual(results["x"]?.shape, [])
    XCTAssertEqual(try Tensor<Float>(try XCTUnwrap(results["x"])).scalars, [2])
  }

  func testChunkByChunkHoldsOnePackageAtATime() async throws {
    let shop = Shop()
    let session = try await session(["A", "B", "C"], shop, .chunkByChunk)
    let result = try await runOnce(session, 1)
    XCTAssertEqual(result, 4)
    XCTAssertEqual(shop.mostAlive, 1)
  }

  func testOnDemandFreesTheModelThatWaitedLongest() async throws {
    let shop = Shop()
    let residents = ResidentModels(limit: 2)
    let models = try await [
      session(["A"], shop, .onDemand(admit: residents.admit)),
      session(["B"], shop, .onDemand(admit: residents.admit)),
      session(["C"], shop, .onDemand(admit: residents.admit)),
    ]
    XCTAssertEqual(shop.log, [])
    for index in [0, 1, 0, 2, 1] { _ = try await runOnce(models[index], 0) }
    XCTAssertEqual(shop.log, ["load A", "load B", "free B", "load C", "free A", "load B"])
    XCTAssertEqual(shop.mostAlive, 2)
  }

  func testAnUnloadedModelLoadsAgain() async throws {
    let shop = Shop()
    let session = try await session(["A"], shop)
    await session.unload()
    _ = try await runOnce(session, 0)
    XCTAssertEqual(shop.log, ["load A", "free A", "load A"])
  }

  func testRunsAtOnceShareOneLoading() async throws {
    let shop = Shop(delay: 50_000_000)
    let session = try await session(["A"], shop, .onDemand(admit: ResidentModels().admit))
    async let first = runOnce(session, 1)
    async let second = runOnce(session, 2)
    let results = try await [first, second]
    XCTAssertEqual(results, [2, 3])
    XCTAssertEqual(shop.log, ["load A"])
  }

  func testOneCancelledRunDoesNotStopTheLoadingOfAnother() async throws {
    let shop = Shop(delay: 100_000_000)
    let session = try await session(["A"], shop, .onDemand(admit: ResidentModels().admit))
    let doomed = Task { try await runOnce(session, 1) }
    let other = Task { try await runOnce(session, 2) }
    try await Task.sleep(nanoseconds: 20_000_000)
    doomed.cancel()
    let result = try await other.value
    XCTAssertEqual(result, 3)
    do {
      _ = try await doomed.value
      XCTFail("a cancelled run gave a result")
    } catch is CancellationError {}
  }

  func testACancelledLoadStops() async throws {
    let shop = Shop(delay: 2_000_000_000)
    let folder = folder
    let task = Task { try await makeSession(["A", "B"], in: folder, shop) }
    try await Task.sleep(nanoseconds: 20_000_000)
    task.cancel()
    do {
      _ = try await task.value
      XCTFail("a cancelled load gave a model")
    } catch is CancellationError {}
    XCTAssertEqual(shop.log, [])
  }

  func testProgressNamesEveryPackageAndEndsReady() async throws {
    let box = Box()
    _ = try await session(["A", "B"], Shop()) { box.add($0) }
    XCTAssertEqual(box.all.map(\.phase), [.loading, .loading, .ready])
    XCTAssertEqual(box.all.map(\.completed), [0, 1, 2])
  }

  func testFaultsAreNamed() async throws {
    do {
      _ = try await session(["Missing"], Shop())
      XCTFail("a missing file was not noticed")
    } catch {
      XCTAssertEqual(error as? SnapcError, .missingFile(path: "Missing.mlpackage"))
      XCTAssertTrue(error.localizedDescription.contains("Missing.mlpackage"))
    }
    let session = try await session(["A"], Shop())
    for inputs in [
      [:],
      ["x": AnyTensor(try Tensor<Float>(shape: [3]))],
      ["x": AnyTensor(try Tensor<Int32>(shape: [1]))],
    ] {
      do {
        _ = try await session.run(inputs)
        XCTFail("a wrong input was accepted")
      } catch SnapcError.input(let name, _) {
        XCTAssertEqual(name, "x")
      }
    }
  }
}

private final class Box: @unchecked Sendable {
  private let lock = NSLock()
  private var seen: [LoadProgress] = []
  var all: [LoadProgress] { lock.withLock { seen } }
  func add(_ progress: LoadProgress) { lock.withLock { seen.append(progress) } }
}
