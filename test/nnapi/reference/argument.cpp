/** Checks the sizes and dimensions of arguments. */

#include "argument.h"

#include <limits>
#include <string>

#include "refusal.h"

namespace reference {

namespace {

size_t sizeOf(const Operand& operand, const Dimensions& dimensions) {
  const size_t count = operand.isTensor() ? static_cast<size_t>(elementCount(dimensions)) : 1;
  return count * type::elementSize(operand.type);
}

void requireLength(const Operand& operand, const Dimensions& dimensions, size_t length,
                   bool isPadded) {
  const size_t needed = sizeOf(operand, dimensions);
  const std::string sizes =
      std::to_string(length) + " bytes for " + std::to_string(needed) + " of the operand";
  requireData(length >= needed, "an argument is too short: " + sizes);
  requireData(isPadded || needed == 0 || length == needed, "an argument is too long: " + sizes);
}

}  // namespace

uint8_t* Argument::bytes() const {
  if (memory == nullptr) return static_cast<uint8_t*>(pointer);
  return memory->bytes() + offset;
}

Dimensions dimensionsOf(const Operand& operand, const ANeuralNetworksOperandType* type,
                        bool mayBeUnknown) {
  if (type == nullptr) {
    requireData(mayBeUnknown || !operand.hasUnknownDimensions(),
                "an input's dimensions are not all known");
    return operand.dimensions;
  }
  const Operand given = operandOf(*type);
  requireData(given.type == operand.type, "an argument has another type than its operand");
  const bool isKnown =
      given.dimensions.empty() ? !operand.hasUnknownDimensions() : !given.hasUnknownDimensions();
  requireData(mayBeUnknown || isKnown, "an input's dimensions are not all known");
  if (operand.dimensions.empty()) return given.dimensions;
  requireData(given.dimensions.size() == operand.dimensions.size(),
              "an argument has another rank than its operand");
  for (size_t axis = 0; axis < given.dimensions.size(); ++axis) {
    const uint32_t known = operand.dimensions[axis];
    requireData(known == 0 || known == given.dimensions[axis],
                "an argument changes a dimension that the model knows");
  }
  return given.dimensions;
}

Argument pointerArgument(const Operand& operand, Dimensions dimensions, void* pointer,
                         size_t length, bool isPadded) {
  requireData(length <= std::numeric_limits<uint32_t>::max(), "an argument is 4 GiB or more");
  requireData((pointer == nullptr) == (length == 0), "an argument and its length do not agree");
  if (pointer != nullptr) requireLength(operand, dimensions, length, isPadded);
  Argument argument;
  argument.isSet = true;
  argument.dimensions = std::move(dimensions);
  argument.pointer = pointer;
  argument.length = length;
  return argument;
}

Argument memoryArgument(const Operand& operand, Dimensions dimensions,
                        std::shared_ptr<MemoryRegion> memory, size_t offset, size_t length,
                        bool isPadded) {
  if (!memory->device()) {
    memory->requireRange(offset, length);
    requireLength(operand, dimensions, length, isPadded);
  }
  Argument argument;
  argument.isSet = true;
  argument.dimensions = std::move(dimensions);
  argument.length = memory->device() ? memory->size() : length;
  argument.memory = std::move(memory);
  argument.offset = offset;
  return argument;
}

}  // namespace reference
