import type { CloudEvent } from '@hub/contracts';
import { addDays, isSessionReference } from '@hub/core';
import { sourceEvent } from '@hub/platform';
import { type Consumer, type Looked, parisInstant, parisTime, type ReadDossier } from '@hub/simulation';

/**
 * EOS follows the dossiers of its Région and opens its own file for each who was registered on a session of PRF, with its first
 * two tabs filled from what the hub shows. Then it reports the plan, the entry and the exit: one dossier, no double.
 */
export const eosFollowing: Consumer = {
  name: 'eos',
  clientId: 'eos',
  looksAt: 'dossier',
  purpose: 'open-dossier',
  on: ['enrolment-decided', 'path-planned', 'entry-attested', 'sight'],
  look: fileOf,
};

const source = 'eos';
const minuteMs = 60_000;
const nothing: Looked = { events: [], again: null };

/** What EOS has to report of a dossier, and when there will be more. Everything in it follows from the dossier. */
function fileOf(dossier: ReadDossier, nowMs: number): Looked {
  const opening = openingOf(dossier);
  if (opening === null) return nothing;
  // By the dossier's number EOS acts once it reported of it: what it opened changes the dossier, and is looked at again.
  if (!opening.isOpen) return { events: [planned(dossier, opening)], again: null };
  const { entry, exit } = dossier.stays.at(-1) ?? { entry: null, exit: null };
  const enteredAt = Math.max(parisInstant(opening.entry, 9 * 60), opening.recordedAt + minuteMs);
  const leftAt = Math.max(parisInstant(opening.exit, 17 * 60), enteredAt + minuteMs);
  if (entry === null) {
    return nowMs < enteredAt ? later(enteredAt) : { events: [attested(dossier, opening, enteredAt)], again: leftAt };
  }
  if (exit !== null || entry.eventId !== idOf(dossier, 'entry')) return nothing;
  return nowMs < leftAt ? later(leftAt) : { events: [declared(dossier, opening, leftAt)], again: null };
}

function later(again: number): Looked {
  return { events: [], again };
}

interface Opening {
  /** `file:eos:…` */
  readonly file: string;
  readonly session: string;
  /** A number at France Travail: by it EOS names the person. */
  readonly person: string;
  /** `YYYY-MM-DD` */
  readonly registeredOn: string;
  readonly entry: string;
  readonly exit: string;
  /** Epoch milliseconds. */
  readonly recordedAt: number;
  /** The hub knows of the file. */
  readonly isOpen: boolean;
}

/** Null where EOS opens nothing: not its funding, not registered, a file of EOS that there is, or too little to open one. */
function openingOf(dossier: ReadDossier): Opening | null {
  const { funding, number, partnerRefs, trainingRefs } = dossier;
  const enrolment = dossier.attempts.at(-1)?.enrolment ?? null;
  const file = `file:eos:P${number}`;
  const isOpen = partnerRefs.includes(file);
  const session = trainingRefs.find(isSessionReference);
  const person = dossier.franceTravailNumbers?.[0];
  const hasOther = partnerRefs.some((each) => each.startsWith('file:eos:') && each !== file);
  if (funding !== 'prf' || hasOther || session === undefined || person === undefined) return null;
  if (enrolment === null || enrolment.value !== 'registered' || enrolment.effectiveDate === null) return null;
  const registeredOn = enrolment.effectiveDate;
  const days = daysOf(dossier, registeredOn);
  if (days === null) return null;
  const recordedAt = Date.parse(enrolment.recordedAt) + minuteMs;
  return { file, session, person, registeredOn, ...days, recordedAt, isOpen };
}

/** As planned; else those of the session, or of a permanent one so many days after the registration. */
function daysOf(
  { plan, session }: ReadDossier,
  registeredOn: string,
): { readonly entry: string; readonly exit: string } | null {
  const published = session?.published?.value ?? null;
  const isPermanent = published?.entryMode === 'permanent';
  const next = addDays(registeredOn, isPermanent ? 7 : 1);
  const start = published?.start ?? null;
  const entry = plan?.plannedEntry?.value ?? (start === null ? null : [start, next].sort().at(-1));
  if (entry == null) return null;
  const ofSession = isPermanent ? null : published?.end;
  const end = plan?.plannedExit?.value ?? ofSession ?? addDays(entry, 90);
  return { entry, exit: end < entry ? entry : end };
}

function idOf({ number }: ReadDossier, part: string): string {
  return `P${number}-${part}`;
}

/** The first names the session and the file of EOS, by which it joins the dossier; the others the number of the hub. */
function planned(dossier: ReadDossier, { file, session, person, ...opening }: Opening): CloudEvent {
  return sourceEvent(source, 'path-planned', {
    id: idOf(dossier, 'plan'),
    recordedtime: parisTime(opening.recordedAt),
    data: {
      trainee: { franceTravailNumber: person },
      training: [session, file],
      funding: 'prf',
      effectiveDate: opening.registeredOn,
      plannedEntry: opening.entry,
      plannedExit: opening.exit,
    },
  });
}

function attested(dossier: ReadDossier, { person, entry }: Opening, recordedAt: number): CloudEvent {
  return sourceEvent(source, 'entry-attested', {
    id: idOf(dossier, 'entry'),
    recordedtime: parisTime(recordedAt),
    data: byNumber(dossier, person, entry),
  });
}

function declared(dossier: ReadDossier, { person, exit }: Opening, recordedAt: number): CloudEvent {
  return sourceEvent(source, 'exit-declared', {
    id: idOf(dossier, 'exit'),
    recordedtime: parisTime(recordedAt),
    data: { ...byNumber(dossier, person, exit), kind: 'planned-end' },
  });
}

function byNumber({ number }: ReadDossier, person: string, effectiveDate: string) {
  return { trainee: { franceTravailNumber: person }, dossier: number, funding: 'prf', effectiveDate };
}
