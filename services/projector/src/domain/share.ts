/** How many of `leases` each of `living` projectors may hold, so that all are held and none is idle for long. */
export function fairShare(leases: number, living: number): number {
  return Math.ceil(leases / Math.max(1, living));
}
