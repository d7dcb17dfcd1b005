/// Where the weights of a model are.

#ifndef SNAPC_WEIGHTS_H
#define SNAPC_WEIGHTS_H

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace snapc {

/// A pool within an open file. The offset is a multiple of the page size; 65536 serves every phone.
struct WeightDescriptor {
  int fd = -1;
  std::uint64_t offset = 0;
};

class Weights {
 public:
  /// The folder that holds weights_0.bin and the pools after it.
  static Weights inFolder(std::string folder) { return Weights(std::move(folder), {}); }
  /// One for each pool, in order. They stay the caller's, who may close them after the load.
  static Weights fromDescriptors(std::vector<WeightDescriptor> descriptors) {
    return Weights({}, std::move(descriptors));
  }

  const std::string& folder() const noexcept { return folder_; }
  const std::vector<WeightDescriptor>& descriptors() const noexcept { return descriptors_; }

 private:
  Weights(std::string folder, std::vector<WeightDescriptor> descriptors)
      : folder_(std::move(folder)), descriptors_(std::move(descriptors)) {}

  std::string folder_;
  std::vector<WeightDescriptor> descriptors_;
};

}  // namespace snapc

#endif
