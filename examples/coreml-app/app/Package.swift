// swift-tools-version:5.9
// An app of two parts: Painting knows the model, CoremlApp shows it.
import PackageDescription

let package = Package(
  name: "CoremlApp",
  platforms: [.iOS("18.0"), .macOS("15.0")],
  products: [
    .library(name: "Painting", targets: ["Painting"]),
    .executable(name: "CoremlApp", targets: ["CoremlApp"]),
  ],
  dependencies: [
    // What `snapc compile --target coreml` wrote.
    .package(path: "../VaeDecoder")
  ],
  targets: [
    .target(name: "Painting", dependencies: [.product(name: "VaeDecoder", package: "VaeDecoder")]),
    .executableTarget(name: "CoremlApp", dependencies: ["Painting"]),
    .testTarget(
      name: "PaintingTests",
      dependencies: ["Painting", .product(name: "VaeDecoder", package: "VaeDecoder")],
      path: "Tests"),
  ]
)
