/** What was measured on a graph serves every graph of its form with the same weights, as for other targets and shapes. */

import type { Constant } from '../../ir/constant.ts';
import type { Graph, Value } from '../../ir/graph.ts';

export class Memo<T> {
  readonly #known = new Map<string, ReadonlyMap<string, T>>();

  /** `measure` resolves to undefined where it cannot; it is asked again then. `settings` are its own. */
  async of(
    graph: Graph,
    settings: unknown,
    measure: () => Promise<ReadonlyMap<Value, T> | undefined>,
  ): Promise<ReadonlyMap<Value, T> | undefined> {
    const places = placesOf(graph);
    const key = `${JSON.stringify(settings)} ${formOf(graph, places)}`;
    const known = this.#known.get(key);
    if (known !== undefined) {
      const found = Array.from(places, ([value, place]) => [value, known.get(place)] as const);
      return new Map(found.flatMap(([value, item]) => (item === undefined ? [] : [[value, item]])));
    }
    const measured = await measure();
    if (measured === undefined) return undefined;
    const byPlace = Array.from(measured, ([value, item]) => [places.get(value), item] as const);
    this.#known.set(
      key,
      new Map(byPlace.flatMap(([place, item]) => (place === undefined ? [] : [[place, item]]))),
    );
    return measured;
  }
}

/** Inputs by number, results by the number of their node. */
function placesOf(graph: Graph): Map<Value, string> {
  const places = new Map<Value, string>();
  graph.inputs.forEach((input, index) => places.set(input, `i${index}`));
  let count = 0;
  for (const { results } of graph.nodes()) {
    results.forEach((result, index) => places.set(result, `${count}.${index}`));
    count++;
  }
  return places;
}

function formOf(graph: Graph, places: ReadonlyMap<Value, string>): string {
  const parts = graph.inputs.map(({ name }) => name ?? '');
  for (const { op, operands } of graph.nodes()) {
    const read = operands.map((operand) => {
      if (operand === undefined) return '';
      return operand.constant === undefined ? places.get(operand) : weightsOf(operand.constant);
    });
    parts.push(`${op.name} ${read.join(',')}`);
  }
  return parts.join('\n');
}

/** Small constants may be shapes, which differ where nothing else does. */
function weightsOf({ source }: Constant): string {
  if (source.kind === 'bytes') return `${source.store.name}:${source.offset}`;
  if (source.kind === 'seeded') return `seed ${source.seed}`;
  if (source.kind !== 'recipe') return '@';
  return `${source.op.name}(${source.operands.map((item) => item && weightsOf(item)).join(' ')})`;
}
