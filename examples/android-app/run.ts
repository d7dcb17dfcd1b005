/** Compiles a VAE decoder to NNAPI, and compiles and runs the app's painter where Kotlin is at hand. */

import assert from 'node:assert/strict';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readNpz, tensorFrom, toNumbers, writeNpz } from 'snapc';
import { findNeuralNetworks } from '../../targets/nnapi/host/neural-networks.ts';
import { build, run } from '../../test/nnapi-library/build.ts';
import { Unavailable } from '../../test/setup/debian.mjs';
import { compileKotlin, javaHome } from '../../test/setup/kotlin.mjs';
import { snapc } from '../snapc.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..');
const STUBS = join(ROOT, 'test/nnapi-library/android/java');
const WORK = 'out/android-app';
const MODEL = `${WORK}/model`;
const COMPILED = `${WORK}/compiled`;
const SITE = join(ROOT, WORK, 'site');
const LIBRARY = join(SITE, 'VaeDecoder');

const make = ['models', 'make', 'snapfusion-vae-decoder', '--size', 'tiny', '--out', MODEL];
assert.equal(snapc(...make).code, 0);
const phone = ['--target', 'nnapi', '--device', 'pixel-8', '--out', COMPILED];
const named = ['--target-option', 'nnapi.name=VaeDecoder'];
assert.equal(snapc('compile', `${MODEL}/model.onnx`, ...phone, ...named).code, 0);

// The app beside the library, as in a project of one's own; the weights go into its assets.
await rm(SITE, { recursive: true, force: true });
await cp(join(HERE, 'app'), join(SITE, 'app'), { recursive: true });
await cp(join(ROOT, COMPILED, 'nnapi', 'VaeDecoder'), LIBRARY, { recursive: true });
await cp(join(LIBRARY, 'weights'), join(LIBRARY, 'assets/weights'), { recursive: true });
try {
  const colors = await paint();
  process.stdout.write(`the app compiles, and its picture has ${colors} right colours\n`);
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  process.stdout.write(`the app was not compiled: ${error.message}\n`);
}

/** Compiles the app, runs its painter on this machine, and compares each colour with the model's. */
async function paint(): Promise<number> {
  const kotlin = ['app/src/main/kotlin', 'VaeDecoder/android/src/main/kotlin'];
  const sources = [...kotlin.map((path) => join(SITE, path)), join(HERE, 'check')];
  const jar = join(SITE, 'app.jar');
  const compiled = compileKotlin([...sources, STUBS], jar);
  assert.equal(compiled.status, 0, compiled.output);

  const headers = join(javaHome(), 'include');
  const { library: nnapi } = await findNeuralNetworks({});
  const jni = await build(
    LIBRARY,
    nnapi,
    { SNAPC_BUILD_JNI: 'ON', JNI_INCLUDE_DIRS: [headers, join(headers, 'linux')].join(';') },
    { target: 'vaedecoder_jni', product: 'libvaedecoder_jni.so' },
  );
  const java = [`-Djava.library.path=${dirname(jni)}`, '-cp', jar, 'snapc.example.CheckKt'];
  const files = [join(LIBRARY, 'weights'), join(SITE, 'latents'), join(SITE, 'picture')];
  const ran = run('java', [...java, ...files]);
  assert.equal(ran.status, 0, ran.stderr);

  const latents = await readFile(join(SITE, 'latents'));
  const floats = Array.from({ length: latents.length / 4 }, (_, index) =>
    latents.readFloatLE(4 * index),
  );
  const side = Math.sqrt(floats.length / 4);
  const input = tensorFrom('f32', [1, 4, side, side], floats);
  await writeFile(join(SITE, 'latents.npz'), writeNpz([['latent_sample', input]]));
  const arrays = ['--inputs', `${WORK}/site/latents.npz`, '--outputs', `${WORK}/site/sample.npz`];
  assert.equal(snapc('run', `${MODEL}/model.onnx`, ...arrays).code, 0);
  const sample = readNpz(await readFile(join(SITE, 'sample.npz')));
  assert.ok(sample.ok);
  const wanted = toNumbers(sample.value.get('sample') ?? input);
  const picture = await readFile(join(SITE, 'picture'));
  const plane = wanted.length / 3;
  assert.equal(picture.length, 4 * plane);
  for (const [index, value] of wanted.entries()) {
    const color = picture[4 * (index % plane) + 1 + Math.floor(index / plane)] ?? -1;
    const exact = Math.min(Math.max(value * 127.5 + 127.5, 0), 255);
    // Half a step of rounding, and what fp32 may differ in.
    assert.ok(Math.abs(color - exact) <= 0.51, `colour ${index}: ${color}, not ${exact}`);
  }
  return wanted.length;
}
