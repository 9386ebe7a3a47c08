import type { EventName } from '@hub/contracts';
import type { Rules } from '../rules.ts';
import { type AuthorityContext, decidersOf } from './authority.ts';
import { fulfilledBy, validatorOf } from './expectations.ts';
import { type DossierRecord, type Expectation, endOf } from './record.ts';

/**
 * The systems that have to report what is expected: those that would decide it, were it reported on `today` (the rows of
 * authority.json are looked up as for a fact: rules.md, Authority). Empty where no system has the authority.
 */
export function sourcesToReport(
  { what, since, about }: Pick<Expectation, 'what' | 'since' | 'about'>,
  record: Placed,
  today: string,
  rules: Rules,
): readonly string[] {
  return sourcesToReportEvent(fulfilledBy[what], { day: since ?? today, about }, record, today, rules);
}

type Placed = Pick<DossierRecord, 'attempts' | 'stays' | 'funding' | 'territory'>;

/** As `sourcesToReport`, for an event of a day. `about`: key of the attempt or stay that it would belong to. */
export function sourcesToReportEvent(
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
    positionedDays: record.attempts.flatMap(({ positioned }) => positioned?.effectiveDate ?? []).sort(),
    oneTerritory: true,
    validators: new Map(),
  };
  const validator = validatorOf(record, about);
  const data = validator === null ? {} : { validator };
  const reported = { type, effectiveDate: day, recordedAt: `${today}T12:00:00.000Z`, references: [], data };
  return decidersOf(context, reported, previousExitBefore(record, about, day));
}

/** The day of the exit that closed the stay before the one awaited or gone on with. */
function previousExitBefore({ stays }: Pick<DossierRecord, 'stays'>, about: string, day: string): string | null {
  const own = stays.findIndex(({ key }) => key === about);
  const before = own < 0 ? stays : stays.slice(0, own);
  return before.map((stay) => endOf(stay)?.value ?? null).findLast((end) => end !== null && end <= day) ?? null;
}
