/**
 * The demo: compiles the miniature for a phone, draws prompts with what came out, and writes the pictures.
 *
 *   npm run demo -- "a small green triangle above a red square"
 */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatDiagnostic } from 'snapc';
import { table } from '../../compiler/cli/table.ts';
import { formatMilliseconds } from '../../compiler/units.ts';
import { openDevice } from '../../targets/webgpu/host/adapter.ts';
import { openPictures } from '../../targets/webgpu/host/open-pictures.ts';
import { snapc } from '../snapc.ts';
import { enlarged } from './image.ts';
import { readOptions } from './options.ts';
import { contactSheet } from './sheet.ts';
import type { Captioned } from './sheet.ts';

const PROMPTS = [
  'a red circle',
  'a small green triangle above a red square',
  'a large blue star on a black background',
  'a yellow ring left of a purple cross on a navy background',
  'an orange square at the bottom on a white background',
  'a pink circle below a cyan triangle',
  'a large cyan ring on the left on a brown background',
  'a purple star right of a small yellow square',
];
const PHONE = 'pixel-9';
/** What draws here where no GPU does; these have device files too. */
const SOFTWARE = [
  [/swiftshader/i, 'swiftshader'],
  [/llvmpipe/i, 'lavapipe'],
] as const;
/** For a GPU that cannot compute in fp16: weights take two bytes all the same. */
const ANY_GPU = 'webgpu-default';
const PACKAGES = join('out', 'demo');
const SCALE = 4;

const { prompts: asked, options } = readOptions(process.argv.slice(2));
const prompts = asked.length > 0 ? asked : PROMPTS;

function say(text: string): void {
  process.stderr.write(`demo: ${text}\n`);
}

const stages: (readonly [string, string])[] = [];

/** Takes the time of a stage. */
async function timed<T>(name: string, work: () => T | Promise<T>): Promise<T> {
  const start = performance.now();
  try {
    return await work();
  } finally {
    stages.push([name, formatMilliseconds(performance.now() - start)]);
  }
}

function compileFor(device: string): string {
  const out = join(PACKAGES, device);
  const words = ['--target', 'webgpu', '--device', device, '--precision', 'fp16', '--out', out];
  const { code } = snapc('pipeline', options.models, ...words);
  if (code !== 0) process.exit(code ?? 1);
  return out;
}

/** The device file for what draws here; the phone's where that is a GPU that can do what the phone can. */
async function deviceHere(): Promise<string> {
  const opened = await openDevice();
  if (!('device' in opened)) return PHONE;
  const { description, adapter, close } = opened;
  const half = adapter.features.has('shader-f16');
  close();
  const software = SOFTWARE.find(([pattern]) => pattern.test(description))?.[1];
  return software ?? (half ? PHONE : ANY_GPU);
}

/** The words without the article, and the seed. */
function fileOf(prompt: string, seed: number): string {
  const words = prompt.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const told = words.slice(/^an?$/.test(words[0] ?? '') ? 1 : 0, 12);
  return `${[...told, seed].join('-')}.png`;
}

const started = performance.now();
const forPhone = await timed(`compile for ${PHONE}`, () => compileFor(PHONE));
const here = await deviceHere();
let used = forPhone;
if (here !== PHONE) {
  say(`there is no GPU like the phone's here: compiling once more, for ${here}`);
  used = await timed(`compile for ${here}`, () => compileFor(here));
}
const opened = await timed('load', () => openPictures(join(used, 'webgpu')));
for (const diagnostic of opened.diagnostics) say(formatDiagnostic(diagnostic));
if (!opened.ok) process.exit(1);
const { pipeline, adapter } = opened.value;
say(`drawing on ${adapter}`);

await mkdir(options.out, { recursive: true });
const drawn: Captioned[] = [];
const { seed, steps, guidance } = options;
for (const prompt of prompts) {
  const file = join(options.out, fileOf(prompt, seed));
  const start = performance.now();
  const picture = await timed(`draw ${file}`, () =>
    pipeline.generate({
      prompt,
      seed,
      ...(steps === undefined ? {} : { steps }),
      ...(guidance === undefined ? {} : { guidance }),
      onStep: ({ step, steps: all }) => {
        if (process.stderr.isTTY) process.stderr.write(`\rdemo: step ${step} of ${all} `);
      },
    }),
  ).catch((error: unknown) => {
    say(error instanceof Error ? error.message : String(error));
    return process.exit(1);
  });
  if (process.stderr.isTTY) process.stderr.write('\r');
  await writeFile(file, enlarged(picture, SCALE).png());
  say(`${prompt}: ${picture.steps} steps, ${formatMilliseconds(performance.now() - start)}`);
  if (picture.droppedTokens > 0) say(`its last ${picture.droppedTokens} tokens did not fit`);
  drawn.push({ prompt, picture });
}
const sheet = join(options.out, 'sheet.png');
if (drawn.length > 1) await timed(sheet, () => writeFile(sheet, contactSheet(drawn).png()));

stages.push(['in all', formatMilliseconds(performance.now() - started)]);

process.stdout.write(`${table(['stage', 'time'], stages)}
Drawn on ${adapter}; the pictures lie in ${options.out}.

${forPhone} is the package to embed: webgpu/index.js, and manifest.json says what is there. To try next:

  npm run demo -- "a small green triangle above a red square"
  npm run web
  npm run -s snapc -- pipeline YOUR-FOLDER --target webgpu --device ${PHONE} --precision fp16 --out out/yours
`);
// Dawn keeps the process alive.
process.exit(0);
