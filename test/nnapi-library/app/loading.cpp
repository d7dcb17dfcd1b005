/// Scenarios of loading a model.

#include <fcntl.h>
#include <unistd.h>

#include <fstream>
#include <iterator>
#include <vector>

#include "Matmul/Matmul.h"
#include "conv_add.h"
#include "expect.h"

namespace app {
namespace {

using snapc::ErrorKind;
using snapc::LoadPhase;

constexpr std::uint64_t LARGEST_PAGE = 65536;
/// Where the two pools begin in the asset, one behind the other.
constexpr std::uint64_t FIRST = LARGEST_PAGE;
constexpr std::uint64_t SECOND = 2 * LARGEST_PAGE;

class OpenFile {
 public:
  explicit OpenFile(const std::string& path) : fd(open(path.c_str(), O_RDONLY)) { expect(fd >= 0, "opening " + path); }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() { close(fd); }
  const int fd;
};

void expectSum(const ConvAdd::Model& model) {
  Numbers numbers;
  model.run(numbers.inputs(), numbers.outputs());
  expect(numbers.sum == SUM, "the sum");
}

std::string poolOf(const Place& place, const std::string& number) {
  std::ifstream pool(place.libraries + "/ConvAdd/weights/weights_" + number + ".bin", std::ios::binary);
  return {std::istreambuf_iterator<char>(pool), std::istreambuf_iterator<char>()};
}

/// As in an uncompressed asset: the pools stand among other bytes.
std::string embedded(const Place& place) {
  const std::string path = place.scratch + "/asset";
  const std::string first = poolOf(place, "0");
  std::ofstream(path, std::ios::binary) << std::string(FIRST, 'x') << first << std::string(SECOND - FIRST - first.size(), 'y')
                                        << poolOf(place, "1") << "rest";
  return path;
}

void twoModels(const Place& place) {
  const ConvAdd::Model conv = ConvAdd::Model::load(weightsOf(place));
  const Matmul::Model matmul =
      Matmul::Model::load(snapc::Weights::inFolder(place.libraries + "/Matmul/weights"));
  const std::vector<float> x = {1, 2, 3, 4, 5, 6};
  const std::array<std::int32_t, 1> sign = {-1};
  std::vector<float> y(4);
  matmul.run({x, sign}, {y});
  expect(y == std::vector<float>({-44, -56, -98, -128}), "the product");
  expectSum(conv);
}

void descriptors(const Place& place) {
  const auto load = [&](std::vector<snapc::WeightDescriptor> given) {
    return ConvAdd::Model::load(snapc::Weights::fromDescriptors(std::move(given)));
  };
  const OpenFile asset(embedded(place));
  for (const bool share : {false, true}) {
    snapc::Options options;
    options.shareWeights = share;
    const OpenFile closedAfterLoading(place.scratch + "/asset");
    expectSum(ConvAdd::Model::load(
        snapc::Weights::fromDescriptors({{closedAfterLoading.fd, FIRST}, {closedAfterLoading.fd, SECOND}}), options));
  }
  expectError(ErrorKind::argument, "has 2 pools of weights, and 0", [&] { load({}); });
  expectError(ErrorKind::argument, "and 1 descriptors", [&] { load({{asset.fd, FIRST}}); });
  expectError(ErrorKind::weights, "no multiple of the page size", [&] { load({{asset.fd, FIRST}, {asset.fd, 12}}); });
  expectError(ErrorKind::weights, "ends before the", [&] { load({{asset.fd, FIRST}, {asset.fd, 3 * LARGEST_PAGE}}); });
  expectError(ErrorKind::weights, "its SHA-256 is not that", [&] { load({{asset.fd, SECOND}, {asset.fd, FIRST}}); });
  expectError(ErrorKind::file, "the descriptor of weights_0.bin: ", [&] { load({{-1, 0}, {asset.fd, SECOND}}); });
  int ends[2];
  expect(pipe(ends) == 0, "a pipe");
  expectError(ErrorKind::file, "is no regular file", [&] { load({{asset.fd, FIRST}, {ends[0], 0}}); });
  close(ends[0]);
  close(ends[1]);
}

void progress(const Place& place) {
  std::vector<LoadPhase> phases;
  std::uint64_t last = 0;
  const auto report = [&](LoadPhase phase, std::uint64_t done, std::uint64_t total) {
    if (phases.empty() || phases.back() != phase) {
      phases.push_back(phase);
      last = 0;
    }
    expect(last <= done && done <= total, "progress goes on, up to its total");
    last = done;
  };
  ConvAdd::Model::load(weightsOf(place), {}, report);
  expect(phases == std::vector<LoadPhase>({LoadPhase::verifying, LoadPhase::building, LoadPhase::compiling}),
         "the phases");
}

void refusals(const Place& place) {
  std::string warning;
  snapc::Options options;
  options.devices = {"snapc-accelerator"};
  options.onWarning = [&](const std::string& message) { warning = message; };
  expectSum(ConvAdd::Model::load(weightsOf(place), options));
  expect(warning.find("CONV_2D (operation 0, from \"/down/Conv\")") != std::string::npos, "the warning: " + warning);
  options.fallback = snapc::Fallback::refuse;
  const snapc::Error error = expectError(ErrorKind::unsupported, "1 of 2 operations are not supported",
                                         [&] { ConvAdd::Model::load(weightsOf(place), options); });
  expect(error.operation() == 0 && error.origin() == "\"/down/Conv\"", "the place of the fault");
  options.devices = {"snapc-accelerator", "nnapi-reference"};
  expectSum(ConvAdd::Model::load(weightsOf(place), options));
}

void badOptions(const Place& place) {
  snapc::Options options;
  const auto load = [&] { ConvAdd::Model::load(weightsOf(place), options); };
  options.executionTimeout = std::chrono::seconds(-1);
  expectError(ErrorKind::argument, "a timeout is negative", load);
  options.executionTimeout = std::chrono::seconds(1);
  expectError(ErrorKind::argument, "exactly one device", load);
  options = {};
  std::ofstream(place.scratch + "/file") << "x";
  options.cacheFolder = place.scratch + "/file";
  expectError(ErrorKind::cache, "cannot be written: Not a directory", load);
}

}  // namespace

void addLoading(Scenarios& scenarios) {
  scenarios["two-models"] = twoModels;
  scenarios["descriptors"] = descriptors;
  scenarios["progress"] = progress;
  scenarios["refusals"] = refusals;
  scenarios["bad-options"] = badOptions;
}

}  // namespace app
