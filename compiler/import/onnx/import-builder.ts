/** The builder that rules use: it computes small constants at once and follows sizes that are not known yet. */

import { createBuilder } from '../../../ir/builder.ts';
import type { BuilderBase } from '../../../ir/builder.ts';
import { dataConstant, inlineValue } from '../../../ir/constant.ts';
import { fail, hasTrait } from '../../../ir/define.ts';
import type { AttributeMap, OpDefinition, OperandMap } from '../../../ir/define.ts';
import { DiagnosticError } from '../../../ir/diagnostics.ts';
import type { Place } from '../../../ir/diagnostics.ts';
import { isWeightOfFewBits } from '../../../ir/few-bits.ts';
import { inferTypes, withDefaults } from '../../../ir/infer-types.ts';
import type { Graph, Origin, Value } from '../../../ir/graph.ts';
import { flatOperands, namedOperands } from '../../../ir/operands.ts';
import { builtinOps } from '../../../ir/ops/index.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import { byteSize, elementCount, isStaticType } from '../../../ir/types.ts';
import type { TensorType } from '../../../ir/types.ts';
import { tooLarge } from './diagnostics.ts';
import type { ImportBuilder } from './rule.ts';
import { computedShape } from './shape-computation.ts';
import { Sequences } from './sequences.ts';
import { ShapeValues, computeShapes, shapeTensorOf, tensorOfShape } from './shape-values.ts';
import type { ShapeTensor } from './shape-values.ts';

/** Larger constants are left to the folding pass, which works on recipes. */
const SMALL_BYTES = 1 << 16;
/** What one node may cost to compute at once, and all of them together may hold. */
const MOST_FLOPS = 1 << 26;
const MOST_FOLDED_BYTES = 1 << 28;
/** No tensor of a model for phones comes near this; it stops shapes made to exhaust memory. */
const MOST_ELEMENTS = 2 ** 32;

/** The node that is being converted: where its faults lie and which nodes it becomes. */
export interface CurrentNode {
  readonly origin: Origin;
  readonly place: Place;
}

export class ImportBuilders {
  readonly shapes = new ShapeValues();
  readonly sequences = new Sequences();
  readonly builder: ImportBuilder;
  readonly #graph: Graph;
  #current: CurrentNode = { origin: { onnx: [], passes: [] }, place: {} };
  #foldedBytes = 0;

  constructor(graph: Graph) {
    this.#graph = graph;
    const node: BuilderBase['node'] = (op, operands, attributes = {}) =>
      this.#node(op, operands, attributes);
    this.builder = createBuilder(builtinOps, graph, { node });
  }

  enter(current: CurrentNode): void {
    this.#current = current;
  }

  /** The value of a small constant. */
  known(value: Value): Tensor | undefined {
    const { constant } = value;
    if (constant === undefined || byteSize(constant.type) > SMALL_BYTES) return undefined;
    return inlineValue(constant, SMALL_BYTES);
  }

  #node(op: OpDefinition, operands: OperandMap<Value>, attributes: AttributeMap): readonly Value[] {
    const flat = flatOperands(op, operands);
    for (const value of flat) if (value !== undefined) this.#refuseSequence(value);
    if (flat.some((value) => value !== undefined && this.shapes.get(value) !== undefined)) {
      return this.#shapeNode(op, flat, attributes);
    }
    const folded = this.#fold(op, flat, attributes);
    if (folded !== undefined) return folded;
    const { origin } = this.#current;
    const { results } = this.#graph.insert({ op, operands, attributes, origin });
    for (const { type } of results) this.#checkSize(op, type);
    return results;
  }

  #fold(
    op: OpDefinition,
    flat: readonly (Value | undefined)[],
    attributes: AttributeMap,
  ): readonly Value[] | undefined {
    if (!hasTrait(op, 'pure') || flat.length === 0) return undefined;
    if (isWeightOfFewBits(op, flat[0]?.type)) return undefined;
    const tensors: (Tensor | undefined)[] = [];
    for (const value of flat) {
      const tensor = value === undefined ? undefined : this.known(value);
      if (value !== undefined && tensor === undefined) return undefined;
      tensors.push(tensor);
    }
    const full = withDefaults(op, attributes);
    const types = inferTypes(op, flat, full, this.#current.origin);
    for (const type of types) this.#checkSize(op, type);
    if (!types.every(isStaticType)) return undefined;
    const bytes = types.reduce((sum, type) => sum + byteSize(type), 0);
    const named = namedOperands(op, tensors);
    const { flops } = op.cost(named, full, types);
    const affordable = bytes <= SMALL_BYTES && flops <= MOST_FLOPS;
    if (!affordable || this.#foldedBytes + bytes > MOST_FOLDED_BYTES) return undefined;
    this.#foldedBytes += bytes;
    return op
      .evaluate(named, full, types)
      .map((tensor) => this.#graph.addConstant(dataConstant(tensor)));
  }

  /** Some operand is a shape tensor. If all are, or small constants, the result is one too. */
  #shapeNode(
    op: OpDefinition,
    flat: readonly (Value | undefined)[],
    attributes: AttributeMap,
  ): readonly Value[] {
    const tensors: (ShapeTensor | undefined)[] = [];
    for (const value of flat) tensors.push(value && this.#shapeTensor(value));
    const complete = flat.every(
      (value, index) => (value === undefined) === (tensors[index] === undefined),
    );
    const full = withDefaults(op, attributes);
    const types = inferTypes(op, flat, full, this.#current.origin);
    const results =
      complete && hasTrait(op, 'pure') && types.every(isStaticType)
        ? computeShapes(op, tensors, full, types)
        : undefined;
    if (results !== undefined) return results.map((result) => this.shapeValue(result));
    const inputs = flat.map((value) => value && this.settled(value));
    return this.#node(op, namedOperands(op, inputs), attributes);
  }

  /** The value itself, or where it is a shape tensor one that the graph computes from the dims. */
  settled(value: Value): Value {
    this.#refuseSequence(value);
    const shape = this.shapes.get(value);
    return shape === undefined ? value : computedShape(this.builder, shape);
  }

  #shapeTensor(value: Value): ShapeTensor | undefined {
    const shape = this.shapes.get(value);
    if (shape !== undefined) return shape;
    const tensor = this.known(value);
    return tensor && shapeTensorOf(tensor);
  }

  /** A constant where every element is a number, else a value only this builder understands. */
  shapeValue(shape: ShapeTensor): Value {
    const tensor = tensorOfShape(shape);
    return tensor === undefined
      ? this.shapes.add(shape)
      : this.#graph.addConstant(dataConstant(tensor));
  }

  #refuseSequence(value: Value): void {
    if (this.sequences.get(value) !== undefined) {
      fail('a sequence stands where a tensor is needed', 'take its elements with SequenceAt');
    }
  }

  #checkSize(op: OpDefinition, type: TensorType): void {
    const count = isStaticType(type) ? elementCount(type.shape) : 0;
    if (count > MOST_ELEMENTS) {
      const { place } = this.#current;
      throw new DiagnosticError(tooLarge(`the result of ${op.name}`, count, MOST_ELEMENTS, place));
    }
  }
}
