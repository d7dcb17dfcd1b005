/// The options of a load, as all tools read them from the command line.

#ifndef SNAPC_LOAD_OPTIONS_H
#define SNAPC_LOAD_OPTIONS_H

#include <map>
#include <string>

#include "snapc/error.h"
#include "snapc/options.h"

namespace snapc {

/// Lines of a usage.
extern const char* const LOAD_USAGE;

/// Whether it is an option of a load, without a value. The option is set then.
bool readLoadSwitch(Options& options, const std::string& flag);

/// The same for options with a value. Throws Error for a value that it does not take.
bool readLoadOption(Options& options, const std::string& flag, const std::string& text);

/// Of up to nine digits. Throws Error.
unsigned long wholeNumber(const std::string& flag, const std::string& text);

/// The value that the text stands for. Throws Error.
template <typename Value>
Value oneOf(const std::string& flag, const std::string& text, const std::map<std::string, Value>& values) {
  const auto found = values.find(text);
  if (found != values.end()) return found->second;
  std::string known;
  for (const auto& value : values) known += (known.empty() ? "" : ", ") + value.first;
  throw Error(ErrorKind::argument, flag + " takes one of " + known);
}

}  // namespace snapc

#endif
