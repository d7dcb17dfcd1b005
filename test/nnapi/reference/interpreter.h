/** Runs a compiled model's operations one after the other. */

#pragma once

#include <cstdint>
#include <vector>

#include "argument.h"
#include "compilation.h"

namespace reference {

/** `timeout` in nanoseconds, 0 for none. The outputs' dimensions become those that were computed.
 */
void interpret(const Compilation& compilation, const std::vector<Argument>& inputs,
               std::vector<Argument>& outputs, uint64_t timeout);

}  // namespace reference
