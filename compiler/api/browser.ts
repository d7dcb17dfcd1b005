/** The package's entry point in a browser, and what it shares with the one in Node: nothing here needs a host. */

export type {
  Calibration,
  CalibrationInputs,
  CalibrationRun,
  CalibrationRuns,
} from '../calibrate/calibration.ts';
export { defineCalibrationMethod } from '../calibrate/method.ts';
export type {
  CalibrationMethod,
  Range,
  RangeCollector,
  RangeSettings,
} from '../calibrate/method.ts';
export { observe } from '../calibrate/observe.ts';
export { trajectory } from '../calibrate/trajectory.ts';
export type { TrajectoryOptions } from '../calibrate/trajectory.ts';
export { blocksAlongAxis, compressedForm } from '../compressed/form.ts';
export type { AffineForm, CompressedForm, PaletteForm } from '../compressed/form.ts';
export { compile } from '../compile.ts';
export type { CompileProgress, CompileRequest, CompileResult } from '../compile-request.ts';
export { costOfGraph } from '../cost.ts';
export type { GraphCost, OpCost } from '../cost.ts';
export type { OutputDigest } from '../file-digests.ts';
export { openModelBlob } from '../host/browser.ts';
export type { ModelSource } from '../host/host.ts';
export { modelFromBytes } from '../host/memory.ts';
export { memoryOutput } from '../host/memory-output.ts';
export type { MemoryOutput } from '../host/memory-output.ts';
export type { OutputFile as StageFile, OutputStage } from '../host/output.ts';
export { checkOnnx } from '../import/onnx/check.ts';
export { convertOnnx } from '../import/onnx/convert.ts';
export type { ConvertOptions, ImportedModel } from '../import/onnx/convert.ts';
export type { DimBinding, DimOptions } from '../import/onnx/dims.ts';
export { importOnnx } from '../import/onnx/import.ts';
export type { OnnxModel } from '../import/onnx/model.ts';
export { readOnnx } from '../import/onnx/read.ts';
export { defineInvariant, staticShapes } from '../invariants.ts';
export type { Invariant } from '../invariants.ts';
export { parseManifest, printManifest } from '../manifest.ts';
export type { Manifest, ManifestTarget, ManifestTensor } from '../manifest.ts';
export { readNpz, writeNpz } from '../npz.ts';
export { writeWhole } from '../output.ts';
export type {
  FileEntry,
  InterfaceEntry,
  ModelInterface,
  OutputFile,
  OutputSink,
} from '../output.ts';
export { definePass } from '../pass.ts';
export type { DefinedPass, Pass, PassContext, PassDeclaration, PassStep } from '../pass.ts';
export { passes } from '../passes/index.ts';
export { parseSteps } from '../passes/parse-steps.ts';
export { runPipeline } from '../pipeline.ts';
export type { PassReport, PipelineOptions } from '../pipeline.ts';
export type { AddedPass } from '../prepare.ts';
export { createPruneChannels } from '../prune/create-prune-channels.ts';
export type { PruneExtras } from '../prune/create-prune-channels.ts';
export { compressionSteps } from '../quantize/compression.ts';
export { createQuantizeActivations } from '../quantize/create-quantize-activations.ts';
export type {
  ActivationOptions,
  CalibrationExtras,
  MeasuredRange,
} from '../quantize/create-quantize-activations.ts';
export { createCorrectBiases } from '../quantize/create-correct-biases.ts';
export { createSmoothActivations } from '../quantize/create-smooth-activations.ts';
export type { Compression, CompressionRule, WeightForm } from '../quantize/compression.ts';
export { readCompression } from '../quantize/read-compression.ts';
export { applyRules, defineRule, removeUnused, replaceNode } from '../rewrite.ts';
export type { Builder, Rule } from '../rewrite.ts';
export { compareGraphs, largestError, seededInputs } from '../validate.ts';
export { VERSION } from '../version.ts';
export { defineConfig } from './config.ts';
export type { Config, ConfigPass } from './config.ts';
export { defineComposite, defineOp } from './own-op.ts';
export type { NnapiRequest, OwnLowerings } from './own-lowerings.ts';
export { steps } from './steps.ts';

export { attr } from '../../ir/attr.ts';
export type { Attr } from '../../ir/attr.ts';
export { createBuilder } from '../../ir/builder.ts';
export type { BuilderBase, CoreBuilder } from '../../ir/builder.ts';
export { cloneGraph } from '../../ir/clone.ts';
export { dataConstant, inlineValue, materialize, splatConstant } from '../../ir/constant.ts';
export type { ByteStore, Constant, ConstantSource } from '../../ir/constant.ts';
export { fail, hasTrait, operand, optional, variadic } from '../../ir/define.ts';
export type { AttrSpecs, Attributes, Cost, OpDefinition, Trait, TypedOp } from '../../ir/define.ts';
export {
  DiagnosticError,
  defineDiagnostic,
  failure,
  formatDiagnostic,
  success,
} from '../../ir/diagnostics.ts';
export type { Diagnostic, Place, Result, Severity } from '../../ir/diagnostics.ts';
export type { Dim } from '../../ir/dim.ts';
export { encodeConstant } from '../../ir/encode-constant.ts';
export type { EncodeConstant, Encoding } from '../../ir/encode-constant.ts';
export { evaluateGraph } from '../../ir/evaluate.ts';
export type { EvaluateOptions } from '../../ir/evaluate.ts';
export { Graph, operandsOf, resultOf } from '../../ir/graph.ts';
export type { GraphOutput, Node, NodeRequest, Origin, Value } from '../../ir/graph.ts';
export { flatOperands, namedOperands } from '../../ir/operands.ts';
export { builtinOps as ops } from '../../ir/ops/index.ts';
export type { OpTable } from '../../ir/ops/index.ts';
export { parseGraph } from '../../ir/parse.ts';
export {
  anyConstant,
  anyValue,
  capturedNode,
  either,
  matchNode,
  node,
  scalar,
  smallConstant,
} from '../../ir/pattern.ts';
export type { Capture, Match, NodePattern, Pattern } from '../../ir/pattern.ts';
export { printGraph } from '../../ir/print.ts';
export { castTensor, tensor, tensorFrom, toNumbers } from '../../ir/tensor.ts';
export type { Tensor } from '../../ir/tensor.ts';
export {
  FLOATS,
  INTEGERS,
  NUMBERS,
  elementCount,
  isStaticType,
  printType,
  typeEquals,
} from '../../ir/types.ts';
export type { DType, StaticTensorType, TensorType } from '../../ir/types.ts';
export { verifyGraph } from '../../ir/verify.ts';

export {
  builtInDevices as devices,
  defineDevice,
  figure,
  findDevice,
  parseDevice,
  parseDeviceText,
} from '../../targets/devices/index.ts';
export type { Device, Figure, FigureSource } from '../../targets/devices/index.ts';
export { defineTarget, targets } from '../../targets/index.ts';
export type {
  Emitted,
  Precision,
  Target,
  TargetContext,
  TargetDeclaration,
} from '../../targets/index.ts';
