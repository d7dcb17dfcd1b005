/** Collects what is wrong with a model while the conversion goes on, so that everything is reported at once. */

import { InferenceFault } from '../../../ir/define.ts';
import { DiagnosticError } from '../../../ir/diagnostics.ts';
import type { Diagnostic, Place } from '../../../ir/diagnostics.ts';
import { isStatic } from '../../../ir/dim.ts';
import type { Dim } from '../../../ir/dim.ts';
import { NO_ORIGIN } from '../../../ir/graph.ts';
import { doesNotInfer } from '../../../ir/infer-types.ts';
import {
  ignoredAttribute,
  moreFaults,
  needsBoundDims,
  refusedNode,
  unsupportedOperator,
} from './diagnostics.ts';
import { NeedsDims } from './needs-dims.ts';
import { adviceFor } from './advice.ts';
import type { DimTable } from './dims.ts';
import { operatorName } from './names.ts';

/** The code of an op's type rule that does not fit. */
const INFERENCE = doesNotInfer('', '', undefined, NO_ORIGIN).code;

const CHECK_NODE = 'check the node in a model viewer; if the model is valid, export it another way';
const OTHER_VERSION =
  'export with opset 17 or later, or convert with onnx.version_converter.convert_version(model, 17)';

/** As many single faults as anyone reads. */
const MOST_FAULTS = 100;

interface Tally {
  readonly nodes: string[];
  readonly reason: string;
  readonly hint: string;
}

export class Faults {
  readonly #errors: Diagnostic[] = [];
  readonly #warnings: Diagnostic[] = [];
  readonly #seenWarnings = new Set<string>();
  readonly #unsupported = new Map<string, Tally>();
  readonly #needing = {
    nodes: [] as string[],
    symbols: new Set<string>(),
    reason: undefined as string | undefined,
  };
  #dropped = 0;

  add(...diagnostics: readonly Diagnostic[]): void {
    for (const diagnostic of diagnostics) {
      if (diagnostic.severity !== 'error') this.warn(diagnostic);
      else if (this.#errors.length < MOST_FAULTS) this.#errors.push(diagnostic);
      else this.#dropped++;
    }
  }

  /** The same warning of many nodes is kept once. */
  warn(diagnostic: Diagnostic): void {
    const key = `${diagnostic.code} ${diagnostic.message}`;
    if (this.#seenWarnings.has(key) || this.#warnings.length >= MOST_FAULTS) return;
    this.#seenWarnings.add(key);
    this.#warnings.push(diagnostic);
  }

  ignored(names: readonly string[], place: Place): void {
    for (const name of names) this.warn(ignoredAttribute(name, place));
  }

  /** `otherVersion`: the operator is known, but not in the version that the model names. */
  unsupported(domain: string, op: string, node: string, otherVersion?: number): void {
    const key = operatorName(domain, op);
    const tally = this.#unsupported.get(key);
    if (tally !== undefined) tally.nodes.push(node);
    else if (otherVersion === undefined) {
      this.#unsupported.set(key, {
        nodes: [node],
        reason: 'is not supported',
        hint: adviceFor(key),
      });
    } else {
      const reason = `is not supported in version ${otherVersion} of its operator set`;
      this.#unsupported.set(key, { nodes: [node], reason, hint: OTHER_VERSION });
    }
  }

  /**
   * What a rule threw; anything that is not about the model goes on as a bug. Shapes that do not fit while
   * some of the node's dims (`open`) have no value may well fit once they have.
   */
  caught(error: unknown, place: Place, open: readonly Dim[] = []): void {
    const shapes = error instanceof InferenceFault || isInference(error);
    if (error instanceof NeedsDims) this.#needs(error, place);
    else if (shapes && !isStatic(open)) this.#needs(new NeedsDims(open, error.message), place);
    else if (error instanceof DiagnosticError) {
      this.add(...error.diagnostics.map((found) => ({ hint: CHECK_NODE, ...found })));
    } else if (error instanceof InferenceFault) {
      this.add(refusedNode(error.message, error.hint ?? CHECK_NODE, place));
    } else if (error instanceof RangeError) {
      this.add(refusedNode(error.message, CHECK_NODE, place));
    } else throw error;
  }

  #needs({ symbols, reason }: NeedsDims, place: Place): void {
    this.#needing.reason ??= reason;
    this.#needing.nodes.push(place.node ?? place.value ?? '');
    for (const symbol of symbols) this.#needing.symbols.add(symbol);
  }

  get failed(): boolean {
    return this.#errors.length > 0 || this.#unsupported.size > 0 || this.#needing.nodes.length > 0;
  }

  /** Errors first; `dims` gives the model's names. */
  diagnostics(dims: DimTable): readonly Diagnostic[] {
    const operators = Array.from(this.#unsupported, ([op, { nodes, reason, hint }]) =>
      unsupportedOperator({ op, count: nodes.length, nodes, reason, hint }),
    ).sort((a, b) => (a.message < b.message ? -1 : 1));
    const { nodes, symbols, reason } = this.#needing;
    const named = [...symbols].map((symbol) => dims.nameOf(symbol));
    const needed = named.length === 0 ? dims.unbound() : named;
    const needing = nodes.length === 0 ? [] : [needsBoundDims(nodes, needed, reason)];
    const more = this.#dropped === 0 ? [] : [moreFaults(this.#dropped)];
    return [...operators, ...this.#errors, ...needing, ...more, ...this.#warnings];
  }
}

/** Thrown by the graph where an op's type rule does not fit. */
function isInference(error: unknown): error is DiagnosticError {
  if (!(error instanceof DiagnosticError)) return false;
  const [first] = error.diagnostics;
  return first?.code === INFERENCE;
}
