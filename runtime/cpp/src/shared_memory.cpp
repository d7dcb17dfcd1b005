/// Allocates shared memory as each system has it.

#include "shared_memory.h"

#include <dlfcn.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstring>

#include "check.h"

namespace snapc {
namespace {

int create(std::size_t bytes) {
#ifdef __ANDROID__
  // Looked up by name: apps that load this library need not link libandroid.
  void* const library = dlopen("libandroid.so", RTLD_NOW | RTLD_LOCAL);
  void* const address = library == nullptr ? nullptr : dlsym(library, "ASharedMemory_create");
  if (address == nullptr) return -1;
  int (*function)(const char*, std::size_t) = nullptr;
  std::memcpy(&function, &address, sizeof(address));
  return function("snapc", bytes);
#else
  const int fd = memfd_create("snapc", MFD_CLOEXEC);
  if (fd >= 0 && ftruncate(fd, static_cast<off_t>(bytes)) != 0) {
    close(fd);
    return -1;
  }
  return fd;
#endif
}

}  // namespace

SharedMemory::SharedMemory(std::size_t bytes) : bytes_(bytes), file_(create(bytes)), mapping_(nullptr) {
  if (file_.fd() >= 0) {
    void* const address = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, file_.fd(), 0);
    if (address != MAP_FAILED) mapping_ = static_cast<std::uint8_t*>(address);
  }
  if (mapping_ == nullptr) {
    throw Error(ErrorKind::file, "cannot share " + std::to_string(bytes) + " bytes of memory: " + systemError());
  }
}

SharedMemory::~SharedMemory() { munmap(mapping_, bytes_); }

MemoryHandle memoryOf(const SharedMemory& shared) {
  ANeuralNetworksMemory* memory = nullptr;
  check(ANeuralNetworksMemory_createFromFd(shared.bytes(), PROT_READ | PROT_WRITE, shared.fd(), 0, &memory),
        "sharing memory with NNAPI");
  return MemoryHandle(memory);
}

}  // namespace snapc
