/** The command line of the benchmark. */

import { Command, InvalidArgumentError, Option } from 'commander';
import { PEERS } from './protocol.ts';
import type { BenchAdapter, PeerName } from './protocol.ts';
import { REFERENCE } from './errors.ts';

export interface BenchOptions {
  readonly adapter: BenchAdapter;
  readonly device: string;
  readonly precision: 'fp32' | 'fp16';
  readonly rounds: number;
  readonly quick: boolean;
  /** Names of classes; all when empty. */
  readonly only: readonly string[];
  readonly peers: readonly PeerName[];
  readonly model?: string;
  readonly inputs?: string;
  /** A compiled folder whose dispatches are to be timed. */
  readonly kernels?: string;
  readonly fullCompile: boolean;
  readonly json?: string;
  readonly write: boolean;
}

/** The device file that fits an adapter; an unknown GPU gets what every WebGPU has. */
const DEVICES: Readonly<Record<BenchAdapter, string>> = {
  swiftshader: 'swiftshader',
  lavapipe: 'lavapipe',
  default: 'webgpu-default',
};

type Given = Omit<BenchOptions, 'device' | 'peers'> & {
  readonly device?: string;
  readonly peers?: readonly PeerName[];
};

export function readOptions(args: readonly string[]): BenchOptions {
  const command = new Command('npm run bench --')
    .description('measures snapc and its peers on one machine in one run; Markdown on stdout')
    .addOption(
      new Option(
        '--adapter <name>',
        'the WebGPU adapter; default is a real GPU, where there is one',
      )
        .choices(['swiftshader', 'lavapipe', 'default'])
        .default('swiftshader'),
    )
    .option('--device <name>', 'the device file to compile for; that of the adapter if left out')
    .addOption(
      new Option('--precision <precision>', 'of what snapc compiles')
        .choices(['fp32', 'fp16'])
        .default('fp32'),
    )
    .option('--rounds <number>', 'how often each peer has its turn', positive, 5)
    .option('--quick', 'tiny models and two rounds: a smoke run, whose times mean nothing', false)
    .option('--only <names>', 'classes to measure, of clip, vae, unet; with commas', list, [])
    .option('--peers <names>', `peers, with commas, of: ${PEERS.join(', ')}`, peerList)
    .option('--model <file>', 'an ONNX model of your own in place of the classes')
    .option('--inputs <file.npz>', 'its inputs; drawn from a seed if left out')
    .option('--kernels <dir>', 'time each kind of dispatch of a compiled folder, and nothing else')
    .option(
      '--full-compile',
      'compile the full UNet for each target, and nothing else: takes 6 GB of disk',
      false,
    )
    .option('--json <file>', 'write everything that was measured as JSON')
    .option(
      '--write',
      'put the tables into bench/RESULTS.md, in place of the former ones of this adapter or of --full-compile',
      false,
    )
    .allowExcessArguments(false)
    .parse([...args], { from: 'user' });
  const given = command.opts<Given>();
  return {
    ...given,
    device: given.device ?? DEVICES[given.adapter],
    peers: given.peers ?? PEERS,
    rounds: given.quick ? Math.min(2, given.rounds) : given.rounds,
  };
}

function positive(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new InvalidArgumentError('give 1 or more');
  return value;
}

function list(text: string): string[] {
  return text.split(',').map((part) => part.trim());
}

/** The reference is always measured, because errors are counted against it. */
function peerList(text: string): PeerName[] {
  const names = list(text);
  const unknown = names.filter((name) => !PEERS.some((peer) => peer === name));
  if (unknown.length > 0) throw new InvalidArgumentError(`there is no ${unknown.join(', ')}`);
  return PEERS.filter((peer) => peer === REFERENCE || names.includes(peer));
}
