/** Values of operations on images, by hand. */

#include "harness.h"

namespace {

/** 1 to 9 in three rows. */
const Value nine = f32({1, 3, 3, 1}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
const Value twoByTwo = f32({1, 2, 2, 1}, {1, 2, 3, 4});
const Value noBias = f32({1}, {0});

std::vector<Value> explicitly(std::vector<Value> inputs, const std::vector<int32_t>& scalars) {
  for (const int32_t scalar : scalars) inputs.push_back(integer(scalar));
  return inputs;
}

const Test convolutions("convolutions", [] {
  // 1 * a + 2 * b + 3 * c + 4 * d of each 2 by 2 window, plus 1
  const std::vector<Value> inputs = {nine, twoByTwo, f32({1}, {1})};
  expectValues("CONV_2D", ANEURALNETWORKS_CONV_2D, explicitly(inputs, {0, 0, 0, 0, 1, 1, 0}),
               {f32({1, 2, 2, 1}, {38, 48, 68, 78})});
  // Left 0, right 1, top 0, bottom 1, stride 2: the windows at rows 0 and 2, columns 0 and 2
  expectValues("CONV_2D that pads the end", ANEURALNETWORKS_CONV_2D,
               explicitly(inputs, {0, 1, 0, 1, 2, 2, 0}), {f32({1, 2, 2, 1}, {38, 22, 24, 10})});
  // SAME puts the odd padding at the end, so it is the same.
  expectValues("CONV_2D of the same size", ANEURALNETWORKS_CONV_2D,
               explicitly(inputs, {1, 2, 2, 0}), {f32({1, 2, 2, 1}, {38, 22, 24, 10})});
  std::vector<Value> dilated = explicitly(inputs, {0, 0, 0, 0, 1, 1, 0});
  dilated.insert(dilated.end(), {flag(false), integer(2), integer(2)});
  // 1 * 1 + 2 * 3 + 3 * 7 + 4 * 9 + 1
  expectValues("CONV_2D with dilation", ANEURALNETWORKS_CONV_2D, dilated,
               {f32({1, 1, 1, 1}, {65})});
});

const Test layouts("channels before rows", [] {
  // Two channels; the filter stays [1, 1, 1, 2]: 10 * first + second.
  std::vector<Value> inputs = {f32({1, 2, 1, 2}, {1, 2, 3, 4}), f32({1, 1, 1, 2}, {10, 1}), noBias};
  inputs = explicitly(inputs, {0, 0, 0, 0, 1, 1, 0});
  inputs.push_back(flag(true));
  expectValues("CONV_2D", ANEURALNETWORKS_CONV_2D, inputs, {f32({1, 1, 1, 2}, {13, 24})});
});

const Test groups("groups", [] {
  // The multiplier is 2: channel 0 gives outputs 0 and 1, channel 1 gives 2 and 3.
  expectValues("DEPTHWISE_CONV_2D", ANEURALNETWORKS_DEPTHWISE_CONV_2D,
               explicitly({f32({1, 1, 1, 2}, {3, 5}), f32({1, 1, 1, 4}, {1, 2, 3, 4}),
                           f32({4}, {0, 0, 0, 1})},
                          {0, 0, 0, 0, 1, 1, 2, 0}),
               {f32({1, 1, 1, 4}, {3, 6, 15, 21})});
  std::vector<Value> grouped = explicitly(
      {f32({1, 1, 1, 4}, {1, 2, 3, 4}), f32({2, 1, 1, 2}, {1, 10, 100, 1000}), f32({2}, {0, 0})},
      {0, 0, 0, 0, 1, 1, 2, 0});
  grouped.push_back(flag(false));
  expectValues("GROUPED_CONV_2D", ANEURALNETWORKS_GROUPED_CONV_2D, grouped,
               {f32({1, 1, 1, 2}, {21, 4300})});
});

const Test transposed("transposed convolution", [] {
  // Stride 2 and a window of 2: every pixel becomes a block of its multiples.
  std::vector<Value> inputs =
      explicitly({f32({1, 1, 2, 1}, {1, 10}), twoByTwo, noBias}, {0, 0, 0, 0, 2, 2, 0});
  inputs.push_back(flag(false));
  expectValues("TRANSPOSE_CONV_2D", ANEURALNETWORKS_TRANSPOSE_CONV_2D, inputs,
               {f32({1, 2, 4, 1}, {1, 2, 10, 20, 3, 4, 30, 40})});
  const std::vector<Value> shaped = {f32({1, 1, 2, 1}, {1, 10}),
                                     twoByTwo,
                                     noBias,
                                     i32({4}, {1, 2, 4, 1}),
                                     integer(1),
                                     integer(2),
                                     integer(2),
                                     integer(0),
                                     flag(false)};
  expectValues("TRANSPOSE_CONV_2D of a shape", ANEURALNETWORKS_TRANSPOSE_CONV_2D, shaped,
               {f32({1, 2, 4, 1}, {1, 2, 10, 20, 3, 4, 30, 40})});
  std::vector<Value> narrow = shaped;
  narrow[5] = integer(7);
  expectRefusal("TRANSPOSE_CONV_2D of a shape that the stride does not give",
                ANEURALNETWORKS_TRANSPOSE_CONV_2D, narrow, {f32({1, 2, 4, 1}, Numbers(8))},
                "compute", ANEURALNETWORKS_OP_FAILED);
  // Strides of 3 leave one column between two windows and one after them.
  std::vector<Value> wide = shaped;
  wide[3] = i32({4}, {1, 2, 6, 1});
  wide[5] = integer(3);
  expectValues("TRANSPOSE_CONV_2D with an end that no window reaches",
               ANEURALNETWORKS_TRANSPOSE_CONV_2D, wide,
               {f32({1, 2, 6, 1}, {1, 2, 0, 10, 20, 0, 3, 4, 0, 30, 40, 0})});
});

const Test quantised("quantised convolutions", [] {
  const std::vector<int32_t> scalars = {0, 0, 0, 0, 1, 1, 0};
  // (7 - 5) * 3 + (9 - 5) * -2 + 4 = 2 steps of 0.125 = 0.25 = 0.5 of an output step, which goes up
  expectValues("CONV_2D signed", ANEURALNETWORKS_CONV_2D,
               explicitly({s8({1, 1, 1, 2}, {7, 9}, 0.5f, 5), s8({1, 1, 1, 2}, {3, -2}, 0.25f, 0),
                           i32({1}, {4}, 0.125f)},
                          scalars),
               {s8({1, 1, 1, 1}, {1}, 0.5f, 0)}, 0);
  // Channel 0: 2 * 3 * 0.125 = 0.75; channel 1: 2 * -2 * 0.5 + 1 * 0.5 = -1.5
  expectValues("CONV_2D per channel", ANEURALNETWORKS_CONV_2D,
               explicitly({s8({1, 1, 1, 1}, {7}, 0.5f, 5),
                           perChannel({2, 1, 1, 1}, {3, -2}, {0.25f, 1}), i32({2}, {0, 1})},
                          scalars),
               {s8({1, 1, 1, 2}, {3, -6}, 0.25f, 0)}, 0);
});

const Test pools("pools", [] {
  const std::vector<int32_t> scalars = {0, 1, 0, 1, 2, 2, 2, 2, 0};
  // What is outside does not count: 3 and 6 are a window of their own, as are 7 and 8, and 9.
  expectValues("AVERAGE_POOL_2D", ANEURALNETWORKS_AVERAGE_POOL_2D, explicitly({nine}, scalars),
               {f32({1, 2, 2, 1}, {3, 4.5, 7.5, 9})});
  expectValues("MAX_POOL_2D", ANEURALNETWORKS_MAX_POOL_2D, explicitly({nine}, scalars),
               {f32({1, 2, 2, 1}, {5, 6, 8, 9})});
  // The root of the mean of 3 * 3 and 4 * 4 and 0 and 0
  expectValues("L2_POOL_2D", ANEURALNETWORKS_L2_POOL_2D,
               explicitly({f32({1, 2, 2, 1}, {3, 4, 0, 0})}, {2, 1, 1, 2, 2, 0}),
               {f32({1, 1, 1, 1}, {2.5})});
});

const Test resizes("resizes", [] {
  const Value pair = f32({1, 1, 2, 1}, {1, 3});
  // Width comes before height.
  expectValues("RESIZE_NEAREST_NEIGHBOR", ANEURALNETWORKS_RESIZE_NEAREST_NEIGHBOR,
               {pair, integer(4), integer(1), flag(false)}, {f32({1, 1, 4, 1}, {1, 1, 3, 3})});
  expectValues("RESIZE_BILINEAR", ANEURALNETWORKS_RESIZE_BILINEAR, {pair, integer(4), integer(1)},
               {f32({1, 1, 4, 1}, {1, 2, 3, 3})});
  // Centres at -0.25, 0.25, 0.75 and 1.25
  expectValues("RESIZE_BILINEAR of half pixels", ANEURALNETWORKS_RESIZE_BILINEAR,
               {pair, integer(4), integer(1), flag(false), flag(false), flag(true)},
               {f32({1, 1, 4, 1}, {1, 1.5, 2.5, 3})});
  expectValues("RESIZE_BILINEAR of aligned corners", ANEURALNETWORKS_RESIZE_BILINEAR,
               {pair, integer(3), integer(1), flag(false), flag(true), flag(false)},
               {f32({1, 1, 3, 1}, {1, 2, 3})});
  expectValues("RESIZE_NEAREST_NEIGHBOR by factors", ANEURALNETWORKS_RESIZE_NEAREST_NEIGHBOR,
               {pair, real(2), real(2), flag(false)},
               {f32({1, 2, 4, 1}, {1, 1, 3, 3, 1, 1, 3, 3})});
});

}  // namespace
