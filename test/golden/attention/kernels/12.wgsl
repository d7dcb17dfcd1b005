// "matmul", once
@group(0) @binding(0) var<storage, read_write> b0: array<f32>;
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
