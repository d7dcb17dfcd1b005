/// Loads the tables and models of a pipeline, and draws.

#include "snapc/pictures/pipeline.h"

#include <mutex>

#include "../monitor.h"
#include "codec.h"
#include "data_file.h"
#include "denoising.h"
#include "stopwatch.h"

namespace snapc {

struct PicturePipeline::State {
  const PipelineDescription& description;
  Tokenizer tokenizer;
  std::vector<std::uint8_t> steps;
  PartStore parts;
  /// Recursive: what is told of a step may draw another picture.
  std::recursive_mutex drawing;

  State(const PipelineTables& tables, const PipelineOptions& options, const PartProgress& progress)
      : description(tables.description),
        tokenizer(readDataFile(options.folder, description.tokenizer)),
        steps(readDataFile(options.folder, description.stepTables)),
        parts(tables.parts, options, progress) {}
};

PicturePipeline::PicturePipeline(std::unique_ptr<State> state) : state_(std::move(state)) {}
PicturePipeline::PicturePipeline(PicturePipeline&&) noexcept = default;
PicturePipeline& PicturePipeline::operator=(PicturePipeline&&) noexcept = default;
PicturePipeline::~PicturePipeline() = default;

PicturePipeline PicturePipeline::load(const PipelineTables& tables, const PipelineOptions& options,
                                      const PartProgress& progress, const Cancellation* cancellation) {
  throwIfCancelled(cancellation);
  auto state = std::make_unique<State>(tables, options, progress);
  state->parts.prepare(cancellation);
  return PicturePipeline(std::move(state));
}

void PicturePipeline::check(const PipelineTables& tables, const Request& request) {
  checkRequest(request, tables.description);
}

const PipelineDescription& PicturePipeline::description() const noexcept { return state_->description; }

Generated PicturePipeline::generate(const Request& given) const {
  const CheckedRequest request = checkRequest(given, state_->description);
  const PipelineDescription description = state_->description.at(request.size);
  const std::lock_guard<std::recursive_mutex> lock(state_->drawing);
  throwIfCancelled(given.cancellation);
  Parts parts(state_->parts, request.size);
  Stopwatch clock;
  const TextStates texts = encodeTexts(description, state_->tokenizer, parts, request);
  const double text = clock.lap();
  const std::vector<Step> steps = stepsOf(state_->steps, description.steps.counts, request.steps);
  Denoised made = denoising(description, parts, request, steps, texts);
  clock.lap();
  Generated generated;
  static_cast<Picture&>(generated) = decode(description, parts, made.latents, given.cancellation);
  generated.seed = request.seed;
  generated.steps = request.steps;
  generated.guidance = static_cast<double>(request.guidance);
  generated.droppedTokens = texts.dropped;
  generated.milliseconds = {text, std::move(made.milliseconds), clock.lap()};
  return generated;
}

}  // namespace snapc
