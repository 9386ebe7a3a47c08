import { table } from '../terminal/command-line.ts';

/** A client as the administration answers it. */
export interface ClientAnswer {
  readonly clientId: string;
  readonly siret: string;
  readonly kinds: readonly string[];
  readonly sources: readonly string[];
  readonly certifies: readonly string[];
  readonly signsInBy: readonly string[];
  readonly purposes: readonly string[];
  readonly hasConvention: boolean;
  readonly oldSecretUntil: string | null;
  readonly revokedAt: string | null;
}

export function clientTable(clients: readonly ClientAnswer[]): string[] {
  return table([
    ['NAME', 'KIND', 'SIRET', 'SOURCES', 'CERTIFIES', 'PURPOSES', 'BY', 'OLD SECRET UNTIL', 'REVOKED'],
    ...clients.map((row) => [
      row.clientId,
      row.kinds.join(','),
      row.siret,
      row.sources.join(','),
      row.certifies.join(','),
      row.hasConvention ? row.purposes.join(',') : 'no convention today',
      row.signsInBy.join(','),
      row.oldSecretUntil ?? '',
      row.revokedAt ?? '',
    ]),
  ]);
}
