/// What is thrown: a message for people, and what an app needs to decide on it.

#ifndef SNAPC_ERROR_H
#define SNAPC_ERROR_H

#include <stdexcept>
#include <string>
#include <utility>

namespace snapc {

enum class ErrorKind {
  /// An input, output or option that the model does not take.
  argument,
  /// A file that is missing or cannot be read or written.
  file,
  /// Weights that are not those of this model.
  weights,
  /// A cache folder that cannot be written.
  cache,
  /// No such device, or none but the reference.
  device,
  /// The phone's NNAPI, or the chosen device, cannot run an operation.
  unsupported,
  cancelled,
  /// NNAPI gave an error code.
  neuralNetworks,
};

class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}

  ErrorKind kind() const noexcept { return kind_; }
  /// What NNAPI returned; 0 if it was not NNAPI that failed.
  int resultCode() const noexcept { return resultCode_; }
  /// The index of the operation that is at fault; -1 if none is known.
  long operation() const noexcept { return operation_; }
  /// The nodes of the ONNX model that the operation stems from.
  const std::string& origin() const noexcept { return origin_; }

  Error& withResultCode(int code) {
    resultCode_ = code;
    return *this;
  }
  Error& withOperation(long operation, std::string origin) {
    operation_ = operation;
    origin_ = std::move(origin);
    return *this;
  }

 private:
  ErrorKind kind_;
  int resultCode_ = 0;
  long operation_ = -1;
  std::string origin_;
};

}  // namespace snapc

#endif
