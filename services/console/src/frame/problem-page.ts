import { html, type Problem } from '@hub/platform';
import type { ConsoleContext } from './console-context.ts';
import type { VisitedPage } from './layout.ts';

/** What to do, by status: the hub's own words are for programs, in English. */
const words: Readonly<Record<number, readonly [title: string, advice: string]>> = {
  400: ['La demande n’est pas comprise', 'Corrigez ce qui est indiqué ci-dessous, puis recommencez.'],
  403: [
    'Votre organisme n’y est pas autorisé',
    'La convention de votre organisme avec le hub ne le permet pas ; votre référent peut la faire compléter.',
  ],
  404: [
    'Rien à cette adresse pour vous',
    'Soit cela n’existe pas, soit votre organisme n’a pas à le voir pour cette finalité : le hub ne fait pas la différence. Vérifiez l’identifiant et la finalité.',
  ],
  409: [
    'Ce n’est pas possible en l’état',
    'Quelque chose a changé entre-temps, ou un préalable manque. Rechargez la page et regardez où en sont les choses.',
  ],
  410: ['Ce n’est plus disponible', 'Le délai de conservation est passé.'],
  422: ['La demande ne peut pas aboutir', 'Elle est bien formée, mais une règle s’y oppose.'],
  429: ['Trop de consultations', 'La limite de la convention est atteinte. Réessayez plus tard.'],
  503: ['Le hub ne répond pas pour le moment', 'Rien n’est perdu. Réessayez dans un instant.'],
};

/** The same, where the pages themselves refuse. */
const ownWords: Readonly<Record<string, readonly [title: string, advice: string]>> = {
  'trade-other': [
    'Cette page n’est pas de votre métier',
    'Votre compte n’indique pas que vous en avez besoin. Faites-le compléter par qui gère votre compte.',
  ],
  'form-foreign': [
    'Ce formulaire n’est pas de cette visite',
    'Il vient d’une page d’avant, ou d’ailleurs : rien n’a été fait. Rouvrez la page, puis recommencez.',
  ],
};

/** What the hub refused, in French: its rules have words of the field, the rest is said by its status. */
export function problemPage({ dictionary }: Pick<ConsoleContext, 'dictionary'>, problem: Problem): VisitedPage {
  const { type, status, instance, errors = [] } = problem;
  const own = ownWords[type.slice(type.lastIndexOf(':') + 1)];
  const [title, advice] = own ??
    words[status] ?? [
      'Le hub n’a pas pu répondre',
      'Réessayez ; si cela dure, donnez la référence ci-dessous à l’exploitant.',
    ];
  const faults = errors.map(({ pointer, rule, detail }) => {
    const said = dictionary.rules.get(rule);
    return html`<li><code>${pointer}</code> : ${said === undefined ? detail : `${said.sentence} ${said.remedy}`}</li>`;
  });
  return {
    title,
    status,
    body: html`<div class="note bad"><p>${advice}</p>
${faults.length === 0 ? null : html`<ul>${faults}</ul>`}</div>
<details><summary>Détail technique</summary><p lang="en">${problem.title} ${problem.detail ?? ''}</p>${instance === undefined ? null : html`<p>Référence : <code>${instance}</code></p>`}</details>
<p><a href="/console">Revenir à l’accueil</a></p>`,
  };
}
