/** Feature levels: a model that is newer than the runtime is refused when it is finished. */

#include "harness.h"

namespace {

/** Passes at `level` and fails at the one before. */
void expectLevel(const char* name, int level, int32_t operation, const std::vector<Value>& inputs,
                 const std::vector<Value>& outputs) {
  {
    const Environment runtime("SNAPC_NNAPI_RUNTIME_LEVEL", std::to_string(level));
    const Outcome outcome = runOne(operation, inputs, outputs);
    expect(outcome.code == ANEURALNETWORKS_NO_ERROR, std::string(name) + " is not there");
  }
  if (level == 1) return;
  const Environment runtime("SNAPC_NNAPI_RUNTIME_LEVEL", std::to_string(level - 1));
  const Outcome outcome = runOne(operation, inputs, outputs);
  expect(outcome.call == "finish" && outcome.code == ANEURALNETWORKS_BAD_DATA,
         std::string(name) + " is there too early");
}

const Test levels("operations and types come with feature levels", [] {
  const Value x = f32({1, 1}, {1});
  const Value h = f16({1, 1}, {1});
  const Value s = s8({1, 1}, {1}, 1, 0);
  const Value i = i32({1, 1}, {1});
  expectLevel("ADD", 1, ANEURALNETWORKS_ADD, {x, x, integer(0)}, {x});
  expectLevel("SUB", 2, ANEURALNETWORKS_SUB, {x, x, integer(0)}, {x});
  expectLevel("TRANSPOSE", 2, ANEURALNETWORKS_TRANSPOSE, {x, i32({2}, {1, 0})}, {x});
  expectLevel("ADD of halves", 3, ANEURALNETWORKS_ADD, {h, h, integer(0)}, {h});
  expectLevel("SQRT", 3, ANEURALNETWORKS_SQRT, {x}, {x});
  expectLevel("SOFTMAX along an axis", 3, ANEURALNETWORKS_SOFTMAX, {x, real(1), integer(0)}, {x});
  expectLevel("ADD of integers", 4, ANEURALNETWORKS_ADD, {i, i, integer(0)}, {i});
  expectLevel("RELU of signed bytes", 4, ANEURALNETWORKS_RELU, {s}, {s});
  expectLevel("HARD_SWISH", 4, ANEURALNETWORKS_HARD_SWISH, {x}, {f32({1, 1}, {0})});
  expectLevel("FILL", 4, ANEURALNETWORKS_FILL, {i32({2}, {1, 1}), real(1)}, {x});
  expectLevel("BATCH_MATMUL", 6, ANEURALNETWORKS_BATCH_MATMUL, {x, x, flag(false), flag(false)},
              {x});
  expectLevel("RESHAPE of integers", 6, ANEURALNETWORKS_RESHAPE, {i, i32({1}, {1})},
              {i32({1}, {1})});
  expectLevel("PACK", 6, ANEURALNETWORKS_PACK, {integer(0), f32({1}, {1})}, {x});
  expectLevel("MIRROR_PAD", 7, ANEURALNETWORKS_MIRROR_PAD,
              {x, i32({2, 2}, {0, 0, 0, 0}), integer(1)}, {x});
  expectLevel("REVERSE", 7, ANEURALNETWORKS_REVERSE, {x, i32({1}, {0})}, {x});
  const Value row = u8({1, 1}, {1}, 1, 0);
  expectLevel("RSQRT of bytes", 7, ANEURALNETWORKS_RSQRT, {row}, {row});
  expectLevel("EMBEDDING_LOOKUP of halves", 4, ANEURALNETWORKS_EMBEDDING_LOOKUP, {i32({1}, {0}), h},
              {h});
  expectLevel("DEQUANTIZE per channel", 3, ANEURALNETWORKS_DEQUANTIZE,
              {perChannel({1, 1}, {2}, {0.5f})}, {x});
  const Value image = f32({1, 1, 1, 1}, {1});
  expectLevel("RESIZE_BILINEAR of half pixels", 4, ANEURALNETWORKS_RESIZE_BILINEAR,
              {image, integer(1), integer(1), flag(false), flag(false), flag(true)}, {image});
});

}  // namespace
