/**
 * `npm run judge -- DIR...`: draws held-out captions through compiled pipelines of the miniature, looks at the pixels,
 * and prints what share is right and what each loses against the first; Markdown on standard output.
 */

import { drawAll } from './draw.ts';
import type { Drawn } from './draw.ts';
import { readOptions } from './options.ts';
import { heldOutCaptions, judge } from './python.ts';
import type { Score } from './python.ts';

const CRITERIA = ['all', 'shape', 'colour', 'place', 'relation', 'all of one', 'all of two'];

const { folders, options } = readOptions(process.argv.slice(2));

function say(text: string): void {
  process.stderr.write(`judge: ${text}\n`);
}

/** What cannot be opened, or drawn, or judged, is told without a stack. */
function fail(error: unknown): never {
  say(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
process.on('uncaughtException', fail);

const { captions: count, seed, adapter, steps, guidance } = options;
const captions = heldOutCaptions(count);
const all: Drawn[] = [];
for (const folder of folders) {
  let told = performance.now();
  const drawn = await drawAll(folder, captions, {
    seed,
    ...(adapter === undefined ? {} : { adapter }),
    ...(steps === undefined ? {} : { steps }),
    ...(guidance === undefined ? {} : { guidance }),
    onPicture: (done) => {
      if (performance.now() - told < 10_000) return;
      told = performance.now();
      say(`${folder}: ${done} of ${captions.length}`);
    },
  });
  say(`${folder}: drawn on ${drawn.adapter}`);
  all.push(drawn);
}
const judgement = await judge(
  captions,
  all.map(({ pictures }) => pictures),
);

const percent = (score: Score | undefined): string =>
  score === undefined
    ? '-'
    : `${(100 * score.value).toFixed(1)} ± ${(100 * score.error).toFixed(1)}`;
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
const head = (cells: readonly string[]): string =>
  row(cells) + row(cells.map((_, at) => (at === 0 ? '---' : '---:')));

process.stdout.write(head(['% right', ...CRITERIA, 'first, s', 's', 'processor s']));
for (const [at, folder] of folders.entries()) {
  const { secondsFirst = NaN, secondsEach = NaN, processorSecondsEach = NaN } = all[at] ?? {};
  process.stdout.write(
    row([
      folder,
      ...CRITERIA.map((name) => percent(judgement.scores[at]?.[name])),
      secondsFirst.toFixed(2),
      secondsEach.toFixed(2),
      processorSecondsEach.toFixed(2),
    ]),
  );
}
if (folders.length > 1) {
  process.stdout.write(`\n${head([`points lost against ${folders[0] ?? ''}`, ...CRITERIA])}`);
  for (const [at, folder] of folders.entries()) {
    if (at === 0) continue;
    const losses = judgement.losses[at];
    process.stdout.write(row([folder, ...CRITERIA.map((name) => percent(losses?.[name]))]));
  }
}
process.stdout.write(
  `\n${judgement.captions} held-out captions; ±: standard error over captions. Time is of the first picture, with the adapter's own compilation; of others, the median; and what all processors spent on one.\n`,
);
// Dawn keeps the process alive.
process.exit(0);
