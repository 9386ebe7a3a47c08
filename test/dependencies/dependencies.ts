/** A package of package-lock.json. */
export interface LockedPackage {
  readonly version?: string;
  readonly license?: string;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly link?: boolean;
}

/** Compatible with EUPL-1.2 for what is delivered with the hub. */
const delivered: ReadonlySet<string> = new Set([
  ...['MIT', 'ISC', '0BSD', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0', 'BlueOak-1.0.0', 'CC0-1.0', 'Unlicense'],
]);
/** What only works on the hub may have these besides: nothing of it is given on. */
const working: ReadonlySet<string> = new Set(['MPL-2.0', 'Python-2.0', 'PSF-2.0']);

/** Packages whose licence is on neither list, by their place; `installed` says what the lock file does not. */
export function foreignLicences(
  packages: Readonly<Record<string, LockedPackage>>,
  installed: (path: string) => string | null,
): readonly string[] {
  return Object.entries(packages).flatMap(([path, { license, dev = false, link = false }]) => {
    if (link || !path.includes('node_modules/')) return [];
    const said = license ?? installed(path);
    if (said === null || isAllowed(said, dev)) return [];
    return [`${path}: ${said}`];
  });
}

/** An SPDX expression: one of several will do, or all of them must. */
function isAllowed(expression: string, dev: boolean): boolean {
  const isOne = (name: string) => delivered.has(name) || (dev && working.has(name));
  const choices = expression.replaceAll(/[()]/g, '').split(' OR ');
  return choices.some((choice) => choice.split(' AND ').every((name) => isOne(name.trim())));
}

const grave = ['high', 'critical'];

/** What npm found, or that nobody could be asked: a registry that does not answer is no fault of the project, and is said. */
export function advisoriesOf(report: string): { readonly told: string; readonly faults: readonly string[] } {
  const found = parsed(report);
  if (found?.auditReportVersion === undefined) {
    return { told: 'advisories: SKIPPED, the registry does not answer', faults: [] };
  }
  const all = Object.entries(found.vulnerabilities ?? {});
  const faults = all
    .filter(([, { severity }]) => grave.includes(severity))
    .map(([name, { severity }]) => `${name}: ${severity}`);
  return { told: `advisories: ${all.length} of what runs, ${faults.length} of them high or critical`, faults };
}

interface AuditReport {
  readonly auditReportVersion?: number;
  readonly vulnerabilities?: Readonly<Record<string, { readonly severity: string }>>;
}

function parsed(report: string): AuditReport | null {
  try {
    return JSON.parse(report) as AuditReport;
  } catch {
    return null;
  }
}
