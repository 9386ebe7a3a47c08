import type { CloudEvent, EventName } from '@hub/contracts';
import { parisDay } from '@hub/core';
import { sourceEvent } from '@hub/platform';
import { filled } from './eos-words.ts';
import type { NativeSession } from './session-form.ts';

const withdrawals: Readonly<Record<string, string>> = { ANNULEE: 'cancelled', ARCHIVEE: 'archived' };
const states: Readonly<Record<string, string>> = { OUVERTE: 'open', FERMEE: 'closed', SUSPENDUE: 'suspended' };

/**
 * Translates a session's state to the statement `{ref: session-<number>-published, sequence: version}`. A cancelled or
 * archived session is also withdrawn on the day of the save.
 */
export function translateSession(session: NativeSession): readonly CloudEvent[] {
  const withdrawn = withdrawals[session.etat];
  const events = [envelope(session, 'session-published', 'published', publication(session))];
  if (withdrawn !== undefined) {
    const effectiveDate = parisDay(session.dateMiseAJour);
    events.push(envelope(session, 'session-withdrawn', 'withdrawn', { kind: withdrawn, effectiveDate }));
  }
  return events;
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

function publication(session: NativeSession): object {
  const { lieu, certification } = session;
  const state = states[session.etat] ?? 'closed';
  return filled({
    title: session.intitule,
    start: session.dateDebut,
    end: session.dateFin,
    open: session.dateFin == null ? true : null,
    entryMode: session.entreesSorties === 'PERMANENTES' ? 'permanent' : 'fixed-dates',
    mandataireSiret: session.siretMandataire,
    dispensateurSiret: session.siretDispensateur,
    place: filled({ inseeCode: lieu?.codeInsee, postalCode: lieu?.codePostal, label: lieu?.ville }),
    financerCodes: session.financeurs,
    certification: filled({
      rncp: certification?.rncp,
      rs: certification?.rs,
      certifInfo: certification?.certifInfo,
    }),
    domain: filled({ formacode: session.formacodes, nsf: session.nsf, rome: session.rome }),
    placesTotal: session.placesTotal,
    placesFinanced: session.placesFinancees,
    state,
  });
}
