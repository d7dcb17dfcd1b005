/** Tells how far a compile is, and takes the time of its stages. */

import type { CompileProgress } from '../compile-request.ts';
import type { CommandContext } from './command.ts';

/** `file` is what the model is called. */
export function compileProgress(
  { progress, timings }: CommandContext,
  file: string,
): (event: CompileProgress) => void {
  let stage = 'read';
  let since = performance.now();
  const enter = (next: string): void => {
    const now = performance.now();
    timings.add(stage, now - since);
    stage = next;
    since = now;
  };
  return (event) => {
    switch (event.phase) {
      case 'read':
        progress.phase(`reading ${file}`);
        break;
      case 'import':
        enter('import');
        progress.phase(`importing ${file}`);
        break;
      case 'pass': {
        enter('passes');
        const { name, nodesBefore, nodesAfter } = event.pass;
        if (nodesBefore !== nodesAfter) {
          progress.phase(`${event.target}: ${name}, ${nodesBefore} -> ${nodesAfter} nodes`);
        }
        break;
      }
      case 'work': {
        const { target, pass, what, done, total } = event;
        const label = `${target}: ${pass}, ${what}`;
        if (total === undefined) progress.phase(`${label}, ${done} done`);
        else progress.count(label, done, total);
        break;
      }
      case 'validate':
        progress.count(`${event.target}: validating ${event.pass}`, event.done, event.total);
        break;
      case 'emit':
        enter('emit');
        progress.bytes(`${event.target}: weights`, event.done, event.total);
        break;
      case 'finish':
        enter('finish');
        progress.phase('writing the manifest');
        break;
    }
  };
}
