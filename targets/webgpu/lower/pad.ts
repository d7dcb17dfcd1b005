/** Each element of the result finds its place in the operand by the rule of the mode, or takes the value. */

import { stridesOf } from '../../../ir/tensor.ts';
import { attributesOf } from '../../attributes.ts';
import { coordinates } from '../collapse.ts';
import { perElement } from '../kernels/per-element.ts';
import { kernels } from '../lowering.ts';
import { computeType, literal } from '../syntax.ts';

export const pad = kernels((request) => {
  const { buffer, type } = request.required(0);
  const fill = request.operand(1);
  const [target] = request.results;
  const [result] = request.resultTypes;
  if (target === undefined || result === undefined) throw new Error('pad has one result');
  const attributes = attributesOf(request.node);
  const pads = attributes.ints('pads');
  const mode = attributes.string('mode');
  const strides = stridesOf(type.shape);
  const rank = type.shape.length;
  return [
    perElement({
      label: request.label,
      origin: request.origin,
      target,
      value: (kernel, i) => {
        const coords = coordinates(i, result.shape);
        const inside: string[] = [];
        const terms = type.shape.map((size, axis) => {
          const before = pads[axis] ?? 0;
          const after = pads[rank + axis] ?? 0;
          const first = Math.max(0, -before);
          const kept = size - first - Math.max(0, -after);
          const place = kernel.let(`i32(${coords[axis]}) - ${Math.max(0, before)}`);
          if (before > 0 || after > 0) inside.push(`${place} >= 0 && ${place} < ${kept}`);
          return `(${folded(place, kept, before > 0 || after > 0 ? mode : 'none')} + ${first}) * ${strides[axis]}`;
        });
        const at = kernel.let(`u32(${terms.length === 0 ? '0' : terms.join(' + ')})`);
        const x = kernel.load(kernel.read(buffer), at);
        if (mode !== 'constant' || inside.length === 0) return x;
        const value =
          fill === undefined
            ? literal(kernel, computeType(type.dtype), 0)
            : kernel.load(kernel.read(fill.buffer), '0u');
        return `select(${value}, ${x}, ${inside.join(' && ')})`;
      },
    }),
  ];
});

/** The place within 0 to size - 1 that a place outside stands for; constant pads read any place. */
function folded(place: string, size: number, mode: string): string {
  const last = size - 1;
  const modulo = (period: number): string => `(((${place} % ${period}) + ${period}) % ${period})`;
  if (mode === 'none') return place;
  if (mode === 'wrap') return modulo(size);
  if (mode === 'reflect' && last > 0) return `(${last} - abs(${modulo(2 * last)} - ${last}))`;
  return `clamp(${place}, 0, ${Math.max(0, last)})`;
}
