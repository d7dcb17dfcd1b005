/** The judge's Python: held-out captions, and what a program sees in pictures that were drawn for them. */

import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeNpy } from '../../compiler/npz.ts';
import { tensor } from '../../ir/tensor.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Score {
  readonly value: number;
  /** The standard error that other captions would give. */
  readonly error: number;
}

type Scores = Readonly<Record<string, Score>>;

/** By criterion; `losses` are against the first set of pictures. */
export interface Judgement {
  readonly captions: number;
  readonly scores: readonly Scores[];
  readonly losses: readonly Scores[];
}

/** One set of pictures for all captions: count x height x width x 3 bytes. */
export interface PictureSet {
  readonly shape: readonly [count: number, height: number, width: number, channels: 3];
  readonly bytes: Uint8Array;
}

export function heldOutCaptions(count: number): readonly string[] {
  return JSON.parse(python('captions', String(count))) as readonly string[];
}

export async function judge(
  captions: readonly string[],
  sets: readonly PictureSet[],
): Promise<Judgement> {
  const folder = await mkdtemp(join(tmpdir(), 'snapc-judge-'));
  try {
    const told = join(folder, 'captions.json');
    await writeFile(told, JSON.stringify(captions));
    const files: string[] = [];
    for (const [index, { shape, bytes }] of sets.entries()) {
      const file = join(folder, `${index}.npy`);
      await writeFile(file, writeNpy(tensor('u8', shape, bytes)));
      files.push(file);
    }
    return JSON.parse(python('scores', told, ...files)) as Judgement;
  } finally {
    await rm(folder, { recursive: true });
  }
}

function python(...words: readonly string[]): string {
  // Debian's first: a Python of one's own may lack scipy.
  for (const command of ['/usr/bin/python3', 'python3']) {
    const options = { cwd: ROOT, encoding: 'utf8', maxBuffer: 64 << 20 } as const;
    const ran = spawnSync(command, ['-B', '-m', 'models.tiny.judge', ...words], options);
    if (ran.status === 0) return ran.stdout;
    if (!/No module named|ENOENT/.test(`${ran.stderr} ${String(ran.error)}`)) {
      throw new Error(ran.stderr);
    }
  }
  throw new Error('no Python with numpy and scipy: apt install python3-numpy python3-scipy');
}
