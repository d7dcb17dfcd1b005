/** manifest.json: what was compiled from what, with which options, into which files. Equal inputs give equal bytes. */

import type { AttrSpecs } from '../ir/define.ts';
import { defineDiagnostic, failure, printable, success } from '../ir/diagnostics.ts';
import type { Result } from '../ir/diagnostics.ts';
import { isRecord } from '../ir/record.ts';
import type { GuardReport } from './guard/report.ts';
import { GENERATOR } from './host/output.ts';
import type { FileEntry, InterfaceEntry, ModelInterface } from './output.ts';
import type { PassStep } from './pass.ts';
import type { CarriedTensor, Emitted, Precision, StoredWeight } from './target.ts';
import { VERSION } from './version.ts';

/** Raised when a reader of the old form would misread the new one. */
const MANIFEST_SCHEMA = 1;

export type ManifestValue =
  | string
  | number
  | boolean
  | null
  | readonly ManifestValue[]
  | { readonly [name: string]: ManifestValue };
type Options = Readonly<Record<string, ManifestValue>>;

export interface ManifestTensor {
  /** The ONNX name. */
  readonly name: string;
  /** The name in the artifact. */
  readonly emitted: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  /** In the artifact, where it is another; of several sizes the usual one. */
  readonly carried?: CarriedTensor;
}

export interface ManifestTarget {
  readonly options: Options;
  readonly passes: readonly { readonly name: string; readonly options: Options }[];
  readonly inputs: readonly ManifestTensor[];
  readonly outputs: readonly ManifestTensor[];
  /** Paths from the folder of the manifest. */
  readonly files: readonly FileEntry[];
  readonly figures: Readonly<Record<string, number>>;
  /** Those in few bits, where there are some. */
  readonly weights?: readonly StoredWeight[];
  /** What the guard of fp16 found and did. */
  readonly guard?: GuardReport;
}

/** Other weights of the model in the same artifact. */
export interface ManifestAdapter {
  readonly name: string;
  readonly sha256: string;
}

export interface ManifestModel {
  readonly file: string;
  readonly sha256: string;
  readonly opset: number;
  readonly irVersion: number;
  readonly producer: string;
}

export interface Manifest {
  readonly generator: typeof GENERATOR;
  readonly schemaVersion: number;
  readonly version: string;
  readonly model: ManifestModel;
  readonly device: string;
  readonly precision: Precision;
  /** Values of the model's named dims; of several sizes the usual ones. */
  readonly dims: Readonly<Record<string, number>>;
  /** Where dims have several sizes: all of them, or the samples of ranges. */
  readonly shapes?: readonly Readonly<Record<string, number>>[];
  readonly adapters?: readonly ManifestAdapter[];
  /** Those of the first target. */
  readonly inputs: readonly ManifestTensor[];
  readonly outputs: readonly ManifestTensor[];
  readonly targets: Readonly<Record<string, ManifestTarget>>;
}

export interface TargetOutcome {
  readonly name: string;
  readonly optionSpecs: AttrSpecs;
  readonly options: Readonly<Record<string, unknown>>;
  readonly steps: readonly PassStep[];
  readonly emitted: Emitted;
  readonly files: readonly FileEntry[];
  readonly nodesBefore: number;
  readonly nodesAfter: number;
  readonly guard?: GuardReport;
}

export interface ManifestParts {
  readonly model: ManifestModel;
  readonly device: string;
  readonly precision: Precision;
  readonly dims: ReadonlyMap<string, number>;
  /** The sizes of every variant, the usual first. */
  readonly shapes: readonly ReadonlyMap<string, number>[];
  readonly adapters: readonly ManifestAdapter[];
  readonly interface: ModelInterface;
  readonly targets: readonly TargetOutcome[];
}

export function buildManifest(parts: ManifestParts): Manifest {
  const targets = parts.targets.map(
    (target) => [target.name, targetEntry(target, parts.interface)] as const,
  );
  const first = targets[0]?.[1];
  return {
    generator: GENERATOR,
    schemaVersion: MANIFEST_SCHEMA,
    version: VERSION,
    model: parts.model,
    device: parts.device,
    precision: parts.precision,
    dims: sorted(parts.dims),
    ...(parts.shapes.length > 1 && { shapes: parts.shapes.map(sorted) }),
    ...(parts.adapters.length > 0 && { adapters: parts.adapters }),
    inputs: first?.inputs ?? [],
    outputs: first?.outputs ?? [],
    targets: Object.fromEntries(targets),
  };
}

function sorted(dims: ReadonlyMap<string, number>): Readonly<Record<string, number>> {
  return Object.fromEntries([...dims].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function printManifest(manifest: Manifest): string {
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
}

function targetEntry(target: TargetOutcome, declared: ModelInterface): ManifestTarget {
  const { emitted, nodesBefore, nodesAfter, guard } = target;
  const figures = Object.entries({ nodesBefore, nodesAfter, ...emitted.figures });
  return {
    options: optionValues(target.optionSpecs, target.options),
    passes: target.steps.map(({ pass, options }) => ({
      name: pass.name,
      options: optionValues(pass.options, options),
    })),
    inputs: tensors(declared.inputs, emitted.inputs, emitted.carried),
    outputs: tensors(declared.outputs, emitted.outputs, emitted.carried),
    files: target.files,
    figures: Object.fromEntries(figures),
    ...(emitted.weights !== undefined &&
      emitted.weights.length > 0 && { weights: emitted.weights }),
    ...(guard === undefined ? {} : { guard }),
  };
}

function tensors(
  entries: readonly InterfaceEntry[],
  names: readonly string[],
  carriers: Emitted['carried'],
): ManifestTensor[] {
  return entries.map(({ name, type: { dtype, shape } }, index) => {
    const emitted = names[index] ?? name;
    const carried = carriers?.get(emitted);
    const same = carried?.dtype === dtype && String(carried.shape) === String(shape);
    return { name, emitted, dtype, shape, ...(carried !== undefined && !same && { carried }) };
  });
}

/** Values with their defaults filled in; what JSON cannot say is written as the IR prints it. */
function optionValues(specs: AttrSpecs, chosen: Readonly<Record<string, unknown>>): Options {
  const values = Object.entries(specs).map(([name, spec]) => {
    const value = chosen[name] ?? spec.default;
    return [name, isJson(value) ? value : spec.print(value)] as const;
  });
  return Object.fromEntries(values);
}

function isJson(value: unknown): value is ManifestValue {
  if (typeof value === 'number') return Number.isFinite(value);
  if (Array.isArray(value)) return value.every(isJson);
  return typeof value === 'string' || typeof value === 'boolean';
}

const notAManifest = defineDiagnostic('SNAPC5450', 'error', (file: string, reason: string) => ({
  message: `this is not a manifest of snapc: ${printable(reason)}`,
  hint: 'name a folder that `snapc compile` wrote',
  place: { file },
}));

const otherSchema = defineDiagnostic('SNAPC5451', 'error', (file: string, schema: number) => ({
  message: `the manifest has schema version ${schema}, this snapc (${VERSION}) reads ${MANIFEST_SCHEMA}`,
  hint: 'compile the model again with this version of snapc',
  place: { file },
}));

/** Faults: SNAPC5450 for anything else than a manifest, SNAPC5451 for one of another version. */
export function parseManifest(text: string, file: string): Result<Manifest> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return failure([notAManifest(file, error instanceof Error ? error.message : String(error))]);
  }
  if (!isRecord(json) || json['generator'] !== GENERATOR) {
    return failure([notAManifest(file, `it does not say "generator": "${GENERATOR}"`)]);
  }
  if (json['kind'] === 'pipeline') {
    return failure([notAManifest(file, 'it is of a pipeline; name a part, as its webgpu/unet')]);
  }
  const schema = json['schemaVersion'];
  if (typeof schema !== 'number') return failure([notAManifest(file, 'it has no schemaVersion')]);
  if (schema !== MANIFEST_SCHEMA) return failure([otherSchema(file, schema)]);
  return hasManifestShape(json)
    ? success(json)
    : failure([notAManifest(file, 'parts of it are missing or of another kind')]);
}

function hasManifestShape(json: Readonly<Record<string, unknown>>): json is Manifest & typeof json {
  const { model, targets, dims, inputs, outputs } = json;
  return (
    ['version', 'device', 'precision'].every((key) => typeof json[key] === 'string') &&
    isRecord(model) &&
    ['file', 'sha256', 'producer'].every((key) => typeof model[key] === 'string') &&
    typeof model['opset'] === 'number' &&
    isRecord(dims) &&
    Object.values(dims).every((value) => typeof value === 'number') &&
    areTensors(inputs) &&
    areTensors(outputs) &&
    isRecord(targets) &&
    Object.values(targets).every(isTarget)
  );
}

function isTarget(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { options, passes, inputs, outputs, files, figures } = value;
  return (
    isRecord(options) &&
    isListOf(passes, (pass) => typeof pass['name'] === 'string' && isRecord(pass['options'])) &&
    areTensors(inputs) &&
    areTensors(outputs) &&
    isListOf(
      files,
      ({ path, bytes, sha256 }) =>
        [path, sha256].every((text) => typeof text === 'string') && typeof bytes === 'number',
    ) &&
    isRecord(figures) &&
    Object.values(figures).every((figure) => typeof figure === 'number')
  );
}

function areTensors(value: unknown): boolean {
  return isListOf(
    value,
    ({ name, emitted, dtype, shape }) =>
      [name, emitted, dtype].every((text) => typeof text === 'string') &&
      Array.isArray(shape) &&
      shape.every(Number.isSafeInteger),
  );
}

type Rows = (row: Readonly<Record<string, unknown>>) => boolean;
function isListOf(value: unknown, fits: Rows): boolean {
  return Array.isArray(value) && value.every((row: unknown) => isRecord(row) && fits(row));
}
