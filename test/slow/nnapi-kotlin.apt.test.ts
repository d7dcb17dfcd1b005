/** Emitted Kotlin, compiled by Debian's kotlinc and run on a JVM over JNI and the reference. */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findNeuralNetworks } from '../../targets/nnapi/host/neural-networks.ts';
import { openPictures } from '../../targets/webgpu/host/open-pictures.ts';
import { runCli } from '../cli/harness.ts';
import { SMALL_PIPELINES, writeSmallPipeline } from '../diffusion/small-pipeline.ts';
import { WARNINGS, build, emitHandMade, missingTools, run } from '../nnapi-library/build.ts';
import { compileKotlin, javaHome } from '../setup/kotlin.mjs';

const MAIN = fileURLToPath(new URL('../nnapi-library/kotlin/Main.kt', import.meta.url));
const PICTURES = fileURLToPath(new URL('../nnapi/pictures/kotlin', import.meta.url));
const missing = missingTools('Kotlin over NNAPI', 'cmake', 'g++', 'javac');

let work = '';
let library = '';
let drawing = '';

/** The pipeline's folders of both targets below `pictures/out`, and what WebGPU draws with it as `expected`. */
async function emitPictures(): Promise<void> {
  const folder = join(work, 'pictures');
  mkdirSync(folder);
  const sizes = [16, 24].map((width) => ({ width, height: 16 }));
  await writeSmallPipeline(folder, { ...SMALL_PIPELINES.whole, sizes });
  const options = ['--target', 'webgpu,nnapi', '--device', 'pixel-8', '--precision', 'fp32'];
  const ran = await runCli(['pipeline', 'pipeline.json', ...options, '--out', 'out'], { folder });
  expect(ran.code, ran.stderr).toBe(0);
  const opened = await openPictures(join(folder, 'out', 'webgpu'));
  if (!opened.ok) throw new Error(opened.diagnostics[0]?.message);
  const { pipeline, close } = opened.value;
  const { pixels } = await pipeline.generate({ prompt: 'a red circle', steps: 4, seed: 7 });
  close();
  writeFileSync(join(work, 'expected'), pixels);
}

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'snapc-nnapi-'));
  if (missing.length > 0) return;
  await emitHandMade(work);
  await emitPictures();
  const headers = join(javaHome(), 'include');
  const settings = {
    SNAPC_BUILD_JNI: 'ON',
    JNI_INCLUDE_DIRS: [headers, join(headers, 'linux')].join(';'),
    CMAKE_CXX_FLAGS: WARNINGS,
  };
  const { library: nnapi } = await findNeuralNetworks({});
  const product = { target: 'convadd_jni', product: 'libconvadd_jni.so' };
  library = await build(join(work, 'ConvAdd'), nnapi, settings, product);
  drawing = await build(join(work, 'pictures', 'out', 'nnapi'), nnapi, settings, {
    target: 'pictures_jni',
    product: 'libpictures_jni.so',
  });
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.skipIf(missing.length > 0)('a Kotlin package for NNAPI', () => {
  test('compiles without a warning', () => {
    const sources = join(work, 'ConvAdd/android/src/main/kotlin');
    const pictures = join(work, 'pictures/out/nnapi/android/src/main/kotlin');
    const all = [sources, MAIN, pictures, PICTURES];
    expect(compileKotlin(all, join(work, 'app.jar'))).toEqual({
      status: 0,
      output: '',
    });
  });

  test.skipIf(missingTools('JNI by clang++', 'clang++').length > 0)(
    'JNI compiles with clang++ too',
    () => {
      const headers = join(javaHome(), 'include');
      const source = join(work, 'ConvAdd');
      const folders = [headers, join(headers, 'linux'), join(work, 'pictures/out/nnapi/include')];
      const defined = [
        '-DSNAPC_MODEL=ConvAdd',
        '-DSNAPC_PIPELINE=Pictures',
        '-DSNAPC_JAVA_PACKAGE="snapc/convadd"',
      ];
      const own = join(work, 'pictures/out/nnapi/jni/pictures');
      const files = [
        ...['java', 'load_request', 'native_methods', 'jni'].map((file) => `jni/${file}.cpp`),
        ...['draw_request', 'pictures_jni'].map((file) => `${own}/${file}.cpp`),
      ];
      const flags = ['-std=c++17', '-fsyntax-only', ...WARNINGS.split(' '), ...defined];
      const args = [...flags, ...folders.map((folder) => `-I${folder}`), ...files];
      expect(run('clang++', args, { folder: source })).toEqual({
        status: 0,
        stdout: '',
        stderr: '',
      });
    },
  );

  /** The scenario ends without a word. */
  function expectPass(app: string, given: readonly string[], environment = {}): void {
    const options = [
      '-Xcheck:jni',
      '-XX:+UseSerialGC',
      `-Djava.library.path=${dirname(library)}:${dirname(drawing)}`,
      // Where there is no locale, paths with other letters than ASCII would be lost.
      '-Dsun.jnu.encoding=UTF-8',
      // A phone has ParcelFileDescriptor for this.
      '--add-opens=java.base/java.io=ALL-UNNAMED',
    ];
    const args = [...options, '-cp', join(work, 'app.jar'), `snapc.${app}.MainKt`, ...given];
    const ran = run('java', args, { folder: work, environment });
    expect([ran.status, ran.stdout], ran.stderr).toEqual([0, '']);
  }

  test.each(['runs', 'loops', 'cancels', 'refuses', 'warns', 'descriptors'])('%s', (scenario) => {
    const environment = scenario === 'warns' ? { SNAPC_NNAPI_REFUSE: 'CONV_2D' } : {};
    expectPass('convadd', [join(work, 'ConvAdd/weights'), scenario], environment);
  });

  test.each(['draws', 'downloads', 'tells', 'texts', 'refuses', 'cancels'])(
    'a pipeline %s',
    (scenario) => {
      const folder = join(work, 'pictures/out/nnapi');
      expectPass('pictures', [folder, scenario, join(work, 'expected')]);
    },
  );
});
