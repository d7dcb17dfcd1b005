/** Images made larger or smaller. */

#include <algorithm>
#include <cmath>

#include "../refusal.h"
#include "window.h"

namespace reference {

namespace {

using namespace type;

int resizeLevel(const Signature& signature) {
  int level =
      levelOfInput(signature, 0, {{float32, 1}, {float16, 3}, {unsigned8, 3}, {signed8, 4}});
  const int32_t image = signature.input(0).type;
  const size_t count = signature.inputCount();
  const bool isNearest = signature.code() == ANEURALNETWORKS_RESIZE_NEAREST_NEIGHBOR;
  requireData(count >= (isNearest ? 4u : 3u) && count <= 6, "a resize takes 3 to 6 inputs");
  const int32_t scalar = signature.input(1).type;
  requireData(
      scalar == scalarInt32 || scalar == scalarOf(image),
      "a resize takes its sizes as INT32 or its factors in the image's floating-point type");
  std::vector<int32_t> types = {image, scalar, scalar};
  types.resize(count, scalarBool);
  signature.requireInputs(types);
  signature.requireOutputs({image});
  if (isNearest || count > 3 || scalar != scalarInt32) level = std::max(level, 3);
  return count > 4 ? 4 : level;
}

uint32_t sizeOf(const Run& run, size_t input, uint32_t from) {
  if (run.input(input).type() == scalarInt32) {
    run.require(run.integer(input) > 0, "a size is not positive");
    return static_cast<uint32_t>(run.integer(input));
  }
  const double size = std::floor(static_cast<double>(from) * run.real(input));
  run.require(size >= 1, "a size is not positive");
  return static_cast<uint32_t>(size);
}

struct Sampling {
  bool alignCorners;
  bool halfPixel;

  /** Where the output's pixel lies in the input, along one dimension. */
  double source(uint32_t at, uint32_t from, uint32_t to) const {
    if (alignCorners && to > 1) return static_cast<double>(at) * (from - 1) / (to - 1);
    const double scale = static_cast<double>(from) / to;
    return halfPixel ? (at + 0.5) * scale - 0.5 : at * scale;
  }

  /** The pixel that is nearest, in the sense that each way of sampling gives to the word. */
  size_t nearest(uint32_t at, uint32_t from, uint32_t to) const {
    const double scale = alignCorners && to > 1 ? static_cast<double>(from - 1) / (to - 1)
                                                : static_cast<double>(from) / to;
    const double position = (halfPixel ? at + 0.5 : at) * scale;
    const double chosen = alignCorners ? std::round(position) : std::floor(position);
    return static_cast<size_t>(std::clamp(chosen, 0.0, static_cast<double>(from - 1)));
  }
};

struct Neighbours {
  size_t low;
  size_t high;
  double weight;

  Neighbours(double position, uint32_t size) {
    const double last = size - 1;
    const double floor = std::floor(position);
    low = static_cast<size_t>(std::clamp(floor, 0.0, last));
    high = static_cast<size_t>(std::clamp(floor + 1, 0.0, last));
    weight = position - floor;
  }
};

double bilinear(const Tensor& tensor, const Image& image, const Dimensions& at, const Neighbours& y,
                const Neighbours& x) {
  const auto value = [&](size_t row, size_t column) {
    return valueAt(tensor, image.index(at[0], row, column, at[3]));
  };
  const double top = value(y.low, x.low) * (1 - x.weight) + value(y.low, x.high) * x.weight;
  const double bottom = value(y.high, x.low) * (1 - x.weight) + value(y.high, x.high) * x.weight;
  return top * (1 - y.weight) + bottom * y.weight;
}

void runResize(Run& run) {
  const Tensor input = run.input(0);
  run.require(input.rank() == 4, "the image has not 4 dimensions");
  const Image from = imageOf(input, run.flag(3, false));
  const Sampling sampling = {run.flag(4, false), run.flag(5, false)};
  run.require(!sampling.alignCorners || !sampling.halfPixel,
              "corners are aligned and pixels have half centres");
  const uint32_t width = sizeOf(run, 1, from.width);
  const uint32_t height = sizeOf(run, 2, from.height);
  const Image to = {from.batches, height, width, from.channels, from.channelsFirst};
  const Tensor output = run.outputLike(input, to.shape());
  const Dimensions positions = {to.batches, to.height, to.width, to.channels};
  Dimensions position(4, 0);
  for (size_t index = 0; index < output.count(); ++index, advance(position, positions)) {
    const size_t target = to.index(position[0], position[1], position[2], position[3]);
    if (run.code() == ANEURALNETWORKS_RESIZE_NEAREST_NEIGHBOR) {
      const size_t y = sampling.nearest(position[1], from.height, height);
      const size_t x = sampling.nearest(position[2], from.width, width);
      copyElement(input, from.index(position[0], y, x, position[3]), output, target);
    } else {
      const Neighbours y(sampling.source(position[1], from.height, height), from.height);
      const Neighbours x(sampling.source(position[2], from.width, width), from.width);
      store(output, target, bilinear(input, from, position, y, x));
    }
  }
}

}  // namespace

Rules resizeRules() {
  return {
      {ANEURALNETWORKS_RESIZE_BILINEAR, "RESIZE_BILINEAR", resizeLevel, runResize},
      {ANEURALNETWORKS_RESIZE_NEAREST_NEIGHBOR, "RESIZE_NEAREST_NEIGHBOR", resizeLevel, runResize},
  };
}

}  // namespace reference
