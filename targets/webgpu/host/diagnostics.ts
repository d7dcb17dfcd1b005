/** The faults of opening a WebGPU device in Node; codes SNAPC5300 to SNAPC5399. */
import { defineDiagnostic, printable } from '../../../ir/diagnostics.ts';

export const dawnMissing = defineDiagnostic('SNAPC5300', 'error', () => ({
  message:
    'running on WebGPU in Node needs the npm package "webgpu" (Dawn), which is not installed',
  hint: 'npm install webgpu',
}));

export const dawnUnusable = defineDiagnostic('SNAPC5301', 'error', (reason: string) => ({
  message: `the npm package "webgpu" (Dawn) cannot be loaded on ${process.platform} ${process.arch}: ${reason}`,
  hint: 'npm install webgpu@latest; it serves Linux (glibc), macOS and Windows on x64 and arm64',
}));

export const noGpu = defineDiagnostic('SNAPC5302', 'error', () => ({
  message: 'Dawn finds no GPU on this machine',
  hint: "install the GPU's driver (on Linux: its Vulkan driver and libvulkan1), or use a software adapter: --adapter swiftshader, or SNAPC_ADAPTER=swiftshader where a command has no such option",
}));

export const swiftShaderMissing = defineDiagnostic('SNAPC5303', 'error', () => ({
  message:
    'the SwiftShader adapter comes from the npm package "@sparticuz/chromium", which is not installed',
  hint: 'npm install @sparticuz/chromium@147',
}));

export const softwareUnsupported = defineDiagnostic('SNAPC5304', 'error', (name: string) => ({
  message: `the ${name} adapter is prepared for Linux on x64 only; this is ${process.platform} ${process.arch}`,
  hint: "use the machine's GPU: SNAPC_ADAPTER=gpu",
}));

export const lavapipeMissing = defineDiagnostic('SNAPC5305', 'error', (folder: string) => ({
  message: `no lavapipe driver lies in ${folder}`,
  hint: 'on Debian run "node test/setup/lavapipe.mjs" in a checkout of snapc; or set SNAPC_LAVAPIPE_DIR to the folder that it printed',
}));

export const driverUnusable = defineDiagnostic(
  'SNAPC5306',
  'error',
  (name: string, reason: string) => ({
    message: `the ${name} driver cannot be used: ${reason}`,
    hint: 'delete its folder (it is made anew), or choose another adapter with SNAPC_ADAPTER=gpu, swiftshader or lavapipe',
  }),
);

export const unknownAdapter = defineDiagnostic('SNAPC5307', 'error', (name: string) => ({
  message: `SNAPC_ADAPTER is "${name}", which is no adapter`,
  hint: 'set it to auto, gpu, swiftshader or lavapipe',
}));

export const missingFeature = defineDiagnostic(
  'SNAPC5308',
  'error',
  (feature: string, adapter: string) => ({
    message: `the adapter "${adapter}" lacks the WebGPU feature ${feature}`,
    hint: cureForLack(feature),
  }),
);

function cureForLack(feature: string): string {
  switch (feature) {
    case 'shader-f16':
      return 'compile with --precision fp32, or use a GPU or the lavapipe adapter (SNAPC_ADAPTER=lavapipe)';
    case 'timestamp-query':
      return 'run without --profile, or use another adapter';
    default:
      return 'compile for a device without it, or use another adapter';
  }
}

export const limitTooHigh = defineDiagnostic(
  'SNAPC5309',
  'error',
  (limit: string, wanted: number, offered: number | undefined, adapter: string) => ({
    message:
      offered === undefined
        ? `the adapter "${adapter}" knows no limit named ${limit}`
        : `the adapter "${adapter}" offers ${limit} ${offered}, ${wanted} is needed`,
    hint: 'compile for a device with lower limits ("snapc devices" lists them), or use another adapter',
  }),
);

export const deviceRefused = defineDiagnostic(
  'SNAPC5310',
  'error',
  (adapter: string, reason: string) => ({
    message: `the adapter "${adapter}" gives no device: ${reason}`,
    hint: 'run again; if it stays, choose another adapter with SNAPC_ADAPTER=swiftshader',
  }),
);

export const notAnArtifact = defineDiagnostic(
  'SNAPC5320',
  'error',
  (folder: string, reason: string) => ({
    message: `this folder holds no WebGPU artifact: ${printable(reason)}`,
    hint: 'name the folder that "snapc compile --target webgpu --out DIR" wrote, DIR/webgpu',
    place: { file: folder },
  }),
);

export const runFailed = defineDiagnostic('SNAPC5321', 'error', (code: string, reason: string) => ({
  message: `the compiled model cannot be run: ${printable(reason, 2000)}`,
  hint: cureFor(code),
}));

function cureFor(code: string): string {
  switch (code) {
    case 'weights':
      return 'compile the model again: its weight files are missing or not the ones that were written';
    case 'memory':
      return 'use another adapter (SNAPC_ADAPTER), or compile for smaller inputs (--dim)';
    case 'lost':
      return 'run again; if it stays, choose another adapter with SNAPC_ADAPTER=swiftshader';
    default:
      return 'compile the model again with this version of snapc; if it stays, report it with the model';
  }
}
