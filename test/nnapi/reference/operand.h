/** An operand of a model: its type, and where its value comes from. */

#pragma once

#include <memory>
#include <optional>

#include "memory.h"
#include "types.h"

namespace reference {

/** Scales of a symmetric tensor that has one for each index of a dimension. */
struct ChannelScales {
  uint32_t dimension;
  std::vector<float> scales;
};

enum class Lifetime { temporary, input, output, constant, omitted, model };

struct Operand {
  int32_t type = 0;
  Dimensions dimensions;
  float scale = 0;
  int32_t zeroPoint = 0;
  std::optional<ChannelScales> channels;
  Lifetime lifetime = Lifetime::temporary;

  /** A constant's bytes: copied, or of the caller until the model is finished, or in a memory. */
  std::vector<uint8_t> copied;
  const void* borrowed = nullptr;
  std::shared_ptr<MemoryRegion> memory;
  size_t memoryOffset = 0;
  size_t length = 0;

  bool isTensor() const { return type::isTensor(type); }
  /** The bytes that its dimensions ask for; 0 where one is unknown. */
  size_t byteSize() const;
  /** Also where the rank is unknown. */
  bool hasUnknownDimensions() const;
  const uint8_t* constantBytes() const;
  /** Forgets an earlier value and says where the new one will come from. */
  void setConstant(Lifetime newLifetime, size_t newLength);
};

/** The operand that a caller describes, once its type, dimensions and quantisation are found to be
 * right. */
Operand operandOf(const ANeuralNetworksOperandType& description);

void requireChannelScales(const Operand& operand, const ChannelScales& channels);

/** What can only be said of an operand when its model is finished. */
void requireFinished(const Operand& operand);

}  // namespace reference
