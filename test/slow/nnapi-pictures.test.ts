/** Pipelines on NNAPI, under sanitizers: the same bits as the web's runtime, the same pictures as WebGPU, and refusals. */

import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decode } from 'fast-png';
import { readNpy, writeNpy } from '../../compiler/npz.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import { openPictures } from '../../targets/webgpu/host/open-pictures.ts';
import type { OpenPictures } from '../../targets/webgpu/host/open-pictures.ts';
import * as fc from 'fast-check';
import { hurtNpy, hurtPpm } from '../hostile/cpp-pictures.ts';
import { SMALL_EDGE, SMALL_PIPELINES, writeSmallPipeline } from '../diffusion/small-pipeline.ts';
import { writeVectors } from '../diffusion/vectors.ts';
import { runCli } from '../cli/harness.ts';
import {
  NNAPI_INCLUDE,
  SANITIZERS,
  WARNINGS,
  missingTools,
  run,
  sanitizedReference,
} from '../nnapi-library/build.ts';
import { cmake } from '../nnapi-library/tiny.ts';

const SOURCE = fileURLToPath(new URL('../nnapi/pictures', import.meta.url));
const missing = missingTools('pipelines on NNAPI', 'cmake', 'g++');
const otherCompiler = missingTools('pipelines on NNAPI by clang++', 'clang++');
const NAMES = ['whole', 'tiled'] as const;
const SIZES = [SMALL_EDGE, 24].map((width) => ({ width, height: SMALL_EDGE }));
type Name = (typeof NAMES)[number];

let work = '';
const webs = new Map<Name, OpenPictures>();

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'snapc-nnapi-'));
  if (missing.length > 0) return;
  for (const name of NAMES) {
    const folder = join(work, name);
    mkdirSync(folder);
    await writeSmallPipeline(folder, { ...SMALL_PIPELINES[name], sizes: SIZES });
    const options = ['--target', 'webgpu,nnapi', '--device', 'pixel-8', '--precision', 'fp32'];
    const ran = await runCli(['pipeline', 'pipeline.json', ...options, '--out', 'out'], { folder });
    expect(ran.code, ran.stderr).toBe(0);
    const opened = await openPictures(join(folder, 'out', 'webgpu'));
    if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
    webs.set(name, opened.value);
  }
  const settings = {
    CMAKE_BUILD_TYPE: 'None',
    CMAKE_CXX_COMPILER: 'g++',
    CMAKE_CXX_FLAGS: `${WARNINGS} ${SANITIZERS}`,
    NNAPI_INCLUDE_DIR: NNAPI_INCLUDE,
    NNAPI_LIBRARY: await sanitizedReference(),
    PIPELINES: NAMES.map((name) => join(work, name)).join(';'),
  };
  cmake(SOURCE, join(work, 'build'), settings, 'all');
});

afterAll(() => {
  for (const web of webs.values()) web.close();
  rmSync(work, { recursive: true, force: true });
});

const USUAL = ['--prompt', 'a red circle', '--seed', '7', '--steps', '4', '--out', 'out.npy'];

function draw(name: Name, args: readonly string[], environment: Record<string, string> = {}) {
  const weights = ['--weights', join(work, name, 'out', 'nnapi')];
  return run(join(work, 'build', `draw_${name}`), [...weights, ...args], {
    folder: work,
    environment,
  });
}

/** Red, green and blue of each pixel. */
function drawn(name: Name, args: readonly string[]): readonly number[] {
  const { status, stderr } = draw(name, [...USUAL, ...args]);
  expect([status, stderr]).toEqual([0, '']);
  return toNumbers(readNpy(readFileSync(join(work, 'out.npy')), 'out.npy', 'out'));
}

/** The tool refuses in one line and leaves nothing, and the sanitizers have nothing to say. */
function expectRefusal(args: readonly string[], message: RegExp): void {
  const before = readdirSync(work);
  const { status, stdout, stderr } = draw('whole', [...USUAL.with(7, 'no.npy'), ...args]);
  expect([status, stdout], stderr).toEqual([1, '']);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^draw: [^\n]*\n$/);
  expect(readdirSync(work)).toEqual(before);
}

/** The mean difference of colours, of 255. */
function difference(found: readonly number[], pixels: Uint8ClampedArray): number {
  const colours = pixels.filter((_, at) => at % 4 < 3);
  expect(found.length).toBe(colours.length);
  const sum = found.reduce((total, one, at) => total + Math.abs(one - (colours[at] ?? NaN)), 0);
  return sum / found.length;
}

const image = Array.from({ length: 3 * SMALL_EDGE ** 2 }, (_, at) => (at * 37) % 256);

function imagePicture() {
  const pixels = new Uint8ClampedArray(4 * SMALL_EDGE ** 2).fill(255);
  for (const [at, colour] of image.entries()) pixels[4 * Math.floor(at / 3) + (at % 3)] = colour;
  return { width: SMALL_EDGE, height: SMALL_EDGE, pixels };
}

describe.skipIf(missing.length > 0)('a pipeline on NNAPI', () => {
  test('has the bits of the web in all that is not a model', async () => {
    await writeVectors(join(work, 'vectors'));
    const ran = run(join(work, 'build', 'pictures_tests'), [join(work, 'vectors')]);
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    expect(Number(/^(\d+) checks, 0 faults/.exec(ran.stdout)?.[1])).toBeGreaterThan(100_000);
  });

  test.skipIf(otherCompiler.length > 0)('compiles with clang++ without a warning', () => {
    const folder = join(work, 'whole', 'out', 'nnapi');
    const sources = ['src', 'src/runtime/pictures'].flatMap((part) =>
      readdirSync(join(folder, part))
        .filter((file) => file.endsWith('.cpp'))
        .map((file) => join(part, file)),
    );
    const flags = ['-std=c++17', '-fsyntax-only', '-Iinclude'];
    const args = [...flags, ...WARNINGS.split(' '), `-I${NNAPI_INCLUDE}`, ...sources];
    const ran = run('clang++', args, { folder });
    expect(ran).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test.each<readonly [string, readonly string[], object]>([
    ['as it is', [], {}],
    ['against another prompt', ['--negative', 'cle', '--guidance', '3'], { negativePrompt: 'cle' }],
    ['without guidance', ['--guidance', '1'], { guidance: 1 }],
    ['from the numbers of PyTorch', ['--random', 'torch'], { random: 'torch' }],
    ['in little memory', ['--memory', 'spare'], {}],
    ['at another size', ['--width', '24'], { width: 24 }],
    ['over a picture', ['--image', 'image.npy', '--strength', '0.6'], { strength: 0.6 }],
  ])('draws what WebGPU draws, %s', async (_, args, options) => {
    writeFileSync(
      join(work, 'image.npy'),
      writeNpy(tensorFrom('u8', [SMALL_EDGE, SMALL_EDGE, 3], image)),
    );
    for (const name of NAMES) {
      const expected = await webs.get(name)?.pipeline.generate({
        prompt: 'a red circle',
        seed: 7,
        steps: 4,
        ...('negativePrompt' in options ? { guidance: 3 } : {}),
        ...('strength' in options ? { image: imagePicture() } : {}),
        ...options,
      });
      const found = drawn(name, args);
      // One step in a thousand colours is what rounding takes.
      expect(difference(found, expected?.pixels ?? new Uint8ClampedArray())).toBeLessThan(0.1);
      expect(new Set(found).size).toBeGreaterThan(20);
    }
  });

  test('writes the same picture in each format, and tells seed, steps and times', () => {
    const pixels = drawn('whole', []);
    const more = ['--progress', '--time'];
    for (const file of ['out.ppm', 'out.png']) {
      const { status, stdout } = draw('whole', [...USUAL.with(7, file), ...more]);
      expect(status).toBe(0);
      expect(stdout).toMatch(/^step 1 of 4\nstep 2 of 4\nstep 3 of 4\nstep 4 of 4\nseed 7\ntext/);
    }
    const ppm = readFileSync(join(work, 'out.ppm'));
    expect(ppm.subarray(0, 13).toString()).toBe('P6\n16 16\n255\n');
    expect([...ppm.subarray(13)]).toEqual(pixels);
    expect([...decode(readFileSync(join(work, 'out.png'))).data]).toEqual(pixels);
    expect(drawn('whole', ['--image', 'out.ppm', '--strength', '0'])).toHaveLength(pixels.length);
  });

  test('reads any prompt that is not too long', () => {
    writeFileSync(join(work, 'prompt.bin'), Buffer.from([0xff, 0, 0xed, 0xa0, 0x80, 0xf0, 0x9f]));
    const most = /^(warning: \d+ tokens of the prompt did not fit the model\n)?$/;
    for (const prompt of [
      ['--prompt', ''],
      ['--prompt', '🙂🙂'],
      ['--prompt-file', 'prompt.bin'],
    ]) {
      const { status, stderr } = draw('whole', [...USUAL, ...prompt]);
      expect(status, stderr).toBe(0);
      expect(stderr).toMatch(most);
    }
    const { status, stderr } = draw('whole', [...USUAL, '--prompt', 'a '.repeat(20_000)]);
    expect([status, stderr]).toEqual([
      0,
      'warning: 19986 tokens of the prompt did not fit the model\n',
    ]);
    writeFileSync(join(work, 'prompt.bin'), Buffer.alloc(1e7, 'x'));
    expectRefusal(['--prompt-file', 'prompt.bin'], /the prompt has 10000000 characters; at most/);
  });

  test.each<readonly [readonly string[], RegExp]>([
    [['--steps', '0'], /steps is 0; it can be 1 to 50/],
    [['--steps', '1000000000'], /steps is 1000000000;/],
    [
      ['--guidance', 'nan', '--seed', '-1', '--strength', '2'],
      /guidance is NaN; .*; seed is -1; .*; strength is 2;/,
    ],
    [['--width', '100'], /the size is 100xany; it can be 16x16, 24x16\n/],
    [['--height', '-1', '--width', '24'], /the size is 24x-1;/],
    [['--steps', '99999999999999999999'], /--steps takes a whole number/],
    [['--what', 'x'], /unknown option --what/],
    [['--out', 'out.gif'], /out\.gif: pictures are written as \.png, \.ppm or \.npy/],
    [['--out', 'nowhere/out.png'], /nowhere\/out\.png: cannot be written: No such/],
    [['--image', 'nowhere.ppm'], /nowhere\.ppm: cannot be opened/],
    [['--image', 'vectors/tokens-0.txt'], /pictures are read from \.ppm and \.npy/],
    [['--prompt-file', 'nowhere'], /nowhere: cannot be read/],
    [['--device', 'x'], /no device "x"; this phone has/],
  ])('refuses %j', (args, message) => expectRefusal(args, message));

  test.each([
    ['hurt.ppm', hurtPpm(SMALL_EDGE)],
    ['hurt.npy', hurtNpy(SMALL_EDGE)],
  ])('reads or refuses a picture of any form: %s', (file, pictures) => {
    fc.assert(
      fc.property(pictures, (bytes) => {
        writeFileSync(join(work, file), bytes);
        // What is read all the same is refused for its steps, before models are loaded.
        const args = [...USUAL.with(5, '0').with(7, 'no.npy'), '--image', file];
        const environment = { ASAN_OPTIONS: 'hard_rss_limit_mb=512' };
        const { status, stdout, stderr } = draw('whole', args, environment);
        expect([status, stdout], stderr).toEqual([1, '']);
        expect(stderr).toMatch(/^draw: [^\n]*\n$/);
      }),
      { numRuns: 150 },
    );
  });

  test('refuses files that are missing, cut or swapped', () => {
    const folder = join(work, 'whole', 'out', 'nnapi');
    const given = (change: (folder: string) => void) => {
      rmSync(join(work, 'given'), { recursive: true, force: true });
      run('cp', ['-r', folder, join(work, 'given')]);
      change(join(work, 'given'));
      return ['--weights', 'given'];
    };
    const tokenizer = readFileSync(join(folder, 'tokenizer.bin'));
    const missing = given((to) => rmSync(join(to, 'steps.bin')));
    expectRefusal(missing, /given\/steps\.bin: cannot be opened/);
    const cut = given((to) => writeFileSync(join(to, 'tokenizer.bin'), tokenizer.subarray(0, 99)));
    expectRefusal(cut, /tokenizer\.bin: has 99 bytes, and the pipeline's has/);
    const changed = given((to) => writeFileSync(join(to, 'tokenizer.bin'), tokenizer.toReversed()));
    expectRefusal(changed, /tokenizer\.bin: its SHA-256 is not that of the pipeline's/);
    const weights = (part: string) => `${part}/nnapi/weights/weights_0.bin`;
    const swapped = given((to) =>
      run('cp', [join(to, weights('unet')), join(to, weights('vae_decoder'))]),
    );
    expectRefusal(swapped, /vae_decoder\/nnapi\/weights\/weights_0\.bin: its SHA-256/);
    expectRefusal(
      [...swapped, '--memory', 'spare'],
      /vae_decoder\/nnapi\/weights\/weights_0\.bin: its SHA-256/,
    );
  });

  test('says so when the device fails on the way', () => {
    for (const at of [1, 2, 4, 6]) {
      const environment = { SNAPC_NNAPI_FAIL_EXECUTION: `${at}:14` };
      const { status, stderr } = draw('whole', USUAL.with(7, 'no.npy'), environment);
      expect([status, readdirSync(work).includes('no.npy')]).toEqual([1, false]);
      expect(stderr).toMatch(/^draw: running a step of the loop failed: DEAD_OBJECT: [^\n]*\n$/m);
    }
  });
});
