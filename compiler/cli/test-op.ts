/** `snapc test-op`: ops of a config by random uses, their declaration against `evaluate` and each lowering as well. */

import { writeFile } from 'node:fs/promises';
import type { OpDefinition } from '../../ir/define.ts';
import { isError } from '../../ir/diagnostics.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import { Graph } from '../../ir/graph.ts';
import { printGraph } from '../../ir/print.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { BUILT_IN } from '../api/check-config.ts';
import type { Registry } from '../api/check-config.ts';
import { opCases } from '../fuzz/op-cases.ts';
import type { OpCase } from '../fuzz/op-cases.ts';
import { judgeCase } from '../fuzz/op-laws.ts';
import { faultOfOwnOp } from '../own-op-fault.ts';
import { opDiffers, opRefused, targetNotRun } from '../pipeline-diagnostics.ts';
import { prepareTargets } from '../prepare.ts';
import type { Precision } from '../target.ts';
import { largestError } from '../validate.ts';
import { defineCommand, examples, refuse } from './command.ts';
import type { CommandContext, Outcome } from './command.ts';
import { cannotWrite, noOpToTest } from './diagnostics.ts';
import { pathOf } from './files.ts';
import { loadRegistry } from './load-config.ts';
import { asRun, runCases } from './op-on-target.ts';
import type { OpRun } from './op-on-target.ts';
import { gather, readDevice, readTargets } from './options.ts';
import { RUN_TARGETS, declareRunChoices } from './run-compiled.ts';
import type { RunChoices } from './run-compiled.ts';
import { newSeed, wholeNumber } from './seeds.ts';
import { CommandFault } from './status.ts';

interface TestOpArguments extends Omit<RunChoices, 'precision'> {
  readonly op?: string;
  readonly runs: string;
  readonly seed?: string;
  readonly targets?: readonly string[];
  readonly device?: string;
  readonly compute: Precision;
}

interface Tested {
  readonly op: string;
  readonly uses: number;
  /** Largest |a-b| / (1 + |b|) by target. */
  readonly errors: Readonly<Record<string, number>>;
  readonly found: readonly Diagnostic[];
  /** The smallest use that fails. */
  readonly failing?: OpCase;
}

export const testOpCommand = defineCommand({
  declare: (command) =>
    declareRunChoices(
      command
        .argument('[config]', 'the config whose ops are tried')
        .option('--op <name>', 'only this op, of the config or built in')
        .option('--runs <count>', 'how many uses each op gets', '24')
        .option('--seed <number>', 'repeats the uses of an earlier run')
        .option(
          '--targets <names>',
          `where its lowerings run: ${RUN_TARGETS.join(', ')}; those that it has if left out`,
          gather,
        )
        .option('--device <name|file.json>', 'what is compiled for; one that fits if left out')
        .option('--compute <precision>', 'fp32 or fp16', 'fp32')
        .option('--time-limit <seconds>', 'how long one call of the op may take; 300 if left out'),
    ).addHelpText(
      'after',
      examples(
        'snapc test-op snapc.config.ts',
        'snapc test-op snapc.config.ts --op parabolic_gelu --targets webgpu,coreml,nnapi',
        'snapc test-op --op softmax --targets webgpu --seed 7',
      ),
    ),
  run: async (command, context) => {
    const [file] = command.args;
    const given = command.opts<TestOpArguments>();
    const runs = wholeNumber(given.runs, '--runs', 1);
    const seed = given.seed === undefined ? newSeed() : wholeNumber(given.seed, '--seed', 0);
    const registry = file === undefined ? BUILT_IN : await loadRegistry(context, file);
    const tested: Tested[] = [];
    for (const op of chosenOps(registry, file, given.op)) {
      const result = await testOp(context, registry, op, { given, runs, seed });
      tested.push(result);
      context.diagnostics.push(...result.found);
      if (result.failing !== undefined) await write(context, result.failing, op, seed);
    }
    return outcomeOf(tested, seed);
  },
});

function chosenOps(
  { ops, ownOps }: Registry,
  file: string | undefined,
  name: string | undefined,
): readonly OpDefinition[] {
  if (name === undefined) {
    const own = Object.values(ownOps);
    return own.length > 0 ? own : refuse(noOpToTest(file));
  }
  const op = Object.hasOwn(ops, name) ? ops[name] : undefined;
  return op === undefined || op.samples.length === 0 ? refuse(noOpToTest(file, name)) : [op];
}

interface Wanted {
  readonly given: TestOpArguments;
  readonly runs: number;
  readonly seed: number;
}

async function testOp(
  context: CommandContext,
  registry: Registry,
  op: OpDefinition,
  { given, runs, seed }: Wanted,
): Promise<Tested> {
  const uses = [...opCases(op, runs, seed)];
  const judged: (readonly [OpCase, ReadonlyMap<string, Tensor>])[] = [];
  for (const [index, use] of uses.entries()) {
    context.signal.throwIfAborted();
    context.progress.count(`uses of ${op.name}`, index, uses.length);
    const { found, outputs } = await judgeCase(op, use, registry.ops);
    if (found.length > 0 || outputs === undefined) {
      return { op: op.name, uses: index + 1, errors: {}, found, failing: use };
    }
    judged.push([use, outputs]);
  }
  const errors: Record<string, number> = {};
  const found: Diagnostic[] = [];
  let failing: OpCase | undefined;
  for (const target of await targetsFor(context, registry, op, given)) {
    const { name } = target.target;
    context.progress.phase(`${op.name} on ${name}`);
    try {
      const ran = await runCases(context, uses, target);
      const worst = worstOf(judged, ran, given.compute);
      errors[name] = Math.max(...worst.map(({ error }) => error));
      const [first] = worst
        .filter(({ error, tolerance }) => !(error <= tolerance))
        .sort((a, b) => sizeOf(a.use) - sizeOf(b.use));
      if (first === undefined) continue;
      failing ??= first.use;
      found.push(opDiffers(op.name, name, first.error, first.tolerance));
    } catch (error) {
      const fault = faultOfOwnOp(error);
      if (fault !== undefined) {
        found.push(fault);
        continue;
      }
      if (!(error instanceof CommandFault)) throw error;
      const [reason] = error.diagnostics;
      if (error.status === 'usage') found.push(targetNotRun(name, reason?.message ?? ''));
      else found.push(...error.diagnostics.map((fault) => opRefused(op.name, name, fault)));
    }
  }
  return { op: op.name, uses: uses.length, errors, found, ...(failing && { failing }) };
}

/** Those that are asked for, else those of which the op says something. */
async function targetsFor(
  context: CommandContext,
  registry: Registry,
  op: OpDefinition,
  given: TestOpArguments,
): Promise<readonly OpRun[]> {
  const own = Object.keys(op.lowerings ?? {});
  const known = RUN_TARGETS.filter((name) => own.includes(name));
  const runnable = { ...registry, targets: registry.targets.filter(isRunnable) };
  const chosen = readTargets(runnable, given.targets ?? known).filter(isRunnable);
  const device = given.device && (await readDevice(context, registry, given.device));
  return chosen.map((target) => ({
    ...given,
    precision: 'declared' as const,
    target,
    device: device || deviceFor(registry, target, given.compute),
    compute: given.compute,
  }));
}

function isRunnable(target: Registry['targets'][number]): target is OpRun['target'] {
  return RUN_TARGETS.some((name) => name === target.name);
}

/** The first that the target serves. */
function deviceFor({ devices }: Registry, target: OpRun['target'], precision: Precision) {
  const nothing = new Graph('nothing');
  const serves = (device: OpRun['device']): boolean =>
    prepareTargets({ targets: [target], device, precision }, nothing, nothing.name).ok;
  const fits = devices.find(serves);
  if (fits === undefined) throw new Error(`no device for ${target.name}`);
  return fits;
}

function sizeOf({ inputs }: OpCase): number {
  return [...inputs.values()].reduce((sum, { data }) => sum + data.length, 0);
}

const HALF_TOLERANCE = 1e-2;

function worstOf(
  judged: readonly (readonly [OpCase, ReadonlyMap<string, Tensor>])[],
  ran: readonly ReadonlyMap<string, Tensor>[],
  precision: Precision,
) {
  return judged.map(([use, expected], index) => {
    const errors = Array.from(expected, ([name, tensor]) => {
      const actual = ran[index]?.get(name);
      return actual === undefined ? Infinity : largestError(actual, asRun(tensor, index));
    });
    const half =
      precision === 'fp16' || [...expected.values()].some(({ dtype }) => dtype === 'f16');
    const tolerance = half ? Math.max(use.tolerance, HALF_TOLERANCE) : use.tolerance;
    return { use, error: Math.max(0, ...errors), tolerance };
  });
}

const fileOf = (op: string): string => `${op}.failing.ir`;

async function write(
  context: CommandContext,
  { graph }: OpCase,
  op: OpDefinition,
  seed: number,
): Promise<void> {
  const file = fileOf(op.name);
  const text = `A use of ${op.name} that fails, of seed ${seed}.\n\n// run: print\n${printGraph(graph)}`;
  try {
    await writeFile(pathOf(context, file), text);
  } catch (error) {
    refuse(cannotWrite(file, error instanceof Error ? error.message : String(error)));
  }
}

function outcomeOf(tested: readonly Tested[], seed: number): Outcome {
  const errors = tested.flatMap(({ found }) => found.filter(isError));
  const numbersOnly = errors.every(({ code }) => code === OTHER_NUMBERS);
  const lines = tested.flatMap(({ op, uses, errors: by, found, failing }) => {
    const figures = Object.entries(by).map(
      ([target, error]) => `${target} ${error.toExponential(1)}`,
    );
    const line = [`${op}: ${uses} uses`, ...figures].join(', ');
    const faults = found.filter(isError);
    if (faults.length === 0) return [`${line}: ok`];
    return [
      `${line}: failed${failing === undefined ? '' : `, in ${fileOf(op)}`}`,
      ...(failing === undefined ? [] : [printGraph(failing.graph)]),
    ];
  });
  return {
    status: errors.length === 0 ? 'ok' : numbersOnly ? 'mismatch' : 'failed',
    result: {
      seed,
      ops: tested.map(({ op, uses, errors: by, found, failing }) => ({
        op,
        uses,
        errors: by,
        failure:
          failing === undefined ? null : { file: fileOf(op), graph: printGraph(failing.graph) },
        diagnostics: found,
      })),
    },
    text: `seed ${seed}\n${lines.join('\n')}\n`,
  };
}

const OTHER_NUMBERS = 'SNAPC3015';
