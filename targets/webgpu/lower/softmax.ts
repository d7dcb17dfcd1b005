/**
 * exp(x - max) over its sum: one invocation walks one line twice. The first walk keeps a running maximum and
 * the sum for it (Milakov and Gimelshein, arXiv 1805.02867).
 */

import { elementCount } from '../../../ir/types.ts';
import { attributesOf } from '../../attributes.ts';
import { coordinates, offset } from '../collapse.ts';
import { perItem } from '../kernels/per-element.ts';
import { reductionWalk } from '../kernels/reduce.ts';
import { kernels } from '../lowering.ts';
import type { Width } from '../syntax.ts';

export const softmax = kernels(
  (request) => {
    const { buffer, type } = request.required(0);
    const [target] = request.results;
    if (target === undefined) throw new Error('softmax has one result');
    const walk = reductionWalk(type.shape, [attributesOf(request.node).int('axis')]);
    const length = elementCount(walk.reduced);
    const step = walk.reducedSteps[0] ?? 0;
    const whole = step === 1 && length % 4 === 0;
    const width: Width = whole && request.epilogue.vectorizes ? 4 : 1;
    const kernel = perItem({
      label: request.label,
      origin: request.origin,
      count: elementCount(walk.kept),
      body: (writer, i) => {
        const x = writer.read(buffer, width);
        const out = writer.write(target, width);
        const finish = request.epilogue.begin(writer);
        const base = writer.let(offset(coordinates(i, walk.kept), walk.keptSteps));
        const at = `${base} + r * ${step}u`;
        const loop = `for (var r = 0u; r < ${length}u; r += ${width}u) {`;
        const largest = (four: string): string =>
          width === 4 ? `max(max(${four}.x, ${four}.y), max(${four}.z, ${four}.w))` : four;
        const total = (four: string): string =>
          width === 4 ? `dot(${four}, vec4<f32>(1.0f))` : four;
        // Above -inf, from which nothing can be taken off.
        writer.line('var most = -3.4028234663852886e38f;', 'var sum = 0.0f;', loop);
        const element = writer.let(writer.load(x, at, width));
        const next = writer.let(`max(most, ${largest(element)})`);
        const power = writer.let(`exp(${element} - ${next})`);
        writer.line(`sum = sum * exp(most - ${next}) + ${total(power)};`, `most = ${next};`, '}');
        writer.line('let factor = 1.0f / sum;', loop);
        const flat = writer.let(at);
        const value = writer.let(`exp(${writer.load(x, flat, width)} - most) * factor`);
        writer.store(out, flat, finish(value, flat, width), width);
        writer.line('}');
      },
    });
    return [kernel];
  },
  { overwrites: 0 },
);
