/** Softmax and its logarithm, and normalisation of instances and of vectors. */

#include <algorithm>
#include <cmath>

#include "window.h"

namespace reference {

namespace {

using namespace type;

int softmaxLevel(const Signature& signature) {
  int level =
      levelOfInput(signature, 0, {{float32, 1}, {float16, 3}, {unsigned8, 1}, {signed8, 4}});
  const int32_t tensor = signature.input(0).type;
  const size_t rank = signature.input(0).dimensions.size();
  signature.requireRankAtMost4();
  std::vector<int32_t> types = {tensor, scalarOf(tensor)};
  if (signature.inputCount() == 3) types.push_back(scalarInt32);
  signature.requireInputs(types);
  signature.requireOutputs({tensor});
  const bool isEarly = types.size() == 2 && (rank == 0 || rank == 2 || rank == 4);
  return isEarly ? level : std::max(level, 3);
}

int logSoftmaxLevel(const Signature& signature) {
  const int level = levelOfInput(signature, 0, {{float32, 3}, {float16, 3}});
  const int32_t tensor = signature.input(0).type;
  signature.requireInputs({tensor, scalarOf(tensor), scalarInt32});
  signature.requireOutputs({tensor});
  return level;
}

int instanceLevel(const Signature& signature) {
  const int level = levelOfInput(signature, 0, {{float32, 3}, {float16, 3}});
  const int32_t tensor = signature.input(0).type;
  const int32_t scalar = scalarOf(tensor);
  signature.requireInputs({tensor, scalar, scalar, scalar, scalarBool});
  signature.requireOutputs({tensor});
  return level;
}

int vectorLevel(const Signature& signature) {
  const int level =
      levelOfInput(signature, 0, {{float32, 1}, {float16, 3}, {unsigned8, 3}, {signed8, 4}});
  const int32_t tensor = signature.input(0).type;
  const bool hasAxis = signature.inputCount() == 2;
  signature.requireInputs(hasAxis ? std::vector<int32_t>{tensor, scalarInt32}
                                  : std::vector<int32_t>{tensor});
  signature.requireOutputs({tensor});
  signature.requireRankAtMost4();
  const bool isEarly = !hasAxis && signature.input(0).dimensions.size() == 4;
  return isEarly ? level : std::max(level, 3);
}

/** Calls `change` with the elements of each line along an axis. */
template <typename Change>
void changeLines(const Tensor& input, const Tensor& output, size_t axis, const Change& change) {
  const size_t size = input.dimensions[axis];
  const size_t inner = stridesOf(input.dimensions)[axis];
  std::vector<double> line(size);
  for (size_t at = 0; at < input.count() / size; ++at) {
    const size_t start = at / inner * inner * size + at % inner;
    for (size_t index = 0; index < size; ++index) {
      line[index] = valueAt(input, start + index * inner);
    }
    change(line);
    for (size_t index = 0; index < size; ++index) {
      store(output, start + index * inner, line[index]);
    }
  }
}

void runSoftmax(Run& run) {
  const Tensor input = run.input(0);
  const double beta = run.real(1);
  run.require(beta > 0, "beta is not positive");
  const size_t axis = run.axis(run.hasInput(2) ? run.integer(2) : -1, input.rank());
  const bool isLog = run.code() == ANEURALNETWORKS_LOG_SOFTMAX;
  if (!isLog) run.requireQuantisation(1.0f / 256, input.type() == signed8 ? -128 : 0);
  const Tensor output = run.output(input.dimensions);
  changeLines(input, output, axis, [&](std::vector<double>& line) {
    const double greatest = *std::max_element(line.begin(), line.end());
    double sum = 0;
    for (double& value : line) {
      value = (value - greatest) * beta;
      sum += std::exp(value);
    }
    for (double& value : line) value = isLog ? value - std::log(sum) : std::exp(value) / sum;
  });
}

void runVector(Run& run) {
  const Tensor input = run.input(0);
  const size_t axis = run.axis(run.hasInput(1) ? run.integer(1) : -1, input.rank());
  run.requireQuantisation(1.0f / 128, input.type() == signed8 ? 0 : 128);
  const Tensor output = run.output(input.dimensions);
  changeLines(input, output, axis, [](std::vector<double>& line) {
    double sum = 0;
    for (const double value : line) sum += value * value;
    const double length = std::max(std::sqrt(sum), 1e-6);
    for (double& value : line) value /= length;
  });
}

void runInstance(Run& run) {
  const Tensor input = run.input(0);
  run.require(input.rank() == 4, "the image has not 4 dimensions");
  const Image image = imageOf(input, run.flag(4, false));
  const double gamma = run.real(1);
  const double beta = run.real(2);
  const double epsilon = run.real(3);
  const Tensor output = run.output(input.dimensions);
  const size_t size = size_t{image.height} * image.width;
  for (uint32_t batch = 0; batch < image.batches; ++batch) {
    for (uint32_t channel = 0; channel < image.channels; ++channel) {
      const auto indexOf = [&](size_t pixel) {
        return image.index(batch, pixel / image.width, pixel % image.width, channel);
      };
      double sum = 0;
      for (size_t pixel = 0; pixel < size; ++pixel) sum += valueAt(input, indexOf(pixel));
      const double mean = sum / static_cast<double>(size);
      double squares = 0;
      for (size_t pixel = 0; pixel < size; ++pixel) {
        squares += std::pow(valueAt(input, indexOf(pixel)) - mean, 2);
      }
      const double deviation = std::sqrt(squares / static_cast<double>(size) + epsilon);
      for (size_t pixel = 0; pixel < size; ++pixel) {
        const double value = valueAt(input, indexOf(pixel));
        store(output, indexOf(pixel), gamma * (value - mean) / deviation + beta);
      }
    }
  }
}

}  // namespace

Rules normalizationRules() {
  return {
      {ANEURALNETWORKS_SOFTMAX, "SOFTMAX", softmaxLevel, runSoftmax},
      {ANEURALNETWORKS_LOG_SOFTMAX, "LOG_SOFTMAX", logSoftmaxLevel, runSoftmax},
      {ANEURALNETWORKS_INSTANCE_NORMALIZATION, "INSTANCE_NORMALIZATION", instanceLevel,
       runInstance},
      {ANEURALNETWORKS_L2_NORMALIZATION, "L2_NORMALIZATION", vectorLevel, runVector},
  };
}

}  // namespace reference
