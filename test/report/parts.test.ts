/** The small parts that a report is made of. */

import { describe, expect, it } from 'vitest';
import { html, nameMarkup, shortened } from '../../compiler/report/html.ts';
import { memoryTimeline } from '../../compiler/report/memory-timeline.ts';
import { estimate, familiesOf } from '../../compiler/report/roofline.ts';
import { parseSensitivity, printSensitivity } from '../../compiler/report/sensitivity.ts';

describe('a template', () => {
  it('escapes what is put into it, and nothing twice', () => {
    const inner = html`<b title="${'"x"'}">${'<i>&'}</b>`;
    expect(html`<p>${inner}${[1, html`<hr class="x" />`]}${undefined}</p>`.text).toBe(
      '<p><b title="&quot;x&quot;">&lt;i&gt;&amp;</b>1<hr class="x" /></p>',
    );
  });

  it('shows invisible characters by their codes', () => {
    expect(nameMarkup('a\u202Eb\n').text).toBe('<bdi>a\\u202eb\\u000a</bdi>');
  });

  it('keeps both ends of a long name', () => {
    expect(shortened(`${'a'.repeat(100)}end`, 9)).toBe('aaaa…aend');
    expect(shortened('short')).toBe('short');
  });
});

describe('the time of a kernel', () => {
  const speeds = {
    flopsPerSecond: 1e9,
    bytesPerSecond: 1e8,
    secondsPerKernel: 1e-4,
    bytesPerByte: 1,
  };
  it.each([
    ['arithmetic', { flops: 1e6, bytes: 1e4, dispatches: 1 }, 1 + 0.1],
    ['memory', { flops: 1e5, bytes: 1e6, dispatches: 2 }, 10 + 0.2],
    ['dispatch', { flops: 1e3, bytes: 1e2, dispatches: 3 }, 0.001 + 0.3],
  ])('is bound by %s', (bound, work, milliseconds) => {
    const found = estimate(work, speeds);
    expect(found.bound).toBe(bound);
    expect(found.estimated).toBeCloseTo(milliseconds, 9);
  });

  it('is not known without figures of the device', () => {
    const work = { flops: 1, bytes: 1, dispatches: 1 };
    expect(estimate(work, undefined)).toEqual({ estimated: null, bound: null });
  });

  it('adds up in families, the longest first', () => {
    const kernel = (label: string, flops: number) => {
      const work = { flops, bytes: 0, dispatches: 1 };
      return {
        label,
        block: 'in',
        names: [],
        index: 0,
        measured: null,
        ...work,
        ...estimate(work, speeds),
      };
    };
    const families = familiesOf([kernel('add', 1e3), kernel('conv', 1e6), kernel('add', 1e3)]);
    expect(families).toMatchObject([
      { name: 'conv', kernels: 1, flops: 1e6 },
      { name: 'add', kernels: 2, flops: 2e3, measured: null },
    ]);
  });
});

it('a timeline has the bytes of each step and names what is alive at the peak', () => {
  const tensor = (bytes: number, first: number, last: number) => {
    const name = `${bytes}`;
    return { bytes, first, last, by: 'conv', block: 'in', name };
  };
  const tensors = [tensor(10, 0, 1), tensor(5, 1, 3), tensor(7, 2, 4)];
  const found = memoryTimeline('plan', tensors, 4, { planned: 16, lowerBound: 16 });
  expect(found).toMatchObject({ live: [10, 15, 12, 12], peak: { step: 1, bytes: 15 } });
  expect(found.tensors.map(({ name }) => name)).toEqual(['10', '5']);
  expect(memoryTimeline('liveness', tensors, 4)).toMatchObject({ planned: null, lowerBound: 15 });
  expect(memoryTimeline('liveness', [], 0)).toMatchObject({
    live: [],
    peak: { step: 0, bytes: 0 },
  });
});

it('sensitivities are read as they are written', () => {
  const layers = [
    {
      names: ['w', 'conv'],
      choices: [
        { bytes: 4, noise: 0 },
        { bytes: 1, noise: 1e-4 },
      ],
    },
  ];
  const text = printSensitivity(['float', 'int8'], layers);
  expect(parseSensitivity(text)).toMatchObject({ forms: ['float', 'int8'], layers });
  expect(parseSensitivity(text.replace('noise', 'poise'))).toBeUndefined();
  expect(parseSensitivity('{')).toBeUndefined();
});
