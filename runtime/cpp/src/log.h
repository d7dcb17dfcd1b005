/// Where warnings go that the app does not take.

#ifndef SNAPC_LOG_H
#define SNAPC_LOG_H

#include <string>

#include "snapc/options.h"

namespace snapc {

void warn(const Options& options, const std::string& message);

}  // namespace snapc

#endif
