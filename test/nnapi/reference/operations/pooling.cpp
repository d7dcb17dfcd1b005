/** Means and maxima over windows of an image. */

#include <algorithm>
#include <cmath>
#include <limits>

#include "pointwise.h"
#include "window.h"

namespace reference {

namespace {

using namespace type;

constexpr size_t implicitCount = 7;
constexpr size_t explicitCount = 10;

int poolingLevel(const Signature& signature) {
  const bool isL2 = signature.code() == ANEURALNETWORKS_L2_POOL_2D;
  int level =
      isL2 ? levelOfInput(signature, 0, {{float32, 1}, {float16, 3}})
           : levelOfInput(signature, 0, {{float32, 1}, {float16, 3}, {unsigned8, 1}, {signed8, 4}});
  const size_t count = signature.inputCount();
  const size_t plain = count >= explicitCount ? explicitCount : implicitCount;
  const int32_t image = signature.input(0).type;
  std::vector<int32_t> types = {image};
  types.resize(plain, scalarInt32);
  if (count == plain + 1) {
    types.push_back(scalarBool);
    level = std::max(level, 3);
  }
  signature.requireInputs(types);
  signature.requireOutputs({image});
  return level;
}

/** What is outside the image counts neither in a mean nor in a maximum. */
double pooled(int32_t code, const Tensor& tensor, const Image& image, const Window& window,
              const Dimensions& at, int32_t top, int32_t left) {
  double sum = 0;
  double greatest = -std::numeric_limits<double>::infinity();
  int32_t count = 0;
  const int32_t bottom = std::min(top + window.height, static_cast<int32_t>(image.height));
  const int32_t right = std::min(left + window.width, static_cast<int32_t>(image.width));
  for (int32_t y = std::max(top, 0); y < bottom; ++y) {
    for (int32_t x = std::max(left, 0); x < right; ++x) {
      const double value = valueAt(
          tensor, image.index(at[0], static_cast<size_t>(y), static_cast<size_t>(x), at[3]));
      sum += code == ANEURALNETWORKS_L2_POOL_2D ? value * value : value;
      greatest = std::max(greatest, value);
      ++count;
    }
  }
  if (code == ANEURALNETWORKS_MAX_POOL_2D) return greatest;
  return code == ANEURALNETWORKS_L2_POOL_2D ? std::sqrt(sum / count) : sum / count;
}

void runPooling(Run& run) {
  const Tensor input = run.input(0);
  run.require(input.rank() == 4, "the image has not 4 dimensions");
  const bool isExplicit = run.inputCount() >= explicitCount;
  Window window;
  size_t at = 1;
  int32_t code = 0;
  if (isExplicit) {
    window.left = run.integer(at++);
    window.right = run.integer(at++);
    window.top = run.integer(at++);
    window.bottom = run.integer(at++);
  } else {
    code = run.integer(at++);
  }
  window.strideWidth = run.integer(at++);
  window.strideHeight = run.integer(at++);
  window.width = run.integer(at++);
  window.height = run.integer(at++);
  const int32_t fuse = run.integer(at++);
  run.requireFuse(fuse);
  const Image from = imageOf(input, run.flag(at, false));
  choosePadding(run, window, from, isExplicit, code);
  window.requireValid(run);
  const Image to = window.outputOf(run, from, from.channels);
  const Tensor output = run.outputLike(input, to.shape());
  const Dimensions positions = {to.batches, to.height, to.width, to.channels};
  Dimensions position(4, 0);
  for (size_t index = 0; index < output.count(); ++index, advance(position, positions)) {
    const int32_t top = static_cast<int32_t>(position[1]) * window.strideHeight - window.top;
    const int32_t left = static_cast<int32_t>(position[2]) * window.strideWidth - window.left;
    store(output, to.index(position[0], position[1], position[2], position[3]),
          fused(fuse, pooled(run.code(), input, from, window, position, top, left)));
  }
}

}  // namespace

Rules poolingRules() {
  return {
      {ANEURALNETWORKS_AVERAGE_POOL_2D, "AVERAGE_POOL_2D", poolingLevel, runPooling},
      {ANEURALNETWORKS_MAX_POOL_2D, "MAX_POOL_2D", poolingLevel, runPooling},
      {ANEURALNETWORKS_L2_POOL_2D, "L2_POOL_2D", poolingLevel, runPooling},
  };
}

}  // namespace reference
