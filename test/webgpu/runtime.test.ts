/** The runtime that artifacts carry: in step with its source, small, and free of dependencies. */

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { runtimeFiles } from '../../targets/webgpu/templates/runtime.generated.ts';
import { RUNTIME_MODULE, runtimeModuleText } from '../setup/generate-runtime.ts';

const code = Object.entries(runtimeFiles).filter(([file]) => file.endsWith('.js'));

it('is what `npm run generate` writes', () => {
  expect(readFileSync(RUNTIME_MODULE, 'utf8')).toBe(runtimeModuleText());
});

it('takes less than 8 KB of a download', () => {
  expect(gzipSync(code.map(([, text]) => text).join('')).length).toBeLessThan(8192);
});

it('imports nothing but its own files', () => {
  for (const [file, text] of Object.entries(runtimeFiles)) {
    for (const [, from = ''] of text.matchAll(/^(?:import|export)\b[^;]*? from '([^']*)'/gm)) {
      const name = from
        .replace(/^\.\//, '')
        .replace(/\.js$/, file.endsWith('.js') ? '.js' : '.d.ts');
      expect(Object.keys(runtimeFiles)).toContain(name);
    }
    expect(text).not.toMatch(/\bimport\(|\brequire\(|\beval\(|new Function/);
  }
});
