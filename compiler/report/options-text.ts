/** The options of a pass as text, as the command line and the IR write them. */

import type { PassStep } from '../pass.ts';

/** `bits=8, group=32`: without those that have their defaults. */
export function optionsText({ pass, options }: PassStep): string {
  return Object.entries(pass.options)
    .flatMap(([name, spec]) => {
      const text = spec.print(options[name] ?? spec.default);
      return text === spec.print(spec.default) ? [] : [`${name}=${text}`];
    })
    .join(', ');
}
