/** `snapc test-op`: ops of a config by random uses, their declaration against `evaluate` and each lowering as well. */

import { writeFile } from 'node:fs/promises';
import type { OpDefinition } from '../../ir/define.ts';
import { isError } from '../../ir/diagnostics.ts';
import { printGraph } from '../../ir/print.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { printType } from '../../ir/types.ts';
import { BUILT_IN } from '../api/registry.ts';
import type { Registry } from '../api/registry.ts';
import type { OpCase } from '../fuzz/op-cases.ts';
import { defineCommand, examples, refuse } from './command.ts';
import type { CommandContext, Outcome } from './command.ts';
import { cannotWrite, noOpToTest } from './diagnostics.ts';
import { pathOf } from './files.ts';
import { loadRegistry } from './load-config.ts';
import { gather } from './options.ts';
import { RUN_TARGETS, declareRunChoices } from './run-compiled.ts';
import { newSeed, wholeNumber } from './seeds.ts';
import { targetsFor } from './test-op/targets.ts';
import type { TargetChoice } from './test-op/targets.ts';
import { tryOp } from './test-op/try-op.ts';
import type { TriedOp } from './test-op/try-op.ts';

interface TestOpArguments extends TargetChoice {
  readonly op?: string;
  readonly runs: string;
  readonly seed?: string;
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
    const tested: TriedOp[] = [];
    for (const op of chosenOps(registry, file, given.op)) {
      const targets = await targetsFor(context, registry, op, given);
      const result = await tryOp(context, { op, ops: registry.ops, runs, seed, targets });
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

const fileOf = (op: string): string => `${op}.failing.ir`;

async function write(
  context: CommandContext,
  { graph, inputs }: OpCase,
  op: OpDefinition,
  seed: number,
): Promise<void> {
  const file = fileOf(op.name);
  const given = Array.from(inputs, ([name, tensor]) => `  %${name} = ${numbersOf(tensor)}\n`);
  const head = `The smallest use of ${op.name} that fails, of seed ${seed}, with\n${given.join('')}`;
  const text = `${head}\n// run: print\n${printGraph(graph)}`;
  try {
    await writeFile(pathOf(context, file), text);
  } catch (error) {
    refuse(cannotWrite(file, error instanceof Error ? error.message : String(error)));
  }
}

/** As far as people read them. */
const MOST_SHOWN = 64;

function numbersOf({ dtype, shape, data }: Tensor): string {
  const shown = Array.from<number | bigint, string>(data.slice(0, MOST_SHOWN), String);
  const more = data.length > MOST_SHOWN ? ', …' : '';
  return `[${shown.join(', ')}${more}] : ${printType({ dtype, shape })}`;
}

function outcomeOf(tested: readonly TriedOp[], seed: number): Outcome {
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
