import type { Receipt } from '@hub/client';
import type { BatchAnswer, ScenarioHub } from '../support/scenario-hub.ts';
import { cloudEvent } from './cloud-events.ts';
import type { AnsweredDossier } from './expect-answer.ts';
import { newPerson } from './people.ts';
import type { ReportedEvent } from './scenario.ts';

/** Reports one event as its partner; throws unless it is accepted. */
export async function accepted(hub: ScenarioHub, partner: string, event: object, at = 0): Promise<Receipt> {
  return receiptsOf(await hub.report(partner, [event], at))[0] as Receipt;
}

/** Throws unless every event was accepted. */
export function receiptsOf({ results, text }: BatchAnswer): readonly Receipt[] {
  if (results.length === 0) throw new Error(`Not accepted: ${text}`);
  return results.map(({ receipt }) => {
    if (receipt === undefined) throw new Error(`Not accepted: ${text}`);
    return receipt;
  });
}

/** The dossier of the first receipt, with its facts, at least as new as all of them. */
export function readWith(
  hub: ScenarioHub,
  receipts: readonly Receipt[],
  { query = '?facts=true', at = 0 }: { query?: string; at?: number } = {},
): Promise<AnsweredDossier> {
  return hub.read<AnsweredDossier>(receipts[0]?.dossier ?? 0, { receipts, query, at });
}

export function codesOf({ anomalies }: AnsweredDossier): readonly string[] {
  return anomalies.map(({ code }) => code);
}

/** The event about somebody who is named otherwise than by the NIR alone. */
export function about(reported: ReportedEvent, trainee: object): object {
  const event = cloudEvent(reported, newPerson()) as { readonly data: object };
  return { ...event, data: { ...event.data, trainee } };
}
