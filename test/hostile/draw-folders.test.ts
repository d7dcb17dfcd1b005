/** Folders of compiled pipelines, mutated: `snapc draw` says what is wrong before it opens or builds anything. */

import * as fc from 'fast-check';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import { envelopeOf, runCli } from '../cli/harness.ts';
import { SMALL_PIPELINES, writeSmallPipeline } from '../diffusion/small-pipeline.ts';
import { cpuSeconds } from '../support/cpu-time.ts';
import { hurtJson } from './json-text.ts';
import { checkDiagnostics, checkUntouched } from './typed.ts';

let work: string;
let manifest: { readonly targets: Readonly<Record<string, object>> };

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'snapc-hostile-'));
  await writeSmallPipeline(work, SMALL_PIPELINES.whole);
  const options = ['--target', 'webgpu,nnapi', '--device', 'pixel-8', '--precision', 'fp32'];
  const ran = await runCli(['pipeline', 'pipeline.json', ...options, '--out', 'out'], {
    folder: work,
  });
  if (ran.code !== 0) throw new Error(ran.stderr);
  manifest = JSON.parse(await readFile(join(work, 'out/manifest.json'), 'utf8'));
});

afterAll(() => rm(work, { recursive: true, force: true }));

/** What is told; a request that no pipeline takes never draws. */
async function told(folder: string, target: string): Promise<readonly Diagnostic[]> {
  const [before, start] = [await readdir(work), process.cpuUsage()];
  const words = ['--prompt', 'x', '--steps', '0', '--target', target, '--out', 'no.png', '--json'];
  const ran = await runCli(['draw', folder, ...words], { folder: work });
  expect(cpuSeconds(start)).toBeLessThan(3);
  expect([1, 2]).toContain(ran.code);
  expect(ran.stderr).not.toMatch(/opening|building|drawing/);
  expect(await readdir(work)).toEqual(before);
  checkUntouched();
  const { diagnostics } = envelopeOf(ran);
  expect(diagnostics.length).toBeGreaterThan(0);
  // The folder is named in the message where there is no place in it.
  checkDiagnostics(diagnostics.map((one) => ({ place: { file: folder }, ...one }) as Diagnostic));
  return diagnostics as readonly Diagnostic[];
}

it('manifests of any content', async () => {
  const folder = join(work, 'hurt');
  await cp(join(work, 'out'), folder, { recursive: true });
  // Most mutations should lie where the command reads: the lists of files are long.
  const short = JSON.parse(JSON.stringify(manifest), (name, value: unknown) =>
    name === 'files' && Array.isArray(value) ? value.slice(0, 2) : value,
  ) as object;
  await fc.assert(
    fc.asyncProperty(hurtJson(short), fc.constantFrom('webgpu', 'nnapi'), async (bytes, target) => {
      await writeFile(join(folder, 'manifest.json'), bytes);
      const codes = (await told(folder, target)).map(({ code }) => code);
      expect(codes.every((code) => /^SNAPC(5460|5463|5406|5408)$/.test(code))).toBe(true);
    }),
    { numRuns: 100 },
  );
});

async function filesBelow(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true });
  const found = await Promise.all(
    names.map(async (name) => ((await stat(join(folder, name))).isFile() ? [name] : [])),
  );
  return found.flat().filter((name) => !name.endsWith('manifest.json'));
}

it('files that are cut, swapped or missing', async () => {
  const folder = join(work, 'swapped');
  await cp(join(work, 'out'), folder, { recursive: true });
  const files = (await filesBelow(folder)).filter((name) => name.startsWith('webgpu'));
  const kinds = fc.constantFrom('cut', 'longer', 'swapped', 'missing', 'folder');
  const pick = fc.nat({ max: files.length - 1 });
  await fc.assert(
    fc.asyncProperty(pick, pick, kinds, async (one, other, kind) => {
      const [name = '', from = ''] = [files[one], files[other]];
      const [path, good] = [join(folder, name), await readFile(join(folder, name))];
      const bytes = {
        cut: good.subarray(0, good.length >> 1),
        longer: Buffer.concat([good, good]),
        swapped: await readFile(join(folder, from)),
      };
      await rm(path);
      if (kind === 'folder') await mkdir(path);
      else if (kind !== 'missing') await writeFile(path, bytes[kind]);
      const words = ['--prompt', 'x', '--steps', '1', '--target', 'webgpu', '--out', 'no.png'];
      const ran = await runCli(['draw', folder, ...words, '--json'], { folder: work });
      await rm(path, { recursive: true, force: true });
      await writeFile(path, good);
      // Of weights the size is compared first, and their hashes when they are read.
      if (kind === 'swapped' && (bytes.swapped.equals(good) || name.endsWith('.bin'))) return;
      expect(ran.code).toBe(2);
      expect(envelopeOf(ran).diagnostics).toMatchObject([
        { code: 'SNAPC5415', message: expect.stringContaining(name) as string },
      ]);
    }),
    { numRuns: 40 },
  );
});
