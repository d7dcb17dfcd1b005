/** The Swift package of a pipeline: its files, the names in it, and the same bytes for the same pipeline. */

import { expect, test } from 'vitest';
import type { PicturesDescription } from '../../compiler/diffusion/pictures.ts';
import { swiftPicturesFiles } from '../../targets/coreml/swift-pictures.ts';
import type { SwiftPart, SwiftPictures } from '../../targets/coreml/swift-pictures.ts';

const use = (name: string, shape: readonly number[]) => ({ name, dtype: 'f32', shape });

const DESCRIPTION: PicturesDescription = {
  name: 'pictures',
  latent: { channels: 4, height: 8, width: 12 },
  sizes: [{ height: 64, width: 96, tile: { height: 8, width: 8 } }],
  scale: 8,
  scalingFactor: 0.18215,
  shiftFactor: 0,
  tile: { height: 8, width: 8 },
  text: { ids: use('input_ids', [1, 77]), states: use('states', [1, 77, 16]) },
  unet: {
    sample: use('sample', [2, 4, 8, 12]),
    timestep: use('timestep', [1]),
    states: use('context', [2, 77, 16]),
    output: use('output', [2, 4, 8, 12]),
    batch: 2,
  },
  decoder: { latent: use('latent', [1, 4, 8, 8]), picture: use('picture', [1, 3, 64, 64]) },
  steps: { usual: 8, counts: [4, 8], initialNoise: [1, 14.6146], clip: null },
  guidance: 7.5,
};

const PARTS: readonly SwiftPart[] = [
  { part: 'text_encoder', name: 'TextEncoder', packages: 1, opset: 7 },
  { part: 'unet', name: 'Unet', packages: 2, opset: 8 },
];

function filesOf(changes: Partial<SwiftPictures> = {}): ReadonlyMap<string, string> {
  const file = (path: string) => ({ path, bytes: 3, sha256: 'ab'.repeat(32) });
  return new Map(
    swiftPicturesFiles({
      description: DESCRIPTION,
      parts: PARTS,
      tokenizer: file('tokenizer.bin'),
      steps: file('steps.bin'),
      files: [
        file('steps.bin'),
        file('unet/coreml/Unet/Unet_1of2.mlpackage/Data/com.apple.CoreML/weights/weight.bin'),
        file('unet/coreml/Unet/Unet.swift'),
        file('unet/manifest.json'),
      ],
      ...changes,
    }),
  );
}

test('the package copies the packages of all parts, and needs the newest of their systems', () => {
  const manifest = filesOf().get('Package.swift');
  for (const path of ['tokenizer.bin', 'steps.bin']) {
    expect(manifest).toContain(`.copy("${path}")`);
  }
  for (const path of [
    'text_encoder/coreml/TextEncoder/TextEncoder.mlpackage',
    'unet/coreml/Unet/Unet_1of2.mlpackage',
    'unet/coreml/Unet/Unet_2of2.mlpackage',
  ]) {
    expect(manifest).toContain(`\n  "${path}",\n`);
  }
  expect(manifest).toContain('"unet/coreml/Unet/Unet.swift"');
  expect(manifest).toContain('.iOS("18.0"), .macOS("15.0")');
});

test('what `load` reads can be fetched, side by side into one folder', () => {
  const download = filesOf().get('Sources/Pictures/Files.swift') ?? '';
  const places = Array.from(download.matchAll(/place: "(.*)", bytes: 3,/g), ([, place]) => place);
  expect(places).toEqual([
    'steps.bin',
    'Unet_1of2.mlpackage/Data/com.apple.CoreML/weights/weight.bin',
  ]);
  expect(download).toContain('path: "unet/coreml/Unet/Unet_1of2.mlpackage/Data/');
});

test('paths hold nothing but the module and names of ours', () => {
  const description = { ...DESCRIPTION, name: '../../x "\\(y)' };
  for (const [path, text] of filesOf({ description })) {
    expect(path).toMatch(
      /^(Package\.swift|README\.md|Sources\/XY\/(Runtime\/|Pictures\/)?\w+\.swift|Tests\/XYTests\.swift)$/,
    );
    if (!path.endsWith('.swift')) continue;
    const code = text.split('\n').filter((line) => !/^\s*\/\//.test(line));
    expect(code.join('\n')).not.toContain('"\\(y)');
  }
});

test('a module is never called as a type in it', () => {
  for (const name of ['pipeline', 'Request', 'generated', 'tokenizer', 'string']) {
    const description = { ...DESCRIPTION, name };
    expect(filesOf({ description }).get('Package.swift')).toMatch(/name: "\w+Package"/);
  }
});

test('names of a model and an infinite number of nothing are literals', () => {
  const unet = { ...DESCRIPTION.unet, sample: use('x"\\(fatalError())\n', [1]) };
  const preview = { factors: [[0.5, -1e-7, 1]], bias: [0, 0.25, 1] } as const;
  const description = { ...DESCRIPTION, unet, preview };
  const text = filesOf({ description }).get('Sources/Pictures/Load.swift');
  expect(text).toContain('sample: "x\\"\\\\(fatalError())\\u{a}"');
  expect(text).toContain('[0.5, -1e-7, 1]');
  expect(text).toContain('clip: nil');
  expect(text).toContain('width: 12');
});

test('the same pipeline gives the same bytes', () => {
  expect([...filesOf()]).toEqual([...filesOf()]);
});
