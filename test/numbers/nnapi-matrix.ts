/** `npm run numbers -- --target nnapi`: emitted tables on the reference of NNAPI, at each feature level. */

import { join } from 'node:path';
import { errorsOf } from '../nnapi-numbers/errors.ts';
import { importedCases } from '../nnapi-numbers/imported-cases.ts';
import { LEVELS } from '../nnapi-numbers/levels.ts';
import type { Case } from './cases.ts';

type Precision = 'fp32' | 'fp16';

/** The exit code. */
export async function nnapiMatrix(
  cases: readonly Case[],
  precisions: readonly Precision[],
  tolerances: Readonly<Record<Precision, number>>,
  scratch: string,
): Promise<number> {
  const columns = LEVELS.flatMap((level) => precisions.map((precision) => ({ level, precision })));
  const rows = new Map(cases.map(({ name }) => [name, [] as string[]]));
  const { imported, close } = await importedCases(cases);
  let wrong = 0;
  for (const { level, precision } of columns) {
    const folder = join(scratch, `${level} ${precision}`);
    for (const found of await errorsOf(imported, { level, precision }, folder)) {
      const { name, half, error, fault } = found;
      if (fault !== undefined) console.error(`numbers: ${name}: ${fault}`);
      const isRight = error <= tolerances[half ? 'fp16' : precision];
      if (!isRight) wrong++;
      rows.get(name)?.push(isRight ? error.toExponential(1) : `**${error.toExponential(1)}**`);
    }
    console.error(`numbers: level ${level} ${precision} is done`);
  }
  await close();
  const head = columns.map(({ level, precision }) => `${level} ${precision}`);
  console.log(`| model at feature level | ${head.join(' | ')} |`);
  console.log(`| --- |${columns.map(() => ' ---: |').join('')}`);
  for (const [name, cells] of rows) console.log(`| ${name} | ${cells.join(' | ')} |`);
  console.log(wrong === 0 ? '\nall within bounds' : `\n${wrong} beyond their bounds`);
  return wrong === 0 ? 0 : 1;
}
