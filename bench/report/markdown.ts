/** The report as Markdown: the table of speed, then what loading and memory are made of. */

import { LOADING, loadingRows } from './loading.ts';
import { MEMORY, memoryRows } from './memory.ts';
import { notesOf } from './notes.ts';
import type { CaseReport, Machine, Report } from './report.ts';
import { count, markdownTable, megabytes, milliseconds, significant, times } from './text.ts';

export function markdownOf(report: Report): string {
  const { cases } = report;
  return [
    ...heading(report),
    markdownTable(SPEED, cases.flatMap(speedRows)),
    ...failures(cases),
    '## Loading',
    markdownTable(LOADING, cases.flatMap(loadingRows)),
    '## Folders',
    markdownTable(FOLDERS, cases.map(folderRow)),
    '## Memory',
    markdownTable(MEMORY, memoryRows(report)),
    ...notesOf(report),
  ].join('\n\n');
}

function heading({ date, machine, versions, cases, ...report }: Report): string[] {
  const packages = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    `# snapc beside its peers on ${report.adapterName}`,
    [
      machineLine(date, machine),
      `- ${packages.join(', ')}`,
      `- compiled for ${report.device}, ${report.precision}; medians of ${report.rounds} rounds, all peers in turns`,
      ...cases.map(({ name, title }) => `- ${name}: ${title}`),
    ].join('\n'),
  ];
}

/** `date` begins with year, month and day. */
export function machineLine(date: string, machine: Machine): string {
  const { system, cores, processor, memoryBytes, load } = machine;
  const memory = (memoryBytes / 2 ** 30).toFixed(0);
  return `- ${date.slice(0, 10)}, ${system}, ${cores} cores of ${processor}, ${memory} GiB, load ${load.toFixed(1)}`;
}

const SPEED = [
  'model',
  'peer',
  'ms per run (least to most)',
  'CPU s per run',
  'of it event loop',
  'GFLOP/s',
  'GFLOP/CPU-s',
  'of roof',
  'times snapc, wall',
  'times snapc, CPU',
  'first result ms',
  'peak MB',
  'largest error',
];

function speedRows({ name, peers, roof }: CaseReport): string[][] {
  const rows = peers.map((figures) => {
    if ('failure' in figures) return [name, figures.peer, 'fails, see below'];
    const { wallMs, cpuSeconds, throughput, timesSnapc } = figures;
    return [
      name,
      figures.peer,
      `${milliseconds(wallMs.median)} (${milliseconds(wallMs.least)} to ${milliseconds(wallMs.most)})`,
      significant(cpuSeconds.median),
      significant(figures.mainThreadSeconds ?? Number.NaN),
      significant(throughput.gflops),
      significant(throughput.gflopsPerCpuSecond),
      figures.shareOfRoof === undefined ? '' : `${(100 * figures.shareOfRoof).toFixed(1)} %`,
      times(timesSnapc?.wall),
      times(timesSnapc?.cpu),
      milliseconds(figures.firstResultMs),
      megabytes(figures.peakBytes),
      figures.largestError?.toExponential(1) ?? '',
    ];
  });
  if ('failure' in roof) return [...rows, [name, 'roof', 'fails, see below']];
  const { gflops, gflopsPerCpuSecond } = roof;
  return [
    ...rows,
    [name, 'roof', '', '', '', significant(gflops), significant(gflopsPerCpuSecond)],
  ];
}

function failures(cases: readonly CaseReport[]): string[] {
  const found = cases.flatMap(({ name, peers, roof }) =>
    [...peers, { peer: 'roof', ...roof }].flatMap((item) =>
      'failure' in item ? [`- ${name}, ${item.peer}: ${firstLine(item.failure)}`] : [],
    ),
  );
  return found.length === 0 ? [] : [found.join('\n')];
}

function firstLine(message: string): string {
  return message.split('\n')[0]?.trim() ?? '';
}

const FOLDERS = [
  'model',
  'parameters',
  'GFLOP',
  'weights MB',
  'arena MB',
  'kernels',
  'dispatches',
  'compile s',
  'scripts gzip kB',
];

function folderRow({ name, parameters, flops, compiled }: CaseReport): string[] {
  if ('failure' in compiled) return [name, count(parameters), significant(flops / 1e9)];
  return [
    name,
    count(parameters),
    significant(flops / 1e9),
    megabytes(compiled.weightBytes),
    megabytes(compiled.arenaBytes),
    String(compiled.kernels),
    String(compiled.dispatches),
    significant(compiled.seconds),
    (compiled.downloadGzipBytes / 1000).toFixed(1),
  ];
}
