import type { Movement, Remuneration, SessionChange } from '@hub/client';

/** The movements of a dossier, by kind. */
export function wordsOfMovements(movements: readonly Pick<Movement, 'kind'>[]): readonly string[] {
  return movements.map(({ kind }) => kind);
}

type Paid = Pick<Remuneration, 'remuneration' | 'stays' | 'blockages'>;

/** Of a dossier that is paid in the month of this day: `payable`, or what blocks it. */
export function wordsOfPayment(dossiers: readonly Paid[], day: string): readonly string[] {
  return dossiers.filter((each) => isOfMonth(each, day.slice(0, 7))).flatMap(({ blockages }) => blocking(blockages));
}

/** Who left before has no pay of this month; who did not enter yet may have. */
function isOfMonth({ remuneration: { from, to }, stays }: Paid, month: string): boolean {
  const isPaid = (from ?? '').slice(0, 7) <= month && (to ?? '9999').slice(0, 7) >= month;
  const goesOn = stays.length === 0 || stays.some(({ exit }) => exit === null || exit.slice(0, 7) >= month);
  return isPaid && goesOn;
}

function blocking(blockages: Paid['blockages']): readonly string[] {
  if (blockages === null) return [];
  return blockages.length === 0 ? ['payable'] : [...new Set(blockages.map(({ reason }) => reason))];
}

/** What became of a session today, beside what is noted of it already: `opened` when it is published first. */
export function wordsOfSession(
  { causes, sessionState }: Pick<SessionChange, 'causes' | 'sessionState'>,
  before: readonly string[],
): readonly string[] {
  const isPublished = causes !== 'rules' && causes.some(({ type }) => type === 'session-published');
  const opened = isPublished && before.length === 0 ? 'opened' : 'changed';
  return [...new Set([...before, sessionState === 'open' ? opened : 'closed'])];
}

/** How often each word was noted. */
export function countWords(of: Readonly<Record<string, readonly string[]>>): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const word of Object.values(of).flat()) counts[word] = (counts[word] ?? 0) + 1;
  return Object.fromEntries(Object.entries(counts).sort(([a], [b]) => (a < b ? -1 : 1)));
}
