/** The files of the web runtime by name; kept in step with runtime/web by `npm run generate`. */

export const runtimeFiles: Readonly<Record<string, string>> = {
  'index.js': `// The runtime of snapc; its source is dist/runtime/web in the package.
var p=class extends Error{code;constructor(r,t,n){super(t,n===void 0?void 0:{cause:n}),this.name="SnapcError",this.code=r}};function b(e){if(e?.aborted===!0)throw new p("aborted","the signal was aborted",e.reason)}async function k(e,r){if(r===void 0)return e;let t,n=new Promise((i,o)=>{t=()=>{o(new p("aborted","the signal was aborted",r.reason))},r.aborted?t():r.addEventListener("abort",t,{once:!0})});try{return await Promise.race([e,n])}finally{t!==void 0&&r.removeEventListener("abort",t)}}function I({message:e}){return new p("lost",\`the device is lost: \${e||"no reason given"}\`)}async function R(e,r,t){e.pushErrorScope("validation"),t();let n=await e.popErrorScope();if(n!==null)throw new p(r,n.message)}var V={f64:["Float64Array","Float32Array"],f32:["Float32Array"],f16:["Float32Array","Float16Array","Uint16Array"],bf16:["Float32Array"],i64:["BigInt64Array","Int32Array"],i32:["Int32Array"],i16:["Int16Array"],i8:["Int8Array"],i4:["Int8Array"],u64:["BigUint64Array","Uint32Array"],u32:["Uint32Array"],u16:["Uint16Array"],u8:["Uint8Array"],u4:["Uint8Array"],bool:["Uint8Array"]};function D(e){return e.reduce((r,t)=>r*t,1)}function J(e,r){let t=m=>{throw new p("input",\`input \${JSON.stringify(e.name)} \${m}\`)},{dtype:n,shape:i,stored:o}=e,s=V[n]??[],f=xe(r);s.includes(f)||t(\`must be a \${s.join(" or a ")}, not \${f}\`);let a=r,d=D(i);a.length!==d&&t(\`has \${a.length} elements; its shape [\${i.join(", ")}] has \${d}\`);let u=f==="Uint16Array"&&n==="f16";if(o==="f16")return Be(a,u||f==="Float16Array");if(o==="f32")return a instanceof Float32Array?a:Float32Array.from({length:d},u?(m,l)=>X(Number(a[l])):(m,l)=>Number(a[l]));let c=o==="i32"?new Int32Array(d):new Uint32Array(d);if(f===(o==="i32"?"Int32Array":"Uint32Array"))return a;for(let m=0;m<d;m++){let l=Number(a[m]);c[m]=n==="bool"?+(l!==0):l,n!=="bool"&&c[m]!==l&&t(\`holds \${a[m]} at \${m}; the program computes with 32-bit integers\`)}return c}function Q({dtype:e,shape:r,stored:t},n){let i=D(r),o=t==="f32"?new Float32Array(n,0,i):t==="i32"?new Int32Array(n,0,i):t==="u32"?new Uint32Array(n,0,i):Float32Array.from(new Uint16Array(n,0,i),X);switch(V[e]?.[0]){case"Float64Array":return Float64Array.from(o);case"BigInt64Array":return BigInt64Array.from({length:i},(s,f)=>BigInt(o[f]??0));case"BigUint64Array":return BigUint64Array.from({length:i},(s,f)=>BigInt(o[f]??0));case"Int16Array":return Int16Array.from(o);case"Int8Array":return Int8Array.from(o);case"Uint16Array":return Uint16Array.from(o);case"Uint8Array":return Uint8Array.from(o);default:return o}}function xe(e){return ArrayBuffer.isView(e)?Object.prototype.toString.call(e).slice(8,-1):e===null?"null":Array.isArray(e)?"an array":typeof e}function Be(e,r){if(r&&e.length%2===0)return e;let t=new Uint16Array(e.length+e.length%2);if(r)t.set(new Uint16Array(e.buffer,e.byteOffset,e.length));else for(let n=0;n<e.length;n++)t[n]=ke(Number(e[n]));return t}var j=new Float32Array(1),K=new Uint32Array(j.buffer);function ke(e){j[0]=e;let r=K[0]??0,t=r>>>16&32768,n=r&2147483647;return n>=1199570944?t|(n>2139095040?32256:31744):n<947912704?(j[0]=Math.abs(e)+.5,t|(K[0]??0)-1056964608):t|n-939524096+4095+(n>>>13&1)>>>13}function X(e){let r=e>>10&31,t=e&1023,n=r===0?t*2**-24:r===31?t===0?1/0:NaN:(1+t/1024)*2**(r-15);return e&32768?-n:n}var Oe=4,ve=8,Re=256;function F(e){let{name:r,emitted:t,dtype:n,shape:i,stored:o}=e;return{name:r,property:t,dtype:n,shape:i,stored:o,bytes:T(e)}}function T({shape:e,stored:r}){return Math.ceil(D(e)*(r==="f16"?2:4)/4)*4}function Z({inputs:e},r){let t=re("input",e,r);return e.map((n,i)=>{let o=t[i];if(G(o))return te("input",n,o,Oe,"COPY_SRC");if(Object.hasOwn(r,n.emitted))return J(n,o);throw new p("input",\`input \${JSON.stringify(n.emitted)} is missing\`)})}function ee({outputs:e},r){return r==="gpu"?e.map(()=>{}):re("output",e,r).map((t,n)=>{let i=e[n];if(!(t===void 0||i===void 0)){if(G(t))return te("output",i,t,ve,"COPY_DST");throw new p("output",\`output \${JSON.stringify(i.emitted)} needs a GPUBuffer\`)}})}function re(e,r,t){if(typeof t!="object"||t===null){let i=e==="input"?"typed array or GPUBuffer":"GPUBuffer";throw new p(e,\`the \${e}s are an object with a \${i} for each \${e}\`)}for(let i of Object.keys(t))if(r.every(({emitted:o})=>o!==i)){let o=r.map(({emitted:s})=>s).join(", ");throw new p(e,\`there is no \${e} \${JSON.stringify(i)}, only: \${o}\`)}let n=t;return r.map(({emitted:i})=>Object.hasOwn(t,i)?n[i]:void 0)}function G(e){return typeof e=="object"&&e!==null&&"usage"in e&&"mapState"in e}function te(e,r,t,n,i){let{name:o,shape:s,stored:f}=r,a=T(r),{size:d}=t,u=d<a||d>=a+Re?\`has \${d} bytes; its shape [\${s.join(", ")}] takes \${a} as \${f}\`:(t.usage&n)===0?\`lacks the usage \${i}\`:void 0;if(u===void 0)return t;throw new p(e,\`the GPUBuffer of \${e} \${JSON.stringify(o)} \${u}\`)}function ne(e,r){let t=new Uint32Array(r.length*256/4);r.forEach((i,o)=>t.set(i,o*256/4));let n=e.createBuffer({size:t.byteLength,usage:72});return e.queue.writeBuffer(n,0,t),n}function oe(e,r){return e===void 0||r===0?[]:[{buffer:e,offset:(r-1)*256,size:256}]}async function L(e,r,t){let n=[],i=e.entries(),o=async()=>{for(let[s,f]of i)n[s]=await t(f,s)};return await Promise.all(Array.from({length:r},o)),n}var Te=4,Ee=4;async function ie(e,r,t,n,i,o=[]){let{dispatches:s,bindings:f,kernels:a}=r,d=t[r.buffers.length+r.shards.length],u=([,,,,h=0,...w])=>[...w.map(x=>{let[S=0,B=0,P=0]=f[x]??[];return{type:S<r.buffers.length?"storage":"read-only-storage",resource:{buffer:z(t,S),offset:B,size:P}}}),...oe(d,h).map(x=>({type:"uniform",resource:x}))],c=new Map,m=h=>{let w=h.map(({type:P})=>P).join(),x=c.get(w);if(x!==void 0)return x;let S=h.map(({type:P},U)=>({binding:U,visibility:Te,buffer:{type:P}})),B=e.createBindGroupLayout({entries:S});return c.set(w,B),B},l=new Map;for(let h of s){let[w=0]=h;l.has(w)||l.set(w,m(u(h)))}let g=[...l].filter(([h])=>o[h]===void 0),y=l.size-g.length;await L(g,Ee,async([h,w])=>{b(n),o[h]=await Ge(e,z(a,h),w),b(n),i(++y,l.size)});let O=new Map,v=[];return await R(e,"shader",()=>{v=s.map(h=>{let[w=0,x=1,S=1,B=1,...P]=h,U=u(h),A=P.join(),E=O.get(A)??e.createBindGroup({layout:m(U),entries:U.map(({resource:M},Ue)=>({binding:Ue,resource:M}))});return O.set(A,E),{pipeline:z(o,w),group:E,workgroups:[x,S,B]}})}),v}async function Ge(e,r,t){let n=e.createShaderModule({code:r}),i=e.createPipelineLayout({bindGroupLayouts:[t]});try{return await e.createComputePipelineAsync({layout:i,compute:{module:n,entryPoint:"main"}})}catch(o){let{messages:s}=await n.getCompilationInfo(),f=s.map(({lineNum:d,message:u})=>\`line \${d}: \${u}\`),a=o instanceof Error?o.message:String(o);throw new p("shader",\`the device refuses a shader: \${[...f,a].join(\`
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
var m=class extends Error{code;constructor(e,t,n){super(t,n===void 0?void 0:{cause:n}),this.name="SnapcError",this.code=e}};function P(r){if(r?.aborted===!0)throw new m("aborted","the signal was aborted",r.reason)}async function R(r,e){if(e===void 0)return r;let t,n=new Promise((o,i)=>{t=()=>{i(new m("aborted","the signal was aborted",e.reason))},e.aborted?t():e.addEventListener("abort",t,{once:!0})});try{return await Promise.race([r,n])}finally{t!==void 0&&e.removeEventListener("abort",t)}}function L({message:r}){return new m("lost",\`the device is lost: \${r||"no reason given"}\`)}async function T(r,e,t){r.pushErrorScope("validation"),t();let n=await r.popErrorScope();if(n!==null)throw new m(e,n.message)}var Oe={f64:["Float64Array","Float32Array"],f32:["Float32Array"],f16:["Float32Array","Float16Array","Uint16Array"],bf16:["Float32Array"],i64:["BigInt64Array","Int32Array"],i32:["Int32Array"],i16:["Int16Array"],i8:["Int8Array"],i4:["Int8Array"],u64:["BigUint64Array","Uint32Array"],u32:["Uint32Array"],u16:["Uint16Array"],u8:["Uint8Array"],u4:["Uint8Array"],bool:["Uint8Array"]};function q(r){return r.reduce((e,t)=>e*t,1)}function Re(r,e){let t=l=>{throw new m("input",\`input \${JSON.stringify(r.name)} \${l}\`)},{dtype:n,shape:o,stored:i}=r,s=Oe[n]??[],a=Et(e);s.includes(a)||t(\`must be a \${s.join(" or a ")}, not \${a}\`);let u=e,d=q(o);u.length!==d&&t(\`has \${u.length} elements; its shape [\${o.join(", ")}] has \${d}\`);let c=a==="Uint16Array"&&n==="f16";if(i==="f16")return Mt(u,c||a==="Float16Array");if(i==="f32")return u instanceof Float32Array?u:Float32Array.from({length:d},c?(l,p)=>Ee(Number(u[p])):(l,p)=>Number(u[p]));let f=i==="i32"?new Int32Array(d):new Uint32Array(d);if(a===(i==="i32"?"Int32Array":"Uint32Array"))return u;for(let l=0;l<d;l++){let p=Number(u[l]);f[l]=n==="bool"?+(p!==0):p,n!=="bool"&&f[l]!==p&&t(\`holds \${u[l]} at \${l}; the program computes with 32-bit integers\`)}return f}function Te({dtype:r,shape:e,stored:t},n){let o=q(e),i=t==="f32"?new Float32Array(n,0,o):t==="i32"?new Int32Array(n,0,o):t==="u32"?new Uint32Array(n,0,o):Float32Array.from(new Uint16Array(n,0,o),Ee);switch(Oe[r]?.[0]){case"Float64Array":return Float64Array.from(i);case"BigInt64Array":return BigInt64Array.from({length:o},(s,a)=>BigInt(i[a]??0));case"BigUint64Array":return BigUint64Array.from({length:o},(s,a)=>BigInt(i[a]??0));case"Int16Array":return Int16Array.from(i);case"Int8Array":return Int8Array.from(i);case"Uint16Array":return Uint16Array.from(i);case"Uint8Array":return Uint8Array.from(i);default:return i}}function Et(r){return ArrayBuffer.isView(r)?Object.prototype.toString.call(r).slice(8,-1):r===null?"null":Array.isArray(r)?"an array":typeof r}function Mt(r,e){if(e&&r.length%2===0)return r;let t=new Uint16Array(r.length+r.length%2);if(e)t.set(new Uint16Array(r.buffer,r.byteOffset,r.length));else for(let n=0;n<r.length;n++)t[n]=Ft(Number(r[n]));return t}var de=new Float32Array(1),ve=new Uint32Array(de.buffer);function Ft(r){de[0]=r;let e=ve[0]??0,t=e>>>16&32768,n=e&2147483647;return n>=1199570944?t|(n>2139095040?32256:31744):n<947912704?(de[0]=Math.abs(r)+.5,t|(ve[0]??0)-1056964608):t|n-939524096+4095+(n>>>13&1)>>>13}function Ee(r){let e=r>>10&31,t=r&1023,n=e===0?t*2**-24:e===31?t===0?1/0:NaN:(1+t/1024)*2**(e-15);return r&32768?-n:n}var Gt=4,Bt=8,Dt=256;function _(r){let{name:e,emitted:t,dtype:n,shape:o,stored:i}=r;return{name:e,property:t,dtype:n,shape:o,stored:i,bytes:E(r)}}function E({shape:r,stored:e}){return Math.ceil(q(r)*(e==="f16"?2:4)/4)*4}function Me({inputs:r},e){let t=Ge("input",r,e);return r.map((n,o)=>{let i=t[o];if(W(i))return Be("input",n,i,Gt,"COPY_SRC");if(Object.hasOwn(e,n.emitted))return Re(n,i);throw new m("input",\`input \${JSON.stringify(n.emitted)} is missing\`)})}function Fe({outputs:r},e){return e==="gpu"?r.map(()=>{}):Ge("output",r,e).map((t,n)=>{let o=r[n];if(!(t===void 0||o===void 0)){if(W(t))return Be("output",o,t,Bt,"COPY_DST");throw new m("output",\`output \${JSON.stringify(o.emitted)} needs a GPUBuffer\`)}})}function Ge(r,e,t){if(typeof t!="object"||t===null){let o=r==="input"?"typed array or GPUBuffer":"GPUBuffer";throw new m(r,\`the \${r}s are an object with a \${o} for each \${r}\`)}for(let o of Object.keys(t))if(e.every(({emitted:i})=>i!==o)){let i=e.map(({emitted:s})=>s).join(", ");throw new m(r,\`there is no \${r} \${JSON.stringify(o)}, only: \${i}\`)}let n=t;return e.map(({emitted:o})=>Object.hasOwn(t,o)?n[o]:void 0)}function W(r){return typeof r=="object"&&r!==null&&"usage"in r&&"mapState"in r}function Be(r,e,t,n,o){let{name:i,shape:s,stored:a}=e,u=E(e),{size:d}=t,c=d<u||d>=u+Dt?\`has \${d} bytes; its shape [\${s.join(", ")}] takes \${u} as \${a}\`:(t.usage&n)===0?\`lacks the usage \${o}\`:void 0;if(c===void 0)return t;throw new m(r,\`the GPUBuffer of \${r} \${JSON.stringify(i)} \${c}\`)}function De(r,e){let t=new Uint32Array(e.length*256/4);e.forEach((o,i)=>t.set(o,i*256/4));let n=r.createBuffer({size:t.byteLength,usage:72});return r.queue.writeBuffer(n,0,t),n}function $e(r,e){return r===void 0||e===0?[]:[{buffer:r,offset:(e-1)*256,size:256}]}async function j(r,e,t){let n=[],o=r.entries(),i=async()=>{for(let[s,a]of o)n[s]=await t(a,s)};return await Promise.all(Array.from({length:e},i)),n}var $t=4,Wt=4;async function We(r,e,t,n,o,i=[]){let{dispatches:s,bindings:a,kernels:u}=e,d=t[e.buffers.length+e.shards.length],c=([,,,,y=0,...b])=>[...b.map(w=>{let[U=0,k=0,x=0]=a[w]??[];return{type:U<e.buffers.length?"storage":"read-only-storage",resource:{buffer:ce(t,U),offset:k,size:x}}}),...$e(d,y).map(w=>({type:"uniform",resource:w}))],f=new Map,l=y=>{let b=y.map(({type:x})=>x).join(),w=f.get(b);if(w!==void 0)return w;let U=y.map(({type:x},O)=>({binding:O,visibility:$t,buffer:{type:x}})),k=r.createBindGroupLayout({entries:U});return f.set(b,k),k},p=new Map;for(let y of s){let[b=0]=y;p.has(b)||p.set(b,l(c(y)))}let g=[...p].filter(([y])=>i[y]===void 0),h=p.size-g.length;await j(g,Wt,async([y,b])=>{P(n),i[y]=await Ct(r,ce(u,y),b),P(n),o(++h,p.size)});let A=new Map,S=[];return await T(r,"shader",()=>{S=s.map(y=>{let[b=0,w=1,U=1,k=1,...x]=y,O=c(y),v=x.join(),$=A.get(v)??r.createBindGroup({layout:l(O),entries:O.map(({resource:I},Tt)=>({binding:Tt,resource:I}))});return A.set(v,$),{pipeline:ce(i,b),group:$,workgroups:[w,U,k]}})}),S}async function Ct(r,e,t){let n=r.createShaderModule({code:e}),o=r.createPipelineLayout({bindGroupLayouts:[t]});try{return await r.createComputePipelineAsync({layout:o,compute:{module:n,entryPoint:"main"}})}catch(i){let{messages:s}=await n.getCompilationInfo(),a=s.map(({lineNum:d,message:c})=>\`line \${d}: \${c}\`),u=i instanceof Error?i.message:String(i);throw new m("shader",\`the device refuses a shader: \${[...a,u].join(\`
\`)}\`,i)}}function ce(r,e){let t=r[e];if(t===void 0)throw new RangeError(\`the program's tables have no entry \${e}\`);return t}var Ce=32;async function z({shards:r,sliceBytes:e,sliceHashes:t},n){let o=globalThis.crypto?.subtle;if(o===void 0)return async()=>{};let i=async d=>Ne(new Uint8Array(await o.digest("SHA-256",d))),s=t&&await n(t);if(t!==void 0&&s!==void 0&&await i(s)!==t.sha256)throw C(t,"it differs");let a=new Map,u=0;for(let d of r)a.set(d,u),u+=Math.ceil(d.bytes/e);return async(d,c,f)=>{let l=((a.get(d)??0)+c/e)*Ce,p=s===void 0?d.sha256:Ne(s.subarray(l,l+Ce));if(await i(f)!==p)throw C(d,\`bytes \${c} to \${c+f.length} differ\`)}}function Ne(r){return Array.from(r,e=>e.toString(16).padStart(2,"0")).join("")}function C({file:r},e){return new m("weights",\`\${r} is not the file that was compiled: \${e}\`)}function Ie(r,e){return C(r,\`it ends after \${e} of \${r.bytes} bytes\`)}var Le=4;async function*qe(r,{file:e,bytes:t},n,o){let i=n;for(let s=1;i<t;s++){let a=i;try{let u=await fetch(r,{...o===void 0?{}:{signal:o},...i===0?{}:{headers:{range:\`bytes=\${i}-\`}}});if(u.status===416)return;if(!u.ok)throw new H(u.status);let d=u.status===206?0:i,c=u.body?.getReader();try{for(;;){let f=await c?.read();if(f?.value===void 0)break;let{value:l}=f,p=l.subarray(Math.min(d,l.length));d-=l.length-p.length,i+=p.length,p.length>0&&(yield p)}}finally{c?.cancel().catch(()=>{})}if(i<t&&(i===a||s===Le))return}catch(u){if(P(o),u instanceof m)throw u;let d=u instanceof H&&u.status<500&&u.status!==429;if(i>a&&(s=1),d||s>=Le){let f=u instanceof Error?u.message:String(u);throw new m("weights",\`\${e}: \${f} (\${r.origin}\${r.pathname})\`,u)}let c=new Promise(f=>setTimeout(f,250*2**s));await R(c,o)}}}var H=class extends Error{status;constructor(e){super(\`the server answers \${e}\`),this.status=e}};var N=class{#e;#t;#r;#n=0;#o=new Uint8Array;constructor(e,t){this.#e=e,this.#t=t}async read(e,t){(this.#r===void 0||this.#n!==e)&&(this.close(),this.#r=this.#t(e),this.#n=e);for(let n=0;n<t.length;){if(!await this.#i())throw Ie(this.#e,this.#n);let o=this.#o.subarray(0,t.length-n);t.set(o,n),n+=o.length,this.#n+=o.length,this.#o=this.#o.subarray(o.length)}}async end(){if(this.#r!==void 0&&this.#n===this.#e.bytes&&await this.#i())throw C(this.#e,"it is longer")}close(){this.#r?.return?.().catch(()=>{}),this.#r=void 0,this.#o=new Uint8Array}async#i(){for(;this.#o.length===0;){let e=await this.#r?.next().catch(je(this.#e));if(e===void 0||e.done===!0)return!1;this.#o=e.value}return!0}};function _e(r,e,t){return{read:async(n,o)=>{let{length:i}=o;P(t);let a=await R(r(e.file,n,i,t),t).catch(je(e));if(a.length!==i){let u=\`the reader gave \${a.length} of \${i} bytes at \${n}\`;throw new m("weights",\`\${e.file}: \${u}\`)}o.set(a)},end:async()=>{},close:()=>{}}}function je({file:r}){return e=>{throw e instanceof m?e:new m("weights",\`\${r}: \${String(e)}\`,e)}}async function Y(r,e){let t=new Uint8Array(r.bytes),n=await fe(r,e);try{await n.read(0,t),await n.end()}finally{n.close()}return t}async function fe(r,{source:e,signal:t}){if(typeof e=="function")return _e(e,r,t);let n=Nt(e,r.file);if(n.protocol!=="file:")return new N(r,i=>qe(n,r,i,t));let{readFile:o}=await import("./files.js");return new N(r,i=>o(n,i))}function Nt(r,e){let t=new URL(r,It());return t.pathname+=(t.pathname.endsWith("/")?"":"/")+e,t}function It(){if(typeof location=="object")return location.href;let{process:r}=globalThis;return\`file://\${r?.cwd()??""}/\`}var Lt=3;async function ze(r,e,t,n){let{shards:o}=e,i=o.reduce((c,{bytes:f})=>c+f,0),s=0,a=c=>{s+=c,n.onBytes(s,i)},u,d=async(...c)=>{n.verify&&(u??=z(e,f=>Y(f,n)),await(await u)(...c))};await j(o,Lt,async(c,f)=>{let l=t[f];if(l===void 0)return;let p=0;await l.fill(async()=>{for await(let{offset:g,slice:h}of qt(c,e.sliceBytes,d,n))P(n.signal),r.queue.writeBuffer(l.buffer,g,h),await R(r.queue.onSubmittedWorkDone(),n.signal),p+=h.length,a(h.length)}),p<c.bytes&&a(c.bytes-p)})}async function*qt(r,e,t,n){let{cache:o,signal:i}=n,{bytes:s,sha256:a}=r,u=await fe(r,n),d=new Uint8Array(Math.min(e,s));try{for(let c=0;c<s;c+=e){P(i);let f=d.subarray(0,Math.min(e,s-c)),l=\`\${a}-\${c}-\${f.length}\`,p=await R(_t(o,l),i),g=p?.length===f.length&&await t(r,c,p).then(()=>!0,()=>!1);if(p!==void 0&&g){yield{offset:c,slice:p};continue}await u.read(c,f),await t(r,c,f),await o?.put(l,f).catch(()=>{}),yield{offset:c,slice:f}}await u.end()}finally{u.close()}}async function _t(r,e){return r?.get(e).catch(()=>{})}var jt=1,zt=4,He=8,Ht=128;async function Ke(r,e,t,{signal:n,onProgress:o}){let{weights:i,store:s,cache:a,verify:u,tune:d}=t;P(n),Yt(r,e);let c=[],f=[],l=()=>{for(let h of c)h.destroy();for(let h of f)h.release()},p=new AbortController,g=n===void 0?p.signal:AbortSignal.any([n,p.signal]);try{await Kt(r,()=>{let x=(v,$)=>{let I=r.createBuffer({size:v,usage:$});return c.push(I),I};for(let v of e.buffers)x(v,Ht|zt|He);for(let v of e.shards)f.push(s.hold(r,v));e.parameters!==void 0&&c.push(De(r,e.parameters));let O=e.outputs.reduce((v,$)=>v+K($),0);x(Math.max(O,16),jt|He)});let h=c.at(-1);if(h===void 0)throw new RangeError("no staging buffer");let{length:A}=e.buffers,S=[...c.slice(0,A),...f.map(({buffer:x})=>x),...c.slice(A,-1)],y=x=>(O,v)=>o?.({phase:x,done:O,total:v}),b=[],w=(x,O)=>We(r,x,S,g,O,b),U=e.variants&&d!==!1?await R((await import("./tune.js")).openTuner(r,e,t,{make:w,tell:y,signal:g}),n):void 0,[k]=await R(Promise.all([U?U.steps():w(e,y("pipelines")),ze(r,e,f,{source:i,cache:a,verify:u,signal:g,onBytes:y("weights")})]),n);return U&&(k=await R(U.settle(k),n)),await Ye(r),{device:r,program:e,buffers:S,steps:k,staging:h,tuned:U?.report??[],release:l}}catch(h){throw p.abort(h),l(),await Ye(r),h}}function K(r){return Math.ceil(E(r)/8)*8}function Yt(r,e){let{features:t,limits:n}=r;for(let u of e.features)if(!t.has(u))throw new m("feature",\`the device lacks the feature \${u}; get it by adapter.requestDevice(requirements)\`);let{subgroupSize:o}=e,i=r.adapterInfo,s=[i?.subgroupMinSize,i?.subgroupMaxSize];if(o!==void 0&&s.some(u=>u!==o))throw new m("feature",\`the program was compiled for subgroups of \${o}, the device has \${s.join(" to ")}; compile it for this device\`);let a=n;for(let[u,d]of Object.entries(e.limits)){let c=a[u]??0;if(!(u.startsWith("min")?c<=d:c>=d))throw new m("limit",\`the program needs \${u} \${d}, the device has \${c}; get it by adapter.requestDevice(requirements)\`)}}async function Ye(r){let e=await Promise.race([r.lost,Promise.resolve()]);if(e!==void 0)throw L(e)}async function Kt(r,e){r.pushErrorScope("validation"),r.pushErrorScope("out-of-memory"),e();let[t,n]=await Promise.all([r.popErrorScope(),r.popErrorScope()]);if(t!==null)throw new m("memory",\`the device has too little memory: \${t.message}\`);if(n!==null)throw new m("limit",n.message)}var Vt=1;async function Ve(r,{feeds:e,targets:t,submit:n,signal:o}){P(o);let i=Jt(r,e);return i.catch(()=>{}),await n(r,s=>t??Zt(r,s),o),await i,t===void 0?Qt(r):Xt(r,t)}async function Jt({device:r,program:e,buffers:t},n){await T(r,"input",()=>{let o;e.inputs.forEach((i,s)=>{let a=n[s],u=t[i.buffer];if(!(a===void 0||u===void 0||a===u))if(W(a))o??=r.createCommandEncoder(),o.copyBufferToBuffer(a,0,u,0,E(i));else{let{buffer:d,byteOffset:c,byteLength:f}=a;r.queue.writeBuffer(u,0,d,c,f)}}),o!==void 0&&r.queue.submit([o.finish()])})}async function Xt({device:r,program:e,buffers:t},n){let o={};return await T(r,"output",()=>{let i;e.outputs.forEach((s,a)=>{let u=t[s.buffer],d=n[a]??u;u===void 0||d===void 0||(o[s.emitted]=d,d!==u&&(i??=r.createCommandEncoder(),i.copyBufferToBuffer(u,0,d,0,E(s))))}),i!==void 0&&r.queue.submit([i.finish()])}),o}function Zt({program:r,buffers:e,staging:t},n){let o=0;for(let i of r.outputs){let s=E(i),a=e[i.buffer];a!==void 0&&s>0&&n.copyBufferToBuffer(a,0,t,o,s),o+=K(i)}}async function Qt({program:r,staging:e}){await e.mapAsync(Vt);let t={},n=0;for(let o of r.outputs){let i=E(o),s=i===0?new ArrayBuffer(0):e.getMappedRange(n,i).slice(0);t[o.emitted]=Te(o,s),n+=K(o)}return e.unmap(),t}var er=50,Je=16;function le(){let r=Je,e=Promise.resolve();return async(t,n,o)=>{let{device:i,steps:s}=t,a=e,u=0,d,c=0;do{P(o);let f=s.slice(c,c+r);c+=f.length;let l=T(i,"shader",()=>{let g=i.createCommandEncoder(),h=g.beginComputePass();for(let{pipeline:A,group:S,workgroups:y}of f)h.setPipeline(A),h.setBindGroup(0,S),h.dispatchWorkgroups(...y);h.end(),c===s.length&&n(g),i.queue.submit([g.finish()])}),p=Promise.all([l,i.queue.onSubmittedWorkDone()]);if(e=p.catch(()=>{}),d===void 0)await a,u=performance.now();else{await d.done;let g=performance.now(),h=d.count*er/Math.max(g-u,.1);r=Math.ceil(Math.max(Je,Math.min(h,r*2,s.length))),u=g}d={count:f.length,done:p},c===s.length&&await l}while(c<s.length)}}var V=class{inputs;outputs;#e;#t;#r=le();#n=Promise.resolve();#o=0;#i;constructor(e,t){this.#e=t,this.#t=e,this.inputs=e.program.inputs.map(_),this.outputs=e.program.outputs.map(_),this.#u()}get device(){return this.#t.device}get tuned(){return this.#t.tuned}get lost(){return this.device.lost}get inputBuffers(){return this.#d(this.#t.program.inputs)}get outputBuffers(){return this.#d(this.#t.program.outputs)}async run(e,t={}){let{program:n}=this.#t,o=t.outputs===void 0?void 0:Fe(n,t.outputs);return this.#s(e,o,this.#r,t)}async profile(e,t={}){let n=[],o=async(s,a,u)=>{let{timedSubmit:d}=await import("./profile.js"),c=f=>T(s.device,"shader",f);n.push(...await d(s,a,u,c))};if(!this.device.features.has("timestamp-query"))throw new m("feature","a profile needs a device that was requested with the feature timestamp-query");return{outputs:await this.#s(e,void 0,o,t),milliseconds:n}}async#s(e,t,n,{signal:o}){P(o);let i=Me(this.#t.program,e);return this.#o>0&&(i=i.map(tr)),R(this.#a(async()=>{let s=this.#t;try{return await Ve(s,{feeds:i,targets:t,submit:n,signal:o})}catch(a){throw P(o),await new Promise(u=>setTimeout(u,20)),this.#i??a}}),o)}async reload(e,t={}){let n=async()=>{let o=this.#i!==void 0;this.#t.release();let i=e??(o?await rr(this.#t.program):this.device);this.#i??=new m("lost","the model was not reloaded");let s=await this.#e(i,t);if(this.#i.code==="disposed")throw s.release(),this.#i;this.#t=s,this.#r=le(),this.#i=void 0,this.#u()};return this.#a(n,!0)}dispose(){this.#i=new m("disposed","the model was disposed"),this.#t.release()}async#a(e,t=!1){let n=async()=>{if(this.#i!==void 0&&!(t&&this.#i.code==="lost"))throw this.#i;return e()},o=this.#o===0?n():this.#n.then(n);this.#o++;let i=()=>this.#o--;return this.#n=o.then(i,i),o}#u(){let{device:e}=this.#t;e.lost.then(t=>{this.device===e&&(this.#i??=L(t))})}#d(e){return Object.fromEntries(e.flatMap(({emitted:t,buffer:n})=>{let o=this.#t.buffers[n];return o===void 0?[]:[[t,o]]}))}};function tr(r){return W(r)?r:new Uint8Array(r.buffer,r.byteOffset,r.byteLength).slice()}async function rr({features:r,limits:e}){let{gpu:t}=globalThis.navigator??{},n=await t?.requestAdapter();if(!n)throw new m("lost","no adapter is left; give reload a device");return n.requestDevice({requiredFeatures:r,requiredLimits:e})}var F=class{#e=new Map;get bytes(){let e=0;for(let t of this.#e.values())for(let{bytes:n}of t.values())e+=n;return e}hold(e,{file:t,bytes:n,sha256:o}){let i=o||t,s=this.#e.get(e)??new Map;this.#e.set(e,s);let a=s.get(i)??{buffer:e.createBuffer({size:n,usage:136}),bytes:n,users:0,full:!1,filling:void 0};s.set(i,a),a.users++;let u=!0;return{buffer:a.buffer,fill:d=>nr(a,d),release:()=>{u&&(u=!1,!(--a.users>0)&&(a.buffer.destroy(),s.get(i)===a&&s.delete(i),s.size===0&&this.#e.get(e)===s&&this.#e.delete(e)))}}}dispose(){for(let e of this.#e.values())for(let{buffer:t}of e.values())t.destroy();this.#e.clear()}};async function nr(r,e){for(;!r.full;)if(r.filling===void 0){r.filling=e();try{await r.filling,r.full=!0}finally{r.filling=void 0}}else await r.filling.catch(()=>{})}async function or(r,e,t,n={}){let o={weights:n.weights??new URL(".",t),store:n.store??new F,cache:n.cache,verify:n.verify??!0,tune:n.tune??!1,known:new Map},i=(a,u)=>Ke(a,e,o,u);return new V(await i(r,n),i)}function Xe(r){return r.flatMap(([e,...t])=>t.map(n=>{let o=n.split(" "),i=e.replace(/\\$(\\d+)/g,(s,a)=>o[Number(a)]??"");return Ze(i.split(\`
\`)).join(\`
\`)}))}function Ze(r){let e=[];for(let t=0;t<r.length;t++){let n=r[t]??"";if(!n.startsWith("#")){e.push(n);continue}let o=t+1;for(let i=1;i>0;){let s=r[++t]??"#";s.startsWith("#")&&(i+=s==="#"?-1:1)}for(let i=0;i<Number(n.slice(1));i++){let s=r.slice(o,t).map(a=>ir(a,i));e.push(...Ze(s))}}return e}function ir(r,e){return r.replace(/(\\d+)#(-?\\d+)((?:#-?\\d+)*)/g,(t,n,o,i)=>\`\${Number(n)+e*Number(o)}\${i}\`)}function sr({buffers:r,shards:e},[t,n,o],i){let s=Math.ceil((n+o)/256)*256,a=(e[t-r.length]?.bytes??0)-s;return i>a?[t+1,0,i]:[t,s,i]}function ar(r){let{kernels:e,launches:t,places:n,steps:o,...i}=r,s=[],a=new Map,u=[r.buffers.length,0,0],d=o.map(([c=0,...f])=>{let[l=0,p=1,g=1,h=1,A=0,...S]=t[c]??[],y=S.map((b,w)=>{let U=f[w]??0,[k=0,x=0]=U===0?u=sr(r,u,b):n[U-1]??[],O=\`\${k} \${x} \${b}\`,v=a.get(O)??s.push([k,x,b])-1;return a.set(O,v),v});return[l,p,g,h,A,...y]});return{...i,kernels:Xe(e),bindings:s,dispatches:d}}async function G(r,e,t,n){let i=(await r.run(e,n===void 0?{}:{signal:n}))[t];if(!(i instanceof Float32Array))throw new RangeError(\`no output \${t} of floats\`);return i}function J({dtype:r},e){switch(r){case"i64":return BigInt64Array.from(e,t=>BigInt(Math.round(t)));case"i32":return Int32Array.from(e,Math.round);default:return Float32Array.from(e)}}function pe(r,e,t){let n=e*t,o=new Uint8ClampedArray(4*n).fill(255);for(let i=0;i<n;i++)for(let s=0;s<3;s++)o[4*i+s]=(r[s*n+i]??0)*127.5+127.5;return{width:e,height:t,pixels:o}}function Qe({width:r,height:e,pixels:t}){let n=r*e,o=new Float32Array(3*n);for(let i=0;i<n;i++)for(let s=0;s<3;s++)o[s*n+i]=(t[4*i+s]??0)/127.5-1;return o}function et(r,{latent:{channels:e,height:t,width:n},preview:o}){if(o===void 0)throw new m("input",'the pipeline has no fast preview; ask for "decoded"');let i=t*n,s=new Float32Array(3*i);for(let a=0;a<i;a++)for(let u=0;u<3;u++){let d=o.bias[u]??0;for(let c=0;c<e;c++)d+=(r[c*i+a]??0)*(o.factors[c]?.[u]??0);s[u*i+a]=2*d-1}return pe(s,n,t)}function me(r,e){if(e>=r)return[0];let t=Math.max(1,Math.floor(e/2)),n=Math.ceil((r-e)/t)+1;return Array.from({length:n},(o,i)=>Math.min(i*t,r-e))}function rt(r,e,t,n,o){let i=new Float32Array(e*o.height*o.width);for(let s=0;s<e*o.height;s++){let a=Math.floor(s/o.height),u=o.top+s%o.height,d=(a*t+u)*n+o.left;i.set(r.subarray(d,d+o.width),s*o.width)}return i}var X=class{#e;#t;#r;#n;#o;constructor(e,t,n){this.#r=e,this.#n=t,this.#o=n,this.#e=new Float32Array(e*t*n),this.#t=new Float32Array(t*n)}add(e,{top:t,left:n,height:o,width:i}){for(let s=0;s<o;s++)for(let a=0;a<i;a++){let u=tt(s,o)*tt(a,i),d=(t+s)*this.#o+n+a;this.#t[d]=(this.#t[d]??0)+u;for(let c=0;c<this.#r;c++){let f=c*this.#n*this.#o+d,l=e[(c*o+s)*i+a]??0;this.#e[f]=(this.#e[f]??0)+u*l}}}finish(){let{length:e}=this.#t;return this.#e.map((t,n)=>t/(this.#t[n%e]??1))}};function tt(r,e){return Math.min(r+.5,e-r-.5)/(e/2)}async function Z(r,e,t,n){let{decoder:o,latent:i,tile:s,scale:a,scalingFactor:u,shiftFactor:d}=r,{channels:c,height:f,width:l}=i,p=t.map(h=>h/u+d),g=await e("decoder",n,async h=>{let A=y=>G(h,{[o.latent]:y},o.picture,n);if(s.height===f&&s.width===l)return A(p);let S=new X(3,f*a,l*a);for(let y of me(f,s.height))for(let b of me(l,s.width)){P(n);let w=rt(p,c,f,l,{top:y,left:b,...s});S.add(await A(w),{top:y*a,left:b*a,height:s.height*a,width:s.width*a})}return S.finish()});return pe(g,l*a,f*a)}async function nt({encoder:r,scalingFactor:e,shiftFactor:t},n,o,i,s){if(r===void 0)throw new m("input","the pipeline has no encoder");let a=await n("encoder",s,c=>G(c,{[r.picture]:Qe(o)},r.latent,s)),u=a.length/2;return(r.isDistribution?cr(a.subarray(0,u),a.subarray(u),i.ofEncoder()):a).map(c=>(c-t)*e)}var[ur,dr]=[-30,20];function cr(r,e,t){return r.map((n,o)=>{let i=Math.min(Math.max(e[o]??0,ur),dr);return n+Math.exp(i/2)*(t[o]??0)})}var Q=new DataView(new ArrayBuffer(8)),fr=.6931471803691238,lr=19082149292705877e-26,pr=12;function ee(r){Q.setFloat64(0,r);let e=Q.getUint32(0),t=(e>>>20)-1023;Q.setUint32(0,e&1048575|1072693248);let n=Q.getFloat64(0);n>Math.SQRT2&&(n=n/2,t=t+1);let o=(n-1)/(n+1),i=o*o,s=0;for(let a=pr;a>=1;a--)s=(s+1/(2*a+1))*i;return t*fr+(2*o+(2*o*s+t*lr))}var mr=9,hr=Math.PI/2;function ot(r){let e=Math.floor(r*4+.5),t=(r*4-e)*hr,n=t*t,o=1,i=1;for(let s=mr;s>=1;s--)o=1-n/(2*s*(2*s+1))*o,i=1-n/(2*s*(2*s-1))*i;switch(o=t*o,e%4){case 0:return[o,i];case 1:return[i,-o];case 2:return[-o,-i];default:return[-i,o]}}var B=624,yr=397,te=class{#e=new Uint32Array(B);#t=B;constructor(e){this.#e[0]=e;for(let t=1;t<B;t++){let n=this.#e[t-1]??0;this.#e[t]=Math.imul(1812433253,n^n>>>30)+t}}word(){this.#t===B&&this.#r();let e=this.#e[this.#t++]??0;return e^=e>>>11,e^=e<<7&2636928640,e^=e<<15&4022730752,(e^e>>>18)>>>0}#r(){let e=this.#e;for(let t=0;t<B;t++){let n=(e[t]??0)&2147483648|(e[(t+1)%B]??0)&2147483647,o=e[(t+yr)%B]??0;e[t]=o^n>>>1^((n&1)===0?0:2567483615)}this.#t=0}},M=16;function st(r,e){let t=new Float32Array(e),n=(o,i)=>{for(let s=o;s<i;s++)t[s]=(r.word()&16777215)/2**24};n(0,e);for(let o=0;o+M<=e;o+=M)it(t,o);return e%M!==0&&e>M&&(n(e-M,e),it(t,e-M)),t}function it(r,e){for(let t=e;t<e+M/2;t++){let n=Math.sqrt(-2*ee(1-(r[t]??0))),[o,i]=ot(r[t+M/2]??0);r[t]=n*i,r[t+M/2]=n*o}}var at=[3528531795,3449720151],ut=[2654435769,3144134277],gr=10;function ct(r,e){let[t,n,o,i]=r,[s,a]=e;for(let u=0;u<gr;u++){let[d,c]=dt(at[0],t),[f,l]=dt(at[1],o);[t,n,o,i]=[(f^n^s)>>>0,l,(d^i^a)>>>0,c],s=s+ut[0]>>>0,a=a+ut[1]>>>0}return[t,n,o,i]}function dt(r,e){let t=Math.imul(r,e)>>>0,[n,o]=[r&65535,r>>>16],[i,s]=[e&65535,e>>>16],a=o*i+Math.floor(n*i/2**16),u=n*s+a%2**16;return[o*s+Math.floor(a/2**16)+Math.floor(u/2**16)>>>0,t]}var br=[3.3871328727963665,133.14166789178438,1971.5909503065513,13731.69376550946,45921.95393154987,67265.7709270087,33430.57558358813,2509.0809287301227],Pr=[1,42.31333070160091,687.1870074920579,5394.196021424751,21213.794301586597,39307.89580009271,28729.085735721943,5226.495278852854],wr=[1.4234371107496835,4.630337846156546,5.769497221460691,3.6478483247632045,1.2704582524523684,.2417807251774506,.022723844989269184,.0007745450142783414],Ar=[1,2.053191626637759,1.6763848301838038,.6897673349851,.14810397642748008,.015198666563616457,.0005475938084995345,10507500716444169e-25],Sr=[6.657904643501103,5.463784911164114,1.7848265399172913,.29656057182850487,.026532189526576124,.0012426609473880784,27115555687434876e-21,20103343992922881e-23],xr=[1,.599832206555888,.1369298809227358,.014875361290850615,.0007868691311456133,18463183175100548e-21,1421511758316446e-22,20442631033899397e-31];function Ur(r){let e=r-.5;if(Math.abs(e)<=.425)return e*he(br,Pr,.180625-e*e);let t=Math.sqrt(-ee(e<0?r:1-r)),n=t<=5?he(wr,Ar,t-1.6):he(Sr,xr,t-5);return e<0?-n:n}function he(r,e,t){return ft(r,t)/ft(e,t)}function ft(r,e){let t=0;for(let n=r.length-1;n>=0;n--)t=t*e+(r[n]??0);return t}var ye=2**32;function re(r,e,t){let n=new Float32Array(t),o=[r%ye,Math.floor(r/ye)];for(let i=0;4*i<t;i++){let s=ct([i,e,0,0],o);for(let[a,u]of s.entries())4*i+a<t&&(n[4*i+a]=Ur((u+.5)/ye))}return n}var kr=2**32-1;function lt(r,e,t){if(r==="torch"){let n=new te(e),o=()=>st(n,t);return{first:o,afterStep:o,ofEncoder:o}}return{first:()=>re(e,0,t),afterStep:n=>re(e,n+1,t),ofEncoder:()=>re(e,kr,t)}}function ne(){let r=performance.now();return()=>{let e=performance.now(),t=e-r;return r=e,t}}var{fround:oe}=Math;function ge(r,e){return r.map(t=>t*e)}function D(r,e,t,n){return r.map((o,i)=>oe(o*e)+oe((t[i]??0)*n))}function be(r,e,t){return r.map((n,o)=>n+oe(t*oe((e[o]??0)-n)))}function pt(r,e,{cleanLatent:t,cleanOutput:n},o){let i=D(r,t,e,n);return o===null?i:i.map(s=>Math.min(Math.max(s,-o),o))}function mt(r,e,t,n,o,i){let s=D(e,r.latent,n,r.denoised);return r.earlier!==0&&o!==void 0&&(s=D(s,1,o,r.earlier)),r.output!==0&&(s=D(s,1,t,r.output)),r.noise!==0&&i!==void 0&&(s=D(s,1,i,r.noise)),s}async function yt(r,e,t,n,o,{onStep:i,signal:s}){let{latent:a,steps:u}=r,d=a.channels*a.height*a.width,c=lt(t.random,t.seed,d),f=[],l=t.image===void 0?0:n.length-vr(t),p=await Or(r,e,t,n[l],c,s);return await e("unet",s,async g=>{let h;for(let[A,S]of n.entries()){if(A<l)continue;P(s);let y=ne(),b=await Rr(r,g,p,S,o,t,s),w=pt(p,b,S,u.clip),U=S.noise===0?void 0:c.afterStep(A);p=mt(S,p,b,w,h,U),h=w;let k=y();if(f.push(k),i===void 0)continue;let x=await Tr(r,e,t,w,s);await i({step:A+1-l,steps:n.length-l,latents:p,milliseconds:k,...x===void 0?{}:{preview:x}})}}),{latents:p,milliseconds:f}}function vr({strength:r,steps:e}){return Math.min(Math.floor(e*r),e)}async function Or(r,e,{image:t,steps:n},o,i,s){let{counts:a,initialNoise:u}=r.steps;if(t===void 0)return ge(i.first(),Math.fround(u[a.indexOf(n)]??1));let d=await nt(r,e,t,i,s);return o===void 0?d:D(d,o.startLatent,i.first(),o.startNoise)}async function Rr({unet:{sample:r,timestep:e,states:t,output:n,batch:o}},i,s,a,{told:u,without:d},{guidance:c},f){let l=ge(s,a.inputScale),p=J(e,Array(e.count).fill(a.timestep)),g=(y,b)=>{let w={[r]:y,[e.name]:p,[t]:b};return G(i,w,n,f)};if(o===1){let y=await g(l,u);return d===void 0?y:be(await g(l,d),y,c)}let{length:h}=s,A=await g(ht(l,l),ht(d??u,u)),S=A.slice(h);return d===void 0?S:be(A.slice(0,h),S,c)}async function Tr(r,e,{preview:t},n,o){if(t!=="none")return t==="fast"?et(n,r):Z(r,e,n,o)}function ht(r,e){let t=new Float32Array(r.length+e.length);return t.set(r),t.set(e,r.length),t}var Pe=1e3,gt=["none","fast","decoded"],bt=["philox","torch"];function Pt(r,e){let t=[],n=(y,b)=>{y||t.push(b)},{latent:o,scale:i,steps:s}=e,[a,u]=[o.width*i,o.height*i],{prompt:d,negativePrompt:c="",steps:f=s.usual,guidance:l=e.guidance,seed:p=Mr(),strength:g=.8,image:h,preview:A="none",random:S="philox"}=r;n(typeof d=="string","prompt must be a text"),n(typeof c=="string","negativePrompt must be a text"),n(s.counts.includes(f),\`steps is \${String(f)}; it can be \${Er(s.counts)}\`),n(Number.isFinite(l)&&Math.abs(l)<=Pe,\`guidance is \${String(l)}; it can be a number from -\${Pe} to \${Pe}\`),n(Number.isSafeInteger(p)&&p>=0,\`seed is \${String(p)}; it can be a whole number from 0 to \${Number.MAX_SAFE_INTEGER}\`),n(g>=0&&g<=1,\`strength is \${String(g)}; it can be a number from 0 to 1\`);for(let[y,b,w]of[["width",r.width??a,a],["height",r.height??u,u]])n(b===w,\`\${y} is \${String(b)}; this pipeline was compiled for \${w}\`);if(n(gt.includes(A),\`preview can be \${gt.join(", ")}\`),n(A!=="fast"||e.preview!==void 0,'this pipeline has no fast preview; ask for "decoded"'),n(bt.includes(S),\`random can be \${bt.join(", ")}\`),h!==void 0&&(n(e.encoder!==void 0,"an image needs a pipeline that was compiled with vae_encoder"),n(h.width===a&&h.height===u,\`the image is \${h.width}x\${h.height}; this pipeline takes \${a}x\${u}\`),n(h.pixels?.length===4*h.width*h.height,"the image needs four bytes for each pixel")),t.length>0)throw new m("input",t.join("; "));return{prompt:d,negativePrompt:c,steps:f,guidance:Math.fround(l),seed:p,image:h,strength:g,preview:A,random:S}}function Er(r){let e=r.toSorted((o,i)=>o-i),[t=0,n=0]=[e[0],e.at(-1)];return e.length===n-t+1?\`\${t} to \${n}\`:e.join(", ")}function Mr(){return Math.floor(Math.random()*2**32)}var wt=11;function At(r,e,t){let n=e.indexOf(t),o=e.slice(0,Math.max(n,0)).reduce((a,u)=>a+u,0),i=4*wt*(o+t);if(n<0||r.byteLength<i)throw new m("weights","the table of steps is cut off, or is not the one that was compiled");let s=new DataView(r.buffer,r.byteOffset,r.byteLength);return Array.from({length:t},(a,u)=>{let d=c=>s.getFloat32(4*(wt*(o+u)+c),!0);return{timestep:d(0),inputScale:d(1),cleanLatent:d(2),cleanOutput:d(3),latent:d(4),denoised:d(5),earlier:d(6),output:d(7),noise:d(8),startLatent:d(9),startNoise:d(10)}})}async function St({text:{ids:r,states:e}},t,n,{prompt:o,negativePrompt:i,guidance:s},a){let u=t.encode(o),d=s===1?void 0:t.encode(i);return n("textEncoder",a,async c=>{let f=l=>G(c,{[r.name]:J(r,[...l])},e,a);return{told:await f(u.ids),without:d&&await f(d.ids),dropped:u.dropped}})}async function xt({description:r,tokenizer:e,steps:t},n,o){let{signal:i}=o,s=Pt(o,r);P(i);let a=ne(),u=await St(r,e,n,s,i),d=a(),c=At(t,r.steps.counts,s.steps),{latents:f,milliseconds:l}=await yt(r,n,s,c,u,o);return a(),{...await Z(r,n,f,i),seed:s.seed,steps:s.steps,guidance:s.guidance,droppedTokens:u.dropped,milliseconds:{text:d,steps:l,decoder:a()}}}function ie(r){let e=new Set,t=new Map;for(let{requirements:n}of Object.values(r)){for(let o of n.requiredFeatures)e.add(o);for(let[o,i]of Object.entries(n.requiredLimits)){let s=t.get(o)??i;t.set(o,o.startsWith("min")?Math.min(s,i):Math.max(s,i))}}return{requiredFeatures:[...e],requiredLimits:Object.fromEntries(t)}}async function we({requiredFeatures:r,requiredLimits:e}){let{gpu:t}=globalThis.navigator??{};if(t===void 0)throw new m("feature","there is no WebGPU here: use a browser that has it, over https or on localhost");let n=await t.requestAdapter({powerPreference:"high-performance"});if(!n)throw new m("feature","WebGPU is there, but it finds no GPU to use");let o=r.filter(i=>!n.features.has(i));if(o.length>0)throw new m("feature",\`the GPU lacks \${o.join(", ")}; compile the pipeline for this device\`);try{return await n.requestDevice({requiredFeatures:r,requiredLimits:e})}catch(i){throw new m("limit",\`the GPU is too small for this pipeline: \${String(i)}\`,i)}}var se=class{#e=new Map;constructor(e){for(let t=0;t+2<e.length;t+=3){let[n=0,o=0,i=0]=e.subarray(t,t+3),s=Ut(n,o);this.#e.has(s)||this.#e.set(s,{rank:t/3,id:i})}}of(e,t){return this.#e.get(Ut(e,t))}apply(e){let t=[...e],n=t.map((u,d)=>d+1),o=t.map((u,d)=>d-1),i=new Se,s=u=>{let d=n[u]??t.length;if(u<0||d>=t.length)return;let c=this.of(t[u]??0,t[d]??0);c!==void 0&&i.push({...c,at:u,right:d})};for(let u=0;u+1<t.length;u++)s(u);for(let u=i.pop();u!==void 0;u=i.pop()){let{at:d,right:c,rank:f,id:l}=u;if(n[d]!==c||this.of(t[d]??0,t[c]??0)?.rank!==f)continue;t[d]=l;let p=n[c]??t.length;n[d]=p,n[c]=-1,p<t.length&&(o[p]=d),s(o[d]??-1),s(d)}let a=[];for(let u=0;u<t.length;u=n[u]??t.length)a.push(t[u]??0);return a}};function Ut(r,e){return r*2**26+e}var Se=class{#e=[];push(e){let t=this.#e,n=t.length;for(;n>0;){let o=n-1>>1,i=t[o];if(i===void 0||!Ae(e,i))break;t[n]=i,n=o}t[n]=e}pop(){let e=this.#e,[t]=e,n=e.pop();if(n===void 0||e.length===0)return t;let o=0;for(;;){let i=2*o+1,s=e[i],a=e[i+1];if(s!==void 0&&a!==void 0&&Ae(a,s)&&(s=a,i+=1),s===void 0||!Ae(s,n))break;e[o]=s,o=i}return e[o]=n,t}};function Ae(r,e){return r.rank<e.rank||r.rank===e.rank&&r.at<e.at}var Fr=["'s","'t","'re","'ve","'m","'ll","'d"];function vt(r){return r.normalize("NFC").replaceAll(/\\p{White_Space}+/gu," ").toLowerCase()}function*Ot(r){let e=0;for(;e<r.length;){let t=Fr.find(o=>r.startsWith(o,e)),n=t===void 0?Gr(r,e):e+t.length;(t!==void 0||xe(r,e)!=="space")&&(yield r.slice(e,n)),e=n}}function Gr(r,e){let t=xe(r,e),n=e+kt(r,e);if(t==="digit")return n;for(;n<r.length&&xe(r,n)===t;)n+=kt(r,n);return n}function xe(r,e){let t=String.fromCodePoint(r.codePointAt(e)??0);return/\\p{L}/u.test(t)?"letter":/\\p{N}/u.test(t)?"digit":/\\p{White_Space}/u.test(t)?"space":"other"}function kt(r,e){return(r.codePointAt(e)??0)>65535?2:1}var Rt=65536,Br=1263490131,ae=8,Ue=256,ue=class{length;#e;#t;#r;#n;#o;#i;#s;constructor(e){let t=e.byteLength>>2,n=new Uint32Array(e.slice(0,4*t).buffer),[o,i=0,s=0,a=0,u=0,d=0,c=0]=n,f=ae+2*Ue;if(o!==Br||t<f+3*i)throw new m("weights","the tokenizer is cut off, or is not the one that was compiled");this.length=a,this.#e=u,this.#t=d,this.#r=c,this.#n=n.subarray(ae,ae+Ue),this.#o=n.subarray(ae+Ue,f),this.#i=new se(n.subarray(f,f+3*i)),this.#s=Dr(e,n,f+3*i,s)}encode(e){if(e.length>Rt)throw new m("input",\`the prompt has \${e.length} characters; at most \${Rt} are read, and far fewer fit the model\`);let t=this.#a(vt(e)).flatMap(i=>typeof i=="number"?[i]:[...Ot(i)].flatMap(s=>this.#u(s))),n=new Int32Array(this.length).fill(this.#r),o=Math.max(this.length-2,0);return n.set([this.#e,...t.slice(0,o),this.#t].slice(0,this.length)),{ids:n,dropped:Math.max(t.length-o,0)}}#a(e){let t=[e];for(let[n,o]of this.#s)t=t.flatMap(i=>typeof i=="number"?[i]:i.split(n).flatMap((s,a)=>a===0?[s]:[o,s]));return t}#u(e){let t=new TextEncoder().encode(e),n=t.length-1,o=Array.from(t,(i,s)=>(s===n?this.#o:this.#n)[i]??0);return this.#i.apply(o)}};function Dr(r,e,t,n){let o=[],i=t;for(let s=0;s<n;s++){let[a=0,u=0]=e.subarray(i,i+2);i+=2,o.push([new TextDecoder().decode(r.subarray(4*i,4*i+u)),a]),i+=Math.ceil(u/4)}return o}async function $r(r,e,t,n={}){let o=new ke(await Wr(r,t,n),e,n,n.device??await we(ie(e)));try{await o.prepare(n.signal)}catch(i){throw o.dispose(),i}return o}async function Wr(r,e,{signal:t}){let n=async s=>{let a=await Y(s,{source:new URL(".",e),signal:t});return await(await z({shards:[s],sliceBytes:s.bytes},async()=>a))(s,0,a),a},{tokenizer:o,steps:i}=r.files;return{description:r,tokenizer:new ue(await n(o)),steps:await n(i)}}var ke=class{device;#e;#t;#r;#n=new Map;#o=Promise.resolve();#i=new F;#s=!1;constructor(e,t,n,o){this.device=o,this.#e=e,this.#t=t,this.#r=n}get description(){return this.#e.description}async prepare(e){if(this.#r.memory!=="spare")for(let t of Object.keys(this.#t))P(e),this.#n.set(t,await this.#c(t,e))}async generate(e){return this.#u(()=>xt(this.#e,(t,n,o)=>this.#d(t,n,o),e))}async reload(e){return this.#u(async()=>{this.#a(),this.device=e??await we(ie(this.#t)),await this.prepare(void 0)})}dispose(){this.#s=!0,this.#a()}#a(){for(let e of this.#n.values())e.dispose();this.#n.clear(),this.#i=new F}async#u(e){let t=this.#o.then(async()=>{if(this.#s)throw new m("disposed","the pipeline was disposed");return e()});return this.#o=t.catch(()=>{}),t}async#d(e,t,n){let o=this.#n.get(e);if(o!==void 0)return n(o);let i=await this.#c(e,t);this.#n.set(e,i);try{return await n(i)}finally{this.#n.delete(e),i.dispose()}}async#c(e,t){let n=this.#t[e];if(n===void 0)throw new m("input",\`the pipeline has no \${e}\`);let{cache:o,weights:i,onProgress:s}=this.#r,a=i?.(e);return n.load(this.device,{store:this.#i,...o===void 0?{}:{cache:o},...a===void 0?{}:{weights:a},...t===void 0?{}:{signal:t},onProgress:u=>s?.({...u,part:e})})}};export{m as SnapcError,F as WeightStore,_ as infoOf,$r as loadPipeline,or as loadProgram,ie as mergedRequirements,ar as unpackProgram};
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
export { loadPipeline } from './load.js';
export type { PartModule, PartProgress, Pipeline, PipelineOptions } from './load.js';
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
import type { PipelineDescription } from './description.js';
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
export declare function generate({ description, tokenizer, steps: tables }: PipelineTables, withPart: WithPart, options: GenerateOptions): Promise<Generated>;
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
  'pictures/requirements.d.ts': `/** What a device must have for a pipeline, and a device that has it. */
export interface Requirements {
    readonly requiredFeatures: GPUFeatureName[];
    readonly requiredLimits: Record<string, number>;
}
/** What a device needs for all parts. */
export declare function mergedRequirements(modules: Readonly<Record<string, {
    readonly requirements: Requirements;
}>>): Requirements;
export declare function requestDevice({ requiredFeatures, requiredLimits, }: Requirements): Promise<GPUDevice>;
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
