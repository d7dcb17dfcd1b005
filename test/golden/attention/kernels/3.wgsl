// "attention", once
@group(0) @binding(0) var<storage, read_write> b0: array<vec4<f32>>;
@group(0) @binding(1) var<storage, read_write> b1: array<f32>;
@group(0) @binding(2) var<storage, read_write> b2: array<vec4<f32>>;
@compute @workgroup_size(8, 1, 1)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(local_invocation_index) local: u32, @builtin(workgroup_id) group: vec3<u32>) {
  let item = group.z;
  let first = id.x * 1u;
  if (first >= 5u) { return; }
  let s0 = (item % 2u) * 4u;
  let s1 = 8u + (item % 2u) * 4u;
  let s2 = 16u + (item % 2u) * 4u;
  let r3 = min(first + 0u, 4u);
  let s4 = 0u;
  var a5_0 = vec4<f32>();
  var m6 = -3.4028234663852886e+38f;
  var l7 = 0.0f;
  for (var turn_t = group.z; turn_t < group.z + 5u; turn_t += 8u) {
    let t = turn_t - group.z;
    var d8 = vec4<f32>();
    var d9 = vec4<f32>();
    for (var turn_block = group.z; turn_block < group.z + 1u; turn_block++) {
      let block = turn_block - group.z;
      let x10 = b0[(s1 + (min(t + 0u, 4u)) * 24u + block * 4u) / 4u];
      let x11 = b0[(s1 + (min(t + 1u, 4u)) * 24u + block * 4u) / 4u];
      let x12 = b0[(s1 + (min(t + 2u, 4u)) * 24u + block * 4u) / 4u];
      let x13 = b0[(s1 + (min(t + 3u, 4u)) * 24u + block * 4u) / 4u];
      let x14 = b0[(s1 + (min(t + 4u, 4u)) * 24u + block * 4u) / 4u];
      let x15 = b0[(s1 + (min(t + 5u, 4u)) * 24u + block * 4u) / 4u];
      let x16 = b0[(s1 + (min(t + 6u, 4u)) * 24u + block * 4u) / 4u];
      let x17 = b0[(s1 + (min(t + 7u, 4u)) * 24u + block * 4u) / 4u];
      let x18 = b0[(s0 + (r3) * 24u + block * 4u) / 4u];
      d8 += vec4<f32>(dot(x18, x10), dot(x18, x11), dot(x18, x12), dot(x18, x13));
      d9 += vec4<f32>(dot(x18, x14), dot(x18, x15), dot(x18, x16), dot(x18, x17));
    }
    let t19 = d8 * 0.5f;
    let t20 = d9 * 0.5f;
    let v21 = ((vec4<u32>(0u, 1u, 2u, 3u) + t + 0u) < vec4<u32>(5u));
    let t22 = select(vec4<f32>(-3.4028234663852886e+38f), t19 + vec4<f32>(b1[s4 + (min(first + 0u, 4u)) * 5u + min(t + 0u + 0u, 4u) * 1u], b1[s4 + (min(first + 0u, 4u)) * 5u + min(t + 0u + 1u, 4u) * 1u], b1[s4 + (min(first + 0u, 4u)) * 5u + min(t + 0u + 2u, 4u) * 1u], b1[s4 + (min(first + 0u, 4u)) * 5u + min(t + 0u + 3u, 4u) * 1u]), v21);
    let v23 = ((vec4<u32>(0u, 1u, 2u, 3u) + t + 4u) < vec4<u32>(5u));
    let t24 = select(vec4<f32>(-3.4028234663852886e+38f), t20 + vec4<f32>(b1[s4 + (min(first + 0u, 4u)) * 5u + min(t + 4u + 0u, 4u) * 1u], b1[s4 + (min(first + 0u, 4u)) * 5u + min(t + 4u + 1u, 4u) * 1u], b1[s4 + (min(first + 0u, 4u)) * 5u + min(t + 4u + 2u, 4u) * 1u], b1[s4 + (min(first + 0u, 4u)) * 5u + min(t + 4u + 3u, 4u) * 1u]), v23);
    let t25 = max(max(vec4<f32>(m6), t22), t24);
    let t26 = max(max(t25.x, t25.y), max(t25.z, t25.w));
    let t27 = exp(m6 - t26);
    let p28 = select(vec4<f32>(0.0f), exp(t22 - t26), v21);
    let p29 = select(vec4<f32>(0.0f), exp(t24 - t26), v23);
    m6 = t26;
    l7 = l7 * t27 + dot(p28 + p29, vec4<f32>(1.0f));
    let x30 = b0[(s2 + (min(t + 0u, 4u)) * 24u + 0u * 4u) / 4u];
    let x31 = b0[(s2 + (min(t + 1u, 4u)) * 24u + 0u * 4u) / 4u];
    let x32 = b0[(s2 + (min(t + 2u, 4u)) * 24u + 0u * 4u) / 4u];
    let x33 = b0[(s2 + (min(t + 3u, 4u)) * 24u + 0u * 4u) / 4u];
    let x34 = b0[(s2 + (min(t + 4u, 4u)) * 24u + 0u * 4u) / 4u];
    let x35 = b0[(s2 + (min(t + 5u, 4u)) * 24u + 0u * 4u) / 4u];
    let x36 = b0[(s2 + (min(t + 6u, 4u)) * 24u + 0u * 4u) / 4u];
    let x37 = b0[(s2 + (min(t + 7u, 4u)) * 24u + 0u * 4u) / 4u];
    a5_0 = a5_0 * t27 + p28[0] * x30 + p28[1] * x31 + p28[2] * x32 + p28[3] * x33 + p29[0] * x34 + p29[1] * x35 + p29[2] * x36 + p29[3] * x37;
  }
  let o38 = (item / 2u) * 40u + (item % 2u) * 4u;
  var factors = array<f32, 1>(select(0.0f, 1.0f / l7, l7 > 0.0f));
  let r39 = first + 0u;
  if (r39 < 5u) {
    let t40 = a5_0 * factors[0u];
    let f41 = (item * 5u + r39) * 4u + 0u * 4u;
    let o42 = o38 + r39 * 8u + 0u * 4u;
    b2[(o42) / 4u] = t40;
  }
}
