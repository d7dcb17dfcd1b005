/// What the compiler tells the runtime of a pipeline: names, sizes and defaults, as data in the emitted source.

#ifndef SNAPC_PICTURES_DESCRIPTION_H
#define SNAPC_PICTURES_DESCRIPTION_H

#include <array>
#include <cstdint>

#include "snapc/tables.h"

namespace snapc {

enum class PartName { textEncoder, unet, decoder, encoder };

/// As the folders of the parts are called.
const char* nameOf(PartName part) noexcept;

struct DataFile {
  const char* file;
  std::uint64_t bytes;
  /// Hexadecimal.
  const char* sha256;
};

struct LatentSize {
  std::uint32_t channels;
  std::uint32_t height;
  std::uint32_t width;
};

struct TileSize {
  std::uint32_t height;
  std::uint32_t width;
};

/// Of a picture in pixels, and the latents of one tile of the decoder.
struct PictureSize {
  std::uint32_t height;
  std::uint32_t width;
  TileSize tile;
};

/// The names of tensors in their models.
struct TextNames {
  const char* ids;
  const char* states;
};

struct UnetNames {
  const char* sample;
  const char* timestep;
  const char* states;
  const char* output;
};

struct DecoderNames {
  const char* latent;
  const char* picture;
};

struct EncoderNames {
  const char* picture;
  const char* latent;
};

/// Linear maps of latents to red, green and blue, from 0 to 1, and what is added.
struct PreviewMap {
  Table<std::array<double, 3>> factors;
  std::array<double, 3> bias;
};

struct StepCounts {
  std::uint32_t usual;
  /// Those that have a table, in its order.
  Table<std::uint32_t> counts;
  /// For each count, by how much the first noise is multiplied.
  Table<double> initialNoise;
  /// Denoised latents are clamped to it; infinite for never.
  double clip;
};

struct PipelineDescription {
  const char* name;
  /// Those that can be asked for, the usual one first.
  Table<PictureSize> sizes;
  /// Of the usual size, as `tile`; where a picture is drawn, of its own.
  LatentSize latent;
  /// Pixels for each latent, along an edge.
  std::uint32_t scale;
  /// The decoder gets latents divided by the factor, plus the shift.
  double scalingFactor;
  double shiftFactor;
  /// The latents of one tile of the decoder; those of the whole picture where it is not tiled.
  TileSize tile;
  TextNames text;
  UnetNames unet;
  /// 2 where both sides of guidance run at once.
  std::uint32_t unetBatch;
  DecoderNames decoder;
  /// Null where there is no encoder.
  EncoderNames encoder;
  /// The encoder gives mean and logarithm of the variance, one after another along the channels.
  bool isDistribution;
  /// Without factors where there is none.
  PreviewMap preview;
  StepCounts steps;
  double guidance;
  DataFile tokenizer;
  DataFile stepTables;

  std::uint32_t width() const { return latent.width * scale; }
  std::uint32_t height() const { return latent.height * scale; }
  /// What holds for pictures of one of the sizes.
  PipelineDescription at(std::size_t size) const {
    PipelineDescription own = *this;
    own.latent.height = sizes[size].height / scale;
    own.latent.width = sizes[size].width / scale;
    own.tile = sizes[size].tile;
    return own;
  }
  std::size_t latentCount() const {
    return static_cast<std::size_t>(latent.channels) * latent.height * latent.width;
  }
  bool hasEncoder() const { return encoder.picture != nullptr; }
  bool hasPreview() const { return preview.factors.count > 0; }
};

/// A model of the pipeline: the sizes that it serves as bits, its tables, and where its weights lie in the pipeline's
/// folder.
struct PartEntry {
  PartName part;
  std::uint32_t sizes;
  const ModelTables& (*tables)();
  const char* weights;
};

struct PipelineTables {
  const PipelineDescription& description;
  Table<PartEntry> parts;
};

}  // namespace snapc

#endif
