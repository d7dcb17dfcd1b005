/** The WGSL shaders; runtime/kernels.d.ts says how to read them, trace.json what they are. */
export const kernels = [
[`@group(0)@binding(0)var<storage,read_write>b0:array<f32>;
@group(0)@binding(1)var<storage,read_write>b1:array<f32>;
@group(0)@binding(2)var<uniform>parameters:array<vec4<u32>,1>;
@compute@workgroup_size(64,1,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let P0=parameters[0].x;
let P1=parameters[0].y;
let i=id.x;
if(i>=288u){return;}
let f0=i;
let t1=(f0/P0)+(f0%P0)*P1;
let t2=f0;
b0[t2]=b1[t1];
}
`,
"",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<vec4<f32>>;
@group(0)@binding(1)var<storage,read_write>b1:array<vec4<f32>>;
@compute@workgroup_size(64,1,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let across=group.x*2u+local%2u;
let down=group.y*32u+local/2u;
if(across>=2u||down>=2u){return;}
let channel=across*4u;
let t0=down*18u;
let t1=min(t0+18u,36u);
let t2=(id.z*36u+t0)*8u+channel+0u;
let t3=b0[(t2)/4u];
var sum4=vec4<f32>();
var squares5=vec4<f32>();
for(var p=t0;p<t1;p++){
let t6=b0[(t2+(p-t0)*8u)/4u];
let t7=t6-t3;
sum4+=t7;
squares5+=t7*t7;
}
let t8=sum4;
let t9=t8/f32(t1-t0);
let t10=t3+t9;
let t11=max(squares5-t8*t9,vec4<f32>());
let t12=(id.z*2u+down)*16u+channel;
b1[(t12)/4u]=t10;
b1[(t12+8u)/4u]=t11;
}
`,
"",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<f32>;
@group(0)@binding(1)var<storage,read_write>b1:array<f32>;
@group(0)@binding(2)var<storage,read>b2:array<f32>;
@compute@workgroup_size(64,1,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let i=id.x;
if(i>=4u){return;}
let item=i/4u;
let channel=i%4u*2u;
let t0=item*32u+channel;
var sum=0.0f;
for(var s=0u;s<2u;s++){
let count=select(18.0f,18.0f,s==1u);
for(var c=0u;c<2u;c++){
sum+=b0[t0+s*16u+0u+c]*count;
}
}
let t1=sum/72.0f;
var squares=0.0f;
for(var s=0u;s<2u;s++){
let count=select(18.0f,18.0f,s==1u);
for(var c=0u;c<2u;c++){
let d=b0[t0+s*16u+0u+c]-t1;squares+=b0[t0+s*16u+8u+c]+d*d*count;
}
}
let t2=inverseSqrt(squares/72.0f+0.000009999999747378752f);
for(var c=0u;c<2u;c++){
let t3=item*16u+channel+c;
b1[t3]=t1;
b1[t3+8u]=t2*b2[channel+c];
}
}
`,
"",],
[`#3
@group(0)@binding(0#1)var<storage,read_write>b0#1:array<vec4<f32>>;
#
@group(0)@binding(3)var<storage,read>b3:array<vec4<f32>>;
@compute@workgroup_size(64,1,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let across=group.x*2u+local%2u;
let down=group.y*32u+local/2u;
if(across>=2u||down>=9u){return;}
let channel=across*4u;
let t0=id.z*16u+channel;
let t1=b1[(t0)/4u];
let t2=b1[(t0+8u)/4u];
let t3=b3[(channel)/4u];
for(var n=0u;n<4u;n++){
let t4=down*4u+n;
let f5=(id.z*36u+t4)*8u+channel;
let t6=(id.z*36u+t4)*8u+channel+0u;
let t7=(b0[(t6)/4u]-t1)*t2+t3;
let t8=t7/(vec4<f32>(1.0f)+exp(-t7));
b2[(f5)/4u]=t8;
}
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
let p1=s0+(m0)*0u;
let q2=panel*128u+lane*4u;
var c0_0=vec4<f32>();
for(var k0=0u;k0<16u;k0+=4u){
let d3=k0*8u;
let y4=b1[(q2+d3)/4u];
#3
let y5#1=b1[(q2+d3+8#8u)/4u];
#
let x8=b0[(p1+k0)/4u];
c0_0+=x8.x*y4+x8.y*y5+x8.z*y6+x8.w*y7;
}
let s9=0u;
let n10=panel*8u+lane*4u;
let r11=(item*1u+m0)*8u+n10;
let o12=s9+m0*0u+n10;
let t13=b3[(r11)/4u];
let t14=c0_0+t13;
b2[(o12)/4u]=t14;
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
for(var turn_k0=group.z;turn_k0<group.z+3u;turn_k0++){
let k0=turn_k0-group.z;
let y=y0*1u+k0*1u-1u;
if(y<6u){
let line=start+y*12u;
let first=weights+k0*3u*8u;
let from0=line+at0;
let from2=line+at2;
let near=line+inner;
for(var turn_c=group.z;turn_c<group.z+2u;turn_c++){
let c=turn_c-group.z;
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
let row=0u;
let t14=sum0_0;
let t15=t14+bias13;
let o16=t12+row*8u+0u;
let t17=b4[((o16%8u))/4u];
let t18=t15+t17;
let t19=b2[(o16)/4u];
let t20=t18+t19;
b2[(o16)/4u]=t20;
}
`,
"",],
];
