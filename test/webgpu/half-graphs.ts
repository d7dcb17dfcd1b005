/** Graphs in fp16 around each family of kernels: sizes that tiles fill, overhang and outgrow. */

/** By tiles of registers. */
export const TILED = `graph @g(%x: f16[1,7,9,24], %i: f16[1,9,9,3], %a: f16[2,37,20], %b: f16[2,20,28], %t: f16[19,32]) {
  @w = seeded 1 0.1 : f16[36,24,3,3]
  @u = seeded 2 0.1 : f16[10,3,3,3]
  @k = seeded 3 0.1 : f16[36]
  @v = seeded 4 0.2 : f16[32,33]
  @g = seeded 5 0.2 : f16[32,80]
  %0 = conv(%x, @w, @k) {pads=[1, 1, 1, 1], layout=channels_last} : f16[1,7,9,36]
  %1 = conv(%i, @u) {strides=[2, 2], layout=channels_last} : f16[1,4,4,10]
  %2 = matmul(%a, %b) : f16[2,37,28]
  %3 = matmul(%t, @v) : f16[19,33]
  %4 = linear_geglu(%t, @g) : f16[19,40]
  return y0=%0, y1=%1, y2=%2, y3=%3, y4=%4
}`;

/** By whatever tile: groups, dilations, one by one, enlarged; transposed operands. */
export const OTHERS = `graph @g(%x: f16[1,7,9,24], %c: f16[1,8,7,6], %a: f16[3,17,20], %b: f16[3,28,20]) {
  @w = seeded 1 0.1 : f16[36,24,3,3]
  @p = seeded 2 0.2 : f16[40,24,1,1]
  @d = seeded 3 0.3 : f16[8,1,3,3]
  @g = seeded 4 0.2 : f16[12,4,2,3]
  %0 = conv(%x, @w) {pads=[2, 2, 2, 2], dilations=[2, 2], layout=channels_last} : f16[1,7,9,36]
  %1 = conv(%x, @p) {layout=channels_last} : f16[1,7,9,40]
  %2 = upsample_conv(%x, @w) : f16[1,14,18,36]
  %3 = conv(%c, @d) {groups=8, pads=[1, 1, 1, 1]} : f16[1,8,7,6]
  %4 = conv(%c, @g) {groups=2} : f16[1,12,6,4]
  %5 = matmul(%a, %b) {transpose_b=true} : f16[3,17,28]
  return y0=%0, y1=%1, y2=%2, y3=%3, y4=%4, y5=%5
}`;

export const ATTENTIONS = `graph @g(%q: f16[2,3,43,12], %k: f16[2,3,29,12], %v: f16[2,3,29,16], %m: f16[43,29], %s: f16[1,2,21,40], %t: f16[1,2,21,40], %w: f16[1,2,21,40]) {
  %0 = attention(%q, %k, %v) {scale=0.3} : f16[2,3,43,16]
  %1 = attention(%q, %k, %v, %m) {scale=0.3} : f16[2,3,43,16]
  %2 = attention(%s, %t, %w) {scale=0.2, causal=true} : f16[1,2,21,40]
  return y0=%0, y1=%1, y2=%2
}`;

export const NORMS = `graph @g(%x: f16[2,9,7,24], %c: f16[2,6,5,4], %r: f16[3,70,40], %l: f16[2,5000]) {
  @s = seeded 1 1 : f16[24]
  @b = seeded 2 1 : f16[24]
  @t = seeded 3 1 : f16[40]
  %0 = group_norm(%x, @s, @b) {groups=4, layout=channels_last} : f16[2,9,7,24]
  %1 = group_norm(%c) {groups=3} : f16[2,6,5,4]
  %2 = layer_norm(%r, @t, @t) : f16[3,70,40]
  %3 = layer_norm(%l) : f16[2,5000]
  %4 = rms_norm(%r, @t) : f16[3,70,40]
  %5 = softmax(%r) : f16[3,70,40]
  return y0=%0, y1=%1, y2=%2, y3=%3, y4=%4, y5=%5
}`;

/** A residual stream in fp32 beside what reads it in fp16. */
export const STREAM = `graph @g(%x: f32[1,7,9,24], %h: f16[1,7,9,24]) {
  @w = seeded 1 0.1 : f16[24,24,3,3]
  @p = seeded 2 0.1 : f16[36,24,1,1]
  @q = cast(@p) {to=f32} : f32[36,24,1,1]
  @v = cast(@w) {to=f32} : f32[24,24,3,3]
  %0 = conv(%h, @w) {pads=[1, 1, 1, 1], layout=channels_last} : f16[1,7,9,24]
  %1 = cast(%0) {to=f32} : f32[1,7,9,24]
  %2 = add(%x, %1) : f32[1,7,9,24]
  %3 = group_norm(%x) {groups=4, layout=channels_last} : f32[1,7,9,24]
  %4 = cast(%3) {to=f16} : f16[1,7,9,24]
  %5 = silu(%4) : f16[1,7,9,24]
  %6 = conv(%x, @q) {layout=channels_last} : f32[1,7,9,36]
  %7 = conv(%x, @v) {strides=[2, 2], pads=[1, 1, 1, 1], layout=channels_last} : f32[1,4,5,24]
  %8 = upsample_conv(%x, @v) : f32[1,14,18,24]
  %9 = layer_norm(%x) : f32[1,7,9,24]
  %10 = cast(%9) {to=f16} : f16[1,7,9,24]
  return sum=%2, enlarged=%8, y0=%5, y1=%6, y2=%7, y3=%10
}`;
