/// Loads the models of a pipeline.

#include "parts.h"

#include "snapc/error.h"

namespace snapc {

const char* nameOf(PartName part) noexcept {
  switch (part) {
    case PartName::textEncoder:
      return "text_encoder";
    case PartName::unet:
      return "unet";
    case PartName::decoder:
      return "vae_decoder";
    case PartName::encoder:
      return "vae_encoder";
  }
  return "unknown";
}

void Parts::prepare(const Cancellation* cancellation) {
  if (options_.memory == MemoryMode::spare) return;
  for (const PartEntry& entry : entries_) {
    loaded_[static_cast<std::size_t>(entry.part)].kept = load(entry.part, cancellation);
  }
}

PartRun Parts::take(PartName part, const Cancellation* cancellation) {
  Loaded& place = loaded_[static_cast<std::size_t>(part)];
  std::shared_ptr<const Session> session = place.kept ? place.kept : place.used.lock();
  if (session == nullptr) session = load(part, cancellation);
  place.used = session;
  return PartRun(std::move(session));
}

std::shared_ptr<const Session> Parts::load(PartName part, const Cancellation* cancellation) {
  for (const PartEntry& entry : entries_) {
    if (entry.part != part) continue;
    const std::optional<Weights> given = options_.weights ? options_.weights(part) : std::nullopt;
    const Weights weights = given ? *given : Weights::inFolder(options_.folder + '/' + entry.weights);
    bool& isVerified = loaded_[static_cast<std::size_t>(part)].isVerified;
    Options options = options_.model;
    // Once is enough: what is read again is the same files.
    options.verifyWeights = options.verifyWeights && !isVerified;
    Progress progress;
    if (progress_) {
      progress = [&](LoadPhase phase, std::uint64_t done, std::uint64_t total) { progress_(part, phase, done, total); };
    }
    auto session = std::make_shared<const Session>(Session::load(entry.tables(), weights, options, progress, cancellation));
    isVerified = true;
    return session;
  }
  throw Error(ErrorKind::argument, std::string("the pipeline has no ") + nameOf(part));
}

}  // namespace snapc
