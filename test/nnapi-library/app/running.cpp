/// Scenarios of running a model.

#include <algorithm>
#include <cstring>
#include <memory>
#include <thread>
#include <vector>

#include "conv_add.h"
#include "expect.h"

namespace app {
namespace {

using snapc::ErrorKind;

/// A denoising loop of the model: each sum is the next latent.
snapc::Loop loopOf(const ConvAdd::Model& model) {
  snapc::Loop loop = model.loop({{ConvAdd::output_sum, ConvAdd::input_latent_in_2}});
  const Numbers numbers;
  std::memcpy(loop.input(ConvAdd::input_x).data, numbers.image.data(), sizeof(numbers.image));
  std::memcpy(loop.input(ConvAdd::input_latent_in_2).data, numbers.latent.data(), sizeof(numbers.latent));
  return loop;
}

std::array<float, 8> numbersAt(const void* place) {
  std::array<float, 8> numbers;
  std::memcpy(numbers.data(), place, sizeof(numbers));
  return numbers;
}

/// The convolution is added again with each step.
std::array<float, 8> sumAfter(unsigned steps) {
  const Numbers numbers;
  std::array<float, 8> sum;
  for (std::size_t at = 0; at < sum.size(); ++at) {
    sum[at] = numbers.latent[at] + static_cast<float>(steps) * (SUM[at] - numbers.latent[at]);
  }
  return sum;
}

void denoise(const Place& place) {
  const snapc::Loop loop = [&] {
    // The loop keeps what it needs of the model.
    const ConvAdd::Model model = ConvAdd::Model::load(weightsOf(place));
    snapc::Loop stepped = loopOf(model);
    for (unsigned step = 1; step <= 4; ++step) {
      const void* const before = stepped.input(ConvAdd::input_latent_in_2).data;
      const std::array<float, 8> read = numbersAt(before);
      stepped.step();
      const void* const written = stepped.output(ConvAdd::output_sum).data;
      expect(numbersAt(written) == sumAfter(step), "the sum after a step");
      expect(numbersAt(before) == read, "what a step read is as it was");
      expect(stepped.input(ConvAdd::input_latent_in_2).data == written, "what a step wrote is read in place");
      expect(before != written, "two buffers");
    }
    return stepped;
  }();
  expect(numbersAt(loop.output(ConvAdd::output_sum).data) == sumAfter(4), "the sum when the model is gone");
}

void badArguments(const Place& place) {
  const ConvAdd::Model model = ConvAdd::Model::load(weightsOf(place));
  Numbers numbers;
  const std::vector<float> little(3);
  expectError(ErrorKind::argument, "the input \"x\" has 12 bytes; 64 are needed",
              [&] { model.run({little, numbers.latent}, numbers.outputs()); });
  expectError(ErrorKind::argument, "the output \"sum\" has 0 bytes", [&] { model.run(numbers.inputs(), {}); });
  expectError(ErrorKind::argument, "has 2 inputs, and 0 were given", [&] { model.session().run({}, {}); });
  expectError(ErrorKind::argument, "does not fit the input \"x\"",
              [&] { model.loop({{ConvAdd::output_sum, ConvAdd::input_x}}); });
  expectError(ErrorKind::argument, "a feedback names", [&] { model.loop({{1, 0}}); });
  expectError(ErrorKind::argument, "a feedback names", [&] { model.loop({{0, 1}, {0, 1}}); });
  const snapc::Loop loop = model.loop();
  expectError(ErrorKind::argument, "no input 2: it has 2", [&] { loop.input(2); });
  expectError(ErrorKind::argument, "no output 1: it has 1", [&] { loop.output(1); });
}

void severalThreads(const Place& place) {
  const ConvAdd::Model model = ConvAdd::Model::load(weightsOf(place));
  std::array<Numbers, 4> each;
  std::vector<std::thread> threads;
  for (Numbers& numbers : each) {
    threads.emplace_back([&model, &numbers] {
      for (int time = 0; time < 3; ++time) model.run(numbers.inputs(), numbers.outputs());
    });
  }
  for (std::thread& thread : threads) thread.join();
  expect(std::all_of(each.begin(), each.end(), [](const Numbers& numbers) { return numbers.sum == SUM; }), "each sum");
}

/// The environment lets the first execution fail; `detail` is the code and its name.
void failsAtOnce(const Place& place) {
  const ConvAdd::Model model = ConvAdd::Model::load(weightsOf(place));
  Numbers numbers;
  const std::size_t space = place.detail.find(' ');
  const snapc::Error error = expectError(ErrorKind::neuralNetworks, place.detail.substr(space + 1) + ": ",
                                         [&] { model.run(numbers.inputs(), numbers.outputs()); });
  expect(std::to_string(error.resultCode()) == place.detail.substr(0, space), "the code");
}

/// The environment lets the third execution fail.
void failsInTheMiddle(const Place& place) {
  const ConvAdd::Model model = ConvAdd::Model::load(weightsOf(place));
  snapc::Loop loop = loopOf(model);
  loop.step();
  loop.step();
  expectError(ErrorKind::neuralNetworks, "running a step of the loop failed: OP_FAILED", [&] { loop.step(); });
  expect(numbersAt(loop.output(ConvAdd::output_sum).data) == sumAfter(2), "the last step's output is whole");
  loop.step();
  expect(numbersAt(loop.output(ConvAdd::output_sum).data) == sumAfter(3), "the step when it is repeated");
}

}  // namespace

void addRunning(Scenarios& scenarios) {
  scenarios["denoise"] = denoise;
  scenarios["bad-arguments"] = badArguments;
  scenarios["several-threads"] = severalThreads;
  scenarios["fails-at-once"] = failsAtOnce;
  scenarios["fails-in-the-middle"] = failsInTheMiddle;
}

}  // namespace app
