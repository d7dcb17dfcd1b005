/** The model's inputs and outputs: names and dtypes as declared, shapes with bound dims. */

import type { Diagnostic } from '../../../ir/diagnostics.ts';
import { printDim } from '../../../ir/dim.ts';
import type { Dim } from '../../../ir/dim.ts';
import type { Graph, GraphOutput, Value } from '../../../ir/graph.ts';
import {
  contradictedDType,
  contradictedShape,
  noOutputs,
  repeatedName,
  unsupportedInput,
} from './diagnostics.ts';
import type { DimTable } from './dims.ts';
import type { OnnxGraph, OnnxValueInfo } from './model.ts';

/** What is wrong with the lists of inputs and outputs as such. */
export function checkInterface(graph: OnnxGraph): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  if (graph.outputs.length === 0) found.push(noOutputs());
  for (const kind of ['input', 'output'] as const) {
    const seen = new Set<string>();
    for (const { name } of kind === 'input' ? graph.inputs : graph.outputs) {
      if (seen.has(name)) found.push(repeatedName(kind, name));
      seen.add(name);
    }
  }
  return found;
}

/** Adds the inputs; one whose type or rank is unknown is reported and given no value. */
export function addInputs(
  graph: Graph,
  inputs: readonly OnnxValueInfo[],
  dims: DimTable,
  report: (diagnostic: Diagnostic) => void,
): Map<string, Value | 'failed'> {
  const values = new Map<string, Value | 'failed'>();
  for (const { name, dtype, unsupported } of inputs) {
    const shape = dims.shapeOf(name);
    if (unsupported !== undefined || dtype === undefined) {
      report(unsupportedInput(name, unsupported ?? 'of an unknown element type'));
    }
    const usable = unsupported === undefined && dtype !== undefined && shape !== undefined;
    values.set(name, usable ? graph.addInput(name, { dtype, shape }) : 'failed');
  }
  return values;
}

/** Compares what was computed with what the model declares of an output. */
export function checkOutput(
  declared: OnnxValueInfo,
  { name, value }: GraphOutput,
): Diagnostic | undefined {
  const { type } = value;
  if (declared.dtype !== undefined && declared.dtype !== type.dtype) {
    return contradictedDType(name, declared.dtype, type.dtype);
  }
  const { shape } = declared;
  if (shape === undefined || fits(shape, type.shape)) return undefined;
  const shown = shape.map((dim) => dim ?? '?').join(',');
  return contradictedShape([name], `[${shown}]`, `[${type.shape.map(printDim).join(',')}]`);
}

function fits(declared: readonly (number | string | undefined)[], shape: readonly Dim[]): boolean {
  return (
    declared.length === shape.length &&
    declared.every((dim, axis) => {
      const computed = shape[axis];
      return typeof dim !== 'number' || typeof computed !== 'number' || dim === computed;
    })
  );
}
