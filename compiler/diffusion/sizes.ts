/** The sizes that a pipeline draws in: from pixels, as they are asked for, to the latents and dims of each part. */

import { failure, success } from '../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../ir/diagnostics.ts';
import { convertOnnx } from '../import/onnx/convert.ts';
import type { OnnxModel, OnnxValueInfo } from '../import/onnx/model.ts';
import type { DimOptions } from '../import/onnx/dims.ts';
import type { ModelShapes, Sizes } from '../shapes.ts';
import { fixedLatents, oneDim, unevenSize, unlikeParts } from './diagnostics.ts';
import { fixedSize } from './roles.ts';

/** Of a picture in pixels, or of its latents. */
export interface Size {
  readonly height: number;
  readonly width: number;
}

/** Latents along an edge: enough for a decoder that halves what it reads a few times. */
const PROBE = 8;

/** Pixels for each latent, along an edge. */
export async function pixelsPerLatent(
  model: OnnxModel,
  latent: OnnxValueInfo,
  channels: number,
): Promise<Result<number>> {
  const probe = [1, channels, PROBE, PROBE].map((size, axis) => fixedSize(latent, axis) ?? size);
  const imported = await convertOnnx(model, { inputShapes: new Map([[latent.name, probe]]) });
  if (!imported.ok) return imported;
  const [output] = imported.value.graph.outputs;
  const edge = probe[2] ?? PROBE;
  const pixels = Number(output?.value.type.shape[2]);
  const scale = pixels / edge;
  if (scale > 0 && Number.isInteger(scale)) return success(scale);
  const made = Number.isNaN(pixels) ? 'a size of its own' : `${pixels} pixels`;
  return failure([
    unlikeParts(
      'size of the picture',
      `${edge} latents along an edge`,
      `the decoder makes ${made} of them`,
    ),
  ]);
}

export function latentsOf(
  sizes: readonly Size[],
  scale: number,
  file: string,
): Result<readonly Size[]> {
  const found = sizes.flatMap(({ width, height }): readonly Diagnostic[] =>
    width % scale === 0 && height % scale === 0 ? [] : [unevenSize(file, width, height, scale)],
  );
  if (found.length > 0) return failure(found);
  return success(
    sizes.map(({ width, height }) => ({ width: width / scale, height: height / scale })),
  );
}

type InputShapes = ReadonlyMap<string, readonly number[]>;

/** How a part is compiled for all sizes: of those that are equal to it there is one variant. */
export interface PartShapes extends DimOptions {
  /** Absent where there is one variant. */
  readonly shapes?: ModelShapes & { readonly kind: 'enumerated' };
  /** For each size of the pipeline the place of its variant in `shapes`. */
  readonly variants: readonly number[];
}

/** `shapes` has those of the inputs at each size; `inputs` are as the model declares them. */
export function partShapes(
  part: string,
  inputs: readonly OnnxValueInfo[],
  shapes: readonly [InputShapes, ...InputShapes[]],
): Result<PartShapes> {
  const keys = shapes.map((own) => JSON.stringify([...own]));
  const distinct = [...new Set(keys)];
  const variants = keys.map((key) => distinct.indexOf(key));
  if (distinct.length === 1) return success({ inputShapes: shapes[0], variants });
  const own = distinct.map((key) => shapes[keys.indexOf(key)] ?? shapes[0]);
  const inputShapes = new Map(shapes[0]);
  const bound = own.map(() => new Map<string, number>());
  // Both edges of what varies: where one stays the same, its size still names the variant.
  const edges = new Set<string>();
  const found: Diagnostic[] = [];
  for (const input of inputs) {
    const all = own.map((sizes) => sizes.get(input.name) ?? []);
    if (all.every((shape) => String(shape) === String(all[0]))) continue;
    // What the importer binds by samples has one size.
    inputShapes.delete(input.name);
    for (const axis of [2, 3]) edges.add(dimOf(input, axis));
    const fault = bindAxes(part, input, all, bound);
    if (fault !== undefined) found.push(fault);
  }
  if (found.length > 0) return failure(found);
  const [usual = new Map<string, number>()] = bound;
  const varies = ([name, size]: readonly [string, number]): boolean =>
    edges.has(name) || bound.some((other) => other.get(name) !== size);
  const names = [...usual].filter(varies).map(([name]) => name);
  const sizes = bound.map((one): Sizes => new Map(names.map((name) => [name, one.get(name) ?? 1])));
  const dims = new Map([...usual].filter((entry) => !varies(entry)));
  return success({ dims, inputShapes, shapes: { kind: 'enumerated', sizes }, variants });
}

/** Notes the sizes of an input's dims in each variant; a fault where the model has one size, or one dim for two. */
function bindAxes(
  part: string,
  input: OnnxValueInfo,
  all: readonly (readonly number[])[],
  bound: readonly Map<string, number>[],
): Diagnostic | undefined {
  const { name, shape } = input;
  for (const [at, sizes] of all.entries()) {
    for (const [axis, size] of sizes.entries()) {
      const declared = shape?.[axis];
      if (shape === undefined || typeof declared === 'number') {
        if (declared !== size)
          return fixedLatents(part, name, `[${shape?.join(', ') ?? ''}]`, sizes);
        continue;
      }
      const dim = dimOf(input, axis);
      const known = bound[at]?.get(dim) ?? size;
      if (known !== size) return oneDim(part, dim, known, size);
      bound[at]?.set(dim, size);
    }
  }
  return undefined;
}

/** As the importer calls it. */
function dimOf({ name, shape }: OnnxValueInfo, axis: number): string {
  return String(shape?.[axis] ?? '') || `${name}.${axis}`;
}
