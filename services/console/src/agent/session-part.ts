import { type Html, html } from '@hub/platform';
import { day } from '../frame/parts.ts';
import type { Session } from './answers.ts';
import type { Words } from './words.ts';

/** The session of a dossier, as it is published. */
export function sessionPart(words: Words, session: Session | null): Html {
  if (session === null) return html`<p>Aucune session n’est nommée.</p>`;
  const { published, references, state, plannedInterruptions } = session;
  if (published === null)
    return html`<p>La session ${references.join(', ')} n’est pas encore publiée : les offres arrivent avec un jour de retard.</p>`;
  const { title, start, end, place, mandataireSiret, dispensateurSirets, teachingMode, certification } =
    published.value;
  const code =
    certification === null
      ? null
      : Object.entries(certification)
          .map(([registry, value]) => `${registry.toUpperCase()} ${value}`)
          .join(', ');
  const lines: readonly (readonly [string, string | null])[] = [
    [word('title'), title],
    ['Dates', `${day(start)} – ${day(end)}`],
    [word('state'), words.code('session-state', state)],
    [word('place'), place === null ? null : [place.label, place.postalCode].filter(Boolean).join(', ')],
    [word('teachingMode'), teachingMode === null ? null : words.code('teaching-mode', teachingMode)],
    [word('mandataireSiret'), mandataireSiret],
    [word('dispensateurSirets'), dispensateurSirets.join(', ')],
    [word('certification'), code],
    ['Références', references.join(', ')],
    ['Publiée par', words.source(published.source)],
    [
      words.event('session-interruption-planned'),
      plannedInterruptions.map(({ value: { from, to } }) => `${day(from)} – ${day(to)}`).join(' ; '),
    ],
  ];
  return html`<dl class="facts">${lines.filter(([, value]) => value !== null && value !== '').map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>`;

  function word(property: string): string {
    return words.property('session-published', property) ?? property;
  }
}
