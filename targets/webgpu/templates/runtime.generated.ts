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

/** What pipelines have beside those: one file with all that pages load, and what it declares. */
export const picturesFiles: Readonly<Record<string, string>> = {
  'pictures.js': `// The runtime of snapc; its source is dist/runtime/web in the package.
var m=class extends Error{code;constructor(e,t,n){super(t,n===void 0?void 0:{cause:n}),this.name="SnapcError",this.code=e}};function P(r){if(r?.aborted===!0)throw new m("aborted","the signal was aborted",r.reason)}async function R(r,e){if(e===void 0)return r;let t,n=new Promise((i,o)=>{t=()=>{o(new m("aborted","the signal was aborted",e.reason))},e.aborted?t():e.addEventListener("abort",t,{once:!0})});try{return await Promise.race([r,n])}finally{t!==void 0&&e.removeEventListener("abort",t)}}function I({message:r}){return new m("lost",\`the device is lost: \${r||"no reason given"}\`)}async function E(r,e,t){r.pushErrorScope("validation"),t();let n=await r.popErrorScope();if(n!==null)throw new m(e,n.message)}var ke={f64:["Float64Array","Float32Array"],f32:["Float32Array"],f16:["Float32Array","Float16Array","Uint16Array"],bf16:["Float32Array"],i64:["BigInt64Array","Int32Array"],i32:["Int32Array"],i16:["Int16Array"],i8:["Int8Array"],i4:["Int8Array"],u64:["BigUint64Array","Uint32Array"],u32:["Uint32Array"],u16:["Uint16Array"],u8:["Uint8Array"],u4:["Uint8Array"],bool:["Uint8Array"]};function L(r){return r.reduce((e,t)=>e*t,1)}function ve(r,e){let t=l=>{throw new m("input",\`input \${JSON.stringify(r.name)} \${l}\`)},{dtype:n,shape:i,stored:o}=r,s=ke[n]??[],u=Ot(e);s.includes(u)||t(\`must be a \${s.join(" or a ")}, not \${u}\`);let a=e,d=L(i);a.length!==d&&t(\`has \${a.length} elements; its shape [\${i.join(", ")}] has \${d}\`);let c=u==="Uint16Array"&&n==="f16";if(o==="f16")return Rt(a,c||u==="Float16Array");if(o==="f32")return a instanceof Float32Array?a:Float32Array.from({length:d},c?(l,p)=>Re(Number(a[p])):(l,p)=>Number(a[p]));let f=o==="i32"?new Int32Array(d):new Uint32Array(d);if(u===(o==="i32"?"Int32Array":"Uint32Array"))return a;for(let l=0;l<d;l++){let p=Number(a[l]);f[l]=n==="bool"?+(p!==0):p,n!=="bool"&&f[l]!==p&&t(\`holds \${a[l]} at \${l}; the program computes with 32-bit integers\`)}return f}function Oe({dtype:r,shape:e,stored:t},n){let i=L(e),o=t==="f32"?new Float32Array(n,0,i):t==="i32"?new Int32Array(n,0,i):t==="u32"?new Uint32Array(n,0,i):Float32Array.from(new Uint16Array(n,0,i),Re);switch(ke[r]?.[0]){case"Float64Array":return Float64Array.from(o);case"BigInt64Array":return BigInt64Array.from({length:i},(s,u)=>BigInt(o[u]??0));case"BigUint64Array":return BigUint64Array.from({length:i},(s,u)=>BigInt(o[u]??0));case"Int16Array":return Int16Array.from(o);case"Int8Array":return Int8Array.from(o);case"Uint16Array":return Uint16Array.from(o);case"Uint8Array":return Uint8Array.from(o);default:return o}}function Ot(r){return ArrayBuffer.isView(r)?Object.prototype.toString.call(r).slice(8,-1):r===null?"null":Array.isArray(r)?"an array":typeof r}function Rt(r,e){if(e&&r.length%2===0)return r;let t=new Uint16Array(r.length+r.length%2);if(e)t.set(new Uint16Array(r.buffer,r.byteOffset,r.length));else for(let n=0;n<r.length;n++)t[n]=Et(Number(r[n]));return t}var ue=new Float32Array(1),Ue=new Uint32Array(ue.buffer);function Et(r){ue[0]=r;let e=Ue[0]??0,t=e>>>16&32768,n=e&2147483647;return n>=1199570944?t|(n>2139095040?32256:31744):n<947912704?(ue[0]=Math.abs(r)+.5,t|(Ue[0]??0)-1056964608):t|n-939524096+4095+(n>>>13&1)>>>13}function Re(r){let e=r>>10&31,t=r&1023,n=e===0?t*2**-24:e===31?t===0?1/0:NaN:(1+t/1024)*2**(e-15);return r&32768?-n:n}var Tt=4,Ft=8,Mt=256;function q(r){let{name:e,emitted:t,dtype:n,shape:i,stored:o}=r;return{name:e,property:t,dtype:n,shape:i,stored:o,bytes:T(r)}}function T({shape:r,stored:e}){return Math.ceil(L(r)*(e==="f16"?2:4)/4)*4}function Ee({inputs:r},e){let t=Fe("input",r,e);return r.map((n,i)=>{let o=t[i];if(C(o))return Me("input",n,o,Tt,"COPY_SRC");if(Object.hasOwn(e,n.emitted))return ve(n,o);throw new m("input",\`input \${JSON.stringify(n.emitted)} is missing\`)})}function Te({outputs:r},e){return e==="gpu"?r.map(()=>{}):Fe("output",r,e).map((t,n)=>{let i=r[n];if(!(t===void 0||i===void 0)){if(C(t))return Me("output",i,t,Ft,"COPY_DST");throw new m("output",\`output \${JSON.stringify(i.emitted)} needs a GPUBuffer\`)}})}function Fe(r,e,t){if(typeof t!="object"||t===null){let i=r==="input"?"typed array or GPUBuffer":"GPUBuffer";throw new m(r,\`the \${r}s are an object with a \${i} for each \${r}\`)}for(let i of Object.keys(t))if(e.every(({emitted:o})=>o!==i)){let o=e.map(({emitted:s})=>s).join(", ");throw new m(r,\`there is no \${r} \${JSON.stringify(i)}, only: \${o}\`)}let n=t;return e.map(({emitted:i})=>Object.hasOwn(t,i)?n[i]:void 0)}function C(r){return typeof r=="object"&&r!==null&&"usage"in r&&"mapState"in r}function Me(r,e,t,n,i){let{name:o,shape:s,stored:u}=e,a=T(e),{size:d}=t,c=d<a||d>=a+Mt?\`has \${d} bytes; its shape [\${s.join(", ")}] takes \${a} as \${u}\`:(t.usage&n)===0?\`lacks the usage \${i}\`:void 0;if(c===void 0)return t;throw new m(r,\`the GPUBuffer of \${r} \${JSON.stringify(o)} \${c}\`)}function Ge(r,e){let t=new Uint32Array(e.length*256/4);e.forEach((i,o)=>t.set(i,o*256/4));let n=r.createBuffer({size:t.byteLength,usage:72});return r.queue.writeBuffer(n,0,t),n}function Be(r,e){return r===void 0||e===0?[]:[{buffer:r,offset:(e-1)*256,size:256}]}async function _(r,e,t){let n=[],i=r.entries(),o=async()=>{for(let[s,u]of i)n[s]=await t(u,s)};return await Promise.all(Array.from({length:e},o)),n}var Gt=4,Bt=8;async function $e(r,e,t,n,i,o=[]){let{dispatches:s,bindings:u,kernels:a}=e,d=t[e.buffers.length+e.shards.length],c=([,,,,y=0,...b])=>[...b.map(S=>{let[U=0,O=0,x=0]=u[S]??[];return{type:U<e.buffers.length?"storage":"read-only-storage",resource:{buffer:de(t,U),offset:O,size:x}}}),...Be(d,y).map(S=>({type:"uniform",resource:S}))],f=new Map,l=y=>{let b=y.map(({type:x})=>x).join(),S=f.get(b);if(S!==void 0)return S;let U=y.map(({type:x},v)=>({binding:v,visibility:Gt,buffer:{type:x}})),O=r.createBindGroupLayout({entries:U});return f.set(b,O),O},p=new Map;for(let y of s){let[b=0]=y;p.has(b)||p.set(b,l(c(y)))}let g=[...p].filter(([y])=>o[y]===void 0),h=p.size-g.length;await _(g,Bt,async([y,b])=>{P(n),o[y]=await $t(r,de(a,y),b),P(n),i(++h,p.size)});let w=new Map,A=[];return await E(r,"shader",()=>{A=s.map(y=>{let[b=0,S=1,U=1,O=1,...x]=y,v=c(y),k=x.join(),$=w.get(k)??r.createBindGroup({layout:l(v),entries:v.map(({resource:N},vt)=>({binding:vt,resource:N}))});return w.set(k,$),{pipeline:de(o,b),group:$,workgroups:[S,U,O]}})}),A}async function $t(r,e,t){let n=r.createShaderModule({code:e}),i=r.createPipelineLayout({bindGroupLayouts:[t]});try{return await r.createComputePipelineAsync({layout:i,compute:{module:n,entryPoint:"main"}})}catch(o){let{messages:s}=await n.getCompilationInfo(),u=s.map(({lineNum:d,message:c})=>\`line \${d}: \${c}\`),a=o instanceof Error?o.message:String(o);throw new m("shader",\`the device refuses a shader: \${[...u,a].join(\`
\`)}\`,o)}}function de(r,e){let t=r[e];if(t===void 0)throw new RangeError(\`the program's tables have no entry \${e}\`);return t}var Ce=32;async function j({shards:r,sliceBytes:e,sliceHashes:t},n){let i=globalThis.crypto?.subtle;if(i===void 0)return async()=>{};let o=async d=>De(new Uint8Array(await i.digest("SHA-256",d))),s=t&&await n(t);if(t!==void 0&&s!==void 0&&await o(s)!==t.sha256)throw D(t,"it differs");let u=new Map,a=0;for(let d of r)u.set(d,a),a+=Math.ceil(d.bytes/e);return async(d,c,f)=>{let l=((u.get(d)??0)+c/e)*Ce,p=s===void 0?d.sha256:De(s.subarray(l,l+Ce));if(await o(f)!==p)throw D(d,\`bytes \${c} to \${c+f.length} differ\`)}}function De(r){return Array.from(r,e=>e.toString(16).padStart(2,"0")).join("")}function D({file:r},e){return new m("weights",\`\${r} is not the file that was compiled: \${e}\`)}function We(r,e){return D(r,\`it ends after \${e} of \${r.bytes} bytes\`)}var Ne=4;async function*Ie(r,{file:e,bytes:t},n,i){let o=n;for(let s=1;o<t;s++){let u=o;try{let a=await fetch(r,{...i===void 0?{}:{signal:i},...o===0?{}:{headers:{range:\`bytes=\${o}-\`}}});if(a.status===416)return;if(!a.ok)throw new z(a.status);let d=a.status===206?0:o,c=a.body?.getReader();try{for(;;){let f=await c?.read();if(f?.value===void 0)break;let{value:l}=f,p=l.subarray(Math.min(d,l.length));d-=l.length-p.length,o+=p.length,p.length>0&&(yield p)}}finally{c?.cancel().catch(()=>{})}if(o<t&&(o===u||s===Ne))return}catch(a){if(P(i),a instanceof m)throw a;let d=a instanceof z&&a.status<500&&a.status!==429;if(o>u&&(s=1),d||s>=Ne){let f=a instanceof Error?a.message:String(a);throw new m("weights",\`\${e}: \${f} (\${r.origin}\${r.pathname})\`,a)}let c=new Promise(f=>setTimeout(f,250*2**s));await R(c,i)}}}var z=class extends Error{status;constructor(e){super(\`the server answers \${e}\`),this.status=e}};var W=class{#e;#t;#r;#n=0;#o=new Uint8Array;constructor(e,t){this.#e=e,this.#t=t}async read(e,t){(this.#r===void 0||this.#n!==e)&&(this.close(),this.#r=this.#t(e),this.#n=e);for(let n=0;n<t.length;){if(!await this.#i())throw We(this.#e,this.#n);let i=this.#o.subarray(0,t.length-n);t.set(i,n),n+=i.length,this.#n+=i.length,this.#o=this.#o.subarray(i.length)}}async end(){if(this.#r!==void 0&&this.#n===this.#e.bytes&&await this.#i())throw D(this.#e,"it is longer")}close(){this.#r?.return?.().catch(()=>{}),this.#r=void 0,this.#o=new Uint8Array}async#i(){for(;this.#o.length===0;){let e=await this.#r?.next().catch(qe(this.#e));if(e===void 0||e.done===!0)return!1;this.#o=e.value}return!0}};function Le(r,e,t){return{read:async(n,i)=>{let{length:o}=i;P(t);let u=await R(r(e.file,n,o,t),t).catch(qe(e));if(u.length!==o){let a=\`the reader gave \${u.length} of \${o} bytes at \${n}\`;throw new m("weights",\`\${e.file}: \${a}\`)}i.set(u)},end:async()=>{},close:()=>{}}}function qe({file:r}){return e=>{throw e instanceof m?e:new m("weights",\`\${r}: \${String(e)}\`,e)}}async function H(r,e){let t=new Uint8Array(r.bytes),n=await ce(r,e);try{await n.read(0,t),await n.end()}finally{n.close()}return t}async function ce(r,{source:e,signal:t}){if(typeof e=="function")return Le(e,r,t);let n=Ct(e,r.file);if(n.protocol!=="file:")return new W(r,o=>Ie(n,r,o,t));let{readFile:i}=await import("./files.js");return new W(r,o=>i(n,o))}function Ct(r,e){let t=new URL(r,Dt());return t.pathname+=(t.pathname.endsWith("/")?"":"/")+e,t}function Dt(){if(typeof location=="object")return location.href;let{process:r}=globalThis;return\`file://\${r?.cwd()??""}/\`}var Wt=3;async function _e(r,e,t,n){let{shards:i}=e,o=i.reduce((c,{bytes:f})=>c+f,0),s=0,u=c=>{s+=c,n.onBytes(s,o)},a,d=async(...c)=>{n.verify&&(a??=j(e,f=>H(f,n)),await(await a)(...c))};await _(i,Wt,async(c,f)=>{let l=t[f];if(l===void 0)return;let p=0;await l.fill(async()=>{for await(let{offset:g,slice:h}of Nt(c,e.sliceBytes,d,n))P(n.signal),r.queue.writeBuffer(l.buffer,g,h),await R(r.queue.onSubmittedWorkDone(),n.signal),p+=h.length,u(h.length)}),p<c.bytes&&u(c.bytes-p)})}async function*Nt(r,e,t,n){let{cache:i,signal:o}=n,{bytes:s,sha256:u}=r,a=await ce(r,n),d=new Uint8Array(Math.min(e,s));try{for(let c=0;c<s;c+=e){P(o);let f=d.subarray(0,Math.min(e,s-c)),l=\`\${u}-\${c}-\${f.length}\`,p=await R(It(i,l),o),g=p?.length===f.length&&await t(r,c,p).then(()=>!0,()=>!1);if(p!==void 0&&g){yield{offset:c,slice:p};continue}await a.read(c,f),await t(r,c,f),await i?.put(l,f).catch(()=>{}),yield{offset:c,slice:f}}await a.end()}finally{a.close()}}async function It(r,e){return r?.get(e).catch(()=>{})}var Lt=1,qt=4,je=8,_t=128;async function He(r,e,t,{signal:n,onProgress:i}){let{weights:o,store:s,cache:u,verify:a,tune:d}=t;P(n),jt(r,e);let c=[],f=[],l=()=>{for(let h of c)h.destroy();for(let h of f)h.release()},p=new AbortController,g=n===void 0?p.signal:AbortSignal.any([n,p.signal]);try{await zt(r,()=>{let x=(k,$)=>{let N=r.createBuffer({size:k,usage:$});return c.push(N),N};for(let k of e.buffers)x(k,_t|qt|je);for(let k of e.shards)f.push(s.hold(r,k));e.parameters!==void 0&&c.push(Ge(r,e.parameters));let v=e.outputs.reduce((k,$)=>k+Y($),0);x(Math.max(v,16),Lt|je)});let h=c.at(-1);if(h===void 0)throw new RangeError("no staging buffer");let{length:w}=e.buffers,A=[...c.slice(0,w),...f.map(({buffer:x})=>x),...c.slice(w,-1)],y=x=>(v,k)=>i?.({phase:x,done:v,total:k}),b=[],S=(x,v)=>$e(r,x,A,g,v,b),U=e.variants&&d!==!1?await R((await import("./tune.js")).openTuner(r,e,t,{make:S,tell:y,signal:g}),n):void 0,[O]=await R(Promise.all([U?U.steps():S(e,y("pipelines")),_e(r,e,f,{source:o,cache:u,verify:a,signal:g,onBytes:y("weights")})]),n);return U&&(O=await R(U.settle(O),n)),await ze(r),{device:r,program:e,buffers:A,steps:O,staging:h,tuned:U?.report??[],release:l}}catch(h){throw p.abort(h),l(),await ze(r),h}}function Y(r){return Math.ceil(T(r)/8)*8}function jt(r,e){let{features:t,limits:n}=r;for(let a of e.features)if(!t.has(a))throw new m("feature",\`the device lacks the feature \${a}; get it by adapter.requestDevice(requirements)\`);let{subgroupSize:i}=e,o=r.adapterInfo,s=[o?.subgroupMinSize,o?.subgroupMaxSize];if(i!==void 0&&s.some(a=>a!==i))throw new m("feature",\`the program was compiled for subgroups of \${i}, the device has \${s.join(" to ")}; compile it for this device\`);let u=n;for(let[a,d]of Object.entries(e.limits)){let c=u[a]??0;if(!(a.startsWith("min")?c<=d:c>=d))throw new m("limit",\`the program needs \${a} \${d}, the device has \${c}; get it by adapter.requestDevice(requirements)\`)}}async function ze(r){let e=await Promise.race([r.lost,Promise.resolve()]);if(e!==void 0)throw I(e)}async function zt(r,e){r.pushErrorScope("validation"),r.pushErrorScope("out-of-memory"),e();let[t,n]=await Promise.all([r.popErrorScope(),r.popErrorScope()]);if(t!==null)throw new m("memory",\`the device has too little memory: \${t.message}\`);if(n!==null)throw new m("limit",n.message)}var Ht=1;async function Ye(r,{feeds:e,targets:t,submit:n,signal:i}){P(i);let o=Yt(r,e);return o.catch(()=>{}),await n(r,s=>t??Vt(r,s),i),await o,t===void 0?Jt(r):Kt(r,t)}async function Yt({device:r,program:e,buffers:t},n){await E(r,"input",()=>{let i;e.inputs.forEach((o,s)=>{let u=n[s],a=t[o.buffer];if(!(u===void 0||a===void 0||u===a))if(C(u))i??=r.createCommandEncoder(),i.copyBufferToBuffer(u,0,a,0,T(o));else{let{buffer:d,byteOffset:c,byteLength:f}=u;r.queue.writeBuffer(a,0,d,c,f)}}),i!==void 0&&r.queue.submit([i.finish()])})}async function Kt({device:r,program:e,buffers:t},n){let i={};return await E(r,"output",()=>{let o;e.outputs.forEach((s,u)=>{let a=t[s.buffer],d=n[u]??a;a===void 0||d===void 0||(i[s.emitted]=d,d!==a&&(o??=r.createCommandEncoder(),o.copyBufferToBuffer(a,0,d,0,T(s))))}),o!==void 0&&r.queue.submit([o.finish()])}),i}function Vt({program:r,buffers:e,staging:t},n){let i=0;for(let o of r.outputs){let s=T(o),u=e[o.buffer];u!==void 0&&s>0&&n.copyBufferToBuffer(u,0,t,i,s),i+=Y(o)}}async function Jt({program:r,staging:e}){await e.mapAsync(Ht);let t={},n=0;for(let i of r.outputs){let o=T(i),s=o===0?new ArrayBuffer(0):e.getMappedRange(n,o).slice(0);t[i.emitted]=Oe(i,s),n+=Y(i)}return e.unmap(),t}var Xt=50,Ke=16;function fe(){let r=Ke,e=Promise.resolve();return async(t,n,i)=>{let{device:o,steps:s}=t,u=e,a=0,d,c=0;do{P(i);let f=s.slice(c,c+r);c+=f.length;let l=E(o,"shader",()=>{let g=o.createCommandEncoder(),h=g.beginComputePass();for(let{pipeline:w,group:A,workgroups:y}of f)h.setPipeline(w),h.setBindGroup(0,A),h.dispatchWorkgroups(...y);h.end(),c===s.length&&n(g),o.queue.submit([g.finish()])}),p=Promise.all([l,o.queue.onSubmittedWorkDone()]);if(e=p.catch(()=>{}),d===void 0)await u,a=performance.now();else{await d.done;let g=performance.now(),h=d.count*Xt/Math.max(g-a,.1);r=Math.ceil(Math.max(Ke,Math.min(h,r*2,s.length))),a=g}d={count:f.length,done:p},c===s.length&&await l}while(c<s.length)}}var K=class{inputs;outputs;#e;#t;#r=fe();#n=Promise.resolve();#o=0;#i;constructor(e,t){this.#e=t,this.#t=e,this.inputs=e.program.inputs.map(q),this.outputs=e.program.outputs.map(q),this.#u()}get device(){return this.#t.device}get tuned(){return this.#t.tuned}get lost(){return this.device.lost}get inputBuffers(){return this.#d(this.#t.program.inputs)}get outputBuffers(){return this.#d(this.#t.program.outputs)}async run(e,t={}){let{program:n}=this.#t,i=t.outputs===void 0?void 0:Te(n,t.outputs);return this.#s(e,i,this.#r,t)}async profile(e,t={}){let n=[],i=async(s,u,a)=>{let{timedSubmit:d}=await import("./profile.js"),c=f=>E(s.device,"shader",f);n.push(...await d(s,u,a,c))};if(!this.device.features.has("timestamp-query"))throw new m("feature","a profile needs a device that was requested with the feature timestamp-query");return{outputs:await this.#s(e,void 0,i,t),milliseconds:n}}async#s(e,t,n,{signal:i}){P(i);let o=Ee(this.#t.program,e);return this.#o>0&&(o=o.map(Zt)),R(this.#a(async()=>{let s=this.#t;try{return await Ye(s,{feeds:o,targets:t,submit:n,signal:i})}catch(u){throw P(i),await new Promise(a=>setTimeout(a,20)),this.#i??u}}),i)}async reload(e,t={}){let n=async()=>{let i=this.#i!==void 0;this.#t.release();let o=e??(i?await Qt(this.#t.program):this.device);this.#i??=new m("lost","the model was not reloaded");let s=await this.#e(o,t);if(this.#i.code==="disposed")throw s.release(),this.#i;this.#t=s,this.#r=fe(),this.#i=void 0,this.#u()};return this.#a(n,!0)}dispose(){this.#i=new m("disposed","the model was disposed"),this.#t.release()}async#a(e,t=!1){let n=async()=>{if(this.#i!==void 0&&!(t&&this.#i.code==="lost"))throw this.#i;return e()},i=this.#o===0?n():this.#n.then(n);this.#o++;let o=()=>this.#o--;return this.#n=i.then(o,o),i}#u(){let{device:e}=this.#t;e.lost.then(t=>{this.device===e&&(this.#i??=I(t))})}#d(e){return Object.fromEntries(e.flatMap(({emitted:t,buffer:n})=>{let i=this.#t.buffers[n];return i===void 0?[]:[[t,i]]}))}};function Zt(r){return C(r)?r:new Uint8Array(r.buffer,r.byteOffset,r.byteLength).slice()}async function Qt({features:r,limits:e}){let{gpu:t}=globalThis.navigator??{},n=await t?.requestAdapter();if(!n)throw new m("lost","no adapter is left; give reload a device");return n.requestDevice({requiredFeatures:r,requiredLimits:e})}var M=class{#e=new Map;get bytes(){let e=0;for(let t of this.#e.values())for(let{bytes:n}of t.values())e+=n;return e}hold(e,{file:t,bytes:n,sha256:i}){let o=i||t,s=this.#e.get(e)??new Map;this.#e.set(e,s);let u=s.get(o)??{buffer:e.createBuffer({size:n,usage:136}),bytes:n,users:0,full:!1,filling:void 0};s.set(o,u),u.users++;let a=!0;return{buffer:u.buffer,fill:d=>er(u,d),release:()=>{a&&(a=!1,!(--u.users>0)&&(u.buffer.destroy(),s.get(o)===u&&s.delete(o),s.size===0&&this.#e.get(e)===s&&this.#e.delete(e)))}}}dispose(){for(let e of this.#e.values())for(let{buffer:t}of e.values())t.destroy();this.#e.clear()}};async function er(r,e){for(;!r.full;)if(r.filling===void 0){r.filling=e();try{await r.filling,r.full=!0}finally{r.filling=void 0}}else await r.filling.catch(()=>{})}async function tr(r,e,t,n={}){let i={weights:n.weights??new URL(".",t),store:n.store??new M,cache:n.cache,verify:n.verify??!0,tune:n.tune??!1,known:new Map},o=(u,a)=>He(u,e,i,a);return new K(await o(r,n),o)}function Ve(r){return r.flatMap(([e,...t])=>t.map(n=>{let i=n.split(" "),o=e.replace(/\\$(\\d+)/g,(s,u)=>i[Number(u)]??"");return Je(o.split(\`
\`)).join(\`
\`)}))}function Je(r){let e=[];for(let t=0;t<r.length;t++){let n=r[t]??"";if(!n.startsWith("#")){e.push(n);continue}let i=t+1;for(let o=1;o>0;){let s=r[++t]??"#";s.startsWith("#")&&(o+=s==="#"?-1:1)}for(let o=0;o<Number(n.slice(1));o++){let s=r.slice(i,t).map(u=>rr(u,o));e.push(...Je(s))}}return e}function rr(r,e){return r.replace(/(\\d+)#(-?\\d+)((?:#-?\\d+)*)/g,(t,n,i,o)=>\`\${Number(n)+e*Number(i)}\${o}\`)}function nr({buffers:r,shards:e},[t,n,i],o){let s=Math.ceil((n+i)/256)*256,u=(e[t-r.length]?.bytes??0)-s;return o>u?[t+1,0,o]:[t,s,o]}function or(r){let{kernels:e,launches:t,places:n,steps:i,...o}=r,s=[],u=new Map,a=[r.buffers.length,0,0],d=i.map(([c=0,...f])=>{let[l=0,p=1,g=1,h=1,w=0,...A]=t[c]??[],y=A.map((b,S)=>{let U=f[S]??0,[O=0,x=0]=U===0?a=nr(r,a,b):n[U-1]??[],v=\`\${O} \${x} \${b}\`,k=u.get(v)??s.push([O,x,b])-1;return u.set(v,k),k});return[l,p,g,h,w,...y]});return{...o,kernels:Ve(e),bindings:s,dispatches:d}}var V=new DataView(new ArrayBuffer(8)),ir=.6931471803691238,sr=19082149292705877e-26,ar=12;function J(r){V.setFloat64(0,r);let e=V.getUint32(0),t=(e>>>20)-1023;V.setUint32(0,e&1048575|1072693248);let n=V.getFloat64(0);n>Math.SQRT2&&(n=n/2,t=t+1);let i=(n-1)/(n+1),o=i*i,s=0;for(let u=ar;u>=1;u--)s=(s+1/(2*u+1))*o;return t*ir+(2*i+(2*i*s+t*sr))}var ur=9,dr=Math.PI/2;function Xe(r){let e=Math.floor(r*4+.5),t=(r*4-e)*dr,n=t*t,i=1,o=1;for(let s=ur;s>=1;s--)i=1-n/(2*s*(2*s+1))*i,o=1-n/(2*s*(2*s-1))*o;switch(i=t*i,e%4){case 0:return[i,o];case 1:return[o,-i];case 2:return[-i,-o];default:return[-o,i]}}var G=624,cr=397,X=class{#e=new Uint32Array(G);#t=G;constructor(e){this.#e[0]=e;for(let t=1;t<G;t++){let n=this.#e[t-1]??0;this.#e[t]=Math.imul(1812433253,n^n>>>30)+t}}word(){this.#t===G&&this.#r();let e=this.#e[this.#t++]??0;return e^=e>>>11,e^=e<<7&2636928640,e^=e<<15&4022730752,(e^e>>>18)>>>0}#r(){let e=this.#e;for(let t=0;t<G;t++){let n=(e[t]??0)&2147483648|(e[(t+1)%G]??0)&2147483647,i=e[(t+cr)%G]??0;e[t]=i^n>>>1^((n&1)===0?0:2567483615)}this.#t=0}},F=16;function Qe(r,e){let t=new Float32Array(e),n=(i,o)=>{for(let s=i;s<o;s++)t[s]=(r.word()&16777215)/2**24};n(0,e);for(let i=0;i+F<=e;i+=F)Ze(t,i);return e%F!==0&&e>F&&(n(e-F,e),Ze(t,e-F)),t}function Ze(r,e){for(let t=e;t<e+F/2;t++){let n=Math.sqrt(-2*J(1-(r[t]??0))),[i,o]=Xe(r[t+F/2]??0);r[t]=n*o,r[t+F/2]=n*i}}var et=[3528531795,3449720151],tt=[2654435769,3144134277],fr=10;function nt(r,e){let[t,n,i,o]=r,[s,u]=e;for(let a=0;a<fr;a++){let[d,c]=rt(et[0],t),[f,l]=rt(et[1],i);[t,n,i,o]=[(f^n^s)>>>0,l,(d^o^u)>>>0,c],s=s+tt[0]>>>0,u=u+tt[1]>>>0}return[t,n,i,o]}function rt(r,e){let t=Math.imul(r,e)>>>0,[n,i]=[r&65535,r>>>16],[o,s]=[e&65535,e>>>16],u=i*o+Math.floor(n*o/2**16),a=n*s+u%2**16;return[i*s+Math.floor(u/2**16)+Math.floor(a/2**16)>>>0,t]}var lr=[3.3871328727963665,133.14166789178438,1971.5909503065513,13731.69376550946,45921.95393154987,67265.7709270087,33430.57558358813,2509.0809287301227],pr=[1,42.31333070160091,687.1870074920579,5394.196021424751,21213.794301586597,39307.89580009271,28729.085735721943,5226.495278852854],mr=[1.4234371107496835,4.630337846156546,5.769497221460691,3.6478483247632045,1.2704582524523684,.2417807251774506,.022723844989269184,.0007745450142783414],hr=[1,2.053191626637759,1.6763848301838038,.6897673349851,.14810397642748008,.015198666563616457,.0005475938084995345,10507500716444169e-25],yr=[6.657904643501103,5.463784911164114,1.7848265399172913,.29656057182850487,.026532189526576124,.0012426609473880784,27115555687434876e-21,20103343992922881e-23],gr=[1,.599832206555888,.1369298809227358,.014875361290850615,.0007868691311456133,18463183175100548e-21,1421511758316446e-22,20442631033899397e-31];function br(r){let e=r-.5;if(Math.abs(e)<=.425)return e*le(lr,pr,.180625-e*e);let t=Math.sqrt(-J(e<0?r:1-r)),n=t<=5?le(mr,hr,t-1.6):le(yr,gr,t-5);return e<0?-n:n}function le(r,e,t){return ot(r,t)/ot(e,t)}function ot(r,e){let t=0;for(let n=r.length-1;n>=0;n--)t=t*e+(r[n]??0);return t}var pe=2**32;function Z(r,e,t){let n=new Float32Array(t),i=[r%pe,Math.floor(r/pe)];for(let o=0;4*o<t;o++){let s=nt([o,e,0,0],i);for(let[u,a]of s.entries())4*o+u<t&&(n[4*o+u]=br((a+.5)/pe))}return n}var wr=2**32-1;function it(r,e,t){if(r==="torch"){let n=new X(e),i=()=>Qe(n,t);return{first:i,afterStep:i,ofEncoder:i}}return{first:()=>Z(e,0,t),afterStep:n=>Z(e,n+1,t),ofEncoder:()=>Z(e,wr,t)}}function Q(r,e,t){let n=e*t,i=new Uint8ClampedArray(4*n).fill(255);for(let o=0;o<n;o++)for(let s=0;s<3;s++)i[4*o+s]=(r[s*n+o]??0)*127.5+127.5;return{width:e,height:t,pixels:i}}function st({width:r,height:e,pixels:t}){let n=r*e,i=new Float32Array(3*n);for(let o=0;o<n;o++)for(let s=0;s<3;s++)i[s*n+o]=(t[4*o+s]??0)/127.5-1;return i}function at(r,{latent:{channels:e,height:t,width:n},preview:i}){if(i===void 0)throw new m("input",'the pipeline has no fast preview; ask for "decoded"');let o=t*n,s=new Float32Array(3*o);for(let u=0;u<o;u++)for(let a=0;a<3;a++){let d=i.bias[a]??0;for(let c=0;c<e;c++)d+=(r[c*o+u]??0)*(i.factors[c]?.[a]??0);s[a*o+u]=2*d-1}return Q(s,n,t)}var me=1e3,ut=["none","fast","decoded"],dt=["philox","torch"];function ct(r,e){let t=[],n=(y,b)=>{y||t.push(b)},{latent:i,scale:o,steps:s}=e,[u,a]=[i.width*o,i.height*o],{prompt:d,negativePrompt:c="",steps:f=s.usual,guidance:l=e.guidance,seed:p=Ar(),strength:g=.8,image:h,preview:w="none",random:A="philox"}=r;n(typeof d=="string","prompt must be a text"),n(typeof c=="string","negativePrompt must be a text"),n(s.counts.includes(f),\`steps is \${String(f)}; it can be \${Pr(s.counts)}\`),n(Number.isFinite(l)&&Math.abs(l)<=me,\`guidance is \${String(l)}; it can be a number from -\${me} to \${me}\`),n(Number.isSafeInteger(p)&&p>=0,\`seed is \${String(p)}; it can be a whole number from 0 to \${Number.MAX_SAFE_INTEGER}\`),n(g>=0&&g<=1,\`strength is \${String(g)}; it can be a number from 0 to 1\`);for(let[y,b,S]of[["width",r.width??u,u],["height",r.height??a,a]])n(b===S,\`\${y} is \${String(b)}; this pipeline was compiled for \${S}\`);if(n(ut.includes(w),\`preview can be \${ut.join(", ")}\`),n(w!=="fast"||e.preview!==void 0,'this pipeline has no fast preview; ask for "decoded"'),n(dt.includes(A),\`random can be \${dt.join(", ")}\`),h!==void 0&&(n(e.encoder!==void 0,"an image needs a pipeline that was compiled with vae_encoder"),n(h.width===u&&h.height===a,\`the image is \${h.width}x\${h.height}; this pipeline takes \${u}x\${a}\`),n(h.pixels?.length===4*h.width*h.height,"the image needs four bytes for each pixel")),t.length>0)throw new m("input",t.join("; "));return{prompt:d,negativePrompt:c,steps:f,guidance:Math.fround(l),seed:p,image:h,strength:g,preview:w,random:A}}function Pr(r){let e=r.toSorted((i,o)=>i-o),[t=0,n=0]=[e[0],e.at(-1)];return e.length===n-t+1?\`\${t} to \${n}\`:e.join(", ")}function Ar(){return Math.floor(Math.random()*2**32)}var ft=11;function lt(r,e,t){let n=e.indexOf(t),i=e.slice(0,Math.max(n,0)).reduce((u,a)=>u+a,0),o=4*ft*(i+t);if(n<0||r.byteLength<o)throw new m("weights","the table of steps is cut off, or is not the one that was compiled");let s=new DataView(r.buffer,r.byteOffset,r.byteLength);return Array.from({length:t},(u,a)=>{let d=c=>s.getFloat32(4*(ft*(i+a)+c),!0);return{timestep:d(0),inputScale:d(1),cleanLatent:d(2),cleanOutput:d(3),latent:d(4),denoised:d(5),earlier:d(6),output:d(7),noise:d(8),startLatent:d(9),startNoise:d(10)}})}function he(r,e){if(e>=r)return[0];let t=Math.max(1,Math.floor(e/2)),n=Math.ceil((r-e)/t)+1;return Array.from({length:n},(i,o)=>Math.min(o*t,r-e))}function mt(r,e,t,n,i){let o=new Float32Array(e*i.height*i.width);for(let s=0;s<e*i.height;s++){let u=Math.floor(s/i.height),a=i.top+s%i.height,d=(u*t+a)*n+i.left;o.set(r.subarray(d,d+i.width),s*i.width)}return o}var ee=class{#e;#t;#r;#n;#o;constructor(e,t,n){this.#r=e,this.#n=t,this.#o=n,this.#e=new Float32Array(e*t*n),this.#t=new Float32Array(t*n)}add(e,{top:t,left:n,height:i,width:o}){for(let s=0;s<i;s++)for(let u=0;u<o;u++){let a=pt(s,i)*pt(u,o),d=(t+s)*this.#o+n+u;this.#t[d]=(this.#t[d]??0)+a;for(let c=0;c<this.#r;c++){let f=c*this.#n*this.#o+d,l=e[(c*i+s)*o+u]??0;this.#e[f]=(this.#e[f]??0)+a*l}}}finish(){let{length:e}=this.#t;return this.#e.map((t,n)=>t/(this.#t[n%e]??1))}};function pt(r,e){return Math.min(r+.5,e-r-.5)/(e/2)}var{fround:te}=Math;function ye(r,e){return r.map(t=>t*e)}function B(r,e,t,n){return r.map((i,o)=>te(i*e)+te((t[o]??0)*n))}function ge(r,e,t){return r.map((n,i)=>n+te(t*te((e[i]??0)-n)))}function ht(r,e,{cleanLatent:t,cleanOutput:n},i){let o=B(r,t,e,n);return i===null?o:o.map(s=>Math.min(Math.max(s,-i),i))}function yt(r,e,t,n,i,o){let s=B(e,r.latent,n,r.denoised);return r.earlier!==0&&i!==void 0&&(s=B(s,1,i,r.earlier)),r.output!==0&&(s=B(s,1,t,r.output)),r.noise!==0&&o!==void 0&&(s=B(s,1,o,r.noise)),s}var oe=class{description;#e;#t;#r;constructor(e,t,n,i){this.description=e,this.#e=t,this.#t=n,this.#r=i}async generate(e){let{signal:t}=e,n=ct(e,this.description);P(t);let i=wt(),o=await this.#o(n,t),s=i(),{counts:u}=this.description.steps,a=lt(this.#t,u,n.steps),d=await this.#i(n,a,o,e);i();let c=await this.#c(d.latents,t),{width:f,height:l}=this.#n();return{...Q(c,f,l),seed:n.seed,steps:n.steps,guidance:n.guidance,droppedTokens:o.dropped,milliseconds:{text:s,steps:d.milliseconds,decoder:i()}}}#n(){let{latent:e,scale:t}=this.description;return{width:e.width*t,height:e.height*t}}async#o(e,t){let{ids:n,states:i}=this.description.text,o=this.#e.encode(e.prompt),u=e.guidance!==1?this.#e.encode(e.negativePrompt):void 0;return this.#r("textEncoder",t,async a=>{let d=async c=>ne(await re(a,{[n.name]:bt(n,[...c])},t),i);return{told:await d(o.ids),without:u&&await d(u.ids),dropped:o.dropped}})}async#i(e,t,n,{onStep:i,signal:o}){let{latent:s,steps:u}=this.description,a=s.channels*s.height*s.width,d=it(e.random,e.seed,a),c=[],f=e.image===void 0?0:t.length-Sr(e,t.length),l=await this.#s(e,t[f],d,o);return await this.#r("unet",o,async p=>{let g;for(let[h,w]of t.entries()){if(h<f)continue;P(o);let A=wt(),y=await this.#u(p,l,w,n,e.guidance,o),b=ht(l,y,w,u.clip),S=w.noise===0?void 0:d.afterStep(h);l=yt(w,l,y,b,g,S),g=b,c.push(A());let U=i&&await this.#d(e,b,o);await i?.({step:h+1-f,steps:t.length-f,latents:l,milliseconds:c.at(-1)??0,...U===void 0?{}:{preview:U}})}}),{latents:l,milliseconds:c}}async#s({image:e,steps:t},n,i,o){let{counts:s,initialNoise:u}=this.description.steps;if(e===void 0)return ye(i.first(),Math.fround(u[s.indexOf(t)]??1));let a=await this.#a(e,i,o);return n===void 0?a:B(a,n.startLatent,i.first(),n.startNoise)}async#a(e,t,n){let{encoder:i,scalingFactor:o,shiftFactor:s}=this.description;if(i===void 0)throw new m("input","the pipeline has no encoder");let u=await this.#r("encoder",n,async c=>ne(await re(c,{[i.picture]:st(e)},n),i.latent)),a=u.length/2;return(i.isDistribution?xr(u.subarray(0,a),u.subarray(a),t.ofEncoder()):u).map(c=>(c-s)*o)}async#u(e,t,n,{told:i,without:o},s,u){let{sample:a,timestep:d,states:c,output:f,batch:l}=this.description.unet,p=ye(t,n.inputScale),g=bt(d,Array(d.count).fill(n.timestep)),h=async(y,b)=>{let S={[a]:y,[d.name]:g,[c]:b};return ne(await re(e,S,u),f)},{length:w}=t;if(l===2){let y=await h(gt(p,p),gt(o??i,i)),b=y.subarray(w);return o===void 0?b.slice():ge(y.subarray(0,w),b,s)}let A=await h(p,i);return o===void 0?A:ge(await h(p,o),A,s)}async#d({preview:e},t,n){if(e==="none")return;if(e==="fast")return at(t,this.description);let{width:i,height:o}=this.#n();return Q(await this.#c(t,n),i,o)}async#c(e,t){let{decoder:n,latent:i,tile:o,scale:s,scalingFactor:u,shiftFactor:a}=this.description,d=e.map(c=>c/u+a);return this.#r("decoder",t,async c=>{let f=async w=>ne(await re(c,{[n.latent]:w},t),n.picture),{channels:l,height:p,width:g}=i;if(o.height===p&&o.width===g)return f(d);let h=new ee(3,p*s,g*s);for(let w of he(p,o.height))for(let A of he(g,o.width)){P(t);let y=await f(mt(d,l,p,g,{top:w,left:A,...o}));h.add(y,{top:w*s,left:A*s,height:o.height*s,width:o.width*s})}return h.finish()})}};function Sr({strength:r},e){return Math.min(Math.floor(e*r),e)}function xr(r,e,t){return r.map((n,i)=>{let o=Math.min(Math.max(e[i]??0,-30),20);return n+Math.exp(o/2)*(t[i]??0)})}function gt(r,e){let t=new Float32Array(r.length+e.length);return t.set(r),t.set(e,r.length),t}async function re(r,e,t){return r.run(e,t===void 0?{}:{signal:t})}function ne(r,e){let t=r[e];if(!(t instanceof Float32Array))throw new RangeError(\`no output \${e} of floats\`);return t}function bt({dtype:r},e){switch(r){case"i64":return BigInt64Array.from(e,t=>BigInt(Math.round(t)));case"i32":return Int32Array.from(e);default:return Float32Array.from(e)}}function wt(){let r=performance.now();return()=>{let e=performance.now(),t=e-r;return r=e,t}}var ie=class{#e=new Map;constructor(e){for(let t=0;t+2<e.length;t+=3){let[n=0,i=0,o=0]=e.subarray(t,t+3),s=Pt(n,i);this.#e.has(s)||this.#e.set(s,{rank:t/3,id:o})}}of(e,t){return this.#e.get(Pt(e,t))}apply(e){let t=[...e],n=t.map((a,d)=>d+1),i=t.map((a,d)=>d-1),o=new we,s=a=>{let d=n[a]??t.length;if(a<0||d>=t.length)return;let c=this.of(t[a]??0,t[d]??0);c!==void 0&&o.push({...c,at:a,right:d})};for(let a=0;a+1<t.length;a++)s(a);for(let a=o.pop();a!==void 0;a=o.pop()){let{at:d,right:c,rank:f,id:l}=a;if(n[d]!==c||this.of(t[d]??0,t[c]??0)?.rank!==f)continue;t[d]=l;let p=n[c]??t.length;n[d]=p,n[c]=-1,p<t.length&&(i[p]=d),s(i[d]??-1),s(d)}let u=[];for(let a=0;a<t.length;a=n[a]??t.length)u.push(t[a]??0);return u}};function Pt(r,e){return r*2**26+e}var we=class{#e=[];push(e){let t=this.#e,n=t.length;for(;n>0;){let i=n-1>>1,o=t[i];if(o===void 0||!be(e,o))break;t[n]=o,n=i}t[n]=e}pop(){let e=this.#e,[t]=e,n=e.pop();if(n===void 0||e.length===0)return t;let i=0;for(;;){let o=2*i+1,s=e[o],u=e[o+1];if(s!==void 0&&u!==void 0&&be(u,s)&&(s=u,o+=1),s===void 0||!be(s,n))break;e[i]=s,i=o}return e[i]=n,t}};function be(r,e){return r.rank<e.rank||r.rank===e.rank&&r.at<e.at}var Ur=["'s","'t","'re","'ve","'m","'ll","'d"];function St(r){return r.normalize("NFC").replaceAll(/\\s+/gu," ").toLowerCase()}function*xt(r){let e=0;for(;e<r.length;){let t=Ur.find(i=>r.startsWith(i,e)),n=t===void 0?kr(r,e):e+t.length;(t!==void 0||Pe(r,e)!=="space")&&(yield r.slice(e,n)),e=n}}function kr(r,e){let t=Pe(r,e),n=e+At(r,e);if(t==="digit")return n;for(;n<r.length&&Pe(r,n)===t;)n+=At(r,n);return n}function Pe(r,e){let t=String.fromCodePoint(r.codePointAt(e)??0);return/\\p{L}/u.test(t)?"letter":/\\p{N}/u.test(t)?"digit":/\\s/u.test(t)?"space":"other"}function At(r,e){return(r.codePointAt(e)??0)>65535?2:1}var Ut=65536,vr=1263490131,se=8,Ae=256,ae=class{length;#e;#t;#r;#n;#o;#i;#s;constructor(e){let t=e.byteLength>>2,n=new Uint32Array(e.slice(0,4*t).buffer),[i,o=0,s=0,u=0,a=0,d=0,c=0]=n,f=se+2*Ae;if(i!==vr||t<f+3*o)throw new m("weights","the tokenizer is cut off, or is not the one that was compiled");this.length=u,this.#e=a,this.#t=d,this.#r=c,this.#n=n.subarray(se,se+Ae),this.#o=n.subarray(se+Ae,f),this.#i=new ie(n.subarray(f,f+3*o)),this.#s=Or(e,n,f+3*o,s)}encode(e){if(e.length>Ut)throw new m("input",\`the prompt has \${e.length} characters; at most \${Ut} are read, and far fewer fit the model\`);let t=this.#a(St(e)).flatMap(o=>typeof o=="number"?[o]:[...xt(o)].flatMap(s=>this.#u(s))),n=new Int32Array(this.length).fill(this.#r),i=Math.max(this.length-2,0);return n.set([this.#e,...t.slice(0,i),this.#t].slice(0,this.length)),{ids:n,dropped:Math.max(t.length-i,0)}}#a(e){let t=[e];for(let[n,i]of this.#s)t=t.flatMap(o=>typeof o=="number"?[o]:o.split(n).flatMap((s,u)=>u===0?[s]:[i,s]));return t}#u(e){let t=new TextEncoder().encode(e),n=t.length-1,i=Array.from(t,(o,s)=>(s===n?this.#o:this.#n)[o]??0);return this.#i.apply(i)}};function Or(r,e,t,n){let i=[],o=t;for(let s=0;s<n;s++){let[u=0,a=0]=e.subarray(o,o+2);o+=2,i.push([new TextDecoder().decode(r.subarray(4*o,4*o+a)),u]),o+=Math.ceil(a/4)}return i}function xe(r){let e=new Set,t=new Map;for(let{requirements:n}of Object.values(r)){for(let i of n.requiredFeatures)e.add(i);for(let[i,o]of Object.entries(n.requiredLimits)){let s=t.get(i)??o;t.set(i,i.startsWith("min")?Math.min(s,o):Math.max(s,o))}}return{requiredFeatures:[...e],requiredLimits:Object.fromEntries(t)}}async function Rr(r,e,t,n={}){let i=new Se(await Er(r,t,n),e,n,n.device??await kt(xe(e)));try{await i.prepare(n.signal)}catch(o){throw i.dispose(),o}return i}async function Er(r,e,{signal:t}){let n=async s=>{let u=await H(s,{source:new URL(".",e),signal:t});return await(await j({shards:[s],sliceBytes:s.bytes},async()=>u))(s,0,u),u},{tokenizer:i,steps:o}=r.files;return{description:r,tokenizer:new ae(await n(i)),steps:await n(o)}}var Se=class{description;device;#e;#t;#r;#n=new Map;#o=Promise.resolve();#i=new M;#s=!1;constructor({description:e,tokenizer:t,steps:n},i,o,s){this.description=e,this.device=s,this.#t=i,this.#r=o,this.#e=new oe(e,t,n,(u,a,d)=>this.#d(u,a,d))}async prepare(e){if(this.#r.memory!=="spare")for(let t of Object.keys(this.#t))P(e),this.#n.set(t,await this.#c(t,e))}async generate(e){return this.#u(()=>this.#e.generate(e))}async reload(e){return this.#u(async()=>{this.#a(),this.device=e??await kt(xe(this.#t)),await this.prepare(void 0)})}dispose(){this.#s=!0,this.#a()}#a(){for(let e of this.#n.values())e.dispose();this.#n.clear(),this.#i=new M}async#u(e){let t=this.#o.then(async()=>{if(this.#s)throw new m("disposed","the pipeline was disposed");return e()});return this.#o=t.catch(()=>{}),t}async#d(e,t,n){let i=this.#n.get(e);if(i!==void 0)return n(i);let o=await this.#c(e,t);this.#n.set(e,o);try{return await n(o)}finally{this.#n.delete(e),o.dispose()}}async#c(e,t){let n=this.#t[e];if(n===void 0)throw new m("input",\`the pipeline has no \${e}\`);let{cache:i,weights:o,onProgress:s}=this.#r,u=o?.(e);return n.load(this.device,{store:this.#i,...i===void 0?{}:{cache:i},...u===void 0?{}:{weights:u},...t===void 0?{}:{signal:t},onProgress:a=>s?.({...a,part:e})})}};async function kt({requiredFeatures:r,requiredLimits:e}){let{gpu:t}=globalThis.navigator??{};if(t===void 0)throw new m("feature","there is no WebGPU here: use a browser that has it, over https or on localhost");let n=await t.requestAdapter({powerPreference:"high-performance"});if(!n)throw new m("feature","WebGPU is there, but it finds no GPU to use");let i=r.filter(o=>!n.features.has(o));if(i.length>0)throw new m("feature",\`the GPU lacks \${i.join(", ")}; compile the pipeline for this device\`);try{return await n.requestDevice({requiredFeatures:r,requiredLimits:e})}catch(o){throw new m("limit",\`the GPU is too small for this pipeline: \${String(o)}\`,o)}}export{m as SnapcError,M as WeightStore,q as infoOf,Rr as loadPipeline,tr as loadProgram,xe as mergedRequirements,or as unpackProgram};
`,
  'pictures.d.ts': `/** The runtime of pipelines and of the models in them, as one file. */
export * from './index.js';
export * from './pictures/index.js';
`,
  'pictures/description.d.ts': `/** What the compiler tells the runtime of a pipeline: names, sizes and defaults, as data in the emitted module. */
export interface PipelineDescription {
    readonly name: string;
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
export type { PipelineDescription } from './description.js';
export { SnapcError } from '../errors.js';
export type { SnapcErrorCode } from '../errors.js';
export { loadPipeline, mergedRequirements } from './load.js';
export type { PartModule, PartProgress, Pipeline, PipelineOptions, Requirements } from './load.js';
export type { Generated, PartModel, PartName } from './pipeline.js';
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
import type { Generated, PartModel, PartName } from './pipeline.js';
import type { GenerateOptions } from './request.js';
export interface Requirements {
    readonly requiredFeatures: GPUFeatureName[];
    readonly requiredLimits: Record<string, number>;
}
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
     * \`keep\` loads all models once. \`spare\` has one of them in memory at a time: it is read again whenever it is used,
     * from the cache if there is one.
     */
    readonly memory?: 'keep' | 'spare';
    /** Is asked before weights are downloaded, and gets what is; \`openWeightCache\` of cache.js makes one for pages. */
    readonly cache?: WeightCache;
    /** The address of the folder of a part's weights, or a function that reads them; beside its module when absent. */
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
/** What a device needs for all parts. */
export declare function mergedRequirements(modules: Modules): Requirements;
export declare function loadPipeline(description: PipelineDescription, modules: Modules, home: string, options?: PipelineOptions): Promise<Pipeline>;
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
  'pictures/pipeline.d.ts': `/** From words to a picture: text encoder, a loop of the UNet, decoder; one class for all pipelines that the compiler emits. */
import type { RunOptions } from '../api.js';
import type { TensorInfo } from '../interface.js';
import type { PipelineDescription } from './description.js';
import type { Picture } from './picture.js';
import type { GenerateOptions } from './request.js';
import type { Tokenizer } from './tokenizer.js';
/** A loaded part. */
export interface PartModel {
    readonly inputs: readonly TensorInfo[];
    run(inputs: never, options?: RunOptions): Promise<object>;
    dispose(): void;
}
export type PartName = 'textEncoder' | 'unet' | 'decoder' | 'encoder';
/** Gives a part for as long as \`use\` takes. */
export type WithPart = <T>(part: PartName, signal: AbortSignal | undefined, use: (model: PartModel) => Promise<T>) => Promise<T>;
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
export declare class Pictures {
    #private;
    readonly description: PipelineDescription;
    constructor(description: PipelineDescription, tokenizer: Tokenizer, tables: Uint8Array, withPart: WithPart);
    generate(options: GenerateOptions): Promise<Generated>;
}
`,
  'pictures/request.d.ts': `/** What a picture is asked for with, checked as a whole: every fault is told at once. */
import type { PipelineDescription } from './description.js';
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
    /** Of the picture in pixels; those that the pipeline was compiled for. */
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
    readonly image: Picture | undefined;
    readonly strength: number;
    readonly preview: 'none' | 'fast' | 'decoded';
    readonly random: RandomNumbers;
}
export declare function checkRequest(given: GenerateOptions, description: PipelineDescription): CheckedRequest;
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
/** Composed (NFC), white space as one blank, in lower case. */
export declare function normalize(text: string): string;
/** Endings, runs of letters, single digits, and runs of anything else but white space, in order. */
export declare function wordsOf(text: string): Generator<string>;
`,
};
