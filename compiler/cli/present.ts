/** Shows diagnostics to people: errors first, equal kinds together, each cure once. */

import { formatDiagnostic, printable } from '../../ir/diagnostics.ts';
import type { Diagnostic, Severity } from '../../ir/diagnostics.ts';

const SEVERITIES: readonly Severity[] = ['error', 'warning', 'note'];
const COLOURS: Readonly<Record<Severity, string>> = { error: '31', warning: '33', note: '36' };

export function presentDiagnostics(diagnostics: readonly Diagnostic[], colour: boolean): string {
  const groups = new Map<string, Diagnostic[]>();
  for (const severity of SEVERITIES) {
    for (const diagnostic of diagnostics) {
      if (diagnostic.severity !== severity) continue;
      const key = `${severity} ${diagnostic.code} ${diagnostic.hint ?? ''}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [diagnostic]);
      else group.push(diagnostic);
    }
  }
  const lines: string[] = [];
  for (const group of groups.values()) {
    for (const [index, diagnostic] of group.entries()) {
      const { hint: _, ...bare } = diagnostic;
      const last = index === group.length - 1;
      const text = visible(formatDiagnostic(last ? diagnostic : bare));
      lines.push(colour ? paint(text, diagnostic.severity) : text);
    }
  }
  return lines.map((line) => `${line}\n`).join('');
}

/** Names out of a model or a file system must not steer the terminal. */
export function visible(text: string): string {
  return text
    .split('\n')
    .map((line) => printable(line, Infinity))
    .join('\n');
}

function paint(text: string, severity: Severity): string {
  return `\u001b[1;${COLOURS[severity]}m${severity}\u001b[0m${text.slice(severity.length)}`;
}

/** `2 errors, 1 warning`; empty where there is nothing. */
export function countDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return SEVERITIES.flatMap((severity) => {
    const count = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
    return count === 0 ? [] : [`${count} ${severity}${count === 1 ? '' : 's'}`];
  }).join(', ');
}
