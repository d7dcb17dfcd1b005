/** `snapc test-pass`: passes on random graphs that contain what they look for; a fault is made small and written. */

import { writeFile } from 'node:fs/promises';
import { formatDiagnostic } from '../../ir/diagnostics.ts';
import type { Graph } from '../../ir/graph.ts';
import { printGraph } from '../../ir/print.ts';
import { BUILT_IN } from '../api/check-config.ts';
import type { Registry } from '../api/check-config.ts';
import { tryOften } from '../fuzz/campaign.ts';
import type { CampaignResult } from '../fuzz/campaign.ts';
import type { PassStep } from '../pass.ts';
import { unknownPass } from '../passes/parse-steps.ts';
import { defineCommand, examples, refuse } from './command.ts';
import type { CommandContext, Outcome } from './command.ts';
import { badRuns, cannotWrite, nothingToTest } from './diagnostics.ts';
import { pathOf } from './files.ts';
import { loadRegistry } from './load-config.ts';
import { readTimeLimit } from './time-limit.ts';

interface TestPassArguments {
  readonly pass?: string;
  readonly runs: string;
  readonly seed?: string;
  readonly out?: string;
  readonly timeLimit?: string;
}

interface Tested extends CampaignResult {
  readonly name: string;
  readonly file?: string;
}

export const testPassCommand = defineCommand({
  declare: (command) =>
    command
      .argument('[config]', 'the config whose passes are tried; the built-in ones if left out')
      .option('--pass <name>', 'only this pass, of the config or built in')
      .option('--runs <count>', 'how many random graphs each pass gets', '500')
      .option('--seed <number>', 'repeats the graphs of an earlier run')
      .option(
        '--out <file.ir>',
        'where the smallest failing graph goes; NAME.failing.ir if left out',
      )
      .option('--time-limit <seconds>', 'how long the pass may take on one graph; 300 if left out')
      .addHelpText(
        'after',
        examples(
          'snapc test-pass snapc.config.ts',
          'snapc test-pass snapc.config.ts --pass approximate-gelu --runs 5000 --seed 7',
          'snapc test-pass --pass canonicalize',
        ),
      ),
  run: async (command, context) => {
    const [file] = command.args;
    const given = command.opts<TestPassArguments>();
    const runs = wholeNumber(given.runs, '--runs', 1);
    const timeLimit = readTimeLimit(given.timeLimit);
    const seed = given.seed === undefined ? newSeed() : wholeNumber(given.seed, '--seed', 0);
    const registry = file === undefined ? BUILT_IN : await loadRegistry(context, file);
    const tested: Tested[] = [];
    for (const step of chosenSteps(registry, file, given.pass)) {
      const result = await trySteps(context, registry, step, { runs, seed, timeLimit });
      const name = step.pass.name;
      const out = given.out ?? `${name}.failing.ir`;
      if (result.failure === undefined) tested.push({ ...result, name });
      else {
        await write(context, out, failureText(step, result.failure.graph, seed));
        context.diagnostics.push(...result.failure.found);
        tested.push({ ...result, name, file: out });
      }
    }
    return outcomeOf(tested, seed);
  },
});

function wholeNumber(text: string, option: string, least: number): number {
  const number = Number(text);
  return Number.isSafeInteger(number) && number >= least && number <= 1e9
    ? number
    : refuse(badRuns(option, text, least));
}

function newSeed(): number {
  return Math.floor(Math.random() * 1e6);
}

/** Passes of the config with the options that it gives them. */
function chosenSteps(
  registry: Registry,
  file: string | undefined,
  name: string | undefined,
): readonly PassStep[] {
  const own = registry.added.map(({ step }) => ({ ...step, own: true }));
  const all = file === undefined ? Object.values(registry.passes).map(plain) : own;
  if (name === undefined) return all.length > 0 ? all : refuse(nothingToTest(file ?? ''));
  const named = own.filter(({ pass }) => pass.name === name);
  if (named.length > 0) return named;
  const pass = Object.hasOwn(registry.passes, name) ? registry.passes[name] : undefined;
  return pass === undefined
    ? refuse(unknownPass(name, Object.keys(registry.passes)))
    : [plain(pass)];
}

function plain(pass: PassStep['pass']): PassStep {
  return { pass, options: {} };
}

async function trySteps(
  { progress, signal, watch }: CommandContext,
  registry: Registry,
  step: PassStep,
  options: { readonly runs: number; readonly seed: number; readonly timeLimit: number },
): Promise<CampaignResult> {
  const { name } = step.pass;
  return tryOften(step, {
    ...options,
    ops: registry.ops,
    passes: BUILT_IN.passes,
    signal,
    ...(watch === undefined ? {} : { watch }),
    onRun: (run) => progress.count(`graphs for ${name}`, run, options.runs),
    onShrink: (tried, graph) =>
      progress.phase(`${name} failed; made smaller to ${graph.size} nodes, ${tried} tries`),
  });
}

function failureText(step: PassStep, graph: Graph, seed: number): string {
  const { name, options: specs } = step.pass;
  const options = Object.entries(step.options).map(
    ([key, value]) => `${key}=${specs[key]?.print(value) ?? String(value)}`,
  );
  const run = options.length === 0 ? name : `${name} {${options.join(', ')}}`;
  const text = printGraph(graph, { origins: false });
  return `The smallest graph on which ${name} fails, of seed ${seed}.\n\n// run: pass ${run}\n${text}`;
}

async function write(context: CommandContext, file: string, text: string): Promise<void> {
  try {
    await writeFile(pathOf(context, file), text);
  } catch (error) {
    refuse(cannotWrite(file, error instanceof Error ? error.message : String(error)));
  }
}

function outcomeOf(tested: readonly Tested[], seed: number): Outcome {
  const failures = tested.flatMap(({ failure }) => (failure === undefined ? [] : [failure]));
  const found = failures.flatMap((failure) => failure.found);
  const numbersOnly = found.every(({ code }) => code === CHANGED_NUMBERS);
  const lines = tested.flatMap(({ name, runs, fired, unfit, patterns, failure, file }) => {
    const unfitted = unfit === 0 ? '' : `, ${unfit} without what it requires`;
    const line = `${name}: ${runs} graphs, changed ${fired}${unfitted}, ${patterns} patterns`;
    if (failure === undefined) return [`${line}: ok`];
    const { graph, run, nodesBefore } = failure;
    return [
      `${line}: failed at graph ${run}, made smaller from ${nodesBefore} to ${graph.size} nodes, in ${file}`,
      ...failure.found.map((diagnostic) => formatDiagnostic(diagnostic)),
      printGraph(graph, { origins: false }),
    ];
  });
  return {
    status: failures.length === 0 ? 'ok' : numbersOnly ? 'mismatch' : 'failed',
    result: {
      seed,
      passes: tested.map(({ name, runs, fired, unfit, patterns, failure, file }) => ({
        name,
        runs,
        fired,
        unfit,
        patterns,
        failure:
          failure === undefined
            ? null
            : {
                run: failure.run,
                file,
                graph: printGraph(failure.graph, { origins: false }),
                diagnostics: failure.found,
              },
      })),
    },
    text: `seed ${seed}\n${lines.join('\n')}\n`,
  };
}

/** An error that `snapc diff` would tell by the same exit code. */
const CHANGED_NUMBERS = 'SNAPC3004';
