/// Reads the command line of run_model.

#include "arguments.h"

#include <map>

#include "snapc/error.h"

namespace snapc {

const char* const USAGE =
    "usage: run_model --weights DIR --input NAME=FILE.npy ... --output NAME=FILE.npy ... [options]\n"
    "       run_model --list-devices | --list-tensors\n"
    "  NAME is the tensor's name in the ONNX model.\n"
    "  --time N               runs N times more and prints how long a run takes\n"
    "  --device NAME          compiles for this device only; may be repeated\n"
    "  --fallback POLICY      refuse, warn (default) or allow: what runs on NNAPI's slow CPU reference\n"
    "  --cache DIR            keeps what the driver compiles in this folder\n"
    "  --preference P         low-power, fast-single-answer or sustained-speed (default)\n"
    "  --priority P           low, medium (default) or high\n"
    "  --timeout SECONDS      of compilation and of each run; needs one --device\n"
    "  --share-weights        copies the weights into shared memory\n"
    "  --skip-verification    does not compare the SHA-256 of the weights\n";

namespace {

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorKind::argument, message); }

std::pair<std::string, std::string> assignment(const std::string& flag, const std::string& text) {
  // Names may have an equals sign; the paths of files seldom do.
  const std::size_t at = text.rfind('=');
  if (at == std::string::npos || at == 0 || at + 1 == text.size()) fail(flag + " takes NAME=FILE.npy");
  return {text.substr(0, at), text.substr(at + 1)};
}

template <typename Value>
Value oneOf(const std::string& flag, const std::string& text, const std::map<std::string, Value>& values) {
  const auto found = values.find(text);
  if (found != values.end()) return found->second;
  std::string known;
  for (const auto& value : values) known += (known.empty() ? "" : ", ") + value.first;
  fail(flag + " takes one of " + known);
}

unsigned long number(const std::string& flag, const std::string& text) {
  if (text.empty() || text.size() > 9 || text.find_first_not_of("0123456789") != std::string::npos) {
    fail(flag + " takes a number");
  }
  return std::stoul(text);
}

bool readSwitch(Arguments& arguments, const std::string& flag) {
  if (flag == "--help") {
    arguments.help = true;
  } else if (flag == "--list-devices") {
    arguments.listDevices = true;
  } else if (flag == "--list-tensors") {
    arguments.listTensors = true;
  } else if (flag == "--share-weights") {
    arguments.options.shareWeights = true;
  } else if (flag == "--skip-verification") {
    arguments.options.verifyWeights = false;
  } else {
    return false;
  }
  return true;
}

void readValue(Arguments& arguments, const std::string& flag, const std::string& text) {
  Options& options = arguments.options;
  if (flag == "--weights") {
    arguments.weights = text;
  } else if (flag == "--input") {
    arguments.inputs.push_back(assignment(flag, text));
  } else if (flag == "--output") {
    arguments.outputs.push_back(assignment(flag, text));
  } else if (flag == "--time") {
    arguments.time = number(flag, text);
  } else if (flag == "--device") {
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
    options.compilationTimeout = std::chrono::seconds(number(flag, text));
    options.executionTimeout = options.compilationTimeout;
  } else {
    fail("unknown option " + flag);
  }
}

}  // namespace

Arguments parseArguments(int count, const char* const* texts) {
  Arguments arguments;
  for (int index = 1; index < count; ++index) {
    const std::string flag = texts[index];
    if (readSwitch(arguments, flag)) continue;
    if (flag.compare(0, 2, "--") != 0) fail("unexpected argument " + flag);
    if (index + 1 == count) fail(flag + " takes a value");
    readValue(arguments, flag, texts[++index]);
  }
  const bool lists = arguments.help || arguments.listDevices || arguments.listTensors;
  if (!lists && arguments.weights.empty()) fail("--weights is missing");
  return arguments;
}

}  // namespace snapc
