/** The values of a model's operands while it runs. */

#pragma once

#include <vector>

#include "argument.h"
#include "model.h"
#include "operations/tensor.h"

namespace reference {

class Values {
 public:
  Values(const Model& model, const std::vector<Argument>& inputs, std::vector<Argument>& outputs);

  const std::vector<Operand>& operands() const { return model_.operands(); }
  const Operand& operand(uint32_t index) const { return model_.operands()[index]; }
  bool isPresent(uint32_t index) const { return slots_[index].data != nullptr; }
  Tensor tensor(uint32_t index) const;
  /** Room for what an operation writes, where the declared shape allows it. */
  Tensor allocate(uint32_t index, const Dimensions& dimensions);
  /** Rounds what an operation has written to halves, where the model allows them in the place of
   * floats. */
  void relax(const Operation& operation);
  /** Frees temporaries that no later operation reads. */
  void releaseAfter(const Operation& operation);

 private:
  struct Slot {
    Dimensions dimensions;
    uint8_t* data = nullptr;
    std::vector<uint8_t> owned;
    size_t readers = 0;
    Argument* output = nullptr;
  };

  /** A slot's floats as halves have them, in memory of its own. */
  void relaxCopy(uint32_t index);

  const Model& model_;
  std::vector<Slot> slots_;
};

}  // namespace reference
