import { looksLikeNir } from '@hub/core';
import { childrenOf, descend, type LheoElement, outcomeAt, textOf, textOrNothing } from './lheo-element.ts';
import { type Report, readDay, shown } from './read-fields.ts';

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
    const mode = readMode(block, report);
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
    const slot = slotNumber(block, report) ?? `${sessionName}/${mode}/${from.day}`;
    recruitments.push({
      slot,
      mode,
      from: from.day,
      ...(to.kind === 'day' && to.day >= from.day ? { to: to.day } : {}),
    });
  }
  return recruitments;
}

/** The other codes (simulation, contest, file, tests) are reported: nobody is received by them. */
function readMode(block: LheoElement, report: Report): Recruitment['mode'] | undefined {
  const element = descend(block, 'modalite-recrutement');
  const code = textOf(element);
  const mode = modes.get(code ?? '');
  if (mode !== undefined) return mode;
  if (code !== undefined && /^[0-6]$/.test(code)) {
    report(outcomeAt('ignored', 'recruitment-mode-other', element ?? block, `Code ${code}.`, 'mode'));
  } else {
    const detail = code === undefined ? 'Aucun code.' : `Lu : ${shown(code)}.`;
    report(outcomeAt('refused', 'code-unknown', element ?? block, detail, 'mode'));
  }
  return undefined;
}

function slotNumber(block: LheoElement, report: Report): string | undefined {
  const number = textOrNothing(block.attributes.numero);
  if (number === undefined) return undefined;
  if (/^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,99}$/.test(number) && !looksLikeNir(number)) return number;
  report(outcomeAt('repaired', 'slot-unusable', block, '', 'slot'));
  return undefined;
}
