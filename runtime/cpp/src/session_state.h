/// What a session keeps: in the order in which it is built, and freed in the opposite one.

#ifndef SNAPC_SESSION_STATE_H
#define SNAPC_SESSION_STATE_H

#include <vector>

#include "handles.h"
#include "snapc/session.h"
#include "weight_pools.h"

namespace snapc {

struct Session::State {
  Options options;
  std::vector<TensorInfo> inputs;
  std::vector<TensorInfo> outputs;
  WeightPools pools;
  ModelHandle model;
  CompilationHandle compilation;
};

}  // namespace snapc

#endif
