/// Messages for result codes of NNAPI and for operations of a model.

#include "check.h"

#include <android/NeuralNetworks.h>

namespace snapc {
namespace {

const char* meaning(int code) {
  switch (code) {
    case ANEURALNETWORKS_OUT_OF_MEMORY:
      return "OUT_OF_MEMORY: the phone has not enough memory";
    case ANEURALNETWORKS_INCOMPLETE:
      return "INCOMPLETE: something that was needed was not set";
    case ANEURALNETWORKS_UNEXPECTED_NULL:
      return "UNEXPECTED_NULL: a null pointer where none is allowed";
    case ANEURALNETWORKS_BAD_DATA:
      return "BAD_DATA: the arguments are not valid for this version of NNAPI";
    case ANEURALNETWORKS_OP_FAILED:
      return "OP_FAILED: an operation could not be computed";
    case ANEURALNETWORKS_BAD_STATE:
      return "BAD_STATE: called in the wrong order";
    case ANEURALNETWORKS_UNMAPPABLE:
      return "UNMAPPABLE: the driver cannot map the memory; load with shared weights";
    case ANEURALNETWORKS_OUTPUT_INSUFFICIENT_SIZE:
      return "OUTPUT_INSUFFICIENT_SIZE: an output is too small";
    case ANEURALNETWORKS_UNAVAILABLE_DEVICE:
      return "UNAVAILABLE_DEVICE: the device is busy or gone";
    case ANEURALNETWORKS_MISSED_DEADLINE_TRANSIENT:
      return "MISSED_DEADLINE_TRANSIENT: it took longer than the timeout; it may succeed later";
    case ANEURALNETWORKS_MISSED_DEADLINE_PERSISTENT:
      return "MISSED_DEADLINE_PERSISTENT: it takes longer than the timeout";
    case ANEURALNETWORKS_RESOURCE_EXHAUSTED_TRANSIENT:
      return "RESOURCE_EXHAUSTED_TRANSIENT: the device is out of resources; it may succeed later";
    case ANEURALNETWORKS_RESOURCE_EXHAUSTED_PERSISTENT:
      return "RESOURCE_EXHAUSTED_PERSISTENT: the device has not the resources";
    case ANEURALNETWORKS_DEAD_OBJECT:
      return "DEAD_OBJECT: the driver crashed or was stopped; load the model again";
    default:
      return "an unknown code";
  }
}

}  // namespace

std::string describeResult(int code) {
  return std::string(meaning(code)) + " (NNAPI code " + std::to_string(code) + ")";
}

void check(int code, const std::string& action) {
  if (code == ANEURALNETWORKS_NO_ERROR) return;
  throw Error(ErrorKind::neuralNetworks, action + " failed: " + describeResult(code)).withResultCode(code);
}

void checkOperation(int code, const std::string& action, const ModelTables& tables, std::size_t operation) {
  if (code == ANEURALNETWORKS_NO_ERROR) return;
  const std::string message =
      action + ' ' + describeOperation(tables, operation) + " failed: " + describeResult(code);
  throw Error(ErrorKind::neuralNetworks, message)
      .withResultCode(code)
      .withOperation(static_cast<long>(operation), originOf(tables, operation));
}

std::string describeOperation(const ModelTables& tables, std::size_t operation) {
  const std::string name = operationName(tables.operations[operation].code);
  const std::string origin = originOf(tables, operation);
  const std::string from = origin.empty() ? "" : ", from " + origin;
  return name + " (operation " + std::to_string(operation) + from + ')';
}

std::string originOf(const ModelTables& tables, std::size_t operation) {
  const OperationEntry& entry = tables.operations[operation];
  std::string nodes;
  for (std::size_t index = 0; index < entry.originCount; ++index) {
    if (index > 0) nodes += ", ";
    nodes += std::string("\"") + tables.nodes[tables.indices[entry.origin + index]] + '"';
  }
  return nodes;
}

}  // namespace snapc
