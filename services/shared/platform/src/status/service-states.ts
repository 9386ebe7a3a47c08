import type { ReportedProcess } from '../health/process-report.ts';

/** Of one service: whether some living process does its work, and why none does. */
export interface ServiceState {
  readonly ok: boolean;
  /** `registry: registry-behind-log`, of every living process; empty where none is heard of. */
  readonly failing: readonly string[];
  readonly living: number;
}

export const reportingServices = ['gateway', 'projector', 'query', 'dispatcher', 'console'] as const;
export type ReportingService = (typeof reportingServices)[number];
export type ServiceStates = Readonly<Record<ReportingService, ServiceState>>;

export function serviceStates(processes: readonly ReportedProcess[]): ServiceStates {
  return {
    gateway: serviceState(processes, 'gateway'),
    projector: serviceState(processes, 'projector'),
    query: serviceState(processes, 'query'),
    dispatcher: serviceState(processes, 'dispatcher'),
    console: serviceState(processes, 'console'),
  };
}

function serviceState(processes: readonly ReportedProcess[], service: ReportingService): ServiceState {
  const living = processes.filter((each) => each.heard && each.services.includes(service));
  const failing = living.map((each) => failingChecks(each, service));
  const ok = failing.some((each) => each.length === 0);
  return { ok, failing: [...new Set(failing.flat())], living: living.length };
}

export function failingChecks({ checks }: ReportedProcess, service: string): readonly string[] {
  return checks
    .filter(({ services, state }) => services.includes(service) && state !== 'ok')
    .map(({ name, state }) => `${name}: ${state}`);
}
