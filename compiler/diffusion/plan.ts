/** What a pipeline needs to know of its models before they are compiled: roles, sizes, and the shapes of their inputs. */

import { failure, hasErrors, success } from '../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../ir/diagnostics.ts';
import type { ModelSource } from '../host/host.ts';
import type { OnnxModel, OnnxValueInfo } from '../import/onnx/model.ts';
import { readOnnx } from '../import/onnx/read.ts';
import { partOf } from './declaration.ts';
import type { PartDeclaration, PipelineDeclaration } from './declaration.ts';
import { unknownLatent, unlikeParts } from './diagnostics.ts';
import type { PipelineFolder } from './folder.ts';
import { latentsOf, pixelsPerLatent } from './sizes.ts';
import type { Size } from './sizes.ts';
import { fixedSize, rolesOf } from './roles.ts';
import type { PartName, Roles } from './roles.ts';
import { vocabularySize } from './vocabulary.ts';

export interface PlannedPart<P extends PartName> extends PartDeclaration {
  readonly source: ModelSource;
  readonly roles: Roles<P>;
}

export interface PipelinePlan {
  readonly text_encoder: PlannedPart<'text_encoder'>;
  readonly unet: PlannedPart<'unet'>;
  readonly vae_decoder: PlannedPart<'vae_decoder'>;
  readonly vae_encoder: PlannedPart<'vae_encoder'> | undefined;
  readonly latent: { readonly channels: number; readonly height: number; readonly width: number };
  /** Of latents, the usual one first: that of `latent`. */
  readonly sizes: readonly [Size, ...Size[]];
  /** The text encoder's tokens where the model fixes them. */
  readonly tokens: number | undefined;
  /** How many tokens the text encoder knows, where that can be told. */
  readonly vocabulary: number | undefined;
  /** Of the UNet, where the model fixes it. */
  readonly batch: number | undefined;
}

const USUAL_CHANNELS = 4;

export async function planPipeline(
  declaration: PipelineDeclaration,
  file: string,
  folder: PipelineFolder,
): Promise<Result<PipelinePlan>> {
  const found: Diagnostic[] = [];
  let vocabulary: number | undefined;
  let decoder: OnnxModel | undefined;
  const open = async <P extends PartName>(part: P): Promise<PlannedPart<P> | undefined> => {
    const given = declaration[part];
    if (given === undefined) return undefined;
    const declared = partOf(given);
    const source = await folder.model(declared.model);
    found.push(...source.diagnostics);
    if (!source.ok) return undefined;
    const model = await readOnnx(source.value);
    found.push(...model.diagnostics.filter(({ severity }) => severity === 'error'));
    if (!model.ok) return undefined;
    const roles = rolesOf(part, model.value);
    found.push(...roles.diagnostics);
    if (part === 'vae_decoder') decoder = model.value;
    if (part === 'text_encoder' && roles.ok) {
      const { ids } = roles.value as Roles<'text_encoder'>;
      vocabulary = vocabularySize(model.value, ids.name);
    }
    return roles.ok ? { ...declared, source: source.value, roles: roles.value } : undefined;
  };
  const text_encoder = await open('text_encoder');
  const unet = await open('unet');
  const vae_decoder = await open('vae_decoder');
  const vae_encoder = await open('vae_encoder');
  if (text_encoder === undefined || unet === undefined || vae_decoder === undefined) {
    return failure(found);
  }
  const { sample, states } = unet.roles;
  const { latent } = vae_decoder.roles;
  const size = (axis: number, declared: number | undefined): number | undefined =>
    fixedSize(sample, axis) ?? declared ?? fixedSize(latent, axis);
  const channels = size(1, declaration.latent?.channels) ?? USUAL_CHANNELS;
  const listed = await sizesOf(declaration, decoder, latent, channels, file);
  found.push(...listed.diagnostics);
  if (!listed.ok) return failure(found);
  const [first, ...others] = listed.value;
  const height = first?.height ?? size(2, declaration.latent?.height);
  const width = first?.width ?? size(3, declaration.latent?.width);
  if (height === undefined || width === undefined) found.push(unknownLatent(file));
  const disagree = (what: string, one: number | undefined, other: number | undefined): void => {
    if (one === undefined || other === undefined || one === other) return;
    found.push(unlikeParts(what, `the UNet has ${one}`, `there are ${other} elsewhere`));
  };
  disagree('channels of latents', channels, fixedSize(latent, 1));
  const declared = first ?? declaration.latent;
  disagree('height of latents', fixedSize(sample, 2), declared?.height);
  disagree('width of latents', fixedSize(sample, 3), declared?.width);
  disagree('width of text states', fixedSize(states, 2), fixedSize(text_encoder.roles.states, 2));
  if (hasErrors(found) || height === undefined || width === undefined) return failure(found);
  return success(
    {
      text_encoder,
      unet,
      vae_decoder,
      vae_encoder,
      latent: { channels, height, width },
      sizes: [{ height, width }, ...others],
      vocabulary,
      tokens: fixedSize(text_encoder.roles.ids, 1) ?? fixedSize(states, 1),
      batch: fixedSize(sample, 0),
    },
    found,
  );
}

/** Of latents; none where the declaration lists none. */
async function sizesOf(
  { sizes }: PipelineDeclaration,
  decoder: OnnxModel | undefined,
  latent: OnnxValueInfo,
  channels: number,
  file: string,
): Promise<Result<readonly Size[]>> {
  if (sizes === undefined || decoder === undefined) return success([]);
  const scale = await pixelsPerLatent(decoder, latent, channels);
  return scale.ok ? latentsOf(sizes, scale.value, file) : scale;
}
