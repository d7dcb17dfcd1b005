/** Strings of a model in emitted files: property names that are safe, literals and comments that stay what they are. */

import { describe, expect, it } from 'vitest';
import { emittedNames } from '../../targets/webgpu/names.ts';
import { quoted, quotedBriefly, templateLiteral } from '../../targets/webgpu/text.ts';
import { HOSTILE_NAMES } from './hostile-names.ts';

describe('property names', () => {
  it('are the ONNX names where these are plain identifiers', () => {
    expect(emittedNames(['sample', 'encoder_hidden_states', 'X9'], 'input')).toEqual([
      'sample',
      'encoder_hidden_states',
      'X9',
    ]);
  });

  it('are counted for the rest, around names that are taken', () => {
    expect(emittedNames(['a.b', 'input0', 'class', 'input2', ''], 'input')).toEqual([
      'input1',
      'input0',
      'input3',
      'input2',
      'input4',
    ]);
  });

  it('are distinct and harmless for any names', () => {
    const names = emittedNames([...HOSTILE_NAMES, ...HOSTILE_NAMES], 'input');
    expect(new Set(names).size).toBe(names.length);
    for (const name of names) {
      expect(name).toMatch(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/);
      expect(name in {}).toBe(false);
      expect(() => new Function(`const { ${name} } = {}; return ${name};`)).not.toThrow(); // oxlint-disable-line typescript/no-implied-eval, no-new-func -- does it parse
    }
  });
});

describe('text', () => {
  it.each(HOSTILE_NAMES.map((name) => [name.slice(0, 40), name]))(
    'is quoted so that it reads back: %j',
    (_, name) => {
      const text = quoted(name);
      expect(JSON.parse(text)).toBe(name);
      expect(text).toMatch(/^[ -~]*$/);
      expect(text).not.toMatch(/\*\/|\/\*|<|>|`|@/);
    },
  );

  it('is cut in comments', () => {
    expect(quotedBriefly('abcdef', 3)).toBe('"abc..."');
    expect(quotedBriefly('abc', 3)).toBe('"abc"');
  });

  it('of code reads back from a template', () => {
    const code = 'a `b` ${c} \\n \\\\ $d';
    expect(templateLiteral(code)).toBe('`a \\`b\\` \\${c} \\\\n \\\\\\\\ $d`');
  });
});
