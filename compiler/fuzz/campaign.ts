/** Many trials of a pass: on instances of its patterns, on near misses of known graphs, and on any graphs. */

import { cloneGraph } from '../../ir/clone.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import { Graph } from '../../ir/graph.ts';
import type { NodePattern } from '../../ir/pattern.ts';
import type { Pass, PassStep } from '../pass.ts';
import { runPipeline } from '../pipeline.ts';
import { watchPatterns } from '../rewrite.ts';
import { growGraph } from './grow.ts';
import { instantiate } from './instances.ts';
import { mutateGraph } from './mutate.ts';
import { Random } from './random.ts';
import { shrinkGraph } from './shrink.ts';
import { runOptions, tryPass } from './trial.ts';
import type { TrialOptions } from './trial.ts';

export interface CampaignOptions extends TrialOptions {
  readonly runs: number;
  /** Repeats the campaign. */
  readonly seed: number;
  /** Graphs near which others are tried. */
  readonly corpus?: readonly Graph[];
  /** Passes that may establish what the pass requires. */
  readonly passes: Readonly<Record<string, Pass>>;
  /** Before each trial. */
  readonly onRun?: (run: number, graph: Graph) => void;
  /** Each smaller graph that is tried once a fault is found. */
  readonly onShrink?: (tried: number, graph: Graph) => void;
}

export interface CampaignFailure {
  /** The number of the run, from 0. */
  readonly run: number;
  readonly found: readonly Diagnostic[];
  /** As small as it could be made. */
  readonly graph: Graph;
  readonly nodesBefore: number;
  /** What the pass makes of it, where that can be printed. */
  readonly after?: string;
}

export interface CampaignResult {
  readonly runs: number;
  /** In how many the pass changed the graph. */
  readonly fired: number;
  /** How many graphs did not have what the pass requires. */
  readonly unfit: number;
  readonly patterns: number;
  readonly failure?: CampaignFailure;
}

/** Ends with the first fault, whose graph is made small. Rejects with the signal's reason when aborted. */
export async function tryOften(step: PassStep, options: CampaignOptions): Promise<CampaignResult> {
  const { runs, seed, signal } = options;
  const patterns = await patternsOf(step, options);
  let fired = 0;
  let unfit = 0;
  for (let run = 0; run < runs; run++) {
    // The event loop gets its turn, so that an interrupt is seen.
    if (run % 16 === 0) await new Promise((resolve) => void setTimeout(resolve, 0));
    signal?.throwIfAborted();
    const random = new Random(seed * 9973 + run);
    const graph = await fitGraph(step, randomGraph(random, [...patterns], options), options);
    if (graph === undefined) {
      unfit++;
      continue;
    }
    options.onRun?.(run, graph);
    const trial = await tryPass(graph, step, options);
    if (trial.fired) fired++;
    const [first] = trial.found;
    if (first === undefined) continue;
    const small = await shrinkGraph(
      graph,
      async (smaller) => (await faultsOf(step, smaller, options)).has(first.code),
      options.onShrink === undefined ? {} : { onTry: options.onShrink },
    );
    const { found, after } = await tryPass(small, step, options);
    const failure = { run, found, graph: small, nodesBefore: graph.size, ...(after && { after }) };
    return { runs: run + 1, fired, unfit, patterns: patterns.size, failure };
  }
  return { runs, fired, unfit, patterns: patterns.size };
}

/** What the pass looks for, found by a run on a graph without nodes; more may come with real ones. */
async function patternsOf(
  step: PassStep,
  options: CampaignOptions,
): Promise<ReadonlySet<NodePattern>> {
  const graph = new Graph('empty');
  const patterns = watchPatterns(graph);
  graph.setOutputs([{ name: 'y', value: graph.addInput('x', { dtype: 'f32', shape: [1] }) }]);
  await runPipeline(graph, [step], step.pass.requires, runOptions(options));
  return patterns;
}

function randomGraph(
  random: Random,
  patterns: readonly NodePattern[],
  { ops, corpus = [] }: CampaignOptions,
): Graph {
  const pattern = random.chance(0.6) ? random.pick(patterns) : undefined;
  const instance = pattern && instantiate(random, pattern, ops);
  const known = random.chance(0.85) ? random.pick(corpus) : undefined;
  const graph = instance ?? known ?? growGraph(random, ops);
  return random.chance(0.2) ? graph : mutateGraph(random, graph, ops);
}

/** The graph, or what passes make of it, if it has what the pass requires. */
async function fitGraph(
  { pass }: PassStep,
  graph: Graph,
  { passes }: CampaignOptions,
): Promise<Graph | undefined> {
  const isFit = (of: Graph): boolean =>
    pass.requires.every((invariant) => invariant.check(of) === undefined);
  if (isFit(graph)) return graph;
  const names = new Set(pass.requires.map(({ name }) => name));
  const steps = Object.values(passes)
    .filter(({ ensures }) => ensures.some(({ name }) => names.has(name)))
    .map((one) => ({ pass: one, options: {} }));
  const copy = cloneGraph(graph);
  const given = steps.flatMap((one) => one.pass.requires);
  const done = await runPipeline(copy, steps, given);
  return done.ok && isFit(copy) ? copy : undefined;
}

async function faultsOf(
  step: PassStep,
  graph: Graph,
  options: CampaignOptions,
): Promise<ReadonlySet<string>> {
  const fit = step.pass.requires.every((invariant) => invariant.check(graph) === undefined);
  const { found } = fit ? await tryPass(graph, step, options) : { found: [] };
  return new Set(found.map(({ code }) => code));
}
