// "matmul", 2 times
@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
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
