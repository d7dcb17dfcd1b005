/**
 * Runs the tests that take random numbers with new seeds: `npm run fuzz -- [ROUNDS]`, one round unless told.
 * A round that fails prints how to repeat it.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const rounds = Number(process.argv[2] ?? 1);
if (!Number.isInteger(rounds) || rounds < 1) {
  process.stderr.write('fuzz: ROUNDS is a whole number from 1: npm run fuzz -- 10\n');
  process.exit(2);
}

const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
  (name) =>
    name.endsWith('.test.ts') &&
    !name.startsWith('slow') &&
    /fast-check|random|SEED/.test(readFileSync(join(root, name), 'utf8')),
);

let failed = 0;
for (let round = 0; round < rounds; round++) {
  const seed = Math.floor(Math.random() * 2 ** 31);
  const command = [
    'vitest',
    'run',
    '--config',
    'test/vitest.config.ts',
    '--reporter=dot',
    ...files,
  ];
  const { status, signal } = spawnSync('npx', command, {
    stdio: 'inherit',
    env: { ...process.env, SNAPC_SEED: String(seed) },
  });
  if (signal !== null) process.exit(1);
  if (status !== 0) {
    failed += 1;
    process.stderr.write(
      `round ${round + 1}: repeat it with SNAPC_SEED=${seed} npm test -- FILE\n`,
    );
  }
}
process.stdout.write(`${rounds - failed} of ${rounds} rounds passed\n`);
process.exitCode = failed === 0 ? 0 : 1;
