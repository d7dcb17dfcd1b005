/** What the library knows of each operation: its name, when it is valid, and how it computes. */

#pragma once

#include <cstdint>
#include <initializer_list>
#include <vector>

#include "../model.h"

namespace reference {

class Run;

/** An operation's operands as its validation sees them: types and declared shapes, no values. */
class Signature {
 public:
  Signature(const std::vector<Operand>& operands, const Operation& operation)
      : operands_(operands), operation_(operation) {}

  int32_t code() const;
  size_t inputCount() const { return operation_.inputs.size(); }
  size_t outputCount() const { return operation_.outputs.size(); }
  const Operand& input(size_t index) const;
  const Operand& output(size_t index = 0) const;

  void requireInputs(const std::vector<int32_t>& types) const;
  void requireOutputs(const std::vector<int32_t>& types) const;
  /** A rank of 0 is one that is not known yet. */
  void requireRankAtMost4(size_t input = 0) const;
  void requireRank(size_t input, size_t rank) const;

 private:
  const std::vector<Operand>& operands_;
  const Operation& operation_;
};

/** A type that an operation takes, and the feature level since when. */
struct TypeLevel {
  int32_t type;
  int level;
};

/** The level for the type of one input; other types than the listed ones are refused. */
int levelOfInput(const Signature& signature, size_t input, std::initializer_list<TypeLevel> types);

struct OperationRule {
  int32_t code;
  const char* name;
  /** The feature level that the operation needs; throws where it is not valid. */
  int (*level)(const Signature&);
  void (*run)(Run&);
};

/** Null where there is no such operation, or where this library lacks it. */
const OperationRule* ruleOf(int32_t code);

/** The tables that the groups of operations contribute. */
using Rules = std::vector<OperationRule>;
Rules activationRules();
Rules arithmeticRules();
Rules comparisonRules();
Rules conversionRules();
Rules convolutionRules();
Rules matrixRules();
Rules reductionRules();
Rules normalizationRules();
Rules poolingRules();
Rules resizeRules();
Rules reshapeRules();
Rules padRules();
Rules sliceRules();
Rules joinRules();
Rules indexRules();
Rules blockRules();

}  // namespace reference
