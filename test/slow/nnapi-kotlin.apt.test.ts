/** Emitted Kotlin, compiled by Debian's kotlinc and run on a JVM over JNI and the reference. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findNeuralNetworks } from '../../targets/nnapi/host/neural-networks.ts';
import { WARNINGS, build, emitHandMade, missingTools, run } from '../nnapi-library/build.ts';
import { compileKotlin, javaHome } from '../setup/kotlin.mjs';

const MAIN = fileURLToPath(new URL('../nnapi-library/kotlin/Main.kt', import.meta.url));
const missing = missingTools('Kotlin over NNAPI', 'cmake', 'g++', 'javac');

let work = '';
let library = '';

beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'snapc-nnapi-'));
  if (missing.length > 0) return;
  await emitHandMade(work);
  const headers = join(javaHome(), 'include');
  const settings = {
    SNAPC_BUILD_JNI: 'ON',
    JNI_INCLUDE_DIRS: [headers, join(headers, 'linux')].join(';'),
    CMAKE_CXX_FLAGS: WARNINGS,
  };
  const { library: nnapi } = await findNeuralNetworks({});
  const product = { target: 'convadd_jni', product: 'libconvadd_jni.so' };
  library = await build(join(work, 'ConvAdd'), nnapi, settings, product);
});

afterAll(() => rmSync(work, { recursive: true, force: true }));

describe.skipIf(missing.length > 0)('a Kotlin package for NNAPI', () => {
  test('compiles without a warning', () => {
    const sources = join(work, 'ConvAdd/android/src/main/kotlin');
    expect(compileKotlin([sources, MAIN], join(work, 'app.jar'))).toEqual({
      status: 0,
      output: '',
    });
  });

  test.skipIf(missingTools('JNI by clang++', 'clang++').length > 0)(
    'JNI compiles with clang++ too',
    () => {
      const headers = join(javaHome(), 'include');
      const source = join(work, 'ConvAdd');
      const folders = [headers, join(headers, 'linux'), join(source, 'include')];
      const defined = ['-DSNAPC_MODEL=ConvAdd', '-DSNAPC_JAVA_PACKAGE="snapc/convadd"'];
      const files = ['java', 'load_request', 'jni'].map((file) => `jni/${file}.cpp`);
      const flags = ['-std=c++17', '-fsyntax-only', ...WARNINGS.split(' '), ...defined];
      const args = [...flags, ...folders.map((folder) => `-I${folder}`), ...files];
      expect(run('clang++', args, { folder: source })).toEqual({
        status: 0,
        stdout: '',
        stderr: '',
      });
    },
  );

  test.each(['runs', 'loops', 'cancels', 'refuses', 'warns', 'descriptors'])('%s', (scenario) => {
    const environment: Record<string, string> =
      scenario === 'warns' ? { SNAPC_NNAPI_REFUSE: 'CONV_2D' } : {};
    const options = [
      '-Xcheck:jni',
      '-XX:+UseSerialGC',
      `-Djava.library.path=${dirname(library)}`,
      // Where there is no locale, paths with other letters than ASCII would be lost.
      '-Dsun.jnu.encoding=UTF-8',
      // A phone has ParcelFileDescriptor for this.
      '--add-opens=java.base/java.io=ALL-UNNAMED',
    ];
    const args = [...options, '-cp', join(work, 'app.jar'), 'snapc.convadd.MainKt'];
    const weights = join(work, 'ConvAdd/weights');
    const ran = run('java', [...args, weights, scenario], { folder: work, environment });
    expect([ran.status, ran.stdout], ran.stderr).toEqual([0, '']);
  });
});
