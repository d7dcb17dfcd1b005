// "conv + add + add", once
@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read> b1: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> b2: array<f32>;
@group(0) @binding(3) var<storage, read> b3: array<f32>;
@group(0) @binding(4) var<storage, read_write> b4: array<f32>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  if (id.x >= 12u || id.y >= 2u) { return; }
  let x0 = (id.x % 2u) * 4u;
  let row = id.x / 2u;
  let y0 = row % 6u;
  let z0 = row / 6u;
  let item = id.z;
  let group_ = id.y / 2u;
  let block = id.y % 2u;
  var acc0 = vec4<f32>();
  var acc1 = vec4<f32>();
  var acc2 = vec4<f32>();
  var acc3 = vec4<f32>();
  let start = item * 288u + (group_ * 8u) * 1u;
  let k0 = 0;
  let p0 = i32(z0) * 1 - 0 + k0 * 1;
  for (var k1 = 0; k1 < 3; k1++) {
    let p1 = i32(y0) * 1 - 1 + k1 * 1;
    if (p1 >= 0 && p1 < 6) {
      let line = start + u32(p0 * 288 + p1 * 48);
      let row_tap = u32((k0 * 3 + k1) * 3);
      for (var k2 = 0; k2 < 3; k2++) {
        let q0 = i32(x0 + 0u) * 1 - 1 + k2 * 1;
        let in0 = q0 >= 0 && q0 < 6;
        let e0 = line + u32(clamp(q0, 0, 5)) * 8u;
        let q1 = i32(x0 + 1u) * 1 - 1 + k2 * 1;
        let in1 = q1 >= 0 && q1 < 6;
        let e1 = line + u32(clamp(q1, 0, 5)) * 8u;
        let q2 = i32(x0 + 2u) * 1 - 1 + k2 * 1;
        let in2 = q2 >= 0 && q2 < 6;
        let e2 = line + u32(clamp(q2, 0, 5)) * 8u;
        let q3 = i32(x0 + 3u) * 1 - 1 + k2 * 1;
        let in3 = q3 >= 0 && q3 < 6;
        let e3 = line + u32(clamp(q3, 0, 5)) * 8u;
        let tap = row_tap + u32(k2);
        for (var c = 0u; c < 8u; c++) {
          let w0 = b1[((((group_ * 2u + block) * 9u + tap) * 8u + c) * 4u) / 4u];
          acc0 += w0 * select(f32(), b0[e0 + c * 1u], in0);
          acc1 += w0 * select(f32(), b0[e1 + c * 1u], in1);
          acc2 += w0 * select(f32(), b0[e2 + c * 1u], in2);
          acc3 += w0 * select(f32(), b0[e3 + c * 1u], in3);
        }
      }
    }
  }
  let t1 = item * 288u + z0 * 288u + y0 * 48u;
  let t2 = group_ * 8u + block * 4u + 0u;
  let t3 = b3[t2];
  let o4 = t1 + t2 * 1u + (x0 + 0u) * 8u;
  let t5 = acc0[0] + t3;
  let t6 = b4[(o4 % 8u)];
  let t7 = t5 + t6;
  let t8 = b2[o4];
  let t9 = t7 + t8;
  b2[o4] = t9;
  if (x0 + 1u < 6u) {
    let o10 = t1 + t2 * 1u + (x0 + 1u) * 8u;
    let t11 = acc1[0] + t3;
    let t12 = b4[(o10 % 8u)];
    let t13 = t11 + t12;
    let t14 = b2[o10];
    let t15 = t13 + t14;
    b2[o10] = t15;
  }
  if (x0 + 2u < 6u) {
    let o16 = t1 + t2 * 1u + (x0 + 2u) * 8u;
    let t17 = acc2[0] + t3;
    let t18 = b4[(o16 % 8u)];
    let t19 = t17 + t18;
    let t20 = b2[o16];
    let t21 = t19 + t20;
    b2[o16] = t21;
  }
  if (x0 + 3u < 6u) {
    let o22 = t1 + t2 * 1u + (x0 + 3u) * 8u;
    let t23 = acc3[0] + t3;
    let t24 = b4[(o22 % 8u)];
    let t25 = t23 + t24;
    let t26 = b2[o22];
    let t27 = t25 + t26;
    b2[o22] = t27;
  }
  let t28 = group_ * 8u + block * 4u + 1u;
  let t29 = b3[t28];
  let o30 = t1 + t28 * 1u + (x0 + 0u) * 8u;
  let t31 = acc0[1] + t29;
  let t32 = b4[(o30 % 8u)];
  let t33 = t31 + t32;
  let t34 = b2[o30];
  let t35 = t33 + t34;
  b2[o30] = t35;
  if (x0 + 1u < 6u) {
    let o36 = t1 + t28 * 1u + (x0 + 1u) * 8u;
    let t37 = acc1[1] + t29;
    let t38 = b4[(o36 % 8u)];
    let t39 = t37 + t38;
    let t40 = b2[o36];
    let t41 = t39 + t40;
    b2[o36] = t41;
  }
  if (x0 + 2u < 6u) {
    let o42 = t1 + t28 * 1u + (x0 + 2u) * 8u;
    let t43 = acc2[1] + t29;
    let t44 = b4[(o42 % 8u)];
    let t45 = t43 + t44;
    let t46 = b2[o42];
    let t47 = t45 + t46;
    b2[o42] = t47;
  }
  if (x0 + 3u < 6u) {
    let o48 = t1 + t28 * 1u + (x0 + 3u) * 8u;
    let t49 = acc3[1] + t29;
    let t50 = b4[(o48 % 8u)];
    let t51 = t49 + t50;
    let t52 = b2[o48];
    let t53 = t51 + t52;
    b2[o48] = t53;
  }
  let t54 = group_ * 8u + block * 4u + 2u;
  let t55 = b3[t54];
  let o56 = t1 + t54 * 1u + (x0 + 0u) * 8u;
  let t57 = acc0[2] + t55;
  let t58 = b4[(o56 % 8u)];
  let t59 = t57 + t58;
  let t60 = b2[o56];
  let t61 = t59 + t60;
  b2[o56] = t61;
  if (x0 + 1u < 6u) {
    let o62 = t1 + t54 * 1u + (x0 + 1u) * 8u;
    let t63 = acc1[2] + t55;
    let t64 = b4[(o62 % 8u)];
    let t65 = t63 + t64;
    let t66 = b2[o62];
    let t67 = t65 + t66;
    b2[o62] = t67;
  }
  if (x0 + 2u < 6u) {
    let o68 = t1 + t54 * 1u + (x0 + 2u) * 8u;
    let t69 = acc2[2] + t55;
    let t70 = b4[(o68 % 8u)];
    let t71 = t69 + t70;
    let t72 = b2[o68];
    let t73 = t71 + t72;
    b2[o68] = t73;
  }
  if (x0 + 3u < 6u) {
    let o74 = t1 + t54 * 1u + (x0 + 3u) * 8u;
    let t75 = acc3[2] + t55;
    let t76 = b4[(o74 % 8u)];
    let t77 = t75 + t76;
    let t78 = b2[o74];
    let t79 = t77 + t78;
    b2[o74] = t79;
  }
  let t80 = group_ * 8u + block * 4u + 3u;
  let t81 = b3[t80];
  let o82 = t1 + t80 * 1u + (x0 + 0u) * 8u;
  let t83 = acc0[3] + t81;
  let t84 = b4[(o82 % 8u)];
  let t85 = t83 + t84;
  let t86 = b2[o82];
  let t87 = t85 + t86;
  b2[o82] = t87;
  if (x0 + 1u < 6u) {
    let o88 = t1 + t80 * 1u + (x0 + 1u) * 8u;
    let t89 = acc1[3] + t81;
    let t90 = b4[(o88 % 8u)];
    let t91 = t89 + t90;
    let t92 = b2[o88];
    let t93 = t91 + t92;
    b2[o88] = t93;
  }
  if (x0 + 2u < 6u) {
    let o94 = t1 + t80 * 1u + (x0 + 2u) * 8u;
    let t95 = acc2[3] + t81;
    let t96 = b4[(o94 % 8u)];
    let t97 = t95 + t96;
    let t98 = b2[o94];
    let t99 = t97 + t98;
    b2[o94] = t99;
  }
  if (x0 + 3u < 6u) {
    let o100 = t1 + t80 * 1u + (x0 + 3u) * 8u;
    let t101 = acc3[3] + t81;
    let t102 = b4[(o100 % 8u)];
    let t103 = t101 + t102;
    let t104 = b2[o100];
    let t105 = t103 + t104;
    b2[o100] = t105;
  }
}
