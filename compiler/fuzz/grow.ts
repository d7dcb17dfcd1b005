/** Random graphs out of any table of ops: each op is used as its samples show, on what is there already. */

import type {
  AttributeMap,
  OpDefinition,
  OperandMap,
  Sample,
  SampleTensor,
} from '../../ir/define.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import { decomposeNode } from '../../ir/decompose.ts';
import { Graph } from '../../ir/graph.ts';
import type { Node, Value } from '../../ir/graph.ts';
import type { OpTable } from '../../ir/ops/index.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import { dataConstant } from '../../ir/constant.ts';
import { isStaticType } from '../../ir/types.ts';
import { randomAttributes } from './attributes.ts';
import { Leaves, isSmall, randomShape } from './leaves.ts';
import type { Random } from './random.ts';

const MOST_NODES = 10;

/** Composite ops are partly written in core ops, as exporters do. */
export function growGraph(random: Random, ops: OpTable): Graph {
  const graph = new Graph('random');
  const leaves = new Leaves(random, graph);
  const choices = Object.values(ops).filter(({ samples }) => samples.length > 0);
  leaves.input({ dtype: 'f32', shape: randomShape(random) });
  const wanted = 1 + random.below(MOST_NODES);
  for (let step = 0; step < 4 * wanted && graph.size < wanted; step++) {
    const op = random.pick(choices);
    if (op === undefined) continue;
    const made = random.chance(0.4) ? addSample(random, graph, op) : addOp(random, graph, op);
    if (made !== undefined && !made.results.every(isSmall)) graph.remove(made);
  }
  for (const node of graph.nodes()) {
    if (node.op.kind === 'composite' && random.chance(0.5)) decomposeNode(graph, node);
  }
  return readLast(graph);
}

/** Outputs are what nobody reads. */
export function readLast(graph: Graph): Graph {
  const ends = [...graph.nodes()].flatMap((node) =>
    node.results.filter((result) => result.users.size === 0),
  );
  const read = ends.length > 0 ? ends : graph.inputs.slice(0, 1);
  graph.setOutputs(read.map((value, index) => ({ name: `y${index}`, value })));
  return graph;
}

/** The op on operands of a sample's types. */
function addSample(random: Random, graph: Graph, op: OpDefinition): Node | undefined {
  const sample: Sample | undefined = random.pick(op.samples);
  if (sample === undefined) return undefined;
  const leaves = new Leaves(random, graph);
  const operand = ({ shape, dtype = 'f32', range, values }: SampleTensor): Value =>
    values === undefined
      ? leaves.any({ dtype, shape }, range)
      : graph.addConstant(dataConstant(tensorFrom(dtype, shape, values)));
  const given = sample.operands as OperandMap<SampleTensor>;
  const operands = Object.fromEntries(
    Object.entries(given).map(([name, item]) => [
      name,
      item === undefined ? undefined : isList(item) ? item.map(operand) : operand(item),
    ]),
  );
  return tryInsert(graph, op, operands, sample.attributes ?? {});
}

function isList<T>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

/** The op on a value that is there, and on others of its type. */
function addOp(random: Random, graph: Graph, op: OpDefinition): Node | undefined {
  const leaves = new Leaves(random, graph);
  const first = random.pick(leaves.values().slice(-4));
  if (first === undefined || !isStaticType(first.type)) return undefined;
  const { type } = first;
  const operands: Record<string, Value | readonly Value[]> = {};
  for (const [index, [name, spec]] of Object.entries(op.operands).entries()) {
    if (index === 0) operands[name] = spec.arity === 'variadic' ? [first, leaves.any(type)] : first;
    else if (spec.arity === 'variadic') operands[name] = [leaves.any(type)];
    else if (spec.arity === 'one' || random.chance(0.5)) {
      const channels = type.shape.slice(random.below(type.shape.length + 1)).slice(0, 1);
      const shape = random.pick([type.shape, type.shape, channels, []]) ?? [];
      operands[name] = leaves.any({ dtype: type.dtype, shape });
    }
  }
  return tryInsert(graph, op, operands, randomAttributes(random, op, type.shape));
}

/** Undefined where operands and attributes do not fit the op. */
export function tryInsert(
  graph: Graph,
  op: OpDefinition,
  operands: OperandMap<Value>,
  attributes: AttributeMap,
  before?: Node,
): Node | undefined {
  try {
    return graph.insert({ op, operands, attributes }, before);
  } catch (error) {
    if (error instanceof DiagnosticError) return undefined;
    throw error;
  }
}
