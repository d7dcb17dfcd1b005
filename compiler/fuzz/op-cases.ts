/** Random uses of one op: its samples as they are, and then at other sizes and with other attributes. */

import { dataConstant } from '../../ir/constant.ts';
import { hasTrait } from '../../ir/define.ts';
import type { AttributeMap, OpDefinition, Sample, SampleTensor } from '../../ir/define.ts';
import { Graph } from '../../ir/graph.ts';
import type { Value } from '../../ir/graph.ts';
import { namedOperands, flatOperands } from '../../ir/operands.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { elementCount } from '../../ir/types.ts';
import { randomAttributes } from './attributes.ts';
import { tryInsert } from './grow.ts';
import { isSmall, randomShape } from './leaves.ts';
import { Random } from './random.ts';

/** A graph of one node whose results are its outputs. */
export interface OpCase {
  readonly graph: Graph;
  readonly inputs: ReadonlyMap<string, Tensor>;
  /** Largest |a-b| / (1 + |b|) that a target may show. */
  readonly tolerance: number;
}

const ATTEMPTS = 20;
/** What a sample has that says nothing else. */
const TOLERANCE = 1e-5;

/** Fewer than `count` where the op takes little. */
export function* opCases(op: OpDefinition, count: number, seed: number): Generator<OpCase> {
  let made = 0;
  for (let attempt = 0; made < count && attempt < ATTEMPTS * count; attempt++) {
    const random = new Random(seed * 7919 + attempt);
    const asItIs = op.samples[attempt];
    const sample = asItIs ?? random.pick(op.samples);
    if (sample === undefined) return;
    const found = caseOf(op, sample, random, asItIs !== undefined);
    if (found === undefined) continue;
    made++;
    yield found;
  }
}

function caseOf(
  op: OpDefinition,
  sample: Sample,
  random: Random,
  asItIs: boolean,
): OpCase | undefined {
  const graph = new Graph(op.name);
  const inputs = new Map<string, Tensor>();
  const given = flatOperands<SampleTensor>(op, sample.operands);
  const shapes = given.map((item) => item?.shape ?? []);
  const resized = asItIs ? shapes : otherShapes(op, shapes, random);
  const operands = given.map((item, index): Value | undefined => {
    if (item === undefined) return undefined;
    const shape = resized[index] ?? item.shape;
    const { dtype = 'f32', range, values } = item;
    const isSame = elementCount(shape) === values?.length;
    const tensor = isSame
      ? tensorFrom(dtype, shape, values)
      : seededTensor(dtype, shape, random.below(1 << 20), range);
    if (item.constant === true) return graph.addConstant(dataConstant(tensor));
    inputs.set(`x${index}`, tensor);
    return graph.addInput(`x${index}`, tensor);
  });
  const usual: AttributeMap = sample.attributes ?? {};
  const attributes = asItIs
    ? usual
    : { ...usual, ...randomAttributes(random, op, resized[0] ?? []) };
  const node = tryInsert(graph, op, namedOperands(op, operands), attributes);
  if (node === undefined || !node.results.every(isSmall)) return undefined;
  graph.setOutputs(node.results.map((value, index) => ({ name: `y${index}`, value })));
  return { graph, inputs, tolerance: sample.tolerance ?? TOLERANCE };
}

/** Each size becomes another one wherever it stands; pointwise ops also take other numbers of axes. */
function otherShapes(
  op: OpDefinition,
  shapes: readonly (readonly number[])[],
  random: Random,
): readonly (readonly number[])[] {
  const alike = shapes.every((shape) => String(shape) === String(shapes[0]));
  if (hasTrait(op, 'pointwise') && alike) {
    const shape = randomShape(random);
    return shapes.map(() => shape);
  }
  const sizes = new Map<number, number>();
  for (const size of shapes.flat()) {
    sizes.set(size, size === 1 || random.chance(0.3) ? size : 1 + random.below(7));
  }
  return shapes.map((shape) => shape.map((size) => sizes.get(size) ?? size));
}
