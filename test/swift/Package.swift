// swift-tools-version:5.9
/// The runtime of emitted Swift packages with its tests, on stand-ins for Apple's frameworks.
import PackageDescription

let strict: [SwiftSetting] = [.enableExperimentalFeature("StrictConcurrency")]

let package = Package(
  name: "Runtime",
  targets: [
    .target(name: "CoreVideo", path: "stubs/CoreVideo", swiftSettings: strict),
    .target(name: "CoreGraphics", path: "stubs/CoreGraphics", swiftSettings: strict),
    .target(
      name: "CoreML", dependencies: ["CoreVideo"], path: "stubs/CoreML", swiftSettings: strict),
    .target(
      name: "Runtime", dependencies: ["CoreML", "CoreVideo", "CoreGraphics"], path: "Runtime",
      swiftSettings: strict),
    .testTarget(name: "RuntimeTests", dependencies: ["Runtime"], path: "tests"),
  ]
)
