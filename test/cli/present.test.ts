/** How the command line talks: diagnostics in groups, progress on a terminal and elsewhere, tables, units. */

import { describe, expect, it } from 'vitest';
import { countDiagnostics, presentDiagnostics } from '../../compiler/cli/present.ts';
import { createProgress } from '../../compiler/cli/progress.ts';
import { shellCommand } from '../../compiler/cli/shell.ts';
import { CommandFault, EXIT_CODES, statusOf } from '../../compiler/cli/status.ts';
import { table } from '../../compiler/cli/table.ts';
import { compareTensors } from '../../compiler/cli/tensors.ts';
import { formatBytes, formatCount } from '../../compiler/units.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import { temporaryFolder } from '../support/folder.ts';
import { COMPILE, runCli, writeTinyModel } from './harness.ts';

const error = (code: string, message: string, hint?: string): Diagnostic => ({
  code,
  severity: 'error',
  message,
  ...(hint === undefined ? {} : { hint }),
});

describe('diagnostics', () => {
  it('stand in groups, errors first, each hint once', () => {
    const warning: Diagnostic = { code: 'SNAPC3', severity: 'warning', message: 'w' };
    const list = [
      warning,
      error('SNAPC1', 'a', 'do'),
      error('SNAPC2', 'b'),
      error('SNAPC1', 'c', 'do'),
    ];
    expect(presentDiagnostics(list, false)).toBe(
      'error SNAPC1: a\nerror SNAPC1: c\n  hint: do\nerror SNAPC2: b\nwarning SNAPC3: w\n',
    );
    expect(countDiagnostics(list)).toBe('3 errors, 1 warning');
  });

  it('cannot steer the terminal', () => {
    const place = { file: 'a\u001b]0;title\u0007.onnx' };
    const text = presentDiagnostics([{ ...error('SNAPC1', 'red \u001b[31m'), place }], false);
    expect(text).not.toContain('\u001b');
    expect(presentDiagnostics([error('SNAPC1', 'x')], true)).toContain(
      '\u001b[1;31merror\u001b[0m',
    );
  });

  it('of the model win over those of usage', () => {
    expect(statusOf([])).toBe('ok');
    expect(statusOf([error('SNAPC2272', 'no such dim')])).toBe('usage');
    expect(statusOf([error('SNAPC2272', 'no such dim'), error('SNAPC2200', 'op')])).toBe('failed');
    expect(EXIT_CODES[new CommandFault('mismatch', []).status]).toBe(3);
  });
});

describe('progress', () => {
  function recorded(isTerminal: boolean) {
    let text = '';
    let now = 0;
    const sink = { write: (more: string) => void (text += more), isTerminal, columns: 60 };
    const progress = createProgress(sink, () => now);
    return { progress, pass: (time: number) => void (now += time), text: () => text };
  }

  it('is a bar with bytes on a terminal, which goes away', () => {
    const { progress, pass, text } = recorded(true);
    progress.phase('reading');
    pass(100);
    progress.bytes('weights', 5e8, 1e9);
    progress.bytes('weights', 5.1e8, 1e9);
    progress.clear();
    expect(text()).toBe(
      '\r\u001b[2Kreading\r\r\u001b[2K[############............] 500 MB of 1.00 GB  weights\r\r\u001b[2K',
    );
  });

  it('is a line now and then elsewhere', () => {
    const { progress, pass, text } = recorded(false);
    progress.phase('reading');
    for (let done = 0; done <= 10; done++) {
      pass(500);
      progress.bytes('weights', done * 1e6, 1e7);
    }
    progress.clear();
    expect(text()).toBe(
      'snapc: reading\nsnapc: weights, 3.00 MB of 10.0 MB\nsnapc: weights, 7.00 MB of 10.0 MB, about 2 s left\n',
    );
  });

  it('and colour keep to NO_COLOR', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    const argv = [...COMPILE, '--out', 'model.onnx'];
    const bright = await runCli(argv, { folder, terminal: true });
    expect(bright.stderr).toContain('\u001b[1;31merror');
    const environment = { NO_COLOR: '1' };
    const plain = await runCli(argv, { folder, terminal: true, environment });
    expect(plain.stderr).not.toContain('\u001b[1;');
    expect(plain.stdout).toBe('');
  });
});

describe('text', () => {
  it('in tables has numbers to the right', () => {
    expect(
      table(
        ['op', 'count'],
        [
          ['conv', '3'],
          ['matmul', '120'],
        ],
      ),
    ).toBe('op      count\nconv        3\nmatmul    120\n');
  });

  it.each([
    [0, '0 B'],
    [999, '999 B'],
    [1000, '1.00 kB'],
    [999_600, '1.00 MB'],
    [3_036_676_096, '3.04 GB'],
  ])('%d bytes are %s', (bytes, text) => {
    expect(formatBytes(bytes)).toBe(text);
  });

  it('counts in powers of a thousand', () => {
    expect([759_000_000, 12, 1.5e12].map(formatCount)).toEqual(['759 M', '12', '1.50 T']);
  });

  it('for a shell is quoted', () => {
    expect(shellCommand(['snapc', 'a b', "it's", 'x=1'])).toBe(`snapc 'a b' 'it'\\''s' x=1`);
  });
});

describe('the difference of tensors', () => {
  const f32 = (...values: number[]) => tensorFrom('f32', [values.length], values);

  it('has every measure', () => {
    expect(compareTensors(f32(1, 2, 4), f32(1, 2, 5))).toEqual({
      maxAbs: 1,
      maxRel: 0.2,
      error: 1 / 6,
      sqnr: 10 * Math.log10(30),
    });
  });

  it('is nothing between equal infinities and NaNs, and infinite where one side has them', () => {
    expect(compareTensors(f32(NaN, Infinity), f32(NaN, Infinity))).toMatchObject({ error: 0 });
    expect(compareTensors(f32(NaN), f32(1)).error).toBe(Infinity);
    expect(compareTensors(f32(1), f32(Infinity)).error).toBe(Infinity);
    expect(compareTensors(f32(1, 2), f32(1)).error).toBe(Infinity);
  });
});
