/// Scenarios of NumPy's files: what is written is read, and what is broken is refused.

#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "expect.h"
#include "npy.h"
#include "output_files.h"
#include "scenarios.h"

namespace app {
namespace {

using snapc::Array;
using snapc::ElementType;
using snapc::ErrorKind;

const Array SMALL = {ElementType::int32, {2, 1}, {1, 0, 0, 0, 2, 0, 0, 0}};

std::string contentOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void writeAndRead(const Place& place) {
  const std::string path = place.scratch + "/array.npy";
  for (const ElementType type : {ElementType::float32, ElementType::float16, ElementType::int32, ElementType::int64,
                                 ElementType::bool8, ElementType::uint8, ElementType::int8}) {
    const Array whole = {type, {3, 1, 2}, std::vector<std::uint8_t>(6 * snapc::byteSize(type), 1)};
    const Array empty = {type, {0}, {}};
    const Array single = {type, {}, std::vector<std::uint8_t>(snapc::byteSize(type), 1)};
    for (const Array& array : {whole, empty, single}) {
      snapc::writeNpy(path, array);
      const Array read = snapc::readNpy(path);
      expect(read.type == array.type && read.shape == array.shape && read.bytes == array.bytes, "what was written");
    }
  }
}

/// Every prefix is refused; a changed byte of the header is refused or gives an array of the size it says.
void broken(const Place& place) {
  const std::string whole = place.scratch + "/whole.npy";
  const std::string changed = place.scratch + "/changed.npy";
  snapc::writeNpy(whole, SMALL);
  const std::string bytes = contentOf(whole);
  for (std::size_t length = 0; length < bytes.size(); ++length) {
    std::ofstream(changed, std::ios::binary) << bytes.substr(0, length);
    expectError(ErrorKind::file, changed, [&] { snapc::readNpy(changed); });
  }
  for (std::size_t at = 0; at < bytes.size() - SMALL.bytes.size(); ++at) {
    for (const int value : {0, 1, 9, 40, 44, 49, 57, 127, 255, bytes[at] ^ 1, bytes[at] ^ 0x80}) {
      std::string other = bytes;
      other[at] = static_cast<char>(value);
      std::ofstream(changed, std::ios::binary) << other;
      try {
        const Array read = snapc::readNpy(changed);
        std::uint64_t size = snapc::byteSize(read.type);
        for (const std::uint64_t axis : read.shape) size *= axis;
        expect(size == read.bytes.size(), "an array of its own size");
      } catch (const snapc::Error& error) {
        expect(error.kind() == ErrorKind::file, error.what());
      }
    }
  }
}

/// A second output that cannot be written leaves the first one as it was.
void allOrNone(const Place& place) {
  const std::string first = place.scratch + "/first.npy";
  const std::string folder = place.scratch + "/folder";
  std::ofstream(first) << "old";
  mkdir(folder.c_str(), 0755);
  const auto write = [&](const std::string& second) {
    snapc::OutputFiles files;
    files.add(first, SMALL);
    files.add(second, SMALL);
    files.commit();
  };
  expectError(ErrorKind::file, "it is a folder", [&] { write(folder); });
  expectError(ErrorKind::file, "cannot be written", [&] { write(place.scratch + "/nowhere/x.npy"); });
  expectError(ErrorKind::argument, "is given for two outputs", [&] { write(first); });
  expect(contentOf(first) == "old", "the file as it was");
  write(place.scratch + "/second.npy");
  expect(contentOf(first) == contentOf(place.scratch + "/second.npy"), "both files");
}

}  // namespace

void addFiles(Scenarios& scenarios) {
  scenarios["write-and-read"] = writeAndRead;
  scenarios["broken-files"] = broken;
  scenarios["all-or-none"] = allOrNone;
}

}  // namespace app
