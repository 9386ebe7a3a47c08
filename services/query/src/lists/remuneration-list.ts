import {
  type AssessedDossier,
  blockagesOf,
  isMonthPaid,
  isPaid,
  type Pay,
  type PaymentBlockage,
  type PaymentBlockageName,
  type Stay,
  staysPaid,
} from '@hub/core';
import type { QueryContext } from '../http/context.ts';
import { shownRecord } from '../person/shown-record.ts';
import { type PathDossier, readerPath } from '../reading/reader-path.ts';
import { type DossierPlace, placeOf, traineeOf } from './dossier-place.ts';
import type { List, ListItem } from './list-item.ts';
import type { Viewpoint } from './listed-dossier.ts';
import { isInScope, type ScopeFilters, scopeOf } from './scope.ts';

/** Filters as they come; every one looks at what is shown. */
export interface RemunerationFilters extends ScopeFilters {
  readonly blocked?: 'true' | 'false';
  readonly reason?: PaymentBlockageName;
  readonly dossier?: string;
}

interface RemunerationItem extends ListItem, DossierPlace {
  readonly trainee: string | null;
  readonly status: string | null;
  readonly remuneration: Pay;
  readonly stays: readonly object[];
  readonly attendance: readonly object[];
  readonly absences: readonly object[];
  /** Null: the reader is not shown enough to say. */
  readonly blockages: readonly PaymentBlockage[] | null;
}

/** `GET /v1/remunerations` */
export function remunerationList(
  { dictionary }: Pick<QueryContext, 'dictionary'>,
  filters: RemunerationFilters,
  view: Viewpoint,
): List<PathDossier, RemunerationItem> {
  const { reader, today, nowMs, rules } = view;
  const scope = scopeOf(filters);
  const dossier = filters.dossier === undefined ? null : Number(filters.dossier);
  const texts = new Map(dictionary.payments.map(({ reason, sentence, remedy }) => [reason, { sentence, remedy }]));
  return {
    sought: { kind: 'dossiers', statuses: null, dossier, ...scope },
    dossiersOf: (person) =>
      readerPath(person, { today, nowMs, asOf: null, knownAt: null }, reader, rules).dossiers.filter((each) =>
        isInScope(each, scope),
      ),
    itemsOf: (each) => itemOf(each, view).filter((item) => isSought(item, filters)),
    write: ({ key: _, blockages, ...item }) => ({
      ...item,
      blockages: blockages?.map((blockage) => ({ ...blockage, ...texts.get(blockage.reason) })) ?? null,
    }),
  };
}

function isSought({ blockages }: RemunerationItem, { blocked, reason }: RemunerationFilters): boolean {
  return (
    (blocked === undefined || (blockages !== null && blockages.length > 0 === (blocked === 'true'))) &&
    (reason === undefined || (blockages?.some((each) => each.reason === reason) ?? false))
  );
}

function itemOf(dossier: PathDossier, view: Viewpoint): readonly RemunerationItem[] {
  const shown = shownRecord(dossier);
  const pay = payOf(dossier, shown.remuneration ?? null, view);
  if (pay === null) return [];
  const stays = staysPaid({ stays: shown.stays ?? [] }, pay);
  return [
    {
      key: 'dossier',
      ...placeOf(dossier),
      trainee: traineeOf(dossier),
      status: shown.status ?? null,
      remuneration: pay,
      stays: stays.map(stayShown),
      attendance: (shown.attendance ?? []).map(({ value }) => value).filter(({ month }) => isMonthPaid(pay, month)),
      absences: (shown.absences ?? []).map(({ value }) => value).filter(({ from, to }) => isPaid(pay, from, to)),
      blockages: saysWhatBlocks(dossier) ? blockagesOf(dossier.assessed, pay, view.rules) : null,
    },
  ];
}

/** Of one's own facts alone nobody knows whether others attested what is missing. */
function saysWhatBlocks({ sight: { described, categories } }: PathDossier): boolean {
  return described !== 'own' && categories.includes('states') && categories.includes('hours');
}

/** What is sent to the reader, as others told it; else the remuneration that it is shown, of whatever days. */
function payOf(
  { sight: { days } }: PathDossier,
  remuneration: AssessedDossier['remuneration'],
  { reader, today }: Viewpoint,
): Pay | null {
  if (days !== null) return { body: reader.siret, sent: days.to === null || today < days.to, ...days };
  if (remuneration === null) return null;
  const { payBodySiret, sent } = remuneration.value;
  return { body: payBodySiret, sent: sent === true, from: null, to: null };
}

function stayShown({ state, entry, absence, exit, abandonment, interruptions }: Stay): object {
  return {
    state,
    entry: state === 'absent-at-entry' ? null : (entry?.value ?? null),
    absentOn: state === 'absent-at-entry' ? (absence?.value ?? null) : null,
    exit: exit?.value ?? null,
    exitKind: exit?.kind ?? null,
    abandonment: abandonment === null || abandonment.standing === 'contested' ? null : abandonment.value,
    interruptions: interruptions.map(({ kind, period, changesState, resumedOn }) => ({
      way: kind,
      ...period.value,
      changesState,
      resumedOn,
    })),
  };
}
