/** What the tests choose by environment variables; read at each use, so that a test may change
 * them. */

#pragma once

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

namespace reference {

/** A feature level as the API gives it (27 to 31, then 1000006 and up) from its number, 1 to 8. */
int64_t codeOfLevel(int level);

/** SNAPC_NNAPI_RUNTIME_LEVEL, 1 to 8; 8 where it is not set. */
int runtimeLevel();

/** SNAPC_NNAPI_DEVICE_LEVEL of the accelerator, 1 to 8; the runtime's where it is not set. */
int acceleratorLevel();

/** SNAPC_NNAPI_REFUSE: operations that the accelerator does not know, by name, with commas. */
std::set<std::string> refusedOperations();

/** SNAPC_NNAPI_HIDE_ACCELERATOR: only nnapi-reference is there. */
bool acceleratorHidden();

/** SNAPC_NNAPI_THREADS; one for each processor where it is not set. */
size_t mostThreads();

/** SNAPC_NNAPI_FAIL_EXECUTION=n or n:code: the n-th execution of the process fails in its middle; 0
 * for none. */
struct Failure {
  int64_t execution;
  int code;
};
Failure plannedFailure();

}  // namespace reference
