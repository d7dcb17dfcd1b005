/** The shaders of the page's micro-benchmarks. */

export const LANES = 64;

export const COPY = `
@group(0) @binding(0) var<storage, read> source: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> target_: array<vec4f>;
@compute @workgroup_size(${LANES}) fn main(@builtin(global_invocation_id) id: vec3u) {
  target_[id.x] = source[id.x];
}`;

export const EMPTY = `
@group(0) @binding(0) var<storage, read_write> target_: array<vec4f>;
@compute @workgroup_size(1) fn main() {
  if (arrayLength(&target_) == 0u) { target_[0] = vec4f(); }
}`;

const CHAINS = 8;
const TURNS = 64;
const STEPS = 4;
/** Of one invocation of `arithmetic`: multiply-adds on vec4s. */
export const ARITHMETIC_FLOPS = CHAINS * TURNS * STEPS * 4 * 2;

/** Chains of multiply-adds that need one another's results and no memory. */
export function arithmetic(type: 'f32' | 'f16'): string {
  const chains = Array.from({ length: CHAINS }, (_, index) => `a${index}`);
  const chained = (name: string): string =>
    Array.from({ length: STEPS }).reduce<string>((inner) => `(${inner} * x + y)`, name);
  return `${type === 'f16' ? 'enable f16;' : ''}
alias Lane = vec4<${type}>;
@group(0) @binding(0) var<storage, read_write> target_: array<vec4f>;
@compute @workgroup_size(${LANES}) fn main(@builtin(global_invocation_id) id: vec3u) {
  let x = Lane(${type}(0.5) + ${type}(id.x % 8u) * ${type}(0.03125));
  let y = Lane(${type}(0.25));
  ${chains.map((name, index) => `var ${name} = Lane(${type}(${index}));`).join('\n  ')}
  for (var turn = 0u; turn < ${TURNS}u; turn++) {
    ${chains.map((name) => `${name} = ${chained(name)};`).join('\n    ')}
  }
  target_[id.x] = vec4f(${chains.join(' + ')});
}`;
}

/** A square product of `size`; each invocation keeps `rows` x `columns` of the result in registers. */
export function product(size: number, rows: number, columns: number): string {
  const wide = size / 4;
  const across = Array.from({ length: columns / 4 }, (_, index) => index);
  const down = Array.from({ length: rows }, (_, index) => index);
  const each = (line: (row: number, column: number) => string): string =>
    down.flatMap((row) => across.map((column) => line(row, column))).join('\n    ');
  const right = [0, 1, 2, 3].flatMap((step) =>
    across.map(
      (column) => `let b${step}_${column} = b[(4u * k + ${step}u) * ${wide}u + left + ${column}u];`,
    ),
  );
  return `
@group(0) @binding(0) var<storage, read> a: array<vec4f>;
@group(0) @binding(1) var<storage, read> b: array<vec4f>;
@group(0) @binding(2) var<storage, read_write> c: array<vec4f>;
@compute @workgroup_size(8, 8) fn main(@builtin(global_invocation_id) id: vec3u) {
  let left = id.x * ${across.length}u;
  let top = id.y * ${rows}u;
  if (left >= ${wide}u || top >= ${size}u) { return; }
  ${each((row, column) => `var c${row}_${column} = vec4f();`)}
  for (var k = 0u; k < ${wide}u; k++) {
    ${right.join('\n    ')}
    ${down.map((row) => `let a${row} = a[(top + ${row}u) * ${wide}u + k];`).join('\n    ')}
    ${each(
      (row, column) =>
        `c${row}_${column} += a${row}.x * b0_${column} + a${row}.y * b1_${column} + a${row}.z * b2_${column} + a${row}.w * b3_${column};`,
    )}
  }
  ${each((row, column) => `c[(top + ${row}u) * ${wide}u + left + ${column}u] = c${row}_${column};`)}
}`;
}
