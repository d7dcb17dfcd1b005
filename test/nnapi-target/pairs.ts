/** Texts of graphs with activations in 8 bits, in the convention of QuantizeLinear and DequantizeLinear. */

/** `%to` is `%from` in steps of `scale` around `zero`, of the type `f32[shape]`. */
export function pair(to: string, from: string, scale: number, zero: number, shape: string): string {
  return `
    @${to}_s = splat ${scale} : f32[]
    @${to}_z = splat ${zero} : i8[]
    %${to}_q = quantize_linear(%${from}, @${to}_s, @${to}_z) : i8[${shape}]
    %${to} = dequantize_linear(%${to}_q, @${to}_s, @${to}_z) : f32[${shape}]`;
}

/** A weight with a scale for each index of `axis`, or one for all. */
export function weight(
  name: string,
  seed: number,
  shape: readonly number[],
  axis?: number,
): string {
  const list = axis === undefined ? '' : `${shape[axis]}`;
  const per = axis === undefined ? 'per=tensor' : `axis=${axis}`;
  const along = axis === undefined ? '' : `axis=${axis}, `;
  const dims = shape.join();
  return `
    @${name}_w = seeded ${seed} 0.3 : f32[${dims}]
    @${name}_s = quantization_scale(@${name}_w) {${per}} : f32[${list}]
    @${name}_i = quantize_linear(@${name}_w, @${name}_s) {${along}dtype=i8} : i8[${dims}]
    @${name} = dequantize_linear(@${name}_i, @${name}_s) {${along.replace(', ', '')}} : f32[${dims}]`;
}

/** A weight whose scale is known without its numbers. */
export function weightInSteps(name: string, seed: number, shape: string, scale: number): string {
  return `
    @${name}_w = seeded ${seed} 0.3 : f32[${shape}]
    @${name}_s = splat ${scale} : f32[]
    @${name}_i = quantize_linear(@${name}_w, @${name}_s) {dtype=i8} : i8[${shape}]
    @${name} = dequantize_linear(@${name}_i, @${name}_s) : f32[${shape}]`;
}

export function graph(ports: string, ...parts: readonly string[]): string {
  return `graph @g(${ports}) {${parts.map((part) => `\n    ${part.trim()}`).join('')}\n}`;
}
