/// Runs of one model of a pipeline, in a burst on memory that the driver maps.

#ifndef SNAPC_PICTURES_PART_RUN_H
#define SNAPC_PICTURES_PART_RUN_H

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "snapc/loop.h"

namespace snapc {

/// What is set stays set for the runs that follow.
class PartRun {
 public:
  explicit PartRun(std::shared_ptr<const Session> session);

  void setFloats(const char* name, const std::vector<float>& numbers);
  void setWhole(const char* name, const std::vector<std::int32_t>& numbers);
  /// Every element of the input, in the type that the model has it in.
  void setAll(const char* name, float number);

  std::size_t count(const char* input) const;

  /// The floats of one output. Throws Error.
  std::vector<float> run(const char* output, const Cancellation* cancellation);

 private:
  std::shared_ptr<const Session> session_;
  Loop loop_;
};

}  // namespace snapc

#endif
