/// Compares size and SHA-256 before anything is made of the bytes.

#include "data_file.h"

#include "../file.h"
#include "../sha256.h"
#include "snapc/error.h"

namespace snapc {

std::vector<std::uint8_t> readDataFile(const std::string& folder, const DataFile& file) {
  const std::string path = folder + '/' + file.file;
  const File opened = openForReading(path);
  const std::uint64_t size = sizeOf(opened.fd(), path);
  if (size != file.bytes) {
    throw Error(ErrorKind::weights, path + ": has " + std::to_string(size) + " bytes, and the pipeline's has " +
                                        std::to_string(file.bytes) + ": it is cut or belongs to another pipeline");
  }
  std::vector<std::uint8_t> bytes(static_cast<std::size_t>(size));
  readAt(opened.fd(), path, 0, bytes.data(), bytes.size());
  Sha256 hash;
  hash.update(bytes.data(), bytes.size());
  if (hash.hexadecimal() != file.sha256) {
    throw Error(ErrorKind::weights,
                path + ": its SHA-256 is not that of the pipeline's: it is damaged or belongs to another pipeline");
  }
  return bytes;
}

}  // namespace snapc
