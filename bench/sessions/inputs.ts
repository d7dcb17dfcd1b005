/** Reads the sample inputs that lie beside a model. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readNpz } from '../../compiler/npz.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { Task } from '../protocol.ts';
import type { Tensors } from './session.ts';

export const INPUTS = 'inputs.npz';

export async function readInputs({ root, folder }: Task): Promise<Tensors> {
  return readTensors(join(root, folder, INPUTS));
}

export async function readTensors(path: string): Promise<Tensors> {
  const read = readNpz(await readFile(path), path);
  if (!read.ok) throw new DiagnosticError(...read.diagnostics);
  return read.value;
}
