import { type CloudEvent, type EventName, eventTypePrefix, sourcePrefix } from '@hub/contracts';
import type { NativeSession } from './native-session.ts';

const withdrawals: Readonly<Record<string, string>> = { ANNULEE: 'cancelled', ARCHIVEE: 'archived' };
const states: Readonly<Record<string, string>> = { OUVERTE: 'open', FERMEE: 'closed', SUSPENDUE: 'suspended' };

/**
 * A session's state as the statement `{ref: session-<number>, sequence: version}`; a cancelled or archived one also as
 * withdrawn on the day of the save.
 */
export function translateSession(session: NativeSession): readonly CloudEvent[] {
  const withdrawn = withdrawals[session.etat];
  const told = [envelope(session, 'session-published', 'published', publication(session))];
  if (withdrawn !== undefined) {
    const effectiveDate = session.dateMiseAJour.slice(0, 10);
    told.push(envelope(session, 'session-withdrawn', 'withdrawn', { kind: withdrawn, effectiveDate }));
  }
  return told;
}

function envelope(session: NativeSession, event: EventName, what: string, facts: object): CloudEvent {
  const ref = `session-${session.numero}-${what}`;
  return {
    specversion: '1.0',
    type: eventTypePrefix + event,
    source: `${sourcePrefix}eos`,
    id: `${ref}-${session.version}`,
    time: session.dateMiseAJour,
    recordedtime: session.dateMiseAJour,
    data: {
      training: [`session:eos:${session.numero}`],
      ...facts,
      statement: { ref, sequence: session.version },
    },
  };
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

/** Without empty fields, lists and blocks. */
function filled(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isFilled = (value: unknown): boolean =>
    value != null && (typeof value !== 'object' || Object.keys(value).length > 0);
  return Object.fromEntries(Object.entries(facts).filter(([, value]) => isFilled(value)));
}
