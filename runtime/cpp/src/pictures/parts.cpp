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

void PartStore::prepare(const Cancellation* cancellation) {
  if (options_.memory == MemoryMode::spare) return;
  for (const PartEntry& entry : entries_) {
    if ((entry.sizes & 1u) != 0) take(entry.part, 0, cancellation);
  }
}

PartRun PartStore::take(PartName part, std::size_t size, const Cancellation* cancellation) {
  for (const PartEntry& entry : entries_) {
    if (entry.part != part || (entry.sizes >> size & 1u) == 0) continue;
    Loaded& place = loaded_[static_cast<std::size_t>(part)];
    std::shared_ptr<const Session> session = place.entry == &entry ? place.used.lock() : nullptr;
    if (session == nullptr) {
      // That of another size makes room first.
      place.kept = nullptr;
      session = load(entry, cancellation);
    }
    place.entry = &entry;
    place.used = session;
    if (options_.memory == MemoryMode::keep) place.kept = session;
    return PartRun(std::move(session));
  }
  throw Error(ErrorKind::argument, std::string("the pipeline has no ") + nameOf(part));
}

std::shared_ptr<const Session> PartStore::load(const PartEntry& entry, const Cancellation* cancellation) {
  const PartName part = entry.part;
  const std::optional<Weights> given = options_.weights ? options_.weights(part) : std::nullopt;
  const Weights weights = given ? *given : Weights::inFolder(options_.folder + '/' + entry.weights);
  bool& isVerified = loaded_[static_cast<std::size_t>(part)].isVerified;
  Options options = options_.model;
  // Once is enough: what is read again is the same files, which all sizes share.
  options.verifyWeights = options.verifyWeights && !isVerified;
  Progress progress;
  if (progress_) {
    progress = [&](LoadPhase phase, std::uint64_t done, std::uint64_t total) { progress_(part, phase, done, total); };
  }
  auto session = std::make_shared<const Session>(Session::load(entry.tables(), weights, options, progress, cancellation));
  isVerified = true;
  return session;
}

}  // namespace snapc
