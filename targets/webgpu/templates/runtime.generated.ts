/** The files of the web runtime by name; kept in step with runtime/web by `npm run generate`. */

export const runtimeFiles: Readonly<Record<string, string>> = {
  'index.js': `// The runtime of snapc; its source is dist/runtime/web in the package.
var p=class extends Error{code;constructor(r,t,n){super(t,n===void 0?void 0:{cause:n}),this.name="SnapcError",this.code=r}};function P(e){if(e?.aborted===!0)throw Q(e)}function Q({reason:e}){return new p("aborted","the signal was aborted",e)}async function U(e,r){if(r===void 0)return e;let t,n=new Promise((s,o)=>{t=()=>{o(Q(r))},r.aborted?t():r.addEventListener("abort",t,{once:!0})});try{return await Promise.race([e,n])}finally{t!==void 0&&r.removeEventListener("abort",t)}}function F({message:e}){return new p("lost",\`the device is lost: \${e||"no reason given"}\`)}async function R(e,r,t){e.pushErrorScope("validation"),t();let n=await e.popErrorScope();if(n!==null)throw new p(r,n.message)}var X={f64:["Float64Array","Float32Array"],f32:["Float32Array"],f16:["Float32Array","Float16Array","Uint16Array"],bf16:["Float32Array"],i64:["BigInt64Array","Int32Array"],i32:["Int32Array"],i16:["Int16Array"],i8:["Int8Array"],i4:["Int8Array"],u64:["BigUint64Array","Uint32Array"],u32:["Uint32Array"],u16:["Uint16Array"],u8:["Uint8Array"],u4:["Uint8Array"],bool:["Uint8Array"]};function _(e){return e.reduce((r,t)=>r*t,1)}function Z(e,r){let t=c=>{throw new p("input",\`input \${JSON.stringify(e.name)} \${c}\`)},{dtype:n,shape:s,stored:o}=e,i=X[n]??[],u=Y(r);i.includes(u)||t(\`must be a \${i.join(" or a ")}, not \${u}\`);let a=r,f=_(s);a.length!==f&&t(\`has \${a.length} elements; its shape [\${s.join(", ")}] has \${f}\`);let d=u==="Uint16Array"&&n==="f16";if(o==="f16")return Oe(a,d||u==="Float16Array");if(o==="f32")return a instanceof Float32Array?a:Float32Array.from({length:f},d?(c,l)=>re(Number(a[l])):(c,l)=>Number(a[l]));let m=o==="i32"?new Int32Array(f):new Uint32Array(f);if(u===Y(m))return a;for(let c=0;c<f;c++){let l=Number(a[c]);m[c]=n==="bool"?+(l!==0):l,n!=="bool"&&m[c]!==l&&t(\`holds \${a[c]} at \${c}; the program computes with 32-bit integers\`)}return m}function ee({dtype:e,shape:r,stored:t},n){let s=_(r),o=t==="f32"?new Float32Array(n,0,s):t==="i32"?new Int32Array(n,0,s):t==="u32"?new Uint32Array(n,0,s):Float32Array.from(new Uint16Array(n,0,s),re),i=X[e]?.[0]??"";if(i===Y(o))return o;let u=i.startsWith("Big")?Array.from(o,BigInt):o;return globalThis[i]?.from(u)}function Y(e){return ArrayBuffer.isView(e)?Object.prototype.toString.call(e).slice(8,-1):e===null?"null":Array.isArray(e)?"an array":typeof e}function Oe(e,r){if(r&&e.length%2===0)return e;let t=new Uint16Array(e.length+e.length%2);if(r)t.set(new Uint16Array(e.buffer,e.byteOffset,e.length));else for(let n=0;n<e.length;n++)t[n]=ve(Number(e[n]));return t}var I=new Float32Array(1),H=new Uint32Array(I.buffer);function ve(e){I[0]=e;let r=H[0]??0,t=r>>>16&32768,n=r&2147483647;return n>=1199570944?t|(n>2139095040?32256:31744):n<947912704?(I[0]=Math.abs(e)+.5,t|(H[0]??0)-1056964608):t|n-939524096+4095+(n>>>13&1)>>>13}function re(e){H[0]=(e&32767)<<13;let r=(I[0]??0)*2**112;return(e&32768?-1:1)*(r<65536?r:e&1023?NaN:1/0)}var Re=4,Ee=8,Te=256;function N(e){let{name:r,emitted:t,dtype:n,shape:s,stored:o}=e;return{name:r,property:t,dtype:n,shape:s,stored:o,bytes:E(e)}}function E({shape:e,stored:r}){return Math.ceil(_(e)*(r==="f16"?2:4)/4)*4}function te({inputs:e},r){let t=oe("input",e,r);return e.map((n,s)=>{let o=t[s];if($(o))return se("input",n,o,Re,"COPY_SRC");if(Object.hasOwn(r,n.emitted))return Z(n,o);throw new p("input",\`input \${JSON.stringify(n.emitted)} is missing\`)})}function ne({outputs:e},r){return r==="gpu"?e.map(()=>{}):oe("output",e,r).map((t,n)=>{let s=e[n];if(!(t===void 0||s===void 0)){if($(t))return se("output",s,t,Ee,"COPY_DST");throw new p("output",\`output \${JSON.stringify(s.emitted)} needs a GPUBuffer\`)}})}function oe(e,r,t){if(typeof t!="object"||t===null){let s=e==="input"?"typed array or GPUBuffer":"GPUBuffer";throw new p(e,\`the \${e}s are an object with a \${s} for each \${e}\`)}for(let s of Object.keys(t))if(r.every(({emitted:o})=>o!==s)){let o=r.map(({emitted:i})=>i).join(", ");throw new p(e,\`there is no \${e} \${JSON.stringify(s)}, only: \${o}\`)}let n=t;return r.map(({emitted:s})=>Object.hasOwn(t,s)?n[s]:void 0)}function $(e){return typeof e=="object"&&e!==null&&"usage"in e&&"mapState"in e}function se(e,r,t,n,s){let{name:o,shape:i,stored:u}=r,a=E(r),{size:f}=t,d=f<a||f>=a+Te?\`has \${f} bytes; its shape [\${i.join(", ")}] takes \${a} as \${u}\`:(t.usage&n)===0?\`lacks the usage \${s}\`:void 0;if(d===void 0)return t;throw new p(e,\`the GPUBuffer of \${e} \${JSON.stringify(o)} \${d}\`)}function ie(e,r){let t=new Uint32Array(r.length*256/4);r.forEach((s,o)=>t.set(s,o*256/4));let n=e.createBuffer({size:t.byteLength,usage:72});return e.queue.writeBuffer(n,0,t),n}function ae(e,r){return e===void 0||r===0?[]:[{buffer:e,offset:(r-1)*256,size:256}]}async function j(e,r,t){let n=[],s=e.entries(),o=async()=>{for(let[i,u]of s)n[i]=await t(u,i)};return await Promise.all(Array.from({length:r},o)),n}var Ge=4,$e=4;async function fe(e,r,t,n,s,o=[]){let{dispatches:i,bindings:u,kernels:a}=r,f=t[r.buffers.length+r.shards.length],d=([,,,,y=0,...b])=>[...b.map(B=>{let[S=0,k=0,w=0]=u[B]??[];return{type:S<r.buffers.length?"storage":"read-only-storage",resource:{buffer:T(t,S),offset:k,size:w}}}),...ae(f,y).map(B=>({type:"uniform",resource:B}))],m=new Map,c=y=>{let b=y.map(({type:w})=>w).join(),B=m.get(b);if(B!==void 0)return B;let S=y.map(({type:w},x)=>({binding:x,visibility:Ge,buffer:{type:w}})),k=e.createBindGroupLayout({entries:S});return m.set(b,k),k},l=new Map;for(let y of i){let[b=0]=y;l.has(b)||l.set(b,c(d(y)))}let h=[...l].filter(([y])=>o[y]===void 0).sort(([y],[b])=>T(a,b).length-T(a,y).length),g=l.size-h.length;await j(h,$e,async([y,b])=>{P(n),o[y]=await Ce(e,T(a,y),b),P(n),s(++g,l.size)});let O=new Map,v=[];return await R(e,"shader",()=>{v=i.map(y=>{let[b=0,B=1,S=1,k=1,...w]=y,x=d(y),A=w.join(),G=O.get(A)??e.createBindGroup({layout:c(x),entries:x.map(({resource:L},ke)=>({binding:ke,resource:L}))});return O.set(A,G),{pipeline:T(o,b),group:G,workgroups:[B,S,k]}})}),v}async function Ce(e,r,t){let n=e.createShaderModule({code:r}),s=e.createPipelineLayout({bindGroupLayouts:[t]});try{return await e.createComputePipelineAsync({layout:s,compute:{module:n,entryPoint:"main"}})}catch(o){let{messages:i}=await n.getCompilationInfo(),u=i.map(({lineNum:f,message:d})=>\`line \${f}: \${d}\`),a=o instanceof Error?o.message:String(o);throw new p("shader",\`the device refuses a shader: \${[...u,a].join(\`
\`)}\`,o)}}function T(e,r){let t=e[r];if(t===void 0)throw new RangeError(\`the program's tables have no entry \${r}\`);return t}var ue=32;async function ce({shards:e,sliceBytes:r,sliceHashes:t},n){let s=globalThis.crypto?.subtle;if(s===void 0)return async()=>{};let o=async f=>de(new Uint8Array(await s.digest("SHA-256",f))),i=t&&await n(t);if(t!==void 0&&i!==void 0&&await o(i)!==t.sha256)throw C(t,"it differs");let u=new Map,a=0;for(let f of e)u.set(f,a),a+=Math.ceil(f.bytes/r);return async(f,d,m)=>{let c=((u.get(f)??0)+d/r)*ue,l=i===void 0?f.sha256:de(i.subarray(c,c+ue));if(await o(m)!==l)throw C(f,\`bytes \${d} to \${d+m.length} differ\`)}}function de(e){return Array.from(e,r=>r.toString(16).padStart(2,"0")).join("")}function C({file:e},r){return new p("weights",\`\${e} is not the file that was compiled: \${r}\`)}function le(e,r){return C(e,\`it ends after \${r} of \${e.bytes} bytes\`)}var pe=4;async function*me(e,{file:r,bytes:t},n,s){let o=n;for(let i=1;o<t;i++){let u=o,a;try{let f=await fetch(e,{...s===void 0?{}:{signal:s},...o===0?{}:{headers:{range:\`bytes=\${o}-\`}}});if(f.status===416)return;if(!f.ok)throw a=f.status,new Error(\`the server answers \${a}\`);let d=f.status===206?0:o,m=f.body?.getReader();try{for(;;){let c=await m?.read();if(c?.value===void 0)break;let{value:l}=c,h=l.subarray(Math.min(d,l.length));d-=l.length-h.length,o+=h.length,h.length>0&&(yield h)}}finally{m?.cancel().catch(()=>{})}if(o<t&&(o===u||i===pe))return}catch(f){if(P(s),f instanceof p)throw f;let d=a!==void 0&&a<500&&a!==429;if(o>u&&(i=1),d||i>=pe){let c=f instanceof Error?f.message:String(f);throw new p("weights",\`\${r}: \${c} (\${e.origin}\${e.pathname})\`,f)}let m=new Promise(c=>setTimeout(c,250*2**i));await U(m,s)}}}var W=class{#r;#e;#o;#s=0;#n=new Uint8Array;constructor(r,t){this.#r=r,this.#e=t}async read(r,t){(this.#o===void 0||this.#s!==r)&&(this.close(),this.#o=this.#e(r),this.#s=r);for(let n=0;n<t.length;){if(!await this.#t())throw le(this.#r,this.#s);let s=this.#n.subarray(0,t.length-n);t.set(s,n),n+=s.length,this.#s+=s.length,this.#n=this.#n.subarray(s.length)}}async end(){if(this.#o!==void 0&&this.#s===this.#r.bytes&&await this.#t())throw C(this.#r,"it is longer")}close(){this.#o?.return?.().catch(()=>{}),this.#o=void 0,this.#n=new Uint8Array}async#t(){for(;this.#n.length===0;){let r=await this.#o?.next().catch(he(this.#r));if(r===void 0||r.done===!0)return!1;this.#n=r.value}return!0}};function ye(e,r,t){return{read:async(n,s)=>{let{length:o}=s;P(t);let i=(async()=>e(r.file,n,o,t))(),u=await U(i,t).catch(he(r));if(u?.length!==o){let a=\`the reader gave \${u?.length} of \${o} bytes at \${n}\`;throw new p("weights",\`\${r.file}: \${a}\`)}s.set(u)},end:async()=>{},close:()=>{}}}function he({file:e}){return r=>{throw r instanceof p?r:new p("weights",\`\${e}: \${String(r)}\`,r)}}async function ge(e,r){let t=new Uint8Array(e.bytes),n=await K(e,r);try{await n.read(0,t),await n.end()}finally{n.close()}return t}async function K(e,{source:r,signal:t}){if(typeof r=="function")return ye(r,e,t);let n=We(r,e.file);if(n.protocol!=="file:")return new W(e,o=>me(n,e,o,t));let{readFile:s}=await import("./files.js");return new W(e,o=>s(n,o))}function We(e,r){let t=new URL(e,Me());return t.pathname+=(t.pathname.endsWith("/")?"":"/")+r,t}function Me(){if(typeof location=="object")return location.href;let{process:e}=globalThis;return\`file://\${e?.cwd()??""}/\`}var De=3;async function Pe(e,r,t,n){let{shards:s,sliceBytes:o}=r,i=s.reduce((c,{bytes:l})=>c+l,0),u=[],a=0,f=c=>{a+=c,n.onBytes(a,i)},d,m=async(...c)=>{n.verify&&(d??=ce(r,l=>ge(l,n)),await(await d)(...c))};await j(s,De,async(c,l)=>{let h=t[l];if(h===void 0)return;let g=0;await h.fill(async()=>{let O=u.pop()??new Uint8Array(o);for await(let{offset:v,slice:y}of Le(c,O,m,n))P(n.signal),e.queue.writeBuffer(h.buffer,v,y),await U(e.queue.onSubmittedWorkDone(),n.signal),g+=y.length,f(y.length);u.push(O)}),g<c.bytes&&f(c.bytes-g)})}async function*Le(e,r,t,n){let{cache:s,signal:o}=n,{bytes:i,sha256:u}=e,a=await K(e,n);try{for(let f=0;f<i;f+=r.length){P(o);let d=r.subarray(0,i-f),m=\`\${u}-\${f}-\${d.length}\`,c=await U(Fe(s,m),o),l=c?.length===d.length&&await t(e,f,c).then(()=>!0,()=>!1);if(c!==void 0&&l){yield{offset:f,slice:c};continue}await a.read(f,d),await t(e,f,d),await s?.put(m,d).catch(()=>{}),yield{offset:f,slice:d}}await a.end()}finally{a.close()}}async function Fe(e,r){return e?.get(r).catch(()=>{})}var Ie=1,_e=4,be=8,Ne=128;async function we(e,r,t,{signal:n,onProgress:s}){let{weights:o,store:i,cache:u,verify:a,tune:f}=t;P(n),V(e,r);let d=[],m=[],c=()=>{for(let g of d)g.destroy();for(let g of m)g.release()},l=new AbortController,h=n===void 0?l.signal:AbortSignal.any([n,l.signal]);try{await je(e,()=>{let w=(A,G)=>{let L=e.createBuffer({size:A,usage:G});return d.push(L),L};for(let A of r.buffers)w(A,Ne|_e|be);for(let A of r.shards)m.push(i.hold(e,A));r.parameters!==void 0&&d.push(ie(e,r.parameters));let x=r.outputs.reduce((A,G)=>A+q(G),0);w(Math.max(x,16),Ie|be)});let g=T(d,d.length-1),{length:O}=r.buffers,v=[...d.slice(0,O),...m.map(({buffer:w})=>w),...d.slice(O,-1)],y=w=>(x,A)=>s?.({phase:w,done:x,total:A}),b=[],B=(w,x)=>fe(e,w,v,h,x,b),S=r.variants&&f!==!1?await U((await import("./tune.js")).openTuner(e,r,t,{make:B,tell:y,signal:h}),n):void 0,[k]=await U(Promise.all([S?S.steps():B(r,y("pipelines")),Pe(e,r,m,{source:o,cache:u,verify:a,signal:h,onBytes:y("weights")})]),n);return S&&(k=await U(S.settle(k),n)),await M(e),{device:e,program:r,buffers:v,steps:k,staging:g,tuned:S?.report??[],release:c}}catch(g){throw l.abort(g),c(),await M(e),g}}function q(e){return Math.ceil(E(e)/8)*8}function V(e,r){let{features:t,limits:n}=e;for(let a of r.features)if(!t.has(a))throw new p("feature",\`the device lacks the feature \${a}; get it by adapter.requestDevice(requirements)\`);let{subgroupSize:s}=r,o=e.adapterInfo,i=[o?.subgroupMinSize,o?.subgroupMaxSize];if(s!==void 0&&i.some(a=>a!==s))throw new p("feature",\`the program was compiled for subgroups of \${s}, the device has \${i.join(" to ")}; compile it for this device\`);let u=n;for(let[a,f]of Object.entries(r.limits)){let d=u[a]??0;if(!(a.startsWith("min")?d<=f:d>=f))throw new p("limit",\`the program needs \${a} \${f}, the device has \${d}; get it by adapter.requestDevice(requirements)\`)}}async function M(e){let r=await Promise.race([e.lost,Promise.resolve()]);if(r!==void 0)throw F(r)}async function je(e,r){e.pushErrorScope("validation"),e.pushErrorScope("out-of-memory"),r();let[t,n]=await Promise.all([e.popErrorScope(),e.popErrorScope()]);if(t!==null)throw new p("memory",\`the device has too little memory: \${t.message}\`);if(n!==null)throw new p("limit",n.message)}var qe=1;async function Se(e,{feeds:r,targets:t,submit:n,signal:s}){P(s);let o=ze(e,r);return o.catch(()=>{}),await n(e,i=>t??He(e,i),s),await o,t===void 0?Ke(e):Ye(e,t)}async function ze({device:e,program:r,buffers:t},n){await R(e,"input",()=>{let s=[];r.inputs.forEach((o,i)=>{let u=n[i],a=t[o.buffer];if(!(u===void 0||a===void 0||u===a))if($(u))s.push([u,a,E(o)]);else{let{buffer:f,byteOffset:d,byteLength:m}=u;e.queue.writeBuffer(a,0,f,d,m)}}),Ae(e,s)})}async function Ye({device:e,program:r,buffers:t},n){let s={};return await R(e,"output",()=>{let o=[];r.outputs.forEach((i,u)=>{let a=t[i.buffer],f=n[u]??a;a===void 0||f===void 0||(s[i.emitted]=f,f!==a&&o.push([a,f,E(i)]))}),Ae(e,o)}),s}function Ae(e,r){if(r.length===0)return;let t=e.createCommandEncoder();for(let[n,s,o]of r)t.copyBufferToBuffer(n,0,s,0,o);e.queue.submit([t.finish()])}function He({program:e,buffers:r,staging:t},n){let s=0;for(let o of e.outputs){let i=E(o),u=r[o.buffer];u!==void 0&&i>0&&n.copyBufferToBuffer(u,0,t,s,i),s+=q(o)}}async function Ke({program:e,staging:r}){await r.mapAsync(qe);let t={},n=0;for(let s of e.outputs){let o=E(s),i=o===0?new ArrayBuffer(0):r.getMappedRange(n,o).slice(0);t[s.emitted]=ee(s,i),n+=q(s)}return r.unmap(),t}var Ve=50,xe=16;function J(){let e=xe,r=Promise.resolve();return async(t,n,s)=>{let{device:o,steps:i}=t,u=r,a=0,f,d=0;do{P(s);let m=i.slice(d,d+e);d+=m.length;let c=R(o,"shader",()=>{let h=o.createCommandEncoder(),g=h.beginComputePass();for(let{pipeline:O,group:v,workgroups:y}of m)g.setPipeline(O),g.setBindGroup(0,v),g.dispatchWorkgroups(...y);g.end(),d===i.length&&n(h),o.queue.submit([h.finish()])}),l=Promise.all([c,o.queue.onSubmittedWorkDone()]);if(r=l.catch(()=>{}),f===void 0)await u,a=performance.now();else{await f.done;let h=performance.now(),g=f.count*Ve/Math.max(h-a,.1);e=Math.ceil(Math.max(xe,Math.min(g,e*2,i.length))),a=h}f={count:m.length,done:l},d===i.length&&await c}while(d<i.length)}}var z=class{inputs;outputs;#r;#e;#o=J();#s=Promise.resolve();#n=0;#t;constructor(r,t){this.#r=t,this.#e=r,this.inputs=r.program.inputs.map(N),this.outputs=r.program.outputs.map(N),this.#f()}get device(){return this.#e.device}get tuned(){return this.#e.tuned}get lost(){return this.device.lost}get inputBuffers(){return this.#u(this.#e.program.inputs)}get outputBuffers(){return this.#u(this.#e.program.outputs)}async run(r,t={}){let{program:n}=this.#e,s=t.outputs===void 0?void 0:ne(n,t.outputs);return this.#i(r,s,this.#o,t)}async profile(r,t={}){let n=[],s=async(i,u,a)=>{let{timedSubmit:f}=await import("./profile.js"),d=m=>R(i.device,"shader",m);n.push(...await f(i,u,a,d))};if(!this.device.features.has("timestamp-query"))throw new p("feature","a profile needs a device that was requested with the feature timestamp-query");return{outputs:await this.#i(r,void 0,s,t),milliseconds:n}}async#i(r,t,n,{signal:s}){P(s);let o=te(this.#e.program,r);return this.#n>0&&(o=o.map(Je)),U(this.#a(async()=>{let i=this.#e;try{return await Se(i,{feeds:o,targets:t,submit:n,signal:s})}catch(u){throw P(s),await new Promise(a=>setTimeout(a,20)),this.#t??u}}),s)}async reload(r,t={}){let n=async()=>{let{device:s,program:o}=this.#e;P(t.signal);let i=r??await M(s).then(()=>s,()=>Qe(o));V(i,o),await M(i),this.#e.release(),this.#t??=new p("lost","the model was not reloaded");let u=await this.#r(i,t);if(this.#t.code==="disposed")throw u.release(),this.#t;this.#e=u,this.#o=J(),this.#t=void 0,this.#f()};return U(this.#a(n,!0),t.signal)}dispose(){this.#t=new p("disposed","the model was disposed"),this.#e.release()}async#a(r,t=!1){let n=async()=>{if(this.#t!==void 0&&!(t&&this.#t.code==="lost"))throw this.#t;return r()},s=this.#n===0?n():this.#s.then(n);this.#n++;let o=()=>this.#n--;return this.#s=s.then(o,o),s}#f(){let{device:r}=this.#e;r.lost.then(t=>{this.device===r&&(this.#t??=F(t))})}#u(r){return Object.fromEntries(r.flatMap(({emitted:t,buffer:n})=>{let s=this.#e.buffers[n];return s===void 0?[]:[[t,s]]}))}};function Je(e){return $(e)?e:new Uint8Array(e.buffer,e.byteOffset,e.byteLength).slice()}async function Qe({features:e,limits:r}){let{gpu:t}=globalThis.navigator??{},n=await t?.requestAdapter();if(!n)throw new p("lost","no adapter is left; give reload a device");return n.requestDevice({requiredFeatures:e,requiredLimits:r})}var D=class{#r=new Map;get bytes(){let r=0;for(let t of this.#r.values())for(let{bytes:n}of t.values())r+=n;return r}hold(r,{file:t,bytes:n,sha256:s}){let o=s||t,i=this.#r.get(r)??new Map;this.#r.set(r,i);let u=i.get(o)??{buffer:r.createBuffer({size:n,usage:136}),bytes:n,users:0,full:!1,filling:void 0};i.set(o,u),u.users++;let a=!0;return{buffer:u.buffer,fill:f=>Xe(u,f),release:()=>{a&&(a=!1,!(--u.users>0)&&(u.buffer.destroy(),i.get(o)===u&&i.delete(o),i.size===0&&this.#r.get(r)===i&&this.#r.delete(r)))}}}dispose(){for(let r of this.#r.values())for(let{buffer:t}of r.values())t.destroy();this.#r.clear()}};async function Xe(e,r){for(;!e.full;)if(e.filling===void 0){e.filling=r();try{await e.filling,e.full=!0}finally{e.filling=void 0}}else await e.filling.catch(()=>{})}async function Ze(e,r,t,n={},s="."){let o={weights:n.weights??new URL(s,t),store:n.store??new D,cache:n.cache,verify:n.verify??!0,tune:n.tune??!1,known:new Map},i=(a,f)=>we(a,r,o,f);return new z(await i(e,n),i)}function Ue(e){return e.flatMap(([r,...t])=>t.map(n=>{let s=n.split(" "),o=r.replace(/\\$(\\d+)/g,(i,u)=>s[Number(u)]??"");return Be(o.split(\`
\`)).join(\`
\`)}))}function Be(e){let r=[];for(let t=0;t<e.length;t++){let n=e[t]??"";if(!n.startsWith("#")){r.push(n);continue}let s=t+1;for(let o=1;o>0;){let i=e[++t]??"#";i.startsWith("#")&&(o+=i==="#"?-1:1)}for(let o=0;o<Number(n.slice(1));o++){let i=e.slice(s,t).map(u=>er(u,o));r.push(...Be(i))}}return r}function er(e,r){return e.replace(/(\\d+)#(-?\\d+)((?:#-?\\d+)*)/g,(t,n,s,o)=>\`\${Number(n)+r*Number(s)}\${o}\`)}function rr({buffers:e,shards:r},[t,n,s],o){let i=Math.ceil((n+s)/256)*256,u=(r[t-e.length]?.bytes??0)-i;return o>u?[t+1,0,o]:[t,i,o]}function tr(e){let{kernels:r,launches:t,places:n,steps:s,...o}=e,i=[],u=new Map,a=[e.buffers.length,0,0],f=s.map(([d=0,...m])=>{let[c=0,l=1,h=1,g=1,O=0,...v]=t[d]??[],y=v.map((b,B)=>{let S=m[B]??0,[k=0,w=0]=S===0?a=rr(e,a,b):n[S-1]??[],x=\`\${k} \${w} \${b}\`,A=u.get(x)??i.push([k,w,b])-1;return u.set(x,A),A});return[c,l,h,g,O,...y]});return{...o,kernels:Ue(r),bindings:i,dispatches:f}}export{p as SnapcError,D as WeightStore,N as infoOf,Ze as loadProgram,tr as unpackProgram};
`,
  'cache.js': `// The runtime of snapc; its source is dist/runtime/web in the package.
async function c(n="snapc-weights"){let a=await globalThis.caches?.open(n),s=e=>\`/\${n}/\${e}\`;return a&&{get:async e=>{let t=await a.match(s(e));return t&&new Uint8Array(await t.arrayBuffer())},put:(e,t)=>a.put(s(e),new Response(t))}}export{c as openWeightCache};
`,
  'files.js': `// The runtime of snapc; its source is dist/runtime/web in the package.
async function*l(r,s){let{process:i}=globalThis,o=i?.getBuiltinModule?.("node:fs/promises");if(o===void 0)throw new Error(\`a page cannot read \${r.href}; serve it over http\`);let t=await o.open(r);try{let e=new Uint8Array(262144);for(let a=s;;){let{bytesRead:n}=await t.read(e,0,e.length,a);if(n===0)return;a+=n,yield e.subarray(0,n)}}finally{await t.close()}}export{l as readFile};
`,
  'profile.js': `// The runtime of snapc; its source is dist/runtime/web in the package.
async function l(e,r,i,m){let s=Math.max(r.length,1)*2,t=s*8,n=e.createQuerySet({type:"timestamp",count:s}),a=e.createBuffer({size:t,usage:516}),c=e.createBuffer({size:t,usage:9});try{await m(()=>{let o=e.createCommandEncoder();r.forEach(({step:d,repeats:P},p)=>{let f=o.beginComputePass({timestampWrites:{querySet:n,beginningOfPassWriteIndex:2*p,endOfPassWriteIndex:2*p+1}});y(f,d,P),f.end()}),i(o),o.resolveQuerySet(n,0,s,a,0),o.copyBufferToBuffer(a,0,c,0,t),e.queue.submit([o.finish()])}),await c.mapAsync(1);let u=new BigInt64Array(c.getMappedRange());return r.map((o,d)=>{let[P=0n,p=0n]=u.subarray(2*d,2*d+2);return Math.max(0,Number(p-P)/1e6)})}finally{n.destroy(),a.destroy(),c.destroy()}}function y(e,{pipeline:r,group:i,workgroups:m},s=1){e.setPipeline(r),e.setBindGroup(0,i);for(let t=0;t<s;t++)e.dispatchWorkgroups(...m)}var h=64;async function S(e,r,i,m){let{device:s,steps:t}=e,n=[];do{i?.throwIfAborted();let a=t.slice(n.length,n.length+h),c=n.length+a.length===t.length,u=a.map(o=>({step:o,repeats:1}));n.push(...await l(s,u,c?r:()=>{},m))}while(n.length<t.length);return n}export{S as timedSubmit};
`,
  'tune.js': `// The runtime of snapc; its source is dist/runtime/web in the package.
function w(n,e){let{dispatches:t,variants:r}=n,o=new Map;for(let[s,{options:i}]of(r?.groups??[]).entries())for(let[m,...a]of i[(e[s]??0)-1]?.instead??[])o.set(x(t[m]),a);return{...n,dispatches:t.map(s=>{let i=o.get(x(s));return i===void 0?s:[...i,...s.slice(5)]})}}function x(n=[]){return n.slice(0,5).join()}var A="as compiled",h=class{#i;#o;#r;#e;#t;#n;constructor(e,t,r){this.#i=e,this.#o=t,this.#r=t.variants?.groups??[],this.#e=r,this.#t=\`tuned-\${t.variants?.key}-\${I(e)}\`,this.#n=this.#r.map(()=>{})}get program(){return w(this.#o,this.#n.map(e=>e?.[0]??0))}programWith(e,t){return w(this.#o,this.#r.map(r=>r===e?t:0))}get open(){return this.#r.filter((e,t)=>this.#n[t]===void 0)}get report(){return this.#r.flatMap((e,t)=>{let r=this.#n[t];if(r===void 0)return[];let[o,s]=r,i=[A,...e.options.map(({name:a})=>a)],m=i.flatMap((a,c)=>{let d=s[c];return typeof d=="number"?[[a,d]]:[]});return{kernels:e.name,tile:i[o]??A,milliseconds:Object.fromEntries(m)}})}async recall(){let{known:e,cache:t}=this.#e;try{let r=e.get(this.#t)??new TextDecoder().decode(await t?.get(this.#t)),o=JSON.parse(r);this.#n=this.#r.map((s,i)=>Array.isArray(o)?_(o[i]):void 0)}catch{}}async choose(e,t){this.#n[this.#r.indexOf(e)]=t,await this.#s()}async giveUp(){this.#n=this.#n.map(e=>e&&[0,e[1]]),await this.#s()}async#s(){if(await Promise.race([this.#i.lost,Promise.resolve()])!==void 0)return;let{known:t,cache:r}=this.#e,o=JSON.stringify(this.#n);t.set(this.#t,o),await r?.put(this.#t,new TextEncoder().encode(o)).catch(()=>{})}};function _(n){if(!(!Array.isArray(n)||!Array.isArray(n[1])))return[Number(n[0]),n[1]]}function I({adapterInfo:n}){let e=n;return[e?.vendor,e?.architecture,e?.device,e?.description].map(r=>(r??"").replaceAll(/[^\\w.]+/g,"-")).join("_")}var T=class extends Error{code;constructor(e,t,r){super(t,r===void 0?void 0:{cause:r}),this.name="SnapcError",this.code=e}};async function S(n,e,t){n.pushErrorScope("validation"),t();let r=await n.popErrorScope();if(r!==null)throw new T(e,r.message)}async function O(n,e,t,r){let o=Math.max(e.length,1)*2,s=o*8,i=n.createQuerySet({type:"timestamp",count:o}),m=n.createBuffer({size:s,usage:516}),a=n.createBuffer({size:s,usage:9});try{await r(()=>{let d=n.createCommandEncoder();e.forEach(({step:f,repeats:p},u)=>{let y=d.beginComputePass({timestampWrites:{querySet:i,beginningOfPassWriteIndex:2*u,endOfPassWriteIndex:2*u+1}});E(y,f,p),y.end()}),t(d),d.resolveQuerySet(i,0,o,m,0),d.copyBufferToBuffer(m,0,a,0,s),n.queue.submit([d.finish()])}),await a.mapAsync(1);let c=new BigInt64Array(a.getMappedRange());return e.map((d,f)=>{let[p=0n,u=0n]=c.subarray(2*f,2*f+2);return Math.max(0,Number(u-p)/1e6)})}finally{i.destroy(),m.destroy(),a.destroy()}}function E(n,{pipeline:e,group:t,workgroups:r},o=1){n.setPipeline(e),n.setBindGroup(0,t);for(let s=0;s<o;s++)n.dispatchWorkgroups(...r)}var W={gpu:2,clock:8},C=32,R=4,L=1.5;async function G(n,e,t){let{deadline:r,signal:o}=t,s=n.map(()=>[]),i=await V(n,t),m=i[0]??0,a=await M((n[m]??[]).map(p=>({step:p,repeats:1})),t),c=W[D(t.device)?"gpu":"clock"],d=a.map(p=>Math.min(C,Math.ceil(c/Math.max(p,c/C)))),f=p=>{let u=s[p]??[];return u.length===0?void 0:u.reduce((y,g,l)=>y+g*(e[l]??1),0)};for(let p=0;p<R&&i.length>1&&!(p>0&&performance.now()>=r);p++){o.throwIfAborted();let u=i.flatMap(l=>(n[l]??[]).map((P,b)=>({step:P,repeats:d[b]??1}))),y=await M(u,t);for(let l of i){let P=y.splice(0,e.length);s[l]=P.map((b,v)=>Math.min(b/(d[v]??1),s[l]?.[v]??1/0))}let g=Math.min(...i.map(l=>f(l)??1/0));i=i.filter(l=>(f(l)??1/0)<=g*L)}return n.map((p,u)=>f(u))}async function V(n,e){let t=[];for(let[r,o]of n.entries()){e.signal.throwIfAborted();try{await U(o.map(s=>({step:s,repeats:1})),e),t.push(r)}catch{}}return t}function D({features:n}){return n.has("timestamp-query")}async function M(n,e){let{device:t}=e;return D(t)?O(t,n,()=>{},r=>S(t,"shader",r)):U(n,e)}async function U(n,{device:e}){let t=[];for(let{step:r,repeats:o}of n){let s=performance.now(),i=S(e,"shader",()=>{let m=e.createCommandEncoder(),a=m.beginComputePass();E(a,r,o),a.end(),e.queue.submit([m.finish()])});await e.queue.onSubmittedWorkDone(),t.push(performance.now()-s),await i}return t}var N=.95,B=2e3,Y=2**31-1;async function ee(n,e,t,r){let o=new h(n,e,t);return await o.recall(),new k(n,e,t,o,r)}var k=class{#i;#o;#r;#e;#t;constructor(e,t,r,o,s){this.#i=e,this.#o=t,this.#r=r,this.#e=o,this.#t=s}get report(){return this.#e.report}async steps(){let{make:e,tell:t,signal:r}=this.#t;try{return await e(this.#e.program,t("pipelines"))}catch(o){if(r.aborted)throw o;return await this.#e.giveUp(),e(this.#o,t("pipelines"))}}async settle(e){let{open:t}=this.#e;return t.length===0?e:(await this.#n(t),this.steps())}async#n(e){let{signal:t,tell:r}=this.#t,{tune:o}=this.#r,s=(typeof o=="object"?o.milliseconds:void 0)??B,i=performance.now()+s;for(let[m,a]of e.entries()){if(r("tuning")(m,e.length),m>0&&performance.now()>=i)break;let c=Promise.all([this.#s(a,0),...a.options.map((f,p)=>this.#s(a,p+1))]),d=await(m>0?q(c,i):c);if(t.throwIfAborted(),d===void 0)break;await this.#e.choose(a,await this.#a(d,a.samples,i))}r("tuning")(e.length,e.length)}async#s(e,t){let{dispatches:r}=this.#e.programWith(e,t),o=e.samples.map(([i])=>r[i]??[]);return this.#t.make({...this.#o,dispatches:o},()=>{}).catch(()=>{})}async#a(e,t,r){let o=e.flatMap((c,d)=>c===void 0?[]:[{way:c,option:d}]),s=await G(o.map(({way:c})=>c),t.map(([,c])=>c),{device:this.#i,deadline:r,signal:this.#t.signal}),i=e.map(()=>null);for(let[c,{option:d}]of o.entries())i[d]=s[c]??null;let m=(i[0]??0)*N,a=Math.min(...i.map(c=>c??1/0));return[a<m?i.indexOf(a):0,i]}};async function q(n,e){let t,r=new Promise(o=>{let s=Math.max(0,e-performance.now());t=setTimeout(o,Math.min(s,Y))});try{return await Promise.race([n,r])}finally{clearTimeout(t)}}export{k as Tuner,ee as openTuner};
`,
  'api.d.ts': `/** What a loaded model offers. */
import type { Buffers, TensorInfo } from './interface.js';
import type { ReloadOptions } from './parts.js';
import type { TunedKernels } from './choices.js';
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
    /** What \`tune\` found out, the heaviest kernels first; empty where the load did not ask for it. */
    readonly tuned: readonly TunedKernels[];
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
     * one, else, where that is lost, on a new one of the page's default adapter. The memory is freed first: after a fault
     * on the way there is no run until another reload.
     */
    reload(device?: GPUDevice, options?: ReloadOptions): Promise<void>;
    /** Frees the GPU memory; runs that are not finished are rejected. */
    dispose(): void;
}
`,
  'cache.d.ts': `/** A cache in the browser's own storage: what was downloaded, and what tuning chose, survives a reload of the page. */
import type { WeightCache } from './weights.js';
/** Undefined where the page has no such storage, for lack of https. Delete it all with \`caches.delete(name)\`. */
export declare function openWeightCache(name?: string): Promise<WeightCache | undefined>;
`,
  'choices.d.ts': `/** Which tiles a program has on a device: what was chosen, as far as it is known, and kept for later loads. */
import type { Program } from './program.js';
import type { Tuning } from './tuning.js';
import type { VariantGroup } from './variants.js';
/** What was found out for the kernels of one kind. */
export interface TunedKernels {
    /** Such as \`conv 3 x 3\`. */
    readonly kernels: string;
    /** The tile that they have now; \`as compiled\` where no other is faster. */
    readonly tile: string;
    /** What some of their dispatches take in a run, by tile. */
    readonly milliseconds: Readonly<Record<string, number>>;
}
/** The number of the option, 0 for the kernels as they are, and the time of each as far as it is known. */
export type Choice = readonly [option: number, milliseconds: readonly (number | null)[]];
export declare class Choices {
    #private;
    constructor(device: GPUDevice, compiled: Program, tuning: Tuning);
    /** With the tiles that are chosen so far. */
    get program(): Program;
    /** With one of the options of one group. */
    programWith(group: VariantGroup, option: number): Program;
    /** The groups that nothing is chosen for. */
    get open(): readonly VariantGroup[];
    get report(): readonly TunedKernels[];
    /** Takes what an earlier load chose on such a device. */
    recall(): Promise<void>;
    choose(group: VariantGroup, choice: Choice): Promise<void>;
    /** All that was chosen is as it was compiled. */
    giveUp(): Promise<void>;
}
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
/** As the bits of a float it is 2^112 times too small, subnormals too. */
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
export declare function sliceChecker({ shards, sliceBytes, sliceHashes }: Pick<Program, 'shards' | 'sliceBytes' | 'sliceHashes'>, read: ReadWhole): Promise<CheckSlice>;
export declare function altered({ file }: ProgramShard, fault: string): SnapcError;
export declare function cutOff(shard: ProgramShard, end: number): SnapcError;
`,
  'http.d.ts': `/** Streams the bytes of a weight file over http; where the connection breaks, it asks for the rest. */
import type { ProgramShard } from './program.js';
export declare function readHttp(url: URL, { file, bytes }: ProgramShard, start: number, signal: AbortSignal | undefined): AsyncGenerator<Uint8Array, void>;
`,
  'index.d.ts': `/** The runtime that emitted modules link to. */
export type { GpuRunOptions, Model, Profile, RunOptions } from './api.js';
export { SnapcError } from './errors.js';
export type { SnapcErrorCode } from './errors.js';
export type { Elements, HalfFloats } from './elements.js';
export { infoOf } from './interface.js';
export type { Buffers, TensorInfo } from './interface.js';
export { loadProgram } from './load.js';
export type { LoadOptions } from './load.js';
export type { WeightSource } from './open.js';
export type { LoadProgress, ReloadOptions } from './parts.js';
export type { Program, ProgramShard, ProgramTensor, StoredType } from './program.js';
export type { WeightReader } from './reader.js';
export { WeightStore } from './store.js';
export type { HeldShard, SharedWeights } from './store.js';
export type { TunedKernels } from './choices.js';
export type { TuneOptions } from './tuning.js';
export { unpackProgram } from './tables.js';
export type { WeightCache } from './weights.js';
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
import type { Model } from './api.js';
import type { WeightSource } from './open.js';
import type { ReloadOptions } from './parts.js';
import type { Program } from './program.js';
import type { SharedWeights } from './store.js';
import type { TuneOptions } from './tuning.js';
import type { WeightCache } from './weights.js';
export interface LoadOptions extends ReloadOptions {
    /** The folder of the weight files, or a function that reads them; beside the module when absent. */
    readonly weights?: WeightSource;
    /** Weights that other models of the device have in a common store are neither read nor kept twice. */
    readonly store?: SharedWeights;
    /** Is asked before anything is downloaded, and gets what is. */
    readonly cache?: WeightCache | undefined;
    /** Compare the weights with their SHA-256; true when absent. */
    readonly verify?: boolean;
    /**
     * Time other tiles of the heaviest kernels, if the module has any, and take what is faster on this device. The cache
     * remembers that for the next load. False when absent.
     */
    readonly tune?: boolean | TuneOptions;
}
/** From \`home\`, a module's address, to \`folder\`, the one of its weights; they count where the options name none. */
export declare function loadProgram<Inputs, Outputs>(device: GPUDevice, program: Program, home: string, options?: LoadOptions, folder?: string): Promise<Model<Inputs, Outputs>>;
`,
  'model.d.ts': `/** A loaded model: takes inputs, runs the program, gives outputs, one run after another. */
import type { Model, RunOptions } from './api.js';
import type { TensorInfo } from './interface.js';
import type { Parts, ReloadOptions } from './parts.js';
import type { TunedKernels } from './choices.js';
export type MakeParts = (device: GPUDevice, options: ReloadOptions) => Promise<Parts>;
type AnyBuffers = Readonly<Record<string, GPUBuffer>>;
export declare class LoadedModel implements Model<AnyBuffers, AnyBuffers> {
    #private;
    readonly inputs: readonly TensorInfo[];
    readonly outputs: readonly TensorInfo[];
    constructor(parts: Parts, make: MakeParts);
    get device(): GPUDevice;
    get tuned(): readonly TunedKernels[];
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
  'open.d.ts': `/** Opens weight files wherever they are: over http, in the file system, behind a function. */
import type { ProgramShard } from './program.js';
import type { ShardReader, WeightReader } from './reader.js';
/** A folder's address, or a function that reads. */
export type WeightSource = string | URL | WeightReader;
export interface Origin {
    readonly source: WeightSource;
    readonly signal: AbortSignal | undefined;
}
/** A file that is small beside the weights. */
export declare function readWhole(file: ProgramShard, from: Origin): Promise<Uint8Array<ArrayBuffer>>;
export declare function openShard(shard: ProgramShard, { source, signal }: Origin): Promise<ShardReader>;
/** The query of the folder's address, such as a signature, goes with every file. */
export declare function fileUrl(folder: string | URL, file: string): URL;
`,
  'parameters.d.ts': `/** Numbers that shaders read as uniforms, so that one shader serves many shapes. */
/** Bytes from one row to the next: what every device takes as an offset. */
export declare const ROW_BYTES = 256;
export declare function createParameters(device: GPUDevice, rows: readonly (readonly number[])[]): GPUBuffer;
/** What a dispatch binds of them; rows are counted from 1, 0 is none. */
export declare function boundParameters(buffer: GPUBuffer | undefined, row: number): GPUBufferBinding[];
`,
  'parts.d.ts': `/** Makes what a model is of on a device: buffers, pipelines, weights; and checks what the device offers. */
import type { WeightSource } from './open.js';
import type { Step } from './pipelines.js';
import type { Program } from './program.js';
import type { SharedWeights } from './store.js';
import type { TunedKernels } from './choices.js';
import type { Tuning } from './tuning.js';
export interface LoadProgress {
    /**
     * \`weights\` counts bytes, \`pipelines\` shaders, \`tuning\` kinds of kernels. After \`tuning\` come \`pipelines\` again,
     * where others were chosen.
     */
    readonly phase: 'weights' | 'pipelines' | 'tuning';
    readonly done: number;
    readonly total: number;
}
export interface ReloadOptions {
    readonly signal?: AbortSignal;
    readonly onProgress?: (progress: LoadProgress) => void;
}
/** Where weights come from and where they lie. */
export interface Sources extends Tuning {
    readonly weights: WeightSource;
    readonly store: SharedWeights;
    readonly verify: boolean;
}
export interface Parts {
    readonly device: GPUDevice;
    readonly program: Program;
    readonly buffers: readonly GPUBuffer[];
    readonly steps: readonly Step[];
    /** What outputs are read back through, one after another at multiples of 8. */
    readonly staging: GPUBuffer;
    readonly tuned: readonly TunedKernels[];
    readonly release: () => void;
}
export declare function makeParts(device: GPUDevice, program: Program, sources: Sources, { signal, onProgress }: ReloadOptions): Promise<Parts>;
/** Each output starts at a multiple of 8 in the staging buffer, as mapping wants it. */
export declare function stagedSize(output: Program['outputs'][number]): number;
export declare function checkDevice(device: GPUDevice, program: Program): void;
/** A lost device accepts everything, so that it has to be asked. */
export declare function checkLost(device: GPUDevice): Promise<void>;
`,
  'pipelines.d.ts': `/** Makes the GPU objects of a program: layouts, pipelines and bind groups, each distinct one once. */
import type { Program } from './program.js';
/** One dispatch, ready to be recorded. */
export interface Step {
    readonly pipeline: GPUComputePipeline;
    readonly group: GPUBindGroup;
    readonly workgroups: readonly [number, number, number];
}
/** Pipelines by the number of their kernel, for programs that share kernels; those that none needed are missing. */
export type MadePipelines = (GPUComputePipeline | undefined)[];
/** Makes what the dispatches of the program need and is not made yet. */
export declare function makeSteps(device: GPUDevice, program: Program, buffers: readonly GPUBuffer[], signal: AbortSignal | undefined, onPipeline: (done: number, total: number) => void, made?: MadePipelines): Promise<Step[]>;
export declare function at<T>(list: readonly (T | undefined)[], index: number): T;
`,
  'pool.d.ts': `/** Works on a list a few items at a time. */
/** In the order of the items; rejects with the first fault, and what is under way then goes on by itself. */
export declare function inParallel<T, R>(items: readonly T[], limit: number, work: (item: T, index: number) => Promise<R>): Promise<R[]>;
`,
  'profile.d.ts': `/** Times each dispatch of a run on the GPU, in a pass of its own; only pages that profile load this file. */
import type { Parts } from './parts.js';
import type { Checked } from './timestamps.js';
/** Milliseconds of each step; \`checked\` rejects with what the device finds wrong in its work. */
export declare function timedSubmit(parts: Parts, finish: (encoder: GPUCommandEncoder) => void, signal: AbortSignal | undefined, checked: Checked): Promise<number[]>;
`,
  'program.d.ts': `/** The compiled program as tables: what the emitted module hands to the runtime. */
import type { Variants } from './variants.js';
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
    /** Shaders that use subgroups were made for exactly this size. */
    readonly subgroupSize?: number;
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
    /** Rows of 32-bit words that shaders read as uniforms. Absent where no shader has any. */
    readonly parameters?: readonly (readonly number[])[];
    /** Ranges of buffers: buffer, byte offset, byte size. */
    readonly bindings: readonly (readonly [buffer: number, offset: number, size: number])[];
    /**
     * In order: kernel, workgroups in x, y and z, row of \`parameters\` or 0 for none (the first is 1), then an index
     * into \`bindings\` for each of its bindings. Parameters are bound after them.
     */
    readonly dispatches: readonly (readonly number[])[];
    /** Other tiles for the heaviest kernels. Absent where there are none. */
    readonly variants?: Variants;
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
    /** Kinds of dispatches: kernel, workgroups in x, y and z, parameters, then the bytes of each binding. */
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
  'timer.d.ts': `/** Times dispatches against each other: on the GPU where the device has timestamps, else by the clock. */
import type { Step } from './pipelines.js';
/** One way to do the work of a group: a step for each of its samples. */
export type Way = readonly Step[];
export interface TimerOptions {
    readonly device: GPUDevice;
    /** No new round after this time of \`performance.now()\`. */
    readonly deadline: number;
    readonly signal: AbortSignal;
}
/**
 * Milliseconds of each way, its samples taken so many times; undefined for one that the device refuses. All take
 * turns, so that none has the device while it is warm and another while it is cold.
 */
export declare function timeWays(ways: readonly Way[], counts: readonly number[], options: TimerOptions): Promise<(number | undefined)[]>;
`,
  'timestamps.d.ts': `/** Takes the time of dispatches on the GPU, each in a compute pass of its own. */
import type { Step } from './pipelines.js';
/** A dispatch, so many times in a row. */
export interface TimedPass {
    readonly step: Step;
    readonly repeats: number;
}
/** Rejects with what the device finds wrong in the work. */
export type Checked = (work: () => void) => Promise<void>;
/** Milliseconds of each pass, at most 2048 of them; then comes what \`finish\` records. */
export declare function timePasses(device: GPUDevice, passes: readonly TimedPass[], finish: (encoder: GPUCommandEncoder) => void, checked: Checked): Promise<number[]>;
export declare function record(pass: GPUComputePassEncoder, { pipeline, group, workgroups }: Step, repeats?: number): void;
`,
  'tune.d.ts': `/** Chooses between the tiles of a model's heaviest kernels; only pages that tune load this file. */
import { Choices } from './choices.js';
import type { TunedKernels } from './choices.js';
import type { LoadProgress } from './parts.js';
import type { Step } from './pipelines.js';
import type { Program } from './program.js';
import type { Tuning } from './tuning.js';
type OnProgress = (done: number, total: number) => void;
/** Tells of one phase of a load. */
export type Tell = (phase: LoadProgress['phase']) => OnProgress;
/** Pipelines and bind groups for all dispatches of a program; what is made already is taken. */
export type MakeSteps = (program: Program, onPipeline: OnProgress) => Promise<Step[]>;
/** What the loading lends. */
export interface TuneWork {
    readonly make: MakeSteps;
    readonly tell: Tell;
    readonly signal: AbortSignal;
}
/** With what was chosen before. */
export declare function openTuner(device: GPUDevice, program: Program, tuning: Tuning, work: TuneWork): Promise<Tuner>;
export declare class Tuner {
    #private;
    constructor(device: GPUDevice, compiled: Program, tuning: Tuning, choices: Choices, work: TuneWork);
    get report(): readonly TunedKernels[];
    /** The steps of the program with what is chosen so far; as it was compiled, where the device refuses that. */
    steps(): Promise<Step[]>;
    /** The steps with what is faster; those that are there where nothing is left to find out. */
    settle(steps: Step[]): Promise<Step[]>;
}
export {};
`,
  'tuning.d.ts': `/** What a load says of tuning. */
import type { WeightCache } from './weights.js';
export interface TuneOptions {
    /**
     * After so many milliseconds no other kind of kernels is begun, and a later load goes on with those that are left;
     * 2000 when absent.
     */
    readonly milliseconds?: number;
}
/** Of a model through all its loads. */
export interface Tuning {
    readonly tune: boolean | TuneOptions;
    /** What was chosen, by program and device; \`cache\` keeps it for other loads. */
    readonly known: Map<string, string>;
    readonly cache: WeightCache | undefined;
}
`,
  'variants.d.ts': `/** The program with some of its kernels in another tile. */
import type { Program } from './program.js';
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
/** For each group the number of its option, 0 for the kernels as they are. */
export declare function withOptions(program: Program, chosen: readonly number[]): Program;
`,
  'weights.d.ts': `/** Brings weights into GPU memory slice by slice: reads, compares with the hash, uploads, and forgets. */
import type { WeightSource } from './open.js';
import type { Program } from './program.js';
import type { HeldShard } from './store.js';
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

/** What pipelines have beside those: one file with all that pages load, and what it declares. */
export const picturesFiles: Readonly<Record<string, string>> = {
  'pictures.js': `// The runtime of snapc; its source is dist/runtime/web in the package.
var m=class extends Error{code;constructor(e,t,n){super(t,n===void 0?void 0:{cause:n}),this.name="SnapcError",this.code=e}};function P(r){if(r?.aborted===!0)throw Ge(r)}function Ge({reason:r}){return new m("aborted","the signal was aborted",r)}async function T(r,e){if(e===void 0)return r;let t,n=new Promise((i,o)=>{t=()=>{o(Ge(e))},e.aborted?t():e.addEventListener("abort",t,{once:!0})});try{return await Promise.race([r,n])}finally{t!==void 0&&e.removeEventListener("abort",t)}}function z({message:r}){return new m("lost",\`the device is lost: \${r||"no reason given"}\`)}async function v(r,e,t){r.pushErrorScope("validation"),t();let n=await r.popErrorScope();if(n!==null)throw new m(e,n.message)}var Be={f64:["Float64Array","Float32Array"],f32:["Float32Array"],f16:["Float32Array","Float16Array","Uint16Array"],bf16:["Float32Array"],i64:["BigInt64Array","Int32Array"],i32:["Int32Array"],i16:["Int16Array"],i8:["Int8Array"],i4:["Int8Array"],u64:["BigUint64Array","Uint32Array"],u32:["Uint32Array"],u16:["Uint16Array"],u8:["Uint8Array"],u4:["Uint8Array"],bool:["Uint8Array"]};function H(r){return r.reduce((e,t)=>e*t,1)}function De(r,e){let t=f=>{throw new m("input",\`input \${JSON.stringify(r.name)} \${f}\`)},{dtype:n,shape:i,stored:o}=r,s=Be[n]??[],a=pe(e);s.includes(a)||t(\`must be a \${s.join(" or a ")}, not \${a}\`);let u=e,d=H(i);u.length!==d&&t(\`has \${u.length} elements; its shape [\${i.join(", ")}] has \${d}\`);let c=a==="Uint16Array"&&n==="f16";if(o==="f16")return Nt(u,c||a==="Float16Array");if(o==="f32")return u instanceof Float32Array?u:Float32Array.from({length:d},c?(f,p)=>We(Number(u[p])):(f,p)=>Number(u[p]));let l=o==="i32"?new Int32Array(d):new Uint32Array(d);if(a===pe(l))return u;for(let f=0;f<d;f++){let p=Number(u[f]);l[f]=n==="bool"?+(p!==0):p,n!=="bool"&&l[f]!==p&&t(\`holds \${u[f]} at \${f}; the program computes with 32-bit integers\`)}return l}function $e({dtype:r,shape:e,stored:t},n){let i=H(e),o=t==="f32"?new Float32Array(n,0,i):t==="i32"?new Int32Array(n,0,i):t==="u32"?new Uint32Array(n,0,i):Float32Array.from(new Uint16Array(n,0,i),We),s=Be[r]?.[0]??"";if(s===pe(o))return o;let a=s.startsWith("Big")?Array.from(o,BigInt):o;return globalThis[s]?.from(a)}function pe(r){return ArrayBuffer.isView(r)?Object.prototype.toString.call(r).slice(8,-1):r===null?"null":Array.isArray(r)?"an array":typeof r}function Nt(r,e){if(e&&r.length%2===0)return r;let t=new Uint16Array(r.length+r.length%2);if(e)t.set(new Uint16Array(r.buffer,r.byteOffset,r.length));else for(let n=0;n<r.length;n++)t[n]=qt(Number(r[n]));return t}var j=new Float32Array(1),me=new Uint32Array(j.buffer);function qt(r){j[0]=r;let e=me[0]??0,t=e>>>16&32768,n=e&2147483647;return n>=1199570944?t|(n>2139095040?32256:31744):n<947912704?(j[0]=Math.abs(r)+.5,t|(me[0]??0)-1056964608):t|n-939524096+4095+(n>>>13&1)>>>13}function We(r){me[0]=(r&32767)<<13;let e=(j[0]??0)*2**112;return(r&32768?-1:1)*(e<65536?e:r&1023?NaN:1/0)}var It=4,_t=8,zt=256;function Y(r){let{name:e,emitted:t,dtype:n,shape:i,stored:o}=r;return{name:e,property:t,dtype:n,shape:i,stored:o,bytes:E(r)}}function E({shape:r,stored:e}){return Math.ceil(H(r)*(e==="f16"?2:4)/4)*4}function Ce({inputs:r},e){let t=Ne("input",r,e);return r.map((n,i)=>{let o=t[i];if(C(o))return qe("input",n,o,It,"COPY_SRC");if(Object.hasOwn(e,n.emitted))return De(n,o);throw new m("input",\`input \${JSON.stringify(n.emitted)} is missing\`)})}function Le({outputs:r},e){return e==="gpu"?r.map(()=>{}):Ne("output",r,e).map((t,n)=>{let i=r[n];if(!(t===void 0||i===void 0)){if(C(t))return qe("output",i,t,_t,"COPY_DST");throw new m("output",\`output \${JSON.stringify(i.emitted)} needs a GPUBuffer\`)}})}function Ne(r,e,t){if(typeof t!="object"||t===null){let i=r==="input"?"typed array or GPUBuffer":"GPUBuffer";throw new m(r,\`the \${r}s are an object with a \${i} for each \${r}\`)}for(let i of Object.keys(t))if(e.every(({emitted:o})=>o!==i)){let o=e.map(({emitted:s})=>s).join(", ");throw new m(r,\`there is no \${r} \${JSON.stringify(i)}, only: \${o}\`)}let n=t;return e.map(({emitted:i})=>Object.hasOwn(t,i)?n[i]:void 0)}function C(r){return typeof r=="object"&&r!==null&&"usage"in r&&"mapState"in r}function qe(r,e,t,n,i){let{name:o,shape:s,stored:a}=e,u=E(e),{size:d}=t,c=d<u||d>=u+zt?\`has \${d} bytes; its shape [\${s.join(", ")}] takes \${u} as \${a}\`:(t.usage&n)===0?\`lacks the usage \${i}\`:void 0;if(c===void 0)return t;throw new m(r,\`the GPUBuffer of \${r} \${JSON.stringify(o)} \${c}\`)}function Ie(r,e){let t=new Uint32Array(e.length*256/4);e.forEach((i,o)=>t.set(i,o*256/4));let n=r.createBuffer({size:t.byteLength,usage:72});return r.queue.writeBuffer(n,0,t),n}function _e(r,e){return r===void 0||e===0?[]:[{buffer:r,offset:(e-1)*256,size:256}]}async function K(r,e,t){let n=[],i=r.entries(),o=async()=>{for(let[s,a]of i)n[s]=await t(a,s)};return await Promise.all(Array.from({length:e},o)),n}var jt=4,Ht=4;async function ze(r,e,t,n,i,o=[]){let{dispatches:s,bindings:a,kernels:u}=e,d=t[e.buffers.length+e.shards.length],c=([,,,,h=0,...w])=>[...w.map(x=>{let[k=0,U=0,A=0]=a[x]??[];return{type:k<e.buffers.length?"storage":"read-only-storage",resource:{buffer:G(t,k),offset:U,size:A}}}),..._e(d,h).map(x=>({type:"uniform",resource:x}))],l=new Map,f=h=>{let w=h.map(({type:A})=>A).join(),x=l.get(w);if(x!==void 0)return x;let k=h.map(({type:A},R)=>({binding:R,visibility:jt,buffer:{type:A}})),U=r.createBindGroupLayout({entries:k});return l.set(w,U),U},p=new Map;for(let h of s){let[w=0]=h;p.has(w)||p.set(w,f(c(h)))}let y=[...p].filter(([h])=>o[h]===void 0).sort(([h],[w])=>G(u,w).length-G(u,h).length),g=p.size-y.length;await K(y,Ht,async([h,w])=>{P(n),o[h]=await Yt(r,G(u,h),w),P(n),i(++g,p.size)});let b=new Map,S=[];return await v(r,"shader",()=>{S=s.map(h=>{let[w=0,x=1,k=1,U=1,...A]=h,R=c(h),O=A.join(),W=b.get(O)??r.createBindGroup({layout:f(R),entries:R.map(({resource:_},Lt)=>({binding:Lt,resource:_}))});return b.set(O,W),{pipeline:G(o,w),group:W,workgroups:[x,k,U]}})}),S}async function Yt(r,e,t){let n=r.createShaderModule({code:e}),i=r.createPipelineLayout({bindGroupLayouts:[t]});try{return await r.createComputePipelineAsync({layout:i,compute:{module:n,entryPoint:"main"}})}catch(o){let{messages:s}=await n.getCompilationInfo(),a=s.map(({lineNum:d,message:c})=>\`line \${d}: \${c}\`),u=o instanceof Error?o.message:String(o);throw new m("shader",\`the device refuses a shader: \${[...a,u].join(\`
\`)}\`,o)}}function G(r,e){let t=r[e];if(t===void 0)throw new RangeError(\`the program's tables have no entry \${e}\`);return t}var je=32;async function V({shards:r,sliceBytes:e,sliceHashes:t},n){let i=globalThis.crypto?.subtle;if(i===void 0)return async()=>{};let o=async d=>He(new Uint8Array(await i.digest("SHA-256",d))),s=t&&await n(t);if(t!==void 0&&s!==void 0&&await o(s)!==t.sha256)throw L(t,"it differs");let a=new Map,u=0;for(let d of r)a.set(d,u),u+=Math.ceil(d.bytes/e);return async(d,c,l)=>{let f=((a.get(d)??0)+c/e)*je,p=s===void 0?d.sha256:He(s.subarray(f,f+je));if(await o(l)!==p)throw L(d,\`bytes \${c} to \${c+l.length} differ\`)}}function He(r){return Array.from(r,e=>e.toString(16).padStart(2,"0")).join("")}function L({file:r},e){return new m("weights",\`\${r} is not the file that was compiled: \${e}\`)}function Ye(r,e){return L(r,\`it ends after \${e} of \${r.bytes} bytes\`)}var Ke=4;async function*Ve(r,{file:e,bytes:t},n,i){let o=n;for(let s=1;o<t;s++){let a=o,u;try{let d=await fetch(r,{...i===void 0?{}:{signal:i},...o===0?{}:{headers:{range:\`bytes=\${o}-\`}}});if(d.status===416)return;if(!d.ok)throw u=d.status,new Error(\`the server answers \${u}\`);let c=d.status===206?0:o,l=d.body?.getReader();try{for(;;){let f=await l?.read();if(f?.value===void 0)break;let{value:p}=f,y=p.subarray(Math.min(c,p.length));c-=p.length-y.length,o+=y.length,y.length>0&&(yield y)}}finally{l?.cancel().catch(()=>{})}if(o<t&&(o===a||s===Ke))return}catch(d){if(P(i),d instanceof m)throw d;let c=u!==void 0&&u<500&&u!==429;if(o>a&&(s=1),c||s>=Ke){let f=d instanceof Error?d.message:String(d);throw new m("weights",\`\${e}: \${f} (\${r.origin}\${r.pathname})\`,d)}let l=new Promise(f=>setTimeout(f,250*2**s));await T(l,i)}}}var N=class{#e;#t;#r;#n=0;#o=new Uint8Array;constructor(e,t){this.#e=e,this.#t=t}async read(e,t){(this.#r===void 0||this.#n!==e)&&(this.close(),this.#r=this.#t(e),this.#n=e);for(let n=0;n<t.length;){if(!await this.#i())throw Ye(this.#e,this.#n);let i=this.#o.subarray(0,t.length-n);t.set(i,n),n+=i.length,this.#n+=i.length,this.#o=this.#o.subarray(i.length)}}async end(){if(this.#r!==void 0&&this.#n===this.#e.bytes&&await this.#i())throw L(this.#e,"it is longer")}close(){this.#r?.return?.().catch(()=>{}),this.#r=void 0,this.#o=new Uint8Array}async#i(){for(;this.#o.length===0;){let e=await this.#r?.next().catch(Xe(this.#e));if(e===void 0||e.done===!0)return!1;this.#o=e.value}return!0}};function Je(r,e,t){return{read:async(n,i)=>{let{length:o}=i;P(t);let s=(async()=>r(e.file,n,o,t))(),a=await T(s,t).catch(Xe(e));if(a?.length!==o){let u=\`the reader gave \${a?.length} of \${o} bytes at \${n}\`;throw new m("weights",\`\${e.file}: \${u}\`)}i.set(a)},end:async()=>{},close:()=>{}}}function Xe({file:r}){return e=>{throw e instanceof m?e:new m("weights",\`\${r}: \${String(e)}\`,e)}}async function J(r,e){let t=new Uint8Array(r.bytes),n=await ye(r,e);try{await n.read(0,t),await n.end()}finally{n.close()}return t}async function ye(r,{source:e,signal:t}){if(typeof e=="function")return Je(e,r,t);let n=he(e,r.file);if(n.protocol!=="file:")return new N(r,o=>Ve(n,r,o,t));let{readFile:i}=await import("./files.js");return new N(r,o=>i(n,o))}function he(r,e){let t=new URL(r,Kt());return t.pathname+=(t.pathname.endsWith("/")?"":"/")+e,t}function Kt(){if(typeof location=="object")return location.href;let{process:r}=globalThis;return\`file://\${r?.cwd()??""}/\`}var Vt=3;async function Ze(r,e,t,n){let{shards:i,sliceBytes:o}=e,s=i.reduce((f,{bytes:p})=>f+p,0),a=[],u=0,d=f=>{u+=f,n.onBytes(u,s)},c,l=async(...f)=>{n.verify&&(c??=V(e,p=>J(p,n)),await(await c)(...f))};await K(i,Vt,async(f,p)=>{let y=t[p];if(y===void 0)return;let g=0;await y.fill(async()=>{let b=a.pop()??new Uint8Array(o);for await(let{offset:S,slice:h}of Jt(f,b,l,n))P(n.signal),r.queue.writeBuffer(y.buffer,S,h),await T(r.queue.onSubmittedWorkDone(),n.signal),g+=h.length,d(h.length);a.push(b)}),g<f.bytes&&d(f.bytes-g)})}async function*Jt(r,e,t,n){let{cache:i,signal:o}=n,{bytes:s,sha256:a}=r,u=await ye(r,n);try{for(let d=0;d<s;d+=e.length){P(o);let c=e.subarray(0,s-d),l=\`\${a}-\${d}-\${c.length}\`,f=await T(Xt(i,l),o),p=f?.length===c.length&&await t(r,d,f).then(()=>!0,()=>!1);if(f!==void 0&&p){yield{offset:d,slice:f};continue}await u.read(d,c),await t(r,d,c),await i?.put(l,c).catch(()=>{}),yield{offset:d,slice:c}}await u.end()}finally{u.close()}}async function Xt(r,e){return r?.get(e).catch(()=>{})}var Zt=1,Qt=4,Qe=8,er=128;async function et(r,e,t,{signal:n,onProgress:i}){let{weights:o,store:s,cache:a,verify:u,tune:d}=t;P(n),ge(r,e);let c=[],l=[],f=()=>{for(let g of c)g.destroy();for(let g of l)g.release()},p=new AbortController,y=n===void 0?p.signal:AbortSignal.any([n,p.signal]);try{await tr(r,()=>{let A=(O,W)=>{let _=r.createBuffer({size:O,usage:W});return c.push(_),_};for(let O of e.buffers)A(O,er|Qt|Qe);for(let O of e.shards)l.push(s.hold(r,O));e.parameters!==void 0&&c.push(Ie(r,e.parameters));let R=e.outputs.reduce((O,W)=>O+X(W),0);A(Math.max(R,16),Zt|Qe)});let g=G(c,c.length-1),{length:b}=e.buffers,S=[...c.slice(0,b),...l.map(({buffer:A})=>A),...c.slice(b,-1)],h=A=>(R,O)=>i?.({phase:A,done:R,total:O}),w=[],x=(A,R)=>ze(r,A,S,y,R,w),k=e.variants&&d!==!1?await T((await import("./tune.js")).openTuner(r,e,t,{make:x,tell:h,signal:y}),n):void 0,[U]=await T(Promise.all([k?k.steps():x(e,h("pipelines")),Ze(r,e,l,{source:o,cache:a,verify:u,signal:y,onBytes:h("weights")})]),n);return k&&(U=await T(k.settle(U),n)),await q(r),{device:r,program:e,buffers:S,steps:U,staging:g,tuned:k?.report??[],release:f}}catch(g){throw p.abort(g),f(),await q(r),g}}function X(r){return Math.ceil(E(r)/8)*8}function ge(r,e){let{features:t,limits:n}=r;for(let u of e.features)if(!t.has(u))throw new m("feature",\`the device lacks the feature \${u}; get it by adapter.requestDevice(requirements)\`);let{subgroupSize:i}=e,o=r.adapterInfo,s=[o?.subgroupMinSize,o?.subgroupMaxSize];if(i!==void 0&&s.some(u=>u!==i))throw new m("feature",\`the program was compiled for subgroups of \${i}, the device has \${s.join(" to ")}; compile it for this device\`);let a=n;for(let[u,d]of Object.entries(e.limits)){let c=a[u]??0;if(!(u.startsWith("min")?c<=d:c>=d))throw new m("limit",\`the program needs \${u} \${d}, the device has \${c}; get it by adapter.requestDevice(requirements)\`)}}async function q(r){let e=await Promise.race([r.lost,Promise.resolve()]);if(e!==void 0)throw z(e)}async function tr(r,e){r.pushErrorScope("validation"),r.pushErrorScope("out-of-memory"),e();let[t,n]=await Promise.all([r.popErrorScope(),r.popErrorScope()]);if(t!==null)throw new m("memory",\`the device has too little memory: \${t.message}\`);if(n!==null)throw new m("limit",n.message)}var rr=1;async function tt(r,{feeds:e,targets:t,submit:n,signal:i}){P(i);let o=nr(r,e);return o.catch(()=>{}),await n(r,s=>t??ir(r,s),i),await o,t===void 0?sr(r):or(r,t)}async function nr({device:r,program:e,buffers:t},n){await v(r,"input",()=>{let i=[];e.inputs.forEach((o,s)=>{let a=n[s],u=t[o.buffer];if(!(a===void 0||u===void 0||a===u))if(C(a))i.push([a,u,E(o)]);else{let{buffer:d,byteOffset:c,byteLength:l}=a;r.queue.writeBuffer(u,0,d,c,l)}}),rt(r,i)})}async function or({device:r,program:e,buffers:t},n){let i={};return await v(r,"output",()=>{let o=[];e.outputs.forEach((s,a)=>{let u=t[s.buffer],d=n[a]??u;u===void 0||d===void 0||(i[s.emitted]=d,d!==u&&o.push([u,d,E(s)]))}),rt(r,o)}),i}function rt(r,e){if(e.length===0)return;let t=r.createCommandEncoder();for(let[n,i,o]of e)t.copyBufferToBuffer(n,0,i,0,o);r.queue.submit([t.finish()])}function ir({program:r,buffers:e,staging:t},n){let i=0;for(let o of r.outputs){let s=E(o),a=e[o.buffer];a!==void 0&&s>0&&n.copyBufferToBuffer(a,0,t,i,s),i+=X(o)}}async function sr({program:r,staging:e}){await e.mapAsync(rr);let t={},n=0;for(let i of r.outputs){let o=E(i),s=o===0?new ArrayBuffer(0):e.getMappedRange(n,o).slice(0);t[i.emitted]=$e(i,s),n+=X(i)}return e.unmap(),t}var ar=50,nt=16;function be(){let r=nt,e=Promise.resolve();return async(t,n,i)=>{let{device:o,steps:s}=t,a=e,u=0,d,c=0;do{P(i);let l=s.slice(c,c+r);c+=l.length;let f=v(o,"shader",()=>{let y=o.createCommandEncoder(),g=y.beginComputePass();for(let{pipeline:b,group:S,workgroups:h}of l)g.setPipeline(b),g.setBindGroup(0,S),g.dispatchWorkgroups(...h);g.end(),c===s.length&&n(y),o.queue.submit([y.finish()])}),p=Promise.all([f,o.queue.onSubmittedWorkDone()]);if(e=p.catch(()=>{}),d===void 0)await a,u=performance.now();else{await d.done;let y=performance.now(),g=d.count*ar/Math.max(y-u,.1);r=Math.ceil(Math.max(nt,Math.min(g,r*2,s.length))),u=y}d={count:l.length,done:p},c===s.length&&await f}while(c<s.length)}}var Z=class{inputs;outputs;#e;#t;#r=be();#n=Promise.resolve();#o=0;#i;constructor(e,t){this.#e=t,this.#t=e,this.inputs=e.program.inputs.map(Y),this.outputs=e.program.outputs.map(Y),this.#u()}get device(){return this.#t.device}get tuned(){return this.#t.tuned}get lost(){return this.device.lost}get inputBuffers(){return this.#d(this.#t.program.inputs)}get outputBuffers(){return this.#d(this.#t.program.outputs)}async run(e,t={}){let{program:n}=this.#t,i=t.outputs===void 0?void 0:Le(n,t.outputs);return this.#s(e,i,this.#r,t)}async profile(e,t={}){let n=[],i=async(s,a,u)=>{let{timedSubmit:d}=await import("./profile.js"),c=l=>v(s.device,"shader",l);n.push(...await d(s,a,u,c))};if(!this.device.features.has("timestamp-query"))throw new m("feature","a profile needs a device that was requested with the feature timestamp-query");return{outputs:await this.#s(e,void 0,i,t),milliseconds:n}}async#s(e,t,n,{signal:i}){P(i);let o=Ce(this.#t.program,e);return this.#o>0&&(o=o.map(ur)),T(this.#a(async()=>{let s=this.#t;try{return await tt(s,{feeds:o,targets:t,submit:n,signal:i})}catch(a){throw P(i),await new Promise(u=>setTimeout(u,20)),this.#i??a}}),i)}async reload(e,t={}){let n=async()=>{let{device:i,program:o}=this.#t;P(t.signal);let s=e??await q(i).then(()=>i,()=>dr(o));ge(s,o),await q(s),this.#t.release(),this.#i??=new m("lost","the model was not reloaded");let a=await this.#e(s,t);if(this.#i.code==="disposed")throw a.release(),this.#i;this.#t=a,this.#r=be(),this.#i=void 0,this.#u()};return T(this.#a(n,!0),t.signal)}dispose(){this.#i=new m("disposed","the model was disposed"),this.#t.release()}async#a(e,t=!1){let n=async()=>{if(this.#i!==void 0&&!(t&&this.#i.code==="lost"))throw this.#i;return e()},i=this.#o===0?n():this.#n.then(n);this.#o++;let o=()=>this.#o--;return this.#n=i.then(o,o),i}#u(){let{device:e}=this.#t;e.lost.then(t=>{this.device===e&&(this.#i??=z(t))})}#d(e){return Object.fromEntries(e.flatMap(({emitted:t,buffer:n})=>{let i=this.#t.buffers[n];return i===void 0?[]:[[t,i]]}))}};function ur(r){return C(r)?r:new Uint8Array(r.buffer,r.byteOffset,r.byteLength).slice()}async function dr({features:r,limits:e}){let{gpu:t}=globalThis.navigator??{},n=await t?.requestAdapter();if(!n)throw new m("lost","no adapter is left; give reload a device");return n.requestDevice({requiredFeatures:r,requiredLimits:e})}var F=class{#e=new Map;get bytes(){let e=0;for(let t of this.#e.values())for(let{bytes:n}of t.values())e+=n;return e}hold(e,{file:t,bytes:n,sha256:i}){let o=i||t,s=this.#e.get(e)??new Map;this.#e.set(e,s);let a=s.get(o)??{buffer:e.createBuffer({size:n,usage:136}),bytes:n,users:0,full:!1,filling:void 0};s.set(o,a),a.users++;let u=!0;return{buffer:a.buffer,fill:d=>cr(a,d),release:()=>{u&&(u=!1,!(--a.users>0)&&(a.buffer.destroy(),s.get(o)===a&&s.delete(o),s.size===0&&this.#e.get(e)===s&&this.#e.delete(e)))}}}dispose(){for(let e of this.#e.values())for(let{buffer:t}of e.values())t.destroy();this.#e.clear()}};async function cr(r,e){for(;!r.full;)if(r.filling===void 0){r.filling=e();try{await r.filling,r.full=!0}finally{r.filling=void 0}}else await r.filling.catch(()=>{})}async function fr(r,e,t,n={},i="."){let o={weights:n.weights??new URL(i,t),store:n.store??new F,cache:n.cache,verify:n.verify??!0,tune:n.tune??!1,known:new Map},s=(u,d)=>et(u,e,o,d);return new Z(await s(r,n),s)}function ot(r){return r.flatMap(([e,...t])=>t.map(n=>{let i=n.split(" "),o=e.replace(/\\$(\\d+)/g,(s,a)=>i[Number(a)]??"");return it(o.split(\`
\`)).join(\`
\`)}))}function it(r){let e=[];for(let t=0;t<r.length;t++){let n=r[t]??"";if(!n.startsWith("#")){e.push(n);continue}let i=t+1;for(let o=1;o>0;){let s=r[++t]??"#";s.startsWith("#")&&(o+=s==="#"?-1:1)}for(let o=0;o<Number(n.slice(1));o++){let s=r.slice(i,t).map(a=>lr(a,o));e.push(...it(s))}}return e}function lr(r,e){return r.replace(/(\\d+)#(-?\\d+)((?:#-?\\d+)*)/g,(t,n,i,o)=>\`\${Number(n)+e*Number(i)}\${o}\`)}function pr({buffers:r,shards:e},[t,n,i],o){let s=Math.ceil((n+i)/256)*256,a=(e[t-r.length]?.bytes??0)-s;return o>a?[t+1,0,o]:[t,s,o]}function mr(r){let{kernels:e,launches:t,places:n,steps:i,...o}=r,s=[],a=new Map,u=[r.buffers.length,0,0],d=i.map(([c=0,...l])=>{let[f=0,p=1,y=1,g=1,b=0,...S]=t[c]??[],h=S.map((w,x)=>{let k=l[x]??0,[U=0,A=0]=k===0?u=pr(r,u,w):n[k-1]??[],R=\`\${U} \${A} \${w}\`,O=a.get(R)??s.push([U,A,w])-1;return a.set(R,O),O});return[f,p,y,g,b,...h]});return{...o,kernels:ot(e),bindings:s,dispatches:d}}var st={textEncoder:"text_encoder/webgpu",unet:"unet/webgpu",decoder:"vae_decoder/webgpu",encoder:"vae_encoder/webgpu"};async function B(r,e,t,n){let o=(await r.run(e,n===void 0?{}:{signal:n}))[t];if(!(o instanceof Float32Array))throw new RangeError(\`no output \${t} of floats\`);return o}function Q({dtype:r},e){switch(r){case"i64":return BigInt64Array.from(e,t=>BigInt(Math.round(t)));case"i32":return Int32Array.from(e,Math.round);default:return Float32Array.from(e)}}function Pe(r,e,t){let n=e*t,i=new Uint8ClampedArray(4*n).fill(255);for(let o=0;o<n;o++)for(let s=0;s<3;s++)i[4*o+s]=(r[s*n+o]??0)*127.5+127.5;return{width:e,height:t,pixels:i}}function at({width:r,height:e,pixels:t}){let n=r*e,i=new Float32Array(3*n);for(let o=0;o<n;o++)for(let s=0;s<3;s++)i[s*n+o]=(t[4*o+s]??0)/127.5-1;return i}function ut(r,{latent:{channels:e,height:t,width:n},preview:i}){if(i===void 0)throw new m("input",'the pipeline has no fast preview; ask for "decoded"');let o=t*n,s=new Float32Array(3*o);for(let a=0;a<o;a++)for(let u=0;u<3;u++){let d=i.bias[u]??0;for(let c=0;c<e;c++)d+=(r[c*o+a]??0)*(i.factors[c]?.[u]??0);s[u*o+a]=2*d-1}return Pe(s,n,t)}function we(r,e){if(e>=r)return[0];let t=Math.max(1,Math.floor(e/2)),n=Math.ceil((r-e)/t)+1;return Array.from({length:n},(i,o)=>Math.min(o*t,r-e))}function ct(r,e,t,n,i){let o=new Float32Array(e*i.height*i.width);for(let s=0;s<e*i.height;s++){let a=Math.floor(s/i.height),u=i.top+s%i.height,d=(a*t+u)*n+i.left;o.set(r.subarray(d,d+i.width),s*i.width)}return o}var ee=class{#e;#t;#r;#n;#o;constructor(e,t,n){this.#r=e,this.#n=t,this.#o=n,this.#e=new Float32Array(e*t*n),this.#t=new Float32Array(t*n)}add(e,{top:t,left:n,height:i,width:o}){for(let s=0;s<i;s++)for(let a=0;a<o;a++){let u=dt(s,i)*dt(a,o),d=(t+s)*this.#o+n+a;this.#t[d]=(this.#t[d]??0)+u;for(let c=0;c<this.#r;c++){let l=c*this.#n*this.#o+d,f=e[(c*i+s)*o+a]??0;this.#e[l]=(this.#e[l]??0)+u*f}}}finish(){let{length:e}=this.#t;return this.#e.map((t,n)=>t/(this.#t[n%e]??1))}};function dt(r,e){return Math.min(r+.5,e-r-.5)/(e/2)}async function te(r,e,t,n){let{decoder:i,latent:o,tile:s,scale:a,scalingFactor:u,shiftFactor:d}=r,{channels:c,height:l,width:f}=o,p=t.map(g=>g/u+d),y=await e("decoder",n,async g=>{let b=h=>B(g,{[i.latent]:h},i.picture,n);if(s.height===l&&s.width===f)return b(p);let S=new ee(3,l*a,f*a);for(let h of we(l,s.height))for(let w of we(f,s.width)){P(n);let x=ct(p,c,l,f,{top:h,left:w,...s});S.add(await b(x),{top:h*a,left:w*a,height:s.height*a,width:s.width*a})}return S.finish()});return Pe(y,f*a,l*a)}async function ft({encoder:r,scalingFactor:e,shiftFactor:t},n,i,o,s){if(r===void 0)throw new m("input","the pipeline has no encoder");let a=await n("encoder",s,c=>B(c,{[r.picture]:at(i)},r.latent,s)),u=a.length/2;return(r.isDistribution?gr(a.subarray(0,u),a.subarray(u),o.ofEncoder()):a).map(c=>(c-t)*e)}var[yr,hr]=[-30,20];function gr(r,e,t){return r.map((n,i)=>{let o=Math.min(Math.max(e[i]??0,yr),hr);return n+Math.exp(o/2)*(t[i]??0)})}var re=new DataView(new ArrayBuffer(8)),br=.6931471803691238,Pr=19082149292705877e-26,wr=12;function ne(r){re.setFloat64(0,r);let e=re.getUint32(0),t=(e>>>20)-1023;re.setUint32(0,e&1048575|1072693248);let n=re.getFloat64(0);n>Math.SQRT2&&(n=n/2,t=t+1);let i=(n-1)/(n+1),o=i*i,s=0;for(let a=wr;a>=1;a--)s=(s+1/(2*a+1))*o;return t*br+(2*i+(2*i*s+t*Pr))}var Sr=9,Ar=Math.PI/2;function lt(r){let e=Math.floor(r*4+.5),t=(r*4-e)*Ar,n=t*t,i=1,o=1;for(let s=Sr;s>=1;s--)i=1-n/(2*s*(2*s+1))*i,o=1-n/(2*s*(2*s-1))*o;switch(i=t*i,e%4){case 0:return[i,o];case 1:return[o,-i];case 2:return[-i,-o];default:return[-o,i]}}var D=624,xr=397,oe=class{#e=new Uint32Array(D);#t=D;constructor(e){this.#e[0]=e;for(let t=1;t<D;t++){let n=this.#e[t-1]??0;this.#e[t]=Math.imul(1812433253,n^n>>>30)+t}}word(){this.#t===D&&this.#r();let e=this.#e[this.#t++]??0;return e^=e>>>11,e^=e<<7&2636928640,e^=e<<15&4022730752,(e^e>>>18)>>>0}#r(){let e=this.#e;for(let t=0;t<D;t++){let n=(e[t]??0)&2147483648|(e[(t+1)%D]??0)&2147483647,i=e[(t+xr)%D]??0;e[t]=i^n>>>1^((n&1)===0?0:2567483615)}this.#t=0}},M=16;function mt(r,e){let t=new Float32Array(e),n=(i,o)=>{for(let s=i;s<o;s++)t[s]=(r.word()&16777215)/2**24};n(0,e);for(let i=0;i+M<=e;i+=M)pt(t,i);return e%M!==0&&e>M&&(n(e-M,e),pt(t,e-M)),t}function pt(r,e){for(let t=e;t<e+M/2;t++){let n=Math.sqrt(-2*ne(1-(r[t]??0))),[i,o]=lt(r[t+M/2]??0);r[t]=n*o,r[t+M/2]=n*i}}var yt=[3528531795,3449720151],ht=[2654435769,3144134277],kr=10;function bt(r,e){let[t,n,i,o]=r,[s,a]=e;for(let u=0;u<kr;u++){let[d,c]=gt(yt[0],t),[l,f]=gt(yt[1],i);[t,n,i,o]=[(l^n^s)>>>0,f,(d^o^a)>>>0,c],s=s+ht[0]>>>0,a=a+ht[1]>>>0}return[t,n,i,o]}function gt(r,e){let t=Math.imul(r,e)>>>0,[n,i]=[r&65535,r>>>16],[o,s]=[e&65535,e>>>16],a=i*o+Math.floor(n*o/2**16),u=n*s+a%2**16;return[i*s+Math.floor(a/2**16)+Math.floor(u/2**16)>>>0,t]}var Ur=[3.3871328727963665,133.14166789178438,1971.5909503065513,13731.69376550946,45921.95393154987,67265.7709270087,33430.57558358813,2509.0809287301227],Or=[1,42.31333070160091,687.1870074920579,5394.196021424751,21213.794301586597,39307.89580009271,28729.085735721943,5226.495278852854],Rr=[1.4234371107496835,4.630337846156546,5.769497221460691,3.6478483247632045,1.2704582524523684,.2417807251774506,.022723844989269184,.0007745450142783414],Tr=[1,2.053191626637759,1.6763848301838038,.6897673349851,.14810397642748008,.015198666563616457,.0005475938084995345,10507500716444169e-25],vr=[6.657904643501103,5.463784911164114,1.7848265399172913,.29656057182850487,.026532189526576124,.0012426609473880784,27115555687434876e-21,20103343992922881e-23],Er=[1,.599832206555888,.1369298809227358,.014875361290850615,.0007868691311456133,18463183175100548e-21,1421511758316446e-22,20442631033899397e-31];function Mr(r){let e=r-.5;if(Math.abs(e)<=.425)return e*Se(Ur,Or,.180625-e*e);let t=Math.sqrt(-ne(e<0?r:1-r)),n=t<=5?Se(Rr,Tr,t-1.6):Se(vr,Er,t-5);return e<0?-n:n}function Se(r,e,t){return Pt(r,t)/Pt(e,t)}function Pt(r,e){let t=0;for(let n=r.length-1;n>=0;n--)t=t*e+(r[n]??0);return t}var Ae=2**32;function ie(r,e,t){let n=new Float32Array(t),i=[r%Ae,Math.floor(r/Ae)];for(let o=0;4*o<t;o++){let s=bt([o,e,0,0],i);for(let[a,u]of s.entries())4*o+a<t&&(n[4*o+a]=Mr((u+.5)/Ae))}return n}var Fr=2**32-1;function wt(r,e,t){if(r==="torch"){let n=new oe(e),i=()=>mt(n,t);return{first:i,afterStep:i,ofEncoder:i}}return{first:()=>ie(e,0,t),afterStep:n=>ie(e,n+1,t),ofEncoder:()=>ie(e,Fr,t)}}function se(){let r=performance.now();return()=>{let e=performance.now(),t=e-r;return r=e,t}}var{fround:ae}=Math;function xe(r,e){return r.map(t=>t*e)}function $(r,e,t,n){return r.map((i,o)=>ae(i*e)+ae((t[o]??0)*n))}function ke(r,e,t){return r.map((n,i)=>n+ae(t*ae((e[i]??0)-n)))}function St(r,e,{cleanLatent:t,cleanOutput:n},i){let o=$(r,t,e,n);return i===null?o:o.map(s=>Math.min(Math.max(s,-i),i))}function At(r,e,t,n,i,o){let s=$(e,r.latent,n,r.denoised);return r.earlier!==0&&i!==void 0&&(s=$(s,1,i,r.earlier)),r.output!==0&&(s=$(s,1,t,r.output)),r.noise!==0&&o!==void 0&&(s=$(s,1,o,r.noise)),s}async function kt(r,e,t,n,i,{onStep:o,signal:s}){let{latent:a,steps:u}=r,d=a.channels*a.height*a.width,c=wt(t.random,t.seed,d),l=[],f=t.image===void 0?0:n.length-Gr(t),p=await Br(r,e,t,n[f],c,s);return await e("unet",s,async y=>{let g;for(let[b,S]of n.entries()){if(b<f)continue;P(s);let h=se(),w=await Dr(r,y,p,S,i,t,s),x=St(p,w,S,u.clip),k=S.noise===0?void 0:c.afterStep(b);p=At(S,p,w,x,g,k),g=x;let U=h();if(l.push(U),o===void 0)continue;let A=await $r(r,e,t,x,s);await o({step:b+1-f,steps:n.length-f,latents:p,milliseconds:U,...A===void 0?{}:{preview:A}})}}),{latents:p,milliseconds:l}}function Gr({strength:r,steps:e}){return Math.min(Math.floor(e*r),e)}async function Br(r,e,{image:t,steps:n},i,o,s){let{counts:a,initialNoise:u}=r.steps;if(t===void 0)return xe(o.first(),Math.fround(u[a.indexOf(n)]??1));let d=await ft(r,e,t,o,s);return i===void 0?d:$(d,i.startLatent,o.first(),i.startNoise)}async function Dr({unet:{sample:r,timestep:e,states:t,output:n,batch:i}},o,s,a,{told:u,without:d},{guidance:c},l){let f=xe(s,a.inputScale),p=Q(e,Array(e.count).fill(a.timestep)),y=(h,w)=>{let x={[r]:h,[e.name]:p,[t]:w};return B(o,x,n,l)};if(i===1){let h=await y(f,u);return d===void 0?h:ke(await y(f,d),h,c)}let{length:g}=s,b=await y(xt(f,f),xt(d??u,u)),S=b.slice(g);return d===void 0?S:ke(b.slice(0,g),S,c)}async function $r(r,e,{preview:t},n,i){if(t!=="none")return t==="fast"?ut(n,r):te(r,e,n,i)}function xt(r,e){let t=new Float32Array(r.length+e.length);return t.set(r),t.set(e,r.length),t}function Ut(r,{width:e,height:t,tile:n}){let{latent:i,scale:o}=r,s={...i,height:t/o,width:e/o};return{...r,latent:s,tile:n}}var ue=class{#e=new Map;constructor(e){for(let t=0;t+2<e.length;t+=3){let[n=0,i=0,o=0]=e.subarray(t,t+3),s=Ot(n,i);this.#e.has(s)||this.#e.set(s,{rank:t/3,id:o})}}of(e,t){return this.#e.get(Ot(e,t))}apply(e){let t=[...e],n=t.map((u,d)=>d+1),i=t.map((u,d)=>d-1),o=new Oe,s=u=>{let d=n[u]??t.length;if(u<0||d>=t.length)return;let c=this.of(t[u]??0,t[d]??0);c!==void 0&&o.push({...c,at:u,right:d})};for(let u=0;u+1<t.length;u++)s(u);for(let u=o.pop();u!==void 0;u=o.pop()){let{at:d,right:c,rank:l,id:f}=u;if(n[d]!==c||this.of(t[d]??0,t[c]??0)?.rank!==l)continue;t[d]=f;let p=n[c]??t.length;n[d]=p,n[c]=-1,p<t.length&&(i[p]=d),s(i[d]??-1),s(d)}let a=[];for(let u=0;u<t.length;u=n[u]??t.length)a.push(t[u]??0);return a}};function Ot(r,e){return r*2**26+e}var Oe=class{#e=[];push(e){let t=this.#e,n=t.length;for(;n>0;){let i=n-1>>1,o=t[i];if(o===void 0||!Ue(e,o))break;t[n]=o,n=i}t[n]=e}pop(){let e=this.#e,[t]=e,n=e.pop();if(n===void 0||e.length===0)return t;let i=0;for(;;){let o=2*i+1,s=e[o],a=e[o+1];if(s!==void 0&&a!==void 0&&Ue(a,s)&&(s=a,o+=1),s===void 0||!Ue(s,n))break;e[i]=s,i=o}return e[i]=n,t}};function Ue(r,e){return r.rank<e.rank||r.rank===e.rank&&r.at<e.at}var Wr=["'s","'t","'re","'ve","'m","'ll","'d"];function Tt(r){return r.normalize("NFC").replaceAll(/\\p{White_Space}+/gu," ").toLowerCase()}function*vt(r){let e=0;for(;e<r.length;){let t=Wr.find(i=>r.startsWith(i,e)),n=t===void 0?Cr(r,e):e+t.length;(t!==void 0||Re(r,e)!=="space")&&(yield r.slice(e,n)),e=n}}function Cr(r,e){let t=Re(r,e),n=e+Rt(r,e);if(t==="digit")return n;for(;n<r.length&&Re(r,n)===t;)n+=Rt(r,n);return n}function Re(r,e){let t=String.fromCodePoint(r.codePointAt(e)??0);return/\\p{L}/u.test(t)?"letter":/\\p{N}/u.test(t)?"digit":/\\p{White_Space}/u.test(t)?"space":"other"}function Rt(r,e){return(r.codePointAt(e)??0)>65535?2:1}var fe=65536,Lr=65536,Nr=1263490131,de=8,Te=256,ce=class{length;#e;#t;#r;#n;#o;#i;#s;constructor(e){let t=e.byteLength>>2,n=new Uint32Array(e.slice(0,4*t).buffer),[i,o=0,s=0,a=0,u=0,d=0,c=0]=n,l=de+2*Te;if(i!==Nr||a>Lr||t<l+3*o)throw Et();this.length=a,this.#e=u,this.#t=d,this.#r=c,this.#n=n.subarray(de,de+Te),this.#o=n.subarray(de+Te,l),this.#i=new ue(n.subarray(l,l+3*o)),this.#s=qr(e,n,l+3*o,s)}encode(e){if(e.length>fe)throw new m("input",ve("prompt",e));let t=this.#a(Tt(e)).flatMap(o=>typeof o=="number"?[o]:[...vt(o)].flatMap(s=>this.#u(s))),n=new Int32Array(this.length).fill(this.#r),i=Math.max(this.length-2,0);return n.set([this.#e,...t.slice(0,i),this.#t].slice(0,this.length)),{ids:n,dropped:Math.max(t.length-i,0)}}#a(e){let t=[e];for(let[n,i]of this.#s)t=t.flatMap(o=>typeof o=="number"?[o]:o.split(n).flatMap((s,a)=>a===0?[s]:[i,s]));return t}#u(e){let t=new TextEncoder().encode(e),n=t.length-1,i=Array.from(t,(o,s)=>(s===n?this.#o:this.#n)[o]??0);return this.#i.apply(i)}};function ve(r,{length:e}){return\`the \${r} has \${e} characters; at most \${fe} are read, and far fewer fit the model\`}function Et(){return new m("weights","the tokenizer is cut off, or is not the one that was compiled")}function qr(r,e,t,n){let i=[],o=t;for(let s=0;s<n;s++){let[a=0,u=0]=e.subarray(o,o+2);if(o+=2,4*o+u>r.byteLength)throw Et();i.push([new TextDecoder().decode(r.subarray(4*o,4*o+u)),a]),o+=Math.ceil(u/4)}return i}var Ee=1e3,Mt=["none","fast","decoded"],Ft=["philox","torch"];function Bt(r,e){if(typeof r!="object"||r===null)throw new m("input","generate takes an object, such as { prompt: 'a red circle' }");let t=[],n=(g,b)=>{g||t.push(b)},{steps:i}=e,o=Ir(r,e),{prompt:s,negativePrompt:a="",steps:u=i.usual,guidance:d=e.guidance,seed:c=jr(),strength:l=.8,preview:f="none",random:p="philox"}=r,y=r.image??void 0;for(let[g,b]of Object.entries({prompt:s,negativePrompt:a}))typeof b!="string"?t.push(\`\${g} must be a text\`):n(b.length<=fe,ve(g,b));if(n(i.counts.includes(u),\`steps is \${I(u)}; it can be \${zr(i.counts)}\`),n(Number.isFinite(d)&&Math.abs(d)<=Ee,\`guidance is \${I(d)}; it can be a number from -\${Ee} to \${Ee}\`),n(Number.isSafeInteger(c)&&c>=0,\`seed is \${I(c)}; it can be a whole number from 0 to \${Number.MAX_SAFE_INTEGER}\`),n(typeof l=="number"&&l>=0&&l<=1,\`strength is \${I(l)}; it can be a number from 0 to 1\`),n(o!==void 0,\`the size is \${Gt(r.width)}x\${Gt(r.height)}; it can be \${_r(e)}\`),n(Mt.includes(f),\`preview can be \${Mt.join(", ")}\`),n(f!=="fast"||e.preview!==void 0,'this pipeline has no fast preview; ask for "decoded"'),n(Ft.includes(p),\`random can be \${Ft.join(", ")}\`),n(r.onStep===void 0||typeof r.onStep=="function","onStep must be a function"),y!==void 0&&(n(e.encoder!==void 0,"an image needs a pipeline that was compiled with vae_encoder"),n(o===void 0||y.width===o.width&&y.height===o.height,\`the image is \${y.width}x\${y.height}; it has to be \${o?.width}x\${o?.height}\`),n(y.pixels?.length===4*y.width*y.height,"the image needs four bytes for each pixel")),t.length>0||o===void 0)throw new m("input",t.join("; "));return{prompt:s,negativePrompt:a,steps:u,guidance:Math.fround(d),seed:c,size:o,image:y,strength:l,preview:f,random:p}}function Ir(r,{sizes:e}){let{width:t,height:n,image:i}=r,o=a=>e.find(u=>(a.width??u.width)===u.width&&(a.height??u.height)===u.height);return(t===void 0&&n===void 0&&i?o(i):void 0)??o(r)}function I(r){switch(typeof r){case"number":return String(r);case"bigint":return\`\${r}n\`;case"string":return JSON.stringify(r.slice(0,40));default:return r===null?"null":\`of type \${typeof r}\`}}function Gt(r){return r===void 0?"any":I(r)}function _r({sizes:r}){return r.map(({width:e,height:t})=>\`\${e}x\${t}\`).join(", ")}function zr(r){let e=r.toSorted((i,o)=>i-o),[t=0,n=0]=[e[0],e.at(-1)];return e.length===n-t+1?\`\${t} to \${n}\`:e.join(", ")}function jr(){return Math.floor(Math.random()*2**32)}var Dt=11;function $t(r,e,t){let n=e.indexOf(t),i=e.slice(0,Math.max(n,0)).reduce((a,u)=>a+u,0),o=4*Dt*(i+t);if(n<0||r.byteLength<o)throw new m("weights","the table of steps is cut off, or is not the one that was compiled");let s=new DataView(r.buffer,r.byteOffset,r.byteLength);return Array.from({length:t},(a,u)=>{let d=c=>s.getFloat32(4*(Dt*(i+u)+c),!0);return{timestep:d(0),inputScale:d(1),cleanLatent:d(2),cleanOutput:d(3),latent:d(4),denoised:d(5),earlier:d(6),output:d(7),noise:d(8),startLatent:d(9),startNoise:d(10)}})}async function Wt({text:{ids:r,states:e}},t,n,{prompt:i,negativePrompt:o,guidance:s},a){let u=t.encode(i),d=s===1?void 0:t.encode(o);return n("textEncoder",a,async c=>{let l=f=>B(c,{[r.name]:Q(r,[...f])},e,a);return{told:await l(u.ids),without:d&&await l(d.ids),dropped:u.dropped}})}async function Ct({description:r,tokenizer:e,steps:t},n,i){let o=Bt(i,r),{signal:s}=i,a=Ut(r,o.size),u=n(o.size);P(s);let d=se(),c=await Wt(a,e,u,o,s),l=d(),f=$t(t,a.steps.counts,o.steps),{latents:p,milliseconds:y}=await kt(a,u,o,f,c,i);return d(),{...await te(a,u,p,s),seed:o.seed,steps:o.steps,guidance:o.guidance,droppedTokens:c.dropped,milliseconds:{text:l,steps:y,decoder:d()}}}function le(...r){let e=new Set,t=new Map;for(let{requirements:n}of r.flatMap(i=>Object.values(i))){for(let i of n.requiredFeatures)e.add(i);for(let[i,o]of Object.entries(n.requiredLimits)){let s=t.get(i)??o;t.set(i,i.startsWith("min")?Math.min(s,o):Math.max(s,o))}}return{requiredFeatures:[...e],requiredLimits:Object.fromEntries(t)}}async function Me({requiredFeatures:r,requiredLimits:e}){let{gpu:t}=globalThis.navigator??{};if(t===void 0)throw new m("feature","there is no WebGPU here: use a browser that has it, over https or on localhost");let n=await t.requestAdapter({powerPreference:"high-performance"});if(!n)throw new m("feature","WebGPU is there, but it finds no GPU to use");let i=r.filter(o=>!n.features.has(o));if(i.length>0)throw new m("feature",\`the GPU lacks \${i.join(", ")}; compile the pipeline for this device\`);try{return await n.requestDevice({requiredFeatures:r,requiredLimits:e})}catch(o){throw new m("limit",\`the GPU is too small for this pipeline: \${String(o)}\`,o)}}async function Hr(r,e,t,n={}){let i=new Fe(await Yr(r,t,n),e,n,n.device??await Me(le(...e)));try{await i.prepare(n.signal)}catch(o){throw i.dispose(),o}return i}async function Yr(r,e,{signal:t,folder:n=new URL(".",e)}){let i=async a=>{let u=await J(a,{source:n,signal:t});return await(await V({shards:[a],sliceBytes:a.bytes},async()=>u))(a,0,u),u},{tokenizer:o,steps:s}=r.files;return{description:r,tokenizer:new ce(await i(o)),steps:await i(s)}}var Fe=class{device;#e;#t;#r;#n=new Map;#o=Promise.resolve();#i=new F;#s=!1;constructor(e,t,n,i){this.device=i,this.#e=e,this.#t=t,this.#r=n}get description(){return this.#e.description}async prepare(e){if(this.#r.memory==="spare")return;let[t]=this.#t;for(let n of Object.keys(t))P(e),await this.#c(n,t,e)}async generate(e){return this.#u(()=>Ct(this.#e,t=>{let n=this.#t[this.description.sizes.indexOf(t)]??this.#t[0];return(i,o,s)=>this.#f(i,n,o,s)},e))}async reload(e){return this.#u(async()=>{this.#a(),this.device=e??await Me(le(...this.#t)),await this.prepare(void 0)})}dispose(){this.#s=!0,this.#a()}#a(){for(let{model:e}of this.#n.values())e.dispose();this.#n.clear(),this.#i=new F}async#u(e){let t=this.#o.then(async()=>(this.#d(),e()));return this.#o=t.catch(()=>{}),t}#d(){if(this.#s)throw new m("disposed","the pipeline was disposed")}async#f(e,t,n,i){let o=this.#n.get(e);if(o!==void 0&&o.module===t[e])return i(o.model);let s=await this.#c(e,t,n);try{return await i(s)}finally{this.#r.memory==="spare"&&(this.#n.delete(e),s.dispose())}}async#c(e,{[e]:t},n){if(t===void 0)throw new m("input",\`the pipeline has no \${e}\`);this.#d();let i=await this.#l(e,t,n);return this.#s&&i.dispose(),this.#d(),this.#n.get(e)?.model.dispose(),this.#n.set(e,{module:t,model:i}),i}async#l(e,t,n){let{cache:i,folder:o,weights:s,onProgress:a}=this.#r,u=o===void 0?void 0:he(o,st[e]),d=s?.(e)??u;return t.load(this.device,{store:this.#i,...i===void 0?{}:{cache:i},...d===void 0?{}:{weights:d},...n===void 0?{}:{signal:n},onProgress:c=>a?.({...c,part:e})})}};export{m as SnapcError,F as WeightStore,Y as infoOf,Hr as loadPipeline,fr as loadProgram,le as mergedRequirements,mr as unpackProgram};
`,
  'pictures.d.ts': `/** The runtime of pipelines and of the models in them, as one file. */
export * from './index.js';
export * from './pictures/index.js';
`,
  'pictures/codec.d.ts': `/** Pictures to latents and back. */
import type { PipelineDescription } from './description.js';
import type { NoiseSource } from './noise.js';
import type { WithPart } from './parts.js';
import type { Picture } from './picture.js';
export declare function decode(description: PipelineDescription, withPart: WithPart, latents: Float32Array, signal: AbortSignal | undefined): Promise<Picture>;
export declare function encode({ encoder, scalingFactor, shiftFactor }: PipelineDescription, withPart: WithPart, image: Picture, noise: NoiseSource, signal: AbortSignal | undefined): Promise<Float32Array>;
`,
  'pictures/denoising.d.ts': `/** The loop: the UNet says what to take away, the scheduler's table how much. */
import type { PipelineDescription } from './description.js';
import type { WithPart } from './parts.js';
import type { CheckedRequest, GenerateOptions } from './request.js';
import type { Step } from './step-table.js';
import type { TextStates } from './texts.js';
export interface Denoised {
    readonly latents: Float32Array;
    /** Of each step. */
    readonly milliseconds: readonly number[];
}
export declare function denoising(description: PipelineDescription, withPart: WithPart, request: CheckedRequest, steps: readonly Step[], texts: TextStates, { onStep, signal }: GenerateOptions): Promise<Denoised>;
`,
  'pictures/description.d.ts': `/** What the compiler tells the runtime of a pipeline: names, sizes and defaults, as data in the emitted module. */
export interface PipelineDescription {
    readonly name: string;
    /** Those that can be asked for, the usual one first. */
    readonly sizes: readonly PictureSize[];
    /** Of the usual size, as \`tile\`; where a picture is drawn, of its own. */
    readonly latent: {
        readonly channels: number;
        readonly height: number;
        readonly width: number;
    };
    /** Pixels for each latent, along an edge. */
    readonly scale: number;
    /** The decoder gets latents divided by the factor, plus the shift. */
    readonly scalingFactor: number;
    readonly shiftFactor: number;
    /** The latents of one tile of the decoder; those of the whole picture where it is not tiled. */
    readonly tile: {
        readonly height: number;
        readonly width: number;
    };
    readonly text: {
        readonly ids: TensorUse;
        readonly states: string;
        /** Of one text: tokens and width. */
        readonly shape: readonly [tokens: number, width: number];
    };
    readonly unet: {
        readonly sample: string;
        readonly timestep: TensorUse;
        readonly states: string;
        readonly output: string;
        /** 2 where both sides of guidance run at once. */
        readonly batch: 1 | 2;
    };
    readonly decoder: {
        readonly latent: string;
        readonly picture: string;
    };
    readonly encoder?: {
        readonly picture: string;
        readonly latent: string;
        /** The encoder gives mean and logarithm of the variance, one after another along the channels. */
        readonly isDistribution: boolean;
    };
    /** Linear maps of latents to red, green and blue, from 0 to 1, and what is added. */
    readonly preview?: {
        readonly factors: readonly (readonly [number, number, number])[];
        readonly bias: readonly [number, number, number];
    };
    readonly steps: {
        readonly usual: number;
        /** Those that have a table, in its order. */
        readonly counts: readonly number[];
        readonly initialNoise: readonly number[];
        readonly clip: number | null;
    };
    readonly guidance: number;
    readonly files: {
        readonly tokenizer: DataFile;
        readonly steps: DataFile;
    };
}
/** Of a picture in pixels. */
export interface PictureSize {
    readonly width: number;
    readonly height: number;
    /** The latents of one tile of the decoder. */
    readonly tile: {
        readonly height: number;
        readonly width: number;
    };
}
/** What holds for pictures of one size. */
export declare function atSize(description: PipelineDescription, { width, height, tile }: PictureSize): PipelineDescription;
export interface TensorUse {
    readonly name: string;
    readonly dtype: string;
    readonly count: number;
}
export interface DataFile {
    readonly file: string;
    readonly bytes: number;
    readonly sha256: string;
}
`,
  'pictures/elementary.d.ts': `/**
 * Logarithm, sine and cosine from additions, products and quotients of doubles alone: those are the same to the bit in
 * every language, what a platform's own functions are not. Errors are below 1e-15 of the result's scale.
 */
/** The natural logarithm of a positive, normal double: 2 artanh((m - 1) / (m + 1)) of its mantissa, plus exponents. */
export declare function logarithm(x: number): number;
/** Sine and cosine of \`turns\` whole turns, from 0 to 1: exact in the quarter it lies in. */
export declare function sineCosine(turns: number): readonly [sine: number, cosine: number];
`,
  'pictures/index.d.ts': `/** The runtime that emitted pipelines link to. */
export type { PictureSize, PipelineDescription } from './description.js';
export { SnapcError } from '../errors.js';
export type { SnapcErrorCode } from '../errors.js';
export { loadPipeline } from './load.js';
export type { PartModule, PartProgress, Pipeline, PipelineOptions, SizedModules } from './load.js';
export { mergedRequirements } from './requirements.js';
export type { Requirements } from './requirements.js';
export type { PartModel, PartName } from './parts.js';
export type { Generated } from './pipeline.js';
export type { Picture } from './picture.js';
export type { RandomNumbers } from './noise.js';
export type { GenerateOptions, StepReport } from './request.js';
`,
  'pictures/load.d.ts': `/** Loads an emitted pipeline: its tables at once, its models at once or each while it is used. */
import type { LoadOptions } from '../load.js';
import type { WeightSource } from '../open.js';
import type { LoadProgress } from '../parts.js';
import type { WeightCache } from '../weights.js';
import type { PipelineDescription } from './description.js';
import type { PartModel, PartName } from './parts.js';
import type { Generated } from './pipeline.js';
import type { GenerateOptions } from './request.js';
import type { Requirements } from './requirements.js';
/** The emitted module of a part. */
export interface PartModule {
    readonly requirements: Requirements;
    load(device: GPUDevice, options: LoadOptions): Promise<PartModel>;
}
export interface PartProgress extends LoadProgress {
    readonly part: PartName;
}
export interface PipelineOptions {
    /** Requested of the page's adapter when absent. */
    readonly device?: GPUDevice;
    /**
     * \`keep\` loads all models once, those of another size of pictures when it is first asked for, in place of those that
     * were there; weights stay. \`spare\` has one of them in memory at a time: it is read again whenever it is used,
     * from the cache if there is one.
     */
    readonly memory?: 'keep' | 'spare';
    /** Is asked before weights are downloaded, and gets what is; \`openWeightCache\` of cache.js makes one for pages. */
    readonly cache?: WeightCache;
    /** The address of the pipeline's folder, where a bundler has moved its modules; theirs when absent. */
    readonly folder?: string | URL;
    /** The address of the folder of a part's weights, or a function that reads them; in the pipeline's when absent. */
    readonly weights?: (part: PartName) => WeightSource | undefined;
    readonly signal?: AbortSignal;
    readonly onProgress?: (progress: PartProgress) => void;
}
/** A loaded pipeline. */
export interface Pipeline {
    readonly device: GPUDevice;
    readonly description: PipelineDescription;
    /** Pictures are drawn one after another. Rejects with a SnapcError of code \`input\`, \`aborted\`, \`lost\` and others. */
    generate(options: GenerateOptions): Promise<Generated>;
    /** Brings everything to a new device after the present one was lost. */
    reload(device?: GPUDevice): Promise<void>;
    dispose(): void;
}
type Modules = Readonly<Partial<Record<PartName, PartModule>>>;
/** For each size of the description; a part that serves several is the same module there. */
export type SizedModules = readonly [Modules, ...Modules[]];
export declare function loadPipeline(description: PipelineDescription, modules: SizedModules, home: string, options?: PipelineOptions): Promise<Pipeline>;
export {};
`,
  'pictures/merges.d.ts': `/** Byte pair encoding of one word: the pair whose merge was learnt first is merged first, wherever it stands. */
/** A merge by the ids of its two symbols; its rank is its place among all. */
export interface Merge {
    readonly rank: number;
    readonly id: number;
}
export declare class Merges {
    #private;
    /** Triples of ids: left, right and what they become. */
    constructor(triples: Uint32Array);
    of(left: number, right: number): Merge | undefined;
    /** Merges what can be; the time is n log n in the length of the word. */
    apply(symbols: readonly number[]): readonly number[];
}
`,
  'pictures/mersenne.d.ts': `/** PyTorch's generator on the CPU: MT19937 (Matsumoto and Nishimura 1998), and the normal numbers that randn makes of it. */
export declare class Mersenne {
    #private;
    /** Of the seed the low 32 bits count. */
    constructor(seed: number);
    word(): number;
}
/** What torch.randn gives for 16 numbers or more, to the last bits of single precision. */
export declare function torchNormals(generator: Mersenne, count: number): Float32Array;
`,
  'pictures/noise.d.ts': `/** The noise of a run: by seed and place, or as PyTorch draws it. */
/** \`philox\` is documented in normal.ts; \`torch\` draws what torch.randn does with the seed on a CPU. */
export type RandomNumbers = 'philox' | 'torch';
export interface NoiseSource {
    /** What the run begins with. */
    first(): Float32Array;
    /** What a step adds, by its place in the run. */
    afterStep(index: number): Float32Array;
    /** For the latents that an encoder's distribution is sampled by. */
    ofEncoder(): Float32Array;
}
export declare function noiseSource(random: RandomNumbers, seed: number, count: number): NoiseSource;
`,
  'pictures/normal.d.ts': `/** Normal numbers by seed, the same bits in every language: a counter, hashed, through the inverse of the distribution. */
/** The number below which a normal one lies with probability \`p\`, from 0 to 1 without both. */
export declare function inverseNormal(p: number): number;
/**
 * Single-precision normal numbers. \`seed\` is a whole number from 0 to 2^53 - 1; \`stream\` tells the draws of one seed
 * apart: 0 is the first noise, k the noise after step k.
 */
export declare function normals(seed: number, stream: number, count: number): Float32Array;
`,
  'pictures/parts.d.ts': `/** The loaded parts of a pipeline, and how they are run. */
import type { RunOptions } from '../api.js';
import type { Elements } from '../elements.js';
import type { TensorInfo } from '../interface.js';
import type { TensorUse } from './description.js';
export interface PartModel {
    readonly inputs: readonly TensorInfo[];
    run(inputs: never, options?: RunOptions): Promise<object>;
    dispose(): void;
}
export type PartName = 'textEncoder' | 'unet' | 'decoder' | 'encoder';
/** Where their models lie, from the folder of the pipeline. */
export declare const PART_FOLDERS: Readonly<Record<PartName, string>>;
/** Gives a part for as long as \`use\` takes. */
export type WithPart = <T>(part: PartName, signal: AbortSignal | undefined, use: (model: PartModel) => Promise<T>) => Promise<T>;
/** The floats of one output; inputs and output are those that the compiler has found on this very model. */
export declare function runPart(model: PartModel, inputs: Readonly<Record<string, Elements>>, output: string, signal: AbortSignal | undefined): Promise<Float32Array>;
/** Whole numbers in the dtype that the model takes them in. */
export declare function elementsOf({ dtype }: TensorUse, numbers: readonly number[]): Elements;
`,
  'pictures/philox.d.ts': `/** Philox4x32-10: random words as a function of seed and place (Salmon et al. 2011, section 3.3). */
export type Words = readonly [number, number, number, number];
/** \`key\` are the low and high half of a seed. */
export declare function philox(counter: Words, key: readonly [number, number]): Words;
`,
  'pictures/picture.d.ts': `/** Pictures: red, green, blue and opacity of each pixel, and what models take and give instead. */
import type { PipelineDescription } from './description.js';
/** Fits \`new ImageData(picture.pixels, picture.width)\`. */
export interface Picture {
    readonly width: number;
    readonly height: number;
    /** Four bytes for each pixel, row by row: red, green, blue, opacity. */
    readonly pixels: Uint8ClampedArray<ArrayBuffer>;
}
/** From three planes of -1 to 1. */
export declare function toPicture(planes: Float32Array, width: number, height: number): Picture;
export declare function toPlanes({ width, height, pixels }: Picture): Float32Array;
/** One pixel for each latent, by a linear map. */
export declare function linearPreview(latents: Float32Array, { latent: { channels, height, width }, preview }: PipelineDescription): Picture;
`,
  'pictures/pipeline.d.ts': `/** From words to a picture: text encoder, a loop of the UNet, decoder; the same for all pipelines that the compiler emits. */
import type { PictureSize, PipelineDescription } from './description.js';
import type { WithPart } from './parts.js';
import type { Picture } from './picture.js';
import type { GenerateOptions } from './request.js';
import type { Tokenizer } from './tokenizer.js';
/** What a pipeline has beside its models. */
export interface PipelineTables {
    readonly description: PipelineDescription;
    readonly tokenizer: Tokenizer;
    readonly steps: Uint8Array;
}
export interface Generated extends Picture {
    readonly seed: number;
    readonly steps: number;
    readonly guidance: number;
    /** How many tokens of the prompt the text encoder could not take. */
    readonly droppedTokens: number;
    /** Of the text encoder, each step, and the decoder. */
    readonly milliseconds: {
        readonly text: number;
        readonly steps: readonly number[];
        readonly decoder: number;
    };
}
export declare function generate({ description: whole, tokenizer, steps: tables }: PipelineTables, partsOf: (size: PictureSize) => WithPart, options: GenerateOptions): Promise<Generated>;
`,
  'pictures/request.d.ts': `/** What a picture is asked for with, checked as a whole: every fault is told at once. */
import type { PictureSize, PipelineDescription } from './description.js';
import type { RandomNumbers } from './noise.js';
import type { Picture } from './picture.js';
export interface StepReport {
    /** From 1 to \`steps\`. */
    readonly step: number;
    readonly steps: number;
    /** Channels x height x width. */
    readonly latents: Float32Array;
    readonly milliseconds: number;
    /** Where one was asked for. */
    readonly preview?: Picture;
}
export interface GenerateOptions {
    readonly prompt: string;
    /** What the picture should not show; counts where guidance is not 1. */
    readonly negativePrompt?: string;
    readonly steps?: number;
    /** How much the prompt counts; 1 takes the model's word for it and halves the work where the model runs twice. */
    readonly guidance?: number;
    /** A whole number from 0 on; drawn where there is none, and told with the picture. */
    readonly seed?: number;
    /**
     * Of the picture in pixels: one of \`description.sizes\`. Where nothing is said it is that of \`image\`, or the first.
     */
    readonly width?: number;
    readonly height?: number;
    /** A picture to begin with, of the same size. */
    readonly image?: Picture;
    /** How much of that picture is drawn anew, from 0 to 1. */
    readonly strength?: number;
    /** \`fast\` maps latents to colours, one pixel for each; \`decoded\` runs the decoder at each step. */
    readonly preview?: 'none' | 'fast' | 'decoded';
    readonly random?: RandomNumbers;
    readonly onStep?: (report: StepReport) => void | Promise<void>;
    readonly signal?: AbortSignal;
}
/** The options with their defaults. */
export interface CheckedRequest {
    readonly prompt: string;
    readonly negativePrompt: string;
    readonly steps: number;
    readonly guidance: number;
    readonly seed: number;
    readonly size: PictureSize;
    readonly image: Picture | undefined;
    readonly strength: number;
    readonly preview: 'none' | 'fast' | 'decoded';
    readonly random: RandomNumbers;
}
/** What a request is checked against. */
export type RequestLimits = Pick<PipelineDescription, 'sizes' | 'steps' | 'guidance' | 'preview'> & {
    /** Absent where no picture can be drawn over. */
    readonly encoder?: object;
};
export declare function checkRequest(given: GenerateOptions, description: RequestLimits): CheckedRequest;
`,
  'pictures/requirements.d.ts': `/** What a device must have for a pipeline, and a device that has it. */
export interface Requirements {
    readonly requiredFeatures: GPUFeatureName[];
    readonly requiredLimits: Record<string, number>;
}
type Modules = Readonly<Record<string, {
    readonly requirements: Requirements;
}>>;
/** What a device needs for all parts, at each size. */
export declare function mergedRequirements(...modules: readonly Modules[]): Requirements;
export declare function requestDevice({ requiredFeatures, requiredLimits, }: Requirements): Promise<GPUDevice>;
export {};
`,
  'pictures/step-table.d.ts': `/** The coefficients of a sampler, as compiler/diffusion/step-table.ts describes and writes them. */
export interface Step {
    readonly timestep: number;
    readonly inputScale: number;
    readonly cleanLatent: number;
    readonly cleanOutput: number;
    readonly latent: number;
    readonly denoised: number;
    readonly earlier: number;
    readonly output: number;
    readonly noise: number;
    readonly startLatent: number;
    readonly startNoise: number;
}
/** The steps of a run of \`steps\`; tables of all counts follow one another, little-endian. */
export declare function stepsOf(bytes: Uint8Array, counts: readonly number[], steps: number): readonly Step[];
`,
  'pictures/stopwatch.d.ts': `/** Takes the time between calls. */
/** Milliseconds since the last call, or since it was made. */
export declare function stopwatch(): () => number;
`,
  'pictures/texts.d.ts': `/** A prompt, and the one against it, as the states that the UNet attends to. */
import type { PipelineDescription } from './description.js';
import type { WithPart } from './parts.js';
import type { CheckedRequest } from './request.js';
import type { Tokenizer } from './tokenizer.js';
export interface TextStates {
    readonly told: Float32Array;
    /** Absent without guidance. */
    readonly without: Float32Array | undefined;
    /** Tokens of the prompt that did not fit. */
    readonly dropped: number;
}
export declare function encodeTexts({ text: { ids, states } }: PipelineDescription, tokenizer: Tokenizer, withPart: WithPart, { prompt, negativePrompt, guidance }: CheckedRequest, signal: AbortSignal | undefined): Promise<TextStates>;
`,
  'pictures/tiles.d.ts': `/** Decodes a picture tile by tile, where the whole would not fit the phone, and blends the seams. */
/** Where tiles begin: half a tile apart, the last one at the end. */
export declare function tileStarts(whole: number, tile: number): readonly number[];
export interface Area {
    readonly top: number;
    readonly left: number;
    readonly height: number;
    readonly width: number;
}
/** Cuts an area out of planes of \`width\`. */
export declare function cut(planes: Float32Array, channels: number, height: number, width: number, area: Area): Float32Array;
/** Adds tiles up with weights that fall off towards their edges, and divides by what the weights add up to. */
export declare class Mosaic {
    #private;
    constructor(channels: number, height: number, width: number);
    add(part: Float32Array, { top, left, height, width }: Area): void;
    finish(): Float32Array;
}
`,
  'pictures/tokenizer.d.ts': `/** CLIP's tokenizer: words to the ids of byte pairs, between a begin and an end, padded to the text encoder's length. */
export interface Tokens {
    /** As many as the text encoder reads. */
    readonly ids: Int32Array;
    /** How many tokens of the prompt did not fit. */
    readonly dropped: number;
}
/** UTF-16 units: far more than a text encoder reads, and nothing that keeps a phone busy. */
export declare const LONGEST_PROMPT = 65536;
/**
 * Reads the tables that the compiler wrote: 32-bit words, little-endian. A header (magic, merges, special words,
 * length, and the ids of begin, end, padding and unknown), the ids of bytes inside and at the end of a word,
 * merges as triples, and of each special word its id, the length of its text, and the text as UTF-8 to full words.
 */
export declare class Tokenizer {
    #private;
    readonly length: number;
    constructor(bytes: Uint8Array);
    encode(prompt: string): Tokens;
}
/** Says so of a text that is longer than LONGEST_PROMPT. */
export declare function tooLong(name: string, { length }: string): string;
`,
  'pictures/update.d.ts': `/**
 * What happens to latents between two runs of the model, in single precision, each operation rounded: so every
 * language gets the same bits from the same output of the model.
 */
import type { Step } from './step-table.js';
/** Each of \`from\` times \`factor\`. */
export declare function scaled(from: Float32Array, factor: number): Float32Array;
/** one * factor + other * otherFactor */
export declare function mixed(one: Float32Array, factor: number, other: Float32Array, otherFactor: number): Float32Array;
/** Classifier-free guidance (Ho and Salimans 2022): without the prompt, plus \`guidance\` times what the prompt changes. */
export declare function guided(without: Float32Array, told: Float32Array, guidance: number): Float32Array;
/** The clean latents that the model sees, clamped where the scheduler does so. */
export declare function denoise(latents: Float32Array, output: Float32Array, { cleanLatent, cleanOutput }: Step, clip: number | null): Float32Array;
/** The latents of the next step; terms whose coefficient is 0 are left out. */
export declare function advance(step: Step, latents: Float32Array, output: Float32Array, denoised: Float32Array, earlier: Float32Array | undefined, noise: Float32Array | undefined): Float32Array;
`,
  'pictures/words.d.ts': `/** A prompt as CLIP reads it: normalized, then cut into words (openai/CLIP, simple_tokenizer). */
/** Composed (NFC), white space as one blank, in lower case. White space is Unicode's, not JavaScript's. */
export declare function normalize(text: string): string;
/** Endings, runs of letters, single digits, and runs of anything else but white space, in order. */
export declare function wordsOf(text: string): Generator<string>;
`,
};
