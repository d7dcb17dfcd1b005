/** The built-in device files: each is valid, honest about its figures, and no worse than WebGPU guarantees. */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import {
  builtInDevices,
  completeLimits,
  findDevice,
  parseDeviceText,
} from '../../targets/devices/index.ts';
import { limitRules } from '../../targets/devices/limits.ts';

const folder = fileURLToPath(new URL('../../targets/devices/', import.meta.url));
const files = readdirSync(folder).filter((file) => /^[a-z].*(?<!\.schema)\.json$/.test(file));

interface FigureLike {
  readonly value: unknown;
  readonly source: unknown;
  readonly from: unknown;
}

/** The part of the schema that the tests look at. */
interface SchemaShape {
  readonly properties: {
    readonly webgpu: { readonly properties: { readonly limits: { readonly properties: object } } };
  };
}

const schema = JSON.parse(readFileSync(`${folder}device.schema.json`, 'utf8')) as SchemaShape;

/** Every object of a device that has a `value`, with its path. */
function figuresOf(value: unknown, path: string): readonly (readonly [string, FigureLike])[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('value' in value) return [[path, value as FigureLike]];
  return Object.entries(value).flatMap(([key, child]) => figuresOf(child, `${path}.${key}`));
}

/** Numbers, flags and lists that are not inside a figure: there must be none. */
function bareFactsOf(value: unknown, path: string): readonly string[] {
  if (value === null || typeof value === 'string') return [];
  if (typeof value !== 'object' || Array.isArray(value)) return [path];
  if ('value' in value) return [];
  return Object.entries(value).flatMap(([key, child]) => bareFactsOf(child, `${path}.${key}`));
}

test('every JSON file of the folder is in the list, under its own name', () => {
  expect(builtInDevices.map((device) => `${device.name}.json`).sort()).toEqual(files.sort());
});

describe.each(files)('%s', (file) => {
  const text = readFileSync(folder + file, 'utf8');

  test('is valid', () => {
    expect(parseDeviceText(text, file)).toEqual({
      ok: true,
      value: JSON.parse(text),
      diagnostics: [],
    });
  });

  test('says of every figure how sure it is and where it comes from', () => {
    const device: unknown = JSON.parse(text);
    expect(bareFactsOf(device, '$')).toEqual([]);
    for (const [path, figure] of figuresOf(device, '$')) {
      expect(['documented', 'measured', 'estimated'], path).toContain(figure.source);
      expect(String(figure.from).trim().length, path).toBeGreaterThan(3);
      expect(Object.keys(figure).sort(), path).toEqual(['from', 'source', 'value']);
    }
  });

  test('names the schema, so that editors can help', () => {
    expect(JSON.parse(text)).toHaveProperty('$schema', './device.schema.json');
  });

  test('has no limit worse than the default', () => {
    const result = parseDeviceText(text, file);
    const webgpu = result.ok ? result.value.webgpu : null;
    expect(webgpu).not.toBeNull();
    if (webgpu === null) return;
    const complete = completeLimits(webgpu.limits);
    for (const [name, rule] of limitRules) {
      const value = complete[name]?.value;
      if (value === undefined) continue;
      const isAlignment = name.startsWith('min');
      if (isAlignment) expect(value, name).toBeLessThanOrEqual(rule.default);
      else expect(value, name).toBeGreaterThanOrEqual(rule.default);
    }
  });
});

test('the schema knows exactly the limits that the code knows', () => {
  const inSchema = Object.keys(schema.properties.webgpu.properties.limits.properties);
  expect(inSchema.sort()).toEqual([...limitRules.keys()].sort());
});

test('the schema describes every property', () => {
  const undescribed: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, child] of Object.entries(node)) {
      if (key === 'properties') {
        for (const [name, property] of Object.entries(child as Record<string, object>)) {
          // The value of a figure is described by the figure; source and from are shared definitions.
          const shared = ['value', 'source', 'from'].includes(name);
          if (!shared && !('description' in property)) undescribed.push(`${path}.${name}`);
        }
      }
      visit(child, `${path}.${key}`);
    }
  };
  visit(schema, '$');
  expect(undescribed).toEqual([]);
});

test('limits that a device leaves out have the default of the specification', () => {
  const result = findDevice('webgpu-default');
  const limits = completeLimits((result.ok && result.value.webgpu?.limits) || {});
  expect(limits.maxStorageBufferBindingSize).toEqual({
    value: 134217728,
    source: 'documented',
    from: 'WebGPU specification, default limits',
  });
  expect(limits.maxImmediateSize).toBeUndefined();
  expect(Object.keys(limits)).toHaveLength(31);
});

test('an unknown device name is answered with the likely one', () => {
  const result = findDevice('iphone-14-por');
  expect(result.ok).toBe(false);
  expect(result.diagnostics[0]).toMatchObject({
    code: 'SNAPC5209',
    message: 'there is no device "iphone-14-por"',
    hint: expect.stringContaining('did you mean "iphone-14-pro"?') as string,
  });
  expect(findDevice('toaster').diagnostics[0]?.hint).toContain('webgpu-default, swiftshader');
});
