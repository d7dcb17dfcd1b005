/// The one error type of the package: a case to act on and a message to read.

import Foundation

/// Cancellation is not among them: a cancelled task throws `CancellationError`, as tasks do.
public enum SnapcError: Error, Equatable, Sendable {
  /// A file of the model is not where it should be.
  case missingFile(path: String)
  /// A file is another one than the one that was compiled, or cannot be read.
  case file(name: String, reason: String)
  /// A file did not come: the network or the server failed, again and again. What came is kept for the next call.
  case download(file: String, reason: String)
  /// A server has another file than the one that was compiled. Nothing is kept of it.
  case altered(file: String)
  /// A picture is asked for with what a pipeline cannot do; the text names all of it.
  case request(String)
  /// Core ML cannot compile the package or load what it compiled.
  case load(model: String, reason: String)
  /// An input is of another shape than the model takes.
  case input(name: String, reason: String)
  /// The model did not give an output, or gave it in another form than it declares.
  case output(name: String, reason: String)
  /// Core ML failed to run the model.
  case run(model: String, reason: String)
  /// A tensor cannot be made as asked.
  case tensor(String)
  /// This system has no Core ML, or too old a one.
  case unsupported(String)
}

extension SnapcError: LocalizedError {
  public var errorDescription: String? {
    switch self {
    case .missingFile(let path):
      return "There is no \(path). Add the package's resources to the app, or download them first."
    case .file(let name, let reason):
      return "\(name) cannot be used: \(reason). Copy the package's resources again."
    case .download(let file, let reason):
      return "\(file) cannot be downloaded: \(reason). What came is kept; try again later."
    case .altered(let file):
      return "\(file) on the server is not the file that was compiled. Serve the emitted folder again."
    case .request(let faults): return faults
    case .load(let model, let reason): return "\(model) cannot be loaded: \(reason)"
    case .input(let name, let reason): return "The input \(name) \(reason)."
    case .output(let name, let reason): return "The output \(name) \(reason)."
    case .run(let model, let reason): return "\(model) failed to run: \(reason)"
    case .tensor(let reason): return "No such tensor: \(reason)."
    case .unsupported(let reason): return reason
    }
  }
}
