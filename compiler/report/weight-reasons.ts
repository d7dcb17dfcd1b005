/** Why a weight is stored as it is: the pass that put it into few bits, or what kept all of them from it. */

import { defaultsOf } from '../../ir/define.ts';
import { elementCount } from '../../ir/types.ts';
import type { Graph } from '../../ir/graph.ts';
import { matchesGlob, readGlobs } from '../globs.ts';
import type { PassStep } from '../pass.ts';
import { CHOICE } from '../quantize/options.ts';
import { chosenWeights } from '../quantize/weights.ts';
import { isWeightPass } from './recipe.ts';

const ALL = { include: '', exclude: '', min_elements: 0, embeddings: true };

interface Candidate {
  readonly elements: number;
  readonly names: readonly string[];
}

export class WeightReasons {
  readonly #steps: readonly PassStep[];
  readonly #makers = new Map<string, string>();
  readonly #candidates = new Map<string, Candidate>();

  /** `fromModel` are the nodes whose weights came in few bits. */
  constructor(steps: readonly PassStep[], fromModel: ReadonlySet<string>) {
    this.#steps = steps;
    for (const name of fromModel) this.#makers.set(name, 'the model');
  }

  /** Before the step: what a pass over weights could choose from. */
  before(graph: Graph, step: number): void {
    const next = this.#steps[step];
    if (next === undefined || !isWeightPass(next.pass.name) || this.#candidates.size > 0) return;
    for (const { constant, names } of chosenWeights(graph, ALL)) {
      const candidate = { elements: elementCount(constant.type.shape), names };
      for (const name of names) this.#candidates.set(name, candidate);
    }
  }

  /** After a pass: nodes whose weights are in few bits now. */
  made(names: ReadonlySet<string>, by: string): void {
    for (const name of names) if (!this.#makers.has(name)) this.#makers.set(name, by);
  }

  /** Of a layer by the model's nodes that it came from. */
  reason(names: readonly string[], isFew: boolean): string {
    const maker = names.map((name) => this.#makers.get(name)).find((by) => by !== undefined);
    if (isFew) return maker === undefined ? 'a pass' : maker;
    const passes = this.#steps.filter(({ pass }) => isWeightPass(pass.name));
    if (passes.length === 0) return 'no compression was asked for';
    const own = names.map((name) => this.#candidates.get(name)).find((one) => one !== undefined);
    if (own === undefined) return 'no layer of its own reads it, or its layer is of another kind';
    const reasons = passes.map(({ options }) => obstacle(own, options));
    return [...new Set(reasons)].join('; ');
  }
}

function obstacle(
  { elements, names }: Candidate,
  options: Readonly<Record<string, unknown>>,
): string {
  const { include, exclude, min_elements: least } = { ...DEFAULTS, ...options };
  const fits = (globs: string): boolean =>
    names.some((name) => readGlobs(globs).some((glob) => matchesGlob(name, glob)));
  if (elements < least) return `fewer than ${least} numbers`;
  if (fits(exclude)) return 'a rule keeps it in floats';
  if (include !== '' && !fits(include)) return 'no rule names it';
  return 'stored wider by the target';
}

const DEFAULTS = defaultsOf(CHOICE);
