/** The WGSL shaders; runtime/kernels.d.ts says how to read them, trace.json what they are. */
export const kernels = [
[`@group(0)@binding(0)var<storage,read_write>b0:array<vec4<f32>>;
@group(0)@binding(1)var<storage,read_write>b1:array<vec4<f32>>;
@group(0)@binding(2)var<storage,read>b2:array<vec4<f32>>;
@group(0)@binding(3)var<storage,read>b3:array<vec4<f32>>;
@compute@workgroup_size(64,1,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let i=id.x;
if(i>=5u){return;}
let t0=i*8u;
let t1=b0[(t0)/4u][(t0)%4u];
var sum2=vec4<f32>();
var squares3=vec4<f32>();
for(var r=0u;r<8u;r+=4u){
let t4=b0[(t0+r)/4u];
let t5=t4-t1;
sum2+=t5;
squares3+=t5*t5;
}
let t6=dot(sum2,vec4<f32>(1.0f));
let t7=t6/8.0f;
let t8=t1+t7;
let t9=max(dot(squares3,vec4<f32>(1.0f))-t6*t7,f32());
let t10=inverseSqrt(t9/8.0f+0.000009999999747378752f);
for(var r=0u;r<8u;r+=4u){
let f11=t0+r;
let t12=(b0[(f11)/4u]-t8)*t10;
let t13=t12*b2[(r)/4u];
let t14=t13+b3[(r)/4u];
b1[(f11)/4u]=t14;
}
}
`,
"",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<vec4<f32>>;
@group(0)@binding(1)var<storage,read>b1:array<vec4<f32>>;
@group(0)@binding(2)var<storage,read_write>b2:array<vec4<f32>>;
@compute@workgroup_size(8,8,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let panel=group.x;
let lane=local%8u;
let m0=(group.y*8u+local/8u)*1u;
let item=group.z;
if(panel*32u+lane*4u>=24u||m0>=5u){return;}
let s0=0u;
let p1=s0+(m0)*8u;
let q2=panel*256u+lane*4u;
var c0_0=vec4<f32>();
for(var k0=0u;k0<8u;k0+=4u){
let d3=k0*32u;
let y4=b1[(q2+d3)/4u];
#3
let y5#1=b1[(q2+d3+32#32u)/4u];
#
let x8=b0[(p1+k0)/4u];
c0_0+=x8.x*y4+x8.y*y5+x8.z*y6+x8.w*y7;
}
let s9=0u;
let n10=panel*32u+lane*4u;
let r11=(item*5u+m0)*24u+n10;
let o12=s9+m0*24u+n10;
b2[(o12)/4u]=c0_0;
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
@group(0)@binding(1)var<storage,read_write>b1:array<f32>;
@group(0)@binding(2)var<storage,read_write>b2:array<vec4<f32>>;
@compute@workgroup_size(8,1,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let item=group.z;
let first=id.x*1u;
if(first>=5u){return;}
let s0=(item%2u)*4u;
let s1=8u+(item%2u)*4u;
let s2=16u+(item%2u)*4u;
let r3=min(first+0u,4u);
let s4=0u;
var a5_0=vec4<f32>();
var m6= -3.4028234663852886e+38f;
var l7=0.0f;
for(var turn_t=group.z;turn_t<group.z+5u;turn_t+=8u){
let t=turn_t-group.z;
var d8=vec4<f32>();
var d9=vec4<f32>();
for(var turn_block=group.z;turn_block<group.z+1u;turn_block++){
let block=turn_block-group.z;
#8
let x10#1=b0[(s1+(min(t+0#1u,4u))*24u+block*4u)/4u];
#
let x18=b0[(s0+(r3)*24u+block*4u)/4u];
d8+=vec4<f32>(dot(x18,x10),dot(x18,x11),dot(x18,x12),dot(x18,x13));
d9+=vec4<f32>(dot(x18,x14),dot(x18,x15),dot(x18,x16),dot(x18,x17));
}
let t19=d8*0.5f;
let t20=d9*0.5f;
let v21=((vec4<u32>(0u,1u,2u,3u)+t+0u)<vec4<u32>(5u));
let t22=select(vec4<f32>(-3.4028234663852886e+38f),t19+vec4<f32>(b1[s4+(min(first+0u,4u))*5u+min(t+0u+0u,4u)*1u],b1[s4+(min(first+0u,4u))*5u+min(t+0u+1u,4u)*1u],b1[s4+(min(first+0u,4u))*5u+min(t+0u+2u,4u)*1u],b1[s4+(min(first+0u,4u))*5u+min(t+0u+3u,4u)*1u]),v21);
let v23=((vec4<u32>(0u,1u,2u,3u)+t+4u)<vec4<u32>(5u));
let t24=select(vec4<f32>(-3.4028234663852886e+38f),t20+vec4<f32>(b1[s4+(min(first+0u,4u))*5u+min(t+4u+0u,4u)*1u],b1[s4+(min(first+0u,4u))*5u+min(t+4u+1u,4u)*1u],b1[s4+(min(first+0u,4u))*5u+min(t+4u+2u,4u)*1u],b1[s4+(min(first+0u,4u))*5u+min(t+4u+3u,4u)*1u]),v23);
let t25=max(max(vec4<f32>(m6),t22),t24);
let t26=max(max(t25.x,t25.y),max(t25.z,t25.w));
let t27=exp(m6-t26);
let p28=select(vec4<f32>(0.0f),exp(t22-t26),v21);
let p29=select(vec4<f32>(0.0f),exp(t24-t26),v23);
m6=t26;
l7=l7*t27+dot(p28+p29,vec4<f32>(1.0f));
#8
let x30#1=b0[(s2+(min(t+0#1u,4u))*24u+0u*4u)/4u];
#
a5_0=a5_0*t27+p28[0]*x30+p28[1]*x31+p28[2]*x32+p28[3]*x33+p29[0]*x34+p29[1]*x35+p29[2]*x36+p29[3]*x37;
}
let o38=(item/2u)*40u+(item%2u)*4u;
var factors=array<f32,1>(select(0.0f,1.0f/l7,l7>0.0f));
let r39=first+0u;
if(r39<5u){
let t40=a5_0*factors[0u];
let f41=(item*5u+r39)*4u+0u*4u;
let o42=o38+r39*8u+0u*4u;
b2[(o42)/4u]=t40;
}
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
