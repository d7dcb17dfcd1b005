/** The Swift around a package: names of a model stay data, and the generated module is in step with its sources. */

import { readFile } from 'node:fs/promises';
import { assert, property, string } from 'fast-check';
import { describe, expect, test } from 'vitest';
import { commentLine } from '../../targets/comment-line.ts';
import { swiftProperties, swiftString } from '../../targets/coreml/swift-text.ts';
import { swiftFiles } from '../../targets/coreml/swift.ts';
import type { SwiftModel } from '../../targets/coreml/swift.ts';
import { SWIFT_MODULE, swiftModuleText } from '../setup/generate-swift.ts';

describe('names', () => {
  test('literals escape what Swift would read', () => {
    expect(swiftString('a"b\\(c)\n')).toBe('"a\\"b\\\\(c)\\u{a}"');
    expect(swiftString('\u{1f600}\ud800')).toBe('"\\u{1f600}\\u{fffd}"');
  });

  test('literals are one line of ASCII without a bare quote or interpolation, whatever the name', () => {
    assert(
      property(string({ unit: 'binary' }), (name) => {
        const literal = swiftString(name);
        expect(literal).toMatch(/^"(?:[ !#-[\]-~]|\\["\\]|\\u\{[\da-f]+\})*"$/);
      }),
    );
  });

  test('comments are one line of ASCII', () => {
    assert(
      property(string({ unit: 'binary' }), (name) => {
        expect(commentLine(name)).toMatch(/^[ -~]*$/);
        expect(commentLine(name)).not.toContain('*/');
      }),
    );
  });

  test('properties are distinct and no words of the language', () => {
    expect(swiftProperties(['in', 'in_', 'sample', '_'])).toEqual(['in__', 'in_', 'sample', '___']);
  });
});

test('paths hold nothing but the module', () => {
  const model: SwiftModel = {
    module: 'Unet',
    title: '../../x',
    packages: ['Unet'],
    functions: [],
    key: 'k',
    inputs: [],
    outputs: [],
    computeUnits: 'all',
    ios: '17.0',
    macos: '14.0',
  };
  for (const [path] of swiftFiles(model)) {
    expect(path).toMatch(
      /^(Package\.swift|Sources\/Unet\/(Runtime\/)?\w+\.swift|Tests\/UnetTests\.swift)$/,
    );
  }
});

test('the generated module is in step', async () => {
  // Not compared by the assertion, which would print both.
  const same = (await readFile(SWIFT_MODULE, 'utf8')) === swiftModuleText();
  expect(same, 'run npm run generate').toBe(true);
});
