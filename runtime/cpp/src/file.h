/// Open files that close themselves.

#ifndef SNAPC_FILE_H
#define SNAPC_FILE_H

#include <cstddef>
#include <cstdint>
#include <string>

namespace snapc {

class File {
 public:
  /// Takes over the descriptor.
  explicit File(int fd) noexcept : fd_(fd) {}
  File(File&& other) noexcept : fd_(other.fd_) { other.fd_ = -1; }
  File& operator=(File&&) = delete;
  ~File();

  int fd() const noexcept { return fd_; }

 private:
  int fd_;
};

/// Throws Error with the system's reason.
File openForReading(const std::string& path);

/// Of a regular file. Throws Error, with `name` for people.
std::uint64_t sizeOf(int fd, const std::string& name);

/// Reads exactly as many bytes. Throws Error.
void readAt(int fd, const std::string& name, std::uint64_t offset, void* bytes, std::size_t count);

/// The text of the last system call's error.
std::string systemError();

}  // namespace snapc

#endif
