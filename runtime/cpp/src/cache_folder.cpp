/// Tries whether a folder can be written.

#include "cache_folder.h"

#include <unistd.h>

#include <cstdlib>
#include <vector>

#include "file.h"
#include "snapc/error.h"

namespace snapc {

void requireWritable(const std::string& folder) {
  const std::string pattern = folder + "/.snapc-XXXXXX";
  std::vector<char> path(pattern.begin(), pattern.end());
  path.push_back('\0');
  const File probe(mkstemp(path.data()));
  if (probe.fd() < 0) {
    throw Error(ErrorKind::cache, "the cache folder " + folder + " cannot be written: " + systemError());
  }
  unlink(path.data());
}

}  // namespace snapc
