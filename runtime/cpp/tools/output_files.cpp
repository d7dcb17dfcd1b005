/// Stages files beside their places and renames them.

#include "output_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "snapc/error.h"

namespace snapc {
namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& reason) {
  throw Error(ErrorKind::file, path + ": cannot be written: " + reason);
}

std::string folderOf(const std::string& path) {
  const std::size_t end = path.rfind('/');
  if (end == std::string::npos) return ".";
  return end == 0 ? "/" : path.substr(0, end);
}

}  // namespace

void OutputFiles::requireWritable(const std::string& path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) == 0) {
    // It would make the renaming fail, after other files are in place.
    if (S_ISDIR(status.st_mode)) refuse(path, "it is a folder");
    // The renaming would put a file in the place of a device.
    if (!S_ISREG(status.st_mode)) refuse(path, "it is no regular file");
  }
  // Permissions tell the superuser nothing, and some file systems take no files: one that is made tells.
  std::string probe = folderOf(path) + "/.snapc-XXXXXX";
  const int descriptor = mkstemp(probe.data());
  if (descriptor < 0) refuse(path, std::strerror(errno));
  close(descriptor);
  unlink(probe.c_str());
}

OutputFiles::~OutputFiles() {
  for (const Pending& file : pending_) std::remove(file.staged.c_str());
}

void OutputFiles::add(const std::string& path, const Array& array) { writeNpy(stage(path), array); }

std::string OutputFiles::stage(const std::string& path) {
  requireWritable(path);
  for (const Pending& file : pending_) {
    if (file.path == path) throw Error(ErrorKind::argument, path + ": is given for two outputs");
  }
  const std::string staged = path + ".part-" + std::to_string(getpid()) + '-' + std::to_string(pending_.size());
  pending_.push_back({staged, path});
  return staged;
}

void OutputFiles::commit() {
  while (!pending_.empty()) {
    const Pending& file = pending_.back();
    if (std::rename(file.staged.c_str(), file.path.c_str()) != 0) {
      refuse(file.path, std::strerror(errno));
    }
    pending_.pop_back();
  }
}

}  // namespace snapc
