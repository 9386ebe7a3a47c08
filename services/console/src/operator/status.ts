/** What `GET /v1/admin/status` says, as far as the pages show it. */
export interface HubStatus {
  readonly services: Readonly<Record<string, ServiceStatus>>;
  readonly processes: readonly ProcessStatus[];
  readonly logEpoch: string | null;
  readonly logSlices: number | null;
  readonly logEvents: Readonly<Record<string, number>> | null;
  readonly logNotReached?: string | null;
  readonly versions: readonly VersionStatus[];
  readonly leases: readonly Lease[];
  readonly throughput: { readonly seconds: number; readonly logged: number | null; readonly projected: number } | null;
  readonly freshness: Freshness | null;
  readonly parked: Readonly<Record<string, number>>;
  readonly alarms: Readonly<Record<string, number>>;
  readonly attention: Attention | null;
  readonly attentionAt: string | null;
  readonly at: string;
}

export interface ServiceStatus {
  readonly ok: boolean;
  readonly failing: readonly string[];
  readonly living: number;
}

export interface ProcessStatus {
  readonly id: string;
  readonly services: readonly string[];
  readonly host: string;
  readonly pid: number;
  readonly version: string;
  readonly startedAt: string;
  readonly seenAt: string;
  readonly heard: boolean;
  readonly checks: readonly { readonly name: string; readonly state: string }[];
}

export interface VersionStatus {
  readonly version: string;
  readonly rulesHash: string;
  readonly shape: number;
  readonly readable: boolean;
  readonly active: boolean;
  readonly built: boolean;
  readonly state: string;
  readonly createdAt: string;
  readonly projectors: number;
  readonly slices: Readonly<Record<'trainee' | 'offer', { readonly slices: number; readonly owned: number }>>;
  readonly parked: number;
  readonly lagEvents: number | null;
  readonly lagSeconds: number | null;
  /** The trial of a rule that it was built with. */
  readonly trial?: string | null;
}

export interface Lease {
  readonly version: string;
  readonly kind: string;
  readonly slice: number;
  readonly owner: string | null;
  readonly epoch: number;
  readonly until: string | null;
  readonly ageSeconds: number;
  readonly lagEvents: number | null;
}

export interface Freshness {
  readonly promisedSeconds: number | null;
  readonly minutes: number;
  readonly sources: readonly SourceFreshness[];
}

export interface SourceFreshness {
  readonly source: string;
  readonly topic: string;
  readonly events: number;
  readonly p50Seconds: number;
  readonly p99Seconds: number;
  readonly late: number;
  readonly isLate: boolean;
}

export interface Attention {
  readonly dossiers: number;
  readonly anomalies: Readonly<Record<string, number>>;
  readonly overdue: number;
  readonly mayBeSeveral: number;
}

export function sumOf(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, each) => sum + each, 0);
}
