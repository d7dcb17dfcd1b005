/// Stages files beside their places and renames them.

#include "output_files.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "snapc/error.h"

namespace snapc {
namespace {

/// What would make the renaming fail, after other files are in place.
void requireFile(const std::string& path) {
  struct stat status = {};
  if (stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode)) {
    throw Error(ErrorKind::file, path + ": cannot be written: it is a folder");
  }
}

}  // namespace

OutputFiles::~OutputFiles() {
  for (const Pending& file : pending_) std::remove(file.staged.c_str());
}

void OutputFiles::add(const std::string& path, const Array& array) {
  requireFile(path);
  for (const Pending& file : pending_) {
    if (file.path == path) throw Error(ErrorKind::argument, path + ": is given for two outputs");
  }
  const std::string staged = path + ".part-" + std::to_string(getpid()) + '-' + std::to_string(pending_.size());
  pending_.push_back({staged, path});
  writeNpy(staged, array);
}

void OutputFiles::commit() {
  while (!pending_.empty()) {
    const Pending& file = pending_.back();
    if (std::rename(file.staged.c_str(), file.path.c_str()) != 0) {
      throw Error(ErrorKind::file, file.path + ": cannot be written: " + std::strerror(errno));
    }
    pending_.pop_back();
  }
}

}  // namespace snapc
