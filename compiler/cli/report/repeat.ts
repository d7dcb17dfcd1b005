/** The compile of a folder, done once more in memory and followed pass by pass. */

import { cloneGraph } from '../../../ir/clone.ts';
import { isError } from '../../../ir/diagnostics.ts';
import type { Diagnostic } from '../../../ir/diagnostics.ts';
import type { Graph } from '../../../ir/graph.ts';
import type { Device } from '../../../targets/devices/index.ts';
import type { Target } from '../../../targets/target.ts';
import type { Registry } from '../../api/registry.ts';
import type { Calibration } from '../../calibrate/calibration.ts';
import type { Manifest, ManifestTarget } from '../../manifest.ts';
import type { PassStep } from '../../pass.ts';
import { runPipeline } from '../../pipeline.ts';
import { prepareTargets } from '../../prepare.ts';
import { PassFollower } from '../../report/follow.ts';
import { BlockMarks } from '../../report/mark.ts';
import type { CompileContext } from '../../target.ts';
import { refuse } from '../command.ts';
import type { CommandContext } from '../command.ts';
import { noSuchTarget } from './diagnostics.ts';
import { stepsOf } from './steps.ts';

export interface Subject {
  readonly registry: Registry;
  readonly manifest: Manifest;
  readonly device: Device;
  readonly calibration: Calibration | undefined;
  /** With its dims bound. */
  readonly imported: Graph;
}

export interface Repeated {
  readonly name: string;
  readonly built: ManifestTarget;
  readonly context: CompileContext<Device>;
  /** As the target emits it; every node knows its block. */
  readonly graph: Graph;
  readonly marks: BlockMarks;
  readonly follower: PassFollower;
  readonly steps: readonly PassStep[];
  readonly notes: readonly Diagnostic[];
}

export async function repeatCompile(
  context: CommandContext,
  { registry, manifest, device, calibration, imported }: Subject,
  name: string,
  built: ManifestTarget,
): Promise<Repeated> {
  const { signal, timings, progress } = context;
  const target = registry.targets.find((one) => one.name === name) ?? refuse(noSuchTarget(name));
  const { about, own, notes } = prepared(target);
  const extras = {
    methods: registry.calibrationMethods,
    ...(calibration !== undefined && { calibration }),
  };
  const steps = stepsOf(built, own, extras);
  const marks = new BlockMarks();
  const graph = cloneGraph(imported);
  marks.mark(graph);
  const running = steps.flatMap(({ running: step }) =>
    step.pass.name === 'edit-blocks' ? [step, marks.step()] : [step],
  );
  const listed = steps.map((step) => step.listed);
  const follower = new PassFollower(graph, listed);
  let at = 0;
  const result = await timings.time('passes', () =>
    runPipeline(graph, running, target.given, {
      ...(context.watch === undefined ? {} : { watch: context.watch }),
      signal,
      onPass: (report) => {
        if (running[at++]?.pass.name !== MARKING) follower.after(graph, report);
        progress.count(`${name}: passes`, at, running.length);
      },
      onWork: ({ pass, what, done, total }) =>
        total === undefined
          ? progress.phase(`${name}: ${pass}: ${what}, ${done} done`)
          : progress.count(`${name}: ${pass}: ${what}`, done, total),
    }),
  );
  if (!result.ok) return refuse(...result.diagnostics);
  const found = target.legal(graph, about);
  const illegal = found.filter(isError);
  if (illegal.length > 0) return refuse(...illegal);
  const told = [...notes, ...result.diagnostics, ...found];
  return { name, built, context: about, graph, marks, follower, steps: listed, notes: told };

  function prepared(of: Target) {
    const { precision } = manifest;
    const request = {
      targets: [of],
      device,
      precision,
      targetOptions: new Map([[name, built.options]]),
      passes: registry.added,
      signal,
    };
    const made = prepareTargets(request, imported, manifest.model.file);
    const [first] = made.ok ? made.value : [];
    if (first === undefined) return refuse(...made.diagnostics);
    return { about: first.context, own: first.steps, notes: made.diagnostics };
  }
}

const MARKING = 'report-blocks';
