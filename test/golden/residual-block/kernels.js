/** The WGSL shaders, each distinct one once. */
export const kernels = [
  // 0: "group_norm (moments)", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 4u) { return; }
  let t0 = i;
  let t1 = 72u;
  var sum = 0.0f;
  for (var r = 0u; r < t1; r++) {
    sum += b0[t0 * 72u + r];
  }
  let t2 = sum / f32(t1 - 0u);
  var squares = 0.0f;
  for (var r = 0u; r < t1; r++) {
    let d = b0[t0 * 72u + r] - t2; squares += d * d;
  }
  b1[i * 2u] = t2;
  b1[i * 2u + 1u] = inverseSqrt(squares / 72.0f + 0.000009999999747378752f);
}
`,
  // 1: "group_norm", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@group(0) @binding(2) var<storage, read> b2: array<f32>;
@group(0) @binding(3) var<storage, read> b3: array<f32>;
@group(0) @binding(4) var<storage, read_write> b4: array<vec4<f32>>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 72u) { return; }
  let f0 = i * 4u;
  let t1 = f0 / 72u;
  let t2 = (b0[(f0) / 4u] - b1[t1 * 2u]) * b1[t1 * 2u + 1u];
  let t3 = (f0 / 36u) % 8u;
  let t4 = t2 * b2[t3];
  let t5 = t4 + b3[t3];
  b4[(f0) / 4u] = t5;
}
`,
  // 2: "silu", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> b1: array<vec4<f32>>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 72u) { return; }
  let f0 = i * 4u;
  let t1 = b0[(f0) / 4u];
  let t2 = t1 / (vec4<f32>(1.0f) + exp(-t1));
  b1[(f0) / 4u] = t2;
}
`,
  // 3: "conv", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read> b1: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> b2: array<f32>;
@group(0) @binding(3) var<storage, read> b3: array<f32>;
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
  let start = item * 288u + (group_ * 8u) * 36u;
  let k0 = 0;
  let p0 = i32(z0) * 1 - 0 + k0 * 1;
  for (var k1 = 0; k1 < 3; k1++) {
    let p1 = i32(y0) * 1 - 1 + k1 * 1;
    if (p1 >= 0 && p1 < 6) {
      let line = start + u32(p0 * 36 + p1 * 6);
      for (var k2 = 0; k2 < 3; k2++) {
        let q0 = i32(x0 + 0u) * 1 - 1 + k2 * 1;
        let in0 = q0 >= 0 && q0 < 6;
        let e0 = line + u32(clamp(q0, 0, 5)) * 1u;
        let q1 = i32(x0 + 1u) * 1 - 1 + k2 * 1;
        let in1 = q1 >= 0 && q1 < 6;
        let e1 = line + u32(clamp(q1, 0, 5)) * 1u;
        let q2 = i32(x0 + 2u) * 1 - 1 + k2 * 1;
        let in2 = q2 >= 0 && q2 < 6;
        let e2 = line + u32(clamp(q2, 0, 5)) * 1u;
        let q3 = i32(x0 + 3u) * 1 - 1 + k2 * 1;
        let in3 = q3 >= 0 && q3 < 6;
        let e3 = line + u32(clamp(q3, 0, 5)) * 1u;
        let tap = u32((k0 * 3 + k1) * 3 + k2);
        for (var c = 0u; c < 8u; c++) {
          let w0 = b1[((((group_ * 2u + block) * 9u + tap) * 8u + c) * 4u) / 4u];
          acc0 += w0 * select(f32(), b0[e0 + c * 36u], in0);
          acc1 += w0 * select(f32(), b0[e1 + c * 36u], in1);
          acc2 += w0 * select(f32(), b0[e2 + c * 36u], in2);
          acc3 += w0 * select(f32(), b0[e3 + c * 36u], in3);
        }
      }
    }
  }
  let t1 = item * 288u + z0 * 36u + y0 * 6u;
  let t2 = group_ * 8u + block * 4u + 0u;
  let t3 = b3[t2];
  let o4 = t1 + t2 * 36u + (x0 + 0u) * 1u;
  let t5 = acc0[0] + t3;
  b2[o4] = t5;
  if (x0 + 1u < 6u) {
    let o6 = t1 + t2 * 36u + (x0 + 1u) * 1u;
    let t7 = acc1[0] + t3;
    b2[o6] = t7;
  }
  if (x0 + 2u < 6u) {
    let o8 = t1 + t2 * 36u + (x0 + 2u) * 1u;
    let t9 = acc2[0] + t3;
    b2[o8] = t9;
  }
  if (x0 + 3u < 6u) {
    let o10 = t1 + t2 * 36u + (x0 + 3u) * 1u;
    let t11 = acc3[0] + t3;
    b2[o10] = t11;
  }
  let t12 = group_ * 8u + block * 4u + 1u;
  let t13 = b3[t12];
  let o14 = t1 + t12 * 36u + (x0 + 0u) * 1u;
  let t15 = acc0[1] + t13;
  b2[o14] = t15;
  if (x0 + 1u < 6u) {
    let o16 = t1 + t12 * 36u + (x0 + 1u) * 1u;
    let t17 = acc1[1] + t13;
    b2[o16] = t17;
  }
  if (x0 + 2u < 6u) {
    let o18 = t1 + t12 * 36u + (x0 + 2u) * 1u;
    let t19 = acc2[1] + t13;
    b2[o18] = t19;
  }
  if (x0 + 3u < 6u) {
    let o20 = t1 + t12 * 36u + (x0 + 3u) * 1u;
    let t21 = acc3[1] + t13;
    b2[o20] = t21;
  }
  let t22 = group_ * 8u + block * 4u + 2u;
  let t23 = b3[t22];
  let o24 = t1 + t22 * 36u + (x0 + 0u) * 1u;
  let t25 = acc0[2] + t23;
  b2[o24] = t25;
  if (x0 + 1u < 6u) {
    let o26 = t1 + t22 * 36u + (x0 + 1u) * 1u;
    let t27 = acc1[2] + t23;
    b2[o26] = t27;
  }
  if (x0 + 2u < 6u) {
    let o28 = t1 + t22 * 36u + (x0 + 2u) * 1u;
    let t29 = acc2[2] + t23;
    b2[o28] = t29;
  }
  if (x0 + 3u < 6u) {
    let o30 = t1 + t22 * 36u + (x0 + 3u) * 1u;
    let t31 = acc3[2] + t23;
    b2[o30] = t31;
  }
  let t32 = group_ * 8u + block * 4u + 3u;
  let t33 = b3[t32];
  let o34 = t1 + t32 * 36u + (x0 + 0u) * 1u;
  let t35 = acc0[3] + t33;
  b2[o34] = t35;
  if (x0 + 1u < 6u) {
    let o36 = t1 + t32 * 36u + (x0 + 1u) * 1u;
    let t37 = acc1[3] + t33;
    b2[o36] = t37;
  }
  if (x0 + 2u < 6u) {
    let o38 = t1 + t32 * 36u + (x0 + 2u) * 1u;
    let t39 = acc2[3] + t33;
    b2[o38] = t39;
  }
  if (x0 + 3u < 6u) {
    let o40 = t1 + t32 * 36u + (x0 + 3u) * 1u;
    let t41 = acc3[3] + t33;
    b2[o40] = t41;
  }
}
`,
  // 4: "matmul", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> b1: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> b2: array<vec4<f32>>;
@compute @workgroup_size(8, 8, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let n0 = id.x * 4u;
  let m0 = id.y * 1u;
  let item = id.z;
  if (n0 >= 8u || m0 >= 1u) { return; }
  let a0 = (item) * 16u;
  let b0x = (item) * 128u;
  var acc0 = vec4<f32>();
  for (var k0 = 0u; k0 < 16u; k0 += 4u) {
    let y0 = b1[(b0x + (n0 + 0u) * 16u + k0) / 4u];
    let y1 = b1[(b0x + (n0 + 1u) * 16u + k0) / 4u];
    let y2 = b1[(b0x + (n0 + 2u) * 16u + k0) / 4u];
    let y3 = b1[(b0x + (n0 + 3u) * 16u + k0) / 4u];
    let y4 = vec4(y0.x, y1.x, y2.x, y3.x);
    let y5 = vec4(y0.y, y1.y, y2.y, y3.y);
    let y6 = vec4(y0.z, y1.z, y2.z, y3.z);
    let y7 = vec4(y0.w, y1.w, y2.w, y3.w);
    let x8 = b0[(a0 + (m0 + 0u) * 16u + k0) / 4u];
    acc0 += x8.x * y4 + x8.y * y5 + x8.z * y6 + x8.w * y7;
  }
  let o9 = (item * 1u + m0 + 0u) * 8u + n0;
  b2[(o9) / 4u] = acc0;
}
`,
  // 5: "add", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> b1: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> b2: array<vec4<f32>>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 2u) { return; }
  let f0 = i * 4u;
  let t1 = b0[(f0) / 4u];
  let t2 = b1[(f0) / 4u];
  let t3 = t1 + t2;
  b2[(f0) / 4u] = t3;
}
`,
  // 6: "add", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@group(0) @binding(2) var<storage, read_write> b2: array<vec4<f32>>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 72u) { return; }
  let f0 = i * 4u;
  let t1 = b0[(f0) / 4u];
  let t2 = b1[(f0 / 36u)];
  let t3 = t1 + vec4<f32>(t2);
  b2[(f0) / 4u] = t3;
}
`,
  // 7: "add", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> b1: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> b2: array<vec4<f32>>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 72u) { return; }
  let f0 = i * 4u;
  let t1 = b0[(f0) / 4u];
  let t2 = b1[(f0) / 4u];
  let t3 = t1 + t2;
  b2[(f0) / 4u] = t3;
}
`,
];
