/** Prepares Debian's compiler and emulator for aarch64. Nothing is installed on the machine. */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { preparedPackages } from './debian.mjs';

/** What CMake or clang++ needs to build for aarch64, and the command with which such a program is run here. */
export function prepareAarch64() {
  const folder = preparedPackages('aarch64', ['g++-aarch64-linux-gnu', 'qemu-user'], (unpacked) => {
    // The linker's script names its libraries where the package would be installed.
    const script = join(unpacked, 'usr/aarch64-linux-gnu/lib/libc.so');
    const text = readFileSync(script, 'utf8');
    writeFileSync(script, text.replaceAll('/usr/aarch64-linux-gnu/lib/', ''));
  });
  const headers = join(folder, 'usr/aarch64-linux-gnu/include');
  const versions = readdirSync(join(headers, 'c++')).map((version) =>
    join(headers, 'c++', version),
  );
  const system = [...versions.flatMap((path) => [path, join(path, 'aarch64-linux-gnu')]), headers];
  const libraries = join(folder, 'usr/lib/x86_64-linux-gnu');
  return {
    settings: {
      CMAKE_SYSTEM_NAME: 'Linux',
      CMAKE_SYSTEM_PROCESSOR: 'aarch64',
      CMAKE_CXX_COMPILER: join(folder, 'usr/bin/aarch64-linux-gnu-g++'),
    },
    clang: ['--target=aarch64-linux-gnu', ...system.map((path) => `-isystem${path}`)],
    environment: { LD_LIBRARY_PATH: libraries },
    command: [join(folder, 'usr/bin/qemu-aarch64'), '-L', join(folder, 'usr/aarch64-linux-gnu')],
  };
}
