/** A model that adds a constant to its input, for tests of everything but operations. */

#pragma once

#include <memory>
#include <vector>

#include "harness.h"

template <typename Handle>
using Owned = std::unique_ptr<Handle, void (*)(Handle*)>;

using OwnedModel = Owned<ANeuralNetworksModel>;
using OwnedCompilation = Owned<ANeuralNetworksCompilation>;
using OwnedExecution = Owned<ANeuralNetworksExecution>;
using OwnedMemory = Owned<ANeuralNetworksMemory>;

OwnedModel newModel();
/** Adds an operand of a type and shape, and says the result. */
int addOperand(ANeuralNetworksModel* model, int32_t type, const Shape& shape = {});

/** Operands of `output = ADD(input, constant, fuse)`, in this order, all of one shape. */
enum SimpleOperand : int32_t { simpleInput, simpleConstant, simpleFuse, simpleOutput };

/** The operands and the activation's value; the constant has none yet. */
OwnedModel newSimpleModel(const Shape& shape);
int addSimpleOperation(ANeuralNetworksModel* model);
int identifySimple(ANeuralNetworksModel* model);

/** Finished, adding 1 to two numbers. */
OwnedModel finishedModel();
OwnedCompilation newCompilation(ANeuralNetworksModel* model);
/** For the first devices that there are, `count` of them. */
OwnedCompilation newCompilationFor(ANeuralNetworksModel* model, uint32_t count);
OwnedCompilation finishedCompilation(ANeuralNetworksModel* model);
OwnedExecution newExecution(ANeuralNetworksCompilation* compilation);

/** A file of some bytes that has no name any more. */
class TemporaryFile {
 public:
  explicit TemporaryFile(const std::vector<uint8_t>& bytes);
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  ~TemporaryFile();

  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

OwnedMemory memoryOf(const TemporaryFile& file, size_t size, int protection);

std::vector<ANeuralNetworksDevice*> allDevices();
