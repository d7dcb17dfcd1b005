/** The last resort: nodes compute in fp32, and what reads a number that fp16 cannot hold does so too. */

import { entryOf } from '../report.ts';
import type { RepairContext } from './repair.ts';

export function addIslands(context: RepairContext): void {
  for (const site of context.sites) {
    if (context.wide.has(site.node)) continue;
    context.wide.add(site.node);
    const reads = site.kind === 'read';
    const reason = reads ? 'it reads in fp32 what fp16 cannot hold' : 'it computes in fp32';
    context.done.push(entryOf(site, { repair: 'island', reason }));
  }
}
