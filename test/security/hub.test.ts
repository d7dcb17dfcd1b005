/** The cache of Hugging Face's downloads: links of a snapshot lead to blobs of its own repository and nowhere else. */

import { link, mkdir, rm, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openModelFile } from '../../compiler/host/node.ts';
import type { NodeModelSource } from '../../compiler/host/node.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { SECRET } from '../support/model-folder.ts';
import { externalTensor, modelWith } from '../support/onnx-wire.ts';
import { initializerOf, refusalCodes, valuesOf } from '../support/reading.ts';
import { floats } from '../support/wire.ts';

const SHA256 = 'a'.repeat(64);
const SHA1 = 'b'.repeat(40);

/** `models--x/blobs/…` and `models--x/snapshots/main/unet/model.onnx`, whose weights lie in `w` beside it. */
async function snapshot(
  folder = 'snapshots/main',
): Promise<{ readonly root: string; readonly model: string; readonly weights: string }> {
  const root = join(await temporaryFolder(), 'models--x');
  const unet = join(root, folder, 'unet');
  const blobs = join(root, 'blobs');
  await mkdir(unet, { recursive: true });
  await writeFiles(root, {
    [`blobs/${SHA1}`]: modelWith(externalTensor('w', [2], [['location', 'w']])),
    [`blobs/${SHA256}`]: floats([5, 6]),
    'blobs/README': floats([7, 8]),
    secret: SECRET,
  });
  const model = join(unet, 'model.onnx');
  await symlink(relative(unet, join(blobs, SHA1)), model);
  return { root, model, weights: join(unet, 'w') };
}

async function codesOf(model: string): Promise<readonly string[]> {
  const source = await sourceOf(model);
  return refusalCodes(source).finally(async () => source.close());
}

async function sourceOf(model: string): Promise<NodeModelSource> {
  const source = await openModelFile(model);
  if (!source.ok) throw new Error('the model cannot be opened');
  return source.value;
}

describe('a link of a snapshot', () => {
  it.each([
    ['to a blob, from where it lies', (blobs: string, from: string) => relative(from, blobs)],
    ['to a blob, from the root', (blobs: string) => blobs],
  ])('%s, is followed', async (_, path) => {
    const { root, model, weights } = await snapshot();
    await symlink(join(path(join(root, 'blobs'), dirname(weights)), SHA256), weights);
    const source = await sourceOf(model);
    expect(await valuesOf(await initializerOf(source, 'w'))).toEqual([5, 6]);
    expect(source.paths()).toEqual([model, weights]);
    await source.close();
  });

  it.each([
    ['a name that is no hash', 'blobs/README'],
    ['a file above the blobs', 'secret'],
    ['a folder below the blobs', `blobs/sub/${SHA256}`],
    ['the blobs of another repository', `../models--y/blobs/${SHA256}`],
    ['the blobs themselves', 'blobs'],
    ['nothing', `blobs/${'c'.repeat(64)}`],
  ])('to %s is refused', async (_, target) => {
    const { root, model, weights } = await snapshot();
    await writeFiles(root, {
      [`blobs/sub/${SHA256}`]: SECRET,
      [`../models--y/blobs/${SHA256}`]: SECRET,
    });
    await symlink(relative(dirname(weights), join(root, target)), weights);
    const codes = await codesOf(model);
    expect(codes).toHaveLength(1);
    expect(codes[0]).toMatch(/^SNAPC50(00|11)$/);
  });

  it('to a blob that is a link itself is refused', async () => {
    const { root, model, weights } = await snapshot();
    const other = 'd'.repeat(64);
    await symlink('../secret', join(root, 'blobs', other));
    await symlink(relative(dirname(weights), join(root, 'blobs', other)), weights);
    expect(await codesOf(model)).toEqual(['SNAPC5011']);
  });

  it('to a blob that has a second name elsewhere is refused', async () => {
    const { root, model, weights } = await snapshot();
    const other = 'd'.repeat(64);
    await link(join(root, 'secret'), join(root, 'blobs', other));
    await symlink(relative(dirname(weights), join(root, 'blobs', other)), weights);
    expect(await codesOf(model)).toEqual(['SNAPC5012']);
  });

  it('that is a folder on the way is refused', async () => {
    const { root, weights } = await snapshot();
    const folder = dirname(weights);
    await symlink(relative(folder, join(root, 'blobs')), join(folder, 'sub'));
    await writeFiles(folder, {
      'inside.onnx': modelWith(externalTensor('w', [2], [['location', `sub/${SHA256}`]])),
    });
    expect(await codesOf(join(folder, 'inside.onnx'))).toEqual(['SNAPC5011']);
  });
});

it('links in a folder beside blobs that is no snapshot are refused', async () => {
  const { root, model, weights } = await snapshot('refs/main');
  await symlink(relative(dirname(weights), join(root, 'blobs', SHA256)), weights);
  expect(await codesOf(model)).toEqual(['SNAPC5011']);
});

it('links are refused where the blobs are a link to another folder', async () => {
  const { root, model } = await snapshot();
  const elsewhere = join(dirname(root), 'elsewhere', 'snapshots', 'main');
  await mkdir(elsewhere, { recursive: true });
  await symlink(join(root, 'blobs'), join(dirname(root), 'elsewhere', 'blobs'));
  await symlink(model, join(elsewhere, 'model.onnx'));
  for (const blobs of ['../../blobs', join(root, 'blobs')]) {
    await rm(join(elsewhere, 'w'), { force: true });
    await symlink(join(blobs, SHA256), join(elsewhere, 'w'));
    expect(await codesOf(join(elsewhere, 'model.onnx'))).toEqual(['SNAPC5011']);
  }
});

it('links of a model that lies among the snapshots, in none of them, are refused', async () => {
  const { root, model } = await snapshot();
  const snapshots = join(root, 'snapshots');
  await symlink(model, join(snapshots, 'model.onnx'));
  await symlink(`../blobs/${SHA256}`, join(snapshots, 'w'));
  expect(await codesOf(join(snapshots, 'model.onnx'))).toEqual(['SNAPC5011']);
});
