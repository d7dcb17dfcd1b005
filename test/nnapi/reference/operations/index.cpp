/** Elements chosen by indices, and the greatest ones with theirs. */

#include <algorithm>
#include <cstring>
#include <numeric>

#include "../refusal.h"
#include "run.h"

namespace reference {

namespace {

using namespace type;

int gatherLevel(const Signature& signature) {
  const int level = levelOfInput(
      signature, 0, {{float32, 3}, {float16, 3}, {int32, 3}, {unsigned8, 3}, {signed8, 4}});
  const int32_t tensor = signature.input(0).type;
  signature.requireInputs({tensor, scalarInt32, int32});
  signature.requireOutputs({tensor});
  return level;
}

int embeddingLevel(const Signature& signature) {
  const int level = levelOfInput(
      signature, 1, {{float32, 1}, {float16, 4}, {int32, 3}, {unsigned8, 3}, {signed8, 4}});
  const int32_t tensor = signature.input(1).type;
  signature.requireInputs({int32, tensor});
  signature.requireOutputs({tensor});
  return level;
}

int greatestLevel(const Signature& signature) {
  const int level = levelOfInput(
      signature, 0, {{float32, 3}, {float16, 3}, {int32, 3}, {unsigned8, 3}, {signed8, 4}});
  const int32_t tensor = signature.input(0).type;
  signature.requireInputs({tensor, scalarInt32});
  signature.requireOutputs({tensor, int32});
  return level;
}

int rankLevel(const Signature& signature) {
  requireData(isTensor(signature.input(0).type), "RANK takes a tensor");
  signature.requireInputs({signature.input(0).type});
  signature.requireOutputs({scalarInt32});
  return 4;
}

/** Copies whole rows of `inner` elements from the places along `axis` that the indices name. */
void copyRows(Run& run, const Tensor& input, size_t axis, const std::vector<int32_t>& indices,
              const Dimensions& shape) {
  const size_t size = input.dimensions[axis];
  const size_t inner = stridesOf(input.dimensions)[axis];
  for (const int32_t index : indices) {
    run.require(index >= 0 && static_cast<size_t>(index) < size, "an index is outside");
  }
  const Tensor output = run.outputLike(input, shape);
  const size_t bytes = inner * input.elementSize();
  uint8_t* target = output.data;
  for (size_t outer = 0; outer < input.count() / (size * inner); ++outer) {
    for (const int32_t index : indices) {
      std::memcpy(target, input.data + (outer * size + static_cast<size_t>(index)) * bytes, bytes);
      target += bytes;
    }
  }
}

void runGather(Run& run) {
  const Tensor input = run.input(0);
  const size_t axis = run.axis(run.integer(1), input.rank());
  const Tensor indices = run.input(2);
  const auto at = input.dimensions.begin() + static_cast<std::ptrdiff_t>(axis);
  Dimensions shape(input.dimensions.begin(), at);
  shape.insert(shape.end(), indices.dimensions.begin(), indices.dimensions.end());
  shape.insert(shape.end(), at + 1, input.dimensions.end());
  copyRows(run, input, axis, run.integers(2), shape);
}

void runEmbedding(Run& run) {
  const Tensor indices = run.input(0);
  const Tensor rows = run.input(1);
  run.require(indices.rank() == 1 && rows.rank() >= 2, "indices or rows have a wrong rank");
  Dimensions shape = rows.dimensions;
  shape[0] = indices.dimensions[0];
  copyRows(run, rows, 0, run.integers(0), shape);
}

void runGreatest(Run& run) {
  const Tensor input = run.input(0);
  const int32_t wanted = run.integer(1);
  const uint32_t size = input.dimensions.back();
  run.require(wanted > 0 && static_cast<uint32_t>(wanted) <= size, "more elements than there are");
  const auto count = static_cast<size_t>(wanted);
  Dimensions shape = input.dimensions;
  shape.back() = static_cast<uint32_t>(count);
  const Tensor values = run.outputLike(input, shape);
  const Tensor indices = run.output(shape, 1);
  std::vector<size_t> order(size);
  for (size_t row = 0; row < input.count() / size; ++row) {
    // Of equal elements the one with the larger index comes first.
    std::iota(order.rbegin(), order.rend(), size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](size_t left, size_t right) {
      return valueAt(input, row * size + left) > valueAt(input, row * size + right);
    });
    for (size_t at = 0; at < count; ++at) {
      copyElement(input, row * size + order[at], values, row * count + at);
      store(indices, row * count + at, static_cast<double>(order[at]));
    }
  }
}

void runRank(Run& run) {
  const auto rank = static_cast<int32_t>(run.input(0).rank());
  storeAs(run.output({}).data, 0, rank);
}

}  // namespace

Rules indexRules() {
  return {
      {ANEURALNETWORKS_GATHER, "GATHER", gatherLevel, runGather},
      {ANEURALNETWORKS_EMBEDDING_LOOKUP, "EMBEDDING_LOOKUP", embeddingLevel, runEmbedding},
      {ANEURALNETWORKS_TOPK_V2, "TOPK_V2", greatestLevel, runGreatest},
      {ANEURALNETWORKS_RANK, "RANK", rankLevel, runRank},
  };
}

}  // namespace reference
