/// Reads devices, policies and timeouts.

#include "load_options.h"

namespace snapc {

const char* const LOAD_USAGE =
    "  --device NAME          compiles for this device only; may be repeated\n"
    "  --fallback POLICY      refuse, warn (default) or allow: what runs on NNAPI's slow CPU reference\n"
    "  --cache DIR            keeps what the driver compiles in this folder\n"
    "  --preference P         low-power, fast-single-answer or sustained-speed (default)\n"
    "  --priority P           low, medium (default) or high\n"
    "  --timeout SECONDS      of compilation and of each run; needs one --device\n"
    "  --share-weights        copies the weights into shared memory\n"
    "  --skip-verification    does not compare the SHA-256 of the weights\n";

bool readLoadSwitch(Options& options, const std::string& flag) {
  if (flag == "--share-weights") {
    options.shareWeights = true;
  } else if (flag == "--skip-verification") {
    options.verifyWeights = false;
  } else {
    return false;
  }
  return true;
}

bool readLoadOption(Options& options, const std::string& flag, const std::string& text) {
  if (flag == "--device") {
    options.devices.push_back(text);
  } else if (flag == "--cache") {
    options.cacheFolder = text;
  } else if (flag == "--fallback") {
    options.fallback = oneOf<Fallback>(
        flag, text, {{"refuse", Fallback::refuse}, {"warn", Fallback::warn}, {"allow", Fallback::allow}});
  } else if (flag == "--preference") {
    options.preference = oneOf<Preference>(flag, text,
                                           {{"low-power", Preference::lowPower},
                                            {"fast-single-answer", Preference::fastSingleAnswer},
                                            {"sustained-speed", Preference::sustainedSpeed}});
  } else if (flag == "--priority") {
    options.priority = oneOf<Priority>(
        flag, text, {{"low", Priority::low}, {"medium", Priority::medium}, {"high", Priority::high}});
  } else if (flag == "--timeout") {
    options.compilationTimeout = std::chrono::seconds(wholeNumber(flag, text));
    options.executionTimeout = options.compilationTimeout;
  } else {
    return false;
  }
  return true;
}

unsigned long wholeNumber(const std::string& flag, const std::string& text) {
  if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos) {
    throw Error(ErrorKind::argument, flag + " takes a number");
  }
  return std::stoul(text);
}

}  // namespace snapc
