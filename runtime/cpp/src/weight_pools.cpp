/// Opens, checks and maps the pools of weights; none of them passes through the heap.

#include "weight_pools.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <array>

#include "check.h"
#include "sha256.h"

namespace snapc {
namespace {

constexpr std::size_t PIECE = 1 << 16;

struct OpenPool {
  File own;
  int fd;
  std::uint64_t offset;
  std::string name;
};

OpenPool openInFolder(const PoolEntry& pool, const std::string& folder) {
  const std::string path = folder + '/' + pool.file;
  File file = openForReading(path);
  const int fd = file.fd();
  const std::uint64_t size = sizeOf(fd, path);
  if (size != pool.bytes) {
    throw Error(ErrorKind::weights, path + ": has " + std::to_string(size) + " bytes, and the model's has " +
                                        std::to_string(pool.bytes) + ": it is cut or belongs to another model");
  }
  return {std::move(file), fd, 0, path};
}

OpenPool openDescriptor(const PoolEntry& pool, const WeightDescriptor& descriptor) {
  const std::string name = std::string("the descriptor of ") + pool.file;
  const std::uint64_t size = sizeOf(descriptor.fd, name);
  const auto page = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
  if (descriptor.offset % page != 0) {
    throw Error(ErrorKind::weights, name + ": the offset " + std::to_string(descriptor.offset) +
                                        " is no multiple of the page size, " + std::to_string(page));
  }
  if (descriptor.offset > size || size - descriptor.offset < pool.bytes) {
    throw Error(ErrorKind::weights, name + ": the file ends before the " + std::to_string(pool.bytes) +
                                        " bytes of the pool do");
  }
  return {File(-1), descriptor.fd, descriptor.offset, name};
}

std::vector<OpenPool> openAll(const ModelTables& tables, const Weights& weights) {
  const auto& descriptors = weights.descriptors();
  if (weights.folder().empty() && descriptors.size() != tables.pools.count) {
    throw Error(ErrorKind::argument, "the model has " + std::to_string(tables.pools.count) +
                                         " pools of weights, and " + std::to_string(descriptors.size()) +
                                         " descriptors were given");
  }
  std::vector<OpenPool> pools;
  for (std::size_t index = 0; index < tables.pools.count; ++index) {
    const PoolEntry& pool = tables.pools[index];
    pools.push_back(weights.folder().empty() ? openDescriptor(pool, descriptors[index])
                                             : openInFolder(pool, weights.folder()));
  }
  return pools;
}

void verify(const ModelTables& tables, const std::vector<OpenPool>& pools, const Monitor& monitor) {
  std::uint64_t total = 0;
  for (const PoolEntry& pool : tables.pools) total += pool.bytes;
  std::uint64_t done = 0;
  std::array<std::uint8_t, PIECE> piece;
  for (std::size_t index = 0; index < pools.size(); ++index) {
    const PoolEntry& expected = tables.pools[index];
    const OpenPool& pool = pools[index];
    Sha256 hash;
    for (std::uint64_t at = 0; at < expected.bytes;) {
      if (done % (PIECE * 64) == 0) monitor.report(LoadPhase::verifying, done, total);
      const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(PIECE, expected.bytes - at));
      readAt(pool.fd, pool.name, pool.offset + at, piece.data(), count);
      hash.update(piece.data(), count);
      at += count;
      done += count;
    }
    if (hash.hexadecimal() != expected.sha256) {
      throw Error(ErrorKind::weights, pool.name + ": its SHA-256 is not that of the model's " + expected.file +
                                          ": it is damaged or belongs to another model");
    }
  }
  monitor.report(LoadPhase::verifying, total, total);
}

std::unique_ptr<SharedMemory> copyOf(const OpenPool& pool, std::uint64_t bytes, const Monitor& monitor) {
  auto shared = std::make_unique<SharedMemory>(static_cast<std::size_t>(bytes));
  for (std::uint64_t at = 0; at < bytes;) {
    throwIfCancelled(monitor.cancellation);
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(PIECE * 64, bytes - at));
    readAt(pool.fd, pool.name, pool.offset + at, shared->data() + at, count);
    at += count;
  }
  return shared;
}

MemoryHandle map(const OpenPool& pool, const PoolEntry& entry) {
  ANeuralNetworksMemory* memory = nullptr;
  check(ANeuralNetworksMemory_createFromFd(static_cast<std::size_t>(entry.bytes), PROT_READ, pool.fd,
                                           static_cast<std::size_t>(pool.offset), &memory),
        "mapping " + pool.name);
  return MemoryHandle(memory);
}

std::vector<float> scalesIn(const std::vector<OpenPool>& pools, const ChannelScales& channels) {
  const OpenPool& pool = pools[channels.pool];
  std::vector<float> scales(channels.count);
  readAt(pool.fd, pool.name, pool.offset + channels.offset, scales.data(), scales.size() * sizeof(float));
  return scales;
}

}  // namespace

WeightPools openWeights(const ModelTables& tables, const Weights& weights, const Options& options,
                        const Monitor& monitor) {
  const std::vector<OpenPool> pools = openAll(tables, weights);
  if (options.verifyWeights) verify(tables, pools, monitor);
  WeightPools opened;
  for (std::size_t index = 0; index < pools.size(); ++index) {
    const PoolEntry& entry = tables.pools[index];
    if (options.shareWeights) {
      opened.copies.push_back(copyOf(pools[index], entry.bytes, monitor));
      opened.memories.push_back(memoryOf(*opened.copies.back()));
    } else {
      opened.memories.push_back(map(pools[index], entry));
    }
  }
  for (const ChannelScales& channels : tables.channels) opened.scales.push_back(scalesIn(pools, channels));
  return opened;
}

}  // namespace snapc
