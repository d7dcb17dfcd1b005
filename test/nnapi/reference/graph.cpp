/** Sorts operations and follows who writes each operand. */

#include "graph.h"

#include <map>
#include <string>

#include "refusal.h"

namespace reference {

namespace {

bool isWrittenByOperation(const Operand& operand) {
  return operand.lifetime == Lifetime::temporary || operand.lifetime == Lifetime::output;
}

}  // namespace

std::vector<size_t> runOrder(const Model& model) {
  const std::vector<Operation>& operations = model.operations();
  std::multimap<uint32_t, size_t> readers;
  std::vector<size_t> missing(operations.size(), 0);
  std::vector<size_t> order;
  for (size_t index = 0; index < operations.size(); ++index) {
    for (const uint32_t input : operations[index].inputs) {
      if (!isWrittenByOperation(model.operands()[input])) continue;
      ++missing[index];
      readers.emplace(input, index);
    }
    if (missing[index] == 0) order.push_back(index);
  }
  for (size_t next = 0; next < order.size(); ++next) {
    for (const uint32_t output : operations[order[next]].outputs) {
      const auto range = readers.equal_range(output);
      for (auto reader = range.first; reader != range.second; ++reader) {
        if (--missing[reader->second] == 0) order.push_back(reader->second);
      }
    }
  }
  requireData(order.size() == operations.size(),
              "the graph has a cycle, or reads an operand that is never written");
  return order;
}

void requireBorders(const Model& model) {
  for (const Lifetime lifetime : {Lifetime::input, Lifetime::output}) {
    const bool isInput = lifetime == Lifetime::input;
    const std::vector<uint32_t>& listed = isInput ? model.inputs() : model.outputs();
    size_t marked = 0;
    for (const Operand& operand : model.operands()) marked += operand.lifetime == lifetime ? 1 : 0;
    bool isWhole = marked == listed.size();
    for (const uint32_t index : listed) {
      isWhole = isWhole && model.operands()[index].lifetime == lifetime;
    }
    requireData(isWhole, "the model's inputs or outputs are not the operands that are marked so");
  }
}

void requireWrittenOnce(const Model& model) {
  std::vector<bool> isWritten(model.operands().size(), false);
  for (const Operation& operation : model.operations()) {
    for (const uint32_t output : operation.outputs) {
      requireData(isWrittenByOperation(model.operands()[output]),
                  "operand " + std::to_string(output) + " is a constant or an input and written");
      requireData(!isWritten[output], "operand " + std::to_string(output) + " is written twice");
      isWritten[output] = true;
    }
  }
  for (size_t index = 0; index < isWritten.size(); ++index) {
    requireData(isWritten[index] || !isWrittenByOperation(model.operands()[index]),
                "operand " + std::to_string(index) + " is never written");
  }
}

}  // namespace reference
