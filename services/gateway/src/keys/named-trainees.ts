import { type IdentifierBlock, readIdentifiers } from '@hub/core';
import { readProcesses } from '@hub/platform';
import { aliasFor } from '../registry/aliases.ts';
import { identifyTrainees } from '../registry/trainees.ts';
import type { KeyWork } from './key-stores.ts';

/** Whoever an operator names by identifiers; empty where one cannot exist, or nobody is known by any. */
export async function traineesNamed(
  work: KeyWork,
  named: IdentifierBlock & { readonly partner?: string },
): Promise<readonly string[]> {
  const { identifiers, faults } = readIdentifiers(named);
  if (faults.length > 0) return [];
  const each = identifiers.map((identifier) => {
    return {
      aliases: [aliasFor(work.secrets, identifier, named.partner ?? '')],
      joinsNirs: false,
      certifies: [],
      organisation: null,
    };
  });
  const found = await identifyTrainees(work, each, false);
  return [...new Set(found.flatMap(({ trainee }) => trainee ?? []))];
}

/** Living gateways and query services that do not hold a secret (`kek 2`): what would be done needs it everywhere. */
export async function processesWithout({ pool }: Pick<KeyWork, 'pool'>, secret: string): Promise<readonly string[]> {
  const processes = await readProcesses(pool);
  return processes
    .filter(({ heard, services }) => heard && services.some((service) => service === 'gateway' || service === 'query'))
    .filter(({ secrets }) => !secrets.includes(secret))
    .map(({ address, host }) => `${address} (${host})`);
}
