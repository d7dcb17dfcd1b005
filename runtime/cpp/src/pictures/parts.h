/// The models of a pipeline: all loaded, or each for as long as it is used.

#ifndef SNAPC_PICTURES_PARTS_H
#define SNAPC_PICTURES_PARTS_H

#include <array>
#include <memory>

#include "part_run.h"
#include "snapc/pictures/pipeline.h"

namespace snapc {

class Parts {
 public:
  Parts(Table<PartEntry> entries, PipelineOptions options, PartProgress progress)
      : entries_(entries), options_(std::move(options)), progress_(std::move(progress)) {}

  /// Where all are kept. Throws Error.
  void prepare(const Cancellation* cancellation);

  /// In memory for as long as it is held, where not all are kept. Throws Error.
  PartRun take(PartName part, const Cancellation* cancellation);

 private:
  struct Loaded {
    std::shared_ptr<const Session> kept;
    std::weak_ptr<const Session> used;
    bool isVerified = false;
  };
  std::shared_ptr<const Session> load(PartName part, const Cancellation* cancellation);

  Table<PartEntry> entries_;
  PipelineOptions options_;
  PartProgress progress_;
  std::array<Loaded, 4> loaded_;
};

}  // namespace snapc

#endif
