/// Scenarios of cancelling.

#include <thread>

#include "conv_add.h"
#include "expect.h"

namespace app {
namespace {

using snapc::ErrorKind;
using snapc::LoadPhase;

void cancelLoads(const Place& place) {
  snapc::Cancellation before;
  before.cancel();
  expectError(ErrorKind::cancelled, "cancelled", [&] { ConvAdd::Model::load(weightsOf(place), {}, {}, &before); });
  for (const LoadPhase wanted : {LoadPhase::verifying, LoadPhase::building, LoadPhase::compiling}) {
    snapc::Cancellation cancellation;
    const auto report = [&](LoadPhase phase, std::uint64_t, std::uint64_t) {
      if (phase == wanted) cancellation.cancel();
    };
    expectError(ErrorKind::cancelled, "cancelled",
                [&] { ConvAdd::Model::load(weightsOf(place), {}, report, &cancellation); });
  }
}

void cancelRuns(const Place& place) {
  const ConvAdd::Model model = ConvAdd::Model::load(weightsOf(place));
  Numbers numbers;
  snapc::Cancellation cancellation;
  snapc::Loop loop = model.loop();
  std::atomic<bool> running{false};
  std::thread other([&] {
    while (!running.load()) std::this_thread::yield();
    cancellation.cancel();
  });
  expectError(ErrorKind::cancelled, "cancelled", [&] {
    for (;;) {
      loop.step(&cancellation);
      running.store(true);
    }
  });
  other.join();
  expectError(ErrorKind::cancelled, "cancelled",
              [&] { model.run(numbers.inputs(), numbers.outputs(), &cancellation); });
  loop.step();
  model.run(numbers.inputs(), numbers.outputs());
  expect(numbers.sum == SUM, "the sum after what was cancelled");
}

}  // namespace

void addCancelling(Scenarios& scenarios) {
  scenarios["cancel-loads"] = cancelLoads;
  scenarios["cancel-runs"] = cancelRuns;
}

}  // namespace app
