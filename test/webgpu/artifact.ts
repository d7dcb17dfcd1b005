/** An emitted folder on disk and its module, for tests of the runtime. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Graph } from '../../ir/graph.ts';
import { parseGraph } from '../../ir/parse.ts';
import type { LoadOptions, Model, Program, TensorInfo } from '../../runtime/web/index.ts';
import { emitGraph } from './memory-sink.ts';
import type { EmitChoices } from './memory-sink.ts';

type AnyModel = Model<Readonly<Record<string, unknown>>, Readonly<Record<string, unknown>>>;

export interface Artifact {
  readonly folder: string;
  /** The address of index.js. */
  readonly url: string;
  readonly program: Program;
  readonly module: {
    readonly load: (device: GPUDevice, options?: LoadOptions) => Promise<AnyModel>;
    readonly inputs: readonly TensorInfo[];
    readonly outputs: readonly TensorInfo[];
    readonly requirements: {
      readonly requiredFeatures: GPUFeatureName[];
      readonly requiredLimits: Record<string, number>;
    };
  };
  readonly remove: () => Promise<void>;
}

export async function emitArtifact(text: string, choices: EmitChoices = {}): Promise<Artifact> {
  const { sink } = await emitGraph(graphOf(text), choices);
  const folder = await mkdtemp(join(tmpdir(), 'snapc-artifact-'));
  await sink.writeTo(folder);
  const url = pathToFileURL(join(folder, 'index.js')).href;
  const { program } = (await import(new URL('program.js', url).href)) as { program: Program };
  return {
    folder,
    url,
    program,
    module: (await import(url)) as Artifact['module'],
    remove: () => rm(folder, { recursive: true }),
  };
}

export function graphOf(text: string): Graph {
  const parsed = parseGraph(text);
  if (!parsed.ok) throw new Error(parsed.diagnostics.map(({ message }) => message).join('\n'));
  return parsed.value;
}
