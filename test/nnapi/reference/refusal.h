/** How a call is refused: a result code and a sentence, carried to the border of the library as an
 * exception. */

#pragma once

#include <new>
#include <string>
#include <utility>

#include "export.h"
#include "log.h"

namespace reference {

struct Refusal {
  int code;
  std::string message;
};

[[noreturn]] inline void refuse(int code, std::string message) {
  throw Refusal{code, std::move(message)};
}

inline void require(bool condition, int code, const std::string& message) {
  if (!condition) refuse(code, message);
}

/** What the real runtime calls bad data: the argument itself is wrong. */
inline void requireData(bool condition, const std::string& message) {
  require(condition, ANEURALNETWORKS_BAD_DATA, message);
}

inline void requireState(bool condition, const std::string& message) {
  require(condition, ANEURALNETWORKS_BAD_STATE, message);
}

inline void requireNotNull(bool condition) {
  require(condition, ANEURALNETWORKS_UNEXPECTED_NULL, "a pointer is null");
}

/** Runs the body of a C function and turns what it throws into its result. */
template <typename Body>
int guarded(const char* function, const Body& body) {
  try {
    body();
    return ANEURALNETWORKS_NO_ERROR;
  } catch (const Refusal& refusal) {
    logRefusal(function, refusal.code, refusal.message);
    return refusal.code;
  } catch (const std::bad_alloc&) {
    logRefusal(function, ANEURALNETWORKS_OUT_OF_MEMORY, "no memory");
    return ANEURALNETWORKS_OUT_OF_MEMORY;
  }
}

}  // namespace reference
