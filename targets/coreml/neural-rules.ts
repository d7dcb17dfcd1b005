/** Finds operations that are known to leave the Neural Engine, so that a model would run in several partitions. */

import { defineDiagnostic, printable } from '../../ir/diagnostics.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { Origin } from '../../ir/graph.ts';
import type { NeuralEngineRules } from '../devices/device.ts';
import { isConstexpr } from './package/literals-of.ts';
import type { Argument, MilDType, MilOperation, MilProgram, MilType } from './syntax.ts';

export type NeuralReason = 'rank' | 'dimension' | 'dtype';

export interface NeuralFinding {
  readonly reason: NeuralReason;
  /** What breaks the rule: a number of axes, a size, or a dtype. */
  readonly found: number | MilDType;
  readonly allowed: string;
  readonly operation: string;
  readonly origin: Origin;
}

const leavesNeuralEngine = defineDiagnostic(
  'SNAPC4460',
  'note',
  (findings: readonly [NeuralFinding, ...NeuralFinding[]]) => {
    const [{ reason, allowed, origin }] = findings;
    const nodes = listed(findings.flatMap((one) => one.origin.onnx.map((name) => printable(name))));
    const kinds = listed(findings.map(({ operation }) => operation));
    const count = findings.length === 1 ? kinds : `${findings.length} operations, ${kinds},`;
    const from = nodes === '' ? '' : ` (${nodes})`;
    const worst = listed(findings.map(({ found }) => String(found)));
    return {
      message: `${count} cannot run on the Neural Engine${from}: ${WORDS[reason](worst, allowed)}`,
      hint: REWRITES[reason],
      ...(origin.onnx[0] === undefined ? {} : { place: { node: origin.onnx[0] } }),
    };
  },
);

/** Names of a message. */
const LARGEST_LIST = 6;

function listed(words: readonly string[]): string {
  const distinct = [...new Set(words)];
  const more = distinct.length - LARGEST_LIST;
  return `${distinct.slice(0, LARGEST_LIST).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

const WORDS: Readonly<Record<NeuralReason, (found: string, allowed: string) => string>> = {
  rank: (found, allowed) => `tensors have ${found} axes, ${allowed} run there`,
  dimension: (found, allowed) => `an axis has ${found} elements, ${allowed} run there`,
  dtype: (found, allowed) => `the dtype is ${found}, only ${allowed} runs there`,
};

const REWRITES: Readonly<Record<NeuralReason, string>> = {
  rank: 'merge axes in the model so that no tensor has more than four',
  dimension: 'compile for smaller inputs, or cut the axis into parts in the model',
  dtype:
    '--precision fp16 with --target-option coreml.first_layers=0 keeps a small model there whole; compute indices and masks outside of the model',
};

/** One finding for each operation and the first rule that it breaks. */
export function neuralFindings(
  { functions }: MilProgram,
  rules: NeuralEngineRules,
): readonly NeuralFinding[] {
  return functions.flatMap((one) => {
    const border = new Set<unknown>([...one.inputs, ...one.outputs].map(({ value }) => value));
    return one.operations.flatMap((operation) => {
      // Constants are made when the model is loaded.
      if (isConstexpr(operation) || isBorderCast(operation, border)) return [];
      const found = findingOf(operation, rules);
      return found === undefined ? [] : [found];
    });
  });
}

/** One note for each kind of operation and rule, and for each dtype, naming the nodes. */
export function neuralNotes(program: MilProgram, rules: NeuralEngineRules): readonly Diagnostic[] {
  const groups = new Map<string, [NeuralFinding, ...NeuralFinding[]]>();
  for (const finding of neuralFindings(program, rules)) {
    const { reason, found, operation } = finding;
    const key = `${reason} ${reason === 'dtype' ? found : operation}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  return [...groups.values()].map((group) => leavesNeuralEngine(group));
}

/** The framework converts inputs and outputs anyway. */
function isBorderCast(
  { type, inputs, outputs }: MilOperation,
  border: ReadonlySet<unknown>,
): boolean {
  const members = [inputs['x'], ...outputs];
  return type === 'cast' && members.some((member) => border.has(member));
}

function findingOf(operation: MilOperation, rules: NeuralEngineRules): NeuralFinding | undefined {
  const types = tensorsOf(operation);
  const finding = (
    reason: NeuralReason,
    found: NeuralFinding['found'],
    allowed: string,
  ): NeuralFinding => ({
    reason,
    found,
    allowed,
    operation: operation.type,
    origin: operation.origin,
  });
  const rank = Math.max(...types.map(({ shape }) => shape.length));
  if (rank > rules.maxRank.value) return finding('rank', rank, `at most ${rules.maxRank.value}`);
  const size = Math.max(...types.flatMap(({ shape }) => shape.map((dim) => dim ?? 0)), 0);
  const { value: largest } = rules.maxDimension;
  if (size > largest) return finding('dimension', size, `at most ${largest}`);
  const allowed = rules.dtypes.value;
  const bytes = rules.int8Activations.value && QUANTIZING.has(operation.type);
  const other = types.find(
    ({ dtype }) =>
      !allowed.includes(NAMES[dtype] ?? dtype) &&
      !(bytes && (dtype === 'int8' || dtype === 'uint8')),
  );
  return other === undefined ? undefined : finding('dtype', other.dtype, allowed.join(', '));
}

/** The engine takes integers of 8 bits between these. */
const QUANTIZING: ReadonlySet<string> = new Set(['quantize', 'dequantize']);

/** What device files call the dtypes. */
const NAMES: Partial<Record<MilDType, string>> = {
  fp16: 'float16',
  fp32: 'float32',
};

/** What is computed and what is read of it; parameters do not count. */
function tensorsOf({ inputs, outputs }: MilOperation): readonly MilType[] {
  const read = Object.values(inputs).flatMap((argument): readonly MilType[] =>
    computedTypes(argument),
  );
  return [...outputs.map(({ type }) => type), ...read];
}

function computedTypes(argument: Argument): readonly MilType[] {
  return [argument].flat().flatMap((member) => ('kind' in member ? [] : [member.type]));
}
