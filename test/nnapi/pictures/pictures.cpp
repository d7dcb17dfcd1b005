/// Tiles, pixels and previews, to the bit.

#include "picture_planes.h"
#include "tiles.h"
#include "vectors.h"

namespace {

std::size_t size(const Fields& fields, std::size_t at) { return static_cast<std::size_t>(whole(fields.at(at))); }

void checkStarts(const Fields& fields) {
  const std::vector<std::size_t> starts = snapc::tileStarts(size(fields, 1), size(fields, 2));
  expect(starts.size() == fields.size() - 3, "how many tiles there are");
  for (std::size_t at = 0; at < starts.size(); ++at) expect(starts[at] == size(fields, at + 3), "where tiles begin");
}

void checkMosaic(const Fields& sizes, const Fields& in, const Fields& out) {
  const std::size_t channels = size(sizes, 1);
  const std::size_t height = size(sizes, 2);
  const std::size_t width = size(sizes, 3);
  snapc::Mosaic mosaic(channels, height, width);
  unsigned tile = 0;
  for (const std::size_t top : snapc::tileStarts(height, size(sizes, 4))) {
    for (const std::size_t left : snapc::tileStarts(width, size(sizes, 5))) {
      const snapc::Area area{top, left, size(sizes, 4), size(sizes, 5)};
      Floats part = snapc::cut(singles(in, 1), channels, height, width, area);
      const float factor = 1 + static_cast<float>(tile++) / 8;
      for (float& number : part) number *= factor;
      mosaic.add(part, area);
    }
  }
  expectSame(mosaic.finish(), singles(out, 1), "mosaic");
}

void expectBytes(const snapc::Picture& picture, const Fields& bytes, const std::string& place) {
  expect(picture.pixels.size() == bytes.size() - 1, place + ": how many bytes there are");
  for (std::size_t at = 0; at < picture.pixels.size() && at + 1 < bytes.size(); ++at) {
    expect(picture.pixels[at] == std::stoul(bytes[at + 1], nullptr, 16), place + " at " + std::to_string(at));
  }
}

void checkPreview(const std::vector<Fields>& lines) {
  snapc::PipelineDescription description{};
  const auto sizeAt = [&](std::size_t at) { return static_cast<std::uint32_t>(size(lines.at(0), at)); };
  description.latent = {sizeAt(0), sizeAt(1), sizeAt(2)};
  std::vector<std::array<double, 3>> rows;
  for (std::size_t at = 1; at + 2 < lines.at(1).size(); at += 3) {
    rows.push_back({real(lines[1][at]), real(lines[1][at + 1]), real(lines[1][at + 2])});
  }
  description.preview = { {rows.data(), rows.size() - 1}, rows.back()};
  expectBytes(snapc::linearPreview(singles(lines.at(2), 1), description), lines.at(3), "preview");
}

}  // namespace

void checkPictures(const std::string& folder) {
  const std::vector<Fields> tiles = readVectors(folder, "tiles.txt");
  for (std::size_t at = 0; at < tiles.size(); ++at) {
    if (tiles[at].at(0) == "starts") checkStarts(tiles[at]);
    if (tiles[at].at(0) == "mosaic") checkMosaic(tiles[at], tiles.at(at + 1), tiles.at(at + 2));
  }
  const std::vector<Fields> pictures = readVectors(folder, "pictures.txt");
  for (std::size_t at = 0; at + 3 < pictures.size(); at += 4) {
    const auto width = static_cast<std::uint32_t>(size(pictures[at], 1));
    const auto height = static_cast<std::uint32_t>(size(pictures[at], 2));
    const snapc::Picture picture = snapc::toPicture(singles(pictures[at + 1], 1), width, height);
    expectBytes(picture, pictures[at + 2], "picture");
    expectSame(snapc::toPlanes(picture), singles(pictures[at + 3], 1), "planes");
  }
  checkPreview(readVectors(folder, "preview.txt"));
}
