import type { CloudEvent, EventName } from '@hub/contracts';
import { parisDay, parseReference } from '@hub/core';
import { sourceEvent } from '@hub/platform';
import { finding } from './eos-rules.ts';
import { filled } from './eos-words.ts';
import type { ReadForm } from './read-form.ts';
import type { NativeSession } from './session-form.ts';
import type { Translated } from './translate-dossier.ts';

const states: Readonly<Record<NativeSession['etat'], { readonly state: string; readonly withdrawn: string | null }>> = {
  OUVERTE: { state: 'open', withdrawn: null },
  FERMEE: { state: 'closed', withdrawn: null },
  SUSPENDUE: { state: 'suspended', withdrawn: null },
  ANNULEE: { state: 'closed', withdrawn: 'cancelled' },
  ARCHIVEE: { state: 'closed', withdrawn: 'archived' },
  SUPPRIMEE: { state: 'closed', withdrawn: 'cancelled' },
};

/**
 * Translates a session's state to the statement `{ref: session-<number>-published, sequence: version}`. A cancelled,
 * archived or deleted session is closed, and also withdrawn on the day of the save. That it is one with a session of the
 * CARIF is a fact of the two numbers alone: each later save says the same fact again.
 */
export function translateSession(session: NativeSession, isUnread: ReadForm<unknown>['isUnread']): Translated {
  const { state, withdrawn } = session.supprime === true ? states.SUPPRIMEE : states[session.etat];
  const events = [envelope(session, 'session-published', 'published', publication(session, state, isUnread))];
  if (withdrawn !== null) {
    const effectiveDate = parisDay(session.dateMiseAJour);
    events.push(envelope(session, 'session-withdrawn', 'withdrawn', { kind: withdrawn, effectiveDate }));
  }
  events.push(...identification(session));
  const isEndless = session.dateFin == null && !isUnread('dateFin') && session.entreesSorties === 'FIXES';
  return { events, findings: isEndless ? [finding('dateFin', 'field-missing')] : [] };
}

/** Noted once, however often it is exported; that the noted number was wrong is another fact. */
function identification({ numero, offreCarif, dateMiseAJour }: NativeSession): readonly CloudEvent[] {
  if (offreCarif == null) return [];
  const carif = parseReference(`session:${offreCarif.numero.slice(0, 2)}:${offreCarif.numero}`);
  if (!carif.ok) return [];
  const verdict = offreCarif.retire === true ? 'different' : 'same';
  const id = `session-${numero}-${verdict}-${carif.registry}-${carif.number}`;
  const data = { training: [`session:eos:${numero}`, carif.reference], verdict };
  return [sourceEvent('eos', 'session-identified', { id, recordedtime: dateMiseAJour, data })];
}

function envelope(session: NativeSession, event: EventName, what: string, facts: object): CloudEvent {
  const ref = `session-${session.numero}-${what}`;
  const statement = { ref, sequence: session.version };
  return sourceEvent('eos', event, {
    id: `${ref}-${session.version}`,
    recordedtime: session.dateMiseAJour,
    data: { training: [`session:eos:${session.numero}`], ...facts, statement },
  });
}

const teachingModes = { PRESENTIEL: 'in-person', MIXTE: 'blended', DISTANCE: 'distance' } as const;
const entryModes = { PERMANENTES: 'permanent', FIXES: 'fixed-dates' } as const;

function publication(session: NativeSession, state: string, isUnread: ReadForm<unknown>['isUnread']): object {
  const { lieu, certification, entreesSorties, modaliteEnseignement } = session;
  // An end that could not be read is not told as no end.
  const isOpen = session.dateFin == null && !isUnread('dateFin') && entreesSorties === 'PERMANENTES';
  return filled({
    title: session.intitule,
    start: session.dateDebut,
    end: session.dateFin,
    open: isOpen ? true : null,
    entryMode: entreesSorties == null ? null : entryModes[entreesSorties],
    teachingMode: modaliteEnseignement == null ? null : teachingModes[modaliteEnseignement],
    mandataireSiret: session.siretMandataire,
    dispensateurSirets: each(session.siretsDispensateurs),
    place: filled({
      inseeCode: lieu?.codeInsee,
      postalCode: lieu?.codePostal,
      label: lieu?.ville,
      department: session.departement?.split(/\s|-/)[0],
    }),
    financerCodes: each(session.financeurs),
    certification: filled({
      rncp: certification?.rncp,
      rs: certification?.rs,
      certifInfo: certification?.certifInfo,
    }),
    domain: filled({
      formacode: each(session.formacodes),
      nsf: each(session.nsf),
      rome: each(session.rome),
    }),
    placesTotal: session.placesTotal,
    placesFinanced: session.placesFinancees,
    state,
  });
}

/** Each code once. */
function each(codes: readonly (string | null | undefined)[] | null | undefined): readonly string[] {
  return [...new Set((codes ?? []).filter((code) => code != null))];
}
