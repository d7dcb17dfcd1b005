/// Draws a picture from words: on a phone by adb, or on a host with its own NNAPI.

#include <cstdio>
#include <exception>

#include "../device_list.h"
#include "../load_options.h"
#include "draw_arguments.h"
#include "picture_files.h"

namespace SNAPC_PIPELINE {
/// In the generated source.
const snapc::PipelineTables& pipelineTables();
}  // namespace SNAPC_PIPELINE

namespace snapc {
namespace {

void tell(const Generated& made) {
  double steps = 0;
  for (const double step : made.milliseconds.steps) steps += step;
  std::printf("text encoder %.3f ms, %zu steps %.3f ms, decoder %.3f ms\n", made.milliseconds.text,
              made.milliseconds.steps.size(), steps, made.milliseconds.decoder);
}

void draw(DrawArguments arguments) {
  if (arguments.help) std::printf("%s%s", DRAW_USAGE, LOAD_USAGE);
  if (arguments.listDevices) listDevices();
  if (arguments.out.empty()) return;
  // First: a driver may take minutes to compile.
  requirePicturePath(arguments.out);
  Request& request = arguments.request;
  if (!arguments.image.empty()) request.image = readPicture(arguments.image);
  const PipelineTables& tables = SNAPC_PIPELINE::pipelineTables();
  PicturePipeline::check(tables, request);
  if (arguments.progress) {
    request.onStep = [](const StepReport& report) {
      std::printf("step %u of %u\n", static_cast<unsigned>(report.step), static_cast<unsigned>(report.steps));
      std::fflush(stdout);
    };
  }
  const PicturePipeline pipeline = PicturePipeline::load(tables, arguments.options);
  const Generated made = pipeline.generate(request);
  writePicture(arguments.out, made);
  std::printf("seed %llu\n", static_cast<unsigned long long>(made.seed));
  if (made.droppedTokens > 0) {
    std::fprintf(stderr, "warning: %zu tokens of the prompt did not fit the model\n", made.droppedTokens);
  }
  if (arguments.time) tell(made);
}

}  // namespace
}  // namespace snapc

int main(int count, char** texts) {
  try {
    snapc::draw(snapc::parseDrawArguments(count, texts));
    return 0;
  } catch (const std::exception& error) {
    std::fprintf(stderr, "draw: %s\n", error.what());
    return 1;
  }
}
