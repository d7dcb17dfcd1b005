/** The rules for operands that do not depend on operations. */

#include "operand.h"

#include <limits>
#include <string>

#include "refusal.h"

namespace reference {

namespace {

void requireQuantisation(const Operand& operand) {
  const float scale = operand.scale;
  const int32_t zeroPoint = operand.zeroPoint;
  const auto within = [zeroPoint](int32_t low, int32_t high) {
    requireData(zeroPoint >= low && zeroPoint <= high, "the zero point is out of its range");
  };
  switch (operand.type) {
    case type::unsigned8:
      within(0, 255);
      break;
    case type::signed8:
      within(-128, 127);
      break;
    case type::unsigned16:
      within(0, 65535);
      break;
    default:
      within(0, 0);
  }
  switch (operand.type) {
    case type::unsigned8:
    case type::signed8:
    case type::symmetric8:
    case type::unsigned16:
    case type::symmetric16:
      requireData(scale > 0, "a quantised tensor needs a positive scale");
      break;
    case type::int32:
      requireData(scale >= 0, "a scale is negative");
      break;
    default:
      requireData(scale == 0, "an operand that is not quantised has a scale");
  }
}

void requireSize(const Operand& operand) {
  uint64_t size = type::elementSize(operand.type);
  for (const uint32_t dimension : operand.dimensions) {
    if (dimension != 0) size *= dimension;
    requireData(size <= std::numeric_limits<uint32_t>::max(), "the tensor is 4 GiB or more");
  }
}

}  // namespace

size_t Operand::byteSize() const {
  const uint64_t count = isTensor() ? elementCount(dimensions) : 1;
  return static_cast<size_t>(count * type::elementSize(type));
}

bool Operand::hasUnknownDimensions() const {
  return isTensor() && (dimensions.empty() || elementCount(dimensions) == 0);
}

const uint8_t* Operand::constantBytes() const {
  return memory == nullptr ? copied.data() : memory->bytes() + memoryOffset;
}

void Operand::setConstant(Lifetime newLifetime, size_t newLength) {
  copied.clear();
  borrowed = nullptr;
  memory = nullptr;
  memoryOffset = 0;
  lifetime = newLifetime;
  length = newLength;
}

Operand operandOf(const ANeuralNetworksOperandType& description) {
  requireData(type::isKnown(description.type),
              "there is no operand type " + std::to_string(description.type));
  requireData((description.dimensions == nullptr) == (description.dimensionCount == 0),
              "dimensions and their count do not agree");
  Operand operand;
  operand.type = description.type;
  operand.scale = description.scale;
  operand.zeroPoint = description.zeroPoint;
  if (description.dimensionCount > 0) {
    operand.dimensions.assign(description.dimensions,
                              description.dimensions + description.dimensionCount);
  }
  requireData(operand.isTensor() || operand.dimensions.empty(), "a scalar has dimensions");
  requireQuantisation(operand);
  requireSize(operand);
  return operand;
}

void requireChannelScales(const Operand& operand, const ChannelScales& channels) {
  requireData(operand.type == type::perChannel8, "only per-channel tensors have channel scales");
  requireData(channels.dimension < operand.dimensions.size(), "there is no such channel dimension");
  const uint32_t count = operand.dimensions[channels.dimension];
  requireData(count != 0, "the channel dimension is unknown");
  requireData(channels.scales.size() == count, "there is not one scale for each channel");
  for (const float scale : channels.scales)
    requireData(scale > 0, "a channel's scale is not positive");
}

void requireFinished(const Operand& operand) {
  const bool isModel = operand.type == type::model;
  requireData(isModel == (operand.lifetime == Lifetime::model), "a model operand has no model");
  if (operand.type == type::perChannel8) {
    requireData(operand.channels.has_value(), "a per-channel tensor has no channel scales");
  }
}

}  // namespace reference
