/// Runs a model again and again without copies: a denoising loop.

#ifndef SNAPC_LOOP_H
#define SNAPC_LOOP_H

#include <cstddef>
#include <memory>
#include <vector>

#include "snapc/cancellation.h"
#include "snapc/session.h"
#include "snapc/tensor.h"

namespace snapc {

/// An output that is the next step's input.
struct Feedback {
  std::size_t output;
  std::size_t input;
};

/// Inputs and outputs live in memory that the driver maps. Outputs are double-buffered: the last step's stay
/// readable while the next one runs. Belongs to one thread at a time.
class Loop {
 public:
  /// Throws Error, as for a feedback between tensors that differ in type or size.
  explicit Loop(const Session& session, const std::vector<Feedback>& feedback = {});
  Loop(Loop&&) noexcept;
  Loop& operator=(Loop&&) noexcept;
  ~Loop();

  /// What the next step reads: the app writes here.
  Tensor input(std::size_t index) const;
  /// What the last step wrote; valid until the step after the next one begins.
  ConstTensor output(std::size_t index) const;

  /// Blocks until the outputs are written. Throws Error; the loop may be used again.
  void step(const Cancellation* cancellation = nullptr);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace snapc

#endif
