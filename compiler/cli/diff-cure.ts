/** What a user can do about outputs that differ: that depends on what was asked for, and where it ran. */

import type { Manifest } from '../manifest.ts';
import type { Pass } from '../pass.ts';
import { RUNNABLE } from './artifact.ts';
import { visible } from './present.ts';
import type { RunTarget } from './run-compiled.ts';

/** Passes that may move numbers as far as these are large do so on purpose; others only round. */
const ON_PURPOSE = 1;

/** For what passes change on purpose no op is to blame. */
export function cureOf(
  { precision, targets }: Manifest,
  target: RunTarget,
  passes: Readonly<Record<string, Pass>>,
  isItsModel: boolean,
): string {
  if (!isItsModel)
    return 'compile this file, or compare with the one that the folder was compiled from';
  const ran = (targets[target]?.passes ?? []).map(({ name }) => name);
  const meant = new Set(ran.filter((name) => (passes[name]?.tolerance ?? 0) >= ON_PURPOSE));
  if (meant.size > 0) {
    return `the folder was compiled with what changes numbers on purpose (${visible([...meant].join(', '))}): judge by the SQNR whether that is little enough`;
  }
  if (target === RUNNABLE) return 'run again with --ops to see the first op that differs';
  const finer =
    precision === 'fp16' ? 'compile with --precision fp32 if fp16 is too coarse, or ' : '';
  return `${finer}compile for webgpu too, and run again with --target webgpu --ops to see the first op that differs`;
}
