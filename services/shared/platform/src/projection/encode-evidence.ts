import type {
  DossierEvidence,
  DossierSummary,
  LineEvidence,
  OrganisationEvidence,
  PaidEvidence,
  PersonEvidence,
  TraineeSummary,
  Voucher,
} from '@hub/core';

/** Evidence as a row keeps it: values without their names, which would be most of it. */

type Organisation = readonly [string, string | null, string | null, readonly (readonly [string, string | null])[]];
type Line = readonly [string, string, string | null, readonly string[], string | null, string, string, string | null];
type Dossier = readonly [
  readonly Organisation[],
  readonly Line[],
  readonly (readonly [string, string, string, string | null])[],
  readonly [string | null, string | null, string | null],
];

export function encodeDossierEvidence({ organisations, lines, paid, days }: DossierEvidence): string {
  const row: Dossier = [
    organisations.map(({ organisation, first, last, vouches }) => [
      organisation,
      first,
      last,
      vouches.map(({ funding, territory }) => [funding, territory]),
    ]),
    lines.map((line) => [
      line.organisation,
      line.financer,
      line.delegatedBy,
      line.coFinancers,
      line.employer,
      line.funding,
      line.from,
      line.to,
    ]),
    paid.map(({ organisation, body, from, to }) => [organisation, body, from, to]),
    [days.entered, days.left, days.ended],
  ];
  return JSON.stringify(row);
}

/** `sessions`: those of the row. */
export function decodeDossierEvidence(text: string, sessions: readonly string[]): DossierEvidence {
  const [organisations, lines, paid, [entered, left, ended]] = JSON.parse(text) as Dossier;
  return {
    organisations: organisations.map(decodeOrganisation),
    lines: lines.map(decodeLine),
    paid: paid.map(([organisation, body, from, to]): PaidEvidence => ({ organisation, body, from, to })),
    sessions,
    days: { entered, left, ended },
  };
}

function decodeOrganisation([organisation, first, last, vouches]: Organisation): OrganisationEvidence {
  return {
    organisation,
    first,
    last,
    vouches: vouches.map(([funding, territory]): Voucher => ({ funding, territory })),
  };
}

function decodeLine([
  organisation,
  financer,
  delegatedBy,
  coFinancers,
  employer,
  funding,
  from,
  to,
]: Line): LineEvidence {
  return { organisation, financer, delegatedBy, coFinancers, employer, funding, from, to };
}

/** Whom the dossier may concern by rights: whoever reported of it, whom a line names, whom its pay is sent to. */
export function readersOf({ organisations, lines, paid }: DossierEvidence): readonly string[] {
  return [
    ...organisations.map(({ organisation }) => organisation),
    ...lines.flatMap(({ financer, delegatedBy, coFinancers }) => [
      financer,
      ...(delegatedBy === null ? [] : [delegatedBy]),
      ...coFinancers,
    ]),
    ...paid.map(({ body }) => body),
  ];
}

type Periods = Omit<PersonEvidence, 'restricted'>;

/** Null: nothing is known; whether the person is restricted is a column of its own. */
export function encodePersonEvidence({ registrations, advice, employment }: PersonEvidence): string | null {
  const isNone = registrations.length + advice.length + employment.length === 0;
  return isNone ? null : JSON.stringify({ registrations, advice, employment } satisfies Periods);
}

export function decodePersonEvidence(text: string | null, restricted: boolean): PersonEvidence {
  const none: Periods = { registrations: [], advice: [], employment: [] };
  return { ...(text === null ? none : (JSON.parse(text) as Periods)), restricted };
}

/** Null: none. */
export function encodeVerdicts(verdicts: TraineeSummary['verdicts']): string | null {
  const { traineeVerdicts, dossierVerdicts } = verdicts;
  return traineeVerdicts.length + dossierVerdicts.length === 0 ? null : JSON.stringify(verdicts);
}

export function decodeVerdicts(text: string | null): TraineeSummary['verdicts'] {
  return text === null
    ? { traineeVerdicts: [], dossierVerdicts: [] }
    : (JSON.parse(text) as TraineeSummary['verdicts']);
}

/** Each list of references as one text; references hold no `+`. */
export function encodeNamed(named: DossierSummary['named']): readonly string[] {
  return named.map((references) => references.join('+'));
}

export function decodeNamed(named: readonly string[]): DossierSummary['named'] {
  return named.map((text) => (text === '' ? [] : text.split('+')));
}
