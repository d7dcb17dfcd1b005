/** Values of operations that move elements, by hand. */

#include "harness.h"

namespace {

const Value counted = f32({2, 3}, {1, 2, 3, 4, 5, 6});

const Test reshapes("other shapes", [] {
  expectValues("RESHAPE", ANEURALNETWORKS_RESHAPE, {counted, i32({2}, {3, -1})},
               {f32({3, 2}, {1, 2, 3, 4, 5, 6})});
  expectValues("SQUEEZE", ANEURALNETWORKS_SQUEEZE, {f32({1, 2, 1}, {1, 2}), i32({1}, {0})},
               {f32({2, 1}, {1, 2})});
  expectValues("SQUEEZE of all", ANEURALNETWORKS_SQUEEZE,
               {f32({1, 2, 1}, {1, 2}), omitted(i32({1}, {0}))}, {f32({2}, {1, 2})});
  expectValues("EXPAND_DIMS", ANEURALNETWORKS_EXPAND_DIMS, {f32({2}, {1, 2}), integer(-1)},
               {f32({2, 1}, {1, 2})});
  expectValues("TRANSPOSE", ANEURALNETWORKS_TRANSPOSE, {counted, i32({2}, {1, 0})},
               {f32({3, 2}, {1, 4, 2, 5, 3, 6})});
  expectValues("TRANSPOSE without order", ANEURALNETWORKS_TRANSPOSE,
               {counted, omitted(i32({2}, {1, 0}))}, {f32({3, 2}, {1, 4, 2, 5, 3, 6})});
  expectValues("REVERSE", ANEURALNETWORKS_REVERSE, {counted, i32({1}, {1})},
               {f32({2, 3}, {3, 2, 1, 6, 5, 4})});
});

const Test parts("parts", [] {
  expectValues("SLICE", ANEURALNETWORKS_SLICE, {counted, i32({2}, {0, 1}), i32({2}, {2, -1})},
               {f32({2, 2}, {2, 3, 5, 6})});
  expectValues("STRIDED_SLICE backwards", ANEURALNETWORKS_STRIDED_SLICE,
               {counted, i32({2}, {0, -1}), i32({2}, {2, 0}), i32({2}, {1, -2}), integer(0),
                integer(2), integer(0)},
               {f32({2, 2}, {3, 1, 6, 4})});
  expectValues("STRIDED_SLICE that drops a dimension", ANEURALNETWORKS_STRIDED_SLICE,
               {counted, i32({2}, {1, 0}), i32({2}, {2, 9}), i32({2}, {1, 2}), integer(0),
                integer(0), integer(1)},
               {f32({2}, {4, 6})});
  expectValues("SPLIT", ANEURALNETWORKS_SPLIT, {counted, integer(1), integer(3)},
               {f32({2, 1}, {1, 4}), f32({2, 1}, {2, 5}), f32({2, 1}, {3, 6})});
});

const Test joins("tensors of others", [] {
  expectValues("CONCATENATION", ANEURALNETWORKS_CONCATENATION,
               {f32({2, 1}, {1, 2}), f32({2, 2}, {3, 4, 5, 6}), integer(1)},
               {f32({2, 3}, {1, 3, 4, 2, 5, 6})});
  // 0.5 * 4 = 2 and 1 * 2 = 2 alike are 8 steps of 0.25.
  expectValues("CONCATENATION of scales", ANEURALNETWORKS_CONCATENATION,
               {u8({1}, {4}, 0.5f, 0), u8({1}, {2}, 1, 0), integer(0)}, {u8({2}, {8, 8}, 0.25f, 0)},
               0);
  expectValues("PACK", ANEURALNETWORKS_PACK, {integer(1), f32({2}, {1, 2}), f32({2}, {3, 4})},
               {f32({2, 2}, {1, 3, 2, 4})});
  expectValues("TILE", ANEURALNETWORKS_TILE, {f32({1, 2}, {1, 2}), i32({2}, {2, 2})},
               {f32({2, 4}, {1, 2, 1, 2, 1, 2, 1, 2})});
  expectValues("FILL", ANEURALNETWORKS_FILL, {i32({1}, {3}), real(2.5)},
               {f32({3}, {2.5, 2.5, 2.5})});
});

const Test pads("padding", [] {
  const Value row = f32({1, 3}, {1, 2, 3});
  const Value by = i32({2, 2}, {0, 0, 1, 2});
  expectValues("PAD", ANEURALNETWORKS_PAD, {row, by}, {f32({1, 6}, {0, 1, 2, 3, 0, 0})});
  expectValues("PAD of a zero point", ANEURALNETWORKS_PAD, {u8({1, 3}, {1, 2, 3}, 1, 7), by},
               {u8({1, 6}, {7, 1, 2, 3, 7, 7}, 1, 7)}, 0);
  expectValues("PAD_V2", ANEURALNETWORKS_PAD_V2, {row, by, real(9)},
               {f32({1, 6}, {9, 1, 2, 3, 9, 9})});
  expectValues("PAD_V2 of half precision", ANEURALNETWORKS_PAD_V2,
               {f16({1, 3}, {1, 2, 3}), by, half(-1)}, {f16({1, 6}, {-1, 1, 2, 3, -1, -1})});
  expectValues("MIRROR_PAD that reflects", ANEURALNETWORKS_MIRROR_PAD, {row, by, integer(0)},
               {f32({1, 6}, {2, 1, 2, 3, 2, 1})});
  expectValues("MIRROR_PAD that is symmetric", ANEURALNETWORKS_MIRROR_PAD, {row, by, integer(1)},
               {f32({1, 6}, {1, 1, 2, 3, 3, 2})});
});

const Test indices("indices", [] {
  expectValues("GATHER", ANEURALNETWORKS_GATHER, {counted, integer(1), i32({2, 1}, {2, 0})},
               {f32({2, 2, 1}, {3, 1, 6, 4})});
  expectValues("EMBEDDING_LOOKUP", ANEURALNETWORKS_EMBEDDING_LOOKUP, {i32({2}, {1, 1}), counted},
               {f32({2, 3}, {4, 5, 6, 4, 5, 6})});
  expectValues("TOPK_V2", ANEURALNETWORKS_TOPK_V2, {f32({1, 4}, {3, 9, 9, 1}), integer(2)},
               {f32({1, 2}, {9, 9}), i32({1, 2}, {2, 1})});
});

const Test blocks("blocks", [] {
  // Channel 2 * dy + dx of a block goes to its row dy and column dx.
  expectValues("DEPTH_TO_SPACE", ANEURALNETWORKS_DEPTH_TO_SPACE,
               {f32({1, 1, 2, 4}, {1, 2, 3, 4, 5, 6, 7, 8}), integer(2)},
               {f32({1, 2, 4, 1}, {1, 2, 5, 6, 3, 4, 7, 8})});
  expectValues("SPACE_TO_DEPTH", ANEURALNETWORKS_SPACE_TO_DEPTH,
               {f32({1, 2, 4, 1}, {1, 2, 5, 6, 3, 4, 7, 8}), integer(2)},
               {f32({1, 1, 2, 4}, {1, 2, 3, 4, 5, 6, 7, 8})});
  expectValues("CHANNEL_SHUFFLE", ANEURALNETWORKS_CHANNEL_SHUFFLE,
               {f32({1, 4}, {1, 2, 3, 4}), integer(2), integer(1)}, {f32({1, 4}, {1, 3, 2, 4})});
});

}  // namespace
