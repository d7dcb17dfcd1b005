/// A model as constant tables: what the generated source holds and the runtime builds from.

#ifndef SNAPC_TABLES_H
#define SNAPC_TABLES_H

#include <array>
#include <cstddef>
#include <cstdint>

#include "snapc/element_type.h"

namespace snapc {

template <typename Entry>
struct Table {
  const Entry* entries;
  std::size_t count;

  const Entry& operator[](std::size_t index) const { return entries[index]; }
  const Entry* begin() const { return entries; }
  const Entry* end() const { return entries + count; }
};

/// Of the ONNX model.
using NodeName = const char*;

struct OperandTypeEntry {
  std::uint8_t code;
  std::uint8_t rank;
  /// The first of its sizes in `dimensions`.
  std::uint32_t dimensions;
  float scale;
  std::int32_t zeroPoint;
  /// One more than the index in `channels`; 0 if the type has no scales per channel.
  std::uint32_t channels;
};

/// Floats in a pool: where they begin, in bytes, and how many.
struct ChannelScales {
  std::uint8_t dimension;
  std::uint32_t pool;
  std::uint32_t offset;
  std::uint32_t count;
};

/// Where an operand's value comes from.
enum Source : std::uint16_t { COMPUTED = 0, OMITTED = 1, IMMEDIATE = 2, POOL = 3 };

struct OperandEntry {
  /// The index in `types`.
  std::uint32_t type;
  /// A Source; POOL + n is the pool n.
  std::uint16_t source;
  /// Within the immediates or the pool, in bytes.
  std::uint32_t offset;
  std::uint32_t length;
};

struct OperationEntry {
  std::uint8_t code;
  /// The first of its operands in `indices`: inputs, then outputs.
  std::uint32_t operands;
  std::uint16_t inputCount;
  std::uint16_t outputCount;
  /// The first in `indices` of the names of its nodes, and how many.
  std::uint32_t origin;
  std::uint16_t originCount;
};

struct PortEntry {
  const char* name;
  std::uint32_t operand;
  /// As the ONNX model declares it; the sizes are in `dimensions`.
  ElementType modelType;
  std::uint8_t modelRank;
  std::uint32_t modelDimensions;
};

struct PoolEntry {
  const char* file;
  std::uint64_t bytes;
  /// Hexadecimal.
  const char* sha256;
};

struct ModelTables {
  const char* title;
  /// The lowest runtime that knows every operation.
  std::int64_t featureLevel;
  bool relaxed;
  Table<OperandTypeEntry> types;
  Table<std::uint32_t> dimensions;
  Table<ChannelScales> channels;
  Table<OperandEntry> operands;
  Table<std::uint8_t> immediates;
  Table<OperationEntry> operations;
  Table<std::uint32_t> indices;
  Table<NodeName> nodes;
  Table<PortEntry> inputs;
  Table<PortEntry> outputs;
  Table<PoolEntry> pools;
  /// Changes with the model and its weights.
  std::array<std::uint8_t, 32> cacheToken;
};

}  // namespace snapc

#endif
