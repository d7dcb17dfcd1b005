/// A request with its defaults, checked as a whole: every fault is told at once.

#ifndef SNAPC_PICTURES_CHECKED_REQUEST_H
#define SNAPC_PICTURES_CHECKED_REQUEST_H

#include "snapc/pictures/description.h"
#include "snapc/pictures/request.h"

namespace snapc {

/// Lives as long as the request that it was made of.
struct CheckedRequest {
  const Request& given;
  std::uint32_t steps;
  float guidance;
  std::uint64_t seed;
  /// Its place in the description.
  std::size_t size;

  /// The steps that are left out because a picture is there to begin with.
  std::uint32_t skipped() const;
};

/// Throws Error.
CheckedRequest checkRequest(const Request& request, const PipelineDescription& description);

}  // namespace snapc

#endif
