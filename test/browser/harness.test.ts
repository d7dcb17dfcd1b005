/** A real browser computes on WebGPU without a GPU, and the served folder answers as an embedding page needs. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { doubleOnDevice } from './doubling.ts';
import { openPage, type OpenPage } from './harness.ts';
import { parseRange } from './server.ts';

let folder: string;
let opened: OpenPage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapc-page-'));
  await writeFile(join(folder, 'double.js'), `export ${doubleOnDevice.toString()}\n`);
  await writeFile(
    join(folder, 'weights.bin'),
    Uint8Array.from({ length: 100 }, (_, i) => i),
  );
  await writeFile(join(folder, 'kernel.wgsl'), '// empty\n');
  opened = await openPage(folder);
});

afterAll(async () => {
  await opened.close();
  await rm(folder, { recursive: true });
});

test('the page has WebGPU on SwiftShader', async () => {
  const architecture = await opened.page.evaluate(async () => {
    const adapter = await navigator.gpu.requestAdapter();
    return adapter?.info.architecture;
  });
  expect(architecture).toBe('swiftshader');
});

test('a module of the folder doubles four numbers on the device', async () => {
  // As text, because vitest rewrites the import() of a function into a call that no page knows.
  const doubled = await opened.page.evaluate<number[]>(`(async () => {
    const { doubleOnDevice } = await import('/double.js');
    const adapter = await navigator.gpu.requestAdapter();
    return doubleOnDevice(await adapter.requestDevice(), [1, -2, 0.25, 1e6]);
  })()`);
  expect(doubled).toEqual([2, -4, 0.5, 2e6]);
  expect(opened.log).toEqual([]);
});

test('the server answers a range, types and what is missing', async () => {
  const part = await fetch(`${opened.url}weights.bin`, { headers: { range: 'bytes=10-12' } });
  expect(part.status).toBe(206);
  expect(part.headers.get('content-range')).toBe('bytes 10-12/100');
  expect([...new Uint8Array(await part.arrayBuffer())]).toEqual([10, 11, 12]);

  const beyond = await fetch(`${opened.url}weights.bin`, { headers: { range: 'bytes=100-' } });
  expect(beyond.status).toBe(416);

  const kernel = await fetch(`${opened.url}kernel.wgsl`);
  expect(kernel.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  expect((await fetch(`${opened.url}double.js`)).headers.get('content-type')).toContain(
    'text/javascript',
  );
  expect((await fetch(`${opened.url}nothing.bin`)).status).toBe(404);
  expect((await fetch(`${opened.url}%2e%2e%2f%2e%2e%2fetc/passwd`)).status).toBe(404);
});

test.each([
  [undefined, undefined],
  ['bytes=0-0', { start: 0, end: 0 }],
  ['bytes=5-', { start: 5, end: 9 }],
  ['bytes=-3', { start: 7, end: 9 }],
  ['bytes=-30', { start: 0, end: 9 }],
  ['bytes=8-30', { start: 8, end: 9 }],
  ['bytes=10-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=0-1,4-5', undefined],
])('range %s of ten bytes', (header, expected) => {
  expect(parseRange(header, 10)).toEqual(expected);
});
