/** A grid of three axes in workgroups of 64 invocations, which take several rows where these are short. */

const WORKGROUP = 64;
/** What every device has. */
export const MAX_WORKGROUPS = 65535;

export interface RowGrid {
  readonly workgroupSize: readonly [number, number, number];
  readonly workgroups: readonly [number, number, number];
  /** Lines that return outside the range of `id`. */
  readonly prologue: readonly string[];
}

export function rowGrid(across: number, down: number, items: number): RowGrid {
  const x = Math.min(WORKGROUP, 2 ** Math.ceil(Math.log2(across)));
  const y = WORKGROUP / x;
  return {
    workgroupSize: [x, y, 1],
    workgroups: [Math.ceil(across / x), Math.ceil(down / y), items],
    prologue: [`if (id.x >= ${across}u || id.y >= ${down}u) { return; }`],
  };
}
