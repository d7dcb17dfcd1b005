/** Graphs whose weights passes bring to few bits, run on Dawn and compared with the reference on the same weights. */

import { runPipeline } from '../../compiler/pipeline.ts';
import { foldConstants } from '../../compiler/passes/fold-constants.ts';
import { foldUpsample } from '../../compiler/passes/fold-upsample.ts';
import { fuseEpilogues } from '../../compiler/passes/fuse-epilogues.ts';
import { setPrecision } from '../../compiler/passes/set-precision.ts';
import { palettizeWeights } from '../../compiler/quantize/palettize-weights.ts';
import { quantizeWeights } from '../../compiler/quantize/quantize-weights.ts';
import type { PassStep } from '../../compiler/pass.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { seededTensor } from '../../ir/seeded.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { isStaticType } from '../../ir/types.ts';
import type { Device } from '../../targets/devices/device.ts';
import type { Precision } from '../../targets/target.ts';
import { runGraph } from '../../targets/webgpu/host/run-graph.ts';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import type { ElementForm, Kernel, Weight } from '../../targets/webgpu/program.ts';
import { boundBytes } from '../../targets/webgpu/stored.ts';
import { widenFloats } from '../../targets/webgpu/widen-floats.ts';
import { computesHalf } from '../../targets/webgpu/weight-form.ts';
import { largestError } from '../support/samples.ts';
import { graphOf } from './matmul-graphs.ts';

const CHOICE = { include: '', exclude: '', min_elements: 1, embeddings: true };

function integers(bits: 8 | 4, group: number, symmetric: boolean): PassStep {
  return quantizeWeights.with({ bits, group, symmetric, ...CHOICE });
}

/** Groups divide the outputs, else there is one table. */
function palettes(bits: number, group = 0): PassStep {
  return palettizeWeights.with({ bits, group, ...CHOICE });
}

/** The forms that weights are brought to. */
export const FORMS = {
  int8: integers(8, 0, true),
  'int8 in groups': integers(8, 32, true),
  'int4 in groups': integers(4, 32, true),
  int4: integers(4, 0, true),
  uint8: integers(8, 0, false),
  'uint8 in groups': integers(8, 16, false),
  'uint4 in groups': integers(4, 32, false),
  palette1: palettes(1),
  palette2: palettes(2),
  palette3: palettes(3),
  palette4: palettes(4),
  palette6: palettes(6),
  palette8: palettes(8),
  'palette2 in groups': palettes(2, 4),
  'palette3 of each output': palettes(3, 1),
  'palette6 in groups': palettes(6, 8),
} as const;
export type FormName = keyof typeof FORMS;

export const INTEGER_FORMS = (Object.keys(FORMS) as FormName[]).filter((form) =>
  form.includes('int'),
);

export const PALETTE_FORMS = (Object.keys(FORMS) as FormName[]).filter((form) =>
  form.includes('palette'),
);

/** Those that differ most in how indices lie in words. */
export const SOME_PALETTES = [
  'palette1',
  'palette4',
  'palette3 of each output',
  'palette6',
] as const;

/** How the indices of such a form lie in memory. */
export function storedPalette(form: FormName): ElementForm {
  const bits = Number(/palette(\d)/.exec(form)?.[1]);
  return bits === 8 ? 'bytes' : bits === 4 ? 'nibbles' : `bits${bits as 1 | 2 | 3 | 6}`;
}

/** Those that differ most in what a kernel does. */
export const SOME_FORMS = ['int8', 'uint8', 'int4 in groups', 'uint4 in groups'] as const;

export interface Compared {
  /** The largest of any output against the reference. */
  readonly error: number;
  readonly kernels: readonly Kernel[];
  /** How the weights that kernels bind are stored, largest first. */
  readonly weights: readonly { readonly stored: string; readonly bytes: number }[];
}

export async function compareForm(
  text: string,
  form: FormName,
  device: Device,
  precision: Precision = 'fp32',
  adapter: 'swiftshader' | 'lavapipe' = 'swiftshader',
): Promise<Compared> {
  const graph = graphOf(text);
  const changed = await runPipeline(graph, [foldConstants.with({}), FORMS[form]]);
  if (!changed.ok) throw new Error(changed.diagnostics.map(({ message }) => message).join('\n'));
  const inputs = new Map<string, Tensor>();
  for (const [seed, { name, type }] of graph.inputs.entries()) {
    if (!isStaticType(type)) throw new Error('the shapes are known');
    const range = type.dtype === 'i32' ? ([0, 6] as const) : ([-1, 1] as const);
    inputs.set(name ?? '', seededTensor(type.dtype, type.shape, seed, range));
  }
  const expected = await evaluateGraph(graph, inputs);
  const floats = [
    setPrecision.with({ precision }),
    widenFloats.with({ keep_fp16: precision === 'fp16' && computesHalf(device) }),
  ];
  await runPipeline(graph, [
    ...(precision === 'fp16' ? floats : []),
    foldUpsample.with({}),
    fuseEpilogues.with({}),
  ]);
  const actual = await runGraph(graph, inputs, { device, precision, adapter });
  const errors = [...expected].map(([name, value]) => {
    const result = actual.get(name);
    return result === undefined ? Infinity : largestError(result, value);
  });
  const { kernels } = lowerGraph(graph, device, precision);
  const bound = new Set(
    kernels.flatMap(({ bindings }) =>
      bindings.flatMap(({ buffer }): Weight[] => (buffer.kind === 'weight' ? [buffer] : [])),
    ),
  );
  const weights = [...bound]
    .map((weight) => ({ stored: weight.stored, bytes: boundBytes(weight) }))
    .sort((a, b) => b.bytes - a.bytes);
  return { error: Math.max(...errors), kernels, weights };
}
