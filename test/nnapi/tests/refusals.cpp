/** What the runtime refuses of operations, and at which call. */

#include "harness.h"

namespace {

const std::string add = "addOperation";
const std::string compute = "compute";
const Value pair = f32({1, 2}, {1, 2});
const Value five = f32({1, 1, 1, 1, 2}, {1, 2});

std::vector<Value> withIntegers(std::vector<Value> inputs, const std::vector<int32_t>& scalars) {
  for (const int32_t scalar : scalars) inputs.push_back(integer(scalar));
  return inputs;
}

const Test ranks("rank 5", [] {
  expectRefusal("ADD", ANEURALNETWORKS_ADD, {five, five, integer(0)}, {five}, add);
  expectRefusal("MUL", ANEURALNETWORKS_MUL, {five, five, integer(0)}, {five}, add);
  expectRefusal("TRANSPOSE", ANEURALNETWORKS_TRANSPOSE, {five, i32({5}, {0, 1, 2, 3, 4})}, {five},
                add);
  expectRefusal("CONCATENATION", ANEURALNETWORKS_CONCATENATION, {five, integer(0)}, {five}, add);
  expectRefusal("RESHAPE", ANEURALNETWORKS_RESHAPE, {five, i32({2}, {1, 2})}, {pair}, add);
  expectRefusal("SOFTMAX", ANEURALNETWORKS_SOFTMAX, {five, real(1)}, {five}, add);
  expectRefusal("MEAN", ANEURALNETWORKS_MEAN, {five, i32({1}, {4}), integer(1)}, {five}, add);
  expectRefusal("LOGISTIC", ANEURALNETWORKS_LOGISTIC, {five}, {five}, add);
});

const Test counts("counts and scalars", [] {
  expectRefusal("ADD without activation", ANEURALNETWORKS_ADD, {pair, pair}, {pair}, add);
  expectRefusal("ADD of a scalar", ANEURALNETWORKS_ADD, {pair, real(1), integer(0)}, {pair}, add);
  expectRefusal("ADD of types", ANEURALNETWORKS_ADD, {pair, f16({1, 2}, {1, 2}), integer(0)},
                {pair}, add);
  expectRefusal("ADD of no activation", ANEURALNETWORKS_ADD, {pair, pair, integer(4)}, {pair},
                compute, ANEURALNETWORKS_OP_FAILED);
  expectRefusal("ADD of integers with RELU", ANEURALNETWORKS_ADD,
                {i32({1}, {1}), i32({1}, {1}), integer(1)}, {i32({1}, {2})}, compute,
                ANEURALNETWORKS_OP_FAILED);
  expectRefusal("ADD that does not broadcast", ANEURALNETWORKS_ADD,
                {pair, f32({3}, {1, 2, 3}), integer(0)}, {pair}, compute,
                ANEURALNETWORKS_OP_FAILED);
  expectRefusal("MEAN with BOOL", ANEURALNETWORKS_MEAN, {pair, i32({1}, {1}), flag(true)},
                {f32({1, 1}, {1.5})}, add);
  expectRefusal("REDUCE_SUM with INT32", ANEURALNETWORKS_REDUCE_SUM,
                {pair, i32({1}, {1}), integer(1)}, {f32({1, 1}, {3})}, add);
  expectRefusal("SOFTMAX of halves with FLOAT32", ANEURALNETWORKS_SOFTMAX,
                {f16({1, 2}, {1, 2}), real(1)}, {f16({1, 2}, {0, 0})}, add);
  expectRefusal("INSTANCE_NORMALIZATION per channel", ANEURALNETWORKS_INSTANCE_NORMALIZATION,
                {f32({1, 1, 1, 2}, {1, 2}), f32({2}, {1, 1}), real(0), real(0), flag(false)},
                {f32({1, 1, 1, 2}, {1, 2})}, add);
  expectRefusal("BATCH_MATMUL without flags", ANEURALNETWORKS_BATCH_MATMUL,
                {f32({1, 1}, {1}), f32({1, 1}, {1})}, {f32({1, 1}, {1})}, add);
  expectRefusal("BATCH_MATMUL of batches", ANEURALNETWORKS_BATCH_MATMUL,
                {f32({2, 1, 1}, {1, 2}), f32({1, 1, 1}, {1}), flag(false), flag(false)},
                {f32({2, 1, 1}, {1, 2})}, compute, ANEURALNETWORKS_OP_FAILED);
  expectRefusal("BATCH_MATMUL unsigned", ANEURALNETWORKS_BATCH_MATMUL,
                {u8({1, 1}, {1}, 1, 0), u8({1, 1}, {1}, 1, 0), flag(false), flag(false)},
                {u8({1, 1}, {1}, 1, 0)}, add);
  expectRefusal("no such operation", 106, {pair}, {pair}, add);
});

const Test types("types", [] {
  const Value whole = i32({1, 2}, {1, 2});
  expectRefusal("CONCATENATION of INT32", ANEURALNETWORKS_CONCATENATION, {whole, integer(0)},
                {whole}, add);
  expectRefusal("STRIDED_SLICE of INT32", ANEURALNETWORKS_STRIDED_SLICE,
                {whole, i32({2}, {0, 0}), i32({2}, {1, 2}), i32({2}, {1, 1}), integer(0),
                 integer(0), integer(0)},
                {whole}, add);
  expectRefusal("TRANSPOSE of INT32", ANEURALNETWORKS_TRANSPOSE, {whole, i32({2}, {0, 1})}, {whole},
                add);
  expectRefusal("EXP of INT32", ANEURALNETWORKS_EXP, {whole}, {whole}, add);
  const Value stored = u8({1, 2}, {1, 2}, 1, 0);
  expectRefusal("DIV of bytes", ANEURALNETWORKS_DIV, {stored, stored, integer(0)}, {stored}, add);
  expectRefusal("CAST to BOOL8", ANEURALNETWORKS_CAST, {pair}, {b8({1, 2}, {1, 1})}, add);
  expectRefusal("PAD_V2 of halves with FLOAT32", ANEURALNETWORKS_PAD_V2,
                {f16({1}, {1}), i32({1, 2}, {0, 1}), real(0)}, {f16({2}, {1, 0})}, add);
});

const Test shapes("shapes that are found when the model runs", [] {
  const Value weights = f32({2, 2}, {1, 0, 0, 1});
  expectRefusal("FULLY_CONNECTED of rank 3", ANEURALNETWORKS_FULLY_CONNECTED,
                {f32({1, 1, 2}, {1, 2}), weights, f32({2}, {0, 0}), integer(0)},
                {f32({1, 1, 2}, {1, 2})}, compute, ANEURALNETWORKS_OP_FAILED);
  expectRefusal("a declared shape", ANEURALNETWORKS_RELU, {pair}, {f32({2, 1}, {1, 2})}, compute,
                ANEURALNETWORKS_OP_FAILED);
  expectRefusal("SELECT that broadcasts", ANEURALNETWORKS_SELECT,
                {b8({2}, {1, 0}), f32({1}, {1}), f32({2}, {1, 2})}, {f32({2}, {1, 2})}, compute,
                ANEURALNETWORKS_OP_FAILED);
  expectRefusal("TRANSPOSE by a matrix", ANEURALNETWORKS_TRANSPOSE, {pair, i32({2, 1}, {1, 0})},
                {f32({2, 1}, {1, 2})}, compute, ANEURALNETWORKS_OP_FAILED);
  expectRefusal("SPLIT of unequal parts", ANEURALNETWORKS_SPLIT,
                {f32({3}, {1, 2, 3}), integer(0), integer(2)}, {f32({1}, {1}), f32({2}, {2, 3})},
                compute, ANEURALNETWORKS_OP_FAILED);
  expectRefusal("GATHER outside", ANEURALNETWORKS_GATHER, {pair, integer(1), i32({1}, {2})},
                {f32({1, 1}, {1})}, compute, ANEURALNETWORKS_OP_FAILED);
  expectRefusal(
      "RESIZE of both kinds", ANEURALNETWORKS_RESIZE_BILINEAR,
      {f32({1, 1, 1, 1}, {1}), integer(1), integer(1), flag(false), flag(true), flag(true)},
      {f32({1, 1, 1, 1}, {1})}, compute, ANEURALNETWORKS_OP_FAILED);
  expectRefusal(
      "an omitted input", ANEURALNETWORKS_CONV_2D,
      withIntegers({f32({1, 1, 1, 1}, {1}), f32({1, 1, 1, 1}, {1}), omitted(f32({1}, {0}))},
                   {0, 0, 0, 0, 1, 1, 0}),
      {f32({1, 1, 1, 1}, {1})}, compute, ANEURALNETWORKS_OP_FAILED);
  expectRefusal("an omitted shape", ANEURALNETWORKS_RESHAPE, {pair, omitted(i32({1}, {2}))},
                {f32({2}, {1, 2})}, compute, ANEURALNETWORKS_BAD_DATA);
});

const Test convolutions("convolutions", [] {
  const Value image = f32({1, 2, 2, 1}, {1, 2, 3, 4});
  const Value filter = f32({1, 1, 1, 1}, {1});
  const Value bias = f32({1}, {0});
  const std::vector<int32_t> scalars = {0, 0, 0, 0, 1, 1, 0};
  expectRefusal("rank", ANEURALNETWORKS_CONV_2D, withIntegers({pair, filter, bias}, scalars),
                {image}, add);
  expectRefusal("padding as wide as the window", ANEURALNETWORKS_CONV_2D,
                withIntegers({image, filter, bias}, {1, 0, 0, 0, 1, 1, 0}),
                {f32({1, 2, 3, 1}, {0, 1, 2, 0, 3, 4})}, compute, ANEURALNETWORKS_OP_FAILED);
  expectRefusal("no bias", ANEURALNETWORKS_CONV_2D, withIntegers({image, filter}, scalars), {image},
                add);
  std::vector<Value> one = withIntegers({image, filter, bias}, scalars);
  one.insert(one.end(), {flag(false), integer(1)});
  expectRefusal("one dilation", ANEURALNETWORKS_CONV_2D, one, {image}, add);
  expectRefusal("GROUPED_CONV_2D without layout", ANEURALNETWORKS_GROUPED_CONV_2D,
                withIntegers({image, filter, bias}, {0, 0, 0, 0, 1, 1, 1, 0}), {image}, add);
});

const Test quantisation("quantisation", [] {
  const Value image = s8({1, 1, 1, 1}, {1}, 0.5f, 0);
  const Value filter = s8({1, 1, 1, 1}, {1}, 0.5f, 0);
  const Value scaled = perChannel({1, 1, 1, 1}, {1}, {0.5f});
  const std::vector<int32_t> scalars = {0, 0, 0, 0, 1, 1, 0};
  expectRefusal("a bias of another scale", ANEURALNETWORKS_CONV_2D,
                withIntegers({image, filter, i32({1}, {0}, 1)}, scalars), {image}, compute,
                ANEURALNETWORKS_OP_FAILED);
  expectRefusal("a bias with a scale beside channel scales", ANEURALNETWORKS_CONV_2D,
                withIntegers({image, scaled, i32({1}, {0}, 0.25f)}, scalars), {image}, add);
  expectRefusal(
      "scales along another dimension", ANEURALNETWORKS_CONV_2D,
      withIntegers({image, perChannel({1, 1, 1, 1}, {1}, {0.5f}, 3), i32({1}, {0})}, scalars),
      {image}, add);
  const Value row = s8({1, 1}, {1}, 0.5f, 0);
  expectRefusal("FULLY_CONNECTED per channel", ANEURALNETWORKS_FULLY_CONNECTED,
                {row, perChannel({1, 1}, {1}, {0.5f}), i32({1}, {0}), integer(0)}, {row}, add);
  expectRefusal("MUL with a fine output", ANEURALNETWORKS_MUL, {row, row, integer(0)},
                {s8({1, 1}, {1}, 0.25f, 0)}, add);
  expectRefusal("SOFTMAX with a scale of its own", ANEURALNETWORKS_SOFTMAX, {row, real(1)}, {row},
                compute, ANEURALNETWORKS_OP_FAILED);
  expectRefusal("LOGISTIC with a scale of its own", ANEURALNETWORKS_LOGISTIC, {row}, {row}, compute,
                ANEURALNETWORKS_OP_FAILED);
  expectRefusal("RELU to another scale", ANEURALNETWORKS_RELU, {row}, {s8({1, 1}, {1}, 1, 0)},
                compute, ANEURALNETWORKS_OP_FAILED);
  expectRefusal("a scale of 0", ANEURALNETWORKS_RELU, {u8({1}, {1}, 0, 0)}, {u8({1}, {1}, 1, 0)},
                "addOperand");
  expectRefusal("a zero point of 256", ANEURALNETWORKS_RELU, {u8({1}, {1}, 1, 256)},
                {u8({1}, {1}, 1, 0)}, "addOperand");
  Value scaledFloat = pair;
  scaledFloat.scale = 1;
  expectRefusal("a scale of floats", ANEURALNETWORKS_RELU, {scaledFloat}, {pair}, "addOperand");
  expectRefusal("an output of integers with a scale", ANEURALNETWORKS_TILE,
                {i32({1}, {3}), i32({1}, {2})}, {i32({2}, {3, 3}, 1)}, compute,
                ANEURALNETWORKS_OP_FAILED);
  Value shapeless = i32({1}, {0});
  shapeless.dimensions.clear();
  expectRefusal("omitted axes of unknown rank", ANEURALNETWORKS_SQUEEZE,
                {f32({1, 2}, {1, 2}), omitted(shapeless)}, {f32({2}, {1, 2})}, compute,
                ANEURALNETWORKS_OP_FAILED);
  expectRefusal("a constant of unknown rank", ANEURALNETWORKS_SQUEEZE,
                {f32({1, 2}, {1, 2}), shapeless}, {f32({2}, {1, 2})}, "setOperandValue");
  expectRefusal("scales that are too few", ANEURALNETWORKS_DEQUANTIZE,
                {perChannel({2, 1}, {1, 2}, {0.5f})}, {f32({2, 1}, {0, 0})}, "channelScales");
});

}  // namespace
