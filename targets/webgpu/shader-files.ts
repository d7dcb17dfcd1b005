/** The shaders as people read them, with the option `write_wgsl=true`: kernels/N.wgsl, N as trace.json counts. */

import { shareShaders } from './parameters.ts';
import type { LoweredProgram } from './program.ts';
import { quotedBriefly } from './text.ts';
import type { TraceEntry } from './trace.ts';

export function shaderFiles(
  { kernels }: LoweredProgram,
  trace: readonly TraceEntry[],
): readonly (readonly [path: string, text: string])[] {
  const shared = shareShaders(kernels.map(({ code }) => code));
  const uses = new Map<number, number>();
  for (const { kernel } of trace) uses.set(kernel, (uses.get(kernel) ?? 0) + 1);
  return [...uses].map(([kernel, count]) => {
    const first = trace.findIndex((entry) => entry.kernel === kernel);
    const { label = '' } = kernels[first] ?? {};
    const { code = '' } = shared[first] ?? {};
    const times = count === 1 ? 'once' : `${count} times`;
    return [`kernels/${kernel}.wgsl`, `// ${quotedBriefly(label)}, ${times}\n${code}`];
  });
}
