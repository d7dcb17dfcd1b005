/** One operation being computed: its inputs' values, and its outputs once their shapes are known.
 */

#pragma once

#include <string>
#include <vector>

#include "rule.h"
#include "tensor.h"

namespace reference {

class Values;

class Run {
 public:
  Run(const Operation& operation, Values& values) : operation_(operation), values_(values) {}

  int32_t code() const { return operation_.rule->code; }
  const char* name() const { return operation_.rule->name; }
  size_t inputCount() const { return operation_.inputs.size(); }
  size_t outputCount() const { return operation_.outputs.size(); }

  /** The operands as validation sees them. */
  Signature signature() const;

  /** Whether the operand was given, and given a value. */
  bool hasInput(size_t index) const;
  /** Refuses omitted inputs and empty ones. */
  Tensor input(size_t index) const;
  int32_t integer(size_t index) const;
  /** A scalar of either floating-point type. */
  double real(size_t index) const;
  bool flag(size_t index, bool otherwise) const;
  std::vector<int32_t> integers(size_t index) const;
  /** Integers of a tensor that must have rank 1. */
  std::vector<int32_t> list(size_t index) const;

  /** The output's declared type, scale and zero point. */
  const Operand& outputOperand(size_t index = 0) const;
  /** Makes room for an output; refuses a shape that is not the declared one. */
  Tensor output(const Dimensions& dimensions, size_t index = 0);
  /** An output that keeps its input's scale and zero point. */
  Tensor outputLike(const Tensor& input, const Dimensions& dimensions, size_t index = 0);
  void requireQuantisation(float scale, int32_t zeroPoint, size_t index = 0) const;

  /** Refuses what the runtime finds only now. */
  void require(bool condition, const std::string& message) const;
  /** An axis from the end where it is negative. */
  size_t axis(int32_t axis, size_t rank) const;
  void requireFuse(int32_t code) const;

 private:
  void requireIntegerScale(float scale, size_t index) const;

  const Operation& operation_;
  Values& values_;
};

}  // namespace reference
