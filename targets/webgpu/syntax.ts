/** Writes WGSL: element types, literals, bindings and the frame of a compute shader. */

import { DTYPES } from '../../ir/types.ts';
import type { DType } from '../../ir/types.ts';
import type { Origin } from '../../ir/graph.ts';
import type { StoredType } from '../../runtime/web/program.ts';
import { itemType, loadElements } from './element-forms.ts';
import type { Binding, Buffer, ElementForm, Kernel } from './program.ts';

/** How a dtype lies in GPU memory. */
export function storedType(dtype: DType): StoredType {
  if (dtype === 'f16') return 'f16';
  const { kind } = DTYPES[dtype];
  return kind === 'float' ? 'f32' : kind === 'int' ? 'i32' : 'u32';
}

/** The type in which values of a dtype are computed: floats always in f32. */
export type ComputeType = 'f32' | 'i32' | 'u32' | 'bool';

export function computeType(dtype: DType): ComputeType {
  if (dtype === 'bool') return 'bool';
  const stored = storedType(dtype);
  return stored === 'f16' ? 'f32' : stored;
}

export type Width = 1 | 4;

export function wgslType(type: StoredType | ComputeType, width: Width): string {
  return width === 1 ? type : `vec${width}<${type}>`;
}

/** A literal of the compute type; infinities and NaN come from bit patterns by way of a helper. */
export function literal(kernel: KernelWriter, type: ComputeType, value: number): string {
  switch (type) {
    case 'bool':
      return value === 0 ? 'false' : 'true';
    case 'u32':
      return `${clampInt(value, 0, 4294967295)}u`;
    case 'i32': {
      const whole = clampInt(value, -2147483648, 2147483647);
      return whole === -2147483648 ? 'i32(-2147483647 - 1)' : `${whole}i`;
    }
    case 'f32':
      return floatLiteral(kernel, value);
  }
}

function clampInt(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, Math.trunc(value)));
}

function floatLiteral(kernel: KernelWriter, value: number): string {
  const rounded = Math.fround(value);
  if (Number.isFinite(rounded)) {
    const text = String(rounded);
    return /[.e]/.test(text) ? `${text}f` : `${text}.0f`;
  }
  const bits = Number.isNaN(rounded) ? '0x7fc00000u' : rounded > 0 ? '0x7f800000u' : '0xff800000u';
  kernel.helper(
    'from_bits',
    'fn from_bits(bits: u32) -> f32 {\n  var b = bits;\n  return bitcast<f32>(b);\n}',
  );
  return `from_bits(${bits})`;
}

/** A handle to a bound buffer inside a shader. */
export interface Bound {
  readonly buffer: Buffer;
  /** The WGSL variable. */
  readonly name: string;
  readonly stored: ElementForm;
  readonly width: Width;
}

/** Names that a prefix and a number must not make: types, and the buffers. */
const TAKEN = /^([fiu](16|32|64)|b\d+)$/;

/** Collects the parts of one compute shader. Identifiers come from counters only. */
export class KernelWriter {
  readonly #bindings: {
    readonly buffer: Buffer;
    readonly bound: Bound;
    access: Binding['access'];
  }[] = [];
  readonly #helpers = new Map<string, string>();
  readonly #lines: string[] = [];
  #shared = '';
  #sharedBytes = 0;
  #counter = 0;
  #half = false;
  #subgroups = false;

  /** Binds a buffer for reading; the same buffer at the same width is bound once. */
  read(buffer: Buffer, width: Width = 1): Bound {
    return this.#bind(buffer, 'read', width);
  }

  write(buffer: Buffer, width: Width = 1): Bound {
    return this.#bind(buffer, 'write', width);
  }

  /** WebGPU forbids to bind one storage twice for writing, so a storage keeps the width it first got. */
  #bind(buffer: Buffer, access: Binding['access'], width: Width): Bound {
    const known = this.#bindings.find(
      (other) =>
        other.buffer === buffer && (buffer.kind === 'storage' || other.bound.width === width),
    );
    if (known !== undefined) {
      if (access === 'write') known.access = access;
      return known.bound;
    }
    const stored = buffer.kind === 'weight' ? buffer.stored : storedType(buffer.type.dtype);
    const bound: Bound = { buffer, name: `b${this.#bindings.length}`, stored, width };
    this.#bindings.push({ buffer, access, bound });
    return bound;
  }

  /** Declares a function once per shader. */
  helper(name: string, text: string): void {
    this.#helpers.set(name, text);
  }

  /** A workgroup variable, such as `array<f32, 64>` of 256 bytes. */
  shared(type: string, bytes: number): string {
    const name = this.fresh('w');
    this.#shared += `var<workgroup> ${name}: ${type};\n`;
    this.#sharedBytes += bytes;
    return name;
  }

  /** Says that the shader computes with f16, not only stores it. */
  half(): void {
    this.#half = true;
  }

  /** The index of the invocation in its subgroup: the shader then needs the feature "subgroups". */
  subgroupLane(): string {
    this.#subgroups = true;
    return 'subgroup_lane';
  }

  fresh(prefix = 't'): string {
    const name = `${prefix}${this.#counter++}`;
    return TAKEN.test(name) ? this.fresh(prefix) : name;
  }

  line(...lines: readonly string[]): void {
    this.#lines.push(...lines);
  }

  /** `let` of an expression; returns its name. */
  let(expression: string, prefix = 't'): string {
    const name = this.fresh(prefix);
    this.line(`let ${name} = ${expression};`);
    return name;
  }

  /** Reads the element at `element`, or the four from it on, in the compute type of the buffer's dtype. */
  load(bound: Bound, element: string, width: Width = 1): string {
    const { dtype } = bound.buffer.type;
    const text = loadElements(this, bound, element, width);
    if (dtype === 'bool') return `(${text} != ${wgslType('u32', width)}(0u))`;
    return bound.stored === 'f16' ? `${wgslType('f32', width)}(${text})` : text;
  }

  /** Stores a value of the compute type at `element`; the buffer is bound at this width. */
  store(bound: Bound, element: string, value: string, width: Width = 1): void {
    if (bound.width !== width) throw new Error('a result is stored at the width it is bound');
    const { dtype } = bound.buffer.type;
    const convert = dtype === 'bool' || bound.stored === 'f16';
    const stored = convert ? `${itemType(bound.stored, width)}(${value})` : value;
    this.line(`${bound.name}[${width === 1 ? element : `(${element}) / 4u`}] = ${stored};`);
  }

  /**
   * Ends the shader. `workgroups` is the dispatch. Inside, `id` is the global invocation, `local` the
   * index in the workgroup, `group` the workgroup.
   */
  finish(options: {
    readonly label: string;
    readonly workgroupSize: readonly [number, number, number];
    readonly workgroups: readonly [number, number, number];
    readonly origin: Origin;
  }): Kernel {
    const { label, workgroupSize, workgroups, origin } = options;
    const half = this.#half || this.#bindings.some(({ bound }) => bound.stored === 'f16');
    const declared = this.#bindings.map(({ bound, buffer }, index) => {
      const space = buffer.kind === 'weight' ? 'storage, read' : 'storage, read_write';
      const type = `array<${itemType(bound.stored, bound.width)}>`;
      return `@group(0) @binding(${index}) var<${space}> ${bound.name}: ${type};`;
    });
    const code = [
      ...(half ? ['enable f16;'] : []),
      ...(this.#subgroups ? ['enable subgroups;'] : []),
      ...declared,
      ...(this.#shared === '' ? [] : [this.#shared.trimEnd()]),
      ...this.#helpers.values(),
      `@compute @workgroup_size(${workgroupSize.join(', ')})`,
      `fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>${this.#subgroups ? ', @builtin(subgroup_invocation_id) subgroup_lane: u32' : ''}) {`,
      ...indent(this.#lines),
      '}',
      '',
    ].join('\n');
    return {
      label,
      code,
      bindings: this.#bindings.map(({ buffer, access }) => ({ buffer, access })),
      workgroups,
      workgroupBytes: this.#sharedBytes,
      subgroups: this.#subgroups,
      workgroupSize,
      origin,
    };
  }
}

/** Indents by the braces that are open. */
function indent(lines: readonly string[]): string[] {
  let depth = 1;
  return lines
    .flatMap((line) => line.split('\n'))
    .map((line) => {
      const text = line.trim();
      if (text.startsWith('}')) depth--;
      const indented = `${'  '.repeat(Math.max(0, depth))}${text}`;
      depth += (text.match(/\{/g) ?? []).length - (text.match(/\}/g) ?? []).length;
      if (text.startsWith('}')) depth++;
      return indented;
    });
}

/** A one-dimensional range of invocations; beyond the dispatch limit it folds into a second dimension. */
export interface LinearGrid {
  readonly workgroups: readonly [number, number, number];
  readonly workgroupSize: readonly [number, number, number];
  /** Lines that define `i` and return outside the range. */
  readonly prologue: readonly string[];
}

const WORKGROUP = 64;
const MAX_WORKGROUPS = 65535;

export function linearGrid(count: number): LinearGrid {
  const groups = Math.max(1, Math.ceil(count / WORKGROUP));
  const rows = Math.ceil(groups / MAX_WORKGROUPS);
  const columns = Math.ceil(groups / rows);
  const index = rows === 1 ? 'id.x' : `id.x + id.y * ${columns * WORKGROUP}u`;
  return {
    workgroups: [columns, rows, 1],
    workgroupSize: [WORKGROUP, 1, 1],
    prologue: [`let i = ${index};`, `if (i >= ${count}u) { return; }`],
  };
}
