/** Models that overflow in fp16, and what mends them on a target whose values, sums and squares are all halves. */

import type { Repair } from '../../compiler/guard/report.ts';
import { magnified, written } from './in-halves.ts';
import type { Model } from './in-halves.ts';

const NORM = `graph @rms(%x: f32[1,4,64]) {
  @e = dense [1e-5] : f32[]
  @w = seeded 3 0.1 : f32[64,64]
  %0 = mul(%x, %x) : f32[1,4,64]  // onnx: "/norm/Pow"
  %1 = reduce_mean(%0) {axes=[2]} : f32[1,4,1]  // onnx: "/norm/ReduceMean"
  %2 = add(%1, @e) : f32[1,4,1]  // onnx: "/norm/Add"
  %3 = sqrt(%2) : f32[1,4,1]  // onnx: "/norm/Sqrt"
  %4 = div(%x, %3) : f32[1,4,64]  // onnx: "/norm/Div"
  %5 = matmul(%4, @w) : f32[1,4,64]  // onnx: "/MatMul"
  return y=%5
}`;

const SCORES = (scale: number, weights: string): string => `graph @attention(%x: f32[1,8,16]) {
  @q = seeded 1 60 : f32[16,16]
  @k = seeded 2 60 : f32[16,16]
  @v = seeded 3 1 : f32[16,16]
  @s = dense [${scale}] : f32[]
  %n = layer_norm(%x) : f32[1,8,16]  // onnx: "/norm"
  %0 = matmul(%n, @q) : f32[1,8,16]  // onnx: "/to_q/MatMul"
  %1 = matmul(%n, @k) : f32[1,8,16]  // onnx: "/to_k/MatMul"
  %2 = matmul(%n, @v) : f32[1,8,16]  // onnx: "/to_v/MatMul"
  %3 = matmul(%0, %1) {transpose_b=true} : f32[1,8,8]  // onnx: "/MatMul"
  %4 = mul(%3, @s) : f32[1,8,8]  // onnx: "/Mul"
  %5 = ${weights} : f32[1,8,8]  // onnx: "/Weights"
  %6 = matmul(%5, %2) : f32[1,8,16]  // onnx: "/MatMul_1"
  return y=%6
}`;

export interface OverflowingModel {
  readonly name: string;
  readonly model: () => Promise<Model>;
  readonly repairs: readonly Repair[];
}

export const OVERFLOWING: readonly OverflowingModel[] = [
  {
    name: 'scores before their scale',
    model: async () => written(SCORES(0.00001, 'sigmoid(%4)'), [-2, 2]),
    repairs: ['scores'],
  },
  {
    name: 'scores of an attention',
    model: async () => written(SCORES(0.5, 'softmax(%4) {axis=-1}'), [-2, 2]),
    repairs: ['island'],
  },
  {
    name: 'squares of a norm that is written out',
    model: async () => written(NORM, [-900, 900]),
    repairs: ['island'],
  },
  {
    name: 'the residual stream of a VAE decoder',
    model: () => magnified('vae_dec_tiny_op14', /conv_in\.(weight|bias)$/, 2e5),
    repairs: ['factor'],
  },
  {
    // More than powers of two can take back without losing small numbers.
    name: 'a VAE decoder whose residual stream is far beyond',
    model: () => magnified('vae_dec_tiny_op14', /conv_in\.(weight|bias)$/, 2e9),
    repairs: ['island'],
  },
];
