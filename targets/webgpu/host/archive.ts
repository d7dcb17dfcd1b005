/** Unpacks the Brotli files of npm's Chromium package: a tar of libraries, or one bare executable. */
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import { brotliDecompress, createBrotliDecompress } from 'node:zlib';

const decompress = promisify(brotliDecompress);

const BLOCK = 512;

/** Writes the regular files of a `.tar.br` below `folder`. */
export async function unpackTar(archive: string, folder: string): Promise<void> {
  const tar = await decompress(await readFile(archive));
  for (const file of tarFiles(tar)) {
    const path = join(folder, file.name);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, file.bytes, { mode: file.executable ? 0o755 : 0o644 });
  }
}

/** Writes the one file that a `.br` holds. */
export async function unpackExecutable(archive: string, path: string): Promise<void> {
  await pipeline(
    createReadStream(archive),
    createBrotliDecompress(),
    createWriteStream(path, { mode: 0o755 }),
  );
}

interface TarFile {
  readonly name: string;
  readonly executable: boolean;
  readonly bytes: Buffer;
}

/** Reads the ustar layout: a header block, then the content in whole blocks; links and folders are passed over. */
export function* tarFiles(tar: Buffer): Generator<TarFile> {
  let position = 0;
  while (position + BLOCK <= tar.length) {
    const header = tar.subarray(position, position + BLOCK);
    const text = (from: number, length: number): string =>
      header
        .subarray(from, from + length)
        .toString('latin1')
        .replace(/\0.*$/s, '');
    const shortName = text(0, 100);
    if (shortName === '') return;
    const prefix = text(345, 155);
    const name = normalize(prefix === '' ? shortName : `${prefix}/${shortName}`);
    const size = Number.parseInt(text(124, 12), 8);
    const start = position + BLOCK;
    const type = text(156, 1);
    if (type === '' || type === '0') {
      if (name.startsWith('..') || name.startsWith('/')) {
        throw new Error(`the archive holds a file outside its folder: ${name}`);
      }
      const executable = (Number.parseInt(text(100, 8), 8) & 0o100) !== 0;
      yield { name, executable, bytes: tar.subarray(start, start + size) };
    }
    position = start + Math.ceil(size / BLOCK) * BLOCK;
  }
}
