/** Products of matrices. */

#include "../refusal.h"
#include "convolution.h"
#include "pointwise.h"
#include "products.h"

namespace reference {

namespace {

using namespace type;

int fullyConnectedLevel(const Signature& signature) {
  int level =
      levelOfInput(signature, 0, {{float32, 1}, {float16, 3}, {unsigned8, 1}, {signed8, 4}});
  const int32_t input = signature.input(0).type;
  signature.requireInputs({input, input, isAsymmetric8(input) ? int32 : input, scalarInt32});
  signature.requireOutputs({input});
  const Dimensions& rows = signature.input(0).dimensions;
  const Dimensions& weights = signature.input(1).dimensions;
  const Dimensions& bias = signature.input(2).dimensions;
  if (!rows.empty() && !weights.empty() && !bias.empty()) {
    requireData(rows.size() >= 2 && rows.size() <= 4,
                "FULLY_CONNECTED takes an input of rank 2 to 4");
    requireData(weights.size() == 2 && bias.size() == 1,
                "FULLY_CONNECTED takes weights of rank 2 and a bias of rank 1");
    requireData(weights[1] == 0 || elementCount(rows) % weights[1] == 0,
                "FULLY_CONNECTED has an input that is no rows of its weights' size");
    requireData(weights[0] == 0 || bias[0] == 0 || weights[0] == bias[0],
                "FULLY_CONNECTED has not one bias per unit");
  }
  const bool isNarrow =
      signature.output().scale <= signature.input(0).scale * signature.input(1).scale;
  return input == unsigned8 && isNarrow ? 3 : level;
}

/** The output has rank 2, whatever the input's rank is. */
void runFullyConnected(Run& run) {
  const Tensor input = run.input(0);
  const Tensor weights = run.input(1);
  const int32_t fuse = run.integer(3);
  run.requireFuse(fuse);
  run.require(weights.rank() == 2, "the weights have not rank 2");
  const size_t units = weights.dimensions[0];
  const size_t size = weights.dimensions[1];
  run.require(input.count() % size == 0, "the input is no rows of the weights' size");
  const size_t rows = input.count() / size;
  const Factors factors = factorsOf(run, input, weights, run.input(2), units);
  const Tensor output = run.output({static_cast<uint32_t>(rows), static_cast<uint32_t>(units)});
  eachProduct(
      {rows, units, size}, factors.filter.data(),
      [&](size_t row, float* to) { std::copy_n(&factors.image[row * size], size, to); },
      [&](size_t row, size_t unit, double sum) {
        store(output, row * units + unit, fused(fuse, factors.real(unit, sum)));
      });
}

/** The flags are no options: the runtime refuses an operation without them. */
int batchMatmulLevel(const Signature& signature) {
  const int level =
      levelOfInput(signature, 0, {{float32, 6}, {float16, 6}, {signed8, 6}, {int32, 6}});
  const int32_t tensor = signature.input(0).type;
  signature.requireInputs({tensor, tensor, scalarBool, scalarBool});
  signature.requireOutputs({tensor});
  return level;
}

struct Matrices {
  Tensor tensor;
  bool isTransposed;

  uint32_t fromEnd(size_t axis) const { return tensor.dimensions[tensor.rank() - axis]; }
  uint32_t rows() const { return fromEnd(isTransposed ? 1 : 2); }
  uint32_t columns() const { return fromEnd(isTransposed ? 2 : 1); }
  size_t index(size_t batch, size_t row, size_t column) const {
    const size_t inBatch =
        isTransposed ? column * fromEnd(1) + row : row * size_t{fromEnd(1)} + column;
    return batch * fromEnd(1) * fromEnd(2) + inBatch;
  }
};

/** The columns of a batch, one behind the other. */
std::vector<double> columnsOf(const Matrices& matrices, size_t batch) {
  std::vector<double> columns;
  columns.reserve(size_t{matrices.rows()} * matrices.columns());
  for (size_t column = 0; column < matrices.columns(); ++column) {
    for (size_t row = 0; row < matrices.rows(); ++row) {
      columns.push_back(valueAt(matrices.tensor, matrices.index(batch, row, column)));
    }
  }
  return columns;
}

/** `add` says how precise sums are. */
template <typename Add>
void multiplyBatches(const Matrices& left, const Matrices& right, size_t batches,
                     const Tensor& output, const Add& add) {
  const size_t terms = left.columns();
  const ProductSize size = {left.rows(), right.columns(), terms};
  for (size_t batch = 0; batch < batches; ++batch) {
    const std::vector<double> columns = columnsOf(right, batch);
    const size_t first = batch * size.rows * size.units;
    eachProduct(
        size, columns.data(),
        [&](size_t row, double* to) {
          for (size_t term = 0; term < terms; ++term) {
            to[term] = valueAt(left.tensor, left.index(batch, row, term));
          }
        },
        [&](size_t row, size_t column, double sum) {
          store(output, first + row * size.units + column, sum);
        },
        add);
  }
}

void runBatchMatmul(Run& run) {
  const Matrices left = {run.input(0), run.flag(2, false)};
  const Matrices right = {run.input(1), run.flag(3, false)};
  const size_t rank = left.tensor.rank();
  run.require(rank >= 2 && rank <= 4 && right.tensor.rank() == rank,
              "the inputs have not one rank of 2 to 4");
  run.require(left.columns() == right.rows(), "the matrices do not go together");
  Dimensions shape = left.tensor.dimensions;
  size_t batches = 1;
  for (size_t axis = 0; axis + 2 < rank; ++axis) {
    run.require(shape[axis] == right.tensor.dimensions[axis], "the batches differ");
    batches *= shape[axis];
  }
  shape[rank - 2] = left.rows();
  shape[rank - 1] = right.columns();
  const Tensor output = run.output(shape);
  if (output.type() == float16) {
    multiplyBatches(left, right, batches, output, [](double sum, double product) {
      return nearestHalf(sum + nearestHalf(product));
    });
  } else if (output.type() == float32) {
    multiplyBatches(left, right, batches, output, [](double sum, double product) {
      return static_cast<double>(static_cast<float>(sum) + static_cast<float>(product));
    });
  } else {
    multiplyBatches(left, right, batches, output, products::Wide());
  }
}

}  // namespace

Rules matrixRules() {
  return {
      {ANEURALNETWORKS_FULLY_CONNECTED, "FULLY_CONNECTED", fullyConnectedLevel, runFullyConnected},
      {ANEURALNETWORKS_BATCH_MATMUL, "BATCH_MATMUL", batchMatmulLevel, runBatchMatmul},
  };
}

}  // namespace reference
