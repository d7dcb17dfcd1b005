/// Steps over the table, with guidance in one run of the UNet or in two.

#include "denoising.h"

#include "codec.h"
#include "picture_planes.h"
#include "stopwatch.h"

namespace snapc {
namespace {

class Denoising {
 public:
  Denoising(const PipelineDescription& description, Parts& parts, const CheckedRequest& request,
            const std::vector<Step>& steps, const TextStates& texts)
      : description_(description),
        parts_(parts),
        request_(request),
        cancellation_(request.given.cancellation),
        steps_(steps),
        texts_(texts),
        skipped_(request.skipped()),
        noise_(request.given.random, request.seed, description.latentCount()) {}

  Denoised run() {
    Denoised made{start(), {}};
    PartRun unet = parts_.take(PartName::unet, cancellation_);
    const bool isBatched = description_.unetBatch == 2;
    if (isBatched) unet.setFloats(description_.unet.states, joined(texts_.without.value_or(texts_.told), texts_.told));
    std::optional<Floats> earlier;
    for (std::size_t at = skipped_; at < steps_.size(); ++at) {
      const Step& step = steps_[at];
      Stopwatch clock;
      const Floats output = isBatched ? predictBoth(unet, made.latents, step) : predict(unet, made.latents, step);
      Floats denoised = denoise(made.latents, output, step, description_.steps.clip);
      Floats fresh;
      if (step.noise != 0) fresh = noise_.afterStep(static_cast<std::uint32_t>(at));
      made.latents =
          advance(step, made.latents, output, denoised, earlier ? &*earlier : nullptr, step.noise == 0 ? nullptr : &fresh);
      earlier = std::move(denoised);
      made.milliseconds.push_back(clock.lap());
      if (request_.given.onStep) report(at, made, *earlier);
    }
    return made;
  }

 private:
  /// Noise, or a picture's latents with noise of the first step that is taken.
  Floats start() {
    const StepCounts& counts = description_.steps;
    if (!request_.given.image) {
      double initial = 1;
      for (std::size_t at = 0; at < counts.counts.count; ++at) {
        if (counts.counts[at] == request_.steps) initial = counts.initialNoise[at];
      }
      return scaled(noise_.first(), static_cast<float>(initial));
    }
    const Floats latents = encode(description_, parts_, *request_.given.image, noise_, cancellation_);
    if (skipped_ == steps_.size()) return latents;
    const Step& step = steps_[skipped_];
    return mixed(latents, step.startLatent, noise_.first(), step.startNoise);
  }

  static Floats joined(Floats one, const Floats& other) {
    one.insert(one.end(), other.begin(), other.end());
    return one;
  }

  /// One side of guidance after the other.
  Floats predict(PartRun& unet, const Floats& latents, const Step& step) {
    const UnetNames& names = description_.unet;
    unet.setFloats(names.sample, scaled(latents, step.inputScale));
    unet.setAll(names.timestep, step.timestep);
    const auto ask = [&](const Floats& states) {
      unet.setFloats(names.states, states);
      return unet.run(names.output, cancellation_);
    };
    const Floats told = ask(texts_.told);
    return texts_.without ? guided(ask(*texts_.without), told, request_.guidance) : told;
  }

  /// Without the prompt first.
  Floats predictBoth(PartRun& unet, const Floats& latents, const Step& step) {
    const UnetNames& names = description_.unet;
    const Floats input = scaled(latents, step.inputScale);
    unet.setFloats(names.sample, joined(input, input));
    unet.setAll(names.timestep, step.timestep);
    const Floats both = unet.run(names.output, cancellation_);
    const auto middle = both.begin() + static_cast<std::ptrdiff_t>(latents.size());
    const Floats told(middle, both.end());
    return texts_.without ? guided(Floats(both.begin(), middle), told, request_.guidance) : told;
  }

  void report(std::size_t at, const Denoised& made, const Floats& denoised) {
    const Preview kind = request_.given.preview;
    Picture preview;
    if (kind == Preview::fast) preview = linearPreview(denoised, description_);
    if (kind == Preview::decoded) preview = decode(description_, parts_, denoised, cancellation_);
    request_.given.onStep({static_cast<std::uint32_t>(at + 1 - skipped_),
                           static_cast<std::uint32_t>(steps_.size() - skipped_), made.latents,
                           made.milliseconds.back(), kind == Preview::none ? nullptr : &preview});
  }

  const PipelineDescription& description_;
  Parts& parts_;
  const CheckedRequest& request_;
  const Cancellation* cancellation_;
  const std::vector<Step>& steps_;
  const TextStates& texts_;
  std::size_t skipped_;
  NoiseSource noise_;
};

}  // namespace

Denoised denoising(const PipelineDescription& description, Parts& parts, const CheckedRequest& request,
                   const std::vector<Step>& steps, const TextStates& texts) {
  return Denoising(description, parts, request, steps, texts).run();
}

}  // namespace snapc
