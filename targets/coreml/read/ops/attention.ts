/** scaled_dot_product_attention: softmax(query key^T / sqrt(E) + mask) value. */

import { allocate, elementCount } from '../tensor.ts';
import { repeatedOffsets } from './pairs.ts';
import { multiply, ramp } from './multiply.ts';
import { tensorOf } from './op.ts';
import type { OpDefinition, OpTable } from './op.ts';
import { agree, agreeAll, broadcast, printShape } from './shapes.ts';

const scaled_dot_product_attention: OpDefinition = {
  signatures: {
    8: 'query:T, key:T, value:T, attn_mask:M? | T=fp16/fp32; M=bool/fp16/fp32',
  },
  infer: (op) => {
    const { dtype, shape: query } = op.type('query');
    const [key, value] = [op.type('key').shape, op.type('value').shape];
    const told = [query, key, value].map(printShape).join(', ');
    const ranks = new Set([query, key, value].map(({ length }) => length));
    if (ranks.size > 1) op.fail(`query, key and value have several ranks: ${told}`);
    if (query.length < 3) op.fail(`query, key and value have rank ${query.length}, below 3`);
    const batch = query.slice(0, -2);
    if (![key, value].every((shape) => agreeAll(batch, shape.slice(0, -2)))) {
      op.fail(`query, key and value differ in their batch dims: ${told}`, 'repeat them first');
    }
    if (!agree(query.at(-1), key.at(-1))) op.fail(`query and key differ in their width: ${told}`);
    if (!agree(key.at(-2), value.at(-2))) op.fail(`key and value differ in their length: ${told}`);
    if (op.has('attn_mask')) {
      const { shape: mask } = op.type('attn_mask');
      const scores = [...batch, query.at(-2), key.at(-2)];
      if (mask.length === 0) op.fail('attn_mask is a scalar', 'give it the length of key');
      const whole = broadcast(op, [mask, scores], 'attn_mask and the scores');
      if (!agree(mask.at(-1), key.at(-2)) || !agreeAll(whole, scores)) {
        op.fail(`attn_mask has shape ${printShape(mask)}, the scores ${printShape(scores)}`);
      }
    }
    return [tensorOf(dtype, [...query.slice(0, -1), value.at(-1)])];
  },
  evaluate: (op) => {
    const [query, key, value] = [op.tensor('query'), op.tensor('key'), op.tensor('value')];
    const mask = op.has('attn_mask') ? op.tensor('attn_mask') : undefined;
    const [rows = 1, width = 1] = query.shape.slice(-2);
    const [length = 1, depth = 1] = value.shape.slice(-2);
    const heads = elementCount(query.shape.slice(0, -2));
    const full = [...query.shape.slice(0, -1), length];
    const masked = mask === undefined ? undefined : repeatedOffsets(mask.shape, full);
    const scores = new Float64Array(rows * length);
    const result = allocate(query.dtype, heads * rows * depth);
    const scale = 1 / Math.sqrt(width);
    for (let head = 0; head < heads; head++) {
      multiply(
        side(query.data, head * rows * width, rows, width, width, 1),
        side(key.data, head * length * width, length, width, width, 1),
        { data: scores, start: 0, rows: ramp(rows, length), columns: ramp(length, 1) },
      );
      for (let row = 0; row < rows; row++) {
        const line = scores.subarray(row * length, (row + 1) * length);
        for (let at = 0; at < length; at++) {
          const place = masked?.[(head * rows + row) * length + at] ?? 0;
          const shift = mask === undefined ? 0 : (mask.data[place] ?? 0);
          const kept = mask?.dtype !== 'bool' || shift !== 0;
          const added = mask?.dtype === 'bool' ? 0 : shift;
          line[at] = kept ? (line[at] ?? 0) * scale + added : -Infinity;
        }
        normalise(line);
      }
      multiply(
        side(scores, 0, rows, length, length, 1),
        side(value.data, head * length * depth, depth, length, 1, depth),
        {
          data: result,
          start: head * rows * depth,
          rows: ramp(rows, depth),
          columns: ramp(depth, 1),
        },
      );
    }
    return [result];
  },
};

type Side = Parameters<typeof multiply>[0];

function side(
  data: Side['data'],
  start: number,
  lines: number,
  steps: number,
  byLine: number,
  byStep: number,
): Side {
  return { data, start, lines: ramp(lines, byLine), steps: ramp(steps, byStep) };
}

function normalise(line: Float64Array): void {
  let largest = -Infinity;
  for (const score of line) largest = Math.max(largest, score);
  let sum = 0;
  for (let at = 0; at < line.length; at++) {
    line[at] = Math.exp((line[at] ?? 0) - largest);
    sum += line[at] ?? 0;
  }
  for (let at = 0; at < line.length; at++) line[at] = (line[at] ?? 0) / sum;
}

export const attention: OpTable = { scaled_dot_product_attention };
