/// Memory that this process and a driver share.

#ifndef SNAPC_SHARED_MEMORY_H
#define SNAPC_SHARED_MEMORY_H

#include <cstddef>
#include <cstdint>
#include <memory>

#include "file.h"
#include "handles.h"

namespace snapc {

/// Zeros, mapped for reading and writing.
class SharedMemory {
 public:
  /// Throws Error.
  explicit SharedMemory(std::size_t bytes);
  ~SharedMemory();
  SharedMemory(const SharedMemory&) = delete;
  SharedMemory& operator=(const SharedMemory&) = delete;

  std::uint8_t* data() const noexcept { return mapping_; }
  int fd() const noexcept { return file_.fd(); }
  std::size_t bytes() const noexcept { return bytes_; }

 private:
  std::size_t bytes_;
  File file_;
  std::uint8_t* mapping_;
};

/// NNAPI's view of the memory, which must stay as long.
MemoryHandle memoryOf(const SharedMemory& shared);

}  // namespace snapc

#endif
