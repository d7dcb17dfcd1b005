/** The shader of the roof: multiply-adds on values in registers, and how many operations it does. */

/** Independent chains per invocation, so that no multiply-add waits for the one before. */
export const CHAINS = 4;
/** Of one chain between two updates of a variable, which cost a software adapter more than arithmetic. */
const STEPS = 32;
const ROUNDS = 256;
export const WORKGROUPS = 64;
export const WORKGROUP_SIZE = 64;

/** Two operations per multiply-add, on four components. */
export const ROOF_FLOPS = 2 * 4 * CHAINS * STEPS * ROUNDS * WORKGROUPS * WORKGROUP_SIZE;

export function roofShader(): string {
  const chains = Array.from({ length: CHAINS }, (_, index) => index);
  const chain = (index: number): string => {
    let expression = `v${index}`;
    for (let step = 0; step < STEPS; step++) expression = `fma(${expression}, a, b)`;
    return `let n${index} = ${expression};`;
  };
  return `
    @group(0) @binding(0) var<storage, read_write> data: array<vec4f>;
    @compute @workgroup_size(${WORKGROUP_SIZE})
    fn main(@builtin(global_invocation_id) id: vec3u) {
      let a = data[0];
      let b = data[1];
      ${chains.map((index) => `var v${index} = data[${index}];`).join('\n')}
      for (var round = 0u; round < ${ROUNDS}u; round++) {
        ${chains.map(chain).join('\n')}
        ${chains.map((index) => `v${index} = n${index};`).join(' ')}
      }
      data[${CHAINS}u + id.x] = ${chains.map((index) => `v${index}`).join(' + ')};
    }`;
}
