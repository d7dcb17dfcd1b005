/// The weights of a model as NNAPI maps them.

#ifndef SNAPC_WEIGHT_POOLS_H
#define SNAPC_WEIGHT_POOLS_H

#include <memory>
#include <vector>

#include "handles.h"
#include "monitor.h"
#include "shared_memory.h"
#include "snapc/tables.h"
#include "snapc/weights.h"

namespace snapc {

/// In the order of the tables. The memories are views of what `copies` holds, or of files.
struct WeightPools {
  std::vector<std::unique_ptr<SharedMemory>> copies;
  std::vector<MemoryHandle> memories;
  /// For each row of the tables' channels.
  std::vector<std::vector<float>> scales;
};

/// Checks every pool before it maps the first. Throws Error.
WeightPools openWeights(const ModelTables& tables, const Weights& weights, const Options& options,
                        const Monitor& monitor);

}  // namespace snapc

#endif
