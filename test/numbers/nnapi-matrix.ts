/** `npm run numbers -- --target nnapi`: emitted tables on the reference of NNAPI, at each feature level. */

import { join } from 'node:path';
import { errorsOf } from '../nnapi-numbers/errors.ts';
import { importedCases } from '../nnapi-numbers/imported-cases.ts';
import type { ImportedCase } from '../nnapi-numbers/imported-cases.ts';
import { LEVELS } from '../nnapi-numbers/levels.ts';
import { COMPRESSIONS, compressedCase, lossesOf, mostEvaluated } from '../nnapi-numbers/losses.ts';
import type { CompressionName } from '../nnapi-numbers/losses.ts';
import type { Case } from './cases.ts';

type Precision = 'fp32' | 'fp16';
type Tolerances = Readonly<Record<Precision, number>>;

/** Floats of 32 bits that are computed in 16 are relaxed. */
const FLOATS = {
  fp32: { precision: 'fp32', relaxed: false, tolerance: 'fp32' },
  fp16: { precision: 'fp16', relaxed: false, tolerance: 'fp16' },
  relaxed: { precision: 'fp32', relaxed: true, tolerance: 'fp16' },
} as const;

/** NNAPI may lose as many decibels more than the evaluator, or than that when its numbers are moved by almost nothing. */
const MOST_LOST = 1;

/** The exit code. */
export async function nnapiMatrix(
  cases: readonly Case[],
  names: readonly string[],
  tolerances: Tolerances,
  scratch: string,
): Promise<number> {
  const compressions = COMPRESSIONS.filter((name) => names.includes(name));
  const { imported, close } = await importedCases(cases);
  const wrong =
    (await floats(imported, names, tolerances, scratch)) +
    (await compressed(imported, compressions, scratch));
  await close();
  console.log(wrong === 0 ? '\nall within bounds' : `\n${wrong} beyond their bounds`);
  return wrong === 0 ? 0 : 1;
}

async function floats(
  cases: readonly ImportedCase[],
  names: readonly string[],
  tolerances: Tolerances,
  scratch: string,
): Promise<number> {
  const kinds = Object.entries(FLOATS).filter(([kind]) => names.includes(kind));
  const columns = LEVELS.flatMap((level) => kinds.map(([kind, how]) => ({ level, kind, ...how })));
  const rows = new Rows(cases);
  let wrong = 0;
  for (const { level, kind, precision, relaxed, tolerance } of columns) {
    const folder = join(scratch, `${level} ${kind}`);
    for (const found of await errorsOf(cases, { level, precision, relaxed }, folder)) {
      const { name, half, error, fault } = found;
      const isRight = error <= tolerances[half ? 'fp16' : tolerance];
      if (!isRight) wrong++;
      rows.add(name, error.toExponential(1), isRight, fault);
    }
    console.error(`numbers: level ${level} ${kind} is done`);
  }
  rows.print(columns.map(({ level, kind }) => `${level} ${kind}`));
  return wrong;
}

/** In decibels against onnxruntime's floats, behind those of the evaluator. */
async function compressed(
  cases: readonly ImportedCase[],
  compressions: readonly CompressionName[],
  scratch: string,
): Promise<number> {
  const rows = new Rows(cases);
  let wrong = 0;
  for (const form of compressions) {
    const made = [];
    for (const one of cases) {
      made.push(await compressedCase(one, form));
      console.error(`numbers: ${one.name} in ${form} is evaluated`);
    }
    const moved = new Map<string, number>();
    for (const [column, level] of LEVELS.entries()) {
      const folder = join(scratch, `${level} ${form}`);
      const losses = await lossesOf(made, { level, precision: 'fp32' }, folder);
      for (const [index, { name, evaluated, emitted, fault }] of losses.entries()) {
        if (column === 0) rows.add(name, decibels(evaluated), true, undefined);
        let isRight = emitted > evaluated - MOST_LOST;
        const one = made[index];
        if (!isRight && fault === undefined && one !== undefined) {
          const lost = moved.get(name) ?? (await mostEvaluated(one));
          moved.set(name, lost);
          console.error(`numbers: ${name}: the evaluator, moved, gives ${decibels(lost)}`);
          isRight = emitted > lost - MOST_LOST;
        }
        if (!isRight) wrong++;
        rows.add(name, decibels(emitted), isRight, fault);
      }
      console.error(`numbers: level ${level} ${form} is done`);
    }
  }
  rows.print(
    compressions.flatMap((form) => [
      `${form} evaluated`,
      ...LEVELS.map((level) => `${level} ${form}`),
    ]),
  );
  return wrong;
}

function decibels(value: number): string {
  return `${value.toFixed(1)} dB`;
}

/** A table in Markdown, cell by cell. */
class Rows {
  readonly #cells: ReadonlyMap<string, string[]>;

  constructor(cases: readonly ImportedCase[]) {
    this.#cells = new Map(cases.map(({ name }) => [name, []]));
  }

  add(name: string, text: string, isRight: boolean, fault: string | undefined): void {
    if (fault !== undefined) console.error(`numbers: ${name}: ${fault}`);
    this.#cells.get(name)?.push(isRight ? text : `**${text}**`);
  }

  print(head: readonly string[]): void {
    if (head.length === 0) return;
    console.log(`| model at feature level | ${head.join(' | ')} |`);
    console.log(`| --- |${head.map(() => ' ---: |').join('')}`);
    for (const [name, cells] of this.#cells) console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
}
