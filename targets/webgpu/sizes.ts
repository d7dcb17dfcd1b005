/** The model at each of its sizes: folders of tables and kernels over one set of weights. */

import type { ModelInterface } from '../../compiler/output.ts';
import type { Graph } from '../../ir/graph.ts';
import { sizeFolder } from '../size-folder.ts';
import type { TargetContext } from '../target.ts';
import { shardLimit } from './assemble.ts';
import type { Assembly } from './assemble.ts';
import { assemblyOf } from './legal.ts';
import type { options } from './options.ts';
import { layoutWeights } from './weights.ts';

export interface SizedAssembly {
  readonly assembly: Assembly;
  readonly interface: ModelInterface;
  /** From the folder of the weights; empty for the usual size, which lies there. */
  readonly folder: string;
}

/** The usual size first. Their layout of weights is one: what all have in common is there once. */
export function assembliesOf(
  graph: Graph,
  { device, precision, options: own, interface: declared, shapes }: TargetContext<typeof options>,
): readonly [SizedAssembly, ...SizedAssembly[]] {
  const planned = (one: Graph): Assembly => assemblyOf(one, device, own.shard_bytes, precision);
  const usual = { assembly: planned(graph), interface: declared, folder: '' };
  if (shapes === undefined) return [usual];
  const others = shapes.others.map((other) => ({
    assembly: planned(other.graph),
    interface: other.interface,
    folder: sizeFolder(other.sizes),
  }));
  const kernels = [usual, ...others].flatMap(({ assembly }) => assembly.program.kernels);
  const weights = layoutWeights({ kernels }, shardLimit(device, own.shard_bytes));
  const shared = <T extends SizedAssembly>(one: T): T => ({
    ...one,
    assembly: { ...one.assembly, weights },
  });
  return [shared(usual), ...others.map(shared)];
}
