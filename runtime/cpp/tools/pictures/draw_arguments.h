/// The command line of draw.

#ifndef SNAPC_PICTURES_DRAW_ARGUMENTS_H
#define SNAPC_PICTURES_DRAW_ARGUMENTS_H

#include <string>

#include "snapc/pictures/pipeline.h"

namespace snapc {

struct DrawArguments {
  bool help = false;
  bool listDevices = false;
  bool time = false;
  /// Says on standard output how far it is.
  bool progress = false;
  PipelineOptions options;
  Request request;
  /// A picture to begin with; empty for none.
  std::string image;
  std::string out;
};

extern const char* const DRAW_USAGE;

/// Throws Error for what is no command line of this tool.
DrawArguments parseDrawArguments(int count, const char* const* texts);

}  // namespace snapc

#endif
