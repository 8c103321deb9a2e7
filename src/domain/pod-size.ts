import type {Container, PodSpec} from '../model/kubernetes.ts';
import {GIB, inUnits, ONE, parseQuantity} from './quantity.ts';

// https://docs.aws.amazon.com/eks/latest/userguide/fargate-pod-configuration.html

/** A size that Fargate provisions and bills. Its GB behave like GiB. */
export interface FargateSize {
  readonly cpu: number;
  readonly memoryGiB: number;
}

/** What a pod needs of its micro-VM. */
export interface PodNeed {
  /** vCPUs, by requests. */
  readonly cpu: number;
  /** GiB, by requests, with the 256 MiB that Fargate adds for its own components. */
  readonly memoryGiB: number;
  /** False where AWS does not say how the pod is counted (sidecar init containers, RuntimeClass overhead, odd quantities). */
  readonly confirmed: boolean;
  readonly nanoCpu: bigint;
  readonly nanoBytes: bigint;
}

const steps = (from: number, to: number, by = 1): readonly number[] =>
  Array.from({length: Math.floor((to - from) / by) + 1}, (_, i) => from + i * by);

/** Every combination, vCPU by vCPU. */
const ROWS: readonly {readonly cpu: number; readonly memory: readonly number[]}[] = [
  {cpu: 0.25, memory: [0.5, 1, 2]},
  {cpu: 0.5, memory: steps(1, 4)},
  {cpu: 1, memory: steps(2, 8)},
  {cpu: 2, memory: steps(4, 16)},
  {cpu: 4, memory: steps(8, 30)},
  {cpu: 8, memory: steps(16, 60, 4)},
  {cpu: 16, memory: steps(32, 120, 8)},
];

/** The largest size there is. */
export const LARGEST: FargateSize = {cpu: 16, memoryGiB: 120};
/** Memory that Fargate adds to a pod's requests for kubelet, kube-proxy and containerd. */
export const OVERHEAD_GIB = 0.25;

/**
 * What the pod needs: the larger of the biggest init container and the sum of the containers, each resource by itself,
 * plus Fargate's overhead. A container that has only limits requests those, as the API server would fill in.
 *
 * UNCONFIRMED by AWS: sidecar init containers (`restartPolicy: Always`) are counted as Kubernetes counts them, with the
 * containers and beside every init container that starts after them; the overhead of a RuntimeClass is added.
 */
export function podNeed(spec: PodSpec): PodNeed {
  const cpu = needOf(spec, 'cpu');
  const memory = needOf(spec, 'memory');
  const nanoBytes = memory.amount + GIB / 4n;
  return {
    cpu: inUnits(cpu.amount, ONE),
    memoryGiB: inUnits(nanoBytes, GIB),
    confirmed: cpu.confirmed && memory.confirmed,
    nanoCpu: cpu.amount,
    nanoBytes,
  };
}

function needOf(spec: PodSpec, resource: 'cpu' | 'memory'): {readonly amount: bigint; readonly confirmed: boolean} {
  let confirmed = true;
  const read = (text: string | undefined): bigint => {
    if (text === undefined) return 0n;
    const amount = parseQuantity(text);
    if (amount === undefined || amount < 0n) confirmed = false;
    return amount === undefined || amount < 0n ? 0n : amount;
  };
  const request = (container: Container): bigint => read(container.requests[resource] ?? container.limits[resource]);
  let sidecars = 0n;
  let starting = 0n;
  for (const container of spec.initContainers) {
    const amount = request(container);
    if (container.restartPolicy === 'Always') {
      confirmed = false;
      sidecars += amount;
      starting = larger(starting, sidecars);
    } else {
      starting = larger(starting, sidecars + amount);
    }
  }
  const running = spec.containers.reduce((sum, container) => sum + request(container), sidecars);
  const overhead = read(spec.overhead[resource]);
  if (overhead > 0n) confirmed = false;
  return {amount: larger(starting, running) + overhead, confirmed};
}

const larger = (a: bigint, b: bigint): bigint => (a > b ? a : b);
const nano = (cpu: number): bigint => BigInt(Math.round(cpu * 1e9));
const bytes = (gib: number): bigint => (BigInt(Math.round(gib * 1024)) * GIB) / 1024n;

/** The size that Fargate gives the pod, with what it needs; null where no combination is large enough. */
export function fargateSize(
  spec: PodSpec,
): (FargateSize & {readonly needCpu: number; readonly needMemoryGiB: number}) | null {
  const need = podNeed(spec);
  for (const {cpu, memory} of ROWS) {
    if (nano(cpu) < need.nanoCpu) continue;
    const memoryGiB = memory.find((gib) => bytes(gib) >= need.nanoBytes);
    // Where a row has too little memory the next row is taken: memory can raise the number of vCPUs.
    if (memoryGiB !== undefined) return {cpu, memoryGiB, needCpu: need.cpu, needMemoryGiB: need.memoryGiB};
  }
  return null;
}

/** The fewest vCPUs that Fargate has for what a pod asks of them, with the most memory that they can have. */
export function cpuRow({
  nanoCpu,
}: Pick<PodNeed, 'nanoCpu'>): {readonly cpu: number; readonly mostMemory: number} | undefined {
  const row = ROWS.find(({cpu}) => nano(cpu) >= nanoCpu);
  return row && {cpu: row.cpu, mostMemory: row.memory.at(-1) ?? 0};
}

/** The most ephemeral storage that a Fargate pod can have, and what it has unasked. */
export const MOST_DISK_GIB = 175;
export const USUAL_DISK_GIB = 20;

/** GiB of ephemeral storage that a pod requests: the containers together, or the init container that asks for more. */
export function diskRequest(spec: PodSpec): number {
  const read = (container: Container): bigint => {
    const text = container.requests['ephemeral-storage'] ?? container.limits['ephemeral-storage'];
    const amount = text === undefined ? undefined : parseQuantity(text);
    return amount !== undefined && amount > 0n ? amount : 0n;
  };
  const running = spec.containers.reduce((sum, container) => sum + read(container), 0n);
  return inUnits(spec.initContainers.map(read).reduce(larger, running), GIB);
}

/** The next larger combination: another pool of capacity. Undefined for the largest. */
export function nextSize(size: FargateSize): FargateSize | undefined {
  for (const {cpu, memory} of ROWS) {
    if (cpu < size.cpu) continue;
    const memoryGiB = memory.find((gib) => (cpu === size.cpu ? gib > size.memoryGiB : gib >= size.memoryGiB));
    if (memoryGiB !== undefined) return {cpu, memoryGiB};
  }
  return undefined;
}

/** Reads the annotation `CapacityProvisioned`: `0.25vCPU 0.5GB`, also seen as `2.00 vCPU 11GB`. */
export function parseCapacity(text: string): FargateSize | undefined {
  const match = /^\s{0,4}(\d{1,4}(?:\.\d{1,4})?) ?vCPU (\d{1,4}(?:\.\d{1,4})?) ?GB\s{0,4}$/.exec(text);
  return match ? {cpu: Number(match[1]), memoryGiB: Number(match[2])} : undefined;
}

/** `0.25 vCPU, 0.5 GB`. */
export const sizeText = (size: FargateSize): string => `${size.cpu} vCPU, ${size.memoryGiB} GB`;
