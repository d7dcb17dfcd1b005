/** Memories that callers give: ranges of files, and what devices allocate for inputs and outputs.
 */

#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "types.h"

namespace reference {

class Compilation;

/** An input or output of a compilation that a device's memory is made for. */
struct Role {
  const Compilation* compilation;
  bool isOutput;
  uint32_t index;
};

/** What the device knows of its own memory; the caller cannot look into it. */
struct DeviceMemory {
  std::vector<Role> roles;
  int32_t type;
  Dimensions dimensions;
  bool isWritten = false;

  bool hasRole(const Compilation* compilation, bool isOutput, uint32_t index) const;
};

class MemoryRegion {
 public:
  /** Maps a range of a file, which the caller may close afterwards. */
  static std::shared_ptr<MemoryRegion> ofFile(size_t size, int protection, int file, size_t offset);
  static std::shared_ptr<MemoryRegion> ofDevice(DeviceMemory device, size_t size);

  MemoryRegion(const MemoryRegion&) = delete;
  MemoryRegion& operator=(const MemoryRegion&) = delete;
  ~MemoryRegion();

  /** Ends the process where the caller has freed the memory already. */
  uint8_t* bytes() const;
  size_t size() const { return size_; }
  bool isWritable() const { return isWritable_; }
  std::optional<DeviceMemory>& device() { return device_; }

  /** Refuses what lies outside; a caller's memory is never used whole by naming no length. */
  void requireRange(size_t offset, size_t length) const;
  void release() { isReleased_ = true; }

 private:
  MemoryRegion() = default;

  uint8_t* mapped_ = nullptr;
  std::vector<uint8_t> allocated_;
  size_t size_ = 0;
  bool isWritable_ = true;
  bool isReleased_ = false;
  std::optional<DeviceMemory> device_;
};

}  // namespace reference

struct ANeuralNetworksMemory {
  std::shared_ptr<reference::MemoryRegion> region;
};
