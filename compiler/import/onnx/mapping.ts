/** Converts operators whose whole meaning is a mapping in an op file: inputs and attributes by name. */

import type { Attr } from '../../../ir/attr.ts';
import type { OnnxMapping, OpDefinition } from '../../../ir/define.ts';
import { DiagnosticError } from '../../../ir/diagnostics.ts';
import type { Value } from '../../../ir/graph.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import type { OpTable } from '../../../ir/ops/index.ts';
import { describeAttribute } from './attributes.ts';
import { missingAttribute, missingInput, tooManyValues, wrongAttribute } from './diagnostics.ts';
import { dataTypeOf } from './reader/data-types.ts';
import type { OnnxAttribute } from './model.ts';
import { operatorName } from './names.ts';
import type { ImportRule, RuleContext } from './rule.ts';

/** Each mapping as a rule, by the operator's name with its domain. */
export function rulesOfMappings(table: OpTable = builtinOps): readonly ImportRule[] {
  return Object.values(table).flatMap((op) =>
    op.onnx.map((mapping) => ({
      op: mapping.op,
      since: mapping.since,
      ...(mapping.domain === undefined ? {} : { domain: mapping.domain }),
      ...(mapping.until === undefined ? {} : { until: mapping.until }),
      convert: (node: RuleContext) => applyMapping(op, mapping, node),
    })),
  );
}

/** Attributes that only ask for a precision that is met anyway, or for float formats that are refused. */
const IRRELEVANT = ['consumed_inputs', 'precision', 'saturate', 'stash_type'] as const;

function applyMapping(op: OpDefinition, mapping: OnnxMapping, node: RuleContext): readonly Value[] {
  const operands = mapOperands(op, mapping, node);
  const attributes: Record<string, unknown> = {};
  node.attributes.ignore(...IRRELEVANT);
  for (const [name, spec] of Object.entries(op.attributes)) {
    const onnxName = mapping.attributes?.[name] ?? name;
    const given = node.attributes.raw(onnxName);
    if (given !== undefined) attributes[name] = readAttribute(spec, onnxName, given, node);
    else if (!spec.optional) {
      throw new DiagnosticError(missingAttribute(onnxName, node.place));
    }
  }
  return node.b.node(op, operands, attributes);
}

function mapOperands(op: OpDefinition, mapping: OnnxMapping, node: RuleContext) {
  const names = mapping.inputs ?? Object.keys(op.operands);
  const operands: Record<string, Value | readonly Value[] | undefined> = {};
  let index = 0;
  for (const name of names) {
    const arity = op.operands[name]?.arity;
    if (arity === 'variadic') {
      const rest: Value[] = [];
      while (index < node.inputCount) rest.push(node.input(index++));
      if (rest.length === 0) throw new DiagnosticError(missingInput(index, node.place));
      operands[name] = rest;
    } else if (arity === 'one') operands[name] = node.input(index++);
    else operands[name] = node.optional(index++);
  }
  if (node.inputCount > index) {
    throw new DiagnosticError(tooManyValues('inputs', node.inputCount, index, node.place));
  }
  return operands;
}

/** The first reading of ONNX's value that the attribute's own check accepts. */
function readAttribute(
  spec: Attr<unknown>,
  name: string,
  given: OnnxAttribute,
  node: RuleContext,
): unknown {
  const found = readings(given).find((reading) => spec.check(reading));
  if (found !== undefined) return found;
  const expected = `a ${spec.describe}`;
  throw new DiagnosticError(wrongAttribute(name, expected, describeAttribute(given), node.place));
}

function readings(given: OnnxAttribute): readonly unknown[] {
  switch (given.kind) {
    case 'int':
      return [
        Number(given.value),
        Number(given.value) !== 0,
        dataTypeOf(Number(given.value)).dtype,
      ];
    case 'ints':
      return [given.value.map(Number)];
    case 'float':
    case 'floats':
      return [given.value];
    case 'string':
      return [given.value.toLowerCase(), given.value];
    default:
      return [];
  }
}

/** Rules by operator; of those that fit a version the first given goes before the others. */
export class RuleTable {
  readonly #rules = new Map<string, ImportRule[]>();

  constructor(rules: readonly ImportRule[]) {
    for (const rule of rules) {
      const key = operatorName(rule.domain ?? '', rule.op);
      const others = this.#rules.get(key);
      if (others === undefined) this.#rules.set(key, [rule]);
      else others.push(rule);
    }
  }

  /** The rule for an operator at an opset version; why there is none otherwise. */
  find(domain: string, op: string, version: number): ImportRule | 'unknown' | 'other version' {
    const rules = this.#rules.get(operatorName(domain, op));
    if (rules === undefined) return 'unknown';
    const fits = rules.find((rule) => rule.since <= version && version <= (rule.until ?? Infinity));
    return fits ?? 'other version';
  }

  operators(): readonly string[] {
    return [...this.#rules.keys()].sort();
  }
}
