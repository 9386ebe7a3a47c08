import { looksLikeNir } from '@hub/core';
import { childrenOf, descend, type LheoElement, outcomeAt, textOf } from './lheo-element.ts';
import { type Report, readDay } from './read-fields.ts';

export interface Recruitment {
  readonly slot: string;
  readonly mode: 'candidature' | 'appointment' | 'meeting';
  readonly from: string;
  readonly to?: string;
}

/** Table "modalite-recrutement" of LHEO 2.3: the other codes (tests, contests, files) are no ways to be received. */
const modes: ReadonlyMap<string, Recruitment['mode']> = new Map([
  ['7', 'candidature'],
  ['8', 'appointment'],
  ['9', 'meeting'],
]);

/** The dated `recrutement` blocks (LHEO 2.3) of a session; `session` is `registry:number`. */
export function readRecruitments(session: LheoElement, sessionName: string, report: Report): Recruitment[] {
  const recruitments: Recruitment[] = [];
  for (const block of childrenOf(session, 'recrutement')) {
    const mode = modes.get(textOf(descend(block, 'modalite-recrutement')) ?? '');
    if (mode === undefined) continue;
    const from = readDay(descend(block, 'periode', 'debut'), 'from', 'first', report);
    if (from.kind !== 'day') {
      report(outcomeAt('ignored', 'recruitment-without-date', block, ''));
      continue;
    }
    const to = readDay(descend(block, 'periode', 'fin'), 'to', 'last', report);
    if (to.kind === 'day' && to.day < from.day) {
      report(
        outcomeAt(
          'refused',
          'period-inverted',
          block,
          `${to.day} précède ${from.day} : la fin n'est pas transmise.`,
          'to',
        ),
      );
    }
    const slot = slotNumber(block) ?? `${sessionName}/${mode}/${from.day}`;
    recruitments.push({
      slot,
      mode,
      from: from.day,
      ...(to.kind === 'day' && to.day >= from.day ? { to: to.day } : {}),
    });
  }
  return recruitments;
}

function slotNumber(block: LheoElement): string | undefined {
  const number = block.attributes.numero?.trim();
  const usable = number !== undefined && /^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,99}$/.test(number) && !looksLikeNir(number);
  return usable ? number : undefined;
}
