/** `snapc ops`: the ops of the IR and the ONNX operators that are imported. */

import type { OpDefinition, OperandSpec } from '../../ir/define.ts';
import { NEWEST_OPSET, importTable } from '../import/onnx/convert.ts';
import { defineCommand, examples } from './command.ts';
import { loadRegistry } from './load-config.ts';
import { declareConfig } from './options.ts';
import { table } from './table.ts';

export const opsCommand = defineCommand({
  declare: (command) =>
    declareConfig(command)
      .option('--onnx', 'list the ONNX operators instead, one on each line')
      .addHelpText('after', examples('snapc ops', 'snapc ops --onnx')),
  run: async (command, context) => {
    const given = command.opts<{ readonly config?: string; readonly onnx?: boolean }>();
    const registry = await loadRegistry(context, given.config);
    const own = Object.values(registry.ownOps).flatMap(({ onnx }) => onnx.map(qualified));
    const operators = [...new Set([...importTable.operators(), ...own])].sort();
    const ops = Object.values(registry.ops)
      .map((op) => ({
        name: op.name,
        kind: op.kind,
        operands: Object.entries(op.operands).map(([name, spec]) => operandText(name, spec)),
        attributes: Object.entries(op.attributes).map(([name, spec]) => ({
          name,
          type: spec.describe,
          optional: spec.optional,
        })),
        traits: op.traits,
      }))
      .sort((a, b) => (a.kind === b.kind ? compare(a.name, b.name) : compare(b.kind, a.kind)));
    const rows = ops.map(({ name, kind, operands, attributes }) => [
      name,
      kind,
      operands.join(', '),
      attributes.map((attribute) => `${attribute.name}${attribute.optional ? '?' : ''}`).join(', '),
    ]);
    const listed = `${operators.length} ONNX operators up to opset ${NEWEST_OPSET} are imported: see snapc ops --onnx\n`;
    return {
      status: 'ok',
      result: { ops, onnx: { operators, newestOpset: NEWEST_OPSET } },
      text:
        given.onnx === true
          ? operators.map((operator) => `${operator}\n`).join('')
          : `${table(['op', 'kind', 'operands', 'attributes'], rows)}\n${listed}`,
    };
  },
});

function qualified({ domain = '', op }: OpDefinition['onnx'][number]): string {
  return domain === '' ? op : `${domain}.${op}`;
}

function operandText(name: string, { arity }: OperandSpec): string {
  return arity === 'one' ? name : arity === 'optional' ? `${name}?` : `${name}...`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
