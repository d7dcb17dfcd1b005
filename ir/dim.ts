/** A dimension is a number or a symbolic expression: a polynomial over named dims with floor divisions. */

/** A symbolic dim in canonical form: equal `text` means equal, and equal polynomials have equal text. */
export interface SymbolicDim {
  /** Canonical text such as `2*height + 1` or `floor(width/8)`; what the IR prints and parses. */
  readonly text: string;
  /** Monomials by their sorted atoms joined with `*`; the empty key is the constant term. */
  readonly terms: ReadonlyMap<string, number>;
  /** The atoms used: a plain name, or a floor division of an expression by a number. */
  readonly atoms: ReadonlyMap<string, Atom>;
}

export type Dim = number | SymbolicDim;
type Atom =
  | { readonly kind: 'name' }
  | { readonly kind: 'floor'; readonly of: SymbolicDim; readonly by: number };

/** An identifier, but not the one word that the textual form keeps for itself. */
export function isDimName(name: string): boolean {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && name !== 'floor';
}

/** A named dim. Names that are not identifiers are refused: the importer renames them. */
export function symbol(name: string): Dim {
  if (!isDimName(name)) throw new Error(`not a dim name: ${name}`);
  return make(new Map([[name, 1]]), new Map([[name, { kind: 'name' }]]));
}

export function isStatic(dims: readonly Dim[]): dims is readonly number[] {
  return dims.every((dim) => typeof dim === 'number');
}

export function dimEquals(a: Dim, b: Dim): boolean {
  return typeof a === 'number' || typeof b === 'number' ? a === b : a.text === b.text;
}

export function dimAdd(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return safe(a + b);
  const terms = new Map(termsOf(a));
  for (const [key, factor] of termsOf(b)) terms.set(key, safe((terms.get(key) ?? 0) + factor));
  return make(terms, merge(a, b));
}

export function dimSub(a: Dim, b: Dim): Dim {
  return dimAdd(a, dimMul(b, -1));
}

export function dimMul(a: Dim, b: Dim): Dim {
  if (typeof a === 'number' && typeof b === 'number') return safe(a * b);
  const terms = new Map<string, number>();
  for (const [left, x] of termsOf(a)) {
    for (const [right, y] of termsOf(b)) {
      const key = multiplyKeys(left, right);
      terms.set(key, safe((terms.get(key) ?? 0) + x * y));
    }
  }
  return make(terms, merge(a, b));
}

/**
 * Division rounded towards minus infinity. Whole multiples leave the floor, common factors are cancelled and
 * a floor of a floor becomes one, so that most equal divisions have one form.
 */
export function dimFloorDiv(a: Dim, by: number): Dim {
  if (!Number.isSafeInteger(by) || by <= 0) throw new Error(`dimFloorDiv by ${by}`);
  if (typeof a === 'number') return Math.floor(a / by);
  const whole = new Map<string, number>();
  const rest = new Map<string, number>();
  for (const [key, factor] of a.terms) {
    const multiple = Math.floor(factor / by);
    whole.set(key, multiple);
    rest.set(key, factor - multiple * by);
  }
  return dimAdd(make(whole, a.atoms), floorOf(make(rest, a.atoms), by));
}

/** The floor of a division whose factors are all smaller than the divisor. */
function floorOf(a: Dim, by: number): Dim {
  if (typeof a === 'number') return 0;
  const variable = [...a.terms].filter(([key]) => key !== '');
  const constant = a.terms.get('') ?? 0;
  const common = variable.reduce((divisor, [, factor]) => gcd(divisor, factor), by);
  const reduced = new Map(variable.map(([key, factor]) => [key, factor / common]));
  reduced.set('', Math.floor(constant / common));
  const of = make(reduced, a.atoms);
  const divisor = by / common;
  if (typeof of === 'number') return Math.floor(of / divisor);
  const [only, second] = of.terms;
  const inner = only === undefined ? undefined : of.atoms.get(only[0]);
  const single = only?.[1] === 1 && (second === undefined || second[0] === '');
  if (single && inner?.kind === 'floor') {
    const added = dimMul(of.terms.get('') ?? 0, inner.by);
    return dimFloorDiv(dimAdd(inner.of, added), safe(inner.by * divisor));
  }
  const key = `floor(${only?.[0] === of.text ? of.text : `(${of.text})`}/${divisor})`;
  return make(new Map([[key, 1]]), new Map([[key, { kind: 'floor', of, by: divisor }]]));
}

/** Exact quotient of two dims where it is known (`2*h*w / h`), otherwise undefined. */
export function dimExactDiv(a: Dim, b: Dim): Dim | undefined {
  if (typeof a === 'number' && typeof b === 'number') {
    return b !== 0 && a % b === 0 ? safe(a / b) : undefined;
  }
  if (dimEquals(a, b)) return 1;
  const divisor = [...termsOf(b)];
  const [only] = divisor;
  if (divisor.length !== 1 || only === undefined) return undefined;
  const terms = new Map<string, number>();
  for (const [key, factor] of termsOf(a)) {
    const quotient = divideKeys(key, only[0]);
    if (quotient === undefined || factor % only[1] !== 0) return undefined;
    terms.set(quotient, factor / only[1]);
  }
  return make(terms, merge(a, b));
}

export function dimProduct(dims: readonly Dim[]): Dim {
  return dims.reduce<Dim>(dimMul, 1);
}

/** The names of all free dims, in order of first use. */
export function dimNames(dims: readonly Dim[]): readonly string[] {
  const names = new Set<string>();
  for (const dim of dims) {
    if (typeof dim === 'number') continue;
    for (const [name, atom] of dim.atoms) {
      if (atom.kind === 'name') names.add(name);
      else for (const inner of dimNames([atom.of])) names.add(inner);
    }
  }
  return [...names];
}

/** Replaces named dims by numbers; what is not bound stays symbolic. */
export function bindDim(dim: Dim, bindings: ReadonlyMap<string, number>): Dim {
  if (typeof dim === 'number') return dim;
  let sum: Dim = 0;
  for (const [key, factor] of dim.terms) {
    let product: Dim = factor;
    for (const part of splitKey(key)) product = dimMul(product, bindAtom(part, dim, bindings));
    sum = dimAdd(sum, product);
  }
  return sum;
}

function bindAtom(name: string, dim: SymbolicDim, bindings: ReadonlyMap<string, number>): Dim {
  const atom = dim.atoms.get(name);
  if (atom?.kind === 'floor') return dimFloorDiv(bindDim(atom.of, bindings), atom.by);
  return bindings.get(name) ?? symbol(name);
}

export function printDim(dim: Dim): string {
  return typeof dim === 'number' ? String(dim) : dim.text;
}

function termsOf(dim: Dim): ReadonlyMap<string, number> {
  return typeof dim === 'number' ? new Map([['', dim]]) : dim.terms;
}

function merge(a: Dim, b: Dim): Map<string, Atom> {
  const atoms = new Map<string, Atom>();
  for (const dim of [a, b]) {
    if (typeof dim !== 'number') for (const [name, atom] of dim.atoms) atoms.set(name, atom);
  }
  return atoms;
}

function make(terms: ReadonlyMap<string, number>, atoms: ReadonlyMap<string, Atom>): Dim {
  const kept = [...terms].filter(([, factor]) => factor !== 0).sort(byDegreeThenText);
  const [first] = kept;
  if (first === undefined) return 0;
  if (kept.length === 1 && first[0] === '') return first[1];
  const used = new Map<string, Atom>();
  for (const [key] of kept) {
    for (const part of splitKey(key)) {
      const atom = atoms.get(part);
      if (atom !== undefined) used.set(part, atom);
    }
  }
  const text = kept.map(printTerm).join('');
  return { text, terms: new Map(kept), atoms: used };
}

function printTerm([key, factor]: readonly [string, number], index: number): string {
  const sign = factor < 0 ? (index === 0 ? '-' : ' - ') : index === 0 ? '' : ' + ';
  const size = Math.abs(factor);
  if (key === '') return `${sign}${size}`;
  return size === 1 ? `${sign}${key}` : `${sign}${size}*${key}`;
}

function byDegreeThenText(a: readonly [string, number], b: readonly [string, number]): number {
  const degree = splitKey(b[0]).length - splitKey(a[0]).length;
  return degree !== 0 ? degree : a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0;
}

/** Splits at the `*` that are outside parentheses, since a floor atom holds an expression. */
function splitKey(key: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < key.length; i++) {
    if (key[i] === '(') depth++;
    else if (key[i] === ')') depth--;
    else if (key[i] === '*' && depth === 0) {
      parts.push(key.slice(start, i));
      start = i + 1;
    }
  }
  if (key.length > 0) parts.push(key.slice(start));
  return parts;
}

function multiplyKeys(a: string, b: string): string {
  return [...splitKey(a), ...splitKey(b)].sort().join('*');
}

function divideKeys(key: string, by: string): string | undefined {
  const parts = splitKey(key);
  for (const part of splitKey(by)) {
    const at = parts.indexOf(part);
    if (at < 0) return undefined;
    parts.splice(at, 1);
  }
  return parts.join('*');
}

export function gcd(a: number, b: number): number {
  return b === 0 ? Math.abs(a) : gcd(b, a % b);
}

/** Exact, and without the sign of a zero. */
function safe(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`dimension ${value} is not exact`);
  return value + 0;
}
