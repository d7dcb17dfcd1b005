/** Walks the model's nodes in order, with a stack of its own for nested graphs and functions, and applies rules. */

import type { Constant } from '../../../ir/constant.ts';
import { hasTrait } from '../../../ir/define.ts';
import { DiagnosticError } from '../../../ir/diagnostics.ts';
import type { Place } from '../../../ir/diagnostics.ts';
import { dimNames, printDim } from '../../../ir/dim.ts';
import type { Dim } from '../../../ir/dim.ts';
import type { Graph, Value } from '../../../ir/graph.ts';
import { NodeAttributes } from './attributes.ts';
import { NodeContext } from './context.ts';
import { missingOpset, recursiveFunction, tooManyValues, tooMuchInlining } from './diagnostics.ts';
import { Faults } from './faults.ts';
import { FunctionTable, bindAttributes, resolveAttributes } from './functions.ts';
import { ImportBuilders } from './import-builder.ts';
import type { RuleTable } from './mapping.ts';
import type { OnnxAttribute, OnnxFunction, OnnxModel, OnnxNode } from './model.ts';
import { nodeName, normalDomain } from './names.ts';
import { orderNodes } from './order.ts';
import type { OrderedNodes } from './order.ts';
import { isInline } from './rule.ts';
import type { Inline, RuleResult } from './rule.ts';
import { Scope } from './scope.ts';
import type { Binding } from './scope.ts';

/** Nodes that functions, branches and loops may add. */
const MOST_INLINED = 1 << 16;
/** Entering a list of nodes takes as long as converting this many. */
const FRAME_COST = 8;

/** A list of nodes that is being converted, and what happens with its results. */
interface Frame {
  readonly nodes: readonly OnnxNode[];
  next: number;
  readonly scope: Scope;
  readonly needed: ReadonlySet<string>;
  readonly opsets: ReadonlyMap<string, number>;
  /** Before the names of nodes and tensors, such as `call/`. */
  readonly prefix: string;
  /** The attributes of the enclosing function's call. */
  readonly given: ReadonlyMap<string, OnnxAttribute> | undefined;
  readonly definition: OnnxFunction | undefined;
  readonly outputs: readonly string[];
  readonly done: (outputs: readonly Binding[]) => void;
}

type FrameRequest = Omit<Frame, 'nodes' | 'next' | 'needed'> & {
  readonly unordered: readonly OnnxNode[];
};

export class Converter {
  readonly faults = new Faults();
  /** Sizes that weights demand of unbound dims, by symbol. */
  readonly implied = new Map<string, number>();
  readonly #builders: ImportBuilders;
  readonly #graph: Graph;
  readonly #model: OnnxModel;
  readonly #rules: RuleTable;
  readonly #functions: FunctionTable;
  readonly #small: ReadonlyMap<Constant, Constant>;
  readonly #frames: Frame[] = [];
  /** A function or a loop's body is put in order once, however often it stands in the graph. */
  readonly #orders = new Map<readonly OnnxNode[], OrderedNodes>();
  readonly #names = new Set<string>();
  readonly #domains = new Set<string>();
  #inlined = 0;
  #serial = 0;

  constructor(
    model: OnnxModel,
    graph: Graph,
    rules: RuleTable,
    small: ReadonlyMap<Constant, Constant>,
  ) {
    this.#model = model;
    this.#graph = graph;
    this.#rules = rules;
    this.#small = small;
    this.#functions = new FunctionTable(model);
    this.#builders = new ImportBuilders(graph);
  }

  /** Prepares the main graph; `done` gets what its outputs are bound to. */
  start(inputs: ReadonlyMap<string, Binding>, done: Frame['done']): void {
    const { graph, opsets } = this.#model;
    const scope = this.#scope(graph.initializers, '');
    for (const [name, value] of inputs) scope.bind(name, value);
    for (const name of inputs.keys()) this.#names.add(name);
    const outputs = graph.outputs.map((output) => output.name);
    const base = { prefix: '', given: undefined, definition: undefined };
    this.#enter({ ...base, unordered: graph.nodes, scope, opsets, outputs, done });
  }

  /** Converts up to `count` nodes; false when nothing is left. */
  step(count: number): boolean {
    for (let left = count; left > 0; left--) {
      const frame = this.#frames.at(-1);
      if (frame === undefined) return false;
      const node = frame.nodes[frame.next++];
      if (node === undefined) {
        this.#frames.pop();
        frame.done(frame.outputs.map((name) => frame.scope.lookup(name) ?? 'failed'));
      } else this.#convert(node, frame);
    }
    return true;
  }

  /** The value as an output of the graph: sizes that wait for dims are computed. */
  settled(value: Value): Value {
    return this.#builders.settled(value);
  }

  #enter(request: FrameRequest): void {
    const { unordered, scope, outputs } = request;
    if (this.#frames.length > 0) this.#inlined += unordered.length + FRAME_COST;
    if (this.#inlined > MOST_INLINED) {
      this.faults.add(tooMuchInlining('functions, branches and loops', MOST_INLINED));
      this.#frames.length = 0;
      return;
    }
    let ordered = this.#orders.get(unordered);
    if (ordered === undefined) {
      ordered = orderNodes({
        nodes: unordered,
        isGiven: (name) => scope.has(name),
        isOwn: (name) => scope.hasOwn(name),
        outputs: outputs.filter((name) => name !== ''),
      });
      this.faults.add(...ordered.diagnostics);
      this.#orders.set(unordered, ordered);
    }
    this.#frames.push({ ...request, nodes: ordered.nodes, needed: ordered.needed, next: 0 });
  }

  #scope(initializers: ReadonlyMap<string, Constant>, prefix: string, outer?: Scope): Scope {
    const constant = (given: Constant, name: string): Value =>
      this.#graph.addConstant(this.#small.get(given) ?? given, this.#freeName(prefix + name));
    return new Scope(initializers, constant, outer);
  }

  /** The name, unless another value has it already. */
  #freeName(name: string): string | undefined {
    if (this.#names.has(name)) return undefined;
    this.#names.add(name);
    return name;
  }

  #convert(node: OnnxNode, frame: Frame): void {
    const name = frame.prefix + nodeName(node);
    const place: Place = { node: name, op: node.opType };
    const bindings = node.inputs.map((input) =>
      input === '' ? 'absent' : (frame.scope.lookup(input) ?? 'failed'),
    );
    try {
      const definition = this.#functions.find(node);
      if (definition !== undefined) {
        this.#call(definition, node, frame, bindings, place);
        return;
      }
      const rule = this.#findRule(node, frame, name);
      if (rule === undefined || bindings.includes('failed')) {
        this.#finish(node, frame, undefined);
        return;
      }
      const attributes = new NodeAttributes(resolveAttributes(node, frame.given), place);
      const values = bindings.map((binding) =>
        binding === 'absent' || binding === 'failed' ? undefined : binding,
      );
      this.#builders.enter({ origin: { onnx: [name], passes: [] }, place });
      const context = new NodeContext({
        node,
        opset: frame.opsets.get(normalDomain(node.domain)) ?? 0,
        place,
        attributes,
        values,
        builders: this.#builders,
        serial: this.#serial++,
        small: (constant) => this.#small.get(constant) ?? constant,
        wants: (index) => frame.needed.has(node.outputs[index] ?? ''),
        warn: (diagnostic) => this.faults.warn(diagnostic),
        implies: (dim, size) => this.#imply(dim, size),
      });
      const result = rule.convert(context);
      this.faults.ignored(attributes.unread(), place);
      this.#settle(node, frame, result, place);
    } catch (error) {
      const open = bindings.flatMap((binding) =>
        typeof binding === 'string' ? [] : binding.type.shape,
      );
      this.faults.caught(error, place, open);
      this.#finish(node, frame, undefined);
    }
  }

  #imply(dim: Dim, size: Dim): void {
    const [name] = dimNames([dim]);
    if (name === undefined || typeof size !== 'number' || printDim(dim) !== name) return;
    if (!this.implied.has(name)) this.implied.set(name, size);
  }

  #findRule(node: OnnxNode, frame: Frame, name: string) {
    const domain = normalDomain(node.domain);
    const version = frame.opsets.get(domain);
    if (version === undefined && !this.#domains.has(domain)) {
      this.#domains.add(domain);
      this.faults.add(missingOpset(domain));
    }
    const rule = this.#rules.find(domain, node.opType, version ?? Infinity);
    if (typeof rule !== 'string') return rule;
    const other = rule === 'other version' ? version : undefined;
    this.faults.unsupported(domain, node.opType, name, other);
    return undefined;
  }

  /** Binds a rule's results, or goes into the graph that the rule wants in its place. */
  #settle(node: OnnxNode, frame: Frame, result: RuleResult, place: Place): void {
    if (isInline(result)) {
      this.#inline(node, frame, result, place);
      return;
    }
    const values = 'type' in result ? [result] : result;
    const missing = node.outputs.findIndex(
      (output, index) => values[index] === undefined && frame.needed.has(output),
    );
    if (missing >= 0) {
      throw new DiagnosticError(tooManyValues('outputs', missing + 1, missing, place));
    }
    this.#finish(node, frame, values);
  }

  #inline(node: OnnxNode, frame: Frame, request: Inline, place: Place): void {
    const { graph } = request;
    const prefix = frame.prefix + request.label;
    const scope = this.#scope(graph.initializers, prefix, frame.scope);
    graph.inputs.forEach(({ name }, index) => scope.bind(name, request.inputs[index] ?? 'absent'));
    const done = (outputs: readonly Binding[]): void => {
      const values = outputs.filter((output) => typeof output !== 'string');
      if (values.length < outputs.length) {
        this.#finish(node, frame, undefined);
        return;
      }
      try {
        this.#builders.enter({ origin: { onnx: [place.node ?? ''], passes: [] }, place });
        this.#settle(node, frame, request.finish(values), place);
      } catch (error) {
        this.faults.caught(error, place);
        this.#finish(node, frame, undefined);
      }
    };
    const { opsets, given, definition } = frame;
    const outputs = graph.outputs.map((output) => output.name);
    this.#enter({
      unordered: graph.nodes,
      scope,
      opsets,
      prefix,
      given,
      definition,
      outputs,
      done,
    });
  }

  #call(
    definition: OnnxFunction,
    node: OnnxNode,
    frame: Frame,
    bindings: readonly Binding[],
    place: Place,
  ): void {
    const active = this.#frames.flatMap((open) => open.definition ?? []);
    if (active.includes(definition)) {
      throw new DiagnosticError(recursiveFunction(active.map((open) => open.name)));
    }
    for (const kind of ['inputs', 'outputs'] as const) {
      const given = node[kind].length;
      const most = definition[kind].length;
      if (given > most) throw new DiagnosticError(tooManyValues(kind, given, most, place));
    }
    const prefix = `${place.node ?? ''}/`;
    const scope = this.#scope(new Map(), prefix);
    definition.inputs.forEach((name, index) => scope.bind(name, bindings[index] ?? 'absent'));
    const given = bindAttributes(definition, resolveAttributes(node, frame.given));
    const { opsets, outputs, nodes: unordered } = definition;
    const done: Frame['done'] = (values) => this.#finish(node, frame, values);
    this.#enter({ unordered, scope, opsets, prefix, given, definition, outputs, done });
  }

  /** Names and binds the outputs of a node; without values they fail, and their readers with them. */
  #finish(
    node: OnnxNode,
    frame: Frame,
    values: readonly (Binding | undefined)[] | undefined,
  ): void {
    node.outputs.forEach((output, index) => {
      if (output === '') return;
      const value = values?.[index] ?? 'failed';
      frame.scope.bind(output, value);
      if (typeof value === 'string' || value.name !== undefined || value.id < 0) return;
      const name = this.#freeName(frame.prefix + output);
      if (name !== undefined) this.#graph.nameValue(value, name);
    });
  }

  /** Drops what rules made and nobody came to read. */
  removeUnused(): void {
    for (const node of this.#graph.nodesReversed()) {
      const unused = node.results.every((result) => this.#graph.isUnused(result));
      if (unused && (hasTrait(node.op, 'pure') || node.operands.length === 0)) {
        this.#graph.remove(node);
      }
    }
  }
}
