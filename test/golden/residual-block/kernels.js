/** The WGSL shaders, and what stands for $0, $1, ... in each of them; trace.json says what they are. */
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
@compute@workgroup_size(8,8,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
let n0=id.x*4u;
let m0=id.y*1u;
let item=id.z;
if(n0>=8u||m0>=1u){return;}
let a0=(item)*16u;
let b0x=(item)*128u;
var acc0=vec4<f32>();
for(var k0=0u;k0<16u;k0+=4u){
let y0=b1[(b0x+(n0+0u)*16u+k0)/4u];
let y1=b1[(b0x+(n0+1u)*16u+k0)/4u];
let y2=b1[(b0x+(n0+2u)*16u+k0)/4u];
let y3=b1[(b0x+(n0+3u)*16u+k0)/4u];
let y4=vec4(y0.x,y1.x,y2.x,y3.x);
let y5=vec4(y0.y,y1.y,y2.y,y3.y);
let y6=vec4(y0.z,y1.z,y2.z,y3.z);
let y7=vec4(y0.w,y1.w,y2.w,y3.w);
let x8=b0[(a0+(m0+0u)*16u+k0)/4u];
acc0+=x8.x*y4+x8.y*y5+x8.z*y6+x8.w*y7;
}
let o9=(item*1u+m0+0u)*8u+n0;
let t10=b3[(o9)/4u];
let t11=acc0+t10;
b2[(o9)/4u]=t11;
}
`,
"",],
[`@group(0)@binding(0)var<storage,read_write>b0:array<f32>;
@group(0)@binding(1)var<storage,read>b1:array<vec4<f32>>;
@group(0)@binding(2)var<storage,read_write>b2:array<f32>;
@group(0)@binding(3)var<storage,read>b3:array<f32>;
@group(0)@binding(4)var<storage,read_write>b4:array<f32>;
@compute@workgroup_size(64,1,1)
fn main(@builtin(global_invocation_id)id:vec3<u32>,@builtin(local_invocation_index)local:u32,@builtin(workgroup_id)group:vec3<u32>){
if(id.x>=12u||id.y>=2u){return;}
let x0=(id.x%2u)*4u;
let row=id.x/2u;
let y0=row%6u;
let z0=row/6u;
let item=id.z;
let group_=id.y/2u;
let block=id.y%2u;
var acc0=vec4<f32>();
var acc1=vec4<f32>();
var acc2=vec4<f32>();
var acc3=vec4<f32>();
let start=item*288u+(group_*8u)*1u;
let k0=0;
let p0=i32(z0)*1-0+k0*1;
for(var k1=0;k1<3;k1++){
let p1=i32(y0)*1-1+k1*1;
if(p1>=0&&p1<6){
let line=start+u32(p0*288+p1*48);
let row_tap=u32((k0*3+k1)*3);
for(var k2=0;k2<3;k2++){
let q0=i32(x0+0u)*1-1+k2*1;
let in0=q0>=0&&q0<6;
let e0=line+u32(clamp(q0,0,5))*8u;
let q1=i32(x0+1u)*1-1+k2*1;
let in1=q1>=0&&q1<6;
let e1=line+u32(clamp(q1,0,5))*8u;
let q2=i32(x0+2u)*1-1+k2*1;
let in2=q2>=0&&q2<6;
let e2=line+u32(clamp(q2,0,5))*8u;
let q3=i32(x0+3u)*1-1+k2*1;
let in3=q3>=0&&q3<6;
let e3=line+u32(clamp(q3,0,5))*8u;
let tap=row_tap+u32(k2);
for(var c=0u;c<8u;c++){
let w0=b1[((((group_*2u+block)*9u+tap)*8u+c)*4u)/4u];
acc0+=w0*select(f32(),b0[e0+c*1u],in0);
acc1+=w0*select(f32(),b0[e1+c*1u],in1);
acc2+=w0*select(f32(),b0[e2+c*1u],in2);
acc3+=w0*select(f32(),b0[e3+c*1u],in3);
}
}
}
}
let t1=item*288u+z0*288u+y0*48u;
let t2=group_*8u+block*4u+0u;
let t3=b3[t2];
let o4=t1+t2*1u+(x0+0u)*8u;
let t5=acc0[0]+t3;
let t6=b4[(o4%8u)];
let t7=t5+t6;
let t8=b2[o4];
let t9=t7+t8;
b2[o4]=t9;
if(x0+1u<6u){
let o10=t1+t2*1u+(x0+1u)*8u;
let t11=acc1[0]+t3;
let t12=b4[(o10%8u)];
let t13=t11+t12;
let t14=b2[o10];
let t15=t13+t14;
b2[o10]=t15;
}
if(x0+2u<6u){
let o16=t1+t2*1u+(x0+2u)*8u;
let t17=acc2[0]+t3;
let t18=b4[(o16%8u)];
let t19=t17+t18;
let t20=b2[o16];
let t21=t19+t20;
b2[o16]=t21;
}
if(x0+3u<6u){
let o22=t1+t2*1u+(x0+3u)*8u;
let t23=acc3[0]+t3;
let t24=b4[(o22%8u)];
let t25=t23+t24;
let t26=b2[o22];
let t27=t25+t26;
b2[o22]=t27;
}
let t28=group_*8u+block*4u+1u;
let t29=b3[t28];
let o30=t1+t28*1u+(x0+0u)*8u;
let t31=acc0[1]+t29;
let t32=b4[(o30%8u)];
let t33=t31+t32;
let t34=b2[o30];
let t35=t33+t34;
b2[o30]=t35;
if(x0+1u<6u){
let o36=t1+t28*1u+(x0+1u)*8u;
let t37=acc1[1]+t29;
let t38=b4[(o36%8u)];
let t39=t37+t38;
let t40=b2[o36];
let t41=t39+t40;
b2[o36]=t41;
}
if(x0+2u<6u){
let o42=t1+t28*1u+(x0+2u)*8u;
let t43=acc2[1]+t29;
let t44=b4[(o42%8u)];
let t45=t43+t44;
let t46=b2[o42];
let t47=t45+t46;
b2[o42]=t47;
}
if(x0+3u<6u){
let o48=t1+t28*1u+(x0+3u)*8u;
let t49=acc3[1]+t29;
let t50=b4[(o48%8u)];
let t51=t49+t50;
let t52=b2[o48];
let t53=t51+t52;
b2[o48]=t53;
}
let t54=group_*8u+block*4u+2u;
let t55=b3[t54];
let o56=t1+t54*1u+(x0+0u)*8u;
let t57=acc0[2]+t55;
let t58=b4[(o56%8u)];
let t59=t57+t58;
let t60=b2[o56];
let t61=t59+t60;
b2[o56]=t61;
if(x0+1u<6u){
let o62=t1+t54*1u+(x0+1u)*8u;
let t63=acc1[2]+t55;
let t64=b4[(o62%8u)];
let t65=t63+t64;
let t66=b2[o62];
let t67=t65+t66;
b2[o62]=t67;
}
if(x0+2u<6u){
let o68=t1+t54*1u+(x0+2u)*8u;
let t69=acc2[2]+t55;
let t70=b4[(o68%8u)];
let t71=t69+t70;
let t72=b2[o68];
let t73=t71+t72;
b2[o68]=t73;
}
if(x0+3u<6u){
let o74=t1+t54*1u+(x0+3u)*8u;
let t75=acc3[2]+t55;
let t76=b4[(o74%8u)];
let t77=t75+t76;
let t78=b2[o74];
let t79=t77+t78;
b2[o74]=t79;
}
let t80=group_*8u+block*4u+3u;
let t81=b3[t80];
let o82=t1+t80*1u+(x0+0u)*8u;
let t83=acc0[3]+t81;
let t84=b4[(o82%8u)];
let t85=t83+t84;
let t86=b2[o82];
let t87=t85+t86;
b2[o82]=t87;
if(x0+1u<6u){
let o88=t1+t80*1u+(x0+1u)*8u;
let t89=acc1[3]+t81;
let t90=b4[(o88%8u)];
let t91=t89+t90;
let t92=b2[o88];
let t93=t91+t92;
b2[o88]=t93;
}
if(x0+2u<6u){
let o94=t1+t80*1u+(x0+2u)*8u;
let t95=acc2[3]+t81;
let t96=b4[(o94%8u)];
let t97=t95+t96;
let t98=b2[o94];
let t99=t97+t98;
b2[o94]=t99;
}
if(x0+3u<6u){
let o100=t1+t80*1u+(x0+3u)*8u;
let t101=acc3[3]+t81;
let t102=b4[(o100%8u)];
let t103=t101+t102;
let t104=b2[o100];
let t105=t103+t104;
b2[o100]=t105;
}
}
`,
"",],
];
