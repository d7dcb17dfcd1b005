/** defineConfig: what a project adds to snapc, as plain objects with the same rights as the built-in ones. */

import type { OpDefinition } from '../../ir/define.ts';
import type { Device } from '../../targets/devices/device.ts';
import type { Target } from '../../targets/target.ts';
import type { Pass, PassStep } from '../pass.ts';

export interface ConfigPass {
  /** A pass with or without its options, or text such as `fold-constants {limit=4096}` for a built-in one. */
  readonly pass: Pass | PassStep | string;
  /** Stands right before, or after, the first pass of this name; at the start of the pipeline without either. */
  readonly before?: string;
  readonly after?: string;
  /** Names of the targets that it is for; every target when absent. */
  readonly targets?: readonly string[];
}

export interface Config {
  readonly passes?: readonly ConfigPass[];
  readonly targets?: readonly Target[];
  readonly devices?: readonly Device[];
  readonly ops?: readonly OpDefinition[];
}

/** Typed identity: `export default defineConfig({ ... })` in snapc.config.ts. */
export function defineConfig(config: Config): Config {
  return config;
}
