/** The program with some of its kernels in another tile. */

import type { Program } from './program.ts';

/** What a load chooses from. */
export interface Variants {
  /** A name for these choices, since what is remembered holds for them alone. */
  readonly key: string;
  /** The heaviest first. */
  readonly groups: readonly VariantGroup[];
}

export interface VariantGroup {
  /** For people. */
  readonly name: string;
  /** Dispatches whose time tells of the group's, each with how many others are like it. */
  readonly samples: readonly (readonly [dispatch: number, count: number])[];
  readonly options: readonly VariantOption[];
}

export interface VariantOption {
  readonly name: string;
  /** A dispatch, and what all that are equal to it but for their bindings become: kernel, workgroups, parameters. */
  readonly instead: readonly (readonly [dispatch: number, ...launch: readonly number[]])[];
}

/** Kernel, workgroups and parameters; the bindings follow. */
const LAUNCH = 5;

/** For each group the number of its option, 0 for the kernels as they are. */
export function withOptions(program: Program, chosen: readonly number[]): Program {
  const { dispatches, variants } = program;
  const instead = new Map<string, readonly number[]>();
  for (const [index, { options }] of (variants?.groups ?? []).entries()) {
    for (const [dispatch, ...launch] of options[(chosen[index] ?? 0) - 1]?.instead ?? []) {
      instead.set(launchOf(dispatches[dispatch]), launch);
    }
  }
  return {
    ...program,
    dispatches: dispatches.map((dispatch) => {
      const launch = instead.get(launchOf(dispatch));
      return launch === undefined ? dispatch : [...launch, ...dispatch.slice(LAUNCH)];
    }),
  };
}

function launchOf(dispatch: readonly number[] = []): string {
  return dispatch.slice(0, LAUNCH).join();
}
