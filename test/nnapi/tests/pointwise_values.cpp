/** Values of element by element operations, by hand; transcendental ones to six digits from tables.
 */

#include "harness.h"

namespace {

const Test activations("activations", [] {
  const Value x = f32({1, 4}, {-2, -0.5, 0.5, 8});
  expectValues("RELU", ANEURALNETWORKS_RELU, {x}, {f32({1, 4}, {0, 0, 0.5, 8})});
  expectValues("RELU1", ANEURALNETWORKS_RELU1, {x}, {f32({1, 4}, {-1, -0.5, 0.5, 1})});
  expectValues("RELU6", ANEURALNETWORKS_RELU6, {x}, {f32({1, 4}, {0, 0, 0.5, 6})});
  // 1 / (1 + e^2), 1 / (1 + e^0.5) and their mirror images
  expectValues("LOGISTIC", ANEURALNETWORKS_LOGISTIC, {f32({3}, {-2, 0, 0.5})},
               {f32({3}, {0.119203, 0.5, 0.622459})});
  expectValues("TANH", ANEURALNETWORKS_TANH, {f32({2}, {1, -1})},
               {f32({2}, {0.761594, -0.761594})});
  // x * clamp(x + 3, 0, 6) / 6
  expectValues("HARD_SWISH", ANEURALNETWORKS_HARD_SWISH, {f32({4}, {-4, -1, 1, 4})},
               {f32({4}, {0, -1.0 / 3, 2.0 / 3, 4})});
  // 2 * (e^-1 - 1)
  expectValues("ELU", ANEURALNETWORKS_ELU, {f32({2}, {-1, 3}), real(2)},
               {f32({2}, {-1.264241, 3})});
});

const Test functions("functions of one number", [] {
  expectValues("FLOOR", ANEURALNETWORKS_FLOOR, {f32({2}, {-0.5, 1.5})}, {f32({2}, {-1, 1})});
  expectValues("ABS", ANEURALNETWORKS_ABS, {i32({2}, {-3, 3})}, {i32({2}, {3, 3})});
  expectValues("NEG", ANEURALNETWORKS_NEG, {f16({2}, {-3, 2})}, {f16({2}, {3, -2})});
  expectValues("EXP", ANEURALNETWORKS_EXP, {f32({2}, {0, 1})}, {f32({2}, {1, 2.718282})});
  expectValues("LOG", ANEURALNETWORKS_LOG, {f32({2}, {1, 2})}, {f32({2}, {0, 0.693147})});
  expectValues("SQRT", ANEURALNETWORKS_SQRT, {f32({2}, {4, 2})}, {f32({2}, {2, 1.414214})});
  expectValues("RSQRT", ANEURALNETWORKS_RSQRT, {f32({2}, {4, 0.25})}, {f32({2}, {0.5, 2})});
  expectValues("SIN", ANEURALNETWORKS_SIN, {f32({2}, {0, 1})}, {f32({2}, {0, 0.841471})});
});

const Test halves("half precision rounds to the nearest, ties to even", [] {
  // Between 2048 and 4096 halves are 2 apart: 2049 is a tie and goes to 2048, 2051 goes to 2052.
  expectValues("ties", ANEURALNETWORKS_ADD, {f16({2}, {2048, 2048}), f16({2}, {1, 3}), integer(0)},
               {f16({2}, {2048, 2052})}, 0);
  // 1/3 is 0x3555 in half precision.
  expectValues("thirds", ANEURALNETWORKS_DIV, {f16({1}, {1}), f16({1}, {3}), integer(0)},
               {f16({1}, {0.333251953125})}, 0);
});

const Test arithmetic("arithmetic broadcasts and fuses", [] {
  const Value column = f32({2, 1}, {1, -2});
  const Value row = f32({3}, {1, 2, 3});
  expectValues("ADD", ANEURALNETWORKS_ADD, {column, row, integer(0)},
               {f32({2, 3}, {2, 3, 4, -1, 0, 1})});
  expectValues("ADD with RELU", ANEURALNETWORKS_ADD, {column, row, integer(1)},
               {f32({2, 3}, {2, 3, 4, 0, 0, 1})});
  expectValues("SUB with RELU1", ANEURALNETWORKS_SUB, {column, row, integer(2)},
               {f32({2, 3}, {0, -1, -1, -1, -1, -1})});
  expectValues("MUL with RELU6", ANEURALNETWORKS_MUL,
               {f32({2}, {4, -1}), f32({1}, {2}), integer(3)}, {f32({2}, {6, 0})});
  expectValues("DIV", ANEURALNETWORKS_DIV, {column, f32({1}, {4}), integer(0)},
               {f32({2, 1}, {0.25, -0.5})});
  expectValues("DIV of integers", ANEURALNETWORKS_DIV,
               {i32({2}, {7, -7}), i32({1}, {2}), integer(0)}, {i32({2}, {3, -4})});
  expectValues("MAXIMUM", ANEURALNETWORKS_MAXIMUM, {column, f32({1}, {0})}, {f32({2, 1}, {1, 0})});
  expectValues("MINIMUM", ANEURALNETWORKS_MINIMUM, {column, f32({1}, {0})}, {f32({2, 1}, {0, -2})});
  expectValues("POW", ANEURALNETWORKS_POW, {row, f32({1}, {2})}, {f32({3}, {1, 4, 9})});
  expectValues("PRELU", ANEURALNETWORKS_PRELU, {column, f32({1}, {0.25})},
               {f32({2, 1}, {1, -0.5})});
});

const Test quantised("quantised arithmetic", [] {
  // 0.5 * (12 - 10) + 0.25 * (6 - 2) = 2 = 1 * (3 - 1)
  expectValues("ADD", ANEURALNETWORKS_ADD,
               {u8({1}, {12}, 0.5f, 10), u8({1}, {6}, 0.25f, 2), integer(0)}, {u8({1}, {3}, 1, 1)},
               0);
  // 0.5 * -6 times 0.5 * 5 is -7.5, which 0.5 per step with zero point 20 stores as 5.
  expectValues("MUL", ANEURALNETWORKS_MUL,
               {s8({1}, {-6}, 0.5f, 0), s8({1}, {5}, 0.5f, 0), integer(0)},
               {s8({1}, {5}, 0.5f, 20)}, 0);
  // The sum is 100, and 127 * 0.25 is all that the output holds.
  expectValues("saturation", ANEURALNETWORKS_ADD,
               {s8({1}, {50}, 1, 0), s8({1}, {50}, 1, 0), integer(0)}, {s8({1}, {127}, 0.25f, 0)},
               0);
  // logistic(0) = 0.5 = 128 / 256; tanh(0) = 0
  expectValues("LOGISTIC", ANEURALNETWORKS_LOGISTIC, {u8({1, 1}, {7}, 0.5f, 7)},
               {u8({1, 1}, {128}, 1.0f / 256, 0)}, 0);
  expectValues("TANH", ANEURALNETWORKS_TANH, {s8({1, 1}, {7}, 0.5f, 7)},
               {s8({1, 1}, {0}, 1.0f / 128, 0)}, 0);
});

const Test choices("comparisons and choices", [] {
  const Value a = f32({3}, {1, 2, 3});
  const Value b = f32({1}, {2});
  expectValues("EQUAL", ANEURALNETWORKS_EQUAL, {a, b}, {b8({3}, {0, 1, 0})});
  expectValues("NOT_EQUAL", ANEURALNETWORKS_NOT_EQUAL, {a, b}, {b8({3}, {1, 0, 1})});
  expectValues("GREATER", ANEURALNETWORKS_GREATER, {a, b}, {b8({3}, {0, 0, 1})});
  expectValues("GREATER_EQUAL", ANEURALNETWORKS_GREATER_EQUAL, {a, b}, {b8({3}, {0, 1, 1})});
  expectValues("LESS", ANEURALNETWORKS_LESS, {a, b}, {b8({3}, {1, 0, 0})});
  expectValues("LESS_EQUAL", ANEURALNETWORKS_LESS_EQUAL, {a, b}, {b8({3}, {1, 1, 0})});
  const Value left = b8({4}, {0, 0, 1, 1});
  const Value right = b8({4}, {0, 1, 0, 1});
  expectValues("LOGICAL_AND", ANEURALNETWORKS_LOGICAL_AND, {left, right}, {b8({4}, {0, 0, 0, 1})});
  expectValues("LOGICAL_OR", ANEURALNETWORKS_LOGICAL_OR, {left, right}, {b8({4}, {0, 1, 1, 1})});
  expectValues("LOGICAL_NOT", ANEURALNETWORKS_LOGICAL_NOT, {left}, {b8({4}, {1, 1, 0, 0})});
  expectValues("SELECT", ANEURALNETWORKS_SELECT,
               {b8({2}, {1, 0}), f32({2}, {1, 2}), f32({2}, {3, 4})}, {f32({2}, {1, 4})});
});

const Test conversions("conversions", [] {
  expectValues("CAST cuts fractions", ANEURALNETWORKS_CAST, {f32({3}, {-1.75, 1.75, 300})},
               {i32({3}, {-1, 1, 300})});
  expectValues("CAST knows no scale", ANEURALNETWORKS_CAST, {u8({1}, {9}, 0.5f, 3)},
               {f32({1}, {9})});
  expectValues("DEQUANTIZE", ANEURALNETWORKS_DEQUANTIZE, {u8({2}, {9, 0}, 0.5f, 3)},
               {f32({2}, {3, -1.5})});
  expectValues("DEQUANTIZE per channel", ANEURALNETWORKS_DEQUANTIZE,
               {perChannel({2, 2}, {1, 2, 3, -4}, {0.5f, 0.25f})},
               {f32({2, 2}, {0.5, 1, 0.75, -1})});
  // -0.25 / 0.5 is a tie, which goes away from zero.
  expectValues("QUANTIZE", ANEURALNETWORKS_QUANTIZE, {f32({4}, {-0.25, 0.25, 1.2, 999})},
               {s8({4}, {2, 4, 5, 127}, 0.5f, 3)}, 0);
});

}  // namespace
