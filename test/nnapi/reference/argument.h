/** What a caller gives an execution for one input or output of the model. */

#pragma once

#include <memory>

#include "operand.h"

namespace reference {

struct Argument {
  bool isSet = false;
  Dimensions dimensions;
  void* pointer = nullptr;
  std::shared_ptr<MemoryRegion> memory;
  size_t offset = 0;
  size_t length = 0;
  bool isSufficient = true;

  /** Null where the argument is omitted. */
  uint8_t* bytes() const;
};

/** Checks dimensions that an execution gives in place of the model's. */
Dimensions dimensionsOf(const Operand& operand, const ANeuralNetworksOperandType* type,
                        bool mayBeUnknown);

Argument pointerArgument(const Operand& operand, Dimensions dimensions, void* pointer,
                         size_t length, bool isPadded);
Argument memoryArgument(const Operand& operand, Dimensions dimensions,
                        std::shared_ptr<MemoryRegion> memory, size_t offset, size_t length,
                        bool isPadded);

}  // namespace reference
