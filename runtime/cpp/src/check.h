/// Turns result codes of NNAPI into messages.

#ifndef SNAPC_CHECK_H
#define SNAPC_CHECK_H

#include <cstddef>
#include <string>

#include "snapc/error.h"
#include "snapc/tables.h"

namespace snapc {

/// The code's name and what it means.
std::string describeResult(int code);

/// Throws unless the code is that of success; `action` is what was tried, as in "adding an operand".
void check(int code, const std::string& action);

/// The same for an operation: the message names it, its index and its nodes in the ONNX model.
void checkOperation(int code, const std::string& action, const ModelTables& tables, std::size_t operation);

/// Such as `CONV_2D (operation 12, from "/down/Conv")`.
std::string describeOperation(const ModelTables& tables, std::size_t operation);

/// The nodes of the ONNX model that an operation stems from, with commas between them.
std::string originOf(const ModelTables& tables, std::size_t operation);

/// The NDK's name of an operation without its prefix.
std::string operationName(unsigned code);

}  // namespace snapc

#endif
