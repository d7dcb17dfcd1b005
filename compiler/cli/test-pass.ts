/** `snapc test-pass`: passes on random graphs that contain what they look for; a fault is made small and written. */

import { writeFile } from 'node:fs/promises';
import type { Graph } from '../../ir/graph.ts';
import { parseGraph } from '../../ir/parse.ts';
import { printGraph } from '../../ir/print.ts';
import { BUILT_IN } from '../api/registry.ts';
import type { Registry } from '../api/registry.ts';
import { tryOften } from '../fuzz/campaign.ts';
import type { CampaignOptions, CampaignResult } from '../fuzz/campaign.ts';
import type { PassStep } from '../pass.ts';
import { neverFired } from '../pipeline-diagnostics.ts';
import { unknownPass } from '../passes/parse-steps.ts';
import { defineCommand, examples, refuse, take } from './command.ts';
import type { CommandContext, Outcome } from './command.ts';
import { cannotWrite, nothingToTest } from './diagnostics.ts';
import { pathOf, readNamedFile } from './files.ts';
import { loadRegistry } from './load-config.ts';
import { gather } from './options.ts';
import { newSeed, wholeNumber } from './seeds.ts';
import { readTimeLimit } from './time-limit.ts';

interface TestPassArguments {
  readonly pass?: string;
  readonly runs: string;
  readonly seed?: string;
  readonly graph?: readonly string[];
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
        '--graph <file.ir>',
        'a graph near which others are tried too, for a pass that random graphs do not reach; may be repeated',
        gather,
      )
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
    const corpus = await readGraphs(context, registry, given.graph ?? []);
    const tested: Tested[] = [];
    for (const step of chosenSteps(registry, file, given.pass)) {
      const result = await trySteps(context, registry, step, { runs, seed, timeLimit, corpus });
      const name = step.pass.name;
      const out = given.out ?? `${name}.failing.ir`;
      if (result.failure === undefined) {
        tested.push({ ...result, name });
        if (result.fired === 0) {
          context.diagnostics.push(neverFired(name, result.runs - result.unfit, result.patterns));
        }
      } else {
        await write(context, out, failureText(step, result.failure.graph, seed));
        context.diagnostics.push(...result.failure.found);
        tested.push({ ...result, name, file: out });
      }
    }
    return outcomeOf(tested, seed);
  },
});

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

async function readGraphs(
  context: CommandContext,
  { ops }: Registry,
  files: readonly string[],
): Promise<readonly Graph[]> {
  const graphs: Graph[] = [];
  for (const file of files) {
    const hint = 'name a file with one graph in the textual IR, as test-pass writes them';
    const bytes = take(context, await readNamedFile(context, file, hint), 'usage');
    // What stands before the graph is for people.
    const text = new TextDecoder().decode(bytes).replace(/^[\s\S]*?(?=^graph @)/m, '');
    graphs.push(take(context, parseGraph(text, { ops, file }), 'usage'));
  }
  return graphs;
}

async function trySteps(
  { progress, signal, watch }: CommandContext,
  registry: Registry,
  step: PassStep,
  options: Pick<CampaignOptions, 'runs' | 'seed' | 'timeLimit' | 'corpus'>,
): Promise<CampaignResult> {
  const { name } = step.pass;
  let at = 0;
  return tryOften(step, {
    ...options,
    ops: registry.ops,
    passes: BUILT_IN.passes,
    signal,
    ...(watch === undefined
      ? {}
      : { watch: (what) => watch(`${what} on graph ${at} of --seed ${options.seed}`) }),
    onRun: (run) => progress.count(`graphs for ${name}`, (at = run), options.runs),
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
    if (failure === undefined) return [`${line}: ${fired === 0 ? 'says nothing' : 'ok'}`];
    const { graph, run, nodesBefore } = failure;
    return [
      `${line}: failed at graph ${run}, made smaller from ${nodesBefore} to ${graph.size} nodes, in ${file}`,
      printGraph(graph, { origins: false }),
      ...(failure.after === undefined ? [] : [`becomes\n${failure.after}`]),
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
                after: failure.after ?? null,
                diagnostics: failure.found,
              },
      })),
    },
    text: `seed ${seed}\n${lines.join('\n')}\n`,
  };
}

/** An error that `snapc diff` would tell by the same exit code. */
const CHANGED_NUMBERS = 'SNAPC3004';
