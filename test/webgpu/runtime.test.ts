/** The runtime that artifacts carry: in step with its source, small, and free of dependencies. */

import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { runtimeFiles } from '../../targets/webgpu/templates/runtime.generated.ts';
import { RUNTIME_MODULE, runtimeModuleText } from '../setup/generate-runtime.ts';

const code = Object.entries(runtimeFiles).filter(([file]) => file.endsWith('.js'));
const declarations = Object.entries(runtimeFiles).filter(([file]) => file.endsWith('.d.ts'));

it('is what `npm run generate` writes', () => {
  expect(readFileSync(RUNTIME_MODULE, 'utf8')).toBe(runtimeModuleText());
});

it('takes less than 8 KB of a download, and what a page uses on demand 1 KB each, or 3 to tune', () => {
  const sizes = Object.fromEntries(code.map(([file, text]) => [file, gzipSync(text).length]));
  const { 'index.js': entry, ...optional } = sizes;
  expect(entry).toBeLessThan(8192);
  expect(Object.keys(optional).sort()).toEqual(['cache.js', 'files.js', 'profile.js', 'tune.js']);
  for (const [file, size] of Object.entries(optional)) {
    expect(size, file).toBeLessThan(file === 'tune.js' ? 3072 : 1024);
  }
});

it('imports nothing but its own files', () => {
  for (const [file, text] of code) {
    expect(text).not.toMatch(/^import\b|[;}]import\b[^(]|\brequire\(|\beval\(|new Function/);
    const imported = [...text.matchAll(/\bimport\(([^)]*)\)/g)].map(([, name = '']) => name);
    const own = ['"./files.js"', '"./profile.js"', '"./tune.js"'];
    expect(imported.sort()).toEqual(file === 'index.js' ? own : []);
  }
});

it('declares all that it exports', () => {
  const files = declarations.map(([file]) => file);
  for (const [, text] of declarations) {
    for (const [, name = ''] of text.matchAll(/ from '\.\/([^']*)\.js'/g)) {
      expect(files).toContain(`${name}.d.ts`);
    }
  }
});
