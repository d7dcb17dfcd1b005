/** A pipeline for each target: the parts as `compile` makes them, then what joins them. */

import { DiagnosticError, failure, success } from '../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../ir/diagnostics.ts';
import type { CompileProgress, CompileRequest } from '../compile-request.ts';
import { compile } from '../compile.ts';
import type { GuardRequest } from '../guard/place-guard.ts';
import { GENERATOR, MANIFEST } from '../host/output.ts';
import type { OutputStage } from '../host/output.ts';
import type { OnnxValueInfo } from '../import/onnx/model.ts';
import type { Manifest, ManifestTarget, ManifestTensor } from '../manifest.ts';
import { TargetSink } from '../target-sink.ts';
import type { CompileTarget, NamedDevice } from '../target.ts';
import { VERSION } from '../version.ts';
import type { PipelineDeclaration } from './declaration.ts';
import { pipelineTarget, unlikeParts } from './diagnostics.ts';
import { decoderShapes, encoderShapes, textShapes, unetShapes } from './part-shapes.ts';
import { stageWithin } from './part-stage.ts';
import type { PartVariants, Pictures, PicturesDescription, TensorUse } from './pictures.ts';
import type { PipelinePlan, PlannedPart } from './plan.ts';
import type { PartName } from './roles.ts';
import { partShapes } from './sizes.ts';
import type { Size } from './sizes.ts';
import type { StepTables } from './step-tables.ts';
import { encodeTokenizer } from './tokenizer/encode-tokenizer.ts';
import type { TokenizerTables } from './tokenizer/read-tokenizer.ts';

/** What is the same for every part. */
export type PartRequest<D extends NamedDevice> = Pick<
  CompileRequest<D>,
  'device' | 'precision' | 'signal' | 'encode' | 'sha256' | 'targetOptions'
> & {
  readonly targets: readonly CompileTarget<D>[];
  /** Those of few bits, which a part asks for. */
  readonly passes: (part: PartName) => CompileRequest<D>['passes'];
  /** Against overflow in fp16; off where absent. */
  readonly guard?: (part: PartName) => GuardRequest | undefined;
  readonly onProgress?: (part: PartName, progress: CompileProgress) => void;
};

export interface PicturesInputs {
  readonly declaration: PipelineDeclaration;
  readonly plan: PipelinePlan;
  readonly tokenizer: TokenizerTables;
  readonly tables: StepTables;
}

export interface PicturesManifest {
  readonly generator: typeof GENERATOR;
  readonly schemaVersion: number;
  readonly version: string;
  readonly kind: 'pipeline';
  readonly name: string;
  readonly device: string;
  readonly targets: Readonly<
    Record<
      string,
      {
        /** Tensors have the target's own names. */
        readonly description: PicturesDescription;
        readonly parts: Readonly<Record<string, Manifest>>;
        readonly files: ManifestTarget['files'];
      }
    >
  >;
}

const SCHEMA = 2;
const USUAL_NAME = 'pictures';
const USUAL_GUIDANCE = 7.5;
/** Stable Diffusion's. */
const USUAL_SCALING = 0.18215;

export async function compilePictures<D extends NamedDevice>(
  inputs: PicturesInputs,
  request: PartRequest<D>,
  openStage: () => Promise<Result<OutputStage>>,
): Promise<Result<PicturesManifest>> {
  const lacking = request.targets.filter(({ pictures }) => pictures === undefined);
  if (lacking.length > 0) return failure(lacking.map(({ name }) => pipelineTarget(name)));
  const found: Diagnostic[] = [];
  const opened = await openStage();
  found.push(...opened.diagnostics);
  if (!opened.ok) return failure(found);
  const stage = opened.value;
  try {
    const targets: Record<string, PicturesManifest['targets'][string]> = {};
    for (const target of request.targets) {
      const made = await new TargetPipeline(inputs, request, target, stage, found).compile();
      targets[target.name] = made;
    }
    const manifest: PicturesManifest = {
      generator: GENERATOR,
      schemaVersion: SCHEMA,
      version: VERSION,
      kind: 'pipeline',
      name: nameOf(inputs),
      device: request.device.name,
      targets,
    };
    const file = stage.file(MANIFEST);
    await file.write(new TextEncoder().encode(`${JSON.stringify(manifest, undefined, 2)}\n`));
    await file.close();
    request.signal?.throwIfAborted();
    const committed = await stage.commit();
    found.push(...committed.diagnostics);
    return committed.ok ? success(manifest, found) : failure(found);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return failure([...found, ...error.diagnostics]);
  } finally {
    // Does nothing after a commit.
    await stage.abort();
  }
}

function nameOf({ declaration }: PicturesInputs): string {
  return declaration.name ?? USUAL_NAME;
}

type Shapes = ReadonlyMap<string, readonly number[]>;

function mapped<T, U>([first, ...others]: readonly [T, ...T[]], map: (one: T) => U): [U, ...U[]] {
  return [map(first), ...others.map(map)];
}

class TargetPipeline<D extends NamedDevice> {
  readonly #inputs: PicturesInputs;
  readonly #request: PartRequest<D>;
  readonly #target: CompileTarget<D>;
  readonly #stage: OutputStage;
  readonly #found: Diagnostic[];
  readonly #manifests = new Map<PartName, Manifest>();
  readonly #variants = new Map<PartName, PartVariants>();

  constructor(
    inputs: PicturesInputs,
    request: PartRequest<D>,
    target: CompileTarget<D>,
    stage: OutputStage,
    found: Diagnostic[],
  ) {
    this.#inputs = inputs;
    this.#request = request;
    this.#target = target;
    this.#stage = stage;
    this.#found = found;
  }

  get #name(): string {
    return nameOf(this.#inputs);
  }

  async compile() {
    const { declaration, plan, tokenizer, tables } = this.#inputs;
    const edge = declaration.vae_tile ?? Infinity;
    const tiles = mapped(plan.sizes, ({ height, width }) => ({
      height: Math.min(edge, height),
      width: Math.min(edge, width),
    }));
    const [tile] = tiles;
    const tokens = tokenizer.length;

    await this.#part('text_encoder', plan.text_encoder, [textShapes(plan, tokens)]);
    const states = this.#output('text_encoder', plan.text_encoder.roles.states.name);
    await this.#part(
      'vae_decoder',
      plan.vae_decoder,
      mapped(tiles, (size) => decoderShapes(plan, size)),
    );
    const picture = this.#output('vae_decoder', plan.vae_decoder.roles.picture.name);
    const scale = (picture.shape[2] ?? 0) / tile.height;
    this.#demand(
      scale > 0 && Number.isInteger(scale) && picture.shape[3] === tile.width * scale,
      'size of the picture',
      `${tile.height}x${tile.width} latents`,
      `the decoder makes ${picture.shape.slice(2).join('x')} pixels of them`,
    );
    if (plan.vae_encoder !== undefined) {
      await this.#part(
        'vae_encoder',
        plan.vae_encoder,
        mapped(plan.sizes, (size) => encoderShapes(plan, size, scale)),
      );
    }
    const batch = this.#batch();
    const width = states.shape[2] ?? 0;
    await this.#part(
      'unet',
      plan.unet,
      mapped(plan.sizes, (size) => unetShapes(plan, size, batch, tokens, width)),
    );
    const description = this.#describe(tiles, scale, batch);
    const { name } = this.#target;
    const pictures: Pictures = {
      description,
      parts: [...this.#manifests.keys()],
      variants: this.#variants,
      figures: new Map(
        Array.from(this.#manifests, ([part, made]) => [part, made.targets[name]?.figures ?? {}]),
      ),
      files: Array.from(this.#manifests).flatMap(([part, made]) =>
        (made.targets[name]?.files ?? []).map((file) => ({
          ...file,
          path: `${part}/${file.path}`,
        })),
      ),
      tokenizer: encodeTokenizer(tokenizer),
      steps: tables.bytes,
    };
    const sink = new TargetSink(this.#stage, name, () => undefined);
    await this.#target.pictures?.emit(pictures, sink);
    return { description, parts: Object.fromEntries(this.#manifests), files: sink.files };
  }

  /** As the declaration says, else both at once; a model that fixes its batch decides. */
  #batch(): 1 | 2 {
    const { declaration, plan } = this.#inputs;
    const wanted = declaration.guidance_batch === 'two_calls' ? 1 : 2;
    const { batch = wanted } = plan;
    this.#demand(
      batch === wanted || (declaration.guidance_batch === undefined && batch <= 2),
      'batch of the UNet',
      `guidance_batch wants ${wanted}`,
      `the model has ${batch}`,
    );
    return batch === 1 ? 1 : 2;
  }

  async #part<P extends PartName>(
    part: P,
    { model, source, precision, roles }: PlannedPart<P>,
    inputShapes: readonly [Shapes, ...Shapes[]],
  ): Promise<void> {
    const shaped = partShapes(part, Object.values<OnnxValueInfo>(roles), inputShapes);
    if (!shaped.ok) throw new DiagnosticError(...shaped.diagnostics);
    const { variants, ...dims } = shaped.value;
    if (dims.shapes !== undefined) {
      this.#variants.set(part, { sizes: dims.shapes.sizes, ofSize: variants });
    }
    const { passes, guard, onProgress, targets: _, targetOptions, ...request } = this.#request;
    const { name, pictures } = this.#target;
    const own = passes(part);
    const guarded = guard?.(part);
    const partOptions = pictures?.partOptions(part, this.#name);
    const compiled = await compile<D>(
      {
        ...request,
        source,
        ...dims,
        targets: [this.#target],
        targetOptions: new Map([[name, { ...targetOptions?.get(name), ...partOptions }]]),
        ...(precision === undefined ? {} : { precision }),
        ...(own === undefined ? {} : { passes: own }),
        ...(guarded === undefined ? {} : { guard: guarded }),
        ...(onProgress && { onProgress: (event) => onProgress(part, event) }),
      },
      async () => success(stageWithin(this.#stage, `${name}/${part}`)),
    );
    const ofPart = compiled.diagnostics.map((one) => ({
      ...one,
      place: { file: model, ...one.place },
    }));
    this.#found.push(...ofPart);
    if (!compiled.ok) throw new DiagnosticError();
    this.#manifests.set(part, compiled.value.manifest);
  }

  #describe(tiles: readonly [Size, ...Size[]], scale: number, batch: 1 | 2): PicturesDescription {
    const { declaration, plan, tables } = this.#inputs;
    const { text_encoder, unet, vae_decoder, vae_encoder, latent } = plan;
    const latents = vae_encoder && this.#output('vae_encoder', vae_encoder.roles.latent.name);
    return {
      name: this.#name,
      latent,
      sizes: plan.sizes.map(({ height, width }, at) => ({
        height: height * scale,
        width: width * scale,
        tile: tiles[at] ?? tiles[0],
      })),
      scale,
      tile: tiles[0],
      scalingFactor: declaration.scaling_factor ?? USUAL_SCALING,
      shiftFactor: declaration.shift_factor ?? 0,
      text: {
        ids: this.#input('text_encoder', text_encoder.roles.ids.name),
        states: this.#output('text_encoder', text_encoder.roles.states.name),
      },
      unet: {
        sample: this.#input('unet', unet.roles.sample.name),
        timestep: this.#input('unet', unet.roles.timestep.name),
        states: this.#input('unet', unet.roles.states.name),
        output: this.#output('unet', unet.roles.output.name),
        batch,
      },
      decoder: {
        latent: this.#input('vae_decoder', vae_decoder.roles.latent.name),
        picture: this.#output('vae_decoder', vae_decoder.roles.picture.name),
      },
      ...(vae_encoder !== undefined &&
        latents !== undefined && {
          encoder: {
            picture: this.#input('vae_encoder', vae_encoder.roles.picture.name),
            latent: latents,
            isDistribution: latents.shape[1] === 2 * latent.channels,
          },
        }),
      ...(declaration.preview !== undefined && { preview: declaration.preview }),
      steps: tables.steps,
      guidance: declaration.guidance ?? USUAL_GUIDANCE,
    };
  }

  #input(part: PartName, name: string): TensorUse {
    return this.#tensor(part, name, 'inputs');
  }

  #output(part: PartName, name: string): TensorUse {
    return this.#tensor(part, name, 'outputs');
  }

  #tensor(part: PartName, name: string, side: 'inputs' | 'outputs'): TensorUse {
    const tensors: readonly ManifestTensor[] = this.#manifests.get(part)?.[side] ?? [];
    const tensor = tensors.find((one) => one.name === name);
    if (tensor === undefined) throw new RangeError(`${part} has no ${name}`);
    return { name: tensor.emitted, dtype: tensor.dtype, shape: tensor.shape };
  }

  #demand(holds: boolean, what: string, one: string, other: string): void {
    if (!holds) throw new DiagnosticError(unlikeParts(what, one, other));
  }
}
