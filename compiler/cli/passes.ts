/** `snapc passes`: the passes with their options. */

import { defineCommand, examples } from './command.ts';
import { loadRegistry } from './load-config.ts';
import { declareConfig } from './options.ts';

export const passesCommand = defineCommand({
  declare: (command) => declareConfig(command).addHelpText('after', examples('snapc passes')),
  run: async (command, context) => {
    const { config } = command.opts<{ readonly config?: string }>();
    const registry = await loadRegistry(context, config);
    const passes = Object.values(registry.passes)
      .map((pass) => ({
        name: pass.name,
        describe: pass.describe,
        options: Object.entries(pass.options).map(([name, spec]) => ({
          name,
          type: spec.describe,
          default: spec.default === undefined ? null : spec.print(spec.default),
        })),
        requires: pass.requires.map(({ name }) => name),
        ensures: pass.ensures.map(({ name }) => name),
        breaks: pass.breaks.map(({ name }) => name),
      }))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const text = passes.map((pass) => {
      const lines = [pass.name, `    ${pass.describe}`];
      for (const { name, type, default: fallback } of pass.options) {
        lines.push(
          `    {${name}=...} ${type}${fallback === null ? '' : `, ${fallback} if left out`}`,
        );
      }
      for (const kind of ['requires', 'ensures', 'breaks'] as const) {
        if (pass[kind].length > 0) lines.push(`    ${kind} ${pass[kind].join(', ')}`);
      }
      return `${lines.join('\n')}\n`;
    });
    return { status: 'ok', result: { passes }, text: text.join('') };
  },
});
