/// Reads the command line of draw.

#include "draw_arguments.h"

#include <cerrno>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "../load_options.h"

namespace snapc {

const char* const DRAW_USAGE =
    "usage: draw --weights DIR --prompt TEXT --out FILE.png|ppm|npy [options]\n"
    "       draw --list-devices\n"
    "  --weights DIR          the folder of tokenizer.bin, steps.bin and the parts' folders\n"
    "  --prompt-file FILE     the prompt as a file of UTF-8\n"
    "  --negative TEXT        what the picture should not show; --negative-file FILE\n"
    "  --steps N, --guidance G, --seed S\n"
    "  --width N, --height N  in pixels: one of the sizes that the pipeline was compiled for\n"
    "  --image FILE.ppm|npy   a picture to begin with; --strength S, from 0 to 1, is drawn anew\n"
    "  --random R             philox (default) or torch, which draws PyTorch's numbers\n"
    "  --memory M             keep (default), or spare: one model in memory at a time\n"
    "  --time                 prints how long each stage takes\n"
    "  --progress             prints each step when it is done\n";

namespace {

[[noreturn]] void fail(const std::string& message) { throw Error(ErrorKind::argument, message); }

std::string textIn(const std::string& path) {
  std::ifstream stream(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(stream), {}};
  if (!stream) throw Error(ErrorKind::file, path + ": cannot be read");
  return text;
}

std::int64_t integer(const std::string& flag, const std::string& text) {
  char* end = nullptr;
  errno = 0;
  const long long number = std::strtoll(text.c_str(), &end, 10);
  if (text.empty() || *end != '\0' || errno != 0) fail(flag + " takes a whole number");
  return number;
}

double real(const std::string& flag, const std::string& text) {
  char* end = nullptr;
  const double number = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0') fail(flag + " takes a number");
  return number;
}

bool readSwitch(DrawArguments& arguments, const std::string& flag) {
  if (flag == "--help") {
    arguments.help = true;
  } else if (flag == "--list-devices") {
    arguments.listDevices = true;
  } else if (flag == "--time") {
    arguments.time = true;
  } else if (flag == "--progress") {
    arguments.progress = true;
  } else {
    return readLoadSwitch(arguments.options.model, flag);
  }
  return true;
}

void readValue(DrawArguments& arguments, const std::string& flag, const std::string& text) {
  Request& request = arguments.request;
  if (flag == "--weights") {
    arguments.options.folder = text;
  } else if (flag == "--prompt") {
    request.prompt = text;
  } else if (flag == "--prompt-file") {
    request.prompt = textIn(text);
  } else if (flag == "--negative") {
    request.negativePrompt = text;
  } else if (flag == "--negative-file") {
    request.negativePrompt = textIn(text);
  } else if (flag == "--steps") {
    request.steps = integer(flag, text);
  } else if (flag == "--guidance") {
    request.guidance = real(flag, text);
  } else if (flag == "--seed") {
    request.seed = integer(flag, text);
  } else if (flag == "--width") {
    request.width = integer(flag, text);
  } else if (flag == "--height") {
    request.height = integer(flag, text);
  } else if (flag == "--image") {
    arguments.image = text;
  } else if (flag == "--strength") {
    request.strength = real(flag, text);
  } else if (flag == "--random") {
    request.random =
        oneOf<RandomNumbers>(flag, text, {{"philox", RandomNumbers::philox}, {"torch", RandomNumbers::torch}});
  } else if (flag == "--memory") {
    arguments.options.memory =
        oneOf<MemoryMode>(flag, text, {{"keep", MemoryMode::keep}, {"spare", MemoryMode::spare}});
  } else if (flag == "--out") {
    arguments.out = text;
  } else if (!readLoadOption(arguments.options.model, flag, text)) {
    fail("unknown option " + flag + "; --help lists them");
  }
}

}  // namespace

DrawArguments parseDrawArguments(int count, const char* const* texts) {
  DrawArguments arguments;
  bool hasPrompt = false;
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
    hasPrompt = hasPrompt || flag == "--prompt" || flag == "--prompt-file";
  }
  if (arguments.help || arguments.listDevices) return arguments;
  if (arguments.options.folder.empty()) fail("--weights is missing");
  if (!hasPrompt) fail("--prompt is missing");
  if (arguments.out.empty()) fail("--out is missing");
  return arguments;
}

}  // namespace snapc
