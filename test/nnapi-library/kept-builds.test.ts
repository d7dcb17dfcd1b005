/** Builds of emitted libraries: found again, and removed when they are many and old. */

import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildOnce } from '../../targets/nnapi/host/cmake.ts';
import { markUsed, removeOldBuilds } from '../../targets/nnapi/host/kept-builds.ts';
import { temporaryFolder } from '../support/folder.ts';

const HOUR = 3_600_000;

/** As if a build of some bytes was used last so many hours ago. */
function makeBuild(folder: string, name: string, bytes: number, hours: number): void {
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'product'), new Uint8Array(bytes));
  const used = new Date(Date.now() - hours * HOUR);
  utimesSync(join(folder, name), used, used);
}

const limits = { mostBytes: 250, leastAge: HOUR };

describe('builds', () => {
  test('that were not used for longest are removed', async () => {
    const folder = await temporaryFolder();
    for (const [hours, name] of ['new', 'b', 'c', 'd'].entries()) {
      makeBuild(folder, name, 100, hours + 2);
    }
    await markUsed(join(folder, 'd'));
    await removeOldBuilds(folder, limits);
    expect(readdirSync(folder).toSorted()).toEqual(['d', 'new']);
  });

  test('that another process may be about to run stay, whatever their size', async () => {
    const folder = await temporaryFolder();
    for (const name of ['a', 'b', 'c']) makeBuild(folder, name, 1000, 0.5);
    await removeOldBuilds(folder, limits);
    expect(readdirSync(folder).length).toBe(3);
  });

  test('of processes that were killed are removed after a day', async () => {
    const folder = await temporaryFolder();
    makeBuild(folder, 'run_model-1.part-a', 1000, 20);
    makeBuild(folder, 'run_model-1.part-b', 1000, 30);
    makeBuild(folder, 'run_model-2', 100, 30);
    await removeOldBuilds(folder, limits);
    expect(readdirSync(folder).toSorted()).toEqual(['run_model-1.part-a', 'run_model-2']);
  });

  test('are removed by several processes at once, and where there is nothing', async () => {
    const folder = await temporaryFolder();
    for (let index = 0; index < 20; index++) makeBuild(folder, `b${index}`, 100, 2 + index);
    await Promise.all([1, 2, 3, 4].map(() => removeOldBuilds(folder, limits)));
    expect(readdirSync(folder).toSorted()).toEqual(['b0', 'b1']);
    await removeOldBuilds(join(folder, 'nowhere'), limits);
  });
});

const hasCmake = spawnSync('cmake', ['--version']).status === 0;

test.skipIf(!hasCmake)('a build that is found again counts as used', async () => {
  const source = await temporaryFolder();
  const kept = join(await temporaryFolder(), 'builds');
  const lines = [
    'cmake_minimum_required(VERSION 3.18)',
    'project(x LANGUAGES NONE)',
    'add_custom_target(made COMMAND ${CMAKE_COMMAND} -E touch product)',
  ];
  writeFileSync(join(source, 'CMakeLists.txt'), lines.join('\n'));
  const project = { title: 'x', source, content: [], settings: {}, target: 'made' };
  const build = () => buildOnce({ ...project, product: 'product' }, { kept });
  const product = await build();
  expect(existsSync(product)).toBe(true);
  const folder = join(product, '..');
  utimesSync(folder, new Date(0), new Date(0));
  expect(await build()).toBe(product);
  expect(statSync(folder).mtimeMs).toBeGreaterThan(Date.now() - HOUR);
});
