/** Computes what Driver.swift asks for, by the interpreter of Core ML packages, until it has drawn its picture. */

import type { Readable, Writable } from 'node:stream';
import { tensorFrom, toNumbers } from '../../../ir/tensor.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import { openPackageFolder } from '../../../targets/coreml/host/package-files.ts';
import { interpret, readPackage } from '../../../targets/coreml/read/index.ts';
import type { MilPackage, PackageFiles } from '../../../targets/coreml/read/index.ts';
import type { Result } from '../../../ir/diagnostics.ts';
import { ByteLines } from './byte-lines.ts';

export interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
  /** The packages in the order of their runs. */
  readonly runs: readonly string[];
}

interface Driver {
  readonly stdout: Readable;
  readonly stdin: Writable;
}

export async function servePackages(
  driver: Driver,
  folderOf: (name: string) => string,
): Promise<Drawn> {
  const files: PackageFiles[] = [];
  try {
    return await serve(driver, async (name) => {
      const opened = valueOf(await openPackageFolder(folderOf(name)));
      files.push(opened);
      return valueOf(await readPackage(opened));
    });
  } finally {
    for (const opened of files) await opened.close();
  }
}

async function serve(driver: Driver, open: (name: string) => Promise<MilPackage>): Promise<Drawn> {
  const lines = new ByteLines(driver.stdout);
  const packages = new Map<string, MilPackage>();
  const runs: string[] = [];
  for (;;) {
    const line = await lines.line();
    const [word, name = '', count = ''] = line.split(' ');
    if (word === 'picture') {
      const [width, height] = [Number(name), Number(count)];
      return { width, height, pixels: await lines.bytes(4 * width * height), runs };
    }
    if (word !== 'run') throw new Error(`the driver says: ${line}`);
    const inputs = new Map<string, Tensor>();
    for (let index = 0; index < Number(count); index++) inputs.set(...(await readTensor(lines)));
    const milPackage = packages.get(name) ?? (await open(name));
    packages.set(name, milPackage);
    runs.push(name);
    const outputs = valueOf(await interpret(milPackage, inputs, { precision: 'fp32' }));
    driver.stdin.write(`gives ${outputs.size}\n`);
    for (const [feature, tensor] of outputs) {
      const bytes = Float32Array.from(toNumbers(tensor)).buffer;
      driver.stdin.write(`${feature} float32 ${tensor.shape.join(',')} ${bytes.byteLength}\n`);
      driver.stdin.write(new Uint8Array(bytes));
    }
  }
}

async function readTensor(lines: ByteLines): Promise<[name: string, tensor: Tensor]> {
  const [name = '', type, sizes = '', count] = (await lines.line()).split(' ');
  const { buffer } = await lines.bytes(Number(count));
  const shape = sizes.split(',').map(Number);
  return type === 'int32'
    ? [name, tensorFrom('i32', shape, Array.from(new Int32Array(buffer)))]
    : [name, tensorFrom('f32', shape, Array.from(new Float32Array(buffer)))];
}

function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.value;
}
