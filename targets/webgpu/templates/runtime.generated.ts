/** The files of the web runtime by name; kept in step with runtime/web by `npm run generate`. */

export const runtimeFiles: Readonly<Record<string, string>> = {
  'index.js': `// The runtime of snapc; its source is dist/runtime/web in the package.
var p=class extends Error{code;constructor(r,t,n){super(t,n===void 0?void 0:{cause:n}),this.name="SnapcError",this.code=r}};function b(e){if(e?.aborted===!0)throw new p("aborted","the signal was aborted",e.reason)}async function k(e,r){if(r===void 0)return e;let t,n=new Promise((i,o)=>{t=()=>{o(new p("aborted","the signal was aborted",r.reason))},r.aborted?t():r.addEventListener("abort",t,{once:!0})});try{return await Promise.race([e,n])}finally{t!==void 0&&r.removeEventListener("abort",t)}}function I({message:e}){return new p("lost",\`the device is lost: \${e||"no reason given"}\`)}async function R(e,r,t){e.pushErrorScope("validation"),t();let n=await e.popErrorScope();if(n!==null)throw new p(r,n.message)}var V={f64:["Float64Array","Float32Array"],f32:["Float32Array"],f16:["Float32Array","Float16Array","Uint16Array"],bf16:["Float32Array"],i64:["BigInt64Array","Int32Array"],i32:["Int32Array"],i16:["Int16Array"],i8:["Int8Array"],i4:["Int8Array"],u64:["BigUint64Array","Uint32Array"],u32:["Uint32Array"],u16:["Uint16Array"],u8:["Uint8Array"],u4:["Uint8Array"],bool:["Uint8Array"]};function D(e){return e.reduce((r,t)=>r*t,1)}function J(e,r){let t=m=>{throw new p("input",\`input \${JSON.stringify(e.name)} \${m}\`)},{dtype:n,shape:i,stored:o}=e,s=V[n]??[],f=xe(r);s.includes(f)||t(\`must be a \${s.join(" or a ")}, not \${f}\`);let a=r,d=D(i);a.length!==d&&t(\`has \${a.length} elements; its shape [\${i.join(", ")}] has \${d}\`);let u=f==="Uint16Array"&&n==="f16";if(o==="f16")return Be(a,u||f==="Float16Array");if(o==="f32")return a instanceof Float32Array?a:Float32Array.from({length:d},u?(m,l)=>X(Number(a[l])):(m,l)=>Number(a[l]));let c=o==="i32"?new Int32Array(d):new Uint32Array(d);if(f===(o==="i32"?"Int32Array":"Uint32Array"))return a;for(let m=0;m<d;m++){let l=Number(a[m]);c[m]=n==="bool"?+(l!==0):l,n!=="bool"&&c[m]!==l&&t(\`holds \${a[m]} at \${m}; the program computes with 32-bit integers\`)}return c}function Q({dtype:e,shape:r,stored:t},n){let i=D(r),o=t==="f32"?new Float32Array(n,0,i):t==="i32"?new Int32Array(n,0,i):t==="u32"?new Uint32Array(n,0,i):Float32Array.from(new Uint16Array(n,0,i),X);switch(V[e]?.[0]){case"Float64Array":return Float64Array.from(o);case"BigInt64Array":return BigInt64Array.from({length:i},(s,f)=>BigInt(o[f]??0));case"BigUint64Array":return BigUint64Array.from({length:i},(s,f)=>BigInt(o[f]??0));case"Int16Array":return Int16Array.from(o);case"Int8Array":return Int8Array.from(o);case"Uint16Array":return Uint16Array.from(o);case"Uint8Array":return Uint8Array.from(o);default:return o}}function xe(e){return ArrayBuffer.isView(e)?Object.prototype.toString.call(e).slice(8,-1):e===null?"null":Array.isArray(e)?"an array":typeof e}function Be(e,r){if(r&&e.length%2===0)return e;let t=new Uint16Array(e.length+e.length%2);if(r)t.set(new Uint16Array(e.buffer,e.byteOffset,e.length));else for(let n=0;n<e.length;n++)t[n]=ke(Number(e[n]));return t}var j=new Float32Array(1),K=new Uint32Array(j.buffer);function ke(e){j[0]=e;let r=K[0]??0,t=r>>>16&32768,n=r&2147483647;return n>=1199570944?t|(n>2139095040?32256:31744):n<947912704?(j[0]=Math.abs(e)+.5,t|(K[0]??0)-1056964608):t|n-939524096+4095+(n>>>13&1)>>>13}function X(e){let r=e>>10&31,t=e&1023,n=r===0?t*2**-24:r===31?t===0?1/0:NaN:(1+t/1024)*2**(r-15);return e&32768?-n:n}var Oe=4,ve=8,Re=256;function F(e){let{name:r,emitted:t,dtype:n,shape:i,stored:o}=e;return{name:r,property:t,dtype:n,shape:i,stored:o,bytes:T(e)}}function T({shape:e,stored:r}){return Math.ceil(D(e)*(r==="f16"?2:4)/4)*4}function Z({inputs:e},r){let t=re("input",e,r);return e.map((n,i)=>{let o=t[i];if(G(o))return te("input",n,o,Oe,"COPY_SRC");if(Object.hasOwn(r,n.emitted))return J(n,o);throw new p("input",\`input \${JSON.stringify(n.emitted)} is missing\`)})}function ee({outputs:e},r){return r==="gpu"?e.map(()=>{}):re("output",e,r).map((t,n)=>{let i=e[n];if(!(t===void 0||i===void 0)){if(G(t))return te("output",i,t,ve,"COPY_DST");throw new p("output",\`output \${JSON.stringify(i.emitted)} needs a GPUBuffer\`)}})}function re(e,r,t){if(typeof t!="object"||t===null){let i=e==="input"?"typed array or GPUBuffer":"GPUBuffer";throw new p(e,\`the \${e}s are an object with a \${i} for each \${e}\`)}for(let i of Object.keys(t))if(r.every(({emitted:o})=>o!==i)){let o=r.map(({emitted:s})=>s).join(", ");throw new p(e,\`there is no \${e} \${JSON.stringify(i)}, only: \${o}\`)}let n=t;return r.map(({emitted:i})=>Object.hasOwn(t,i)?n[i]:void 0)}function G(e){return typeof e=="object"&&e!==null&&"usage"in e&&"mapState"in e}function te(e,r,t,n,i){let{name:o,shape:s,stored:f}=r,a=T(r),{size:d}=t,u=d<a||d>=a+Re?\`has \${d} bytes; its shape [\${s.join(", ")}] takes \${a} as \${f}\`:(t.usage&n)===0?\`lacks the usage \${i}\`:void 0;if(u===void 0)return t;throw new p(e,\`the GPUBuffer of \${e} \${JSON.stringify(o)} \${u}\`)}function ne(e,r){let t=new Uint32Array(r.length*256/4);r.forEach((i,o)=>t.set(i,o*256/4));let n=e.createBuffer({size:t.byteLength,usage:72});return e.queue.writeBuffer(n,0,t),n}function oe(e,r){return e===void 0||r===0?[]:[{buffer:e,offset:(r-1)*256,size:256}]}async function L(e,r,t){let n=[],i=e.entries(),o=async()=>{for(let[s,f]of i)n[s]=await t(f,s)};return await Promise.all(Array.from({length:r},o)),n}var Te=4,Ee=8;async function ie(e,r,t,n,i,o=[]){let{dispatches:s,bindings:f,kernels:a}=r,d=t[r.buffers.length+r.shards.length],u=([,,,,h=0,...w])=>[...w.map(x=>{let[S=0,B=0,P=0]=f[x]??[];return{type:S<r.buffers.length?"storage":"read-only-storage",resource:{buffer:z(t,S),offset:B,size:P}}}),...oe(d,h).map(x=>({type:"uniform",resource:x}))],c=new Map,m=h=>{let w=h.map(({type:P})=>P).join(),x=c.get(w);if(x!==void 0)return x;let S=h.map(({type:P},U)=>({binding:U,visibility:Te,buffer:{type:P}})),B=e.createBindGroupLayout({entries:S});return c.set(w,B),B},l=new Map;for(let h of s){let[w=0]=h;l.has(w)||l.set(w,m(u(h)))}let g=[...l].filter(([h])=>o[h]===void 0),y=l.size-g.length;await L(g,Ee,async([h,w])=>{b(n),o[h]=await Ge(e,z(a,h),w),b(n),i(++y,l.size)});let O=new Map,v=[];return await R(e,"shader",()=>{v=s.map(h=>{let[w=0,x=1,S=1,B=1,...P]=h,U=u(h),A=P.join(),E=O.get(A)??e.createBindGroup({layout:m(U),entries:U.map(({resource:M},Ue)=>({binding:Ue,resource:M}))});return O.set(A,E),{pipeline:z(o,w),group:E,workgroups:[x,S,B]}})}),v}async function Ge(e,r,t){let n=e.createShaderModule({code:r}),i=e.createPipelineLayout({bindGroupLayouts:[t]});try{return await e.createComputePipelineAsync({layout:i,compute:{module:n,entryPoint:"main"}})}catch(o){let{messages:s}=await n.getCompilationInfo(),f=s.map(({lineNum:d,message:u})=>\`line \${d}: \${u}\`),a=o instanceof Error?o.message:String(o);throw new p("shader",\`the device refuses a shader: \${[...f,a].join(\`
\`)}\`,o)}}function z(e,r){let t=e[r];if(t===void 0)throw new RangeError(\`the program's tables have no entry \${r}\`);return t}var se=32;async function fe({shards:e,sliceBytes:r,sliceHashes:t},n){let i=globalThis.crypto?.subtle;if(i===void 0)return async()=>{};let o=async d=>ae(new Uint8Array(await i.digest("SHA-256",d))),s=t&&await n(t);if(t!==void 0&&s!==void 0&&await o(s)!==t.sha256)throw $(t,"it differs");let f=new Map,a=0;for(let d of e)f.set(d,a),a+=Math.ceil(d.bytes/r);return async(d,u,c)=>{let m=((f.get(d)??0)+u/r)*se,l=s===void 0?d.sha256:ae(s.subarray(m,m+se));if(await o(c)!==l)throw $(d,\`bytes \${u} to \${u+c.length} differ\`)}}function ae(e){return Array.from(e,r=>r.toString(16).padStart(2,"0")).join("")}function $({file:e},r){return new p("weights",\`\${e} is not the file that was compiled: \${r}\`)}function ue(e,r){return $(e,\`it ends after \${r} of \${e.bytes} bytes\`)}var de=4;async function*ce(e,{file:r,bytes:t},n,i){let o=n;for(let s=1;o<t;s++){let f=o;try{let a=await fetch(e,{...i===void 0?{}:{signal:i},...o===0?{}:{headers:{range:\`bytes=\${o}-\`}}});if(a.status===416)return;if(!a.ok)throw new _(a.status);let d=a.status===206?0:o,u=a.body?.getReader();try{for(;;){let c=await u?.read();if(c?.value===void 0)break;let{value:m}=c,l=m.subarray(Math.min(d,m.length));d-=m.length-l.length,o+=l.length,l.length>0&&(yield l)}}finally{u?.cancel().catch(()=>{})}if(o<t&&(o===f||s===de))return}catch(a){if(b(i),a instanceof p)throw a;let d=a instanceof _&&a.status<500&&a.status!==429;if(o>f&&(s=1),d||s>=de){let c=a instanceof Error?a.message:String(a);throw new p("weights",\`\${r}: \${c} (\${e.origin}\${e.pathname})\`,a)}let u=new Promise(c=>setTimeout(c,250*2**s));await k(u,i)}}}var _=class extends Error{status;constructor(r){super(\`the server answers \${r}\`),this.status=r}};var C=class{#r;#e;#o;#i=0;#n=new Uint8Array;constructor(r,t){this.#r=r,this.#e=t}async read(r,t){(this.#o===void 0||this.#i!==r)&&(this.close(),this.#o=this.#e(r),this.#i=r);for(let n=0;n<t.length;){if(!await this.#t())throw ue(this.#r,this.#i);let i=this.#n.subarray(0,t.length-n);t.set(i,n),n+=i.length,this.#i+=i.length,this.#n=this.#n.subarray(i.length)}}async end(){if(this.#o!==void 0&&this.#i===this.#r.bytes&&await this.#t())throw $(this.#r,"it is longer")}close(){this.#o?.return?.().catch(()=>{}),this.#o=void 0,this.#n=new Uint8Array}async#t(){for(;this.#n.length===0;){let r=await this.#o?.next().catch(pe(this.#r));if(r===void 0||r.done===!0)return!1;this.#n=r.value}return!0}};function le(e,r,t){return{read:async(n,i)=>{let{length:o}=i;b(t);let f=await k(e(r.file,n,o,t),t).catch(pe(r));if(f.length!==o){let a=\`the reader gave \${f.length} of \${o} bytes at \${n}\`;throw new p("weights",\`\${r.file}: \${a}\`)}i.set(f)},end:async()=>{},close:()=>{}}}function pe({file:e}){return r=>{throw r instanceof p?r:new p("weights",\`\${e}: \${String(r)}\`,r)}}async function me(e,r){let t=new Uint8Array(e.bytes),n=await Y(e,r);try{await n.read(0,t),await n.end()}finally{n.close()}return t}async function Y(e,{source:r,signal:t}){if(typeof r=="function")return le(r,e,t);let n=$e(r,e.file);if(n.protocol!=="file:")return new C(e,o=>ce(n,e,o,t));let{readFile:i}=await import("./files.js");return new C(e,o=>i(n,o))}function $e(e,r){let t=new URL(e,Ce());return t.pathname+=(t.pathname.endsWith("/")?"":"/")+r,t}function Ce(){if(typeof location=="object")return location.href;let{process:e}=globalThis;return\`file://\${e?.cwd()??""}/\`}var We=3;async function ye(e,r,t,n){let{shards:i}=r,o=i.reduce((u,{bytes:c})=>u+c,0),s=0,f=u=>{s+=u,n.onBytes(s,o)},a,d=async(...u)=>{n.verify&&(a??=fe(r,c=>me(c,n)),await(await a)(...u))};await L(i,We,async(u,c)=>{let m=t[c];if(m===void 0)return;let l=0;await m.fill(async()=>{for await(let{offset:g,slice:y}of Me(u,r.sliceBytes,d,n))b(n.signal),e.queue.writeBuffer(m.buffer,g,y),await k(e.queue.onSubmittedWorkDone(),n.signal),l+=y.length,f(y.length)}),l<u.bytes&&f(u.bytes-l)})}async function*Me(e,r,t,n){let{cache:i,signal:o}=n,{bytes:s,sha256:f}=e,a=await Y(e,n),d=new Uint8Array(Math.min(r,s));try{for(let u=0;u<s;u+=r){b(o);let c=d.subarray(0,Math.min(r,s-u)),m=\`\${f}-\${u}-\${c.length}\`,l=await k(Ie(i,m),o),g=l?.length===c.length&&await t(e,u,l).then(()=>!0,()=>!1);if(l!==void 0&&g){yield{offset:u,slice:l};continue}await a.read(u,c),await t(e,u,c),await i?.put(m,c).catch(()=>{}),yield{offset:u,slice:c}}await a.end()}finally{a.close()}}async function Ie(e,r){return e?.get(r).catch(()=>{})}var De=1,Fe=4,he=8,Le=128;async function Pe(e,r,t,{signal:n,onProgress:i}){let{weights:o,store:s,cache:f,verify:a,tune:d}=t;b(n),_e(e,r);let u=[],c=[],m=()=>{for(let y of u)y.destroy();for(let y of c)y.release()},l=new AbortController,g=n===void 0?l.signal:AbortSignal.any([n,l.signal]);try{await Ne(e,()=>{let P=(A,E)=>{let M=e.createBuffer({size:A,usage:E});return u.push(M),M};for(let A of r.buffers)P(A,Le|Fe|he);for(let A of r.shards)c.push(s.hold(e,A));r.parameters!==void 0&&u.push(ne(e,r.parameters));let U=r.outputs.reduce((A,E)=>A+N(E),0);P(Math.max(U,16),De|he)});let y=u.at(-1);if(y===void 0)throw new RangeError("no staging buffer");let{length:O}=r.buffers,v=[...u.slice(0,O),...c.map(({buffer:P})=>P),...u.slice(O,-1)],h=P=>(U,A)=>i?.({phase:P,done:U,total:A}),w=[],x=(P,U)=>ie(e,P,v,g,U,w),S=r.variants&&d!==!1?await k((await import("./tune.js")).openTuner(e,r,t,{make:x,tell:h,signal:g}),n):void 0,[B]=await k(Promise.all([S?S.steps():x(r,h("pipelines")),ye(e,r,c,{source:o,cache:f,verify:a,signal:g,onBytes:h("weights")})]),n);return S&&(B=await k(S.settle(B),n)),await ge(e),{device:e,program:r,buffers:v,steps:B,staging:y,tuned:S?.report??[],release:m}}catch(y){throw l.abort(y),m(),await ge(e),y}}function N(e){return Math.ceil(T(e)/8)*8}function _e(e,r){let{features:t,limits:n}=e;for(let a of r.features)if(!t.has(a))throw new p("feature",\`the device lacks the feature \${a}; get it by adapter.requestDevice(requirements)\`);let{subgroupSize:i}=r,o=e.adapterInfo,s=[o?.subgroupMinSize,o?.subgroupMaxSize];if(i!==void 0&&s.some(a=>a!==i))throw new p("feature",\`the program was compiled for subgroups of \${i}, the device has \${s.join(" to ")}; compile it for this device\`);let f=n;for(let[a,d]of Object.entries(r.limits)){let u=f[a]??0;if(!(a.startsWith("min")?u<=d:u>=d))throw new p("limit",\`the program needs \${a} \${d}, the device has \${u}; get it by adapter.requestDevice(requirements)\`)}}async function ge(e){let r=await Promise.race([e.lost,Promise.resolve()]);if(r!==void 0)throw I(r)}async function Ne(e,r){e.pushErrorScope("validation"),e.pushErrorScope("out-of-memory"),r();let[t,n]=await Promise.all([e.popErrorScope(),e.popErrorScope()]);if(t!==null)throw new p("memory",\`the device has too little memory: \${t.message}\`);if(n!==null)throw new p("limit",n.message)}var qe=1;async function be(e,{feeds:r,targets:t,submit:n,signal:i}){b(i);let o=je(e,r);return o.catch(()=>{}),await n(e,s=>t??Ye(e,s),i),await o,t===void 0?He(e):ze(e,t)}async function je({device:e,program:r,buffers:t},n){await R(e,"input",()=>{let i;r.inputs.forEach((o,s)=>{let f=n[s],a=t[o.buffer];if(!(f===void 0||a===void 0||f===a))if(G(f))i??=e.createCommandEncoder(),i.copyBufferToBuffer(f,0,a,0,T(o));else{let{buffer:d,byteOffset:u,byteLength:c}=f;e.queue.writeBuffer(a,0,d,u,c)}}),i!==void 0&&e.queue.submit([i.finish()])})}async function ze({device:e,program:r,buffers:t},n){let i={};return await R(e,"output",()=>{let o;r.outputs.forEach((s,f)=>{let a=t[s.buffer],d=n[f]??a;a===void 0||d===void 0||(i[s.emitted]=d,d!==a&&(o??=e.createCommandEncoder(),o.copyBufferToBuffer(a,0,d,0,T(s))))}),o!==void 0&&e.queue.submit([o.finish()])}),i}function Ye({program:e,buffers:r,staging:t},n){let i=0;for(let o of e.outputs){let s=T(o),f=r[o.buffer];f!==void 0&&s>0&&n.copyBufferToBuffer(f,0,t,i,s),i+=N(o)}}async function He({program:e,staging:r}){await r.mapAsync(qe);let t={},n=0;for(let i of e.outputs){let o=T(i),s=o===0?new ArrayBuffer(0):r.getMappedRange(n,o).slice(0);t[i.emitted]=Q(i,s),n+=N(i)}return r.unmap(),t}var Ke=50,we=16;function H(){let e=we,r=Promise.resolve();return async(t,n,i)=>{let{device:o,steps:s}=t,f=r,a=0,d,u=0;do{b(i);let c=s.slice(u,u+e);u+=c.length;let m=R(o,"shader",()=>{let g=o.createCommandEncoder(),y=g.beginComputePass();for(let{pipeline:O,group:v,workgroups:h}of c)y.setPipeline(O),y.setBindGroup(0,v),y.dispatchWorkgroups(...h);y.end(),u===s.length&&n(g),o.queue.submit([g.finish()])}),l=Promise.all([m,o.queue.onSubmittedWorkDone()]);if(r=l.catch(()=>{}),d===void 0)await f,a=performance.now();else{await d.done;let g=performance.now(),y=d.count*Ke/Math.max(g-a,.1);e=Math.ceil(Math.max(we,Math.min(y,e*2,s.length))),a=g}d={count:c.length,done:l},u===s.length&&await m}while(u<s.length)}}var q=class{inputs;outputs;#r;#e;#o=H();#i=Promise.resolve();#n=0;#t;constructor(r,t){this.#r=t,this.#e=r,this.inputs=r.program.inputs.map(F),this.outputs=r.program.outputs.map(F),this.#f()}get device(){return this.#e.device}get tuned(){return this.#e.tuned}get lost(){return this.device.lost}get inputBuffers(){return this.#u(this.#e.program.inputs)}get outputBuffers(){return this.#u(this.#e.program.outputs)}async run(r,t={}){let{program:n}=this.#e,i=t.outputs===void 0?void 0:ee(n,t.outputs);return this.#s(r,i,this.#o,t)}async profile(r,t={}){let n=[],i=async(s,f,a)=>{let{timedSubmit:d}=await import("./profile.js"),u=c=>R(s.device,"shader",c);n.push(...await d(s,f,a,u))};if(!this.device.features.has("timestamp-query"))throw new p("feature","a profile needs a device that was requested with the feature timestamp-query");return{outputs:await this.#s(r,void 0,i,t),milliseconds:n}}async#s(r,t,n,{signal:i}){b(i);let o=Z(this.#e.program,r);return this.#n>0&&(o=o.map(Ve)),k(this.#a(async()=>{let s=this.#e;try{return await be(s,{feeds:o,targets:t,submit:n,signal:i})}catch(f){throw b(i),await new Promise(a=>setTimeout(a,20)),this.#t??f}}),i)}async reload(r,t={}){let n=async()=>{let i=this.#t!==void 0;this.#e.release();let o=r??(i?await Je(this.#e.program):this.device);this.#t??=new p("lost","the model was not reloaded");let s=await this.#r(o,t);if(this.#t.code==="disposed")throw s.release(),this.#t;this.#e=s,this.#o=H(),this.#t=void 0,this.#f()};return this.#a(n,!0)}dispose(){this.#t=new p("disposed","the model was disposed"),this.#e.release()}async#a(r,t=!1){let n=async()=>{if(this.#t!==void 0&&!(t&&this.#t.code==="lost"))throw this.#t;return r()},i=this.#n===0?n():this.#i.then(n);this.#n++;let o=()=>this.#n--;return this.#i=i.then(o,o),i}#f(){let{device:r}=this.#e;r.lost.then(t=>{this.device===r&&(this.#t??=I(t))})}#u(r){return Object.fromEntries(r.flatMap(({emitted:t,buffer:n})=>{let i=this.#e.buffers[n];return i===void 0?[]:[[t,i]]}))}};function Ve(e){return G(e)?e:new Uint8Array(e.buffer,e.byteOffset,e.byteLength).slice()}async function Je({features:e,limits:r}){let{gpu:t}=globalThis.navigator??{},n=await t?.requestAdapter();if(!n)throw new p("lost","no adapter is left; give reload a device");return n.requestDevice({requiredFeatures:e,requiredLimits:r})}var W=class{#r=new Map;get bytes(){let r=0;for(let t of this.#r.values())for(let{bytes:n}of t.values())r+=n;return r}hold(r,{file:t,bytes:n,sha256:i}){let o=i||t,s=this.#r.get(r)??new Map;this.#r.set(r,s);let f=s.get(o)??{buffer:r.createBuffer({size:n,usage:136}),bytes:n,users:0,full:!1,filling:void 0};s.set(o,f),f.users++;let a=!0;return{buffer:f.buffer,fill:d=>Qe(f,d),release:()=>{a&&(a=!1,!(--f.users>0)&&(f.buffer.destroy(),s.get(o)===f&&s.delete(o),s.size===0&&this.#r.get(r)===s&&this.#r.delete(r)))}}}dispose(){for(let r of this.#r.values())for(let{buffer:t}of r.values())t.destroy();this.#r.clear()}};async function Qe(e,r){for(;!e.full;)if(e.filling===void 0){e.filling=r();try{await e.filling,e.full=!0}finally{e.filling=void 0}}else await e.filling.catch(()=>{})}async function Xe(e,r,t,n={}){let i={weights:n.weights??new URL(".",t),store:n.store??new W,cache:n.cache,verify:n.verify??!0,tune:n.tune??!1,known:new Map},o=(f,a)=>Pe(f,r,i,a);return new q(await o(e,n),o)}function Se(e){return e.flatMap(([r,...t])=>t.map(n=>{let i=n.split(" "),o=r.replace(/\\$(\\d+)/g,(s,f)=>i[Number(f)]??"");return Ae(o.split(\`
\`)).join(\`
\`)}))}function Ae(e){let r=[];for(let t=0;t<e.length;t++){let n=e[t]??"";if(!n.startsWith("#")){r.push(n);continue}let i=t+1;for(let o=1;o>0;){let s=e[++t]??"#";s.startsWith("#")&&(o+=s==="#"?-1:1)}for(let o=0;o<Number(n.slice(1));o++){let s=e.slice(i,t).map(f=>Ze(f,o));r.push(...Ae(s))}}return r}function Ze(e,r){return e.replace(/(\\d+)#(-?\\d+)((?:#-?\\d+)*)/g,(t,n,i,o)=>\`\${Number(n)+r*Number(i)}\${o}\`)}function er({buffers:e,shards:r},[t,n,i],o){let s=Math.ceil((n+i)/256)*256,f=(r[t-e.length]?.bytes??0)-s;return o>f?[t+1,0,o]:[t,s,o]}function rr(e){let{kernels:r,launches:t,places:n,steps:i,...o}=e,s=[],f=new Map,a=[e.buffers.length,0,0],d=i.map(([u=0,...c])=>{let[m=0,l=1,g=1,y=1,O=0,...v]=t[u]??[],h=v.map((w,x)=>{let S=c[x]??0,[B=0,P=0]=S===0?a=er(e,a,w):n[S-1]??[],U=\`\${B} \${P} \${w}\`,A=f.get(U)??s.push([B,P,w])-1;return f.set(U,A),A});return[m,l,g,y,O,...h]});return{...o,kernels:Se(r),bindings:s,dispatches:d}}export{p as SnapcError,W as WeightStore,F as infoOf,Xe as loadProgram,rr as unpackProgram};
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
function w(n,e){let{dispatches:t,variants:r}=n,o=new Map;for(let[s,{options:i}]of(r?.groups??[]).entries())for(let[m,...a]of i[(e[s]??0)-1]?.instead??[])o.set(x(t[m]),a);return{...n,dispatches:t.map(s=>{let i=o.get(x(s));return i===void 0?s:[...i,...s.slice(5)]})}}function x(n=[]){return n.slice(0,5).join()}var O="as compiled",h=class{#i;#o;#r;#e;#t;#n;constructor(e,t,r){this.#i=e,this.#o=t,this.#r=t.variants?.groups??[],this.#e=r,this.#t=\`tuned-\${t.variants?.key}-\${I(e)}\`,this.#n=this.#r.map(()=>{})}get program(){return w(this.#o,this.#n.map(e=>e?.[0]??0))}programWith(e,t){return w(this.#o,this.#r.map(r=>r===e?t:0))}get open(){return this.#r.filter((e,t)=>this.#n[t]===void 0)}get report(){return this.#r.flatMap((e,t)=>{let r=this.#n[t];if(r===void 0)return[];let[o,s]=r,i=[O,...e.options.map(({name:a})=>a)],m=i.flatMap((a,c)=>{let d=s[c];return typeof d=="number"?[[a,d]]:[]});return{kernels:e.name,tile:i[o]??O,milliseconds:Object.fromEntries(m)}})}async recall(){let{known:e,cache:t}=this.#e;try{let r=e.get(this.#t)??new TextDecoder().decode(await t?.get(this.#t)),o=JSON.parse(r);this.#n=this.#r.map((s,i)=>Array.isArray(o)?_(o[i]):void 0)}catch{}}async choose(e,t){this.#n[this.#r.indexOf(e)]=t,await this.#s()}async giveUp(){this.#n=this.#n.map(e=>e&&[0,e[1]]),await this.#s()}async#s(){if(await Promise.race([this.#i.lost,Promise.resolve()])!==void 0)return;let{known:t,cache:r}=this.#e,o=JSON.stringify(this.#n);t.set(this.#t,o),await r?.put(this.#t,new TextEncoder().encode(o)).catch(()=>{})}};function _(n){if(!(!Array.isArray(n)||!Array.isArray(n[1])))return[Number(n[0]),n[1]]}function I({adapterInfo:n}){let e=n;return[e?.vendor,e?.architecture,e?.device,e?.description].map(r=>(r??"").replaceAll(/[^\\w.]+/g,"-")).join("_")}var T=class extends Error{code;constructor(e,t,r){super(t,r===void 0?void 0:{cause:r}),this.name="SnapcError",this.code=e}};async function S(n,e,t){n.pushErrorScope("validation"),t();let r=await n.popErrorScope();if(r!==null)throw new T(e,r.message)}async function A(n,e,t,r){let o=Math.max(e.length,1)*2,s=o*8,i=n.createQuerySet({type:"timestamp",count:o}),m=n.createBuffer({size:s,usage:516}),a=n.createBuffer({size:s,usage:9});try{await r(()=>{let d=n.createCommandEncoder();e.forEach(({step:f,repeats:p},u)=>{let y=d.beginComputePass({timestampWrites:{querySet:i,beginningOfPassWriteIndex:2*u,endOfPassWriteIndex:2*u+1}});E(y,f,p),y.end()}),t(d),d.resolveQuerySet(i,0,o,m,0),d.copyBufferToBuffer(m,0,a,0,s),n.queue.submit([d.finish()])}),await a.mapAsync(1);let c=new BigInt64Array(a.getMappedRange());return e.map((d,f)=>{let[p=0n,u=0n]=c.subarray(2*f,2*f+2);return Math.max(0,Number(u-p)/1e6)})}finally{i.destroy(),m.destroy(),a.destroy()}}function E(n,{pipeline:e,group:t,workgroups:r},o=1){n.setPipeline(e),n.setBindGroup(0,t);for(let s=0;s<o;s++)n.dispatchWorkgroups(...r)}var W={gpu:2,clock:8},C=32,R=4,L=1.5;async function G(n,e,t){let{deadline:r,signal:o}=t,s=n.map(()=>[]),i=await V(n,t),m=i[0]??0,a=await M((n[m]??[]).map(p=>({step:p,repeats:1})),t),c=W[D(t.device)?"gpu":"clock"],d=a.map(p=>Math.min(C,Math.ceil(c/Math.max(p,c/C)))),f=p=>{let u=s[p]??[];return u.length===0?void 0:u.reduce((y,g,l)=>y+g*(e[l]??1),0)};for(let p=0;p<R&&i.length>1&&!(p>0&&performance.now()>=r);p++){o.throwIfAborted();let u=i.flatMap(l=>(n[l]??[]).map((P,b)=>({step:P,repeats:d[b]??1}))),y=await M(u,t);for(let l of i){let P=y.splice(0,e.length);s[l]=P.map((b,v)=>Math.min(b/(d[v]??1),s[l]?.[v]??1/0))}let g=Math.min(...i.map(l=>f(l)??1/0));i=i.filter(l=>(f(l)??1/0)<=g*L)}return n.map((p,u)=>f(u))}async function V(n,e){let t=[];for(let[r,o]of n.entries()){e.signal.throwIfAborted();try{await U(o.map(s=>({step:s,repeats:1})),e),t.push(r)}catch{}}return t}function D({features:n}){return n.has("timestamp-query")}async function M(n,e){let{device:t}=e;return D(t)?A(t,n,()=>{},r=>S(t,"shader",r)):U(n,e)}async function U(n,{device:e}){let t=[];for(let{step:r,repeats:o}of n){let s=performance.now(),i=S(e,"shader",()=>{let m=e.createCommandEncoder(),a=m.beginComputePass();E(a,r,o),a.end(),e.queue.submit([m.finish()])});await e.queue.onSubmittedWorkDone(),t.push(performance.now()-s),await i}return t}var N=.95,B=2e3,Y=2**31-1;async function ee(n,e,t,r){let o=new h(n,e,t);return await o.recall(),new k(n,e,t,o,r)}var k=class{#i;#o;#r;#e;#t;constructor(e,t,r,o,s){this.#i=e,this.#o=t,this.#r=r,this.#e=o,this.#t=s}get report(){return this.#e.report}async steps(){let{make:e,tell:t,signal:r}=this.#t;try{return await e(this.#e.program,t("pipelines"))}catch(o){if(r.aborted)throw o;return await this.#e.giveUp(),e(this.#o,t("pipelines"))}}async settle(e){let{open:t}=this.#e;return t.length===0?e:(await this.#n(t),this.steps())}async#n(e){let{signal:t,tell:r}=this.#t,{tune:o}=this.#r,s=(typeof o=="object"?o.milliseconds:void 0)??B,i=performance.now()+s;for(let[m,a]of e.entries()){if(r("tuning")(m,e.length),m>0&&performance.now()>=i)break;let c=Promise.all([this.#s(a,0),...a.options.map((f,p)=>this.#s(a,p+1))]),d=await(m>0?q(c,i):c);if(t.throwIfAborted(),d===void 0)break;await this.#e.choose(a,await this.#a(d,a.samples,i))}r("tuning")(e.length,e.length)}async#s(e,t){let{dispatches:r}=this.#e.programWith(e,t),o=e.samples.map(([i])=>r[i]??[]);return this.#t.make({...this.#o,dispatches:o},()=>{}).catch(()=>{})}async#a(e,t,r){let o=e.flatMap((c,d)=>c===void 0?[]:[{way:c,option:d}]),s=await G(o.map(({way:c})=>c),t.map(([,c])=>c),{device:this.#i,deadline:r,signal:this.#t.signal}),i=e.map(()=>null);for(let[c,{option:d}]of o.entries())i[d]=s[c]??null;let m=(i[0]??0)*N,a=Math.min(...i.map(c=>c??1/0));return[a<m?i.indexOf(a):0,i]}};async function q(n,e){let t,r=new Promise(o=>{let s=Math.max(0,e-performance.now());t=setTimeout(o,Math.min(s,Y))});try{return await Promise.race([n,r])}finally{clearTimeout(t)}}export{k as Tuner,ee as openTuner};
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
     * one, else, where that is lost, on a new one of the page's default adapter.
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
/** \`home\` is the address of a file beside the weights; it counts where the options name no folder. */
export declare function loadProgram<Inputs, Outputs>(device: GPUDevice, program: Program, home: string, options?: LoadOptions): Promise<Model<Inputs, Outputs>>;
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
