/** Finds the ResNet and attention blocks of a UNet, gives them addresses, and says what it could not make out. */

import type { Graph, Node } from '../../ir/graph.ts';
import { imageFlow } from './flow.ts';
import { modelNameOf } from './model-name.ts';
import { staged } from './stages.ts';
import type { StagedPart } from './stages.ts';
import { computes, trunkOf } from './trunk.ts';

export interface BlockPart extends StagedPart {
  /** `down.1.attn.0`; empty for what is between blocks. */
  readonly address: string;
  /** Nodes of the timestep and the text that only this part reads. */
  readonly side: readonly Node[];
}

export interface Recognition {
  /** In the order in which an image passes them. */
  readonly parts: readonly BlockPart[];
  /** Nodes that belong to no part: the embedding of the timestep. */
  readonly rest: readonly Node[];
  readonly unrecognised: readonly Unrecognised[];
}

export interface Unrecognised {
  readonly where: string;
  readonly reason: string;
}

const WORDS: Readonly<Record<string, string>> = {
  resnet: 'res',
  attention: 'attn',
  sampler: 'sampler',
};

/** Undefined where no image goes through the graph. */
export function recognizeBlocks(graph: Graph): Recognition | undefined {
  const flow = imageFlow(graph);
  const output = graph.outputs.find(
    ({ value }) => value.producer !== undefined && flow?.has(value.producer),
  );
  if (flow === undefined || output === undefined) return undefined;
  const parts = staged(trunkOf(flow, output.value));
  const owners = ownersOf(graph, parts);
  const counts = new Map<string, number>();
  const named = parts.map((part, index): BlockPart => {
    const side = [...graph.nodes()].filter(
      (node) => owners.get(node) === part && !part.nodes.includes(node),
    );
    return { ...part, side, address: addressOf(part, index, parts.length, counts) };
  });
  return {
    parts: named,
    rest: [...graph.nodes()].filter((node) => !owners.has(node)),
    unrecognised: named.filter(isUnknown).map((part) => ({
      where: modelNameOf(part) ?? `a part of ${part.stage}`,
      reason: part.reason ?? `its ${part.nodes.length} nodes are no residual block`,
    })),
  };
}

function addressOf(
  part: StagedPart,
  index: number,
  count: number,
  counts: Map<string, number>,
): string {
  // What comes first and last brings an image to the width of the net and back.
  if (part.kind === 'passage' && index === 0) return 'in';
  if (part.kind === 'passage' && index === count - 1) return 'out';
  const word = WORDS[part.kind];
  if (word === undefined) return '';
  const key = `${part.stage}.${word}`;
  const number = counts.get(key) ?? 0;
  counts.set(key, number + 1);
  return part.kind === 'sampler' && number === 0 ? key : `${key}.${number}`;
}

function isUnknown(part: BlockPart): boolean {
  return part.address === '' && part.kind === 'passage' && computes(part);
}

/** A node beside the image belongs to the part that all its readers belong to. */
function ownersOf(graph: Graph, parts: readonly StagedPart[]): ReadonlyMap<Node, StagedPart> {
  const owners = new Map<Node, StagedPart>();
  for (const part of parts) for (const node of part.nodes) owners.set(node, part);
  for (const node of graph.nodesReversed()) {
    if (owners.has(node) || node.results.some((value) => graph.isOutput(value))) continue;
    const users = node.results.flatMap((value) => [...value.users]);
    const [owner, ...others] = new Set(users.map((user) => owners.get(user)));
    if (owner !== undefined && others.length === 0) owners.set(node, owner);
  }
  return owners;
}
