import { anomaliesOfFacts, tiesOfNewest } from '../dossier/anomalies.ts';
import { authorityContext } from '../dossier/authority.ts';
import { inOrder } from '../dossier/describe.ts';
import { periods } from '../dossier/describe-stay.ts';
import { fieldKey } from '../dossier/event-kinds.ts';
import { isSame, refOf } from '../dossier/fact-refs.ts';
import {
  byType,
  compareFacts,
  compareText,
  type Fact,
  type FactSet,
  factsOf,
  groupBy,
  sortedOnce,
} from '../dossier/facts.ts';
import { sift } from '../dossier/live-facts.ts';
import { after, gather, gatherList, type Noted } from '../dossier/noted.ts';
import { type FoldContext, resolveOnly, tieOf, yes } from '../dossier/resolve.ts';
import { writtenReferences } from '../dossier/written-references.ts';
import type { Rules } from '../rules.ts';
import type { RecruitmentSlot, SessionDescription, SessionRecord } from './session-record.ts';
import { verdictsOf } from './session-verdicts.ts';

const withoutRules: Rules = {
  authority: { territories: {}, rows: [] },
  anomalies: {},
  expectations: {},
  dayCount: 'calendar',
  interruptionDaysMax: 15,
  employmentMonths: 24,
  birthDatesOfSeveral: 3,
  contractClasses: { cdi: [], cdd: [], interim: [] },
  factsMax: Number.MAX_SAFE_INTEGER,
};

/**
 * The record of a session from its facts on `hub.offer`, by the same statements, corrections and precedence as
 * a dossier's (rules.md, Sessions). Without `rules` every source counts the same; who declares it depends on the `funding`
 * of the dossier that it is read for.
 */
export function describeSession(
  facts: FactSet,
  rules: Rules = withoutRules,
  funding: string | null = null,
): SessionRecord {
  const sifted = sift(inOrder(facts));
  const { live, facts: stored } = sifted;
  const known = byType(live);
  const authority = { ...authorityContext(rules.authority, live), funding };
  const context: FoldContext = { rules, funding, authority, echoes: new Map() };
  const offers = factsOf(known, 'session-published');
  const withdrawals = factsOf(known, 'session-withdrawn');
  const verdicts = factsOf(known, 'session-identified');
  const fields = gather({
    published: resolveOnly(context, offers, () => null, description),
    withdrawn: resolveOnly(
      context,
      withdrawals,
      () => null,
      ({ data }) => data.kind,
    ),
    plannedInterruptions: periods(context, factsOf(known, 'session-interruption-planned'), null),
    slots: appointmentSlots(context, factsOf(known, 'recruitment-opened'), factsOf(known, 'slot-deleted')),
  });
  const { published, withdrawn } = fields.value;
  const writtenRefs = writtenReferences(stored);
  return {
    references: referencesOf(stored),
    ...(writtenRefs === undefined ? {} : { writtenRefs }),
    state: stateOfSession(published, withdrawn, offers),
    ...fields.value,
    identified: verdictsOf(verdicts),
    missing: published === null ? [] : missingFrom(published.value),
    anomalies: [
      ...anomaliesOfFacts(context, sifted, []),
      ...fields.anomalies,
      ...tiesOfNewest(context, verdicts, fieldKey, ({ data }) => data.verdict),
      ...(published !== null && published.recordedAt === withdrawn?.recordedAt
        ? tieOf(
            context,
            [...offers, ...withdrawals].filter((fact) =>
              [published, withdrawn].some((value) => isSame(value, refOf(fact))),
            ),
          )
        : []),
    ],
  };
}

function description({ data }: Fact<'session-published'>): SessionDescription {
  return {
    title: data.title ?? null,
    start: data.start ?? null,
    end: data.end ?? null,
    open: data.open === true,
    entryMode: data.entryMode ?? null,
    teachingMode: data.teachingMode ?? null,
    mandataireSiret: data.mandataireSiret ?? null,
    dispensateurSirets: sortedOnce(data.dispensateurSirets ?? []),
    place: data.place ?? null,
    financerCodes: data.financerCodes ?? [],
    financerSirets: data.financerSirets ?? [],
    certification: data.certification ?? null,
    placesTotal: data.placesTotal ?? null,
    placesFinanced: data.placesFinanced ?? null,
    domain: data.domain ?? null,
  };
}

/** References of the session itself: the first of each fact; a verdict that joins it to another names both. */
function referencesOf(facts: FactSet): readonly string[] {
  const own = facts.filter((fact) => fact.type !== 'session-identified' && !retractsVerdict(fact));
  return sortedOnce(own.flatMap(({ references }) => references.slice(0, 1)));
}

function retractsVerdict(fact: Fact): boolean {
  return fact.type === 'fact-retracted' && fact.data.target.type === 'session-identified';
}

/** A withdrawal holds until the session is published again. */
function stateOfSession(
  published: SessionRecord['published'],
  withdrawn: SessionRecord['withdrawn'],
  offers: readonly Fact<'session-published'>[],
): SessionRecord['state'] {
  if (withdrawn !== null && (published === null || published.recordedAt <= withdrawn.recordedAt))
    return withdrawn.value;
  if (published === null) return 'unpublished';
  const { state = 'open' } = offers.find((fact) => isSame(refOf(fact), published))?.data ?? {};
  return state;
}

function appointmentSlots(
  context: FoldContext,
  opened: readonly Fact<'recruitment-opened'>[],
  deleted: readonly Fact<'slot-deleted'>[],
): Noted<readonly RecruitmentSlot[]> {
  const bySlot = groupBy([...opened, ...deleted].sort(compareFacts), fieldKey);
  return gatherList(
    [...bySlot.keys()].sort(compareText).map((slot) => {
      const facts = byType(bySlot.get(slot) ?? []);
      const fields = gather({
        opened: resolveOnly(context, factsOf(facts, 'recruitment-opened'), () => null, openingOf),
        deleted: resolveOnly(context, factsOf(facts, 'slot-deleted'), () => null, yes),
      });
      return after({ slot, ...fields.value }, fields);
    }),
  );
}

function openingOf({ data: { mode, from, to } }: Fact<'recruitment-opened'>) {
  return { mode, from, to: to ?? null };
}

/** Mandatory or useful properties, and whether the session lacks them. */
function missingFrom(session: SessionDescription): string[] {
  const lacks: Readonly<Record<string, boolean>> = {
    title: session.title === null,
    entryMode: session.entryMode === null,
    mandataireSiret: session.mandataireSiret === null,
    start: session.start === null && session.entryMode === 'fixed-dates',
    end: session.end === null && !session.open,
    dispensateurSirets: session.dispensateurSirets.length === 0,
    'place.inseeCode': session.place?.inseeCode === undefined,
    financerCodes: session.financerCodes.length === 0,
    placesTotal: session.placesTotal === null,
  };
  return Object.keys(lacks).filter((name) => lacks[name]);
}
