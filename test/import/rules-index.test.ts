/** The list of import rules names exactly the files that lie beside it, each with one rule. */

import { readFileSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { importTable } from '../../compiler/import/onnx/convert.ts';
import { rulesOfMappings } from '../../compiler/import/onnx/mapping.ts';
import { importRules } from '../../compiler/import/onnx/rules/index.ts';

const FOLDER = fileURLToPath(new URL('../../compiler/import/onnx/rules', import.meta.url));
const files = readdirSync(FOLDER)
  .filter((file) => file !== 'index.ts')
  .sort();

describe('rules/index.ts', () => {
  it('imports every file, in order', () => {
    const text = readFileSync(`${FOLDER}/index.ts`, 'utf8');
    const imports = Array.from(text.matchAll(/from '\.\/(.+)';/g), ([, file]) => file);
    expect(imports).toEqual(files);
  });

  it('has one rule for each file, whose name is the operator', () => {
    const letters = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
    const operators = importRules.map((rule) => letters(rule.op));
    // A second rule for other versions of an operator carries the version.
    const named = files.map((file) => letters(file.replace(/(-\d+)?\.ts$/, '')));
    expect(operators).toEqual(named);
  });
});

describe('import table', () => {
  it('finds a rule of the version asked for', () => {
    expect(importTable.find('', 'Resize', 10)).toMatchObject({ since: 10, until: 10 });
    expect(importTable.find('', 'Resize', 19)).toMatchObject({ since: 11 });
    expect(importTable.find('', 'Resize', 9)).toBe('other version');
    expect(importTable.find('', 'Rezise', 10)).toBe('unknown');
    expect(importTable.find('com.other', 'Resize', 10)).toBe('unknown');
    expect(importTable.find('', 'constructor', 10)).toBe('unknown');
  });

  it('has no two mappings for one version of an operator', () => {
    const mappings = rulesOfMappings();
    for (const a of mappings) {
      const others = mappings.filter(
        (b) =>
          a !== b &&
          a.op === b.op &&
          a.domain === b.domain &&
          a.since <= (b.until ?? Infinity) &&
          b.since <= (a.until ?? Infinity),
      );
      expect(others, a.op).toEqual([]);
    }
  });
});
