/** Lets shaders that differ in numbers alone be one, which reads them from a uniform buffer: fewer pipelines to make. */

import { ROW_BYTES } from '../../runtime/web/parameters.ts';

export interface SharedShader {
  readonly code: string;
  /** The words that it reads as uniforms; none where no other shader is like it. */
  readonly parameters: readonly number[];
}

/**
 * Values of u32, i32 and f32 as shaders write them. Not the index of a register, which must not be looked up at
 * run time; sizes of arrays and workgroups have no suffix.
 */
const LITERAL = /(?<![\w.[])(\d+(?:\.\d+)?(?:e[-+]?\d+)?)([uif])\b(?!>)/g;

/** Lines with these want constants. */
const CONSTANT = /\b(?:subgroup\w+\(|const|override|const_assert|case)\b/;

/** Identifiers of shaders come from counters and are in lower case. */
const OWN = 'P';

/** In the order of the given shaders. */
export function shareShaders(codes: readonly string[]): readonly SharedShader[] {
  const groups = new Map<string, Shader[]>();
  for (const code of new Set(codes)) {
    const shader = parse(code);
    const group = groups.get(shader.skeleton) ?? [];
    groups.set(shader.skeleton, group);
    group.push(shader);
  }
  const shared = new Map([...groups.values()].flatMap(shareGroup));
  return codes.map((code) => shared.get(code) ?? { code, parameters: [] });
}

interface Literal {
  readonly text: string;
  readonly type: string;
  readonly word: number;
}

/** A shader with `\0` for each number in its main function. */
interface Shader {
  readonly code: string;
  readonly skeleton: string;
  readonly literals: readonly Literal[];
}

function parse(code: string): Shader {
  const body = code.indexOf('{', code.indexOf('fn main(')) + 1;
  const literals: Literal[] = [];
  const lines = code.slice(body).split('\n');
  const skeleton = lines.map((line) => {
    if (CONSTANT.test(line)) return line;
    return line.replaceAll(LITERAL, (text, digits: string, type: string) => {
      literals.push({ text, type, word: wordOf(digits, type) });
      return `\0${type}`;
    });
  });
  return { code, skeleton: code.slice(0, body) + skeleton.join('\n'), literals };
}

function wordOf(digits: string, type: string): number {
  if (type !== 'f') return Number(digits);
  return new Uint32Array(new Float32Array([Number(digits)]).buffer)[0] ?? 0;
}

function shareGroup(shaders: readonly Shader[]): (readonly [string, SharedShader])[] {
  const [first] = shaders;
  if (first === undefined || shaders.length === 1) return [];
  const parameters = new Parameters(shaders.length);
  let at = 0;
  const text = first.skeleton.replaceAll(/\0[uif]/g, () => {
    const column = shaders.flatMap(({ literals }) => literals[at] ?? []);
    at++;
    const [one] = column;
    const agree = column.every(({ text }) => text === one?.text);
    return one !== undefined && agree ? one.text : parameters.nameOf(column);
  });
  if (parameters.words > ROW_BYTES / 4) return [];
  const code = parameters.declaredIn(text);
  return shaders.map((shader, index) => [
    shader.code,
    { code, parameters: parameters.rows[index] ?? [] },
  ]);
}

/** The numbers of a group of shaders: a word for each, or a multiple of another one. */
class Parameters {
  readonly rows: readonly number[][];
  words = 0;
  readonly #names = new Map<string, string>();
  readonly #lines: string[] = [];
  readonly #whole: { readonly name: string; readonly column: readonly Literal[] }[] = [];

  constructor(shaders: number) {
    this.rows = Array.from({ length: shaders }, () => []);
  }

  /** What stands in the text for a number of each shader. */
  nameOf(column: readonly Literal[]): string {
    const key = column.map(({ text }) => text).join();
    const name = this.#names.get(key) ?? `${OWN}${this.#names.size}`;
    if (!this.#names.has(key)) {
      this.#names.set(key, name);
      this.#lines.push(`let ${name} = ${this.#multiple(column) ?? this.#word(name, column)};`);
    }
    return name;
  }

  #word(name: string, column: readonly Literal[]): string {
    const [one] = column;
    const word = `parameters[${this.words >> 2}].${'xyzw'.charAt(this.words & 3)}`;
    this.words++;
    for (const [index, row] of this.rows.entries()) row.push(column[index]?.word ?? 0);
    if (one !== undefined && one.type !== 'u') return `bitcast<${one.type}32>(${word})`;
    this.#whole.push({ name, column });
    return word;
  }

  #multiple(column: readonly Literal[]): string | undefined {
    for (const { name, column: base } of this.#whole) {
      const [factor = 0, ...others] = column.map(({ word }, row) => word / (base[row]?.word ?? 0));
      const whole = Number.isInteger(factor) && factor > 0 && column[0]?.type === 'u';
      if (whole && others.every((other) => other === factor)) return `${name} * ${factor}u`;
    }
    return undefined;
  }

  declaredIn(code: string): string {
    const body = code.indexOf('{', code.indexOf('fn main(')) + 1;
    const last = code.lastIndexOf('@group(', body);
    const end = code.indexOf('\n', last) + 1;
    const binding = code.slice(0, end).match(/@binding\(/g)?.length ?? 0;
    const rows = Math.ceil(this.words / 4);
    const declaration = `@group(0) @binding(${binding}) var<uniform> parameters: array<vec4<u32>, ${rows}>;`;
    const lines = this.#lines.map((line) => `\n  ${line}`).join('');
    return `${code.slice(0, end)}${declaration}\n${code.slice(end, body)}${lines}${code.slice(body)}`;
  }
}
