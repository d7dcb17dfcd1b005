/** Joins the groups' tables, and checks signatures. */

#include "rule.h"

#include <map>
#include <string>

#include "../refusal.h"

namespace reference {

namespace {

std::map<int32_t, OperationRule> joinedRules() {
  std::map<int32_t, OperationRule> joined;
  for (const Rules& rules : {activationRules(), arithmeticRules(), comparisonRules(),
                             conversionRules(), convolutionRules(), matrixRules(), reductionRules(),
                             normalizationRules(), poolingRules(), resizeRules(), reshapeRules(),
                             padRules(), sliceRules(), joinRules(), indexRules(), blockRules()}) {
    for (const OperationRule& rule : rules) joined.emplace(rule.code, rule);
  }
  return joined;
}

void requireTypes(const char* name, const char* side, const std::vector<int32_t>& types,
                  size_t count, const Signature& signature, bool isInput) {
  requireData(types.size() == count, std::string(name) + " takes " + std::to_string(types.size()) +
                                         " " + side + ", not " + std::to_string(count));
  for (size_t index = 0; index < count; ++index) {
    const Operand& operand = isInput ? signature.input(index) : signature.output(index);
    requireData(operand.type == types[index],
                std::string(name) + " has type " + std::to_string(operand.type) + " in " + side +
                    " " + std::to_string(index) + ", not " + std::to_string(types[index]));
  }
}

const char* nameOf(const Signature& signature) { return ruleOf(signature.code())->name; }

}  // namespace

const OperationRule* ruleOf(int32_t code) {
  static const std::map<int32_t, OperationRule> rules = joinedRules();
  const auto found = rules.find(code);
  return found == rules.end() ? nullptr : &found->second;
}

int32_t Signature::code() const { return operation_.rule->code; }

const Operand& Signature::input(size_t index) const {
  requireData(index < inputCount(), std::string(nameOf(*this)) + " has too few inputs");
  return operands_[operation_.inputs[index]];
}

const Operand& Signature::output(size_t index) const {
  requireData(index < outputCount(), std::string(nameOf(*this)) + " has too few outputs");
  return operands_[operation_.outputs[index]];
}

void Signature::requireInputs(const std::vector<int32_t>& types) const {
  requireTypes(nameOf(*this), "inputs", types, inputCount(), *this, true);
}

void Signature::requireOutputs(const std::vector<int32_t>& types) const {
  requireTypes(nameOf(*this), "outputs", types, outputCount(), *this, false);
}

void Signature::requireRankAtMost4(size_t index) const {
  requireData(input(index).dimensions.size() <= 4,
              std::string(nameOf(*this)) + " takes no tensors of more than 4 dimensions");
}

void Signature::requireRank(size_t index, size_t rank) const {
  const size_t found = input(index).dimensions.size();
  requireData(found == 0 || found == rank, std::string(nameOf(*this)) + " takes tensors of rank " +
                                               std::to_string(rank) + ", not " +
                                               std::to_string(found));
}

int levelOfInput(const Signature& signature, size_t input, std::initializer_list<TypeLevel> types) {
  const int32_t type = signature.input(input).type;
  for (const TypeLevel& candidate : types) {
    if (candidate.type == type) return candidate.level;
  }
  refuse(ANEURALNETWORKS_BAD_DATA,
         std::string(nameOf(signature)) + " takes no input of type " + std::to_string(type));
}

}  // namespace reference
