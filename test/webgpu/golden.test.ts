/**
 * Emitted folders as people review them: every file below test/golden/NAME is what the graph of
 * test/golden/NAME.ir compiles to; those of other targets have folders of their own there. `vitest -u` rewrites them; the runtime, which is the same in each, is left out.
 */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { runPipeline } from '../../compiler/pipeline.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { seededInputs } from '../../compiler/validate.ts';
import type { Graph } from '../../ir/graph.ts';
import { castTensor } from '../../ir/tensor.ts';
import { runGraph } from '../../targets/webgpu/host/run-graph.ts';
import { webgpu } from '../../targets/webgpu/target.ts';
import { runtimeFiles } from '../../targets/webgpu/templates/runtime.generated.ts';
import { largestError } from '../support/samples.ts';
import { graphOf } from './artifact.ts';
import { contextOf, emitGraph } from './memory-sink.ts';

const GOLDEN = fileURLToPath(new URL('../golden', import.meta.url));
const NAMES = readdirSync(GOLDEN)
  .filter((file) => file.endsWith('.ir'))
  .map((file) => file.slice(0, -'.ir'.length));

function source(name: string): Graph {
  return graphOf(readFileSync(join(GOLDEN, `${name}.ir`), 'utf8'));
}

/** After the target's own passes. */
async function compiled(name: string): Promise<Graph> {
  const graph = source(name);
  const done = await runPipeline(graph, webgpu.pipeline(contextOf(graph)), webgpu.given);
  if (!done.ok) throw new Error(done.diagnostics.map(({ message }) => message).join('\n'));
  return graph;
}

/** Texts by path; weights as their size and hash. */
async function folder(name: string): Promise<ReadonlyMap<string, string>> {
  const graph = await compiled(name);
  const declared = contextOf(source(name)).interface;
  const { sink } = await emitGraph(graph, {
    options: { write_ir: true, write_wgsl: true, variants: 0 },
    interface: declared,
  });
  const files = [...sink.files].map(([path, bytes]) => {
    const hash = createHash('sha256').update(bytes).digest('hex');
    return path.endsWith('.bin')
      ? ([`${path}.sha256`, `${hash} ${bytes.length}\n`] as const)
      : ([path, Buffer.from(bytes).toString()] as const);
  });
  return new Map(files);
}

function filesBelow(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

describe.each(NAMES)('%s', (name) => {
  it('compiles to the folder', async () => {
    const files = await folder(name);
    const own = [...files].filter(([path]) => !path.startsWith('runtime/'));
    for (const [path, text] of own) {
      await expect(text).toMatchFileSnapshot(join(GOLDEN, name, path));
    }
    // Vitest writes new files when the tests are done.
    const there = existsSync(join(GOLDEN, name)) ? filesBelow(join(GOLDEN, name)) : [];
    expect(there.filter((file) => own.every(([path]) => path !== file))).toEqual([]);
    for (const [path, text] of Object.entries(runtimeFiles)) {
      expect(files.get(`runtime/${path}`)).toBe(text);
    }
  });

  it('compiles to the same bytes again', async () => {
    expect([...(await folder(name))]).toEqual([...(await folder(name))]);
  });

  it('computes what the graph says', async () => {
    const inputs = seededInputs(source(name));
    const expected = await evaluateGraph(source(name), inputs);
    const graph = await compiled(name);
    const given = graph.inputs.map(({ name = '', type }) => {
      const tensor = inputs.get(name);
      if (tensor === undefined) throw new Error(`${name} is new`);
      return [name, castTensor(tensor, type.dtype)] as const;
    });
    const actual = await runGraph(graph, new Map(given));
    for (const [output, value] of expected) {
      const result = actual.get(output);
      const error = result && largestError(castTensor(result, value.dtype), value);
      expect(error, output).toBeLessThanOrEqual(1e-5);
    }
  });
});

it('there are no folders without a graph', () => {
  const folders = readdirSync(GOLDEN, { withFileTypes: true }).filter((entry) =>
    entry.isDirectory(),
  );
  const names = folders.map((entry) => entry.name).filter((name) => name !== 'coreml');
  expect(names.filter((name) => !NAMES.includes(name))).toEqual([]);
});
