/// What a picture is asked for with, and what is told on the way to it.

#ifndef SNAPC_PICTURES_REQUEST_H
#define SNAPC_PICTURES_REQUEST_H

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "snapc/cancellation.h"
#include "snapc/pictures/picture.h"

namespace snapc {

/// `fast` maps latents to colours, one pixel for each; `decoded` runs the decoder at each step.
enum class Preview { none, fast, decoded };

/// `philox` gives the same bits in every language; `torch` draws what torch.randn does with the seed on a CPU.
enum class RandomNumbers { philox, torch };

struct StepReport {
  /// From 1 to `steps`.
  std::uint32_t step;
  std::uint32_t steps;
  /// Channels x height x width; valid during the call.
  const std::vector<float>& latents;
  double milliseconds;
  /// Null unless one was asked for; valid during the call.
  const Picture* preview;
};

struct Request {
  /// UTF-8; what is none counts as U+FFFD.
  std::string prompt;
  /// What the picture should not show; counts where guidance is not 1.
  std::string negativePrompt;
  std::optional<std::int64_t> steps;
  /// How much the prompt counts; 1 takes the model's word for it and halves the work where the model runs twice.
  std::optional<double> guidance;
  /// From 0 to 2^53 - 1; drawn where there is none, and told with the picture.
  std::optional<std::int64_t> seed;
  /// Of the picture in pixels: one of the description's sizes. Where nothing is said it is that of `image`, or the first.
  std::optional<std::int64_t> width;
  std::optional<std::int64_t> height;
  /// A picture to begin with, of the same size.
  std::optional<Picture> image;
  /// How much of that picture is drawn anew, from 0 to 1.
  double strength = 0.8;
  Preview preview = Preview::none;
  RandomNumbers random = RandomNumbers::philox;
  /// Is called after each step on the thread that draws; what it throws ends the drawing.
  std::function<void(const StepReport&)> onStep;
  /// Is looked at before each run of a model.
  const Cancellation* cancellation = nullptr;
};

/// Of the text encoder, each step, and the decoder.
struct Milliseconds {
  double text = 0;
  std::vector<double> steps;
  double decoder = 0;
};

struct Generated : Picture {
  std::uint64_t seed = 0;
  std::uint32_t steps = 0;
  double guidance = 0;
  /// How many tokens of the prompt the text encoder could not take.
  std::size_t droppedTokens = 0;
  Milliseconds milliseconds;
};

}  // namespace snapc

#endif
