/** What is checked of a pass of the user's beyond the verifier: interface, shared constants, and what it says. */

import type { Diagnostic } from '../ir/diagnostics.ts';
import type { Graph } from '../ir/graph.ts';
import type { Tensor } from '../ir/tensor.ts';
import { kindOf, reasonOf } from '../ir/thrown.ts';
import { verifyGraph } from '../ir/verify.ts';
import { printDim } from '../ir/dim.ts';
import type { Pass, PassStep } from './pass.ts';
import {
  brokenGraph,
  brokenPromise,
  changedConstant,
  changedInterface,
  reportedGarbage,
  wrongOption,
} from './pipeline-diagnostics.ts';

/** Made before the pass runs. */
export class PassGuard {
  readonly #interface: string;
  readonly #constants = new Map<Tensor, number>();

  constructor(graph: Graph) {
    this.#interface = describeInterface(graph);
    for (const { constant } of graph.constants()) {
      if (constant?.source.kind !== 'data') continue;
      const { tensor } = constant.source;
      this.#constants.set(tensor, hashOf(tensor));
    }
  }

  findings(graph: Graph, pass: Pass): Diagnostic[] {
    const now = describeInterface(graph);
    const changed = [...this.#constants].filter(([tensor, hash]) => hashOf(tensor) !== hash);
    return [
      ...(now === this.#interface
        ? []
        : [changedInterface(pass.name, `it was ${this.#interface} and is ${now}`)]),
      ...(changed.length === 0 ? [] : [changedConstant(pass.name, changed.length)]),
    ];
  }
}

/** Names and shapes; a pass may compute in another dtype. */
function describeInterface(graph: Graph): string {
  const one = (name: string | undefined, shape: Graph['inputs'][number]['type']['shape']): string =>
    `${name ?? '?'}[${shape.map(printDim).join(',')}]`;
  const inputs = graph.inputs.map(({ name, type }) => one(name, type.shape));
  const outputs = graph.outputs.map(({ name, value }) => one(name, value.type.shape));
  return `(${inputs.join(', ')}) -> (${outputs.join(', ')})`;
}

/** FNV-1a over the bytes. */
function hashOf({ data }: Tensor): number {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}

/** One slip of a pass often breaks every node of a kind. */
const MOST_FAULTS = 5;

/** What the verifier and the promises of the pass say; a graph that cannot even be walked is a finding too. */
export function verifyAfter(graph: Graph, pass: Pass): Diagnostic[] {
  let found: Diagnostic[];
  try {
    const faults = verifyGraph(graph);
    const more = faults.length - MOST_FAULTS;
    found = faults
      .slice(0, MOST_FAULTS)
      .map((fault, index) => brokenGraph(pass.name, fault, index === MOST_FAULTS - 1 ? more : 0));
  } catch (error) {
    const message = `the graph cannot be checked: ${reasonOf(error)}`;
    return [brokenGraph(pass.name, { code: '', severity: 'error', message }, 0)];
  }
  for (const { name, check } of pass.ensures) {
    let violation: unknown;
    try {
      violation = check(graph);
    } catch (error) {
      violation = `its check failed: ${reasonOf(error)}`;
    }
    if (violation === undefined) continue;
    const words = typeof violation === 'string' ? violation : `its check gave ${kindOf(violation)}`;
    found.push(brokenPromise(pass.name, name, words));
  }
  return found;
}

/** Options by the pass's declaration; what is wrong with them is reported, and nobody can change them. */
export function fillOptions(
  { pass, options: chosen }: PassStep,
  found: Diagnostic[],
): Readonly<Record<string, unknown>> {
  const known = Object.keys(pass.options);
  for (const name of Object.keys(chosen)) {
    if (!known.includes(name)) found.push(wrongOption(pass.name, name, undefined, known));
  }
  const filled = known.map((name) => {
    const spec = pass.options[name];
    const value = (Object.hasOwn(chosen, name) ? chosen[name] : undefined) ?? spec?.default;
    let fits = false;
    try {
      fits = spec?.check(value) === true;
    } catch {
      // A check that throws does not take the value either.
    }
    if (!fits) found.push(wrongOption(pass.name, name, String(spec?.describe), known));
    return [name, Array.isArray(value) ? Object.freeze([...value]) : value] as const;
  });
  return Object.freeze(Object.fromEntries(filled));
}

const SEVERITIES: readonly unknown[] = ['error', 'warning', 'note'];

/** The diagnostic, or one that says that it is none. */
export function checkReported(pass: string, given: unknown): Diagnostic {
  const { code, severity, message } = (given ?? {}) as Partial<Record<keyof Diagnostic, unknown>>;
  const sound =
    typeof code === 'string' && typeof message === 'string' && SEVERITIES.includes(severity);
  return sound ? (given as Diagnostic) : reportedGarbage(pass, kindOf(given));
}
