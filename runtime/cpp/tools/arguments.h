/// The command line of run_model.

#ifndef SNAPC_ARGUMENTS_H
#define SNAPC_ARGUMENTS_H

#include <string>
#include <utility>
#include <vector>

#include "snapc/options.h"

namespace snapc {

struct Arguments {
  bool help = false;
  bool listDevices = false;
  bool listTensors = false;
  std::string weights;
  std::vector<std::pair<std::string, std::string>> inputs;
  std::vector<std::pair<std::string, std::string>> outputs;
  /// Runs that are measured; 0 for none.
  unsigned long time = 0;
  Options options;
};

extern const char* const USAGE;

/// Throws Error for what is no command line of this tool.
Arguments parseArguments(int count, const char* const* texts);

}  // namespace snapc

#endif
