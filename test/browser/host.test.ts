/** Drivers are unpacked in one step by however many processes, and never outside their folder. */
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { tarFiles } from '../../targets/webgpu/host/archive.ts';
import { makeFolderOnce } from '../../compiler/host/node-cache.ts';
import { loadLibrary } from '../../targets/webgpu/host/vulkan-environment.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'snapc-host-'));
});
afterEach(() => rm(root, { recursive: true }));

test('of many that make a folder at once each finds it whole, and nothing else is left', async () => {
  const folder = join(root, 'deep', 'driver');
  const makers = Array.from({ length: 8 }, async (_, maker) => {
    await makeFolderOnce(folder, async (staging) => {
      await writeFile(join(staging, 'first'), `${maker}`);
      await writeFile(join(staging, 'second'), `${maker}`);
    });
    return Promise.all(['first', 'second'].map((name) => readFile(join(folder, name), 'utf8')));
  });
  for (const [first, second] of await Promise.all(makers)) expect(first).toBe(second);
  expect(await readdir(join(root, 'deep'))).toEqual(['driver']);
});

test('a folder that cannot be filled is not there', async () => {
  const folder = join(root, 'driver');
  const attempt = makeFolderOnce(folder, async (staging) => {
    await writeFile(join(staging, 'half'), '');
    throw new Error('the disk is full');
  });
  await expect(attempt).rejects.toThrow('the disk is full');
  expect(await readdir(root)).toEqual([]);
});

function tarOf(name: string, mode: string, content: string): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write(mode, 100);
  header.write(content.length.toString(8).padStart(11, '0'), 124);
  header.write('0', 156);
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
  body.write(content);
  return Buffer.concat([header, body]);
}

test('a tar yields its files with their content and mode', () => {
  const long = 'x'.repeat(700);
  const tar = Buffer.concat([
    tarOf('lib/one.so', '0000755', long),
    tarOf('two.json', '0000644', '{}'),
    Buffer.alloc(1024),
  ]);
  const files = [...tarFiles(tar)].map(({ name, executable, bytes }) => {
    return [name, executable, bytes.toString()];
  });
  expect(files).toEqual([
    ['lib/one.so', true, long],
    ['two.json', false, '{}'],
  ]);
});

test.each(['../outside', '/etc/outside', 'a/../../outside'])('a tar with %s is refused', (name) => {
  expect(() => [...tarFiles(tarOf(name, '0000644', ''))]).toThrow('outside its folder');
});

test.runIf(process.platform === 'linux')('why a library cannot be loaded is told', async () => {
  expect(loadLibrary(join(root, 'none.so'))).toContain('No such file');
  await writeFile(join(root, 'text.so'), 'not a library');
  expect(loadLibrary(join(root, 'text.so'))).toContain('text.so');
  expect(loadLibrary('libc.so.6')).toBeUndefined();
});
