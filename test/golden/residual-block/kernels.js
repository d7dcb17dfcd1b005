/** The WGSL shaders; runtime/kernels.d.ts says how to read them, trace.json what they are. */
export const kernels = [
[`@group(0)@binding(0)var<storage,read_write>b0:array<f32>;
@group(0)@binding(1)var<storage,read_write>b1:array<f32>;
@compute@workgroup_size(64,1,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let i=id.x;
if(i>=288u){return;}
let f0=i;
let t1=(f0/$0u)+(f0%$0u)*$1u;
let t2=f0;
b0[t2]=b1[t1];
}
`,
"8 36",
"36 8",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<f32>;
@group(0)@binding(1)var<storage,read_write>b1:array<f32>;
@compute@workgroup_size(64,1,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let i=id.x;
if(i>=4u){return;}
let t0=i;
let t1=72u;
var sum=0.0f;
for(var r=0u;r<t1;r++){
sum+=b0[((t0/4u)*36u+r/2u)*8u+(t0%4u)*2u+r%2u];
}
let t2=sum/f32(t1-0u);
var squares=0.0f;
for(var r=0u;r<t1;r++){
let d=b0[((t0/4u)*36u+r/2u)*8u+(t0%4u)*2u+r%2u]-t2;squares+=d*d;
}
b1[i*2u]=t2;
b1[i*2u+1u]=inverseSqrt(squares/72.0f+0.000009999999747378752f);
}
`,
"",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<f32>;
@group(0)@binding(1)var<storage,read_write>b1:array<f32>;
@group(0)@binding(2)var<storage,read>b2:array<f32>;
@group(0)@binding(3)var<storage,read>b3:array<f32>;
@group(0)@binding(4)var<storage,read_write>b4:array<f32>;
@compute@workgroup_size(64,1,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let i=id.x;
if(i>=288u){return;}
let f0=i;
let t1=(f0/288u)*4u+(f0%8u)/2u;
let t2=(b0[f0]-b1[t1*2u])*b1[t1*2u+1u];
let t3=f0%8u;
let t4=t2*b2[t3];
let t5=t4+b3[t3];
let t6=t5/(1.0f+exp(-t5));
b4[f0]=t6;
}
`,
"",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<vec4<f32>>;
@group(0)@binding(1)var<storage,read>b1:array<vec4<f32>>;
@group(0)@binding(2)var<storage,read_write>b2:array<vec4<f32>>;
@group(0)@binding(3)var<storage,read>b3:array<vec4<f32>>;
@compute@workgroup_size(2,1,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let panel=group.x;
let lane=local;
let m0=group.y*1u;
let item=group.z;
if(panel*8u+lane*4u>=8u||m0>=1u){return;}
let s0=0u;
let p1=s0+(m0+0u)*0u;
let q2=panel*128u+0u+lane*4u;
var c0_0=vec4<f32>();
for(var k0=0u;k0<16u;k0+=4u){
let d3=k0*8u;
#4
let y4#1=b1[(q2+d3+0#8u)/4u];
#
let x8=b0[(p1+k0)/4u];
c0_0+=x8.x*y4+x8.y*y5+x8.z*y6+x8.w*y7;
}
let s9=0u;
let r10=(item*1u+m0+0u)*8u;
let o11=s9+(m0+0u)*0u;
let n12=panel*8u+0u+lane*4u;
let r13=r10+n12;
let t14=b3[(r13)/4u];
let t15=c0_0+t14;
b2[(o11+n12)/4u]=t15;
}
`,
"",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<vec4<f32>>;
@group(0)@binding(1)var<storage,read>b1:array<vec4<f32>>;
@group(0)@binding(2)var<storage,read_write>b2:array<vec4<f32>>;
@group(0)@binding(3)var<storage,read>b3:array<vec4<f32>>;
@group(0)@binding(4)var<storage,read_write>b4:array<vec4<f32>>;
@compute@workgroup_size(8,2,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
if(id.x>=36u){return;}
let tile=id.x;
let block=id.y;
let x0=(tile%6u)*1u;
let y0=tile/6u;
let item=id.z;
var sum0_0=vec4<f32>();
let weights=block*72u;
let start=item*72u+0u;
let x=x0*1u;
let in0=x+0u-1u<6u;
let at0=select(0u,x+0u-1u,in0)*2u;
let in2=x+2u-1u<6u;
let at2=select(0u,x+2u-1u,in2)*2u;
let inner=(x+0u)*2u;
for(var k0=0u;k0<3u;k0++){
let y=y0*1u+k0*1u-1u;
if(y<6u){
let line=start+y*12u;
let first=weights+k0*3u*8u;
let from0=line+at0;
let from2=line+at2;
let near=line+inner;
for(var c=0u;c<2u;c++){
let v0=select(vec4<f32>(),b0[from0+c],in0);
let v1=b0[near+0u+c];
let v2=select(vec4<f32>(),b0[from2+c],in2);
let next=first+c*12u;
#3
#4
let w0#4#1=b1[next+0#4#1u];
#
sum0_0+=v0#1.x*w0#4+v0#1.y*w1#4+v0#1.z*w2#4+v0#1.w*w3#4;
#
}
}
}
let channel=block*4u;
let t12=item*288u+y0*48u+x0*8u+channel+0u;
let bias13=b3[(channel+0u)/4u];
let t14=sum0_0+bias13;
let o15=t12+0u;
let t16=b4[((o15%8u))/4u];
let t17=t14+t16;
let t18=b2[(o15)/4u];
let t19=t17+t18;
b2[(o15)/4u]=t19;
}
`,
"",],
];
