/** Reads actions on blocks from text such as `remove down.0.attn.*, copy up.0.attn.0 after up.0.attn.1`. */

import type { Diagnostic } from '../../ir/diagnostics.ts';
import { badAction } from './diagnostics.ts';

export type BlockAction =
  | { readonly kind: 'remove'; readonly glob: string }
  /** The copy gets the address of `as`, or stands directly behind `after`. */
  | { readonly kind: 'copy'; readonly source: string; readonly as: string }
  | { readonly kind: 'copy'; readonly source: string; readonly after: string };

export function parseActions(
  text: string,
  report: (diagnostic: Diagnostic) => void,
): readonly BlockAction[] {
  return text
    .split(/[,\n;]/)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .flatMap((part): readonly BlockAction[] => {
      const remove = /^remove\s+([\w.*?]+)$/.exec(part);
      if (remove !== null) return [{ kind: 'remove', glob: remove[1] ?? '' }];
      const copy = /^copy\s+([\w.]+)\s*(->|\safter\s)\s*([\w.]+)$/.exec(part);
      const [, source = '', how = '', place = ''] = copy ?? [];
      if (copy !== null) {
        return how === '->'
          ? [{ kind: 'copy', source, as: place }]
          : [{ kind: 'copy', source, after: place }];
      }
      report(badAction(part));
      return [];
    });
}
