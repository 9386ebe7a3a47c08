import { childrenOf, type LheoElement, outcomeAt, textOrNothing } from './lheo-element.ts';
import { type Report, shown } from './read-fields.ts';

export type Withdrawal = 'archived' | 'cancelled' | 'suspended';

/**
 * States of a session in OFeli, of which LHEO has no element: being entered and published say nothing more than that it is
 * there. That a deleted one counts as cancelled is inferred.
 */
const states: ReadonlyMap<string, Withdrawal | null> = new Map([
  ['SAIS', null],
  ['DIFF', null],
  ['ARCH', 'archived'],
  ['ANNU', 'cancelled'],
  ['SUPP', 'cancelled'],
  ['SUSP', 'suspended'],
]);

/** Marks that a thing is over, written 1 by the CARIFs whose feeds have them (inferred: archived). */
const expired: ReadonlySet<string> = new Set(['session-perimee', 'action-perimee', 'formation-perimee']);
const stateLike = /etat|état|statut|status|suppr|annul|archiv|p[eé]rim|delet/i;
const noes: ReadonlySet<string> = new Set(['0', 'NON', 'N', 'FALSE', 'FAUX']);
const yeses: ReadonlySet<string> = new Set(['1', 'OUI', 'O', 'TRUE', 'VRAI']);

/** Name, text and place of something that may say what has become of a session. */
interface Mark {
  readonly name: string;
  readonly text: string;
  readonly at: LheoElement;
}

/**
 * Why a session is no longer offered, by the marks of the session, its action or its formation; null where it is. A mark
 * that looks like a state and is not understood is reported, and so are two that contradict each other.
 */
export function readWithdrawal(
  [session, ...around]: readonly [LheoElement, ...LheoElement[]],
  report: Report,
  shared: Report,
): Withdrawal | null {
  const own = withdrawalsOf(session, report);
  const said = [...own, ...around.flatMap((level) => withdrawalsOf(level, shared))];
  const [first] = said;
  if (own.some((each) => each !== own[0]))
    report(outcomeAt('doubtful', 'state-unknown', session, `Plusieurs états : ${own.join(', ')}.`));
  return first ?? null;
}

function withdrawalsOf(level: LheoElement, report: Report): Withdrawal[] {
  return marksOf(level).flatMap((mark) => {
    const read = readMark(mark);
    if (read === 'unknown') {
      const detail = `« ${mark.name} » vaut ${shown(mark.text)}.`;
      report(outcomeAt('doubtful', 'state-unknown', mark.at, detail));
    }
    return read === 'unknown' || read === null ? [] : [read];
  });
}

function readMark({ name, text }: Mark): Withdrawal | null | 'unknown' {
  const word = text.toUpperCase();
  if (noes.has(word)) return null;
  if (expired.has(name)) return yeses.has(word) ? 'archived' : 'unknown';
  const state = states.get(word.slice(0, 4));
  return name === 'etat-session' && state !== undefined ? state : 'unknown';
}

/** Extras whose name is one of a state, and such attributes as LHEO does not have. */
function marksOf(level: LheoElement): Mark[] {
  const marks: Mark[] = Object.entries(level.attributes).flatMap(([name, text]) => markOf(name, text, level));
  for (const extras of childrenOf(level, 'extras')) marks.push(...extraMarks(extras, ''));
  return marks;
}

function extraMarks(extras: LheoElement, around: string): Mark[] {
  const name = extras.attributes.info ?? around;
  const nested = childrenOf(extras, 'extras').flatMap((inner) => extraMarks(inner, name));
  const own = childrenOf(extras, 'extra').flatMap((extra) => markOf(extra.attributes.info ?? name, extra.text, extra));
  return [...own, ...nested];
}

function markOf(name: string, written: string, at: LheoElement): Mark[] {
  const text = textOrNothing(written);
  return text !== undefined && stateLike.test(name) ? [{ name, text, at }] : [];
}
