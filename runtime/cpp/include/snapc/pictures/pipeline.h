/// From words to a picture: text encoder, a loop of the UNet, decoder; the same for all pipelines that snapc emits.

#ifndef SNAPC_PICTURES_PIPELINE_H
#define SNAPC_PICTURES_PIPELINE_H

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "snapc/options.h"
#include "snapc/pictures/description.h"
#include "snapc/pictures/request.h"
#include "snapc/weights.h"

namespace snapc {

/// `keep` loads all models once, those of another size of pictures when it is first asked for, in place of those that
/// were there. `spare` has one of them in memory at a time, so that text encoder and UNet are gone
/// when the picture is decoded: each is read again whenever it is used.
enum class MemoryMode { keep, spare };

struct PipelineOptions {
  /// Holds tokenizer.bin, steps.bin, and the folders of the parts: the artifact's folder, or a copy of its .bin files.
  std::string folder;
  /// The weights of a part that lie elsewhere.
  std::function<std::optional<Weights>(PartName part)> weights;
  MemoryMode memory = MemoryMode::keep;
  /// Of each model.
  Options model;
};

/// Is called on the thread that loads; `total` is 0 where there is nothing to count.
using PartProgress = std::function<void(PartName part, LoadPhase phase, std::uint64_t done, std::uint64_t total)>;

/// Several threads may use one pipeline: pictures are drawn one after another.
class PicturePipeline {
 public:
  /// Throws Error; nothing stays behind then.
  static PicturePipeline load(const PipelineTables& tables, const PipelineOptions& options,
                              const PartProgress& progress = {}, const Cancellation* cancellation = nullptr);

  /// Whether such a picture can be asked for, before anything is loaded. Throws Error: every fault at once.
  static void check(const PipelineTables& tables, const Request& request);

  PicturePipeline(PicturePipeline&&) noexcept;
  PicturePipeline& operator=(PicturePipeline&&) noexcept;
  ~PicturePipeline();

  const PipelineDescription& description() const noexcept;

  /// Blocks until the picture is drawn. Throws Error: every fault of the request at once.
  Generated generate(const Request& request) const;

 private:
  struct State;
  explicit PicturePipeline(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace snapc

#endif
