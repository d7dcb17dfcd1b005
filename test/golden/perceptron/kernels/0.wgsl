// "matmul + add + silu", once
@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> b1: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> b2: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> b3: array<vec4<f32>>;
@compute @workgroup_size(8, 8, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let n0 = id.x * 4u;
  let m0 = id.y * 2u;
  let item = id.z;
  if (n0 >= 16u || m0 >= 2u) { return; }
  let a0 = (item) * 16u;
  let b0x = (item) * 128u;
  var acc0 = vec4<f32>();
  var acc1 = vec4<f32>();
  for (var k0 = 0u; k0 < 8u; k0 += 4u) {
    let y0 = b1[(b0x + (n0 + 0u) * 8u + k0) / 4u];
    let y1 = b1[(b0x + (n0 + 1u) * 8u + k0) / 4u];
    let y2 = b1[(b0x + (n0 + 2u) * 8u + k0) / 4u];
    let y3 = b1[(b0x + (n0 + 3u) * 8u + k0) / 4u];
    let y4 = vec4(y0.x, y1.x, y2.x, y3.x);
    let y5 = vec4(y0.y, y1.y, y2.y, y3.y);
    let y6 = vec4(y0.z, y1.z, y2.z, y3.z);
    let y7 = vec4(y0.w, y1.w, y2.w, y3.w);
    let x8 = b0[(a0 + (m0 + 0u) * 8u + k0) / 4u];
    acc0 += x8.x * y4 + x8.y * y5 + x8.z * y6 + x8.w * y7;
    let x9 = b0[(a0 + (m0 + 1u) * 8u + k0) / 4u];
    acc1 += x9.x * y4 + x9.y * y5 + x9.z * y6 + x9.w * y7;
  }
  let o10 = (item * 2u + m0 + 0u) * 16u + n0;
  let t11 = b3[((o10 % 16u)) / 4u];
  let t12 = acc0 + t11;
  let t13 = t12 / (vec4<f32>(1.0f) + exp(-t12));
  b2[(o10) / 4u] = t13;
  let o14 = (item * 2u + m0 + 1u) * 16u + n0;
  let t15 = b3[((o14 % 16u)) / 4u];
  let t16 = acc1 + t15;
  let t17 = t16 / (vec4<f32>(1.0f) + exp(-t16));
  b2[(o14) / 4u] = t17;
}
