/// What the scenarios of the app state; a statement that does not hold ends the scenario.

#ifndef SNAPC_TEST_EXPECT_H
#define SNAPC_TEST_EXPECT_H

#include <functional>
#include <stdexcept>
#include <string>

#include "snapc/error.h"

namespace app {

inline void expect(bool holds, const std::string& statement) {
  if (!holds) throw std::logic_error("does not hold: " + statement);
}

/// The call throws an error of this kind with this text in its message; the error is returned.
inline snapc::Error expectError(snapc::ErrorKind kind, const std::string& text, const std::function<void()>& call) {
  try {
    call();
  } catch (const snapc::Error& error) {
    const std::string message = error.what();
    expect(error.kind() == kind, "kind of: " + message);
    expect(message.find(text) != std::string::npos, "\"" + text + "\" in: " + message);
    return error;
  }
  throw std::logic_error("nothing was thrown with: " + text);
}

}  // namespace app

#endif
