/** The parts of a pipeline for one target, each as `compile` makes it, and what their tensors are called there. */

import { DiagnosticError, success } from '../../ir/diagnostics.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { CompileProgress, CompileRequest } from '../compile-request.ts';
import { compile } from '../compile.ts';
import type { GuardRequest } from '../guard/place-guard.ts';
import type { OutputStage } from '../host/output.ts';
import type { OnnxValueInfo } from '../import/onnx/model.ts';
import type { Manifest, ManifestTensor } from '../manifest.ts';
import type { CompileTarget, NamedDevice } from '../target.ts';
import { stageWithin } from './part-stage.ts';
import type { PartVariants, TensorUse } from './pictures.ts';
import type { PlannedPart } from './plan.ts';
import type { PartName } from './roles.ts';
import { partShapes } from './sizes.ts';

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

export type Shapes = ReadonlyMap<string, readonly number[]>;

export class CompiledParts<D extends NamedDevice> {
  readonly manifests = new Map<PartName, Manifest>();
  readonly variants = new Map<PartName, PartVariants>();
  readonly #name: string;
  readonly #request: PartRequest<D>;
  readonly #target: CompileTarget<D>;
  readonly #stage: OutputStage;
  readonly #found: Diagnostic[];

  /** `name` is the pipeline's; what is found on the way goes into `found`. */
  constructor(
    name: string,
    request: PartRequest<D>,
    target: CompileTarget<D>,
    stage: OutputStage,
    found: Diagnostic[],
  ) {
    this.#name = name;
    this.#request = request;
    this.#target = target;
    this.#stage = stage;
    this.#found = found;
  }

  async compile<P extends PartName>(
    part: P,
    { model, source, precision, roles }: PlannedPart<P>,
    inputShapes: readonly [Shapes, ...Shapes[]],
  ): Promise<void> {
    const shaped = partShapes(part, Object.values<OnnxValueInfo>(roles), inputShapes);
    if (!shaped.ok) throw new DiagnosticError(...shaped.diagnostics);
    const { variants, ...dims } = shaped.value;
    if (dims.shapes !== undefined) {
      this.variants.set(part, { sizes: dims.shapes.sizes, ofSize: variants });
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
    this.manifests.set(part, compiled.value.manifest);
  }

  input(part: PartName, name: string): TensorUse {
    return this.#tensor(part, name, 'inputs');
  }

  output(part: PartName, name: string): TensorUse {
    return this.#tensor(part, name, 'outputs');
  }

  #tensor(part: PartName, name: string, side: 'inputs' | 'outputs'): TensorUse {
    const tensors: readonly ManifestTensor[] = this.manifests.get(part)?.[side] ?? [];
    const tensor = tensors.find((one) => one.name === name);
    if (tensor === undefined) throw new RangeError(`${part} has no ${name}`);
    return { name: tensor.emitted, dtype: tensor.dtype, shape: tensor.shape };
  }
}
