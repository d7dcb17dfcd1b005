/// Decides which devices a model is compiled for.

#ifndef SNAPC_DEVICE_CHOICE_H
#define SNAPC_DEVICE_CHOICE_H

#include <vector>

#include "handles.h"
#include "snapc/options.h"
#include "snapc/tables.h"
#include "system_devices.h"

namespace snapc {

/// Throws Error if a chosen device is not there, the runtime is too old, or the options refuse what would run on
/// the CPU reference; warns if they ask for warnings. Empty where NNAPI shall choose.
std::vector<const ANeuralNetworksDevice*> chooseDevices(const ModelTables& tables, const ANeuralNetworksModel* model,
                                                        const Options& options);

/// Throws Error if NNAPI as a whole does not know the model's operations.
void requireFeatureLevel(const ModelTables& tables);

}  // namespace snapc

#endif
