/** What operations share that compute each element from those at its place. */

#pragma once

#include "run.h"

namespace reference {

/** The shape of two tensors stretched to each other, from their last dimensions on. */
Dimensions broadcastShape(const Run& run, const Tensor& left, const Tensor& right);

/** For each element of the wide shape, the index of the narrow tensor's element that stands there.
 */
std::vector<size_t> broadcastIndices(const Tensor& narrow, const Dimensions& wide);

/** The activation that an operation ends with. */
double fused(int32_t code, double value);

}  // namespace reference
