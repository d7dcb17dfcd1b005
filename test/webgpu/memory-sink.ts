/** An output folder in memory, and what a test needs to emit a graph into it. */

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { FileDigests } from '../../compiler/file-digests.ts';
import { interfaceOf } from '../../compiler/prepare.ts';
import type { ModelInterface, OutputSink, WrittenFile } from '../../compiler/output.ts';
import { Sha256 } from '../../compiler/sha256.ts';
import { isError } from '../../ir/diagnostics.ts';
import { encodeConstant } from '../../ir/encode-constant.ts';
import type { Graph } from '../../ir/graph.ts';
import { findDevice } from '../../targets/devices/index.ts';
import type { Device } from '../../targets/devices/index.ts';
import type { Emitted } from '../../targets/target.ts';
import { webgpu } from '../../targets/webgpu/target.ts';

export class MemorySink implements OutputSink {
  readonly files = new Map<string, Uint8Array>();
  /** What was told of the progress, as `done/total`. */
  readonly told: string[] = [];

  async file(path: string, sliceBytes?: number) {
    if (this.files.has(path)) throw new Error(`${path} is written twice`);
    const chunks: Uint8Array[] = [];
    const digests = new FileDigests(() => new Sha256(), sliceBytes);
    this.files.set(path, new Uint8Array());
    return {
      write: async (chunk: Uint8Array | string): Promise<void> => {
        const bytes = Buffer.from(chunk);
        digests.update(bytes);
        chunks.push(bytes);
      },
      close: async (): Promise<WrittenFile> => {
        this.files.set(path, Buffer.concat(chunks));
        return { path, ...digests.end() };
      },
    };
  }

  progress(done: number, total: number): void {
    this.told.push(`${done}/${total}`);
  }

  async writeTo(folder: string): Promise<void> {
    for (const [path, bytes] of this.files) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), bytes);
    }
  }
}

export interface EmitChoices {
  readonly device?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly interface?: ModelInterface;
  readonly modelName?: string;
}

/** Emits a graph as it is, without passes. Throws if the target refuses it. */
export async function emitGraph(
  graph: Graph,
  choices: EmitChoices = {},
): Promise<{ readonly sink: MemorySink; readonly emitted: Emitted }> {
  const context = contextOf(graph, choices);
  const refused = webgpu.legal(graph, context).filter(isError);
  if (refused.length > 0) throw new Error(refused.map(({ message }) => message).join('\n'));
  const sink = new MemorySink();
  return { sink, emitted: await webgpu.emit(graph, context, sink) };
}

export function contextOf(graph: Graph, choices: EmitChoices = {}) {
  const defaults = Object.entries(webgpu.options).map(([name, spec]) => [name, spec.default]);
  return {
    device: deviceNamed(choices.device ?? 'webgpu-default'),
    precision: 'fp32' as const,
    options: { ...Object.fromEntries(defaults), ...choices.options },
    modelName: choices.modelName ?? graph.name,
    interface: choices.interface ?? interfaceOf(graph),
    encode: encodeConstant,
    signal: undefined,
  };
}

export function deviceNamed(name: string): Device {
  const found = findDevice(name);
  if (!found.ok) throw new Error(found.diagnostics[0]?.message);
  return found.value;
}
