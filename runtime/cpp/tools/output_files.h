/// Writes several files so that all of them appear or none.

#ifndef SNAPC_OUTPUT_FILES_H
#define SNAPC_OUTPUT_FILES_H

#include <string>
#include <vector>

#include "npy.h"

namespace snapc {

class OutputFiles {
 public:
  OutputFiles() = default;
  OutputFiles(const OutputFiles&) = delete;
  OutputFiles& operator=(const OutputFiles&) = delete;
  /// Removes what was not put in place.
  ~OutputFiles();

  /// Throws Error where no file can be put.
  static void requireWritable(const std::string& path);

  /// Writes beside `path`. Throws Error.
  void add(const std::string& path, const Array& array);
  /// Where a file that belongs in `path` is to be written until then. Throws Error.
  std::string stage(const std::string& path);
  /// Puts all files in place. Throws Error.
  void commit();

 private:
  struct Pending {
    std::string staged;
    std::string path;
  };
  std::vector<Pending> pending_;
};

}  // namespace snapc

#endif
