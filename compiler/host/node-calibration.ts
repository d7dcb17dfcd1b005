/** Calibration data in .npz archives, one for each run, read when it is needed. */

import { readFile } from 'node:fs/promises';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { Calibration, CalibrationInputs } from '../calibrate/calibration.ts';
import { readNpz } from '../npz.ts';

export interface ArchiveFile {
  readonly path: string;
  /** What diagnostics call it; the path when absent. */
  readonly name?: string;
}

export function calibrationFromFiles(files: readonly ArchiveFile[]): Calibration {
  const begin = async function* () {
    for (const { path, name = path } of files) {
      const inputs = await readArchive(path, name);
      try {
        yield inputs;
      } catch (error) {
        if (!(error instanceof DiagnosticError)) throw error;
        const inside = error.diagnostics.map((found) => ({
          ...found,
          place: { ...found.place, file: name },
        }));
        throw new DiagnosticError(...inside);
      }
    }
  };
  return Object.assign(begin, { count: files.length, needsNoOutputs: () => true });
}

export async function readArchive(path: string, name: string): Promise<CalibrationInputs> {
  const read = readNpz(new Uint8Array(await readFile(path)), name);
  if (!read.ok) throw new DiagnosticError(...read.diagnostics);
  return read.value;
}
