/// What the generated code says of its model.

import Foundation

public struct ModelDescription: Sendable {
  /// For messages.
  public let name: String
  /// The names of the packages without extension; several run one after another.
  public let packages: [String]
  /// Changes whenever the compiled model does.
  public let key: String
  public let inputs: [TensorInfo]
  public let outputs: [TensorInfo]
  /// What the device file of the compilation asks for.
  public let computeUnits: ComputeUnits
  /// The function of the package that runs; nil where it has only one.
  public let function: String?
  /// Holds the resources of the generated package.
  public let bundle: Bundle

  public init(
    name: String, packages: [String], key: String, inputs: [TensorInfo], outputs: [TensorInfo],
    computeUnits: ComputeUnits, function: String?, bundle: Bundle
  ) {
    self.name = name
    self.packages = packages
    self.key = key
    self.inputs = inputs
    self.outputs = outputs
    self.computeUnits = computeUnits
    self.function = function
    self.bundle = bundle
  }
}
