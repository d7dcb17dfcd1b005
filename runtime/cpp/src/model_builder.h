/// Builds NNAPI's model from the tables.

#ifndef SNAPC_MODEL_BUILDER_H
#define SNAPC_MODEL_BUILDER_H

#include <vector>

#include "handles.h"
#include "monitor.h"
#include "snapc/tables.h"

namespace snapc {

/// The memories must stay as long as the model. Throws Error.
ModelHandle buildModel(const ModelTables& tables, const std::vector<MemoryHandle>& pools, const Monitor& monitor);

}  // namespace snapc

#endif
