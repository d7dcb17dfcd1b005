/// A compiled model of any interface; the generated header gives it types.

#ifndef SNAPC_SESSION_H
#define SNAPC_SESSION_H

#include <cstddef>
#include <memory>
#include <vector>

#include "snapc/cancellation.h"
#include "snapc/options.h"
#include "snapc/tables.h"
#include "snapc/tensor.h"
#include "snapc/weights.h"

namespace snapc {

class Session {
 public:
  /// Throws Error; nothing stays behind then.
  static Session load(const ModelTables& tables, const Weights& weights, const Options& options = {},
                      const Progress& progress = {}, const Cancellation* cancellation = nullptr);

  Session(Session&&) noexcept;
  Session& operator=(Session&&) noexcept;
  ~Session();

  const std::vector<TensorInfo>& inputs() const noexcept;
  const std::vector<TensorInfo>& outputs() const noexcept;

  /// What a model takes or gives, before it is loaded: `ports` are the tables' inputs or outputs.
  static std::vector<TensorInfo> describe(const ModelTables& tables, const Table<PortEntry>& ports);

  /// Blocks until the outputs are written. Several threads may run one session. Throws Error.
  void run(const std::vector<ConstTensor>& inputs, const std::vector<Tensor>& outputs,
           const Cancellation* cancellation = nullptr) const;

 private:
  friend class Loop;
  struct State;
  explicit Session(std::shared_ptr<const State> state);
  std::shared_ptr<const State> state_;
};

}  // namespace snapc

#endif
