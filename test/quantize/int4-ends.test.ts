/** First and last layers of a model in integers of 4 bits: in 8 where they are few, as all others where they are not. */

import { expect, it } from 'vitest';
import { compressedForm } from '../../compiler/compressed/form.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { compressionSteps } from '../../compiler/quantize/compression.ts';
import type { CompressionRule } from '../../compiler/quantize/compression.ts';
import { must } from '../coreml/run-program.ts';
import { graphOf } from '../coreml/written-package.ts';

/** The integers of each weight of a model whose first and last layers have as many channels outside. */
async function formsOf(rule: CompressionRule, outside: number): Promise<readonly string[]> {
  const graph = graphOf(`graph @layers(%x: f32[1,${outside},4,4]) {
    @first = seeded 1 0.5 : f32[64,${outside},1,1]
    @inner = seeded 2 0.5 : f32[64,64,3,3]
    @last = seeded 3 0.5 : f32[${outside},64,1,1]
    %a = conv(%x, @first) : f32[1,64,4,4]
    %b = silu(%a) : f32[1,64,4,4]
    %c = conv(%b, @inner) {pads=[1, 1, 1, 1]} : f32[1,64,4,4]
    %d = add(%c, %b) : f32[1,64,4,4]
    %y = conv(%d, @last) : f32[1,${outside},4,4]
    return y=%y
  }`);
  must(await runPipeline(graph, compressionSteps({ rules: [rule], min_elements: 0 }), []));
  return graph.constants().flatMap(({ constant }) => {
    const form = constant && compressedForm(constant);
    return form?.kind === 'affine' ? [form.data.type.dtype] : [];
  });
}

it('keeps few numbers at both ends wider', async () => {
  expect(await formsOf({ form: 'int4' }, 4)).toEqual(['i8', 'i4', 'i8']);
});

it('keeps no large layers wider', async () => {
  expect(await formsOf({ form: 'int4' }, 32)).toEqual(['i4', 'i4', 'i4']);
});

it('does as it is told', async () => {
  expect(await formsOf({ form: 'int4', ends: 0 }, 4)).toEqual(['i4', 'i4', 'i4']);
  expect(await formsOf({ form: 'int8' }, 4)).toEqual(['i8', 'i8', 'i8']);
  expect(await formsOf({ form: 'int4', share: 0.5 }, 4)).toEqual(['i4', 'i4', 'i4']);
});
