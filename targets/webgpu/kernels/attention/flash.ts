/**
 * Attention in one pass over the keys with a running maximum and sum (Milakov and Gimelshein, arXiv 1805.02867;
 * Dao et al., arXiv 2205.14135): an invocation keeps the outputs of its queries and never stores a score.
 */

import type { LowerRequest } from '../../lowering.ts';
import type { Kernel } from '../../program.ts';
import { KernelWriter, literal } from '../../syntax.ts';
import { scoreMask } from './mask.ts';
import { itemsOf } from './problem.ts';
import type { Problem } from './problem.ts';
import { Registers } from './registers.ts';
import { storeSums, sumsInMemory } from './results.ts';
import { RowReader, times } from './rows.ts';
import { tileScores } from './scores.ts';
import { keyWalk } from './stage.ts';
import type { Tile } from './tile.ts';

/** Below every score: where the running maximum starts, and what a hidden key gets. */
const LOWEST = -3.4028234663852886e38;

export function flashKernel(request: LowerRequest, problem: Problem, tile: Tile): Kernel {
  const { queries, keys, features, width } = problem;
  const { rows, columns, workgroup } = tile;
  const kernel = new KernelWriter();
  kernel.line('let item = group.z;', `let first = id.x * ${rows}u;`);
  // Those who share what they read stay together.
  if (tile.source === 'own') kernel.line(`if (first >= ${queries}u) { return; }`);
  const place = (row: string): string =>
    queries % (rows * workgroup) === 0 ? `first + ${row}` : `min(first + ${row}, ${queries - 1}u)`;
  const query = new RowReader(kernel, problem, problem.query, features);
  const key = new RowReader(kernel, problem, problem.key, features);
  const value = new RowReader(kernel, problem, problem.value, width);
  const walk = keyWalk(kernel, problem, tile, key, value);
  const scores = tileScores(kernel, problem, tile, query, walk.loadKeys, place);
  const mask = scoreMask(kernel, problem, keys % columns !== 0);
  const loop = tile.unrolled ? undefined : value.runtimeBlocks();
  const memory = sumsInMemory(request, kernel, problem, tile, value.blocks);
  const sums = new Registers(kernel, rows, value.blocks, loop, memory);
  const lowest = literal(kernel, 'f32', LOWEST);
  const states = times(rows, () => ({ most: kernel.fresh('m'), total: kernel.fresh('l') }));
  for (const { most, total } of states) {
    kernel.line(`var ${most} = ${lowest};`, `var ${total} = 0.0f;`);
  }
  // No query of the workgroup sees beyond the place of its last.
  const end = problem.causal
    ? kernel.let(`min(${keys}u, (group.x + 1u) * ${rows * workgroup}u)`, 'e')
    : `${keys}u`;
  walk.over(end, () => {
    const found = scores();
    const weights = states.map(({ most, total }, row) => {
      const groups = (found[row] ?? []).map((score, group) => {
        const [own, first] = [place(`${row}u`), `t + ${4 * group}u`];
        const shown = mask.shown(own, first);
        const added = mask.added(score, own, first);
        return { shown, score: kernel.let(hide(added, lowest, shown)) };
      });
      const four = kernel.let(
        groups.reduce((most_, { score }) => `max(${most_}, ${score})`, `vec4<f32>(${most})`),
      );
      const next = kernel.let(`max(max(${four}.x, ${four}.y), max(${four}.z, ${four}.w))`);
      const factor = kernel.let(`exp(${most} - ${next})`);
      const powers = groups.map(({ score, shown }) =>
        kernel.let(hide(`exp(${score} - ${next})`, '0.0f', shown), 'p'),
      );
      const sum = `dot(${powers.join(' + ')}, vec4<f32>(1.0f))`;
      kernel.line(`${most} = ${next};`, `${total} = ${total} * ${factor} + ${sum};`);
      return { factor, powers };
    });
    sums.blockwise((names, block) => {
      const loaded = walk.loadValues('t', columns, block);
      for (const [row, { factor, powers }] of weights.entries()) {
        const name = names[row];
        const terms = loaded.map((four, at) => `${powers[at >> 2]}[${at & 3}] * ${four}`);
        kernel.line(`${name} = ${name} * ${factor} + ${terms.join(' + ')};`);
      }
    });
  });
  storeSums(
    request,
    kernel,
    problem,
    sums,
    states.map(({ total }) => total),
  );
  return kernel.finish({
    label: request.label,
    origin: request.origin,
    workgroupSize: [workgroup, 1, 1],
    workgroups: [Math.ceil(queries / (rows * workgroup)), 1, itemsOf(problem)],
  });
}

function hide(value: string, instead: string, shown: string | undefined): string {
  return shown === undefined ? value : `select(vec4<f32>(${instead}), ${value}, ${shown})`;
}
