/** "attention", compiled for WebGPU by snapc. */
import { program } from './program.js';
import { infoOf, loadProgram } from './runtime/index.js';
export { SnapcError, WeightStore } from './runtime/index.js';
/** What the device must have: `adapter.requestDevice(requirements)`. */
export const requirements = { requiredFeatures: program.features, requiredLimits: program.limits };
/** The inputs as the model names them. */
export const inputs = program.inputs.map(infoOf);
/** The outputs as the model names them. */
export const outputs = program.outputs.map(infoOf);
/** Reads the weights and compiles the shaders. Rejects with a SnapcError that says what is missing. */
export async function load(device, options = {}) {
    return loadProgram(device, program, import.meta.url, options);
}
