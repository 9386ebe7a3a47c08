import { table } from '../terminal/command-line.ts';

/** A convention as the administration answers it. */
export interface ConventionAnswer {
  readonly id: string;
  readonly siret: string;
  readonly from: string;
  readonly to: string | null;
  readonly purposes: readonly string[];
  readonly territories: readonly string[];
  readonly addresses: readonly string[];
  readonly takeover: boolean;
}

export function conventionTable(conventions: readonly ConventionAnswer[]): string[] {
  return table([
    ['CONVENTION', 'SIRET', 'FROM', 'TO', 'PURPOSES', 'TERRITORIES', 'ADDRESSES', ''],
    ...conventions.map((row) => [
      row.id,
      row.siret,
      row.from,
      row.to ?? '',
      row.purposes.join(','),
      row.territories.join(',') || 'everywhere',
      row.addresses.join(',') || 'any',
      row.takeover ? 'takeover' : '',
    ]),
  ]);
}
