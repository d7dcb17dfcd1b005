/** Prepares Debian's Kotlin compiler, and finds the JDK that it runs on. Nothing is installed on the machine. */
import { spawnSync } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { preparedPackages, run, Unavailable } from './debian.mjs';

/** The folder of the JDK whose compiler is in the path. */
export function javaHome() {
  const found = run('sh', ['-c', 'command -v javac || true']).trim();
  if (found === '')
    throw new Unavailable('there is no javac; on Debian: apt install default-jdk-headless');
  const home = dirname(dirname(realpathSync(found)));
  if (!existsSync(join(home, 'include/jni.h')))
    throw new Unavailable(`${home} has no include/jni.h`);
  return home;
}

/** Compiles sources of Kotlin into a jar with Kotlin's own classes, and gives the exit code and what was said. */
export function compileKotlin(sources, jar) {
  const environment = { ...process.env, JAVA_HOME: javaHome(), JAVA_OPTS: '-Xmx512M -Xshare:auto' };
  const compiler = join(preparedPackages('kotlin', ['kotlin']), 'usr/bin/kotlinc');
  const options = ['-jvm-target', '1.8', '-no-reflect', '-Werror', '-include-runtime', '-d', jar];
  const { status, stdout, stderr } = spawnSync(compiler, [...options, ...sources], {
    encoding: 'utf8',
    env: environment,
  });
  // The compiler's own script uses an option of Java that is on its way out.
  const output = `${stdout}${stderr}`.replace(/^OpenJDK.*-noverify were deprecated.*\n/m, '');
  return { status, output };
}
