/** The command line: finds the command, runs it, tells what came of it and answers with the exit code. */

import { Command, CommanderError } from 'commander';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import { faultOfOwnOp } from '../own-op-fault.ts';
import { VERSION } from '../version.ts';
import { examples } from './command.ts';
import type { CommandContext, CommandDefinition, Outcome } from './command.ts';
import { badUsage, internalError } from './diagnostics.ts';
import { hasColour } from './io.ts';
import type { Io } from './io.ts';
import { countDiagnostics, presentDiagnostics } from './present.ts';
import { watchOptions } from './option-values.ts';
import { createProgress } from './progress.ts';
import { shellCommand } from './shell.ts';
import { CommandFault, EXIT_CODES, statusOf } from './status.ts';
import type { ExitCode, Status } from './status.ts';
import { Timings } from './timings.ts';

/** Raised when a reader of the old envelope would misread the new one. */
const ENVELOPE_SCHEMA = 1;

interface Entry {
  readonly name: string;
  readonly summary: string;
  /** Only the command that is asked for is loaded. */
  readonly load: () => Promise<CommandDefinition>;
}

const COMMANDS: readonly Entry[] = [
  {
    name: 'compile',
    summary: 'compile an ONNX model for one or more targets',
    load: async () => (await import('./compile.ts')).compileCommand,
  },
  {
    name: 'pipeline',
    summary: 'compile text encoder, UNet and decoder into one package that draws from words',
    load: async () => (await import('./pipeline.ts')).pipelineCommand,
  },
  {
    name: 'draw',
    summary: 'draw a picture from words with a compiled pipeline, on this machine',
    load: async () => (await import('./draw.ts')).drawCommand,
  },
  {
    name: 'run',
    summary: 'run a compiled folder, or a model on the reference evaluator',
    load: async () => (await import('./run.ts')).runCommand,
  },
  {
    name: 'check',
    summary: 'tell every problem of a model at once',
    load: async () => (await import('./check.ts')).checkCommand,
  },
  {
    name: 'inspect',
    summary: 'summarise a model or a compiled folder, or print its IR',
    load: async () => (await import('./inspect.ts')).inspectCommand,
  },
  {
    name: 'diff',
    summary: 'compare the numbers of a compiled folder with those of its model',
    load: async () => (await import('./diff.ts')).diffCommand,
  },
  {
    name: 'report',
    summary: 'draw what became of a model in a compiled folder and why, as a page and as JSON',
    load: async () => (await import('./report.ts')).reportCommand,
  },
  {
    name: 'tune',
    summary: 'time tiles of kernels on the adapter at hand and write the best into a device file',
    load: async () => (await import('./tune.ts')).tuneCommand,
  },
  {
    name: 'devices',
    summary: 'list the devices',
    load: async () => (await import('./devices.ts')).devicesCommand,
  },
  {
    name: 'passes',
    summary: 'list the passes with their options',
    load: async () => (await import('./passes.ts')).passesCommand,
  },
  {
    name: 'test-pass',
    summary: 'try passes on random graphs and make a failing one small',
    load: async () => (await import('./test-pass.ts')).testPassCommand,
  },
  {
    name: 'test-op',
    summary: 'try ops of a config: what they declare, and what each target computes',
    load: async () => (await import('./test-op.ts')).testOpCommand,
  },
  {
    name: 'ops',
    summary: 'list the ops and the ONNX operators',
    load: async () => (await import('./ops.ts')).opsCommand,
  },
  {
    name: 'models',
    summary: 'make models of the Stable Diffusion family with seeded weights',
    load: async () => (await import('./models.ts')).modelsCommand,
  },
];

/** Never rejects; whatever happens ends in an exit code and words on standard error. */
export async function main(argv: readonly string[], io: Io): Promise<ExitCode> {
  const controller = new AbortController();
  const context: CommandContext = {
    io,
    signal: controller.signal,
    progress: createProgress(io.stderr),
    timings: new Timings(),
    diagnostics: [],
    ...(io.watch === undefined ? {} : { watch: io.watch }),
  };
  const release = io.onInterrupt((signal) => {
    context.progress.clear();
    io.stderr.write(`snapc: interrupted by ${signal}, cleaning up\n`);
    controller.abort(new Interrupted());
  });
  let outcome: Outcome | undefined;
  try {
    outcome = await context.timings.time('total', () => dispatch(argv, context));
  } catch (error) {
    outcome = { status: failureOf(error, argv, context), result: null, text: '' };
  } finally {
    release();
    context.progress.clear();
  }
  if (outcome !== undefined) report(outcome, argv.includes('--json'), context);
  return EXIT_CODES[outcome?.status ?? 'ok'];
}

class Interrupted extends Error {}

/** Undefined where help or the version was shown, which is all there is to say. */
async function dispatch(
  argv: readonly string[],
  context: CommandContext,
): Promise<Outcome | undefined> {
  let outcome: Outcome | undefined;
  const { program, commands } = await buildProgram(argv, context);
  for (const [definition, command] of commands) {
    command.action(async () => {
      outcome = await definition.run(command, context);
    });
  }
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return undefined;
    if (error.code === 'commander.help') {
      context.io.stderr.write(helpOf(program, argv));
      return { status: 'usage', result: null, text: '' };
    }
    const message = error.message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ');
    const known = COMMANDS.find(({ name }) => name === argv[0]);
    const asked = known === undefined ? 'snapc' : `snapc ${known.name}`;
    throw new CommandFault('usage', [badUsage(message, asked)]);
  }
  return outcome;
}

async function buildProgram(argv: readonly string[], { io }: CommandContext) {
  const program = new Command('snapc')
    .description('Compiles the ONNX graphs of text-to-image diffusion models for phones.')
    .version(VERSION, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .helpCommand('help [command]', 'print the help of a command')
    .exitOverride()
    .configureOutput({
      writeOut: io.stdout.write,
      // What commander has to say about a wrong command line becomes a diagnostic.
      writeErr: () => undefined,
      getOutHelpWidth: () => Math.min(io.stdout.columns, 100),
      getOutHasColors: () => false,
    })
    .addHelpText(
      'after',
      `${examples(
        'snapc models make snapfusion-unet --size tiny --out out/unet',
        'snapc compile out/unet/model.onnx --target webgpu --device iphone-14-pro --precision fp32 --out out/unet-web',
        'snapc diff out/unet/model.onnx out/unet-web --inputs out/unet/inputs.npz',
      )}\nExit codes: 0 ok, 1 model or compile error, 2 usage, config or platform, 3 numbers differ,\n70 internal error, 130 interrupted.`,
    );
  const commands: (readonly [CommandDefinition, Command])[] = [];
  const wanted = argv.filter((word) => !word.startsWith('-')).slice(0, 2);
  for (const { name, summary, load } of COMMANDS) {
    const command = program.command(name).description(summary);
    // `snapc help compile` wants the words of the second.
    if (wanted[0] !== name && !(wanted[0] === 'help' && wanted[1] === name)) continue;
    const definition = await load();
    definition.declare(command).option('--json', 'print one JSON object on standard output');
    watchOptions(command);
    if (command.commands.length === 0) commands.push([definition, command]);
    for (const inner of command.commands) {
      inner.option('--json', 'print one JSON object on standard output');
      commands.push([definition, inner]);
    }
  }
  return { program, commands };
}

/** The help of the innermost command that the words name. */
function helpOf(program: Command, argv: readonly string[]): string {
  const named = program.commands.find((command) => command.name() === argv[0]);
  return (named ?? program).helpInformation();
}

function failureOf(error: unknown, argv: readonly string[], context: CommandContext): Status {
  const { diagnostics, io, signal } = context;
  if (signal.aborted && signal.reason instanceof Interrupted) return 'interrupted';
  if (error instanceof CommandFault) {
    diagnostics.push(...error.diagnostics);
    return error.status;
  }
  const fault = faultOfOwnOp(error);
  if (fault !== undefined) {
    diagnostics.push(fault);
    return 'failed';
  }
  if (error instanceof DiagnosticError) {
    diagnostics.push(...error.diagnostics);
    return statusOf(error.diagnostics);
  }
  context.progress.clear();
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  io.stderr.write(`${trace}\n`);
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const versions = `snapc ${VERSION}, node ${process.versions.node}, ${process.platform} ${process.arch}`;
  diagnostics.push(internalError(reason, shellCommand(['snapc', ...argv]), versions));
  return 'internal';
}

function report(
  { status, result, text }: Outcome,
  json: boolean,
  { io, diagnostics, timings }: Pick<CommandContext, 'io' | 'diagnostics' | 'timings'>,
): void {
  if (json) {
    const envelope = { schemaVersion: ENVELOPE_SCHEMA, status, result, diagnostics, timings };
    io.stdout.write(`${JSON.stringify(envelope, undefined, 2)}\n`);
  } else io.stdout.write(text);
  tell(diagnostics, io);
}

/** For a command whose own process did not live to tell. */
export function tellFault(
  argv: readonly string[],
  io: Io,
  status: Status,
  diagnostics: readonly Diagnostic[],
): ExitCode {
  const outcome = { status, result: null, text: '' };
  const context = { io, diagnostics: [...diagnostics], timings: new Timings() };
  report(outcome, argv.includes('--json'), context);
  return EXIT_CODES[status];
}

function tell(diagnostics: readonly Diagnostic[], io: Io): void {
  if (diagnostics.length === 0) return;
  io.stderr.write(presentDiagnostics(diagnostics, hasColour(io, io.stderr)));
  if (diagnostics.length > 1) io.stderr.write(`${countDiagnostics(diagnostics)}\n`);
}
