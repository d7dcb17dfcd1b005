/** Blocks of an image that become channels, and channels that become blocks. */

#include <algorithm>

#include "window.h"

namespace reference {

namespace {

using namespace type;

int blockLevel(const Signature& signature) {
  int level =
      levelOfInput(signature, 0, {{float32, 1}, {float16, 3}, {unsigned8, 1}, {signed8, 4}});
  const int32_t image = signature.input(0).type;
  std::vector<int32_t> types = {image, scalarInt32};
  if (signature.inputCount() == 3) {
    types.push_back(scalarBool);
    level = std::max(level, 3);
  }
  signature.requireInputs(types);
  signature.requireOutputs({image});
  return level;
}

int shuffleLevel(const Signature& signature) {
  const int level =
      levelOfInput(signature, 0, {{float32, 3}, {float16, 3}, {unsigned8, 3}, {signed8, 4}});
  const int32_t tensor = signature.input(0).type;
  signature.requireInputs({tensor, scalarInt32, scalarInt32});
  signature.requireOutputs({tensor});
  signature.requireRankAtMost4();
  return level;
}

/** Both directions walk the small image's channels, which are the large one's blocks. */
void runBlock(Run& run) {
  const Tensor input = run.input(0);
  run.require(input.rank() == 4, "the image has not 4 dimensions");
  const int32_t size = run.integer(1);
  run.require(size > 0, "the block is empty");
  const auto block = static_cast<uint32_t>(size);
  const Image from = imageOf(input, run.flag(2, false));
  const bool spreads = run.code() == ANEURALNETWORKS_DEPTH_TO_SPACE;
  Image to = from;
  if (spreads) {
    run.require(from.channels % (block * block) == 0, "the channels do not fill blocks");
    to = {from.batches, from.height * block, from.width * block, from.channels / (block * block),
          from.channelsFirst};
  } else {
    run.require(from.height % block == 0 && from.width % block == 0,
                "the image is no whole blocks");
    to = {from.batches, from.height / block, from.width / block, from.channels * block * block,
          from.channelsFirst};
  }
  const Tensor output = run.outputLike(input, to.shape());
  const Image& small = spreads ? from : to;
  const Image& large = spreads ? to : from;
  const Dimensions positions = {small.batches, small.height, small.width, small.channels};
  Dimensions position(4, 0);
  for (size_t index = 0; index < input.count(); ++index, advance(position, positions)) {
    const uint32_t inBlock = position[3] / large.channels;
    const size_t smallIndex = small.index(position[0], position[1], position[2], position[3]);
    const size_t largeIndex =
        large.index(position[0], position[1] * block + inBlock / block,
                    position[2] * block + inBlock % block, position[3] % large.channels);
    copyElement(input, spreads ? smallIndex : largeIndex, output,
                spreads ? largeIndex : smallIndex);
  }
}

void runShuffle(Run& run) {
  const Tensor input = run.input(0);
  const int32_t groups = run.integer(1);
  const size_t axis = run.axis(run.integer(2), input.rank());
  const size_t size = input.dimensions[axis];
  run.require(groups > 0 && size % static_cast<size_t>(groups) == 0, "the groups are not equal");
  const Tensor output = run.outputLike(input, input.dimensions);
  const size_t inner = stridesOf(input.dimensions)[axis];
  const auto count = static_cast<size_t>(groups);
  for (size_t index = 0; index < input.count(); ++index) {
    const size_t at = index / inner % size;
    const size_t source = at % count * (size / count) + at / count;
    copyElement(input, index - at * inner + source * inner, output, index);
  }
}

}  // namespace

Rules blockRules() {
  return {
      {ANEURALNETWORKS_DEPTH_TO_SPACE, "DEPTH_TO_SPACE", blockLevel, runBlock},
      {ANEURALNETWORKS_SPACE_TO_DEPTH, "SPACE_TO_DEPTH", blockLevel, runBlock},
      {ANEURALNETWORKS_CHANNEL_SHUFFLE, "CHANNEL_SHUFFLE", shuffleLevel, runShuffle},
  };
}

}  // namespace reference
