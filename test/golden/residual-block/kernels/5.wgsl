// "conv + add + add", once
@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read> b1: array<vec4<f32>>;
@group(0) @binding(2) var<storage, read_write> b2: array<vec4<f32>>;
@group(0) @binding(3) var<storage, read> b3: array<vec4<f32>>;
@group(0) @binding(4) var<storage, read_write> b4: array<vec4<f32>>;
@compute @workgroup_size(8, 2, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  if (id.x >= 36u) { return; }
  let tile = id.x;
  let block = id.y;
  let x0 = (tile % 6u) * 1u;
  let y0 = tile / 6u;
  let item = id.z;
  var sum0_0 = vec4<f32>();
  let weights = block * 72u;
  let start = item * 72u + 0u;
  let x = x0 * 1u;
  let in0 = x + 0u - 1u < 6u;
  let at0 = select(0u, x + 0u - 1u, in0) * 2u;
  let in2 = x + 2u - 1u < 6u;
  let at2 = select(0u, x + 2u - 1u, in2) * 2u;
  let inner = (x + 0u) * 2u;
  for (var turn_k0 = group.z; turn_k0 < group.z + 3u; turn_k0++) {
    let k0 = turn_k0 - group.z;
    let y = y0 * 1u + k0 * 1u - 1u;
    if (y < 6u) {
      let line = start + y * 12u;
      let first = weights + k0 * 3u * 8u;
      let from0 = line + at0;
      let from2 = line + at2;
      let near = line + inner;
      for (var turn_c = group.z; turn_c < group.z + 2u; turn_c++) {
        let c = turn_c - group.z;
        let v0 = select(vec4<f32>(), b0[from0 + c], in0);
        let v1 = b0[near + 0u + c];
        let v2 = select(vec4<f32>(), b0[from2 + c], in2);
        let next = first + c * 12u;
        let w0 = b1[next + 0u];
        let w1 = b1[next + 1u];
        let w2 = b1[next + 2u];
        let w3 = b1[next + 3u];
        sum0_0 += v0.x * w0 + v0.y * w1 + v0.z * w2 + v0.w * w3;
        let w4 = b1[next + 4u];
        let w5 = b1[next + 5u];
        let w6 = b1[next + 6u];
        let w7 = b1[next + 7u];
        sum0_0 += v1.x * w4 + v1.y * w5 + v1.z * w6 + v1.w * w7;
        let w8 = b1[next + 8u];
        let w9 = b1[next + 9u];
        let w10 = b1[next + 10u];
        let w11 = b1[next + 11u];
        sum0_0 += v2.x * w8 + v2.y * w9 + v2.z * w10 + v2.w * w11;
      }
    }
  }
  let channel = block * 4u;
  let t12 = item * 288u + y0 * 48u + x0 * 8u + channel + 0u;
  let bias13 = b3[(channel + 0u) / 4u];
  let row = 0u;
  let t14 = sum0_0;
  let t15 = t14 + bias13;
  let o16 = t12 + row * 8u + 0u;
  let t17 = b4[((o16 % 8u)) / 4u];
  let t18 = t15 + t17;
  let t19 = b2[(o16) / 4u];
  let t20 = t18 + t19;
  b2[(o16) / 4u] = t20;
}
