import { type Html, type HubStatus, html } from '@hub/platform';
import { instant } from '../../frame/parts.ts';
import { type Words, word } from '../operator-words.ts';

/** What must hold for a service to do its work. */
const checks: Words = {
  database: 'base de données',
  log: 'journal',
  keys: 'coffre des clés',
  registry: 'registre des personnes',
  taking: 'prise des événements',
  feeds: 'lecture du journal',
  slices: 'partage des tranches',
  records: 'enregistrements',
  webhooks: 'livraisons',
};

export function checkName(name: string): string {
  return word(checks, name);
}

/** `registry: registry-behind-log`, as the API says what fails: in words, with its code. */
export function failingSaid(failing: readonly string[]): string {
  return failing
    .map((each) => {
      const [name = '', code = ''] = each.split(': ');
      return `${checkName(name)} (${code})`;
    })
    .join(', ');
}

/** What failed within the hour past and holds again, each with its first and last moment over all processes. */
export function pastFailures({ processes }: Pick<HubStatus, 'processes'>): readonly Html[] {
  const ended = processes.flatMap(({ heard, checks }) =>
    checks.flatMap(({ name, failed }) =>
      heard && failed !== null && failed.until !== null ? [{ name, from: failed.from, until: failed.until }] : [],
    ),
  );
  return [...Map.groupBy(ended, ({ name }) => name)].map(([name, each]) => {
    const from = each.map((one) => one.from).sort()[0];
    const until = each
      .map((one) => one.until)
      .sort()
      .at(-1);
    return html`${checkName(name)}, du ${instant(from)} au ${instant(until)}`;
  });
}
