/** The WGSL shaders, each distinct one once. */
export const kernels = [
  // 0: "layer_norm (moments)", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 5u) { return; }
  let t0 = i;
  let t1 = 8u;
  var sum = 0.0f;
  for (var r = 0u; r < t1; r++) {
    sum += b0[t0 * 8u + r];
  }
  let t2 = sum / f32(t1 - 0u);
  var squares = 0.0f;
  for (var r = 0u; r < t1; r++) {
    let d = b0[t0 * 8u + r] - t2; squares += d * d;
  }
  b1[i * 2u] = t2;
  b1[i * 2u + 1u] = inverseSqrt(squares / 8.0f + 0.000009999999747378752f);
}
`,
  // 1: "layer_norm", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@group(0) @binding(2) var<storage, read> b2: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> b3: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> b4: array<vec4<f32>>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 10u) { return; }
  let f0 = i * 4u;
  let t1 = f0 / 8u;
  let t2 = (b0[(f0) / 4u] - b1[t1 * 2u]) * b1[t1 * 2u + 1u];
  let t3 = f0 % 8u;
  let t4 = t2 * b2[(t3) / 4u];
  let t5 = t4 + b3[(t3) / 4u];
  b4[(f0) / 4u] = t5;
}
`,
  // 2: "matmul", 3 times
  `@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> b1: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> b2: array<vec4<f32>>;
@compute @workgroup_size(8, 8, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let n0 = id.x * 4u;
  let m0 = id.y * 4u;
  let item = id.z;
  if (n0 >= 8u || m0 >= 5u) { return; }
  let a0 = (item) * 40u;
  let b0x = (item) * 64u;
  var acc0 = vec4<f32>();
  var acc1 = vec4<f32>();
  var acc2 = vec4<f32>();
  var acc3 = vec4<f32>();
  for (var k0 = 0u; k0 < 8u; k0 += 4u) {
    let y0 = b1[(b0x + (k0 + 0u) * 8u + n0) / 4u];
    let y1 = b1[(b0x + (k0 + 1u) * 8u + n0) / 4u];
    let y2 = b1[(b0x + (k0 + 2u) * 8u + n0) / 4u];
    let y3 = b1[(b0x + (k0 + 3u) * 8u + n0) / 4u];
    let x4 = b0[(a0 + (min(m0 + 0u, 4u)) * 8u + k0) / 4u];
    acc0 += x4.x * y0 + x4.y * y1 + x4.z * y2 + x4.w * y3;
    let x5 = b0[(a0 + (min(m0 + 1u, 4u)) * 8u + k0) / 4u];
    acc1 += x5.x * y0 + x5.y * y1 + x5.z * y2 + x5.w * y3;
    let x6 = b0[(a0 + (min(m0 + 2u, 4u)) * 8u + k0) / 4u];
    acc2 += x6.x * y0 + x6.y * y1 + x6.z * y2 + x6.w * y3;
    let x7 = b0[(a0 + (min(m0 + 3u, 4u)) * 8u + k0) / 4u];
    acc3 += x7.x * y0 + x7.y * y1 + x7.z * y2 + x7.w * y3;
  }
  let o8 = (item * 5u + m0 + 0u) * 8u + n0;
  b2[(o8) / 4u] = acc0;
  if (m0 + 1u < 5u) {
    let o9 = (item * 5u + m0 + 1u) * 8u + n0;
    b2[(o9) / 4u] = acc1;
  }
  if (m0 + 2u < 5u) {
    let o10 = (item * 5u + m0 + 2u) * 8u + n0;
    b2[(o10) / 4u] = acc2;
  }
  if (m0 + 3u < 5u) {
    let o11 = (item * 5u + m0 + 3u) * 8u + n0;
    b2[(o11) / 4u] = acc3;
  }
}
`,
  // 3: "transpose", 3 times
  `@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 40u) { return; }
  b0[i] = b1[(i / 20u) * 4u + ((i / 4u) % 5u) * 8u + (i % 4u)];
}
`,
  // 4: "where", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<u32>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 25u) { return; }
  let t0 = (b0[i] != u32(0u));
  let t1 = select(-1000000000.0f, 0.0f, t0);
  b1[i] = t1;
}
`,
  // 5: "mul", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> b1: array<vec4<f32>>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 10u) { return; }
  let f0 = i * 4u;
  let t1 = b0[(f0) / 4u];
  let t2 = t1 * vec4<f32>(0.5f);
  b1[(f0) / 4u] = t2;
}
`,
  // 6: "matmul", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> b1: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> b2: array<f32>;
@compute @workgroup_size(8, 8, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let n0 = id.x * 4u;
  let m0 = id.y * 4u;
  let item = id.z;
  if (n0 >= 5u || m0 >= 5u) { return; }
  let a0 = (item) * 20u;
  let b0x = (item) * 20u;
  var acc0 = vec4<f32>();
  var acc1 = vec4<f32>();
  var acc2 = vec4<f32>();
  var acc3 = vec4<f32>();
  for (var k0 = 0u; k0 < 4u; k0 += 4u) {
    let y0 = b1[(b0x + (min(n0 + 0u, 4u)) * 4u + k0) / 4u];
    let y1 = b1[(b0x + (min(n0 + 1u, 4u)) * 4u + k0) / 4u];
    let y2 = b1[(b0x + (min(n0 + 2u, 4u)) * 4u + k0) / 4u];
    let y3 = b1[(b0x + (min(n0 + 3u, 4u)) * 4u + k0) / 4u];
    let y4 = vec4(y0.x, y1.x, y2.x, y3.x);
    let y5 = vec4(y0.y, y1.y, y2.y, y3.y);
    let y6 = vec4(y0.z, y1.z, y2.z, y3.z);
    let y7 = vec4(y0.w, y1.w, y2.w, y3.w);
    let x8 = b0[(a0 + (min(m0 + 0u, 4u)) * 4u + k0) / 4u];
    acc0 += x8.x * y4 + x8.y * y5 + x8.z * y6 + x8.w * y7;
    let x9 = b0[(a0 + (min(m0 + 1u, 4u)) * 4u + k0) / 4u];
    acc1 += x9.x * y4 + x9.y * y5 + x9.z * y6 + x9.w * y7;
    let x10 = b0[(a0 + (min(m0 + 2u, 4u)) * 4u + k0) / 4u];
    acc2 += x10.x * y4 + x10.y * y5 + x10.z * y6 + x10.w * y7;
    let x11 = b0[(a0 + (min(m0 + 3u, 4u)) * 4u + k0) / 4u];
    acc3 += x11.x * y4 + x11.y * y5 + x11.z * y6 + x11.w * y7;
  }
  let o12 = (item * 5u + m0 + 0u) * 5u + n0;
  let o13 = o12 + 0u;
  b2[o13] = acc0[0];
  if (n0 + 1u < 5u) {
    let o14 = o12 + 1u;
    b2[o14] = acc0[1];
  }
  if (n0 + 2u < 5u) {
    let o15 = o12 + 2u;
    b2[o15] = acc0[2];
  }
  if (n0 + 3u < 5u) {
    let o16 = o12 + 3u;
    b2[o16] = acc0[3];
  }
  if (m0 + 1u < 5u) {
    let o17 = (item * 5u + m0 + 1u) * 5u + n0;
    let o18 = o17 + 0u;
    b2[o18] = acc1[0];
    if (n0 + 1u < 5u) {
      let o19 = o17 + 1u;
      b2[o19] = acc1[1];
    }
    if (n0 + 2u < 5u) {
      let o20 = o17 + 2u;
      b2[o20] = acc1[2];
    }
    if (n0 + 3u < 5u) {
      let o21 = o17 + 3u;
      b2[o21] = acc1[3];
    }
  }
  if (m0 + 2u < 5u) {
    let o22 = (item * 5u + m0 + 2u) * 5u + n0;
    let o23 = o22 + 0u;
    b2[o23] = acc2[0];
    if (n0 + 1u < 5u) {
      let o24 = o22 + 1u;
      b2[o24] = acc2[1];
    }
    if (n0 + 2u < 5u) {
      let o25 = o22 + 2u;
      b2[o25] = acc2[2];
    }
    if (n0 + 3u < 5u) {
      let o26 = o22 + 3u;
      b2[o26] = acc2[3];
    }
  }
  if (m0 + 3u < 5u) {
    let o27 = (item * 5u + m0 + 3u) * 5u + n0;
    let o28 = o27 + 0u;
    b2[o28] = acc3[0];
    if (n0 + 1u < 5u) {
      let o29 = o27 + 1u;
      b2[o29] = acc3[1];
    }
    if (n0 + 2u < 5u) {
      let o30 = o27 + 2u;
      b2[o30] = acc3[2];
    }
    if (n0 + 3u < 5u) {
      let o31 = o27 + 3u;
      b2[o31] = acc3[3];
    }
  }
}
`,
  // 7: "add", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@group(0) @binding(2) var<storage, read_write> b2: array<f32>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 50u) { return; }
  let t0 = b0[i];
  let t1 = b1[(i % 25u)];
  let t2 = t0 + t1;
  b2[i] = t2;
}
`,
  // 8: "reduce_max", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
fn from_bits(bits: u32) -> f32 {
  var b = bits;
  return bitcast<f32>(b);
}
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 10u) { return; }
  let t0 = (i / 5u) * 25u + (i % 5u) * 5u;
  var sum1 = from_bits(0xff800000u);
  for (var r = 0u; r < 5u; r++) {
    let t2 = b0[t0 + r];
    sum1 = max(sum1, t2);
  }
  let t3 = sum1;
  b1[i] = t3;
}
`,
  // 9: "max", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 10u) { return; }
  let t0 = b0[i];
  let t1 = select(select(max(t0, -3.4028234663852886e+38f), -3.4028234663852886e+38f, ((bitcast<u32>(-3.4028234663852886e+38f) & u32(0x7fffffffu)) > u32(0x7f800000u))), t0, ((bitcast<u32>(t0) & u32(0x7fffffffu)) > u32(0x7f800000u)));
  b1[i] = t1;
}
`,
  // 10: "sub", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@group(0) @binding(2) var<storage, read_write> b2: array<f32>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 50u) { return; }
  let t0 = b0[i];
  let t1 = b1[(i / 5u)];
  let t2 = t0 - t1;
  b2[i] = t2;
}
`,
  // 11: "exp", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 50u) { return; }
  let t0 = b0[i];
  let t1 = exp(t0);
  b1[i] = t1;
}
`,
  // 12: "reduce_sum", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 10u) { return; }
  let t0 = (i / 5u) * 25u + (i % 5u) * 5u;
  var sum1 = 0.0f;
  for (var r = 0u; r < 5u; r++) {
    let t2 = b0[t0 + r];
    sum1 = sum1 + t2;
  }
  let t3 = sum1;
  b1[i] = t3;
}
`,
  // 13: "max", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 10u) { return; }
  let t0 = b0[i];
  let t1 = select(select(max(t0, 1.0f), 1.0f, ((bitcast<u32>(1.0f) & u32(0x7fffffffu)) > u32(0x7f800000u))), t0, ((bitcast<u32>(t0) & u32(0x7fffffffu)) > u32(0x7f800000u)));
  b1[i] = t1;
}
`,
  // 14: "div", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@group(0) @binding(2) var<storage, read_write> b2: array<f32>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 50u) { return; }
  let t0 = b0[i];
  let t1 = b1[(i / 5u)];
  let t2 = t0 / t1;
  b2[i] = t2;
}
`,
  // 15: "matmul", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> b2: array<vec4<f32>>;
@compute @workgroup_size(8, 8, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let n0 = id.x * 4u;
  let m0 = id.y * 4u;
  let item = id.z;
  if (n0 >= 4u || m0 >= 5u) { return; }
  let a0 = (item) * 25u;
  let b0x = (item) * 20u;
  var acc0 = vec4<f32>();
  var acc1 = vec4<f32>();
  var acc2 = vec4<f32>();
  var acc3 = vec4<f32>();
  for (var k0 = 0u; k0 < 5u; k0 += 1u) {
    let y0 = b1[(b0x + (k0 + 0u) * 4u + n0) / 4u];
    acc0 += b0[a0 + (min(m0 + 0u, 4u)) * 5u + k0] * y0;
    acc1 += b0[a0 + (min(m0 + 1u, 4u)) * 5u + k0] * y0;
    acc2 += b0[a0 + (min(m0 + 2u, 4u)) * 5u + k0] * y0;
    acc3 += b0[a0 + (min(m0 + 3u, 4u)) * 5u + k0] * y0;
  }
  let o1 = (item * 5u + m0 + 0u) * 4u + n0;
  b2[(o1) / 4u] = acc0;
  if (m0 + 1u < 5u) {
    let o2 = (item * 5u + m0 + 1u) * 4u + n0;
    b2[(o2) / 4u] = acc1;
  }
  if (m0 + 2u < 5u) {
    let o3 = (item * 5u + m0 + 2u) * 4u + n0;
    b2[(o3) / 4u] = acc2;
  }
  if (m0 + 3u < 5u) {
    let o4 = (item * 5u + m0 + 3u) * 4u + n0;
    b2[(o4) / 4u] = acc3;
  }
}
`,
  // 16: "transpose", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 40u) { return; }
  b0[i] = b1[(i / 8u) * 4u + ((i / 4u) % 2u) * 20u + (i % 4u)];
}
`,
  // 17: "add", once
  `@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> b1: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> b2: array<vec4<f32>>;
@compute @workgroup_size(64, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let i = id.x;
  if (i >= 10u) { return; }
  let f0 = i * 4u;
  let t1 = b0[(f0) / 4u];
  let t2 = b1[(f0) / 4u];
  let t3 = t1 + t2;
  b2[(f0) / 4u] = t3;
}
`,
];
