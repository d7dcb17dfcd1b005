/** Spreads work over the processors. */

#pragma once

#include <cstddef>
#include <functional>

namespace reference {

/** Calls `part` with pieces of 0 to `count`, on several threads where there is enough to do: `cost`
 * is what each of `count` takes, in products of two numbers. `part` throws nothing. */
void inParallel(size_t count, size_t cost, const std::function<void(size_t, size_t)>& part);

}  // namespace reference
