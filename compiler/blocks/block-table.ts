/** The table of a UNet's blocks, block by block and stage by stage as the paper prints it. */

import type { Dim } from '../../ir/dim.ts';
import type { Graph } from '../../ir/graph.ts';
import { costOfPart, costOfNodes } from './block-cost.ts';
import type { BlockCost, Speeds } from './block-cost.ts';
import { modelNameOf } from './model-name.ts';
import { recognizeBlocks } from './recognize.ts';
import type { BlockPart, Unrecognised } from './recognize.ts';

export interface BlockRow extends BlockCost {
  readonly address: string;
  readonly kind: BlockPart['kind'] | 'rest';
  readonly stage: string;
  /** What the model calls it. */
  readonly name: string | undefined;
  /** Into the block and out of it. */
  readonly channels: readonly Dim[];
  /** Height and width, or what else a result has behind its channels. */
  readonly resolution: readonly Dim[];
}

export interface StageRow extends BlockCost {
  readonly stage: string;
  readonly resolution: readonly Dim[];
  readonly channels: Dim;
  readonly attentions: number;
  readonly resnets: number;
}

export interface BlockTable {
  readonly blocks: readonly BlockRow[];
  readonly stages: readonly StageRow[];
  /** Of all rows; weights that several blocks share count in each of them. */
  readonly total: BlockCost;
  readonly unrecognised: readonly Unrecognised[];
}

/** Undefined where no image goes through the graph. */
export function blockTable(graph: Graph, speeds?: Speeds): BlockTable | undefined {
  const found = recognizeBlocks(graph);
  if (found === undefined) return undefined;
  const { parts, rest, unrecognised } = found;
  const rows = parts
    .filter(({ address }) => address !== '')
    .map((part, index, all): BlockRow => {
      const join = parts[parts.indexOf(part) - 1];
      const joined = join?.kind === 'join' && part.kind === 'resnet';
      return {
        ...costOfPart(part, speeds),
        address: part.address,
        kind: part.kind,
        stage: index === 0 || index === all.length - 1 ? '' : part.stage,
        name: modelNameOf(part),
        channels: [part.input, part.output].map(({ type }) => type.shape[1] ?? 1),
        resolution: (joined ? part.input : part.output).type.shape.slice(2),
      };
    });
  const between = parts.filter(({ address }) => address === '');
  const others = [...rest, ...between.flatMap(({ side, nodes }) => [...side, ...nodes])];
  const beside: BlockRow = {
    ...costOfNodes(others, speeds),
    address: 'rest',
    kind: 'rest',
    stage: '',
    name: modelNameOf({ nodes: others }),
    channels: [],
    resolution: [],
  };
  const blocks = [...rows, beside];
  return { blocks, stages: stagesOf(rows), total: totalOf(blocks), unrecognised };
}

function stagesOf(rows: readonly BlockRow[]): readonly StageRow[] {
  const names = [...new Set(rows.map(({ stage }) => stage).filter((stage) => stage !== ''))];
  return names.map((stage) => {
    const own = rows.filter((row) => row.stage === stage);
    const inside = own.find(({ kind }) => kind !== 'sampler') ?? own[0];
    const count = (kind: BlockRow['kind']): number => own.filter((row) => row.kind === kind).length;
    return {
      ...totalOf(own),
      stage,
      resolution: inside?.resolution ?? [],
      channels: inside?.channels.at(-1) ?? 0,
      attentions: count('attention'),
      resnets: count('resnet'),
    };
  });
}

function totalOf(costs: readonly BlockCost[]): BlockCost {
  const add = (pick: (cost: BlockCost) => number | undefined): number | undefined => {
    const values = costs.map(pick);
    return values.includes(undefined)
      ? undefined
      : values.reduce<number>((sum, value) => sum + (value ?? 0), 0);
  };
  return {
    parameters: add(({ parameters }) => parameters) ?? 0,
    macs: add(({ macs }) => macs),
    seconds: add(({ seconds }) => seconds),
  };
}
