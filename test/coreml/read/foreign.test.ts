/** Packages that coremltools wrote of small programs for iOS 16 to 18: nothing is refused, and they run. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { formatDiagnostic } from '../../../ir/diagnostics.ts';
import { tensorFrom, toNumbers } from '../../../ir/tensor.ts';
import { openPackageFolder } from '../../../targets/coreml/host/package-files.ts';
import { interpret, readPackage, validate } from '../../../targets/coreml/read/index.ts';
import type { MilPackage } from '../../../targets/coreml/read/index.ts';

const FOLDER = fileURLToPath(new URL('foreign', import.meta.url));

async function withPackage<T>(name: string, use: (read: MilPackage) => Promise<T>): Promise<T> {
  const files = await openPackageFolder(join(FOLDER, name));
  if (!files.ok) throw new Error(files.diagnostics.map(formatDiagnostic).join('\n'));
  try {
    const read = await readPackage(files.value);
    if (!read.ok) throw new Error(read.diagnostics.map(formatDiagnostic).join('\n'));
    return await use(read.value);
  } finally {
    await files.value.close();
  }
}

/** Numbers from -1 to 1 and small indices, by the types of the interface. */
function inputsOf({ model }: MilPackage) {
  const features = model.interfaces[0]?.inputs ?? [];
  return new Map(
    features.flatMap(({ name, type }) => {
      if (type.kind !== 'array') return [];
      const count = type.shape.reduce((product, dim) => product * dim, 1);
      const whole = type.dataType === 131104;
      const values = Array.from({ length: count }, (_, at) => (whole ? at % 7 : Math.sin(at)));
      return [[name, tensorFrom(whole ? 'i32' : 'f32', type.shape, values)] as const];
    }),
  );
}

describe.each(readdirSync(FOLDER))('%s', (name) => {
  it('has no problem, with every default written', async () => {
    const found = await withPackage(name, (read) => validate(read));
    expect(found.map(formatDiagnostic)).toEqual([]);
  });

  it('runs as declared nearly as it does in fp32', async () => {
    await withPackage(name, async (read) => {
      const inputs = inputsOf(read);
      const declared = await interpret(read, inputs, { precision: 'declared' });
      const exact = await interpret(read, inputs, { precision: 'fp32' });
      if (!declared.ok || !exact.ok) throw new Error('it does not run');
      expect(declared.value.size).toBeGreaterThan(0);
      for (const [output, tensor] of declared.value) {
        const wanted = toNumbers(exact.value.get(output) ?? tensorFrom('f32', [0], []));
        const errors = toNumbers(tensor).map((x, at) => {
          const same = Object.is(x, wanted[at]);
          return same ? 0 : Math.abs(x - (wanted[at] ?? Infinity));
        });
        // A step of the quantisation of the activations is 0.1.
        expect(Math.max(...errors), output).toBeLessThan(0.11);
      }
    });
  });
});
