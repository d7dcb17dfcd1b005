/** The WGSL shaders; runtime/kernels.d.ts says how to read them, trace.json what they are. */
export const kernels = [
[`@group(0)@binding(0)var<storage,read_write>b0:array<f32>;
@group(0)@binding(1)var<storage,read_write>b1:array<f32>;
@compute@workgroup_size(64,1,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let i=id.x;
if(i>=5u){return;}
let t0=i;
let t1=8u;
var sum=0.0f;
for(var r=0u;r<t1;r++){
sum+=b0[t0*8u+r];
}
let t2=sum/f32(t1-0u);
var squares=0.0f;
for(var r=0u;r<t1;r++){
let d=b0[t0*8u+r]-t2;squares+=d*d;
}
b1[i*2u]=t2;
b1[i*2u+1u]=inverseSqrt(squares/8.0f+0.000009999999747378752f);
}
`,
"",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<vec4<f32>>;
@group(0)@binding(1)var<storage,read_write>b1:array<f32>;
@group(0)@binding(2)var<storage,read>b2:array<vec4<f32>>;
@group(0)@binding(3)var<storage,read>b3:array<vec4<f32>>;
@group(0)@binding(4)var<storage,read_write>b4:array<vec4<f32>>;
@compute@workgroup_size(64,1,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let i=id.x;
if(i>=10u){return;}
let f0=i*4u;
let t1=f0/8u;
let t2=(b0[(f0)/4u]-b1[t1*2u])*b1[t1*2u+1u];
let t3=f0%8u;
let t4=t2*b2[(t3)/4u];
let t5=t4+b3[(t3)/4u];
b4[(f0)/4u]=t5;
}
`,
"",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<vec4<f32>>;
@group(0)@binding(1)var<storage,read>b1:array<vec4<f32>>;
@group(0)@binding(2)var<storage,read_write>b2:array<vec4<f32>>;
@compute@workgroup_size(2,8,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let panel=group.x;
let lane=local%2u;
let m0=(group.y*8u+local/2u)*1u;
let item=group.z;
if(panel*8u+lane*4u>=8u||m0>=5u){return;}
let s0=0u;
let p1=s0+(m0+0u)*8u;
let q2=panel*64u+0u+lane*4u;
var c0_0=vec4<f32>();
for(var k0=0u;k0<8u;k0+=4u){
let d3=k0*8u;
#4
let y4#1=b1[(q2+d3+0#8u)/4u];
#
let x8=b0[(p1+k0)/4u];
c0_0+=x8.x*y4+x8.y*y5+x8.z*y6+x8.w*y7;
}
let s9=0u;
let r10=(item*5u+m0+0u)*8u;
let o11=s9+(m0+0u)*8u;
let n12=panel*8u+0u+lane*4u;
let r13=r10+n12;
b2[(o11+n12)/4u]=c0_0;
}
`,
"",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<u32>;
@group(0)@binding(1)var<storage,read_write>b1:array<f32>;
@compute@workgroup_size(64,1,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let i=id.x;
if(i>=25u){return;}
let t0=(b0[i]!=u32(0u));
let t1=select(-1000000000.0f,0.0f,t0);
b1[i]=t1;
}
`,
"",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<vec4<f32>>;
@group(0)@binding(1)var<storage,read>b1:array<vec4<f32>>;
@group(0)@binding(2)var<storage,read_write>b2:array<vec4<f32>>;
@compute@workgroup_size(2,8,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let panel=group.x;
let lane=local%2u;
let m0=(group.y*8u+local/2u)*1u;
let item=group.z;
if(panel*8u+lane*4u>=8u||m0>=5u){return;}
let s0=0u;
let p1=s0+(m0+0u)*8u;
let q2=panel*64u+0u+lane*4u;
var c0_0=vec4<f32>();
for(var k0=0u;k0<8u;k0+=4u){
let d3=k0*8u;
#4
let y4#1=b1[(q2+d3+0#8u)/4u];
#
let x8=b0[(p1+k0)/4u];
c0_0+=x8.x*y4+x8.y*y5+x8.z*y6+x8.w*y7;
}
let s9=0u;
let r10=(item*5u+m0+0u)*8u;
let o11=s9+(m0+0u)*8u;
let n12=panel*8u+0u+lane*4u;
let r13=r10+n12;
let t14=c0_0*vec4<f32>(0.5f);
b2[(o11+n12)/4u]=t14;
}
`,
"",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<vec4<f32>>;
@group(0)@binding(1)var<storage,read_write>b1:array<vec4<f32>>;
@group(0)@binding(2)var<storage,read_write>b2:array<f32>;
@group(0)@binding(3)var<storage,read_write>b3:array<f32>;
@compute@workgroup_size(2,8,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let panel=group.x;
let lane=local%2u;
let m0=(group.y*8u+local/2u)*1u;
let item=group.z;
if(panel*8u+lane*4u>=5u||m0>=5u){return;}
let s0=item*4u;
let p1=s0+(m0+0u)*8u;
let s2=item*4u;
#4
let q3#1=s2+(0u+min(panel*8u+0u+lane*4u+0#1u,4u))*8u;
#
var c0_0=vec4<f32>();
for(var k0=0u;k0<4u;k0+=4u){
#4
let y7#1=b1[(q3#1+k0)/4u];
#
#4
let y11#1=vec4(y7[0#1],y8[0#1],y9[0#1],y10[0#1]);
#
let x15=b0[(p1+k0)/4u];
c0_0+=x15.x*y11+x15.y*y12+x15.z*y13+x15.w*y14;
}
let s16=item*25u;
let r17=(item*5u+m0+0u)*5u;
let o18=s16+(m0+0u)*5u;
let n19=panel*8u+0u+lane*4u;
let n20=n19+0u;
let r21=r17+n20;
let t22=b3[(r21%25u)];
let t23=c0_0[0]+t22;
b2[o18+n20]=t23;
#3
let n24#4=n19+1#1u;
if(n24#4<5u){
let r25#4=r17+n24#4;
let t26#4=b3[(r25#4%25u)];
let t27#4=c0_0[1#1]+t26#4;
b2[o18+n24#4]=t27#4;
}
#
}
`,
"",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<f32>;
@group(0)@binding(1)var<storage,read_write>b1:array<f32>;
fn from_bits(bits:u32)->f32{
var b=bits;
return bitcast<f32>(b);
}
@compute@workgroup_size(64,1,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let i=id.x;
if(i>=10u){return;}
let t0=(i/5u)*25u+(i%5u)*5u;
var sum1=from_bits(0xff800000u);
for(var r=0u;r<5u;r++){
let t2=b0[t0+r];
sum1=max(sum1,t2);
}
let t3=sum1;
let t4=select(select(max(t3,-3.4028234663852886e+38f),-3.4028234663852886e+38f,((bitcast<u32>(-3.4028234663852886e+38f)&u32(0x7fffffffu))>u32(0x7f800000u))),t3,((bitcast<u32>(t3)&u32(0x7fffffffu))>u32(0x7f800000u)));
b1[i]=t4;
}
`,
"",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<f32>;
@group(0)@binding(1)var<storage,read_write>b1:array<f32>;
@compute@workgroup_size(64,1,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let i=id.x;
if(i>=50u){return;}
let t0=b0[i];
let t1=b1[(i/5u)];
let t2=t0-t1;
let t3=exp(t2);
b0[i]=t3;
}
`,
"",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<f32>;
@group(0)@binding(1)var<storage,read_write>b1:array<f32>;
@compute@workgroup_size(64,1,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let i=id.x;
if(i>=10u){return;}
let t0=(i/5u)*25u+(i%5u)*5u;
var sum1=0.0f;
for(var r=0u;r<5u;r++){
let t2=b0[t0+r];
sum1=sum1+t2;
}
let t3=sum1;
let t4=select(select(max(t3,1.0f),1.0f,((bitcast<u32>(1.0f)&u32(0x7fffffffu))>u32(0x7f800000u))),t3,((bitcast<u32>(t3)&u32(0x7fffffffu))>u32(0x7f800000u)));
b1[i]=t4;
}
`,
"",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<f32>;
@group(0)@binding(1)var<storage,read_write>b1:array<f32>;
@compute@workgroup_size(64,1,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let i=id.x;
if(i>=50u){return;}
let t0=b0[i];
let t1=b1[(i/5u)];
let t2=t0/t1;
b0[i]=t2;
}
`,
"",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<f32>;
@group(0)@binding(1)var<storage,read_write>b1:array<vec4<f32>>;
@group(0)@binding(2)var<storage,read_write>b2:array<vec4<f32>>;
@compute@workgroup_size(1,8,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let panel=group.x;
let lane=local%1u;
let m0=(group.y*8u+local/1u)*1u;
let item=group.z;
if(panel*4u+lane*4u>=4u||m0>=5u){return;}
let s0=item*25u;
let p1=s0+(m0+0u)*5u;
let s2=item*4u;
let q3=s2+0u+panel*4u+0u+lane*4u;
var c0_0=vec4<f32>();
for(var k0=0u;k0<4u;k0+=4u){
let d4=k0*8u;
#4
let y5#1=b1[(q3+d4+0#8u)/4u];
#
#4
let x9#1=b0[p1+(k0+0#1u)*1u];
#
c0_0+=x9*y5+x10*y6+x11*y7+x12*y8;
}
let d13=4u*8u;
let y14=b1[(q3+d13+0u)/4u];
let x15=b0[p1+(4u+0u)*1u];
c0_0+=x15*y14;
let s16=item*4u;
let r17=(item*5u+m0+0u)*4u;
let o18=s16+(m0+0u)*8u;
let n19=panel*4u+0u+lane*4u;
let r20=r17+n19;
b2[(o18+n19)/4u]=c0_0;
}
`,
"",],
[`#3
@group(0)@binding(0#1)var<storage,read_write>b0#1:array<vec4<f32>>;
#
@compute@workgroup_size(64,1,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let i=id.x;
if(i>=10u){return;}
let f0=i*4u;
let t1=b0[(f0)/4u];
let t2=b1[(f0)/4u];
let t3=t1+t2;
b2[(f0)/4u]=t3;
}
`,
"",],
];
