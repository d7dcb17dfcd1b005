/** `--adapter NAME=FILE.onnx`: models that share their weights with the one that is compiled. */

import { openModelFile } from '../host/node.ts';
import type { NodeModelSource } from '../host/node.ts';
import { refuse, take } from './command.ts';
import type { CommandContext } from './command.ts';
import { badAdapter } from './diagnostics.ts';
import { pathOf } from './files.ts';

export interface OpenAdapter {
  readonly name: string;
  readonly source: NodeModelSource;
}

/** Opens the models for as long as `work` takes. */
export async function withAdapters<T>(
  context: CommandContext,
  given: readonly string[],
  work: (adapters: readonly OpenAdapter[]) => Promise<T>,
): Promise<T> {
  const open: OpenAdapter[] = [];
  try {
    for (const text of given) {
      const [, name = '', file = ''] = /^([A-Za-z]\w{0,62})=(.+)$/s.exec(text) ?? [];
      // The model's own function is called main.
      const taken = ['', 'main', ...open.map((adapter) => adapter.name)];
      if (taken.includes(name)) return refuse(badAdapter(text));
      const source = take(context, await openModelFile(pathOf(context, file)), 'usage');
      open.push({ name, source });
    }
    return await work(open);
  } finally {
    for (const { source } of open) await source.close();
  }
}
