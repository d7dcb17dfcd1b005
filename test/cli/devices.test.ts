/** `snapc devices new` and `snapc devices page`. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';
import { COMPILE, envelopeOf, runCli, writeTinyModel } from './harness.ts';

describe('devices', () => {
  it('lists them where no other word is given', async () => {
    const folder = await temporaryFolder();
    const listed = await runCli(['devices'], { folder });
    expect(listed).toMatchObject({ code: 0, stderr: '' });
    expect(listed.stdout).toMatch(/^name .*\n.*webgpu-default/);
    expect(await runCli(['devices', 'list'], { folder })).toEqual(listed);
    const config = await runCli(['devices', '--config', 'nothing.json'], { folder });
    expect(config.stderr).toContain('SNAPC5440');
  });
});

describe('devices new', () => {
  it('writes a skeleton that compiles', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    const made = await runCli(['devices', 'new', 'my-phone', '--out', 'my.json'], { folder });
    expect(made).toMatchObject({ code: 0, stderr: '' });
    expect(made.stdout).toMatch(/estimated +\d+\n\nwrote my\.json; compile with --device my\.json/);
    const compile = COMPILE.map((word) => (word === 'webgpu-default' ? 'my.json' : word));
    expect((await runCli([...compile, '--out', 'out'], { folder })).code).toBe(0);
  });

  it('starts from a similar phone', async () => {
    const folder = await temporaryFolder();
    const argv = ['devices', 'new', 'my-phone', '--like', 'pixel-9', '--out', 'my.json'] as const;
    const made = await runCli([...argv, '--json'], { folder });
    expect(envelopeOf(made)).toMatchObject({
      status: 'ok',
      result: { file: 'my.json', device: { name: 'my-phone', vendor: 'Google' } },
    });
  });

  it.each([
    [['my-phone', '--like', 'pixel-99', '--out', 'my.json'], 'SNAPC5209'],
    [['my-phone', '--from', 'nothing.json', '--out', 'my.json'], 'SNAPC5404'],
    [['my-phone', '--from', 'other.json', '--out', 'my.json'], 'SNAPC5210'],
    [['my-phone', '--from', 'bad.json', '--out', 'my.json'], 'bad.json'],
    [['my-phone', '--out', 'other.json'], 'is there already'],
    [['pixel-9', '--out', 'my.json'], 'there is a device "pixel-9" already'],
    [['My Phone', '--out', 'my.json'], '$.name'],
    [['my-phone'], '--out'],
  ])('%j is refused', async (words, told) => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'other.json'), '{}');
    const webgpu = { limits: {}, features: { value: ['shader-f16'] } };
    await writeFile(join(folder, 'bad.json'), JSON.stringify({ webgpu, costs: {} }));
    const ran = await runCli(['devices', 'new', ...words], { folder });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(told);
  });
});

describe('devices page', () => {
  it('writes one file that needs no other', async () => {
    const folder = await temporaryFolder();
    const ran = await runCli(['devices', 'page', '--out', 'deep/page'], { folder });
    expect(ran.code).toBe(0);
    const text = await readFile(join(folder, 'deep/page/index.html'), 'utf8');
    expect(text).toMatch(/^<!doctype html>/);
    expect(text).not.toMatch(/\b(?:src|href)="(?!data:)/);
    expect(text).not.toMatch(/\bimport\b.*\bfrom\b/);
  });

  it('refuses a file as its folder', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'file'), '');
    const ran = await runCli(['devices', 'page', '--out', 'file'], { folder });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('SNAPC5405');
  });
});
