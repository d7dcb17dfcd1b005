/** The shader of the roof: multiply-adds on values in registers, and how many operations it does. */

/**
 * Independent chains per invocation: enough that no multiply-add waits for the one before, and few enough to stay in
 * registers. Which count is best depends on the adapter's processor.
 */
export const CHAIN_COUNTS = [4, 8, 12] as const;
/** Of one chain between two updates of a variable, which cost a software adapter more than arithmetic. */
const STEPS = 64;
/** A multiple of each count of chains, so that all shaders do the same. */
const CHAINS_TIMES_ROUNDS = 3072;
export const WORKGROUPS = 64;
export const WORKGROUP_SIZE = 64;

/** Two operations per multiply-add. */
export const ROOF_FLOPS = 2 * STEPS * CHAINS_TIMES_ROUNDS * WORKGROUPS * WORKGROUP_SIZE;

/** Scalars, because software adapters put one invocation into each lane of a vector register. */
export function roofShader(chainCount: number): string {
  const chains = Array.from({ length: chainCount }, (_, chain) => chain);
  const steps = Array.from({ length: STEPS }, (_, step) => step);
  const multiplyAdd = (chain: number, step: number): string => {
    const from = step === 0 ? `v${chain}` : `n${chain}_${step - 1}`;
    return `let n${chain}_${step} = fma(${from}, a, b);`;
  };
  return `
    @group(0) @binding(0) var<storage, read_write> data: array<f32>;
    @compute @workgroup_size(${WORKGROUP_SIZE})
    fn main(@builtin(global_invocation_id) id: vec3u) {
      let a = data[0];
      let b = data[1];
      ${chains.map((chain) => `var v${chain} = data[${chain}];`).join('\n')}
      for (var round = 0u; round < ${CHAINS_TIMES_ROUNDS / chainCount}u; round++) {
        ${steps.flatMap((step) => chains.map((chain) => multiplyAdd(chain, step))).join('\n')}
        ${chains.map((chain) => `v${chain} = n${chain}_${STEPS - 1};`).join(' ')}
      }
      data[${chainCount}u + id.x] = ${chains.map((chain) => `v${chain}`).join(' + ')};
    }`;
}
