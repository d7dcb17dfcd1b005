/** Transposed convolution: one invocation for each result element gathers the inputs that reach it. */

import { attributesOf } from '../../attributes.ts';
import type { LowerRequest } from '../lowering.ts';
import type { Kernel } from '../program.ts';
import { perElement } from './per-element.ts';
import { geometryOf, inputOffset, placeOf } from './windows.ts';

export function convTransposeKernel(request: LowerRequest): Kernel {
  const input = request.required(0);
  const weight = request.required(1);
  const bias = request.operand(2);
  const [target] = request.results;
  if (target === undefined) throw new Error('conv_transpose has one result');
  const [, perGroup = 1, ...sizes] = weight.type.shape;
  const geometry = geometryOf(request, sizes);
  const inputsPerGroup = geometry.from.channels / attributesOf(request.node).int('groups');
  const [kz, ky, kx] = geometry.kernel;
  const taps = kz * ky * kx;
  return perElement({
    label: request.label,
    origin: request.origin,
    target,
    value: (kernel, i) => {
      const place = placeOf(kernel, i, geometry.to);
      const x = kernel.read(input.buffer);
      const w = kernel.read(weight.buffer);
      const group = kernel.let(`${place.channel} / ${perGroup}u`);
      const output = kernel.let(`${place.channel} % ${perGroup}u`);
      const first =
        bias === undefined ? '0.0f' : kernel.load(kernel.read(bias.buffer), place.channel);
      kernel.line(`var sum = ${first};`);
      for (const axis of [0, 1, 2] as const) {
        kernel.line(`for (var k${axis} = 0; k${axis} < ${geometry.kernel[axis]}; k${axis}++) {`);
        const reach = `i32(${place.spatial[axis]}) + ${geometry.before[axis]} - k${axis} * ${geometry.dilations[axis]}`;
        kernel.line(
          `let q${axis} = ${reach};`,
          `let p${axis} = q${axis} / ${geometry.strides[axis]};`,
        );
        kernel.line(
          `if (q${axis} >= 0 && q${axis} % ${geometry.strides[axis]} == 0 && p${axis} < ${geometry.from.size[axis]}) {`,
        );
      }
      kernel.line(`for (var c = 0u; c < ${inputsPerGroup}u; c++) {`);
      const channel = kernel.let(`${group} * ${inputsPerGroup}u + c`);
      const tap = `u32((k0 * ${ky} + k1) * ${kx} + k2)`;
      const weightAt = `(${channel} * ${perGroup}u + ${output}) * ${taps}u + ${tap}`;
      const inputAt = inputOffset(geometry, place.item, channel);
      kernel.line(`sum += ${kernel.load(x, inputAt)} * ${kernel.load(w, weightAt)};`);
      kernel.line('}', '}', '}', '}', '}', '}', '}');
      return request.epilogue.begin(kernel)('sum', i, 1);
    },
  });
}
