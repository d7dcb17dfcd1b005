/** Every change of one place in a message or a manifest: values moved, names changed, members dropped or repeated. */

export interface Mutation {
  /** The place without indices, and what is done there. */
  readonly what: string;
  readonly changed: unknown;
}

type Put = (value: unknown) => unknown;

export function* mutations(
  value: unknown,
  path = '',
  put: Put = (same) => same,
): Generator<Mutation> {
  const change = (what: string, changed: unknown): Mutation => ({
    what: `${path} ${what}`,
    changed: put(changed),
  });
  if (typeof value === 'number' || typeof value === 'bigint') {
    yield change('one more', Number(value) + 1);
    if (Number(value) !== 0) yield change('negated', -Number(value));
  } else if (typeof value === 'string') {
    yield change('changed', `${value}_`);
    if (value !== '') yield change('emptied', '');
  } else if (typeof value === 'boolean') yield change('flipped', !value);
  else if (value instanceof Uint8Array) yield change('cut', value.subarray(1));
  else if (Array.isArray(value)) yield* ofList(value, path, put, change);
  else if (value instanceof Map) yield* ofMap(value, path, put, change);
  else if (typeof value === 'object' && value !== null) yield* ofRecord(value, path, put, change);
}

type Change = (what: string, changed: unknown) => Mutation;

function* ofList(
  list: readonly unknown[],
  path: string,
  put: Put,
  change: Change,
): Generator<Mutation> {
  for (const [index, item] of list.entries()) {
    yield change('without one', list.toSpliced(index, 1));
    yield change('with one twice', list.toSpliced(index, 0, item));
    if (index > 0) yield change('swapped', list.with(index, list[index - 1]).with(index - 1, item));
    yield* mutations(item, `${path}[${kindOf(item)}]`, (other) => put(list.with(index, other)));
  }
}

/** Of operations. */
function kindOf(item: unknown): string {
  const type: unknown = typeof item === 'object' && item !== null && 'type' in item && item.type;
  return typeof type === 'string' ? type : '';
}

function* ofMap(
  map: ReadonlyMap<unknown, unknown>,
  path: string,
  put: Put,
  change: Change,
): Generator<Mutation> {
  for (const [key, item] of map) {
    const rest = [...map].filter(([other]) => other !== key);
    yield change(`without ${String(key)}`, new Map(rest));
    yield change(`renamed ${String(key)}`, new Map([...rest, [`${String(key)}_`, item]]));
    yield change(`more than ${String(key)}`, new Map([...map, [`${String(key)}_`, item]]));
    yield* mutations(item, `${path}<${String(key)}>`, (other) =>
      put(new Map([...rest, [key, other]])),
    );
  }
}

function* ofRecord(record: object, path: string, put: Put, change: Change): Generator<Mutation> {
  const entries = Object.entries(record).filter(([, item]) => item !== undefined);
  for (const [key, item] of entries) {
    const rest = Object.fromEntries(entries.filter(([other]) => other !== key));
    const isMessage = typeof item === 'object' && !Array.isArray(item) && !(item instanceof Map);
    if (isMessage && !(item instanceof Uint8Array)) yield change(`without ${key}`, rest);
    yield* mutations(item, `${path}.${key}`, (other) => put({ ...record, [key]: other }));
  }
}
