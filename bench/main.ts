/** `npm run bench`: one table in one run on one machine. */

import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Case } from './cases/case.ts';
import { CLASSES, TINY_CLASSES } from './cases/classes.ts';
import { prepareOneKernel } from './cases/one-kernel.ts';
import { buildPages } from './cases/pages.ts';
import { prepareClass, prepareFile } from './cases/prepare.ts';
import { errorOfPeer } from './errors.ts';
import { OWN_PEERS, peaksOf } from './footprints.ts';
import { fullCompileReport } from './full-compile.ts';
import { kernelTable } from './kernels.ts';
import { machine, versions } from './machine.ts';
import { readOptions } from './options.ts';
import type { BenchOptions } from './options.ts';
import { precisionTables } from './precision/main.ts';
import { weightsTable } from './weights.ts';
import { reportCase } from './report/figures.ts';
import { markdownOf } from './report/markdown.ts';
import type { CaseReport, Report } from './report/report.ts';
import { withResults } from './report/results.ts';
import { measureCase } from './rounds.ts';

const RESULTS = fileURLToPath(new URL('RESULTS.md', import.meta.url));

function say(line: string): void {
  process.stderr.write(`bench: ${line}\n`);
}

/** The cases one by one, each prepared when its turn comes. */
async function* cases(
  options: BenchOptions,
  root: string,
  signal: AbortSignal,
): AsyncGenerator<Case> {
  const { device, precision, only, model, inputs } = options;
  const settings = { device, precision, signal };
  if (model !== undefined) {
    say(`preparing ${model}`);
    yield await prepareFile(root, { model, ...(inputs === undefined ? {} : { inputs }) }, settings);
    return;
  }
  for (const item of options.quick ? TINY_CLASSES : CLASSES) {
    if (only.length > 0 && !only.includes(item.name)) continue;
    say(`preparing ${item.name}`);
    yield await prepareClass(root, item, settings);
  }
}

async function measure(options: BenchOptions, root: string, signal: AbortSignal): Promise<Report> {
  const { adapter, peers, rounds, quick } = options;
  const here = machine();
  const { jaxGzipBytes } = await buildPages(root);
  const reports: CaseReport[] = [];
  let adapterName: string = adapter;
  const settings = { root, adapter, signal };
  say('a program of one kernel, to compare memory with');
  const { device, precision } = options;
  const baseline = await prepareOneKernel(root, { device, precision, signal });
  if ('failure' in baseline) throw new Error(baseline.failure);
  const own = OWN_PEERS.filter((peer) => peers.includes(peer));
  const oneKernel = await peaksOf(baseline.folder, own, settings);
  for await (const item of cases(options, root, signal)) {
    const measured = await measureCase(item, {
      root,
      adapter,
      peers,
      rounds,
      together: quick,
      signal,
      say,
    });
    const roof = measured.get('roof');
    if (roof !== undefined && !('failure' in roof)) adapterName = roof.started.adapter ?? adapter;
    const errorOf = (peer: (typeof peers)[number]) => errorOfPeer(join(root, item.folder), peer);
    const about = { peers, inSoftware: adapter !== 'default' };
    reports.push(await reportCase(item, measured, about, errorOf));
  }
  if (reports.length === 0) throw new Error(`no class is called ${options.only.join(' or ')}`);
  return {
    schemaVersion: 1,
    date: new Date().toISOString(),
    machine: here,
    versions: await versions(),
    adapter,
    adapterName,
    device: options.device,
    precision: options.precision,
    rounds,
    jaxGzipBytes,
    oneKernel,
    cases: reports,
  };
}

async function bench(options: BenchOptions, signal: AbortSignal): Promise<void> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'snapc-bench-')));
  try {
    const report = await measure(options, root, signal);
    const text = `${markdownOf(report)}\n`;
    process.stdout.write(text);
    if (options.json !== undefined) {
      await writeFile(options.json, `${JSON.stringify(report, undefined, 2)}\n`);
    }
    if (options.write) await keep(report.adapter, text);
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}

/** In RESULTS.md, in the place of the section of that name. */
async function keep(section: string, text: string): Promise<void> {
  const present = await readFile(RESULTS, 'utf8').catch(() => '');
  await writeFile(RESULTS, withResults(present, section, text));
}

async function main(): Promise<void> {
  const [command, ...args] = process.argv.slice(2);
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.once(name, () => interrupted.abort(new Error(`stopped by ${name}`)));
  }
  try {
    if (command === 'precision') {
      const tables = await precisionTables(args, interrupted.signal, say);
      process.stdout.write(`${tables}\n`);
      return;
    }
    if (command === 'weights') {
      const table = await weightsTable(args, interrupted.signal, say);
      process.stdout.write(`${table}\n`);
      return;
    }
    const options = readOptions(process.argv.slice(2));
    const { kernels, adapter, rounds, fullCompile, precision } = options;
    if (fullCompile) {
      const text = await fullCompileReport({ precision, signal: interrupted.signal, say });
      process.stdout.write(`${text}\n`);
      if (options.write) await keep('full_compile', text);
    } else if (kernels === undefined) await bench(options, interrupted.signal);
    else {
      const table = await kernelTable(kernels, { adapter, rounds, signal: interrupted.signal });
      process.stdout.write(`${table}\n`);
    }
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = interrupted.signal.aborted ? 130 : 1;
  }
}

await main();
