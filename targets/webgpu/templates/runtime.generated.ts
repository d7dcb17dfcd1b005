/** The files of the web runtime by name; kept in step with runtime/web by `npm run generate`. */

export const runtimeFiles: Readonly<Record<string, string>> = {
  'index.js': `// The runtime of snapc; its source is dist/runtime/web in the package.
var p=class extends Error{code;constructor(r,t,n){super(t,n===void 0?void 0:{cause:n}),this.name="SnapcError",this.code=r}};function P(e){if(e?.aborted===!0)throw new p("aborted","the signal was aborted",e.reason)}async function A(e,r){if(r===void 0)return e;let t,n=new Promise((s,o)=>{t=()=>{o(new p("aborted","the signal was aborted",r.reason))},r.aborted?t():r.addEventListener("abort",t,{once:!0})});try{return await Promise.race([e,n])}finally{t!==void 0&&r.removeEventListener("abort",t)}}function C({message:e}){return new p("lost",\`the device is lost: \${e||"no reason given"}\`)}async function B(e,r,t){e.pushErrorScope("validation"),t();let n=await e.popErrorScope();if(n!==null)throw new p(r,n.message)}var j={f64:["Float64Array","Float32Array"],f32:["Float32Array"],f16:["Float32Array","Float16Array","Uint16Array"],bf16:["Float32Array"],i64:["BigInt64Array","Int32Array"],i32:["Int32Array"],i16:["Int16Array"],i8:["Int8Array"],i4:["Int8Array"],u64:["BigUint64Array","Uint32Array"],u32:["Uint32Array"],u16:["Uint16Array"],u8:["Uint8Array"],u4:["Uint8Array"],bool:["Uint8Array"]};function I(e){return e.reduce((r,t)=>r*t,1)}function H(e,r){let t=m=>{throw new p("input",\`input \${JSON.stringify(e.name)} \${m}\`)},{dtype:n,shape:s,stored:o}=e,i=j[n]??[],u=we(r);i.includes(u)||t(\`must be a \${i.join(" or a ")}, not \${u}\`);let a=r,f=I(s);a.length!==f&&t(\`has \${a.length} elements; its shape [\${s.join(", ")}] has \${f}\`);let d=u==="Uint16Array"&&n==="f16";if(o==="f16")return Se(a,d||u==="Float16Array");if(o==="f32")return a instanceof Float32Array?a:Float32Array.from({length:f},d?(m,l)=>Y(Number(a[l])):(m,l)=>Number(a[l]));let c=o==="i32"?new Int32Array(f):new Uint32Array(f);if(u===(o==="i32"?"Int32Array":"Uint32Array"))return a;for(let m=0;m<f;m++){let l=Number(a[m]);c[m]=n==="bool"?+(l!==0):l,n!=="bool"&&c[m]!==l&&t(\`holds \${a[m]} at \${m}; the program computes with 32-bit integers\`)}return c}function z({dtype:e,shape:r,stored:t},n){let s=I(r),o=t==="f32"?new Float32Array(n,0,s):t==="i32"?new Int32Array(n,0,s):t==="u32"?new Uint32Array(n,0,s):Float32Array.from(new Uint16Array(n,0,s),Y);switch(j[e]?.[0]){case"Float64Array":return Float64Array.from(o);case"BigInt64Array":return BigInt64Array.from({length:s},(i,u)=>BigInt(o[u]??0));case"BigUint64Array":return BigUint64Array.from({length:s},(i,u)=>BigInt(o[u]??0));case"Int16Array":return Int16Array.from(o);case"Int8Array":return Int8Array.from(o);case"Uint16Array":return Uint16Array.from(o);case"Uint8Array":return Uint8Array.from(o);default:return o}}function we(e){return ArrayBuffer.isView(e)?Object.prototype.toString.call(e).slice(8,-1):e===null?"null":Array.isArray(e)?"an array":typeof e}function Se(e,r){if(r&&e.length%2===0)return e;let t=new Uint16Array(e.length+e.length%2);if(r)t.set(new Uint16Array(e.buffer,e.byteOffset,e.length));else for(let n=0;n<e.length;n++)t[n]=Ae(Number(e[n]));return t}var _=new Float32Array(1),q=new Uint32Array(_.buffer);function Ae(e){_[0]=e;let r=q[0]??0,t=r>>>16&32768,n=r&2147483647;return n>=1199570944?t|(n>2139095040?32256:31744):n<947912704?(_[0]=Math.abs(e)+.5,t|(q[0]??0)-1056964608):t|n-939524096+4095+(n>>>13&1)>>>13}function Y(e){let r=e>>10&31,t=e&1023,n=r===0?t*2**-24:r===31?t===0?1/0:NaN:(1+t/1024)*2**(r-15);return e&32768?-n:n}var Ue=4,xe=8,Be=256;function W(e){let{name:r,emitted:t,dtype:n,shape:s,stored:o}=e;return{name:r,property:t,dtype:n,shape:s,stored:o,bytes:O(e)}}function O({shape:e,stored:r}){return Math.ceil(I(e)*(r==="f16"?2:4)/4)*4}function K({inputs:e},r){let t=J("input",e,r);return e.map((n,s)=>{let o=t[s];if(k(o))return Q("input",n,o,Ue,"COPY_SRC");if(Object.hasOwn(r,n.emitted))return H(n,o);throw new p("input",\`input \${JSON.stringify(n.emitted)} is missing\`)})}function V({outputs:e},r){return r==="gpu"?e.map(()=>{}):J("output",e,r).map((t,n)=>{let s=e[n];if(!(t===void 0||s===void 0)){if(k(t))return Q("output",s,t,xe,"COPY_DST");throw new p("output",\`output \${JSON.stringify(s.emitted)} needs a GPUBuffer\`)}})}function J(e,r,t){if(typeof t!="object"||t===null){let s=e==="input"?"typed array or GPUBuffer":"GPUBuffer";throw new p(e,\`the \${e}s are an object with a \${s} for each \${e}\`)}for(let s of Object.keys(t))if(r.every(({emitted:o})=>o!==s)){let o=r.map(({emitted:i})=>i).join(", ");throw new p(e,\`there is no \${e} \${JSON.stringify(s)}, only: \${o}\`)}let n=t;return r.map(({emitted:s})=>Object.hasOwn(t,s)?n[s]:void 0)}function k(e){return typeof e=="object"&&e!==null&&"usage"in e&&"mapState"in e}function Q(e,r,t,n,s){let{name:o,shape:i,stored:u}=r,a=O(r),{size:f}=t,d=f<a||f>=a+Be?\`has \${f} bytes; its shape [\${i.join(", ")}] takes \${a} as \${u}\`:(t.usage&n)===0?\`lacks the usage \${s}\`:void 0;if(d===void 0)return t;throw new p(e,\`the GPUBuffer of \${e} \${JSON.stringify(o)} \${d}\`)}async function D(e,r,t){let n=[],s=e.entries(),o=async()=>{for(let[i,u]of s)n[i]=await t(u,i)};return await Promise.all(Array.from({length:r},o)),n}var Oe=4,ve=8;function ke({kernels:e}){return e}async function Z(e,r,t,n,s){let{dispatches:o,bindings:i}=r,u=ke(r),a=new Map,f=y=>{let h=y.map(x=>(i[x]?.[0]??0)<r.buffers.length?"storage":"read-only-storage"),w=h.join(),g=a.get(w);if(g!==void 0)return g;let S=h.map((x,v)=>({binding:v,visibility:Oe,buffer:{type:x}})),U=e.createBindGroupLayout({entries:S});return a.set(w,U),U},d=new Map;for(let[y=0,,,,...h]of o)d.has(y)||d.set(y,f(h));let c=0,m=await D(u,ve,async(y,h)=>{P(n);let w=d.get(h),g=await Re(e,y,w===void 0?[]:[w]);return P(n),s(++c,u.length),g}),l=new Map,b=[];return await B(e,"shader",()=>{b=o.map(([y=0,h=1,w=1,g=1,...S])=>{let U=f(S),x=S.join(),v=l.get(x)??e.createBindGroup({layout:U,entries:S.map((T,$)=>{let[ge=0,Pe=0,be=0]=i[T]??[];return{binding:$,resource:{buffer:X(t,ge),offset:Pe,size:be}}})});return l.set(x,v),{pipeline:X(m,y),group:v,workgroups:[h,w,g]}})}),b}async function Re(e,r,t){let n=e.createShaderModule({code:r}),s=e.createPipelineLayout({bindGroupLayouts:[...t]});try{return await e.createComputePipelineAsync({layout:s,compute:{module:n,entryPoint:"main"}})}catch(o){let{messages:i}=await n.getCompilationInfo(),u=i.map(({lineNum:f,message:d})=>\`line \${f}: \${d}\`),a=o instanceof Error?o.message:String(o);throw new p("shader",\`the device refuses a shader: \${[...u,a].join(\`
\`)}\`,o)}}function X(e,r){let t=e[r];if(t===void 0)throw new RangeError(\`the program's tables have no entry \${r}\`);return t}var ee=32;async function te({shards:e,sliceBytes:r,sliceHashes:t},n){let s=globalThis.crypto?.subtle;if(s===void 0)return async()=>{};let o=async f=>re(new Uint8Array(await s.digest("SHA-256",f))),i=t&&await n(t);if(t!==void 0&&i!==void 0&&await o(i)!==t.sha256)throw R(t,"it differs");let u=new Map,a=0;for(let f of e)u.set(f,a),a+=Math.ceil(f.bytes/r);return async(f,d,c)=>{let m=((u.get(f)??0)+d/r)*ee,l=i===void 0?f.sha256:re(i.subarray(m,m+ee));if(await o(c)!==l)throw R(f,\`bytes \${d} to \${d+c.length} differ\`)}}function re(e){return Array.from(e,r=>r.toString(16).padStart(2,"0")).join("")}function R({file:e},r){return new p("weights",\`\${e} is not the file that was compiled: \${r}\`)}function ne(e,r){return R(e,\`it ends after \${r} of \${e.bytes} bytes\`)}var oe=4;async function*se(e,{file:r,bytes:t},n,s){let o=n;for(let i=1;o<t;i++){let u=o;try{let a=await fetch(e,{...s===void 0?{}:{signal:s},...o===0?{}:{headers:{range:\`bytes=\${o}-\`}}});if(a.status===416)return;if(!a.ok)throw new M(a.status);let f=a.status===206?0:o,d=a.body?.getReader();try{for(;;){let c=await d?.read();if(c?.value===void 0)break;let{value:m}=c,l=m.subarray(Math.min(f,m.length));f-=m.length-l.length,o+=l.length,l.length>0&&(yield l)}}finally{d?.cancel().catch(()=>{})}if(o<t&&(o===u||i===oe))return}catch(a){if(P(s),a instanceof p)throw a;let f=a instanceof M&&a.status<500&&a.status!==429;if(o>u&&(i=1),f||i>=oe){let c=a instanceof Error?a.message:String(a);throw new p("weights",\`\${r}: \${c} (\${e.origin}\${e.pathname})\`,a)}let d=new Promise(c=>setTimeout(c,250*2**i));await A(d,s)}}}var M=class extends Error{status;constructor(r){super(\`the server answers \${r}\`),this.status=r}};var G=class{#e;#r;#o;#s=0;#n=new Uint8Array;constructor(r,t){this.#e=r,this.#r=t}async read(r,t){(this.#o===void 0||this.#s!==r)&&(this.close(),this.#o=this.#r(r),this.#s=r);for(let n=0;n<t.length;){if(!await this.#t())throw ne(this.#e,this.#s);let s=this.#n.subarray(0,t.length-n);t.set(s,n),n+=s.length,this.#s+=s.length,this.#n=this.#n.subarray(s.length)}}async end(){if(this.#o!==void 0&&this.#s===this.#e.bytes&&await this.#t())throw R(this.#e,"it is longer")}close(){this.#o?.return?.().catch(()=>{}),this.#o=void 0,this.#n=new Uint8Array}async#t(){for(;this.#n.length===0;){let r=await this.#o?.next().catch(ae(this.#e));if(r===void 0||r.done===!0)return!1;this.#n=r.value}return!0}};function ie(e,r,t){return{read:async(n,s)=>{let{length:o}=s;P(t);let u=await A(e(r.file,n,o,t),t).catch(ae(r));if(u.length!==o){let a=\`the reader gave \${u.length} of \${o} bytes at \${n}\`;throw new p("weights",\`\${r.file}: \${a}\`)}s.set(u)},end:async()=>{},close:()=>{}}}function ae({file:e}){return r=>{throw r instanceof p?r:new p("weights",\`\${e}: \${String(r)}\`,r)}}var Ge=3;async function ue(e,r,t,n){let{shards:s}=r,o=s.reduce((d,{bytes:c})=>d+c,0),i=0,u=d=>{i+=d,n.onBytes(i,o)},a,f=async(...d)=>{n.verify&&(a??=te(r,c=>$e(c,n)),await(await a)(...d))};await D(s,Ge,async(d,c)=>{let m=t[c];if(m===void 0)return;let l=0;await m.fill(async()=>{for await(let{offset:b,slice:y}of Ee(d,r.sliceBytes,f,n))P(n.signal),e.queue.writeBuffer(m.buffer,b,y),await A(e.queue.onSubmittedWorkDone(),n.signal),l+=y.length,u(y.length)}),l<d.bytes&&u(d.bytes-l)})}async function*Ee(e,r,t,n){let{cache:s,signal:o}=n,{bytes:i,sha256:u}=e,a=await fe(e,n),f=new Uint8Array(Math.min(r,i));try{for(let d=0;d<i;d+=r){P(o);let c=f.subarray(0,Math.min(r,i-d)),m=\`\${u}-\${d}-\${c.length}\`,l=await A(Te(s,m),o),b=l?.length===c.length&&await t(e,d,l).then(()=>!0,()=>!1);if(l!==void 0&&b){yield{offset:d,slice:l};continue}await a.read(d,c),await t(e,d,c),await s?.put(m,c).catch(()=>{}),yield{offset:d,slice:c}}await a.end()}finally{a.close()}}async function Te(e,r){return e?.get(r).catch(()=>{})}async function $e(e,r){let t=new Uint8Array(e.bytes),n=await fe(e,r);try{await n.read(0,t),await n.end()}finally{n.close()}return t}async function fe(e,{source:r,signal:t}){if(typeof r=="function")return ie(r,e,t);let n=Ce(r,e.file);if(n.protocol!=="file:")return new G(e,o=>se(n,e,o,t));let{readFile:s}=await import("./files.js");return new G(e,o=>s(n,o))}function Ce(e,r){let t=new URL(e,Ie());return t.pathname+=(t.pathname.endsWith("/")?"":"/")+r,t}function Ie(){if(typeof location=="object")return location.href;let{process:e}=globalThis;return\`file://\${e?.cwd()??""}/\`}var We=1,De=4,de=8,Me=128;async function le(e,r,{weights:t,store:n,cache:s,verify:o},{signal:i,onProgress:u}){P(i),Fe(e,r);let a=[],f=[],d=()=>{for(let l of a)l.destroy();for(let l of f)l.release()},c=new AbortController,m=i===void 0?c.signal:AbortSignal.any([i,c.signal]);try{await Le(e,()=>{let h=(g,S)=>{let U=e.createBuffer({size:g,usage:S});return a.push(U),U};for(let g of r.buffers)h(g,Me|De|de);for(let g of r.shards)f.push(n.hold(e,g));let w=r.outputs.reduce((g,S)=>g+F(S),0);h(Math.max(w,16),We|de)});let l=a.at(-1);if(l===void 0)throw new RangeError("no staging buffer");let b=[...a.slice(0,-1),...f.map(({buffer:h})=>h)],[y]=await A(Promise.all([Z(e,r,b,m,(h,w)=>u?.({phase:"pipelines",done:h,total:w})),ue(e,r,f,{source:t,cache:s,verify:o,signal:m,onBytes:(h,w)=>u?.({phase:"weights",done:h,total:w})})]),i);return await ce(e),{device:e,program:r,buffers:b,steps:y,staging:l,release:d}}catch(l){throw c.abort(l),d(),await ce(e),l}}function F(e){return Math.ceil(O(e)/8)*8}function Fe({features:e,limits:r},t){for(let s of t.features)if(!e.has(s))throw new p("feature",\`the device lacks the feature \${s}; get it by adapter.requestDevice(requirements)\`);let n=r;for(let[s,o]of Object.entries(t.limits)){let i=n[s]??0;if(!(s.startsWith("min")?i<=o:i>=o))throw new p("limit",\`the program needs \${s} \${o}, the device has \${i}; get it by adapter.requestDevice(requirements)\`)}}async function ce(e){let r=await Promise.race([e.lost,Promise.resolve()]);if(r!==void 0)throw C(r)}async function Le(e,r){e.pushErrorScope("validation"),e.pushErrorScope("out-of-memory"),r();let[t,n]=await Promise.all([e.popErrorScope(),e.popErrorScope()]);if(t!==null)throw new p("memory",\`the device has too little memory: \${t.message}\`);if(n!==null)throw new p("limit",n.message)}var _e=1;async function pe(e,{feeds:r,targets:t,submit:n,signal:s}){P(s);let o=Ne(e,r);return o.catch(()=>{}),await n(e,i=>t??je(e,i),s),await o,t===void 0?He(e):qe(e,t)}async function Ne({device:e,program:r,buffers:t},n){await B(e,"input",()=>{let s;r.inputs.forEach((o,i)=>{let u=n[i],a=t[o.buffer];if(!(u===void 0||a===void 0||u===a))if(k(u))s??=e.createCommandEncoder(),s.copyBufferToBuffer(u,0,a,0,O(o));else{let{buffer:f,byteOffset:d,byteLength:c}=u;e.queue.writeBuffer(a,0,f,d,c)}}),s!==void 0&&e.queue.submit([s.finish()])})}async function qe({device:e,program:r,buffers:t},n){let s={};return await B(e,"output",()=>{let o;r.outputs.forEach((i,u)=>{let a=t[i.buffer],f=n[u]??a;a===void 0||f===void 0||(s[i.emitted]=f,f!==a&&(o??=e.createCommandEncoder(),o.copyBufferToBuffer(a,0,f,0,O(i))))}),o!==void 0&&e.queue.submit([o.finish()])}),s}function je({program:e,buffers:r,staging:t},n){let s=0;for(let o of e.outputs){let i=O(o),u=r[o.buffer];u!==void 0&&i>0&&n.copyBufferToBuffer(u,0,t,s,i),s+=F(o)}}async function He({program:e,staging:r}){await r.mapAsync(_e);let t={},n=0;for(let s of e.outputs){let o=O(s),i=o===0?new ArrayBuffer(0):r.getMappedRange(n,o).slice(0);t[s.emitted]=z(s,i),n+=F(s)}return r.unmap(),t}var ze=50,me=16;function N(){let e=me,r=Promise.resolve();return async(t,n,s)=>{let{device:o,steps:i}=t,u=r,a=0,f,d=0;do{P(s);let c=i.slice(d,d+e);d+=c.length;let m=B(o,"shader",()=>{let b=o.createCommandEncoder(),y=b.beginComputePass();for(let{pipeline:h,group:w,workgroups:g}of c)y.setPipeline(h),y.setBindGroup(0,w),y.dispatchWorkgroups(...g);y.end(),d===i.length&&n(b),o.queue.submit([b.finish()])}),l=Promise.all([m,o.queue.onSubmittedWorkDone()]);if(r=l.catch(()=>{}),f===void 0)await u,a=performance.now();else{await f.done;let b=performance.now(),y=f.count*ze/Math.max(b-a,.1);e=Math.ceil(Math.max(me,Math.min(y,e*2,i.length))),a=b}f={count:c.length,done:l},d===i.length&&await m}while(d<i.length)}}var L=class{inputs;outputs;#e;#r;#o=N();#s=Promise.resolve();#n=0;#t;constructor(r,t){this.#e=t,this.#r=r,this.inputs=r.program.inputs.map(W),this.outputs=r.program.outputs.map(W),this.#u()}get device(){return this.#r.device}get lost(){return this.device.lost}get inputBuffers(){return this.#f(this.#r.program.inputs)}get outputBuffers(){return this.#f(this.#r.program.outputs)}async run(r,t={}){let{program:n}=this.#r,s=t.outputs===void 0?void 0:V(n,t.outputs);return this.#i(r,s,this.#o,t)}async profile(r,t={}){let n=[],s=async(i,u,a)=>{let{timedSubmit:f}=await import("./profile.js"),d=c=>B(i.device,"shader",c);n.push(...await f(i,u,a,d))};if(!this.device.features.has("timestamp-query"))throw new p("feature","a profile needs a device that was requested with the feature timestamp-query");return{outputs:await this.#i(r,void 0,s,t),milliseconds:n}}async#i(r,t,n,{signal:s}){P(s);let o=K(this.#r.program,r);return this.#n>0&&(o=o.map(Ye)),A(this.#a(async()=>{let i=this.#r;try{return await pe(i,{feeds:o,targets:t,submit:n,signal:s})}catch(u){throw P(s),await new Promise(a=>setTimeout(a,20)),this.#t??u}}),s)}async reload(r,t={}){let n=async()=>{let s=this.#t!==void 0;this.#r.release();let o=r??(s?await Ke(this.#r.program):this.device);this.#t??=new p("lost","the model was not reloaded");let i=await this.#e(o,t);if(this.#t.code==="disposed")throw i.release(),this.#t;this.#r=i,this.#o=N(),this.#t=void 0,this.#u()};return this.#a(n,!0)}dispose(){this.#t=new p("disposed","the model was disposed"),this.#r.release()}async#a(r,t=!1){let n=async()=>{if(this.#t!==void 0&&!(t&&this.#t.code==="lost"))throw this.#t;return r()},s=this.#n===0?n():this.#s.then(n);this.#n++;let o=()=>this.#n--;return this.#s=s.then(o,o),s}#u(){let{device:r}=this.#r;r.lost.then(t=>{this.device===r&&(this.#t??=C(t))})}#f(r){return Object.fromEntries(r.flatMap(({emitted:t,buffer:n})=>{let s=this.#r.buffers[n];return s===void 0?[]:[[t,s]]}))}};function Ye(e){return k(e)?e:new Uint8Array(e.buffer,e.byteOffset,e.byteLength).slice()}async function Ke({features:e,limits:r}){let{gpu:t}=globalThis.navigator??{},n=await t?.requestAdapter();if(!n)throw new p("lost","no adapter is left; give reload a device");return n.requestDevice({requiredFeatures:e,requiredLimits:r})}var E=class{#e=new Map;get bytes(){let r=0;for(let t of this.#e.values())for(let{bytes:n}of t.values())r+=n;return r}hold(r,{file:t,bytes:n,sha256:s}){let o=s||t,i=this.#e.get(r)??new Map;this.#e.set(r,i);let u=i.get(o)??{buffer:r.createBuffer({size:n,usage:136}),bytes:n,users:0,full:!1,filling:void 0};i.set(o,u),u.users++;let a=!0;return{buffer:u.buffer,fill:f=>Ve(u,f),release:()=>{a&&(a=!1,!(--u.users>0)&&(u.buffer.destroy(),i.get(o)===u&&i.delete(o),i.size===0&&this.#e.get(r)===i&&this.#e.delete(r)))}}}dispose(){for(let r of this.#e.values())for(let{buffer:t}of r.values())t.destroy();this.#e.clear()}};async function Ve(e,r){for(;!e.full;)if(e.filling===void 0){e.filling=r();try{await e.filling,e.full=!0}finally{e.filling=void 0}}else await e.filling.catch(()=>{})}async function Je(e,r,t,n={}){let s={weights:n.weights??new URL(".",t),store:n.store??new E,cache:n.cache,verify:n.verify??!0},o=(u,a)=>le(u,r,s,a);return new L(await o(e,n),o)}function ye(e){return e.flatMap(([r,...t])=>t.map(n=>{let s=n.split(" "),o=r.replace(/\\$(\\d+)/g,(i,u)=>s[Number(u)]??"");return he(o.split(\`
\`)).join(\`
\`)}))}function he(e){let r=[];for(let t=0;t<e.length;t++){let n=e[t]??"";if(!n.startsWith("#")){r.push(n);continue}let s=t+1;for(let o=1;o>0;){let i=e[++t]??"#";i.startsWith("#")&&(o+=i==="#"?-1:1)}for(let o=0;o<Number(n.slice(1));o++){let i=e.slice(s,t).map(u=>Qe(u,o));r.push(...he(i))}}return r}function Qe(e,r){return e.replace(/(\\d+)#(-?\\d+)((?:#-?\\d+)*)/g,(t,n,s,o)=>\`\${Number(n)+r*Number(s)}\${o}\`)}function Xe({buffers:e,shards:r},[t,n,s],o){let i=Math.ceil((n+s)/256)*256,u=(r[t-e.length]?.bytes??0)-i;return o>u?[t+1,0,o]:[t,i,o]}function Ze(e){let{kernels:r,launches:t,places:n,steps:s,...o}=e,i=[],u=new Map,a=[e.buffers.length,0,0],f=s.map(([d=0,...c])=>{let[m=0,l=1,b=1,y=1,...h]=t[d]??[],w=h.map((g,S)=>{let U=c[S]??0,[x=0,v=0]=U===0?a=Xe(e,a,g):n[U-1]??[],T=\`\${x} \${v} \${g}\`,$=u.get(T)??i.push([x,v,g])-1;return u.set(T,$),$});return[m,l,b,y,...w]});return{...o,kernels:ye(r),bindings:i,dispatches:f}}export{p as SnapcError,E as WeightStore,W as infoOf,Je as loadProgram,Ze as unpackProgram};
`,
  'cache.js': `// The runtime of snapc; its source is dist/runtime/web in the package.
async function c(n="snapc-weights"){let a=await globalThis.caches?.open(n),s=e=>\`/\${n}/\${e}\`;return a&&{get:async e=>{let t=await a.match(s(e));return t&&new Uint8Array(await t.arrayBuffer())},put:(e,t)=>a.put(s(e),new Response(t))}}export{c as openWeightCache};
`,
  'files.js': `// The runtime of snapc; its source is dist/runtime/web in the package.
async function*l(r,s){let{process:i}=globalThis,o=i?.getBuiltinModule?.("node:fs/promises");if(o===void 0)throw new Error(\`a page cannot read \${r.href}; serve it over http\`);let t=await o.open(r);try{let e=new Uint8Array(262144);for(let a=s;;){let{bytesRead:n}=await t.read(e,0,e.length,a);if(n===0)return;a+=n,yield e.subarray(0,n)}}finally{await t.close()}}export{l as readFile};
`,
  'profile.js': `// The runtime of snapc; its source is dist/runtime/web in the package.
async function w(t,a,d,m){let{device:c,steps:n}=t,e=[];do{d?.throwIfAborted();let s=n.slice(e.length,e.length+h),o=e.length+s.length===n.length;e.push(...await C(c,s,o?a:()=>{},m))}while(e.length<n.length);return e}var h=64,l=8,y=1,E=4,S=8,b=512,A=1;async function C(t,a,d,m){let c=Math.max(a.length,1)*2,n=c*l,e=t.createQuerySet({type:"timestamp",count:c}),s=t.createBuffer({size:n,usage:b|E}),o=t.createBuffer({size:n,usage:y|S});try{await m(()=>{let r=t.createCommandEncoder();a.forEach(({pipeline:i,group:g,workgroups:f},p)=>{let u=r.beginComputePass({timestampWrites:{querySet:e,beginningOfPassWriteIndex:2*p,endOfPassWriteIndex:2*p+1}});u.setPipeline(i),u.setBindGroup(0,g),u.dispatchWorkgroups(...f),u.end()}),d(r),r.resolveQuerySet(e,0,c,s,0),r.copyBufferToBuffer(s,0,o,0,n),t.queue.submit([r.finish()])}),await o.mapAsync(A);let P=new BigInt64Array(o.getMappedRange());return a.map((r,i)=>{let[g=0n,f=0n]=P.subarray(2*i,2*i+2);return Math.max(0,Number(f-g)/1e6)})}finally{e.destroy(),s.destroy(),o.destroy()}}export{w as timedSubmit};
`,
  'cache.d.ts': `/** A weight cache in the browser's own storage: what was downloaded survives a reload of the page. */
import type { WeightCache } from './weights.js';
/** Undefined where the page has no such storage, for lack of https. Delete it all with \`caches.delete(name)\`. */
export declare function openWeightCache(name?: string): Promise<WeightCache | undefined>;
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
 * - \`input\`: an input is missing, unknown, or not of the right type or size.
 * - \`output\`: an output is unknown, or the buffer that was given for it cannot take it.
 * - \`weights\`: a weight file cannot be read, is cut off, or is not the one that was compiled.
 * - \`shader\`: the device refuses a shader or a dispatch.
 * - \`aborted\`: the signal was aborted; \`cause\` is its reason.
 * - \`lost\`: the device is lost; \`reload\` brings the model to a new one.
 * - \`disposed\`: the model was disposed.
 */
export type SnapcErrorCode = 'feature' | 'limit' | 'memory' | 'input' | 'output' | 'weights' | 'shader' | 'aborted' | 'lost' | 'disposed';
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
/** Runs \`work\`, which must not wait for anything, and rejects with what the device finds wrong in it. */
export declare function validated(device: GPUDevice, code: SnapcErrorCode, work: () => void): Promise<void>;
`,
  'execute.d.ts': `/** One run of a model: brings the inputs in, submits the work, and reads the outputs or leaves them on the GPU. */
import type { Elements } from './elements.js';
import type { Feed } from './interface.js';
import type { Parts } from './parts.js';
import type { Submit } from './slices.js';
export interface Run {
    readonly feeds: readonly Feed[];
    /** Absent where the outputs are read; else the buffers that outputs are copied to, if any. */
    readonly targets: readonly (GPUBuffer | undefined)[] | undefined;
    readonly submit: Submit;
    readonly signal: AbortSignal | undefined;
}
export declare function execute(parts: Parts, { feeds, targets, submit, signal }: Run): Promise<Readonly<Record<string, Elements | GPUBuffer>>>;
`,
  'files.d.ts': `/** Streams the bytes of a weight file from the file system in Node, whose fetch does not know file addresses. */
/** Asks for Node's module at run time, so that no bundler sees it. */
export declare function readFile(url: URL, start: number): AsyncGenerator<Uint8Array, void>;
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
  'http.d.ts': `/** Streams the bytes of a weight file over http; where the connection breaks, it asks for the rest. */
import type { ProgramShard } from './program.js';
export declare function readHttp(url: URL, { file, bytes }: ProgramShard, start: number, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array, void>;
`,
  'index.d.ts': `/** The runtime that emitted modules link to. */
export { SnapcError } from './errors.js';
export type { SnapcErrorCode } from './errors.js';
export type { Elements, HalfFloats } from './elements.js';
export { infoOf } from './interface.js';
export type { Buffers, TensorInfo } from './interface.js';
export { loadProgram } from './load.js';
export type { LoadOptions } from './load.js';
export type { GpuRunOptions, Model, Profile, RunOptions } from './model.js';
export type { LoadProgress, ReloadOptions } from './parts.js';
export type { Program, ProgramShard, ProgramTensor, StoredType } from './program.js';
export type { WeightReader } from './reader.js';
export { WeightStore } from './store.js';
export type { HeldShard, SharedWeights } from './store.js';
export { unpackProgram } from './tables.js';
export type { WeightCache, WeightSource } from './weights.js';
`,
  'interface.d.ts': `/** What a model takes and gives: as people are told of it, and as it is checked before a run. */
import type { Program, ProgramTensor, StoredType } from './program.js';
/** An input or output as the model declares it. */
export interface TensorInfo {
    /** The name in the ONNX file. */
    readonly name: string;
    /** The name in the API: the property of the inputs or outputs. */
    readonly property: string;
    readonly dtype: string;
    readonly shape: readonly number[];
    /** How its elements lie in a GPUBuffer, in row-major order. */
    readonly stored: StoredType;
    /** What it takes in a GPUBuffer. */
    readonly bytes: number;
}
/** A GPUBuffer for each input or output. */
export type Buffers<Tensors> = {
    readonly [property in keyof Tensors]: GPUBuffer;
};
/** What a run writes into an input: words, or what lies in a buffer. */
export type Feed = ArrayBufferView | GPUBuffer;
export declare function infoOf(tensor: ProgramTensor): TensorInfo;
/** Bytes of the elements, in whole words. */
export declare function storedSize({ shape, stored }: ProgramTensor): number;
/** Checks every input before anything runs. */
export declare function feedsOf({ inputs }: Program, given: unknown): Feed[];
/** The buffers that a caller gives for outputs; undefined for those that stay in the model's own. */
export declare function targetsOf({ outputs }: Program, given: unknown): (GPUBuffer | undefined)[];
export declare function isBuffer(given: unknown): given is GPUBuffer;
`,
  'kernels.d.ts': `/** Expands shaders that the compiler factored: those that differ only in numbers share one text. */
/**
 * The text, then for each shader its numbers, with spaces between them. In the text \`$0\`, \`$1\` and so on stand for
 * the numbers. The lines between \`#n\` and \`#\` are there n times, and \`1#2\` in them is 1, then 3, then 5; of several
 * steps the first belongs to the outermost lines of this kind.
 */
export type KernelFamily = readonly [text: string, ...shaders: string[]];
/** The shaders of the families in order. */
export declare function expandKernels(families: readonly KernelFamily[]): string[];
`,
  'load.d.ts': `/** Loads a program on a device: the one function behind the \`load\` of every emitted module. */
import type { Model } from './model.js';
import type { ReloadOptions } from './parts.js';
import type { Program } from './program.js';
import type { SharedWeights } from './store.js';
import type { WeightCache, WeightSource } from './weights.js';
export interface LoadOptions extends ReloadOptions {
    /** The folder of the weight files, or a function that reads them; beside the module when absent. */
    readonly weights?: WeightSource;
    /** Weights that other models of the device have in a common store are neither read nor kept twice. */
    readonly store?: SharedWeights;
    /** Is asked before anything is downloaded, and gets what is. */
    readonly cache?: WeightCache | undefined;
    /** Compare the weights with their SHA-256; true when absent. */
    readonly verify?: boolean;
}
/** \`home\` is the address of a file beside the weights; it counts where the options name no folder. */
export declare function loadProgram<Inputs, Outputs>(device: GPUDevice, program: Program, home: string, options?: LoadOptions): Promise<Model<Inputs, Outputs>>;
`,
  'model.d.ts': `/** A loaded model: takes inputs, runs the program, gives outputs, one run after another. */
import type { Buffers, TensorInfo } from './interface.js';
import type { Parts, ReloadOptions } from './parts.js';
export interface RunOptions {
    /** Rejects the run; what the GPU has begun is finished before the next run, the rest is left out. */
    readonly signal?: AbortSignal;
}
/** Leaves the outputs on the GPU. */
export interface GpuRunOptions<Outputs> extends RunOptions {
    /** Buffers to copy outputs to; those without one, and all with \`'gpu'\`, stay in the model's own until its next run. */
    readonly outputs: 'gpu' | Partial<Buffers<Outputs>>;
}
export interface Profile<Outputs> {
    readonly outputs: Outputs;
    /** Of each dispatch, in the order of \`dispatches\` in trace.json. */
    readonly milliseconds: readonly number[];
}
export interface Model<Inputs, Outputs> {
    readonly device: GPUDevice;
    readonly inputs: readonly TensorInfo[];
    readonly outputs: readonly TensorInfo[];
    /** The model's own buffers until \`reload\` or \`dispose\`: to write inputs into, and where outputs are after a run. */
    readonly inputBuffers: Buffers<Inputs>;
    readonly outputBuffers: Buffers<Outputs>;
    /** Of the present device. */
    readonly lost: Promise<GPUDeviceLostInfo>;
    /**
     * Runs are queued: a second one waits for the first. Arrays are read before this returns, buffers when the run
     * begins. With \`outputs\` it resolves as soon as all work is submitted, since what is submitted later sees its results.
     */
    run(inputs: Inputs, options: GpuRunOptions<Outputs>): Promise<Buffers<Outputs>>;
    run(inputs: Inputs, options?: RunOptions): Promise<Outputs>;
    /** A run that takes the time of each dispatch; the device needs the feature \`timestamp-query\`. */
    profile(inputs: Inputs, options?: RunOptions): Promise<Profile<Outputs>>;
    /**
     * Builds everything again from the same sources, after the runs so far: on the given device, else on the present
     * one, else, where that is lost, on a new one of the page's default adapter.
     */
    reload(device?: GPUDevice, options?: ReloadOptions): Promise<void>;
    /** Frees the GPU memory; runs that are not finished are rejected. */
    dispose(): void;
}
export type MakeParts = (device: GPUDevice, options: ReloadOptions) => Promise<Parts>;
type AnyBuffers = Readonly<Record<string, GPUBuffer>>;
export declare class LoadedModel implements Model<AnyBuffers, AnyBuffers> {
    #private;
    readonly inputs: readonly TensorInfo[];
    readonly outputs: readonly TensorInfo[];
    constructor(parts: Parts, make: MakeParts);
    get device(): GPUDevice;
    get lost(): Promise<GPUDeviceLostInfo>;
    get inputBuffers(): AnyBuffers;
    get outputBuffers(): AnyBuffers;
    run(inputs: unknown, options?: RunOptions & {
        outputs?: unknown;
    }): Promise<never>;
    profile(inputs: unknown, options?: RunOptions): Promise<never>;
    reload(device?: GPUDevice, options?: ReloadOptions): Promise<void>;
    dispose(): void;
}
export {};
`,
  'parts.d.ts': `/** Makes what a model is of on a device: buffers, pipelines, weights; and checks what the device offers. */
import type { Step } from './pipelines.js';
import type { Program } from './program.js';
import type { SharedWeights } from './store.js';
import type { WeightCache, WeightSource } from './weights.js';
export interface LoadProgress {
    /** \`weights\` counts bytes, \`pipelines\` shaders. */
    readonly phase: 'weights' | 'pipelines';
    readonly done: number;
    readonly total: number;
}
export interface ReloadOptions {
    readonly signal?: AbortSignal;
    readonly onProgress?: (progress: LoadProgress) => void;
}
/** Where weights come from and where they lie. */
export interface Sources {
    readonly weights: WeightSource;
    readonly store: SharedWeights;
    readonly cache: WeightCache | undefined;
    readonly verify: boolean;
}
export interface Parts {
    readonly device: GPUDevice;
    readonly program: Program;
    readonly buffers: readonly GPUBuffer[];
    readonly steps: readonly Step[];
    /** What outputs are read back through, one after another at multiples of 8. */
    readonly staging: GPUBuffer;
    readonly release: () => void;
}
export declare function makeParts(device: GPUDevice, program: Program, { weights, store, cache, verify }: Sources, { signal, onProgress }: ReloadOptions): Promise<Parts>;
/** Each output starts at a multiple of 8 in the staging buffer, as mapping wants it. */
export declare function stagedSize(output: Program['outputs'][number]): number;
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
  'pool.d.ts': `/** Works on a list a few items at a time. */
/** In the order of the items; rejects with the first fault, and what is under way then goes on by itself. */
export declare function inParallel<T, R>(items: readonly T[], limit: number, work: (item: T, index: number) => Promise<R>): Promise<R[]>;
`,
  'profile.d.ts': `/** Times each dispatch of a run on the GPU, in a pass of its own; only pages that profile load this file. */
import type { Parts } from './parts.js';
/** Milliseconds of each step; \`checked\` rejects with what the device finds wrong in its work. */
export declare function timedSubmit(parts: Parts, finish: (encoder: GPUCommandEncoder) => void, signal: AbortSignal | undefined, checked: (work: () => void) => Promise<void>): Promise<number[]>;
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
  'reader.d.ts': `/** Reads a weight file front to back from a stream or a function, any number of bytes at a time. */
import type { ProgramShard } from './program.js';
export interface ShardReader {
    /** Fills all of \`into\` with what lies at \`offset\`. */
    read(offset: number, into: Uint8Array): Promise<void>;
    /** Throws where the file goes on after its last byte, as far as it was read. */
    end(): Promise<void>;
    close(): void;
}
/** Reads exactly \`length\` bytes of a weight file, from an archive for example. */
export type WeightReader = (file: string, offset: number, length: number, signal: AbortSignal | undefined) => Promise<Uint8Array>;
export type Open = (offset: number) => AsyncIterator<Uint8Array>;
/** Opened at the first read, and again where the reads leave something out. */
export declare class StreamReader implements ShardReader {
    #private;
    constructor(shard: ProgramShard, open: Open);
    read(offset: number, into: Uint8Array): Promise<void>;
    end(): Promise<void>;
    close(): void;
}
export declare function functionReader(reader: WeightReader, shard: ProgramShard, signal: AbortSignal | undefined): ShardReader;
`,
  'slices.d.ts': `/** Submits a run in slices, so that an abort stops what is left and a page can draw in between. */
import type { Parts } from './parts.js';
/** Submits all steps of a run in order, then what \`finish\` records. */
export type Submit = (parts: Parts, finish: (encoder: GPUCommandEncoder) => void, signal: AbortSignal | undefined) => Promise<void>;
/** One of these per model: each slice is as long as those before it let expect. */
export declare function slicedSubmit(): Submit;
`,
  'store.d.ts': `/** Keeps weights in GPU memory by their hash: a shard that several models of a device have is there once. */
import type { ProgramShard } from './program.js';
/** One user's share of a shard. */
export interface HeldShard {
    readonly buffer: GPUBuffer;
    /** Calls \`work\` to fill the buffer, unless it is full already or another user fills it. */
    fill(work: () => Promise<void>): Promise<void>;
    /** The last user's release frees the memory. */
    release(): void;
}
/** What a model asks of a store; each module brings its own class, and all of them fit. */
export interface SharedWeights {
    hold(device: GPUDevice, shard: ProgramShard): HeldShard;
}
export declare class WeightStore implements SharedWeights {
    #private;
    /** GPU memory that the weights take. */
    get bytes(): number;
    hold(device: GPUDevice, { file, bytes, sha256 }: ProgramShard): HeldShard;
    /** Frees everything; models that still use it cannot run until they are reloaded. */
    dispose(): void;
}
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
  'weights.d.ts': `/** Brings weights into GPU memory slice by slice: reads, compares with the hash, uploads, and forgets. */
import type { Program } from './program.js';
import type { WeightReader } from './reader.js';
import type { HeldShard } from './store.js';
/** A folder's address, or a function that reads. */
export type WeightSource = string | URL | WeightReader;
/** Keeps slices of weights, so that the next load finds them; \`cache.js\` has one for pages. */
export interface WeightCache {
    get(key: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
    /** \`bytes\` are overwritten as soon as the promise is settled. */
    put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}
export interface WeightOptions {
    readonly source: WeightSource;
    readonly cache: WeightCache | undefined;
    /** Compare each slice with the SHA-256 that the compiler noted. */
    readonly verify: boolean;
    readonly signal: AbortSignal | undefined;
    readonly onBytes: (done: number, total: number) => void;
}
/** Fills the buffers that are held for the shards of the program. */
export declare function fillWeights(device: GPUDevice, program: Program, held: readonly HeldShard[], options: WeightOptions): Promise<void>;
`,
};
