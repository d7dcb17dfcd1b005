/// What a pipeline can be asked for.

#include "checked_request.h"

#include <algorithm>
#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "snapc/error.h"

namespace snapc {
namespace {

constexpr double MOST_GUIDANCE = 1000;
constexpr std::int64_t MOST_SEED = (std::int64_t{1} << 53) - 1;

std::string printed(double number) {
  if (std::isnan(number)) return "NaN";
  std::string text = std::to_string(number);
  if (text.find('.') == std::string::npos) return text;
  text.erase(text.find_last_not_of('0') + 1);
  if (text.back() == '.') text.pop_back();
  return text;
}

std::string countsText(const Table<std::uint32_t>& counts) {
  std::vector<std::uint32_t> sorted(counts.begin(), counts.end());
  std::sort(sorted.begin(), sorted.end());
  if (sorted.back() - sorted.front() + 1 == sorted.size()) {
    return std::to_string(sorted.front()) + " to " + std::to_string(sorted.back());
  }
  std::string text;
  for (const std::uint32_t count : sorted) text += (text.empty() ? "" : ", ") + std::to_string(count);
  return text;
}

class Faults {
 public:
  void demand(bool holds, const std::string& message) {
    if (!holds) text_ += (text_.empty() ? "" : "; ") + message;
  }
  void throwIfAny() const {
    if (!text_.empty()) throw Error(ErrorKind::argument, text_);
  }

 private:
  std::string text_;
};

using Edge = std::optional<std::int64_t>;

/// The first that has what is demanded.
std::optional<std::size_t> fitting(const Table<PictureSize>& sizes, const Edge& width, const Edge& height) {
  for (std::size_t at = 0; at < sizes.count; ++at) {
    if (width.value_or(sizes[at].width) == sizes[at].width && height.value_or(sizes[at].height) == sizes[at].height) {
      return at;
    }
  }
  return std::nullopt;
}

std::optional<std::size_t> sizeOf(const Request& request, const Table<PictureSize>& sizes) {
  if (request.image && !request.width && !request.height) {
    const auto own = fitting(sizes, request.image->width, request.image->height);
    if (own) return own;
  }
  return fitting(sizes, request.width, request.height);
}

std::string sizesText(const Table<PictureSize>& sizes) {
  std::string text;
  for (const PictureSize& size : sizes) {
    text += (text.empty() ? "" : ", ") + std::to_string(size.width) + 'x' + std::to_string(size.height);
  }
  return text;
}

std::string printed(const Edge& edge) { return edge ? std::to_string(*edge) : "any"; }

void checkImage(Faults& faults, const Picture& image, const PipelineDescription& description) {
  const auto size = [](std::uint32_t width, std::uint32_t height) {
    return std::to_string(width) + 'x' + std::to_string(height);
  };
  faults.demand(description.hasEncoder(), "an image needs a pipeline that was compiled with vae_encoder");
  faults.demand(image.width == description.width() && image.height == description.height(),
                "the image is " + size(image.width, image.height) + "; it has to be " +
                    size(description.width(), description.height()));
  faults.demand(image.pixels.size() == std::size_t{4} * image.width * image.height,
                "the image needs four bytes for each pixel");
}

}  // namespace

std::uint32_t CheckedRequest::skipped() const {
  if (!given.image) return 0;
  const double taken = std::min<double>(std::floor(steps * given.strength), steps);
  return steps - static_cast<std::uint32_t>(taken);
}

CheckedRequest checkRequest(const Request& request, const PipelineDescription& description) {
  Faults faults;
  const Table<std::uint32_t>& counts = description.steps.counts;
  const std::int64_t steps = request.steps.value_or(description.steps.usual);
  const double guidance = request.guidance.value_or(description.guidance);
  const std::int64_t seed = request.seed ? *request.seed : std::int64_t{std::random_device()()};
  faults.demand(std::any_of(counts.begin(), counts.end(), [&](std::uint32_t count) { return count == steps; }),
                "steps is " + std::to_string(steps) + "; it can be " + countsText(counts));
  faults.demand(std::fabs(guidance) <= MOST_GUIDANCE,
                "guidance is " + printed(guidance) + "; it can be a number from -1000 to 1000");
  faults.demand(seed >= 0 && seed <= MOST_SEED, "seed is " + std::to_string(seed) +
                                                    "; it can be a whole number from 0 to " +
                                                    std::to_string(MOST_SEED));
  faults.demand(request.strength >= 0 && request.strength <= 1,
                "strength is " + printed(request.strength) + "; it can be a number from 0 to 1");
  const std::optional<std::size_t> size = sizeOf(request, description.sizes);
  faults.demand(size.has_value(), "the size is " + printed(request.width) + 'x' + printed(request.height) +
                                      "; it can be " + sizesText(description.sizes));
  faults.demand(request.preview != Preview::fast || description.hasPreview(),
                "this pipeline has no fast preview; ask for a decoded one");
  if (request.image && size) checkImage(faults, *request.image, description.at(*size));
  faults.throwIfAny();
  return {request, static_cast<std::uint32_t>(steps), static_cast<float>(guidance), static_cast<std::uint64_t>(seed),
          *size};
}

}  // namespace snapc
