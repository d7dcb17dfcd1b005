/** A pipeline for one target: its parts in the order in which each tells the next its shapes, then what joins them. */

import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { OutputStage } from '../host/output.ts';
import type { Manifest, ManifestTarget } from '../manifest.ts';
import { TargetSink } from '../target-sink.ts';
import type { CompileTarget, NamedDevice } from '../target.ts';
import type { CompiledParts } from './compiled-parts.ts';
import { describePictures } from './describe-pictures.ts';
import { unlikeParts } from './diagnostics.ts';
import { decoderShapes, encoderShapes, textShapes, unetShapes } from './part-shapes.ts';
import { nameOf } from './pictures-inputs.ts';
import type { PicturesInputs } from './pictures-inputs.ts';
import type { Pictures, PicturesDescription } from './pictures.ts';
import { encodeTokenizer } from './tokenizer/encode-tokenizer.ts';

/** What the manifest says of a target. */
export interface TargetPictures {
  /** Tensors have the target's own names. */
  readonly description: PicturesDescription;
  readonly parts: Readonly<Record<string, Manifest>>;
  readonly files: ManifestTarget['files'];
}

/** Throws DiagnosticError where the parts do not fit one another. */
export async function compileForTarget<D extends NamedDevice>(
  inputs: PicturesInputs,
  parts: CompiledParts<D>,
  target: CompileTarget<D>,
  stage: OutputStage,
): Promise<TargetPictures> {
  const { declaration, plan, tokenizer, tables } = inputs;
  const edge = declaration.vae_tile ?? Infinity;
  const tiles = mapped(plan.sizes, ({ height, width }) => ({
    height: Math.min(edge, height),
    width: Math.min(edge, width),
  }));
  const [tile] = tiles;
  const tokens = tokenizer.length;

  await parts.compile('text_encoder', plan.text_encoder, [textShapes(plan, tokens)]);
  const states = parts.output('text_encoder', plan.text_encoder.roles.states.name);
  await parts.compile(
    'vae_decoder',
    plan.vae_decoder,
    mapped(tiles, (size) => decoderShapes(plan, size)),
  );
  const picture = parts.output('vae_decoder', plan.vae_decoder.roles.picture.name);
  const scale = (picture.shape[2] ?? 0) / tile.height;
  demand(
    scale > 0 && Number.isInteger(scale) && picture.shape[3] === tile.width * scale,
    'size of the picture',
    `${tile.height}x${tile.width} latents`,
    `the decoder makes ${picture.shape.slice(2).join('x')} pixels of them`,
  );
  if (plan.vae_encoder !== undefined) {
    await parts.compile(
      'vae_encoder',
      plan.vae_encoder,
      mapped(plan.sizes, (size) => encoderShapes(plan, size, scale)),
    );
  }
  const batch = batchOf(inputs);
  const width = states.shape[2] ?? 0;
  await parts.compile(
    'unet',
    plan.unet,
    mapped(plan.sizes, (size) => unetShapes(plan, size, batch, tokens, width)),
  );
  const description = describePictures(nameOf(inputs), inputs, parts, { tiles, scale, batch });
  const { name } = target;
  const pictures: Pictures = {
    description,
    parts: [...parts.manifests.keys()],
    variants: parts.variants,
    figures: new Map(
      Array.from(parts.manifests, ([part, made]) => [part, made.targets[name]?.figures ?? {}]),
    ),
    files: Array.from(parts.manifests).flatMap(([part, made]) =>
      (made.targets[name]?.files ?? []).map((file) => ({
        ...file,
        path: `${part}/${file.path}`,
      })),
    ),
    tokenizer: encodeTokenizer(tokenizer),
    steps: tables.bytes,
  };
  const sink = new TargetSink(stage, name, () => undefined);
  await target.pictures?.emit(pictures, sink);
  return { description, parts: Object.fromEntries(parts.manifests), files: sink.files };
}

/** As the declaration says, else both at once; a model that fixes its batch decides. */
function batchOf({ declaration, plan }: PicturesInputs): 1 | 2 {
  const wanted = declaration.guidance_batch === 'two_calls' ? 1 : 2;
  const { batch = wanted } = plan;
  demand(
    batch === wanted || (declaration.guidance_batch === undefined && batch <= 2),
    'batch of the UNet',
    `guidance_batch wants ${wanted}`,
    `the model has ${batch}`,
  );
  return batch === 1 ? 1 : 2;
}

function mapped<T, U>([first, ...others]: readonly [T, ...T[]], map: (one: T) => U): [U, ...U[]] {
  return [map(first), ...others.map(map)];
}

function demand(holds: boolean, what: string, one: string, other: string): void {
  if (!holds) throw new DiagnosticError(unlikeParts(what, one, other));
}
