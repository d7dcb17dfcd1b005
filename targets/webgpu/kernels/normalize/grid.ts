/** A grid of three axes in workgroups of 64 invocations, which take several rows where these are short. */

const WORKGROUP = 64;
/** What every device has. */
export const MAX_WORKGROUPS = 65535;

export interface RowGrid {
  readonly workgroupSize: readonly [number, number, number];
  readonly workgroups: readonly [number, number, number];
  /** Lines that define `across` and `down` and return outside their ranges; the item is `id.z`. */
  readonly prologue: readonly string[];
}

/** Workgroups are of one shape, whatever they take, so that grids of all sizes can have one shader. */
export function rowGrid(across: number, down: number, items: number): RowGrid {
  const x = Math.min(WORKGROUP, 2 ** Math.ceil(Math.log2(across)));
  const y = WORKGROUP / x;
  return {
    workgroupSize: [WORKGROUP, 1, 1],
    workgroups: [Math.ceil(across / x), Math.ceil(down / y), items],
    prologue: [
      `let across = group.x * ${x}u + local % ${x}u;`,
      `let down = group.y * ${y}u + local / ${x}u;`,
      `if (across >= ${across}u || down >= ${down}u) { return; }`,
    ],
  };
}
