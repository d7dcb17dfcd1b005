/// The models of a pipeline: all loaded, or each for as long as it is used.

#ifndef SNAPC_PICTURES_PARTS_H
#define SNAPC_PICTURES_PARTS_H

#include <array>
#include <memory>

#include "part_run.h"
#include "snapc/pictures/pipeline.h"

namespace snapc {

class PartStore {
 public:
  PartStore(Table<PartEntry> entries, PipelineOptions options, PartProgress progress)
      : entries_(entries), options_(std::move(options)), progress_(std::move(progress)) {}

  /// Where all are kept, those of the usual size. Throws Error.
  void prepare(const Cancellation* cancellation);

  /// In memory for as long as it is held, where not all are kept. Throws Error.
  PartRun take(PartName part, std::size_t size, const Cancellation* cancellation);

 private:
  struct Loaded {
    const PartEntry* entry = nullptr;
    std::shared_ptr<const Session> kept;
    std::weak_ptr<const Session> used;
    bool isVerified = false;
  };
  std::shared_ptr<const Session> load(const PartEntry& entry, const Cancellation* cancellation);

  Table<PartEntry> entries_;
  PipelineOptions options_;
  PartProgress progress_;
  std::array<Loaded, 4> loaded_;
};

/// Those for pictures of one size.
class Parts {
 public:
  Parts(PartStore& store, std::size_t size) : store_(store), size_(size) {}

  /// Throws Error.
  PartRun take(PartName part, const Cancellation* cancellation) { return store_.take(part, size_, cancellation); }

 private:
  PartStore& store_;
  std::size_t size_;
};

}  // namespace snapc

#endif
