/** The processor's time of this process: a bound on it holds on a busy machine too. */

/** Seconds of user and system time since `begin`, a former `process.cpuUsage()`. */
export function cpuSeconds(begin: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(begin);
  return (user + system) / 1e6;
}
