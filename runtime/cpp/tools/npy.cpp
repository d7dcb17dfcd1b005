/// Reads and writes NumPy's files of one array.

#include "npy.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "npy_header.h"
#include "snapc/error.h"

namespace snapc {
namespace {

/// NumPy itself refuses longer headers.
constexpr std::size_t LONGEST_HEADER = 10000;

struct CloseFile {
  void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};
using Stream = std::unique_ptr<std::FILE, CloseFile>;

std::size_t read(const Stream& stream, void* bytes, std::size_t count) {
  return std::fread(bytes, 1, count, stream.get());
}

std::uint64_t bytesOf(const Array& array, const std::string& path) {
  std::uint64_t bytes = byteSize(array.type);
  for (const std::uint64_t size : array.shape) {
    if (size == 0) return 0;
    if (bytes > (std::uint64_t{1} << 40) / size) throw Error(ErrorKind::file, path + ": is too large");
    bytes *= size;
  }
  return bytes;
}

std::string readHeader(const Stream& stream, const std::string& path) {
  unsigned char start[12] = {};
  const std::size_t count = read(stream, start, 10);
  if (std::ferror(stream.get()) != 0) {
    throw Error(ErrorKind::file, path + ": cannot be read: " + std::strerror(errno));
  }
  if (count != 10 || std::memcmp(start, "\x93NUMPY", 6) != 0 || start[6] < 1 || start[6] > 3) {
    throw Error(ErrorKind::file, path + ": is no .npy file");
  }
  std::size_t length = start[8] | static_cast<std::size_t>(start[9]) << 8;
  if (start[6] > 1) {
    if (read(stream, start + 10, 2) != 2) throw Error(ErrorKind::file, path + ": ends in its header");
    length |= static_cast<std::size_t>(start[10]) << 16 | static_cast<std::size_t>(start[11]) << 24;
  }
  if (length > LONGEST_HEADER) throw Error(ErrorKind::file, path + ": its header is too long");
  std::string text(length, '\0');
  if (read(stream, &text[0], length) != length) throw Error(ErrorKind::file, path + ": ends in its header");
  return text;
}

}  // namespace

std::string describe(ElementType type, const std::vector<std::uint64_t>& shape) {
  std::string text = std::string(nameOf(type)) + " [";
  for (std::size_t axis = 0; axis < shape.size(); ++axis) {
    text += (axis > 0 ? ", " : "") + std::to_string(shape[axis]);
  }
  return text + ']';
}

Array readNpy(const std::string& path) {
  const Stream stream(std::fopen(path.c_str(), "rb"));
  if (stream == nullptr) throw Error(ErrorKind::file, path + ": cannot be opened: " + std::strerror(errno));
  Array array;
  parseNpyHeader(readHeader(stream, path), path, array);
  const std::uint64_t bytes = bytesOf(array, path);
  // The memory grows with what is read: a header alone cannot make it large.
  constexpr std::size_t PIECE = 1 << 20;
  while (array.bytes.size() < bytes) {
    const std::size_t done = array.bytes.size();
    array.bytes.resize(static_cast<std::size_t>(std::min<std::uint64_t>(bytes, done + PIECE)));
    const std::size_t wanted = array.bytes.size() - done;
    if (read(stream, array.bytes.data() + done, wanted) != wanted) {
      throw Error(ErrorKind::file, path + ": ends before its " + std::to_string(bytes) + " bytes of data do");
    }
  }
  char more;
  if (read(stream, &more, 1) != 0) throw Error(ErrorKind::file, path + ": has more data than its shape");
  return array;
}

void writeNpy(const std::string& path, const Array& array) { writeBytes(path, npyHeader(array), array.bytes); }

void writeBytes(const std::string& path, const std::string& header, const std::vector<std::uint8_t>& bytes) {
  Stream stream(std::fopen(path.c_str(), "wb"));
  if (stream == nullptr) throw Error(ErrorKind::file, path + ": cannot be written: " + std::strerror(errno));
  const bool written =
      std::fwrite(header.data(), 1, header.size(), stream.get()) == header.size() &&
      (bytes.empty() || std::fwrite(bytes.data(), 1, bytes.size(), stream.get()) == bytes.size());
  if (std::fclose(stream.release()) == 0 && written) return;
  const std::string reason = std::strerror(errno);
  std::remove(path.c_str());
  throw Error(ErrorKind::file, path + ": cannot be written: " + reason);
}

}  // namespace snapc
