/** Rules for a model as a graph: what is written, once, before it is read. */

#pragma once

#include <cstddef>
#include <vector>

#include "model.h"

namespace reference {

/** Refuses a graph with a cycle or with an operand that is read and never written. */
std::vector<size_t> runOrder(const Model& model);

/** Refuses inputs and outputs that were given a value, or that a later list forgot. */
void requireBorders(const Model& model);

/** Refuses operands that nothing writes, that two operations write, and that no operation may
 * write. */
void requireWrittenOnce(const Model& model);

}  // namespace reference
