/// Opens and reads files.

#include "file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "snapc/error.h"

namespace snapc {

File::~File() {
  if (fd_ >= 0) close(fd_);
}

std::string systemError() { return std::strerror(errno); }

File openForReading(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) throw Error(ErrorKind::file, path + ": cannot be opened: " + systemError());
  return File(fd);
}

std::uint64_t sizeOf(int fd, const std::string& name) {
  struct stat status = {};
  if (fstat(fd, &status) != 0) throw Error(ErrorKind::file, name + ": " + systemError());
  if (!S_ISREG(status.st_mode)) throw Error(ErrorKind::file, name + ": is no regular file");
  return static_cast<std::uint64_t>(status.st_size);
}

void readAt(int fd, const std::string& name, std::uint64_t offset, void* bytes, std::size_t count) {
  char* next = static_cast<char*>(bytes);
  while (count > 0) {
    const ssize_t got = pread(fd, next, count, static_cast<off_t>(offset));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw Error(ErrorKind::file, name + ": cannot be read: " + systemError());
    if (got == 0) throw Error(ErrorKind::file, name + ": ends too early");
    next += got;
    offset += static_cast<std::uint64_t>(got);
    count -= static_cast<std::size_t>(got);
  }
}

}  // namespace snapc
