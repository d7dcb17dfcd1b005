/** Maps memories and copies between them. */

#include "memory.h"

#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstring>
#include <limits>

#include "refusal.h"

namespace reference {

bool DeviceMemory::hasRole(const Compilation* compilation, bool isOutput, uint32_t index) const {
  for (const Role& role : roles) {
    if (role.compilation == compilation && role.isOutput == isOutput && role.index == index) {
      return true;
    }
  }
  return false;
}

std::shared_ptr<MemoryRegion> MemoryRegion::ofFile(size_t size, int protection, int file,
                                                   size_t offset) {
  requireData(size > 0 && file >= 0, "a memory needs a size and an open file");
  requireData(size <= std::numeric_limits<uint32_t>::max(), "a memory is 4 GiB or more");
  const auto page = static_cast<size_t>(sysconf(_SC_PAGESIZE));
  requireData(offset % page == 0, "a memory does not begin at a page of its file");
  struct stat status = {};
  requireData(fstat(file, &status) == 0, "a memory's file is not open");
  requireData(offset + size <= static_cast<size_t>(status.st_size), "a memory ends after its file");
  void* mapped = mmap(nullptr, size, protection, MAP_SHARED, file, static_cast<off_t>(offset));
  require(mapped != MAP_FAILED, ANEURALNETWORKS_UNMAPPABLE, "a memory cannot be mapped");
  std::shared_ptr<MemoryRegion> region(new MemoryRegion());
  region->mapped_ = static_cast<uint8_t*>(mapped);
  region->size_ = size;
  region->isWritable_ = (protection & PROT_WRITE) != 0;
  return region;
}

std::shared_ptr<MemoryRegion> MemoryRegion::ofDevice(DeviceMemory device, size_t size) {
  std::shared_ptr<MemoryRegion> region(new MemoryRegion());
  region->allocated_.resize(size);
  region->size_ = size;
  region->device_ = std::move(device);
  return region;
}

MemoryRegion::~MemoryRegion() {
  if (mapped_ != nullptr) munmap(mapped_, size_);
}

uint8_t* MemoryRegion::bytes() const {
  if (isReleased_) endMisuse("a memory is used after ANeuralNetworksMemory_free");
  return mapped_ != nullptr ? mapped_ : const_cast<uint8_t*>(allocated_.data());
}

void MemoryRegion::requireRange(size_t offset, size_t length) const {
  requireData(offset != 0 || length != 0, "a range of a memory needs a length");
  requireData(offset <= size_ && length <= size_ - offset, "a range ends after its memory");
}

namespace {

/** A device's memory is read once it is written, and takes what its operand's size asks for. */
void copyMemory(MemoryRegion& source, MemoryRegion& target) {
  requireData(&source != &target, "a memory is copied to itself");
  requireData(source.size() == target.size(), "memories of different sizes are copied");
  requireData(!source.device() || source.device()->isWritten,
              "a memory is copied before it is written");
  requireData(target.isWritable(), "a memory that is only read is copied to");
  std::memcpy(target.bytes(), source.bytes(), source.size());
  if (target.device()) target.device()->isWritten = true;
}

}  // namespace

}  // namespace reference

using namespace reference;

int ANeuralNetworksMemory_createFromFd(size_t size, int protect, int fd, size_t offset,
                                       ANeuralNetworksMemory** memory) {
  return guarded(__func__, [&] {
    requireNotNull(memory != nullptr);
    *memory = nullptr;
    *memory = new ANeuralNetworksMemory{MemoryRegion::ofFile(size, protect, fd, offset)};
    LogLine("memory")
        .number("size", static_cast<int64_t>(size))
        .number("protection", protect)
        .number("offset", static_cast<int64_t>(offset));
  });
}

int ANeuralNetworksMemory_createFromAHardwareBuffer(const AHardwareBuffer* ahwb,
                                                    ANeuralNetworksMemory** memory) {
  return guarded(__func__, [&] {
    requireNotNull(memory != nullptr);
    *memory = nullptr;
    requireNotNull(ahwb != nullptr);
    refuse(ANEURALNETWORKS_UNMAPPABLE, "this system has no hardware buffers");
  });
}

int ANeuralNetworksMemory_copy(const ANeuralNetworksMemory* src, const ANeuralNetworksMemory* dst) {
  return guarded(__func__, [&] {
    requireNotNull(src != nullptr && dst != nullptr);
    copyMemory(*src->region, *dst->region);
    LogLine("memoryCopy").number("size", static_cast<int64_t>(src->region->size()));
  });
}

void ANeuralNetworksMemory_free(ANeuralNetworksMemory* memory) {
  if (memory == nullptr) return;
  memory->region->release();
  delete memory;
}
