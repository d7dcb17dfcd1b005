/** SnapFusion's decoder out of that of Stable Diffusion by one option of a command, at full size. */

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { writeModel } from '../../models/node.ts';
import { envelopeOf, runCli } from '../cli/harness.ts';
import { valueOf } from '../numbers/product.ts';
import { temporaryFolder } from '../support/folder.ts';

it('has the published number of parameters, and two bytes for each in fp16', async () => {
  const folder = await temporaryFolder();
  valueOf(await writeModel(join(folder, 'vae'), 'vae-decoder', { size: 'full' }));
  const choices = ['--target', 'coreml', '--device', 'iphone-16-pro', '--precision', 'fp16'];
  const args = ['compile', 'vae/model.onnx', ...choices, '--prune', 'ratio=0.5', '--out', 'half'];
  const { result, diagnostics } = envelopeOf(await runCli([...args, '--json'], { folder }));
  const messages = diagnostics.map(({ message }) => message).join('\n');
  expect(messages).toContain('49490199 parameters became 12387479');
  const { manifest } = result as {
    readonly manifest: {
      readonly targets: {
        readonly coreml: { readonly figures: Readonly<Record<string, number>> };
      };
    };
  };
  const bytes = manifest.targets.coreml.figures['weightBytes'] ?? 0;
  expect(bytes / (2 * 12_387_479)).toBeGreaterThan(0.98);
  expect(bytes / (2 * 12_387_479)).toBeLessThan(1.02);
}, 300_000);
