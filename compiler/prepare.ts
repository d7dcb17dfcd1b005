/** Decides for each target, before anything runs, its options, its context and its pipeline with the user's passes. */

import type { AttrSpecs } from '../ir/define.ts';
import { failure, hasErrors, success } from '../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../ir/diagnostics.ts';
import { encodeConstant } from '../ir/encode-constant.ts';
import type { EncodeConstant } from '../ir/encode-constant.ts';
import type { Graph } from '../ir/graph.ts';
import { isStaticType, printType } from '../ir/types.ts';
import type { StaticTensorType, TensorType } from '../ir/types.ts';
import {
  badOption,
  listedShapesOnly,
  noSuchPlace,
  noTargets,
  oneShapeOnly,
  repeatedTarget,
  unknownOption,
  unsafeTargetName,
  withoutAdapters,
} from './compile-diagnostics.ts';
import { guarded } from './guard/place-guard.ts';
import type { GuardRequest } from './guard/place-guard.ts';
import type { GuardReport } from './guard/report.ts';
import type { ModelInterface } from './output.ts';
import type { PassStep } from './pass.ts';
import { withDigests } from './quantize/digests.ts';
import type { ModelShapes } from './shapes.ts';
import type { CompileContext, CompileTarget, NamedDevice, Precision } from './target.ts';

/** A pass of the user, or a built-in one that says so: at the start of the pipeline, or beside the first pass of a name. */
export interface AddedPass {
  readonly step: PassStep;
  readonly before?: string;
  readonly after?: string;
  /** Names of targets; every target when absent. */
  readonly targets?: readonly string[];
}

export interface PrepareRequest<D extends NamedDevice> {
  readonly targets: readonly CompileTarget<D>[];
  readonly device: D;
  readonly precision: Precision;
  readonly targetOptions?: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  readonly passes?: readonly AddedPass[];
  readonly encode?: EncodeConstant;
  readonly signal?: AbortSignal;
  readonly shapes?: ModelShapes;
  readonly adapters?: readonly object[];
  /** Of targets that compile in fp16; off when absent. */
  readonly guard?: GuardRequest;
}

export interface PreparedTarget<D extends NamedDevice> {
  readonly target: CompileTarget<D>;
  readonly context: CompileContext<D>;
  readonly steps: readonly PassStep[];
  /** What the guard of fp16 told, once the steps have run, of each graph in turn. */
  readonly guarded: readonly GuardReport[];
}

/** The graph is the imported one, with every dim bound. */
export function prepareTargets<D extends NamedDevice>(
  request: PrepareRequest<D>,
  graph: Graph,
  modelName: string,
): Result<readonly PreparedTarget<D>[]> {
  const found: Diagnostic[] = [];
  if (request.targets.length === 0) found.push(noTargets());
  const seen = new Set<string>();
  const prepared = request.targets.map((target) => {
    if (!/^[a-z][a-z0-9-]{0,40}$/.test(target.name)) found.push(unsafeTargetName(target.name));
    if (seen.has(target.name)) found.push(repeatedTarget(target.name));
    seen.add(target.name);
    const given = request.targetOptions?.get(target.name) ?? {};
    const context: CompileContext<D> = {
      device: request.device,
      precision: request.precision,
      options: fillOptions(target.name, target.options, given, found),
      modelName,
      interface: interfaceOf(graph),
      encode: withDigests(request.encode ?? encodeConstant),
      signal: request.signal,
    };
    const noAdapters = (request.adapters ?? []).length > 0 && target.takesAdapters !== true;
    const refused = [
      ...target.supports(context),
      ...refusedShapes(target, request.shapes),
      ...(noAdapters ? [withoutAdapters(target.name)] : []),
    ];
    found.push(...refused);
    // A warning does not keep a target from compiling.
    const failed = hasErrors(refused);
    const own = failed ? [] : target.pipeline(context);
    const placed = failed ? own : placePasses(target.name, own, request.passes, found);
    const reports: GuardReport[] = [];
    const steps = guarded(placed, request.guard, target.halves?.(context), (report) =>
      reports.push(report),
    );
    return { target, context, steps, guarded: reports };
  });
  return hasErrors(found) ? failure(found) : success(prepared, found);
}

function fillOptions(
  target: string,
  specs: AttrSpecs,
  given: Readonly<Record<string, unknown>>,
  found: Diagnostic[],
): Readonly<Record<string, unknown>> {
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(specs, name)) found.push(unknownOption(target, name, Object.keys(specs)));
  }
  const options = Object.entries(specs).map(([name, spec]) => {
    const value = Object.hasOwn(given, name) ? given[name] : spec.default;
    if (!spec.check(value)) found.push(badOption(target, name, spec.describe));
    return [name, value] as const;
  });
  return Object.fromEntries(options);
}

function placePasses(
  target: string,
  own: readonly PassStep[],
  added: readonly AddedPass[] = [],
  found: Diagnostic[],
): readonly PassStep[] {
  const steps = [...own];
  let atStart = 0;
  for (const { step, before, after, targets } of added) {
    if (targets !== undefined && !targets.includes(target)) continue;
    const anchor = before ?? after;
    const own = { own: true, ...step };
    if (anchor === undefined) {
      steps.splice(atStart++, 0, own);
      continue;
    }
    const index = steps.findIndex(({ pass }) => pass.name === anchor);
    if (index < 0) {
      const known = new Set(steps.map(({ pass }) => pass.name));
      found.push(noSuchPlace(step.pass.name, anchor, target, [...known]));
    } else steps.splice(before === undefined ? index + 1 : index, 0, own);
  }
  return steps;
}

/** The declared inputs and outputs of a graph whose dims are bound. */
export function interfaceOf(graph: Graph): ModelInterface {
  const known = (type: TensorType): StaticTensorType => {
    if (!isStaticType(type)) throw new Error(`${printType(type)} in an interface with bound dims`);
    return type;
  };
  return {
    inputs: graph.inputs.map(({ name = '', type }) => ({ name, type: known(type) })),
    outputs: graph.outputs.map(({ name, value }) => ({ name, type: known(value.type) })),
  };
}

function refusedShapes<D extends NamedDevice>(
  { name, severalShapes }: CompileTarget<D>,
  shapes: ModelShapes | undefined,
): readonly Diagnostic[] {
  if (shapes === undefined) return [];
  if (severalShapes === undefined) return [oneShapeOnly(name)];
  return severalShapes === 'listed' && shapes.kind === 'ranges' ? [listedShapesOnly(name)] : [];
}
