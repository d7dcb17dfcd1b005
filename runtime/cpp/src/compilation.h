/// Compiles a model with the options of the app.

#ifndef SNAPC_COMPILATION_H
#define SNAPC_COMPILATION_H

#include "handles.h"
#include "snapc/options.h"
#include "snapc/tables.h"

namespace snapc {

/// Throws Error.
CompilationHandle compileModel(const ModelTables& tables, ANeuralNetworksModel* model, const Options& options);

/// A fresh execution with the timeout of the options. Throws Error.
ExecutionHandle createExecution(ANeuralNetworksCompilation* compilation, const Options& options);

}  // namespace snapc

#endif
