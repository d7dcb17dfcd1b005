/// Reads the command line of run_model.

#include "arguments.h"

#include "load_options.h"
#include "snapc/error.h"

namespace snapc {

const char* const USAGE =
    "usage: run_model --weights DIR --input NAME=FILE.npy ... --output NAME=FILE.npy ... [options]\n"
    "       run_model --list-devices | --list-tensors\n"
    "  NAME is the tensor's name in the ONNX model.\n"
    "  --time N               runs N times more and prints how long a run takes\n";

namespace {

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorKind::argument, message); }

std::pair<std::string, std::string> assignment(const std::string& flag, const std::string& text) {
  // Names may have an equals sign; the paths of files seldom do.
  const std::size_t at = text.rfind('=');
  if (at == std::string::npos || at == 0 || at + 1 == text.size()) fail(flag + " takes NAME=FILE.npy");
  return {text.substr(0, at), text.substr(at + 1)};
}

bool readSwitch(Arguments& arguments, const std::string& flag) {
  if (flag == "--help") {
    arguments.help = true;
  } else if (flag == "--list-devices") {
    arguments.listDevices = true;
  } else if (flag == "--list-tensors") {
    arguments.listTensors = true;
  } else {
    return readLoadSwitch(arguments.options, flag);
  }
  return true;
}

void readValue(Arguments& arguments, const std::string& flag, const std::string& text) {
  if (flag == "--weights") {
    arguments.weights = text;
  } else if (flag == "--input") {
    arguments.inputs.push_back(assignment(flag, text));
  } else if (flag == "--output") {
    arguments.outputs.push_back(assignment(flag, text));
  } else if (flag == "--time") {
    arguments.time = wholeNumber(flag, text);
  } else if (!readLoadOption(arguments.options, flag, text)) {
    fail("unknown option " + flag + "; --help lists them");
  }
}

}  // namespace

Arguments parseArguments(int count, const char* const* texts) {
  Arguments arguments;
  for (int index = 1; index < count; ++index) {
    const std::string flag = texts[index];
    if (readSwitch(arguments, flag)) continue;
    if (flag.compare(0, 2, "--") != 0) fail("unexpected argument " + flag);
    if (index + 1 == count) {
      // What is unknown, or takes some values only, says so itself.
      readValue(arguments, flag, "");
      fail(flag + " takes a value");
    }
    readValue(arguments, flag, texts[++index]);
  }
  const bool lists = arguments.help || arguments.listDevices || arguments.listTensors;
  if (!lists && arguments.weights.empty()) fail("--weights is missing");
  return arguments;
}

}  // namespace snapc
