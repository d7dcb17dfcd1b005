/** What the figures of a device must fulfil together, beyond what the schema says of each alone. */

import type { Diagnostic, Place } from '../../ir/diagnostics.ts';
import type { Device, DeviceCoreml, DeviceMemory, DeviceWebgpu } from './device.ts';
import { contradiction, outOfRange, worseThanDefault } from './diagnostics.ts';
import { completeLimits, isWorseThanDefault, limitRules } from './limits.ts';

type PlaceOf = (path: string) => Place;

export function checkRules(device: Device, placeOf: PlaceOf): readonly Diagnostic[] {
  return [
    ...(device.memory === null ? [] : memoryFaults(device.memory, placeOf)),
    ...(device.webgpu === null ? [] : webgpuFaults(device.webgpu, placeOf)),
    ...(device.coreml === null ? [] : coremlFaults(device.coreml, placeOf)),
  ];
}

function memoryFaults(memory: DeviceMemory, placeOf: PlaceOf): readonly Diagnostic[] {
  const ram = memory.ramBytes.value;
  return (['page', 'app'] as const)
    .filter((who) => memory.budgetBytes[who].value > ram)
    .map((who) =>
      contradiction(
        `the budget of ${memory.budgetBytes[who].value} bytes is more than the RAM of ${ram} bytes`,
        'the budget is what the system lets one process use, always less than the RAM',
        placeOf(`$.memory.budgetBytes.${who}`),
      ),
    );
}

function webgpuFaults(webgpu: DeviceWebgpu, placeOf: PlaceOf): readonly Diagnostic[] {
  return [
    ...limitFaults(webgpu, placeOf),
    ...subgroupFaults(webgpu, placeOf),
    ...workgroupFaults(webgpu, placeOf),
  ];
}

function limitFaults(webgpu: DeviceWebgpu, placeOf: PlaceOf): readonly Diagnostic[] {
  const faults: Diagnostic[] = [];
  for (const [name, rule] of limitRules) {
    const value = webgpu.limits[name]?.value;
    if (value === undefined) continue;
    const place = placeOf(`$.webgpu.limits.${name}`);
    if (isWorseThanDefault(name, value)) {
      faults.push(worseThanDefault(name, value, rule.default, place));
    } else if (rule.better === 'lower' && !Number.isInteger(Math.log2(value))) {
      faults.push(
        outOfRange(String(value), 'is not a power of two, as an alignment must be', place),
      );
    }
  }
  const { maxStorageBufferBindingSize: binding, maxBufferSize: buffer } = completeLimits(
    webgpu.limits,
  );
  // A buffer size below the default is a fault of its own, reported above.
  if (binding.value > buffer.value && !isWorseThanDefault('maxBufferSize', buffer.value)) {
    faults.push(
      contradiction(
        `maxStorageBufferBindingSize ${binding.value} is more than maxBufferSize ${buffer.value}`,
        'no binding can be bigger than its buffer: raise maxBufferSize or lower the other',
        placeOf('$.webgpu.limits.maxStorageBufferBindingSize'),
      ),
    );
  }
  return faults;
}

function subgroupFaults(webgpu: DeviceWebgpu, placeOf: PlaceOf): readonly Diagnostic[] {
  const faults: Diagnostic[] = [];
  const place = placeOf('$.webgpu.subgroupSize');
  const listed = [...webgpu.features.value, ...(webgpu.featuresOnSomeUnits?.value ?? [])];
  const size = webgpu.subgroupSize?.value;
  if (size !== undefined && size.min > size.max) {
    faults.push(
      contradiction(
        `the smallest subgroup size ${size.min} is more than the greatest, ${size.max}`,
        'swap min and max',
        place,
      ),
    );
  }
  if ((size !== undefined) !== listed.includes('subgroups')) {
    faults.push(
      size === undefined
        ? contradiction(
            'the feature "subgroups" is listed, but subgroupSize is null',
            'give subgroupSize, or take the feature from the list',
            place,
          )
        : contradiction(
            'subgroupSize is given, but the feature "subgroups" is in no list',
            'add "subgroups" to features or featuresOnSomeUnits, or set subgroupSize to null',
            place,
          ),
    );
  }
  return faults;
}

function workgroupFaults(webgpu: DeviceWebgpu, placeOf: PlaceOf): readonly Diagnostic[] {
  const limits = completeLimits(webgpu.limits);
  const most = limits.maxComputeInvocationsPerWorkgroup.value;
  return (['matmul', 'conv2d'] as const).flatMap((kernel) => {
    const tile = webgpu.kernels?.[kernel];
    if (tile === undefined) return [];
    const [x, y, z] = tile.value.workgroupSize;
    const fits =
      x * y * z <= most &&
      x <= limits.maxComputeWorkgroupSizeX.value &&
      y <= limits.maxComputeWorkgroupSizeY.value &&
      z <= limits.maxComputeWorkgroupSizeZ.value;
    if (fits) return [];
    return [
      contradiction(
        `a workgroup of ${x} x ${y} x ${z} invocations exceeds the limits of this device`,
        `maxComputeInvocationsPerWorkgroup is ${most}; the sizes in x, y and z have limits too`,
        placeOf(`$.webgpu.kernels.${kernel}.value.workgroupSize`),
      ),
    ];
  });
}

function coremlFaults(coreml: DeviceCoreml, placeOf: PlaceOf): readonly Diagnostic[] {
  const version = coreml.specificationVersion.value;
  const opset = `CoreML${version - 1}`;
  if (coreml.opset.value === opset) return [];
  return [
    contradiction(
      `opset ${coreml.opset.value} does not belong to specification version ${version}`,
      `specification version ${version} goes with opset ${opset}`,
      placeOf('$.coreml.opset'),
    ),
  ];
}
