/** Cuts a model into the blocks that a report speaks of: those of a UNet, else scopes of its names, else one. */

import { printDim } from '../../ir/dim.ts';
import type { Dim } from '../../ir/dim.ts';
import type { Graph, Node } from '../../ir/graph.ts';
import { modelNameOf } from '../blocks/model-name.ts';
import { recognizeBlocks } from '../blocks/recognize.ts';
import type { BlockPart } from '../blocks/recognize.ts';
import type { BlockLevel, BlockReport } from './data.ts';

export type BlockFacts = Omit<BlockReport, 'before' | 'after' | 'original'>;

export interface ModelBlock extends BlockFacts {
  readonly nodes: readonly Node[];
}

export interface ModelBlocks {
  readonly level: BlockLevel;
  /** In the order of the graph; what no other has is the last. */
  readonly blocks: readonly ModelBlock[];
}

/** Where a block that is no other's ends up. */
export const REST = 'rest';
/** More scopes than this are no overview. */
const MOST_SCOPES = 48;

export function blocksOf(graph: Graph): ModelBlocks {
  const found = recognizeBlocks(graph);
  const parts = found?.parts.filter(({ address }) => address !== '') ?? [];
  const hasBlocks = parts.some(({ kind }) => kind === 'resnet' || kind === 'attention');
  if (found === undefined || !hasBlocks) return scopesOf(graph);
  const between = found.parts.filter(({ address }) => address === '');
  const rest = [...found.rest, ...between.flatMap(({ side, nodes }) => [...side, ...nodes])];
  return { level: 'blocks', blocks: [...parts.map(blockOf), restOf(rest)] };
}

function blockOf(part: BlockPart): ModelBlock {
  const { address, kind, stage } = part;
  const shape = part.output.type.shape;
  return {
    address,
    kind: kind === 'passage' ? 'convolution' : kind,
    stage: address === 'in' || address === 'out' ? '' : stage,
    name: modelNameOf(part) ?? null,
    channels: [part.input.type.shape[1] ?? 1, shape[1] ?? 1].map(sizeOf),
    resolution: shape.slice(2).map(sizeOf),
    nodes: [...part.side, ...part.nodes],
  };
}

function restOf(nodes: readonly Node[]): ModelBlock {
  const name = modelNameOf({ nodes }) ?? null;
  return { address: REST, kind: 'rest', stage: '', name, channels: [], resolution: [], nodes };
}

function sizeOf(dim: Dim): number | string {
  return typeof dim === 'number' ? dim : printDim(dim);
}

/** The deepest scopes that are few enough. */
function scopesOf(graph: Graph): ModelBlocks {
  const nodes = [...graph.nodes()];
  const paths = new Map(nodes.map((node) => [node, scopePath(node)]));
  const deepest = Math.max(0, ...Array.from(paths.values(), (path) => path.length));
  let best: ReadonlyMap<string, readonly Node[]> | undefined;
  for (let depth = 1; depth <= deepest; depth++) {
    const scopes = grouped(nodes, (node) => paths.get(node)?.slice(0, depth).join('/') ?? '');
    if (scopes.size > MOST_SCOPES) break;
    best = scopes;
  }
  if (best === undefined || best.size < 2) {
    const whole = { ...restOf(nodes), address: 'graph', kind: 'graph' };
    return { level: 'whole', blocks: [whole] };
  }
  const named = [...best].filter(([scope]) => scope !== '');
  const blocks = named.map(([scope, own]) => ({
    ...restOf(own),
    address: scope,
    kind: 'scope',
    name: null,
  }));
  return { level: 'scopes', blocks: [...blocks, restOf(best.get('') ?? [])] };
}

/** In the order of the first of each group. */
export function grouped<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** `/encoder/layers.3/fc1/MatMul` lies in `encoder`, `layers.3` and `fc1`. */
function scopePath({ origin }: Node): readonly string[] {
  const [name = ''] = origin.onnx;
  return name
    .split('/')
    .slice(0, -1)
    .filter((word) => word !== '');
}
