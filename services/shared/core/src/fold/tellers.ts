import type { EventName } from '@hub/contracts';
import type { Fact } from '../facts.ts';
import type { Rules } from '../rules.ts';
import { endOf } from './anomalies.ts';
import { type AuthorityContext, decidersOf } from './authority.ts';
import { fulfilledBy } from './expectations.ts';
import type { DossierRecord, Expectation } from './record.ts';

/**
 * The systems that have to tell what is expected: those that would decide it, were it told on `today` (the rows of
 * authority.json are looked up as for a fact, DICTIONARY E.4). Empty where no system has the authority.
 */
export function tellersOf(
  { what, since, about }: Pick<Expectation, 'what' | 'since' | 'about'>,
  record: Placed,
  today: string,
  rules: Rules,
): readonly string[] {
  return tellersOfEvent(fulfilledBy[what], { day: since ?? today, about }, record, today, rules);
}

type Placed = Pick<DossierRecord, 'attempts' | 'stays' | 'funding' | 'territory'>;

/** As `tellersOf`, for an event of a day. `about`: key of the attempt or stay that it would belong to. */
export function tellersOfEvent(
  type: EventName,
  { day, about }: { readonly day: string; readonly about: string },
  record: Placed,
  today: string,
  rules: Rules,
): readonly string[] {
  const context: AuthorityContext = {
    table: rules.authority,
    territory: record.territory,
    funding: record.funding,
    candidatures: record.attempts.flatMap(({ positioned }) => positioned?.effectiveDate ?? []).sort(),
    oneTerritory: true,
  };
  return decidersOf(context, toldOn(type, day, today), closingBefore(record, about, day));
}

function toldOn(type: EventName, day: string, today: string): Fact {
  const told = `${today}T12:00:00.000Z`;
  return {
    source: '',
    id: '',
    type,
    version: 1,
    partner: '',
    recordedAt: told,
    receivedAt: told,
    effectiveDate: day,
    digest: '',
    references: [],
    data: {},
  };
}

/** The day of the exit that closed the stay before the one awaited or gone on with. */
function closingBefore({ stays }: Pick<DossierRecord, 'stays'>, about: string, day: string): string | null {
  const own = stays.findIndex(({ key }) => key === about);
  const before = own < 0 ? stays : stays.slice(0, own);
  return before.map((stay) => endOf(stay)?.value ?? null).findLast((end) => end !== null && end <= day) ?? null;
}
