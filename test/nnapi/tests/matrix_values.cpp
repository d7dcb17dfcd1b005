/** Values of products, reductions and normalisations, by hand. */

#include "harness.h"

namespace {

const Value counted = f32({2, 3}, {1, 2, 3, 4, 5, 6});

const Test products("products", [] {
  expectValues("FULLY_CONNECTED", ANEURALNETWORKS_FULLY_CONNECTED,
               {counted, f32({2, 3}, {1, 0, 0, 0, 1, 1}), f32({2}, {10, 20}), integer(0)},
               {f32({2, 2}, {11, 25, 14, 31})});
  expectValues("FULLY_CONNECTED gives rank 2", ANEURALNETWORKS_FULLY_CONNECTED,
               {f32({1, 2, 3}, counted.numbers), f32({1, 3}, {1, 1, 1}), f32({1}, {0}), integer(0)},
               {f32({2, 1}, {6, 15})});
  // (2 * 4 + 4 * -4 + 3) steps of 0.25 are -1.25, and -2.5 output steps round away from zero.
  expectValues(
      "FULLY_CONNECTED quantised", ANEURALNETWORKS_FULLY_CONNECTED,
      {s8({1, 2}, {3, 5}, 0.5f, 1), s8({1, 2}, {4, -4}, 0.5f, 0), i32({1}, {3}, 0.25f), integer(0)},
      {s8({1, 1}, {-3}, 0.5f, 0)}, 0);
  const Value a = f32({1, 2, 2}, {1, 2, 3, 4});
  const Value b = f32({1, 2, 2}, {5, 6, 7, 8});
  const auto multiply = [&](bool left, bool right, const Numbers& expected) {
    expectValues("BATCH_MATMUL", ANEURALNETWORKS_BATCH_MATMUL, {a, b, flag(left), flag(right)},
                 {f32({1, 2, 2}, expected)});
  };
  multiply(false, false, {19, 22, 43, 50});
  multiply(false, true, {17, 23, 39, 53});
  multiply(true, false, {26, 30, 38, 44});
});

/** In tiles that do not come out even, on several threads: row r by unit u is terms * (r % 7) * (u
 * % 5). */
const Test many("products of many rows", [] {
  constexpr uint32_t rows = 1030;
  constexpr uint32_t units = 131;
  constexpr uint32_t terms = 127;
  Numbers left;
  Numbers right;
  Numbers expected;
  for (uint32_t row = 0; row < rows; ++row) left.insert(left.end(), terms, row % 7);
  for (uint32_t unit = 0; unit < units; ++unit) right.insert(right.end(), terms, unit % 5);
  for (uint32_t row = 0; row < rows; ++row) {
    for (uint32_t unit = 0; unit < units; ++unit)
      expected.push_back(terms * (row % 7) * (unit % 5));
  }
  for (const char* threads : {"1", "3"}) {
    const Environment most("SNAPC_NNAPI_THREADS", threads);
    expectValues("FULLY_CONNECTED", ANEURALNETWORKS_FULLY_CONNECTED,
                 {f32({rows, terms}, left), f32({units, terms}, right),
                  f32({units}, Numbers(units, 0)), integer(0)},
                 {f32({rows, units}, expected)}, 0);
    expectValues(
        "BATCH_MATMUL", ANEURALNETWORKS_BATCH_MATMUL,
        {f32({1, rows, terms}, left), f32({1, units, terms}, right), flag(false), flag(true)},
        {f32({1, rows, units}, expected)}, 0);
  }
});

const Test halves("what is added up in halves", [] {
  // 2048 has no neighbour at a distance of 1 above it, so what is added is lost.
  const Value many = f16({1, 3}, {2048, 1, 1});
  const Value ones = f16({3, 1}, {1, 1, 1});
  expectValues("BATCH_MATMUL", ANEURALNETWORKS_BATCH_MATMUL, {many, ones, flag(false), flag(false)},
               {f16({1, 1}, {2048})}, 0);
  expectValues("REDUCE_SUM", ANEURALNETWORKS_REDUCE_SUM, {many, i32({1}, {1}), flag(true)},
               {f16({1, 1}, {2048})}, 0);
  expectValues("MEAN, in more than halves", ANEURALNETWORKS_MEAN,
               {f16({1, 4}, {2048, 1, 1, 2}), i32({1}, {1}), integer(1)}, {f16({1, 1}, {513})}, 0);
  expectValues("FULLY_CONNECTED, in more than halves", ANEURALNETWORKS_FULLY_CONNECTED,
               {many, f16({1, 3}, {1, 1, 1}), f16({1}, {0}), integer(0)}, {f16({1, 1}, {2050})}, 0);
});

const Test reductions("reductions", [] {
  expectValues("MEAN", ANEURALNETWORKS_MEAN, {counted, i32({1}, {1}), integer(1)},
               {f32({2, 1}, {2, 5})});
  expectValues("MEAN of all", ANEURALNETWORKS_MEAN, {counted, i32({2}, {0, -1}), integer(0)},
               {f32({1}, {3.5})});
  expectValues("REDUCE_SUM", ANEURALNETWORKS_REDUCE_SUM, {counted, i32({1}, {0}), flag(false)},
               {f32({3}, {5, 7, 9})});
  expectValues("REDUCE_PROD", ANEURALNETWORKS_REDUCE_PROD, {counted, i32({1}, {1}), flag(true)},
               {f32({2, 1}, {6, 120})});
  expectValues("REDUCE_MAX", ANEURALNETWORKS_REDUCE_MAX, {counted, i32({1}, {1}), flag(false)},
               {f32({2}, {3, 6})});
  expectValues("REDUCE_MIN", ANEURALNETWORKS_REDUCE_MIN, {counted, i32({1}, {1}), flag(false)},
               {f32({2}, {1, 4})});
  const Value bits = b8({2, 2}, {1, 1, 1, 0});
  expectValues("REDUCE_ALL", ANEURALNETWORKS_REDUCE_ALL, {bits, i32({1}, {1}), flag(false)},
               {b8({2}, {1, 0})});
  expectValues("REDUCE_ANY", ANEURALNETWORKS_REDUCE_ANY, {bits, i32({1}, {1}), flag(false)},
               {b8({2}, {1, 1})});
  expectValues("ARGMAX", ANEURALNETWORKS_ARGMAX, {f32({2, 2}, {1, 3, 2, 2}), integer(1)},
               {i32({2}, {1, 0})});
  expectValues("ARGMIN", ANEURALNETWORKS_ARGMIN, {f32({2, 2}, {1, 3, 2, 2}), integer(0)},
               {i32({2}, {0, 1})});
});

const Test normalisations("normalisations", [] {
  // e^0, e^1 over their sum; with beta 2 it is e^2.
  expectValues("SOFTMAX", ANEURALNETWORKS_SOFTMAX, {f32({1, 2}, {0, 1}), real(1)},
               {f32({1, 2}, {0.268941, 0.731059})});
  expectValues("SOFTMAX with beta", ANEURALNETWORKS_SOFTMAX, {f32({1, 2}, {0, 1}), real(2)},
               {f32({1, 2}, {0.119203, 0.880797})});
  expectValues("SOFTMAX along an axis", ANEURALNETWORKS_SOFTMAX,
               {f32({2, 2}, {0, 5, 1, 5}), real(1), integer(0)},
               {f32({2, 2}, {0.268941, 0.5, 0.731059, 0.5})});
  expectValues("SOFTMAX quantised", ANEURALNETWORKS_SOFTMAX, {s8({1, 2}, {3, 3}, 0.5f, 0), real(1)},
               {s8({1, 2}, {0, 0}, 1.0f / 256, -128)}, 0);
  expectValues("LOG_SOFTMAX", ANEURALNETWORKS_LOG_SOFTMAX,
               {f32({1, 2}, {3, 3}), real(1), integer(-1)}, {f32({1, 2}, {-0.693147, -0.693147})});
  // Mean 2, variance 1: (1 - 2) / 1 * 3 + 5 and so on
  expectValues("INSTANCE_NORMALIZATION", ANEURALNETWORKS_INSTANCE_NORMALIZATION,
               {f32({1, 1, 2, 1}, {1, 3}), real(3), real(5), real(0), flag(false)},
               {f32({1, 1, 2, 1}, {2, 8})});
  expectValues("L2_NORMALIZATION", ANEURALNETWORKS_L2_NORMALIZATION, {f32({1, 2}, {3, 4})},
               {f32({1, 2}, {0.6, 0.8})});
});

}  // namespace
