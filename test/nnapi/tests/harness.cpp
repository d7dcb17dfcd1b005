/** Runs the registered tests; the program's result is the number of failed expectations, at most 1.
 */

#include "harness.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace {

struct Registered {
  const char* name;
  std::function<void()> body;
};

std::vector<Registered>& registered() {
  static std::vector<Registered> tests;
  return tests;
}

int failures = 0;
const char* running = "";

}  // namespace

Test::Test(const char* name, std::function<void()> body) {
  registered().push_back({name, std::move(body)});
}

void expect(bool condition, const std::string& what) {
  if (condition) return;
  ++failures;
  std::printf("FAILED %s: %s\n", running, what.c_str());
}

void expectEqual(long long actual, long long expected, const std::string& what) {
  expect(actual == expected,
         what + " is " + std::to_string(actual) + ", not " + std::to_string(expected));
}

Environment::Environment(const char* name, const std::string& value) : name_(name) {
  setenv(name, value.c_str(), 1);
}

Environment::~Environment() { unsetenv(name_); }

bool endsProcess(const std::function<void()>& body) {
  std::fflush(nullptr);
  const pid_t child = fork();
  if (child == 0) {
    body();
    _exit(0);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

int main() {
  for (const Registered& test : registered()) {
    running = test.name;
    test.body();
  }
  std::printf("%zu tests, %d failures\n", registered().size(), failures);
  return failures == 0 ? 0 : 1;
}
