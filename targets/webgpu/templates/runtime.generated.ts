/** The files of the web runtime by name; kept in step with runtime/web by `npm run generate`. */

export const runtimeFiles: Readonly<Record<string, string>> = {
  'index.js': `// The runtime of snapc; its source is dist/runtime/web in the package.
var p=class extends Error{code;constructor(r,t,n){super(t,n===void 0?void 0:{cause:n}),this.name="SnapcError",this.code=r}};function P(e){if(e?.aborted===!0)throw new p("aborted","the signal was aborted",e.reason)}async function U(e,r){if(r===void 0)return e;let t,n=new Promise((i,o)=>{t=()=>{o(new p("aborted","the signal was aborted",r.reason))},r.aborted?t():r.addEventListener("abort",t,{once:!0})});try{return await Promise.race([e,n])}finally{t!==void 0&&r.removeEventListener("abort",t)}}function W({message:e}){return new p("lost",\`the device is lost: \${e||"no reason given"}\`)}async function B(e,r,t){e.pushErrorScope("validation"),t();let n=await e.popErrorScope();if(n!==null)throw new p(r,n.message)}var Y={f64:["Float64Array","Float32Array"],f32:["Float32Array"],f16:["Float32Array","Float16Array","Uint16Array"],bf16:["Float32Array"],i64:["BigInt64Array","Int32Array"],i32:["Int32Array"],i16:["Int16Array"],i8:["Int8Array"],i4:["Int8Array"],u64:["BigUint64Array","Uint32Array"],u32:["Uint32Array"],u16:["Uint16Array"],u8:["Uint8Array"],u4:["Uint8Array"],bool:["Uint8Array"]};function I(e){return e.reduce((r,t)=>r*t,1)}function H(e,r){let t=m=>{throw new p("input",\`input \${JSON.stringify(e.name)} \${m}\`)},{dtype:n,shape:i,stored:o}=e,s=Y[n]??[],f=Ue(r);s.includes(f)||t(\`must be a \${s.join(" or a ")}, not \${f}\`);let a=r,u=I(i);a.length!==u&&t(\`has \${a.length} elements; its shape [\${i.join(", ")}] has \${u}\`);let d=f==="Uint16Array"&&n==="f16";if(o==="f16")return xe(a,d||f==="Float16Array");if(o==="f32")return a instanceof Float32Array?a:Float32Array.from({length:u},d?(m,l)=>V(Number(a[l])):(m,l)=>Number(a[l]));let c=o==="i32"?new Int32Array(u):new Uint32Array(u);if(f===(o==="i32"?"Int32Array":"Uint32Array"))return a;for(let m=0;m<u;m++){let l=Number(a[m]);c[m]=n==="bool"?+(l!==0):l,n!=="bool"&&c[m]!==l&&t(\`holds \${a[m]} at \${m}; the program computes with 32-bit integers\`)}return c}function K({dtype:e,shape:r,stored:t},n){let i=I(r),o=t==="f32"?new Float32Array(n,0,i):t==="i32"?new Int32Array(n,0,i):t==="u32"?new Uint32Array(n,0,i):Float32Array.from(new Uint16Array(n,0,i),V);switch(Y[e]?.[0]){case"Float64Array":return Float64Array.from(o);case"BigInt64Array":return BigInt64Array.from({length:i},(s,f)=>BigInt(o[f]??0));case"BigUint64Array":return BigUint64Array.from({length:i},(s,f)=>BigInt(o[f]??0));case"Int16Array":return Int16Array.from(o);case"Int8Array":return Int8Array.from(o);case"Uint16Array":return Uint16Array.from(o);case"Uint8Array":return Uint8Array.from(o);default:return o}}function Ue(e){return ArrayBuffer.isView(e)?Object.prototype.toString.call(e).slice(8,-1):e===null?"null":Array.isArray(e)?"an array":typeof e}function xe(e,r){if(r&&e.length%2===0)return e;let t=new Uint16Array(e.length+e.length%2);if(r)t.set(new Uint16Array(e.buffer,e.byteOffset,e.length));else for(let n=0;n<e.length;n++)t[n]=Be(Number(e[n]));return t}var N=new Float32Array(1),z=new Uint32Array(N.buffer);function Be(e){N[0]=e;let r=z[0]??0,t=r>>>16&32768,n=r&2147483647;return n>=1199570944?t|(n>2139095040?32256:31744):n<947912704?(N[0]=Math.abs(e)+.5,t|(z[0]??0)-1056964608):t|n-939524096+4095+(n>>>13&1)>>>13}function V(e){let r=e>>10&31,t=e&1023,n=r===0?t*2**-24:r===31?t===0?1/0:NaN:(1+t/1024)*2**(r-15);return e&32768?-n:n}var ke=4,Oe=8,ve=256;function M(e){let{name:r,emitted:t,dtype:n,shape:i,stored:o}=e;return{name:r,property:t,dtype:n,shape:i,stored:o,bytes:k(e)}}function k({shape:e,stored:r}){return Math.ceil(I(e)*(r==="f16"?2:4)/4)*4}function J({inputs:e},r){let t=X("input",e,r);return e.map((n,i)=>{let o=t[i];if(R(o))return Z("input",n,o,ke,"COPY_SRC");if(Object.hasOwn(r,n.emitted))return H(n,o);throw new p("input",\`input \${JSON.stringify(n.emitted)} is missing\`)})}function Q({outputs:e},r){return r==="gpu"?e.map(()=>{}):X("output",e,r).map((t,n)=>{let i=e[n];if(!(t===void 0||i===void 0)){if(R(t))return Z("output",i,t,Oe,"COPY_DST");throw new p("output",\`output \${JSON.stringify(i.emitted)} needs a GPUBuffer\`)}})}function X(e,r,t){if(typeof t!="object"||t===null){let i=e==="input"?"typed array or GPUBuffer":"GPUBuffer";throw new p(e,\`the \${e}s are an object with a \${i} for each \${e}\`)}for(let i of Object.keys(t))if(r.every(({emitted:o})=>o!==i)){let o=r.map(({emitted:s})=>s).join(", ");throw new p(e,\`there is no \${e} \${JSON.stringify(i)}, only: \${o}\`)}let n=t;return r.map(({emitted:i})=>Object.hasOwn(t,i)?n[i]:void 0)}function R(e){return typeof e=="object"&&e!==null&&"usage"in e&&"mapState"in e}function Z(e,r,t,n,i){let{name:o,shape:s,stored:f}=r,a=k(r),{size:u}=t,d=u<a||u>=a+ve?\`has \${u} bytes; its shape [\${s.join(", ")}] takes \${a} as \${f}\`:(t.usage&n)===0?\`lacks the usage \${i}\`:void 0;if(d===void 0)return t;throw new p(e,\`the GPUBuffer of \${e} \${JSON.stringify(o)} \${d}\`)}function ee(e,r){let t=new Uint32Array(r.length*256/4);r.forEach((i,o)=>t.set(i,o*256/4));let n=e.createBuffer({size:t.byteLength,usage:72});return e.queue.writeBuffer(n,0,t),n}function re(e,r){return e===void 0||r===0?[]:[{buffer:e,offset:(r-1)*256,size:256}]}async function D(e,r,t){let n=[],i=e.entries(),o=async()=>{for(let[s,f]of i)n[s]=await t(f,s)};return await Promise.all(Array.from({length:r},o)),n}var Re=4,Ee=8;function Ge({kernels:e}){return e}async function ne(e,r,t,n,i){let{dispatches:o,bindings:s}=r,f=t[r.buffers.length+r.shards.length],a=Ge(r),u=([,,,,y=0,...g])=>[...g.map(h=>{let[S=0,A=0,x=0]=s[h]??[];return{type:S<r.buffers.length?"storage":"read-only-storage",resource:{buffer:te(t,S),offset:A,size:x}}}),...re(f,y).map(h=>({type:"uniform",resource:h}))],d=new Map,c=y=>{let g=y.map(({type:x})=>x).join(),h=d.get(g);if(h!==void 0)return h;let S=y.map(({type:x},v)=>({binding:v,visibility:Re,buffer:{type:x}})),A=e.createBindGroupLayout({entries:S});return d.set(g,A),A},m=new Map;for(let y of o){let[g=0]=y;m.has(g)||m.set(g,c(u(y)))}let l=0,w=await D(a,Ee,async(y,g)=>{P(n);let h=m.get(g),S=await Te(e,y,h===void 0?[]:[h]);return P(n),i(++l,a.length),S}),b=new Map,O=[];return await B(e,"shader",()=>{O=o.map(y=>{let[g=0,h=1,S=1,A=1,...x]=y,v=u(y),E=x.join(),G=b.get(E)??e.createBindGroup({layout:c(v),entries:v.map(({resource:Se},Ae)=>({binding:Ae,resource:Se}))});return b.set(E,G),{pipeline:te(w,g),group:G,workgroups:[h,S,A]}})}),O}async function Te(e,r,t){let n=e.createShaderModule({code:r}),i=e.createPipelineLayout({bindGroupLayouts:[...t]});try{return await e.createComputePipelineAsync({layout:i,compute:{module:n,entryPoint:"main"}})}catch(o){let{messages:s}=await n.getCompilationInfo(),f=s.map(({lineNum:u,message:d})=>\`line \${u}: \${d}\`),a=o instanceof Error?o.message:String(o);throw new p("shader",\`the device refuses a shader: \${[...f,a].join(\`
\`)}\`,o)}}function te(e,r){let t=e[r];if(t===void 0)throw new RangeError(\`the program's tables have no entry \${r}\`);return t}var oe=32;async function se({shards:e,sliceBytes:r,sliceHashes:t},n){let i=globalThis.crypto?.subtle;if(i===void 0)return async()=>{};let o=async u=>ie(new Uint8Array(await i.digest("SHA-256",u))),s=t&&await n(t);if(t!==void 0&&s!==void 0&&await o(s)!==t.sha256)throw T(t,"it differs");let f=new Map,a=0;for(let u of e)f.set(u,a),a+=Math.ceil(u.bytes/r);return async(u,d,c)=>{let m=((f.get(u)??0)+d/r)*oe,l=s===void 0?u.sha256:ie(s.subarray(m,m+oe));if(await o(c)!==l)throw T(u,\`bytes \${d} to \${d+c.length} differ\`)}}function ie(e){return Array.from(e,r=>r.toString(16).padStart(2,"0")).join("")}function T({file:e},r){return new p("weights",\`\${e} is not the file that was compiled: \${r}\`)}function ae(e,r){return T(e,\`it ends after \${r} of \${e.bytes} bytes\`)}var fe=4;async function*ue(e,{file:r,bytes:t},n,i){let o=n;for(let s=1;o<t;s++){let f=o;try{let a=await fetch(e,{...i===void 0?{}:{signal:i},...o===0?{}:{headers:{range:\`bytes=\${o}-\`}}});if(a.status===416)return;if(!a.ok)throw new F(a.status);let u=a.status===206?0:o,d=a.body?.getReader();try{for(;;){let c=await d?.read();if(c?.value===void 0)break;let{value:m}=c,l=m.subarray(Math.min(u,m.length));u-=m.length-l.length,o+=l.length,l.length>0&&(yield l)}}finally{d?.cancel().catch(()=>{})}if(o<t&&(o===f||s===fe))return}catch(a){if(P(i),a instanceof p)throw a;let u=a instanceof F&&a.status<500&&a.status!==429;if(o>f&&(s=1),u||s>=fe){let c=a instanceof Error?a.message:String(a);throw new p("weights",\`\${r}: \${c} (\${e.origin}\${e.pathname})\`,a)}let d=new Promise(c=>setTimeout(c,250*2**s));await U(d,i)}}}var F=class extends Error{status;constructor(r){super(\`the server answers \${r}\`),this.status=r}};var $=class{#e;#r;#o;#i=0;#n=new Uint8Array;constructor(r,t){this.#e=r,this.#r=t}async read(r,t){(this.#o===void 0||this.#i!==r)&&(this.close(),this.#o=this.#r(r),this.#i=r);for(let n=0;n<t.length;){if(!await this.#t())throw ae(this.#e,this.#i);let i=this.#n.subarray(0,t.length-n);t.set(i,n),n+=i.length,this.#i+=i.length,this.#n=this.#n.subarray(i.length)}}async end(){if(this.#o!==void 0&&this.#i===this.#e.bytes&&await this.#t())throw T(this.#e,"it is longer")}close(){this.#o?.return?.().catch(()=>{}),this.#o=void 0,this.#n=new Uint8Array}async#t(){for(;this.#n.length===0;){let r=await this.#o?.next().catch(ce(this.#e));if(r===void 0||r.done===!0)return!1;this.#n=r.value}return!0}};function de(e,r,t){return{read:async(n,i)=>{let{length:o}=i;P(t);let f=await U(e(r.file,n,o,t),t).catch(ce(r));if(f.length!==o){let a=\`the reader gave \${f.length} of \${o} bytes at \${n}\`;throw new p("weights",\`\${r.file}: \${a}\`)}i.set(f)},end:async()=>{},close:()=>{}}}function ce({file:e}){return r=>{throw r instanceof p?r:new p("weights",\`\${e}: \${String(r)}\`,r)}}async function le(e,r){let t=new Uint8Array(e.bytes),n=await q(e,r);try{await n.read(0,t),await n.end()}finally{n.close()}return t}async function q(e,{source:r,signal:t}){if(typeof r=="function")return de(r,e,t);let n=$e(r,e.file);if(n.protocol!=="file:")return new $(e,o=>ue(n,e,o,t));let{readFile:i}=await import("./files.js");return new $(e,o=>i(n,o))}function $e(e,r){let t=new URL(e,Ce());return t.pathname+=(t.pathname.endsWith("/")?"":"/")+r,t}function Ce(){if(typeof location=="object")return location.href;let{process:e}=globalThis;return\`file://\${e?.cwd()??""}/\`}var We=3;async function me(e,r,t,n){let{shards:i}=r,o=i.reduce((d,{bytes:c})=>d+c,0),s=0,f=d=>{s+=d,n.onBytes(s,o)},a,u=async(...d)=>{n.verify&&(a??=se(r,c=>le(c,n)),await(await a)(...d))};await D(i,We,async(d,c)=>{let m=t[c];if(m===void 0)return;let l=0;await m.fill(async()=>{for await(let{offset:w,slice:b}of Ie(d,r.sliceBytes,u,n))P(n.signal),e.queue.writeBuffer(m.buffer,w,b),await U(e.queue.onSubmittedWorkDone(),n.signal),l+=b.length,f(b.length)}),l<d.bytes&&f(d.bytes-l)})}async function*Ie(e,r,t,n){let{cache:i,signal:o}=n,{bytes:s,sha256:f}=e,a=await q(e,n),u=new Uint8Array(Math.min(r,s));try{for(let d=0;d<s;d+=r){P(o);let c=u.subarray(0,Math.min(r,s-d)),m=\`\${f}-\${d}-\${c.length}\`,l=await U(Me(i,m),o),w=l?.length===c.length&&await t(e,d,l).then(()=>!0,()=>!1);if(l!==void 0&&w){yield{offset:d,slice:l};continue}await a.read(d,c),await t(e,d,c),await i?.put(m,c).catch(()=>{}),yield{offset:d,slice:c}}await a.end()}finally{a.close()}}async function Me(e,r){return e?.get(r).catch(()=>{})}var De=1,Fe=4,pe=8,Le=128;async function he(e,r,{weights:t,store:n,cache:i,verify:o},{signal:s,onProgress:f}){P(s),_e(e,r);let a=[],u=[],d=()=>{for(let l of a)l.destroy();for(let l of u)l.release()},c=new AbortController,m=s===void 0?c.signal:AbortSignal.any([s,c.signal]);try{await Ne(e,()=>{let y=(h,S)=>{let A=e.createBuffer({size:h,usage:S});return a.push(A),A};for(let h of r.buffers)y(h,Le|Fe|pe);for(let h of r.shards)u.push(n.hold(e,h));r.parameters!==void 0&&a.push(ee(e,r.parameters));let g=r.outputs.reduce((h,S)=>h+L(S),0);y(Math.max(g,16),De|pe)});let l=a.at(-1);if(l===void 0)throw new RangeError("no staging buffer");let{length:w}=r.buffers,b=[...a.slice(0,w),...u.map(({buffer:y})=>y),...a.slice(w,-1)],[O]=await U(Promise.all([ne(e,r,b,m,(y,g)=>f?.({phase:"pipelines",done:y,total:g})),me(e,r,u,{source:t,cache:i,verify:o,signal:m,onBytes:(y,g)=>f?.({phase:"weights",done:y,total:g})})]),s);return await ye(e),{device:e,program:r,buffers:b,steps:O,staging:l,release:d}}catch(l){throw c.abort(l),d(),await ye(e),l}}function L(e){return Math.ceil(k(e)/8)*8}function _e(e,r){let{features:t,limits:n}=e;for(let a of r.features)if(!t.has(a))throw new p("feature",\`the device lacks the feature \${a}; get it by adapter.requestDevice(requirements)\`);let{subgroupSize:i}=r,o=e.adapterInfo,s=[o?.subgroupMinSize,o?.subgroupMaxSize];if(i!==void 0&&s.some(a=>a!==i))throw new p("feature",\`the program was compiled for subgroups of \${i}, the device has \${s.join(" to ")}; compile it for this device\`);let f=n;for(let[a,u]of Object.entries(r.limits)){let d=f[a]??0;if(!(a.startsWith("min")?d<=u:d>=u))throw new p("limit",\`the program needs \${a} \${u}, the device has \${d}; get it by adapter.requestDevice(requirements)\`)}}async function ye(e){let r=await Promise.race([e.lost,Promise.resolve()]);if(r!==void 0)throw W(r)}async function Ne(e,r){e.pushErrorScope("validation"),e.pushErrorScope("out-of-memory"),r();let[t,n]=await Promise.all([e.popErrorScope(),e.popErrorScope()]);if(t!==null)throw new p("memory",\`the device has too little memory: \${t.message}\`);if(n!==null)throw new p("limit",n.message)}var qe=1;async function ge(e,{feeds:r,targets:t,submit:n,signal:i}){P(i);let o=je(e,r);return o.catch(()=>{}),await n(e,s=>t??Ye(e,s),i),await o,t===void 0?He(e):ze(e,t)}async function je({device:e,program:r,buffers:t},n){await B(e,"input",()=>{let i;r.inputs.forEach((o,s)=>{let f=n[s],a=t[o.buffer];if(!(f===void 0||a===void 0||f===a))if(R(f))i??=e.createCommandEncoder(),i.copyBufferToBuffer(f,0,a,0,k(o));else{let{buffer:u,byteOffset:d,byteLength:c}=f;e.queue.writeBuffer(a,0,u,d,c)}}),i!==void 0&&e.queue.submit([i.finish()])})}async function ze({device:e,program:r,buffers:t},n){let i={};return await B(e,"output",()=>{let o;r.outputs.forEach((s,f)=>{let a=t[s.buffer],u=n[f]??a;a===void 0||u===void 0||(i[s.emitted]=u,u!==a&&(o??=e.createCommandEncoder(),o.copyBufferToBuffer(a,0,u,0,k(s))))}),o!==void 0&&e.queue.submit([o.finish()])}),i}function Ye({program:e,buffers:r,staging:t},n){let i=0;for(let o of e.outputs){let s=k(o),f=r[o.buffer];f!==void 0&&s>0&&n.copyBufferToBuffer(f,0,t,i,s),i+=L(o)}}async function He({program:e,staging:r}){await r.mapAsync(qe);let t={},n=0;for(let i of e.outputs){let o=k(i),s=o===0?new ArrayBuffer(0):r.getMappedRange(n,o).slice(0);t[i.emitted]=K(i,s),n+=L(i)}return r.unmap(),t}var Ke=50,Pe=16;function j(){let e=Pe,r=Promise.resolve();return async(t,n,i)=>{let{device:o,steps:s}=t,f=r,a=0,u,d=0;do{P(i);let c=s.slice(d,d+e);d+=c.length;let m=B(o,"shader",()=>{let w=o.createCommandEncoder(),b=w.beginComputePass();for(let{pipeline:O,group:y,workgroups:g}of c)b.setPipeline(O),b.setBindGroup(0,y),b.dispatchWorkgroups(...g);b.end(),d===s.length&&n(w),o.queue.submit([w.finish()])}),l=Promise.all([m,o.queue.onSubmittedWorkDone()]);if(r=l.catch(()=>{}),u===void 0)await f,a=performance.now();else{await u.done;let w=performance.now(),b=u.count*Ke/Math.max(w-a,.1);e=Math.ceil(Math.max(Pe,Math.min(b,e*2,s.length))),a=w}u={count:c.length,done:l},d===s.length&&await m}while(d<s.length)}}var _=class{inputs;outputs;#e;#r;#o=j();#i=Promise.resolve();#n=0;#t;constructor(r,t){this.#e=t,this.#r=r,this.inputs=r.program.inputs.map(M),this.outputs=r.program.outputs.map(M),this.#f()}get device(){return this.#r.device}get lost(){return this.device.lost}get inputBuffers(){return this.#u(this.#r.program.inputs)}get outputBuffers(){return this.#u(this.#r.program.outputs)}async run(r,t={}){let{program:n}=this.#r,i=t.outputs===void 0?void 0:Q(n,t.outputs);return this.#s(r,i,this.#o,t)}async profile(r,t={}){let n=[],i=async(s,f,a)=>{let{timedSubmit:u}=await import("./profile.js"),d=c=>B(s.device,"shader",c);n.push(...await u(s,f,a,d))};if(!this.device.features.has("timestamp-query"))throw new p("feature","a profile needs a device that was requested with the feature timestamp-query");return{outputs:await this.#s(r,void 0,i,t),milliseconds:n}}async#s(r,t,n,{signal:i}){P(i);let o=J(this.#r.program,r);return this.#n>0&&(o=o.map(Ve)),U(this.#a(async()=>{let s=this.#r;try{return await ge(s,{feeds:o,targets:t,submit:n,signal:i})}catch(f){throw P(i),await new Promise(a=>setTimeout(a,20)),this.#t??f}}),i)}async reload(r,t={}){let n=async()=>{let i=this.#t!==void 0;this.#r.release();let o=r??(i?await Je(this.#r.program):this.device);this.#t??=new p("lost","the model was not reloaded");let s=await this.#e(o,t);if(this.#t.code==="disposed")throw s.release(),this.#t;this.#r=s,this.#o=j(),this.#t=void 0,this.#f()};return this.#a(n,!0)}dispose(){this.#t=new p("disposed","the model was disposed"),this.#r.release()}async#a(r,t=!1){let n=async()=>{if(this.#t!==void 0&&!(t&&this.#t.code==="lost"))throw this.#t;return r()},i=this.#n===0?n():this.#i.then(n);this.#n++;let o=()=>this.#n--;return this.#i=i.then(o,o),i}#f(){let{device:r}=this.#r;r.lost.then(t=>{this.device===r&&(this.#t??=W(t))})}#u(r){return Object.fromEntries(r.flatMap(({emitted:t,buffer:n})=>{let i=this.#r.buffers[n];return i===void 0?[]:[[t,i]]}))}};function Ve(e){return R(e)?e:new Uint8Array(e.buffer,e.byteOffset,e.byteLength).slice()}async function Je({features:e,limits:r}){let{gpu:t}=globalThis.navigator??{},n=await t?.requestAdapter();if(!n)throw new p("lost","no adapter is left; give reload a device");return n.requestDevice({requiredFeatures:e,requiredLimits:r})}var C=class{#e=new Map;get bytes(){let r=0;for(let t of this.#e.values())for(let{bytes:n}of t.values())r+=n;return r}hold(r,{file:t,bytes:n,sha256:i}){let o=i||t,s=this.#e.get(r)??new Map;this.#e.set(r,s);let f=s.get(o)??{buffer:r.createBuffer({size:n,usage:136}),bytes:n,users:0,full:!1,filling:void 0};s.set(o,f),f.users++;let a=!0;return{buffer:f.buffer,fill:u=>Qe(f,u),release:()=>{a&&(a=!1,!(--f.users>0)&&(f.buffer.destroy(),s.get(o)===f&&s.delete(o),s.size===0&&this.#e.get(r)===s&&this.#e.delete(r)))}}}dispose(){for(let r of this.#e.values())for(let{buffer:t}of r.values())t.destroy();this.#e.clear()}};async function Qe(e,r){for(;!e.full;)if(e.filling===void 0){e.filling=r();try{await e.filling,e.full=!0}finally{e.filling=void 0}}else await e.filling.catch(()=>{})}async function Xe(e,r,t,n={}){let i={weights:n.weights??new URL(".",t),store:n.store??new C,cache:n.cache,verify:n.verify??!0},o=(f,a)=>he(f,r,i,a);return new _(await o(e,n),o)}function be(e){return e.flatMap(([r,...t])=>t.map(n=>{let i=n.split(" "),o=r.replace(/\\$(\\d+)/g,(s,f)=>i[Number(f)]??"");return we(o.split(\`
\`)).join(\`
\`)}))}function we(e){let r=[];for(let t=0;t<e.length;t++){let n=e[t]??"";if(!n.startsWith("#")){r.push(n);continue}let i=t+1;for(let o=1;o>0;){let s=e[++t]??"#";s.startsWith("#")&&(o+=s==="#"?-1:1)}for(let o=0;o<Number(n.slice(1));o++){let s=e.slice(i,t).map(f=>Ze(f,o));r.push(...we(s))}}return r}function Ze(e,r){return e.replace(/(\\d+)#(-?\\d+)((?:#-?\\d+)*)/g,(t,n,i,o)=>\`\${Number(n)+r*Number(i)}\${o}\`)}function er({buffers:e,shards:r},[t,n,i],o){let s=Math.ceil((n+i)/256)*256,f=(r[t-e.length]?.bytes??0)-s;return o>f?[t+1,0,o]:[t,s,o]}function rr(e){let{kernels:r,launches:t,places:n,steps:i,...o}=e,s=[],f=new Map,a=[e.buffers.length,0,0],u=i.map(([d=0,...c])=>{let[m=0,l=1,w=1,b=1,O=0,...y]=t[d]??[],g=y.map((h,S)=>{let A=c[S]??0,[x=0,v=0]=A===0?a=er(e,a,h):n[A-1]??[],E=\`\${x} \${v} \${h}\`,G=f.get(E)??s.push([x,v,h])-1;return f.set(E,G),G});return[m,l,w,b,O,...g]});return{...o,kernels:be(r),bindings:s,dispatches:u}}export{p as SnapcError,C as WeightStore,M as infoOf,Xe as loadProgram,rr as unpackProgram};
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
  'api.d.ts': `/** What a loaded model offers. */
import type { Buffers, TensorInfo } from './interface.js';
import type { ReloadOptions } from './parts.js';
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
}
/** \`home\` is the address of a file beside the weights; it counts where the options name no folder. */
export declare function loadProgram<Inputs, Outputs>(device: GPUDevice, program: Program, home: string, options?: LoadOptions): Promise<Model<Inputs, Outputs>>;
`,
  'model.d.ts': `/** A loaded model: takes inputs, runs the program, gives outputs, one run after another. */
import type { Model, RunOptions } from './api.js';
import type { TensorInfo } from './interface.js';
import type { Parts, ReloadOptions } from './parts.js';
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
import type { WeightCache } from './weights.js';
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
