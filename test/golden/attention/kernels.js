/** The WGSL shaders, and what stands for $0, $1, ... in each of them; trace.json says what they are. */
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
@compute@workgroup_size(8,8,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let n0=id.x*4u;
let m0=id.y*4u;
let item=id.z;
if(n0>=8u||m0>=5u){return;}
let a0=(item)*40u;
let b0x=(item)*64u;
var acc0=vec4<f32>();
var acc1=vec4<f32>();
var acc2=vec4<f32>();
var acc3=vec4<f32>();
for(var k0=0u;k0<8u;k0+=4u){
let y0=b1[(b0x+(k0+0u)*8u+n0)/4u];
let y1=b1[(b0x+(k0+1u)*8u+n0)/4u];
let y2=b1[(b0x+(k0+2u)*8u+n0)/4u];
let y3=b1[(b0x+(k0+3u)*8u+n0)/4u];
let x4=b0[(a0+(min(m0+0u,4u))*8u+k0)/4u];
acc0+=x4.x*y0+x4.y*y1+x4.z*y2+x4.w*y3;
let x5=b0[(a0+(min(m0+1u,4u))*8u+k0)/4u];
acc1+=x5.x*y0+x5.y*y1+x5.z*y2+x5.w*y3;
let x6=b0[(a0+(min(m0+2u,4u))*8u+k0)/4u];
acc2+=x6.x*y0+x6.y*y1+x6.z*y2+x6.w*y3;
let x7=b0[(a0+(min(m0+3u,4u))*8u+k0)/4u];
acc3+=x7.x*y0+x7.y*y1+x7.z*y2+x7.w*y3;
}
let o8=(item*5u+m0+0u)*8u+n0;
b2[(o8)/4u]=acc0;
if(m0+1u<5u){
let o9=(item*5u+m0+1u)*8u+n0;
b2[(o9)/4u]=acc1;
}
if(m0+2u<5u){
let o10=(item*5u+m0+2u)*8u+n0;
b2[(o10)/4u]=acc2;
}
if(m0+3u<5u){
let o11=(item*5u+m0+3u)*8u+n0;
b2[(o11)/4u]=acc3;
}
}
`,
"",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<vec4<f32>>;
@group(0)@binding(1)var<storage,read_write>b1:array<vec4<f32>>;
@compute@workgroup_size(64,1,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let i=id.x;
if(i>=10u){return;}
let f0=i*4u;
let t1=(f0/$0u)*4u+((f0/4u)%$1u)*$2u+(f0%4u);
let t2=f0;
b0[(t2)/4u]=b1[(t1)/4u];
}
`,
"20 5 8",
"8 2 20",],
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
@compute@workgroup_size(8,8,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let n0=id.x*4u;
let m0=id.y*4u;
let item=id.z;
if(n0>=8u||m0>=5u){return;}
let a0=(item)*40u;
let b0x=(item)*64u;
var acc0=vec4<f32>();
var acc1=vec4<f32>();
var acc2=vec4<f32>();
var acc3=vec4<f32>();
for(var k0=0u;k0<8u;k0+=4u){
let y0=b1[(b0x+(k0+0u)*8u+n0)/4u];
let y1=b1[(b0x+(k0+1u)*8u+n0)/4u];
let y2=b1[(b0x+(k0+2u)*8u+n0)/4u];
let y3=b1[(b0x+(k0+3u)*8u+n0)/4u];
let x4=b0[(a0+(min(m0+0u,4u))*8u+k0)/4u];
acc0+=x4.x*y0+x4.y*y1+x4.z*y2+x4.w*y3;
let x5=b0[(a0+(min(m0+1u,4u))*8u+k0)/4u];
acc1+=x5.x*y0+x5.y*y1+x5.z*y2+x5.w*y3;
let x6=b0[(a0+(min(m0+2u,4u))*8u+k0)/4u];
acc2+=x6.x*y0+x6.y*y1+x6.z*y2+x6.w*y3;
let x7=b0[(a0+(min(m0+3u,4u))*8u+k0)/4u];
acc3+=x7.x*y0+x7.y*y1+x7.z*y2+x7.w*y3;
}
let o8=(item*5u+m0+0u)*8u+n0;
let t9=acc0*vec4<f32>(0.5f);
b2[(o8)/4u]=t9;
if(m0+1u<5u){
let o10=(item*5u+m0+1u)*8u+n0;
let t11=acc1*vec4<f32>(0.5f);
b2[(o10)/4u]=t11;
}
if(m0+2u<5u){
let o12=(item*5u+m0+2u)*8u+n0;
let t13=acc2*vec4<f32>(0.5f);
b2[(o12)/4u]=t13;
}
if(m0+3u<5u){
let o14=(item*5u+m0+3u)*8u+n0;
let t15=acc3*vec4<f32>(0.5f);
b2[(o14)/4u]=t15;
}
}
`,
"",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<vec4<f32>>;
@group(0)@binding(1)var<storage,read_write>b1:array<vec4<f32>>;
@group(0)@binding(2)var<storage,read_write>b2:array<f32>;
@group(0)@binding(3)var<storage,read_write>b3:array<f32>;
@compute@workgroup_size(8,8,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let n0=id.x*4u;
let m0=id.y*4u;
let item=id.z;
if(n0>=5u||m0>=5u){return;}
let a0=(item)*20u;
let b0x=(item)*20u;
var acc0=vec4<f32>();
var acc1=vec4<f32>();
var acc2=vec4<f32>();
var acc3=vec4<f32>();
for(var k0=0u;k0<4u;k0+=4u){
let y0=b1[(b0x+(min(n0+0u,4u))*4u+k0)/4u];
let y1=b1[(b0x+(min(n0+1u,4u))*4u+k0)/4u];
let y2=b1[(b0x+(min(n0+2u,4u))*4u+k0)/4u];
let y3=b1[(b0x+(min(n0+3u,4u))*4u+k0)/4u];
let y4=vec4(y0.x,y1.x,y2.x,y3.x);
let y5=vec4(y0.y,y1.y,y2.y,y3.y);
let y6=vec4(y0.z,y1.z,y2.z,y3.z);
let y7=vec4(y0.w,y1.w,y2.w,y3.w);
let x8=b0[(a0+(min(m0+0u,4u))*4u+k0)/4u];
acc0+=x8.x*y4+x8.y*y5+x8.z*y6+x8.w*y7;
let x9=b0[(a0+(min(m0+1u,4u))*4u+k0)/4u];
acc1+=x9.x*y4+x9.y*y5+x9.z*y6+x9.w*y7;
let x10=b0[(a0+(min(m0+2u,4u))*4u+k0)/4u];
acc2+=x10.x*y4+x10.y*y5+x10.z*y6+x10.w*y7;
let x11=b0[(a0+(min(m0+3u,4u))*4u+k0)/4u];
acc3+=x11.x*y4+x11.y*y5+x11.z*y6+x11.w*y7;
}
let o12=(item*5u+m0+0u)*5u+n0;
let o13=o12+0u;
let t14=b3[(o13%25u)];
let t15=acc0[0]+t14;
b2[o13]=t15;
if(n0+1u<5u){
let o16=o12+1u;
let t17=b3[(o16%25u)];
let t18=acc0[1]+t17;
b2[o16]=t18;
}
if(n0+2u<5u){
let o19=o12+2u;
let t20=b3[(o19%25u)];
let t21=acc0[2]+t20;
b2[o19]=t21;
}
if(n0+3u<5u){
let o22=o12+3u;
let t23=b3[(o22%25u)];
let t24=acc0[3]+t23;
b2[o22]=t24;
}
if(m0+1u<5u){
let o25=(item*5u+m0+1u)*5u+n0;
let o26=o25+0u;
let t27=b3[(o26%25u)];
let t28=acc1[0]+t27;
b2[o26]=t28;
if(n0+1u<5u){
let o29=o25+1u;
let t30=b3[(o29%25u)];
let t31=acc1[1]+t30;
b2[o29]=t31;
}
if(n0+2u<5u){
let o32=o25+2u;
let t33=b3[(o32%25u)];
let t34=acc1[2]+t33;
b2[o32]=t34;
}
if(n0+3u<5u){
let o35=o25+3u;
let t36=b3[(o35%25u)];
let t37=acc1[3]+t36;
b2[o35]=t37;
}
}
if(m0+2u<5u){
let o38=(item*5u+m0+2u)*5u+n0;
let o39=o38+0u;
let t40=b3[(o39%25u)];
let t41=acc2[0]+t40;
b2[o39]=t41;
if(n0+1u<5u){
let o42=o38+1u;
let t43=b3[(o42%25u)];
let t44=acc2[1]+t43;
b2[o42]=t44;
}
if(n0+2u<5u){
let o45=o38+2u;
let t46=b3[(o45%25u)];
let t47=acc2[2]+t46;
b2[o45]=t47;
}
if(n0+3u<5u){
let o48=o38+3u;
let t49=b3[(o48%25u)];
let t50=acc2[3]+t49;
b2[o48]=t50;
}
}
if(m0+3u<5u){
let o51=(item*5u+m0+3u)*5u+n0;
let o52=o51+0u;
let t53=b3[(o52%25u)];
let t54=acc3[0]+t53;
b2[o52]=t54;
if(n0+1u<5u){
let o55=o51+1u;
let t56=b3[(o55%25u)];
let t57=acc3[1]+t56;
b2[o55]=t57;
}
if(n0+2u<5u){
let o58=o51+2u;
let t59=b3[(o58%25u)];
let t60=acc3[2]+t59;
b2[o58]=t60;
}
if(n0+3u<5u){
let o61=o51+3u;
let t62=b3[(o61%25u)];
let t63=acc3[3]+t62;
b2[o61]=t63;
}
}
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
@compute@workgroup_size(8,8,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let n0=id.x*4u;
let m0=id.y*4u;
let item=id.z;
if(n0>=4u||m0>=5u){return;}
let a0=(item)*25u;
let b0x=(item)*20u;
var acc0=vec4<f32>();
var acc1=vec4<f32>();
var acc2=vec4<f32>();
var acc3=vec4<f32>();
for(var k0=0u;k0<5u;k0+=1u){
let y0=b1[(b0x+(k0+0u)*4u+n0)/4u];
acc0+=b0[a0+(min(m0+0u,4u))*5u+k0]*y0;
acc1+=b0[a0+(min(m0+1u,4u))*5u+k0]*y0;
acc2+=b0[a0+(min(m0+2u,4u))*5u+k0]*y0;
acc3+=b0[a0+(min(m0+3u,4u))*5u+k0]*y0;
}
let o1=(item*5u+m0+0u)*4u+n0;
b2[(o1)/4u]=acc0;
if(m0+1u<5u){
let o2=(item*5u+m0+1u)*4u+n0;
b2[(o2)/4u]=acc1;
}
if(m0+2u<5u){
let o3=(item*5u+m0+2u)*4u+n0;
b2[(o3)/4u]=acc2;
}
if(m0+3u<5u){
let o4=(item*5u+m0+3u)*4u+n0;
b2[(o4)/4u]=acc3;
}
}
`,
"",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<vec4<f32>>;
@group(0)@binding(1)var<storage,read_write>b1:array<vec4<f32>>;
@group(0)@binding(2)var<storage,read_write>b2:array<vec4<f32>>;
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
