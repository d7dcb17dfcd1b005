/** What is known of each operand type. */

#include "types.h"

namespace reference {

namespace type {

bool isKnown(int32_t type) { return type >= scalarFloat32 && type <= model; }

bool isTensor(int32_t type) {
  switch (type) {
    case scalarFloat32:
    case scalarFloat16:
    case scalarInt32:
    case scalarUnsigned32:
    case scalarBool:
    case model:
      return false;
    default:
      return true;
  }
}

size_t elementSize(int32_t type) {
  switch (type) {
    case scalarFloat32:
    case scalarInt32:
    case scalarUnsigned32:
    case float32:
    case int32:
      return 4;
    case scalarFloat16:
    case float16:
    case unsigned16:
    case symmetric16:
      return 2;
    case model:
      return 0;
    default:
      return 1;
  }
}

int levelOf(int32_t type) {
  switch (type) {
    case scalarFloat32:
    case scalarInt32:
    case scalarUnsigned32:
    case float32:
    case int32:
    case unsigned8:
      return 1;
    case signed8:
    case model:
      return 4;
    default:
      return 3;
  }
}

}  // namespace type

uint64_t elementCount(const Dimensions& dimensions) {
  if (dimensions.empty()) return 0;
  uint64_t count = 1;
  for (const uint32_t dimension : dimensions) count *= dimension;
  return count;
}

}  // namespace reference
