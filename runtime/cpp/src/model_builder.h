/// Builds NNAPI's model from the tables.

#ifndef SNAPC_MODEL_BUILDER_H
#define SNAPC_MODEL_BUILDER_H

#include "handles.h"
#include "monitor.h"
#include "snapc/tables.h"
#include "weight_pools.h"

namespace snapc {

/// The pools must stay as long as the model. Throws Error.
ModelHandle buildModel(const ModelTables& tables, const WeightPools& pools, const Monitor& monitor);

}  // namespace snapc

#endif
