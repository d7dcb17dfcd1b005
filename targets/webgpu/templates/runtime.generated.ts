/** The files of the web runtime by name; kept in step with runtime/web by `npm run generate`. */

export const runtimeFiles: Readonly<Record<string, string>> = {
  'index.js': `// The runtime of snapc; its source is dist/runtime/web in the package.
var SnapcError=class extends Error{code;constructor(code,message,cause){super(message,cause===void 0?void 0:{cause}),this.
name="SnapcError",this.code=code}};function checkAborted(signal){if(signal?.aborted===!0)throw new SnapcError("aborted",
"the signal was aborted",signal.reason)}async function orAborted(work,signal){if(signal===void 0)return work;let stop,aborted=new Promise(
(_,reject)=>{stop=()=>{reject(new SnapcError("aborted","the signal was aborted",signal.reason))},signal.aborted?stop():signal.
addEventListener("abort",stop,{once:!0})});try{return await Promise.race([work,aborted])}finally{stop!==void 0&&signal.removeEventListener(
"abort",stop)}}function lostError({message}){return new SnapcError("lost",\`the device is lost: \${message||"no reason giv\\
en"}\`)}var ARRAYS={f64:["Float64Array","Float32Array"],f32:["Float32Array"],f16:["Float32Array","Float16Array","Uint16Array"],bf16:[
"Float32Array"],i64:["BigInt64Array","Int32Array"],i32:["Int32Array"],i16:["Int16Array"],i8:["Int8Array"],i4:["Int8Array"],
u64:["BigUint64Array","Uint32Array"],u32:["Uint32Array"],u16:["Uint16Array"],u8:["Uint8Array"],u4:["Uint8Array"],bool:["\\
Uint8Array"]};function countOf(shape){return shape.reduce((product,size)=>product*size,1)}function encode(tensor,given){
let refuse=fault=>{throw new SnapcError("input",\`input \${JSON.stringify(tensor.name)} \${fault}\`)},{dtype,shape,stored}=tensor,
accepted=ARRAYS[dtype]??[],kind=kindOf(given);accepted.includes(kind)||refuse(\`must be a \${accepted.join(" or a ")}, not\\
 \${kind}\`);let values=given,count=countOf(shape);values.length!==count&&refuse(\`has \${values.length} elements; its shape\\
 [\${shape.join(", ")}] has \${count}\`);let bits=kind==="Uint16Array"&&dtype==="f16";if(stored==="f16")return encodeHalf(values,
bits||kind==="Float16Array");if(stored==="f32")return values instanceof Float32Array?values:Float32Array.from({length:count},
bits?(_,i)=>halfToFloat(Number(values[i])):(_,i)=>Number(values[i]));let words=stored==="i32"?new Int32Array(count):new Uint32Array(
count);if(kind===(stored==="i32"?"Int32Array":"Uint32Array"))return values;for(let i=0;i<count;i++){let value=Number(values[i]);
words[i]=dtype==="bool"?+(value!==0):value,dtype!=="bool"&&words[i]!==value&&refuse(\`holds \${values[i]} at \${i}; the pro\\
gram computes with 32-bit integers\`)}return words}function decode({dtype,shape,stored},words){let count=countOf(shape),from=stored===
"f32"?new Float32Array(words,0,count):stored==="i32"?new Int32Array(words,0,count):stored==="u32"?new Uint32Array(words,
0,count):Float32Array.from(new Uint16Array(words,0,count),halfToFloat);switch(ARRAYS[dtype]?.[0]){case"Float64Array":return Float64Array.
from(from);case"BigInt64Array":return BigInt64Array.from({length:count},(_,i)=>BigInt(from[i]??0));case"BigUint64Array":
return BigUint64Array.from({length:count},(_,i)=>BigInt(from[i]??0));case"Int16Array":return Int16Array.from(from);case"\\
Int8Array":return Int8Array.from(from);case"Uint16Array":return Uint16Array.from(from);case"Uint8Array":return Uint8Array.
from(from);default:return from}}function kindOf(given){return ArrayBuffer.isView(given)?Object.prototype.toString.call(given).
slice(8,-1):given===null?"null":Array.isArray(given)?"an array":typeof given}function encodeHalf(values,ready){if(ready&&
values.length%2===0)return values;let halves=new Uint16Array(values.length+values.length%2);if(ready)halves.set(new Uint16Array(
values.buffer,values.byteOffset,values.length));else for(let i=0;i<values.length;i++)halves[i]=floatToHalf(Number(values[i]));
return halves}var float=new Float32Array(1),floatBits=new Uint32Array(float.buffer);function floatToHalf(value){float[0]=
value;let bits=floatBits[0]??0,sign=bits>>>16&32768,rest=bits&2147483647;return rest>=1199570944?sign|(rest>2139095040?32256:
31744):rest<947912704?(float[0]=Math.abs(value)+.5,sign|(floatBits[0]??0)-1056964608):sign|rest-939524096+4095+(rest>>>13&
1)>>>13}function halfToFloat(bits){let exponent=bits>>10&31,fraction=bits&1023,size=exponent===0?fraction*2**-24:exponent===
31?fraction===0?1/0:NaN:(1+fraction/1024)*2**(exponent-15);return bits&32768?-size:size}var READ=1,STAGING_ALIGNMENT=8;function infoOf({name,emitted,dtype,shape}){return{name,property:emitted,dtype,shape}}function storedSize({
shape,stored}){return Math.ceil(countOf(shape)*(stored==="f16"?2:4)/4)*4}var LoadedModel=class{inputs;outputs;#parts;#queue=Promise.
resolve();#waiting=0;#end;constructor(parts){this.#parts=parts,this.inputs=parts.program.inputs.map(infoOf),this.outputs=
parts.program.outputs.map(infoOf),parts.device.lost.then(reason=>{this.#end??=lostError(reason)})}async run(inputs,options={}){
let{signal}=options;checkAborted(signal),this.#checkUsable();let words=this.#encode(inputs),run=this.#waiting===0?this.#execute(
words):this.#later(words,signal);return this.#waiting++,this.#queue=run.then(()=>this.#waiting--,()=>this.#waiting--),orAborted(
run,signal)}#later(words,signal){let kept=words.map(copyOf);return this.#queue.then(()=>(checkAborted(signal),this.#checkUsable(),
this.#execute(kept)))}dispose(){this.#end=new SnapcError("disposed","the model was disposed");for(let buffer of[...this.#parts.
buffers,this.#parts.staging])buffer.destroy()}#checkUsable(){if(this.#end!==void 0)throw this.#end}#encode(given){if(typeof given!=
"object"||given===null)throw new SnapcError("input","the inputs are an object with a typed array for each input");let known=this.#parts.
program.inputs;for(let key of Object.keys(given))if(known.every(({emitted})=>emitted!==key)){let names=known.map(({emitted})=>emitted).
join(", ");throw new SnapcError("input",\`there is no input \${JSON.stringify(key)}, only: \${names}\`)}return known.map(tensor=>{
if(Object.hasOwn(given,tensor.emitted))return encode(tensor,given[tensor.emitted]);throw new SnapcError("input",\`input \${JSON.
stringify(tensor.emitted)} is missing\`)})}async#execute(words){let{device,program,buffers,staging}=this.#parts;try{device.
pushErrorScope("validation"),program.inputs.forEach(({buffer},index)=>{let{buffer:data,byteOffset,byteLength}=words[index]??
new Uint8Array,target=buffers[buffer];target!==void 0&&device.queue.writeBuffer(target,0,data,byteOffset,byteLength)}),this.#submit();
let fault=await device.popErrorScope();if(fault!==null)throw new SnapcError("shader",fault.message);await staging.mapAsync(
READ)}catch(error){throw await new Promise(resolve=>setTimeout(resolve,20)),this.#end??error}let outputs={},offset=0;for(let tensor of program.
outputs){let size=storedSize(tensor),words2=size===0?new ArrayBuffer(0):staging.getMappedRange(offset,size).slice(0);outputs[tensor.
emitted]=decode(tensor,words2),offset+=align(size)}return staging.unmap(),outputs}#submit(){let{device,program,buffers,steps,
staging}=this.#parts,encoder=device.createCommandEncoder(),pass=encoder.beginComputePass();for(let{pipeline,group,workgroups}of steps)
pass.setPipeline(pipeline),pass.setBindGroup(0,group),pass.dispatchWorkgroups(...workgroups);pass.end();let offset=0;for(let tensor of program.
outputs){let size=storedSize(tensor),source=buffers[tensor.buffer];source!==void 0&&size>0&&encoder.copyBufferToBuffer(source,
0,staging,offset,size),offset+=align(size)}device.queue.submit([encoder.finish()])}};function align(bytes){return Math.ceil(
bytes/STAGING_ALIGNMENT)*STAGING_ALIGNMENT}function copyOf({buffer,byteOffset,byteLength}){return new Uint8Array(buffer,
byteOffset,byteLength).slice()}var COMPUTE=4;async function makeSteps(device,program,buffers,signal,onPipeline){let{kernels,dispatches,bindings}=program,
layouts=new Map,layoutOf=ranges=>{let types=ranges.map(range=>(bindings[range]?.[0]??0)<program.buffers.length?"storage":
"read-only-storage"),key=types.join(),known=layouts.get(key);if(known!==void 0)return known;let entries=types.map((type,binding)=>({
binding,visibility:COMPUTE,buffer:{type}})),layout=device.createBindGroupLayout({entries});return layouts.set(key,layout),
layout},kernelLayouts=new Map;for(let[kernel=0,,,,...ranges]of dispatches)kernelLayouts.has(kernel)||kernelLayouts.set(kernel,
layoutOf(ranges));let done=0,pipelines=await Promise.all(kernels.map(async(code,kernel)=>{let layout=kernelLayouts.get(kernel),
pipeline=await makePipeline(device,code,layout===void 0?[]:[layout]);return checkAborted(signal),onPipeline(++done,kernels.
length),pipeline})),groups=new Map;device.pushErrorScope("validation");let steps=dispatches.map(([kernel=0,x=1,y=1,z=1,...ranges])=>{
let layout=layoutOf(ranges),key=ranges.join(),group=groups.get(key)??device.createBindGroup({layout,entries:ranges.map((range,binding)=>{
let[buffer=0,offset=0,size=0]=bindings[range]??[];return{binding,resource:{buffer:at(buffers,buffer),offset,size}}})});return groups.
set(key,group),{pipeline:at(pipelines,kernel),group,workgroups:[x,y,z]}}),fault=await device.popErrorScope();if(fault!==
null)throw new SnapcError("shader",fault.message);return steps}async function makePipeline(device,code,bindGroupLayouts){
let module=device.createShaderModule({code}),layout=device.createPipelineLayout({bindGroupLayouts:[...bindGroupLayouts]});
try{return await device.createComputePipelineAsync({layout,compute:{module,entryPoint:"main"}})}catch(error){let{messages}=await module.
getCompilationInfo(),faults=messages.map(({lineNum,message})=>\`line \${lineNum}: \${message}\`),reason=error instanceof Error?
error.message:String(error);throw new SnapcError("shader",\`the device refuses a shader: \${[...faults,reason].join(\`
\`)}\`,error)}}function at(list,index){let item=list[index];if(item===void 0)throw new RangeError(\`the program's tables ha\\
ve no entry \${index}\`);return item}var HASH_BYTES=32;async function sliceChecker({shards,sliceBytes,sliceHashes},read){let subtle=globalThis.crypto?.subtle;
if(subtle===void 0)return async()=>{};let hashOf=async bytes=>hexadecimal(new Uint8Array(await subtle.digest("SHA-256",bytes))),
hashes=sliceHashes&&await read(sliceHashes);if(sliceHashes!==void 0&&hashes!==void 0&&await hashOf(hashes)!==sliceHashes.
sha256)throw altered(sliceHashes,"it differs");let firstSlice=new Map,slices=0;for(let shard of shards)firstSlice.set(shard,
slices),slices+=Math.ceil(shard.bytes/sliceBytes);return async(shard,offset,slice)=>{let start=((firstSlice.get(shard)??
0)+offset/sliceBytes)*HASH_BYTES,expected=hashes===void 0?shard.sha256:hexadecimal(hashes.subarray(start,start+HASH_BYTES));
if(await hashOf(slice)!==expected)throw altered(shard,\`bytes \${offset} to \${offset+slice.length} differ\`)}}function hexadecimal(bytes){
return Array.from(bytes,byte=>byte.toString(16).padStart(2,"0")).join("")}function altered({file},fault){return new SnapcError(
"weights",\`\${file} is not the file that was compiled: \${fault}\`)}function cutOff(shard,end){return altered(shard,\`it end\\
s after \${end} of \${shard.bytes} bytes\`)}var ATTEMPTS=4;async function*readHttp(url,{file,bytes},signal){let offset=0;for(let attempt=1;offset<bytes;attempt++){let before=offset;
try{let response=await fetch(url,{...signal===void 0?{}:{signal},...offset===0?{}:{headers:{range:\`bytes=\${offset}-\`}}});
if(response.status===416)return;if(!response.ok)throw new HttpFault(response.status);let skip=response.status===206?0:offset,
reader=response.body?.getReader();try{for(;;){let part=await reader?.read();if(part?.value===void 0)break;let{value}=part,
fresh=value.subarray(Math.min(skip,value.length));skip-=value.length-fresh.length,offset+=fresh.length,fresh.length>0&&(yield fresh)}}finally{
reader?.cancel().catch(()=>{})}if(offset<bytes&&(offset===before||attempt===ATTEMPTS))return}catch(error){if(checkAborted(
signal),error instanceof SnapcError)throw error;let final=error instanceof HttpFault&&error.status<500&&error.status!==429;
if(offset>before&&(attempt=1),final||attempt>=ATTEMPTS){let reason=error instanceof Error?error.message:String(error);throw new SnapcError(
"weights",\`\${file}: \${reason} (\${url.origin}\${url.pathname})\`,error)}await new Promise(resolve=>setTimeout(resolve,250*2**
attempt))}}}var HttpFault=class extends Error{status;constructor(status){super(\`the server answers \${status}\`),this.status=
status}},{process}=globalThis;function baseAddress(){return typeof location=="object"?location.href:\`file://\${process?.cwd()??
""}/\`}async function*readFile(url,shard,sliceBytes){let{file,bytes}=shard,files=process?.getBuiltinModule?.("node:fs/pro\\
mises");if(files===void 0)throw new SnapcError("weights",\`\${file}: a page cannot read \${url.href}; serve it over http\`);
let handle=await files.open(url).catch(error=>{throw new SnapcError("weights",\`\${file}: \${String(error)}\`,error)});try{let{
size}=await handle.stat();if(size<shard.bytes)throw cutOff(shard,size);if(size>shard.bytes)throw altered(shard,"it is lo\\
nger");let chunk=new Uint8Array(Math.min(sliceBytes,bytes));for(let offset=0;offset<bytes;){let{bytesRead}=await handle.
read(chunk,0,chunk.length,offset);if(bytesRead===0)return;offset+=bytesRead,yield chunk.subarray(0,bytesRead)}}finally{await handle.
close()}}async function uploadWeights(program,buffers,options){let{shards,sliceBytes}=program,read=file=>readWhole(file,sliceBytes,
options),check=options.verify&&shards.length>0?await sliceChecker(program,read):void 0,total=shards.reduce((sum,{bytes})=>sum+
bytes,0),done=0,slice=new Uint8Array(Math.min(sliceBytes,Math.max(0,...shards.map(s=>s.bytes))));for(let[index,shard]of shards.
entries()){let buffer=buffers[index];if(buffer===void 0)continue;let offset=0,filled=0,flush=async()=>{let part=slice.subarray(
0,filled);await check?.(shard,offset,part),checkAborted(options.signal),options.device.queue.writeBuffer(buffer,offset,part),
await orAborted(options.device.queue.onSubmittedWorkDone(),options.signal),offset+=filled,done+=filled,filled=0,options.
onBytes(done,total)};for await(let chunk of chunksOf(shard,sliceBytes,options)){if(offset+filled+chunk.length>shard.bytes)
throw altered(shard,"it is longer");for(let at2=0;at2<chunk.length;){let part=chunk.subarray(at2,at2+slice.length-filled);
slice.set(part,filled),filled+=part.length,at2+=part.length,filled===slice.length&&await flush()}}if(offset+filled!==shard.
bytes)throw cutOff(shard,offset+filled);filled>0&&await flush()}}async function readWhole(file,sliceBytes,options){let whole=new Uint8Array(
file.bytes),filled=0;for await(let chunk of chunksOf(file,sliceBytes,options)){if(filled+chunk.length>file.bytes)throw altered(
file,"it is longer");whole.set(chunk,filled),filled+=chunk.length}if(filled!==file.bytes)throw cutOff(file,filled);return whole}
function chunksOf(shard,sliceBytes,options){let{source,signal}=options;if(typeof source=="function")return readSlices(source,
shard,sliceBytes,signal);let url=fileUrl(source,shard.file);return url.protocol==="file:"?readFile(url,shard,sliceBytes):
readHttp(url,shard,options.signal)}function fileUrl(folder,file){let url=new URL(folder,baseAddress());return url.pathname+=
(url.pathname.endsWith("/")?"":"/")+file,url}async function*readSlices(reader,{file,bytes},sliceBytes,signal){for(let offset=0;offset<
bytes;offset+=sliceBytes){checkAborted(signal);let length=Math.min(sliceBytes,bytes-offset),chunk=await orAborted(reader(
file,offset,length,signal),signal).catch(error=>{throw error instanceof SnapcError?error:new SnapcError("weights",\`\${file}\\
: \${String(error)}\`,error)});if(chunk.length!==length)throw new SnapcError("weights",\`\${file}: the reader gave \${chunk.length}\\
 of \${length} bytes at \${offset}\`);yield chunk}}var MAP_READ=1,COPY_SRC=4,COPY_DST=8,STORAGE=128;async function loadProgram(device,program,home,options={}){let{signal,onProgress}=options;
checkAborted(signal),checkDevice(device,program);let made=[],failed=new AbortController,stop=signal===void 0?failed.signal:
AbortSignal.any([signal,failed.signal]);try{await checkedScope(device,()=>{let create=(size,usage)=>{made.push(device.createBuffer(
{size,usage}))};for(let size of program.buffers)create(size,STORAGE|COPY_SRC|COPY_DST);for(let{bytes}of program.shards)create(
bytes,STORAGE|COPY_DST);let staged=program.outputs.reduce((sum,output)=>sum+align(storedSize(output)),0);create(Math.max(
staged,16),MAP_READ|COPY_DST)});let buffers=made.slice(0,-1),staging=made.at(-1);if(staging===void 0)throw new RangeError(
"no staging buffer");let[steps]=await orAborted(Promise.all([makeSteps(device,program,buffers,stop,(done,total)=>onProgress?.(
{phase:"pipelines",done,total})),uploadWeights(program,buffers.slice(program.buffers.length),{device,source:options.weights??
new URL(".",home),verify:options.verify??!0,signal:stop,onBytes:(done,total)=>onProgress?.({phase:"weights",done,total})})]),
signal);return await checkLost(device),new LoadedModel({device,program,buffers,steps,staging})}catch(error){failed.abort(
error);for(let buffer of made)buffer.destroy();throw await checkLost(device),error}}function checkDevice({features,limits},program){
for(let feature of program.features)if(!features.has(feature))throw new SnapcError("feature",\`the device lacks the featu\\
re \${feature}; get it by adapter.requestDevice(requirements)\`);let offered=limits;for(let[name,needed]of Object.entries(
program.limits)){let has=offered[name]??0;if(!(name.startsWith("min")?has<=needed:has>=needed))throw new SnapcError("lim\\
it",\`the program needs \${name} \${needed}, the device has \${has}; get it by adapter.requestDevice(requirements)\`)}}async function checkLost(device){
let reason=await Promise.race([device.lost,Promise.resolve()]);if(reason!==void 0)throw lostError(reason)}async function checkedScope(device,work){
device.pushErrorScope("validation"),device.pushErrorScope("out-of-memory"),work();let[memory,invalid]=await Promise.all(
[device.popErrorScope(),device.popErrorScope()]);if(memory!==null)throw new SnapcError("memory",\`the device has too litt\\
le memory: \${memory.message}\`);if(invalid!==null)throw new SnapcError("limit",invalid.message)}function expandKernels(families){return families.flatMap(([text,...shaders])=>shaders.map(shader=>{let numbers=shader.split(
" ");return text.replace(/\\$(\\d+|\\$)/g,(_,index)=>numbers[Number(index)]??"$")}))}function nextWeights({buffers,shards},[buffer,offset,bytes],size){let start=Math.ceil((offset+bytes)/256)*256,left=(shards[buffer-
buffers.length]?.bytes??0)-start;return size>left?[buffer+1,0,size]:[buffer,start,size]}function unpackProgram(packed){let{
kernels,launches,places,steps,...rest}=packed,bindings=[],known=new Map,weights=[packed.buffers.length,0,0],dispatches=steps.
map(([launch=0,...starts])=>{let[kernel=0,x=1,y=1,z=1,...sizes]=launches[launch]??[],ranges=sizes.map((size,index)=>{let start=starts[index]??
0,[buffer=0,offset=0]=start===0?weights=nextWeights(packed,weights,size):places[start-1]??[],key=\`\${buffer} \${offset} \${size}\`,
range=known.get(key)??bindings.push([buffer,offset,size])-1;return known.set(key,range),range});return[kernel,x,y,z,...ranges]});
return{...rest,kernels:expandKernels(kernels),bindings,dispatches}}export{SnapcError,infoOf,loadProgram,unpackProgram};
`,
  'elements.d.ts': `/** Converts the typed arrays of the API to and from the words that lie in GPU buffers. */
import type { ProgramTensor } from './program.js';
/** A Float16Array where the platform has it; older TypeScript libraries lack the name. */
export interface HalfFloats extends ArrayLike<number>, ArrayBufferView {
    readonly [Symbol.toStringTag]: 'Float16Array';
}
/** What can be given as an input, and what outputs are. */
export type Elements = Float32Array | Float64Array | HalfFloats | Int8Array | Int16Array | Int32Array | BigInt64Array | Uint8Array | Uint16Array | Uint32Array | BigUint64Array;
export declare function countOf(shape: readonly number[]): number;
/** The words to upload: the given array itself where it lies as the GPU wants it, padded to 4 bytes. */
export declare function encode(tensor: ProgramTensor, given: unknown): ArrayBufferView;
/** An output from the words that were read back; \`words\` becomes the output's where it can. */
export declare function decode({ dtype, shape, stored }: ProgramTensor, words: ArrayBuffer): Elements;
/** Rounds to nearest, ties to even. */
export declare function floatToHalf(value: number): number;
export declare function halfToFloat(bits: number): number;
`,
  'errors.d.ts': `/** The one error class of the runtime: a code to act on and a message to read. */
/**
 * - \`feature\`, \`limit\`: the device was requested without something that the program needs.
 * - \`memory\`: the device has no memory left for buffers.
 * - \`input\`: an input is missing, unknown, or not of the right type or length.
 * - \`weights\`: a weight file cannot be read, is cut off, or is not the one that was compiled.
 * - \`shader\`: the device refuses a shader or a dispatch.
 * - \`aborted\`: the signal was aborted; \`cause\` is its reason.
 * - \`lost\`: the device is lost; load again on a new one.
 * - \`disposed\`: the model was disposed.
 */
export type SnapcErrorCode = 'feature' | 'limit' | 'memory' | 'input' | 'weights' | 'shader' | 'aborted' | 'lost' | 'disposed';
export declare class SnapcError extends Error {
    readonly code: SnapcErrorCode;
    constructor(code: SnapcErrorCode, message: string, cause?: unknown);
}
/** Throws if the signal is aborted. */
export declare function checkAborted(signal: AbortSignal | undefined): void;
/** Settles as \`work\` does, or rejects as soon as the signal is aborted. */
export declare function orAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T>;
export declare function lostError({ message }: {
    readonly message: string;
}): SnapcError;
`,
  'hashes.d.ts': `/** Compares what is read of weight files with the hashes that the compiler noted. */
import { SnapcError } from './errors.js';
import type { Program, ProgramShard } from './program.js';
/** Reads a whole file beside the weights. */
export type ReadWhole = (file: ProgramShard) => Promise<Uint8Array<ArrayBuffer>>;
/** Compares the run of the shard that starts at \`offset\`, or throws. */
export type CheckSlice = (shard: ProgramShard, offset: number, slice: Uint8Array<ArrayBuffer>) => Promise<void>;
/** Reads the file of hashes if the program has one; a page that is not served over https checks nothing. */
export declare function sliceChecker({ shards, sliceBytes, sliceHashes }: Program, read: ReadWhole): Promise<CheckSlice>;
export declare function altered({ file }: ProgramShard, fault: string): SnapcError;
export declare function cutOff(shard: ProgramShard, end: number): SnapcError;
`,
  'index.d.ts': `/** The runtime that emitted modules link to. */
export { SnapcError } from './errors.js';
export type { SnapcErrorCode } from './errors.js';
export type { Elements, HalfFloats } from './elements.js';
export { loadProgram } from './load.js';
export type { LoadOptions, LoadProgress } from './load.js';
export { infoOf } from './model.js';
export type { Model, RunOptions, TensorInfo } from './model.js';
export type { Program, ProgramShard, ProgramTensor, StoredType } from './program.js';
export { unpackProgram } from './tables.js';
export type { WeightReader, WeightSource } from './weights.js';
`,
  'kernels.d.ts': `/** Expands shaders that the compiler factored: those that differ only in numbers share one text. */
/**
 * The text, in which \`$0\`, \`$1\` and so on stand for numbers and \`$$\` for a dollar, then for each shader its
 * numbers, with spaces between them.
 */
export type KernelFamily = readonly [text: string, ...shaders: string[]];
/** The shaders of the families in order. */
export declare function expandKernels(families: readonly KernelFamily[]): string[];
`,
  'load.d.ts': `/** Loads a program on a device: checks what the device offers, reads the weights, compiles the shaders. */
import type { Model } from './model.js';
import type { Program } from './program.js';
import type { WeightSource } from './weights.js';
export interface LoadProgress {
    /** \`weights\` counts bytes, \`pipelines\` shaders. */
    readonly phase: 'weights' | 'pipelines';
    readonly done: number;
    readonly total: number;
}
export interface LoadOptions {
    /** The folder of the weight files, or a function that reads them; beside the module when absent. */
    readonly weights?: WeightSource;
    readonly signal?: AbortSignal;
    readonly onProgress?: (progress: LoadProgress) => void;
    /** Compare the weights with their SHA-256; true when absent. */
    readonly verify?: boolean;
}
/** \`home\` is the address of a file beside the weights; it counts where the options name no folder. */
export declare function loadProgram<Inputs, Outputs>(device: GPUDevice, program: Program, home: string, options?: LoadOptions): Promise<Model<Inputs, Outputs>>;
`,
  'model.d.ts': `/** A loaded model: takes inputs, runs the program, gives outputs, one run after another. */
import type { Step } from './pipelines.js';
import type { Program, ProgramTensor } from './program.js';
/** An input or output as the model declares it. */
export interface TensorInfo {
    /** The name in the ONNX file. */
    readonly name: string;
    /** The name in the API: the property of the inputs or outputs. */
    readonly property: string;
    readonly dtype: string;
    readonly shape: readonly number[];
}
export interface RunOptions {
    /** Rejects the run; work that the GPU has begun is finished before the next run. */
    readonly signal?: AbortSignal;
}
export interface Model<Inputs, Outputs> {
    readonly inputs: readonly TensorInfo[];
    readonly outputs: readonly TensorInfo[];
    /** Runs are queued: a second one waits for the first. The inputs are read before this returns. */
    run(inputs: Inputs, options?: RunOptions): Promise<Outputs>;
    /** Frees the GPU memory; runs that are not finished are rejected. */
    dispose(): void;
}
export interface Parts {
    readonly device: GPUDevice;
    readonly program: Program;
    readonly buffers: readonly GPUBuffer[];
    readonly steps: readonly Step[];
    readonly staging: GPUBuffer;
}
/** Each output starts at a multiple of this in the staging buffer, as mapping wants it. */
export declare const STAGING_ALIGNMENT = 8;
export declare function infoOf({ name, emitted, dtype, shape }: ProgramTensor): TensorInfo;
export declare function storedSize({ shape, stored }: ProgramTensor): number;
export declare class LoadedModel implements Model<unknown, unknown> {
    #private;
    readonly inputs: readonly TensorInfo[];
    readonly outputs: readonly TensorInfo[];
    constructor(parts: Parts);
    run(inputs: unknown, options?: RunOptions): Promise<unknown>;
    dispose(): void;
}
export declare function align(bytes: number): number;
`,
  'pipelines.d.ts': `/** Makes the GPU objects of a program: layouts, pipelines and bind groups, each distinct one once. */
import type { Program } from './program.js';
/** One dispatch, ready to be recorded. */
export interface Step {
    readonly pipeline: GPUComputePipeline;
    readonly group: GPUBindGroup;
    readonly workgroups: readonly [number, number, number];
}
export declare function makeSteps(device: GPUDevice, program: Program, buffers: readonly GPUBuffer[], signal: AbortSignal | undefined, onPipeline: (done: number, total: number) => void): Promise<Step[]>;
`,
  'program.d.ts': `/** The compiled program as tables: what the emitted module hands to the runtime. */
/** How an element lies in a GPU buffer. bool is u32 with 0 or 1; 8-, 16- and 64-bit integers are 32 bits wide. */
export type StoredType = 'f32' | 'f16' | 'i32' | 'u32';
/** An input or output of the model. */
export interface ProgramTensor {
    /** The ONNX name, for messages. */
    readonly name: string;
    /** The property name in the emitted API. */
    readonly emitted: string;
    /** The dtype that the model declares, in the IR's words (\`f32\`, \`i64\`, ...). */
    readonly dtype: string;
    readonly shape: readonly number[];
    readonly stored: StoredType;
    /** Index into \`buffers\`. */
    readonly buffer: number;
}
/** A file of weights, or of their hashes. */
export interface ProgramShard {
    /** File name beside the module. */
    readonly file: string;
    readonly bytes: number;
    /** Lower-case hexadecimal, of the whole file: a name for caches too. */
    readonly sha256: string;
}
export interface Program {
    readonly model: string;
    /** Features and limits that the device must have been requested with. */
    readonly features: readonly string[];
    readonly limits: Readonly<Record<string, number>>;
    /** Bytes of each activation buffer: arenas, inputs, outputs. */
    readonly buffers: readonly number[];
    /** Weights; shard k is buffer \`buffers.length + k\`, bound read-only, all others are writable. */
    readonly shards: readonly ProgramShard[];
    /** Weights are read, checked and uploaded in runs of this many bytes. */
    readonly sliceBytes: number;
    /**
     * A file of the SHA-256 of each run of each shard, 32 bytes each: what the runtime checks while it reads.
     * Absent where no shard is longer than one run, so that its own hash is enough.
     */
    readonly sliceHashes?: ProgramShard;
    readonly inputs: readonly ProgramTensor[];
    readonly outputs: readonly ProgramTensor[];
    /** Distinct shaders, each with a single entry point \`main\`. */
    readonly kernels: readonly string[];
    /** Ranges of buffers: buffer, byte offset, byte size. */
    readonly bindings: readonly (readonly [buffer: number, offset: number, size: number])[];
    /** In order: kernel, workgroups in x, y and z, then an index into \`bindings\` for each of its bindings. */
    readonly dispatches: readonly (readonly number[])[];
}
`,
  'sources.d.ts': `/** Streams of the bytes of a weight file: over http, and from the file system in Node. */
import type { ProgramShard } from './program.js';
/** One request; where the connection breaks, the rest is asked for as a range. */
export declare function readHttp(url: URL, { file, bytes }: ProgramShard, signal: AbortSignal | undefined): AsyncIterable<Uint8Array>;
/** What a relative folder is relative to: the page, or the working folder in Node. */
export declare function baseAddress(): string;
/** Node's fetch does not know file addresses. Asked for at run time, so that no bundler sees a Node module. */
export declare function readFile(url: URL, shard: ProgramShard, sliceBytes: number): AsyncIterable<Uint8Array>;
`,
  'tables.d.ts': `/** Unpacks the tables of an emitted program, which say nothing twice. */
import type { KernelFamily } from './kernels.js';
import type { Program } from './program.js';
/** The tables as they stand in program.js. */
export interface PackedTables {
    readonly kernels: readonly KernelFamily[];
    /** Kinds of dispatches: kernel, workgroups in x, y and z, then the bytes of each binding. */
    readonly launches: readonly (readonly number[])[];
    /** Where bindings start: buffer and byte offset. */
    readonly places: readonly (readonly number[])[];
    /** In order: the launch, then for each binding one more than its place, or 0 for the next weights. */
    readonly steps: readonly (readonly number[])[];
}
export type PackedProgram = Omit<Program, 'kernels' | 'bindings' | 'dispatches'> & PackedTables;
type Range = Program['bindings'][number];
/** Most weights are used once and lie in the order of use: each starts where the one before it ends. */
export declare function nextWeights({ buffers, shards }: Pick<Program, 'buffers' | 'shards'>, [buffer, offset, bytes]: Range, size: number): Range;
export declare function unpackProgram(packed: PackedProgram): Program;
export {};
`,
  'weights.d.ts': `/** Reads weight files slice by slice, checks each slice and uploads it; never holds more than one. */
import type { Program } from './program.js';
/** Reads exactly \`length\` bytes of a weight file, from a cache or an archive for example. */
export type WeightReader = (file: string, offset: number, length: number, signal: AbortSignal | undefined) => Promise<Uint8Array>;
/** The bytes of a shard in order; any chunk sizes. */
export type Chunks = AsyncIterable<Uint8Array>;
/** A folder's address, or a function that reads. */
export type WeightSource = string | URL | WeightReader;
export interface WeightOptions {
    readonly device: GPUDevice;
    readonly source: WeightSource;
    /** Compare each slice with the SHA-256 that the compiler noted. */
    readonly verify: boolean;
    readonly signal: AbortSignal | undefined;
    readonly onBytes: (done: number, total: number) => void;
}
/** Fills the buffers with the shards of the program. */
export declare function uploadWeights(program: Program, buffers: readonly GPUBuffer[], options: WeightOptions): Promise<void>;
`,
};
