/** definePass: a pass is a named change of a graph with typed options and declared pre- and postconditions. */

import type { Attributes, AttrSpecs } from '../ir/define.ts';
import type { Diagnostic } from '../ir/diagnostics.ts';
import type { Graph } from '../ir/graph.ts';
import type { Invariant } from './invariants.ts';

export interface PassContext {
  /** Adds a warning or note, or an error that ends the compilation after this pass. */
  readonly report: (diagnostic: Diagnostic) => void;
  readonly signal: AbortSignal | undefined;
  /** Tells how far long work is; `total` where it is known. */
  readonly progress?: ((what: string, done: number, total?: number) => void) | undefined;
}

export interface PassDeclaration<O extends AttrSpecs> {
  /** kebab-case, unique in a pipeline's run; the name in the command line, reports and origins. */
  readonly name: string;
  /** One sentence for `snapc passes`. */
  readonly describe: string;
  /** Options are attributes: typed, with defaults, printed and parsed as in the IR. */
  readonly options?: O;
  readonly requires?: readonly Invariant[];
  readonly ensures?: readonly Invariant[];
  /** Facts that may no longer hold afterwards. */
  readonly breaks?: readonly Invariant[];
  /**
   * The largest |a-b| / (1 + |b|) between outputs before and after that `--validate-each` accepts;
   * 1e-4 when absent. A pass that changes numbers on purpose states how far.
   */
  readonly tolerance?: number;
  /** Changes the graph in place. */
  readonly run: (
    graph: Graph,
    options: Attributes<O>,
    context: PassContext,
  ) => void | Promise<void>;
}

/** A pass whose option types are forgotten. */
export interface Pass {
  readonly name: string;
  readonly describe: string;
  readonly options: AttrSpecs;
  readonly requires: readonly Invariant[];
  readonly ensures: readonly Invariant[];
  readonly breaks: readonly Invariant[];
  readonly tolerance: number;
  readonly run: (
    graph: Graph,
    options: Readonly<Record<string, unknown>>,
    context: PassContext,
  ) => void | Promise<void>;
}

/** A pass with its options chosen: an entry of a pipeline. */
export interface PassStep {
  readonly pass: Pass;
  readonly options: Readonly<Record<string, unknown>>;
  /** A pass of the user: what it leaves is checked at once, and more than that of a built-in one. */
  readonly own?: boolean;
}

export type DefinedPass<O extends AttrSpecs> = Pass & {
  /** Chooses options: `fuse.with({ limit: 8 })`. Those left out take their defaults. */
  readonly with: (options: Partial<Attributes<O>>) => PassStep;
};

export function definePass<const O extends AttrSpecs = Record<string, never>>(
  declaration: PassDeclaration<O>,
): DefinedPass<O> {
  const pass: Pass = {
    name: declaration.name,
    describe: declaration.describe,
    options: declaration.options ?? {},
    requires: declaration.requires ?? [],
    ensures: declaration.ensures ?? [],
    breaks: declaration.breaks ?? [],
    tolerance: declaration.tolerance ?? 1e-4,
    run: (graph, options, context) => declaration.run(graph, options as Attributes<O>, context),
  };
  return { ...pass, with: (options) => ({ pass, options }) };
}
