/** The Swift package of a pipeline: it compiles without a warning and draws the picture that WebGPU draws. */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, cpSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { loadPipeline } from '../../runtime/web/pictures/load.ts';
import type { Pipeline, PipelineOptions } from '../../runtime/web/pictures/load.ts';
import type { Requirements } from '../../runtime/web/pictures/requirements.ts';
import { sharedDevice } from '../../targets/webgpu/host/shared-device.ts';
import { runCli } from '../cli/harness.ts';
import { servePackages } from '../coreml/pictures/serve-packages.ts';
import type { Drawn } from '../coreml/pictures/serve-packages.ts';
import { DECLARATION, writePipeline } from '../diffusion/tiny-pipeline.ts';
import { Unavailable } from '../setup/debian.mjs';
import { prepareSwift, runSwift, startSwift } from '../setup/swift.mjs';

interface Module {
  readonly requirements: Requirements;
  load(options?: PipelineOptions): ReturnType<typeof loadPipeline>;
}

const SIZES = [32, 48].map((width) => ({ width, height: 32 }));
const PROGRAMS = fileURLToPath(new URL('../coreml/pictures', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'snapc-swift-pictures-'));
const available = isAvailable();
let web: Pipeline;

function isAvailable(): boolean {
  try {
    prepareSwift();
    return true;
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    process.stdout.write(`Swift is not compiled here: ${error.message}\n`);
    return false;
  }
}

/** Runs a command in the folder of the package. */
function swift(...command: readonly string[]): string {
  const { status, output } = runSwift(join(folder, 'out/coreml'), command);
  expect(status, output).toBe(0);
  expect(output).not.toMatch(/\bwarning:/);
  return output;
}

async function drawnInSwift(...given: readonly string[]): Promise<Drawn> {
  const driver = startSwift(join(folder, 'out/coreml'), ['./driver', ...given]);
  try {
    return await servePackages(driver, (name) => {
      const part = PARTS[name] ?? '';
      return join(folder, 'out/coreml', part, 'coreml', name, `${name}.mlpackage`);
    });
  } finally {
    driver.kill();
  }
}

const PARTS: Readonly<Record<string, string>> = {
  TextEncoder: 'text_encoder',
  Unet: 'unet',
  VaeDecoder: 'vae_decoder',
};

/** The mean difference in colours, of 255. */
function difference(one: ArrayLike<number>, other: ArrayLike<number>): number {
  expect(one.length).toBe(other.length);
  const colours = Array.from(one, (pixel, at) => Math.abs(pixel - (other[at] ?? NaN)));
  return colours.reduce((sum, off) => sum + off, 0) / ((colours.length * 3) / 4);
}

beforeAll(async () => {
  if (!available) return;
  await writePipeline(folder, { ...DECLARATION, sizes: SIZES });
  const options = ['--target', 'webgpu,coreml', '--device', 'iphone-16-pro', '--precision', 'fp32'];
  const ran = await runCli(['pipeline', 'pipeline.json', ...options, '--out', 'out'], { folder });
  if (ran.code !== 0) throw new Error(ran.stderr);
  const url = pathToFileURL(join(folder, 'out/webgpu/index.js')).href;
  const module = (await import(url)) as Module;
  const { requiredFeatures: features, requiredLimits: limits } = module.requirements;
  const { device } = await sharedDevice({ features, limits });
  web = await module.load({ device });
});

afterAll(() => {
  if (available) web.dispose();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(!available)('the Swift package of a pipeline', () => {
  test('compiles without a warning, and its own tests pass', () => {
    const flags = [
      '-Xswiftc',
      '-warnings-as-errors',
      '-Xswiftc',
      '-swift-version',
      '-Xswiftc',
      '5',
    ];
    const output = swift('swift-test', ...flags);
    expect(output).toMatch(/Executed 3 tests, with 0 failures/);
    const built = '.build/debug';
    for (const program of ['Driver', 'Fetch']) {
      const file = `${program}.swift`;
      cpSync(join(PROGRAMS, file), join(folder, 'out/coreml', file));
      const link = `swiftc -parse-as-library ${file} -I ${built}/Modules ${built}/Pictures.build/*.o -o ${program.toLowerCase()}`;
      swift('sh', '-c', link);
    }
  });

  test('fetches its files over HTTP, and goes on where the server breaks off', async () => {
    const emitted = join(folder, 'out/coreml');
    const asked: string[] = [];
    const broken = new Set<string>();
    const keys: unknown[] = [];
    const elsewhere = createServer((request, response) => {
      keys.push(request.headers['x-key']);
      response.end(readFileSync(join(emitted, 'steps.bin')));
    });
    await new Promise<void>((resolve) => elsewhere.listen(0, 'localhost', resolve));
    const other = (elsewhere.address() as AddressInfo).port;
    const server = createServer((request, response) => {
      const path = new URL(request.url ?? '', 'http://localhost').pathname;
      expect(request.headers['x-key']).toBe('secret');
      if (path === '/steps.bin') {
        asked.push(`${path} 0`);
        response.writeHead(302, { location: `http://localhost:${other}/elsewhere` });
        return response.end();
      }
      const whole = readFileSync(join(emitted, path));
      const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0);
      asked.push(`${path} ${start}`);
      const range = `bytes ${start}-${whole.length - 1}/${whole.length}`;
      response.writeHead(start === 0 ? 200 : 206, {
        'content-length': whole.length - start,
        ...(start > 0 && { 'content-range': range }),
      });
      if (!path.endsWith('weight.bin') || broken.has(path))
        return response.end(whole.subarray(start));
      broken.add(path);
      return response.write(whole.subarray(0, 100_000), () => response.socket?.destroy());
    });
    await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
    const { port } = server.address() as AddressInfo;
    const fetching = startSwift(emitted, [
      './fetch',
      `http://localhost:${port}/`,
      'fetched',
      'secret',
    ]);
    let said = '';
    fetching.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const code = await new Promise((resolve) => fetching.on('close', resolve));
    server.close();
    elsewhere.close();
    expect(code, said).toBe(0);
    // Where the server sends it on, the app's key stays behind.
    expect(keys).toEqual([undefined]);
    expect(Number(said.trim().split('\n').at(-1))).toBeGreaterThan(4_000_000);
    // Twice where it broke off, the second time for the rest; everything else once.
    expect(asked.filter((line) => !line.endsWith(' 0'))).toHaveLength(3);
    expect(asked).toHaveLength(2 + 3 * 3 + 3);
    const weights = 'Unet.mlpackage/Data/com.apple.CoreML/weights/weight.bin';
    const fetched = readFileSync(join(emitted, 'fetched', weights));
    expect(fetched.equals(readFileSync(join(emitted, 'unet/coreml/Unet', weights)))).toBe(true);
  });

  test.each([
    ['philox', 'keep', 32],
    ['torch', 'spare', 48],
  ] as const)(
    'draws what WebGPU draws, with random numbers of %s, models %s, %d pixels wide',
    async (random, memory, width) => {
      const [prompt, steps, guidance, seed] = ['a red circle', 2, 4, 7];
      const expected = await web.generate({ prompt, steps, guidance, seed, random, width });
      const numbers = [steps, guidance, seed].map(String);
      const found = await drawnInSwift(prompt, ...numbers, random, memory, String(width));
      expect(found.runs).toEqual([
        'TextEncoder',
        'TextEncoder',
        ...Array<string>(steps).fill('Unet'),
        'VaeDecoder',
      ]);
      expect([found.width, found.height]).toEqual([expected.width, expected.height]);
      const off = difference(found.pixels, expected.pixels);
      process.stdout.write(`mean difference: ${off.toFixed(4)} of 255\n`);
      expect(off).toBeLessThan(2);
    },
  );

  test('tells what is wrong', async () => {
    await expect(drawnInSwift('', '0', 'nan', '7', 'philox', 'keep')).rejects.toThrow(
      /steps is 0; it can be 1 to 50; guidance is nan/,
    );
  });
});
