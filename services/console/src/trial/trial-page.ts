import { type Html, html } from '@hub/platform';
import type { VisitedPage } from '../frame/layout.ts';
import { curlLines } from './curl-line.ts';
import { type LifeStep, life } from './life.ts';
import type { Answered } from './send-request.ts';
import type { Trial, TrialPartner, TrialRequest, TrialState } from './trial.ts';

export interface TrialView extends Pick<Trial, 'ruleText' | 'purposeLabel'> {
  readonly state: TrialState;
  readonly step: LifeStep;
  readonly partner: TrialPartner;
  readonly partners: readonly TrialPartner[];
  readonly request: TrialRequest;
  /** Null: nothing was sent yet. */
  readonly answered: Answered | null;
  readonly url: string;
}

/** The page: choose, look at the request, send it, see the answer, see who sees it. */
export function trialPage(view: TrialView): VisitedPage {
  const { step, answered } = view;
  const body = html`<p>Tout est inventé ici : les partenaires sont ceux de la démonstration, la personne n’existe pas. Chaque étape prépare une vraie requête de l’API ; vous la relisez, la changez, l’envoyez.</p>
${answered === null ? null : answerSection(view, answered)}
${stepsSection(view)}
${requestSection(view)}
${whoSection(view)}`;
  const title = answered === null ? `Page d’essai : ${step.label}` : `Réponse ${answered.status} : ${step.label}`;
  return { title, body };
}

/** A form of the page, with all that goes on to the next one; `own`: fields that it shows itself. */
function form(action: string, state: TrialState, own: readonly (keyof TrialState)[], body: Html): Html {
  const hidden = Object.entries(state).filter(([name]) => !own.includes(name as keyof TrialState));
  return html`<form method="post" action="/console/essai${action}" autocomplete="off">
${hidden.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${body}
</form>`;
}

function stepsSection({ state, step }: TrialView): Html {
  return html`<h2 id="etapes">1. Choisir une étape</h2>
${form(
  '',
  state,
  ['step', 'partner', 'purpose'],
  html`<ol class="row">${life.map(
    ({ name, label }) =>
      html`<li><button name="step" value="${name}"${name === step.name ? html` aria-current="step"` : null}>${label}</button></li>
`,
  )}</ol>`,
)}
<p class="note"><strong>${step.label}.</strong> ${step.about}</p>`;
}

function requestSection({ state, partner, partners, request, purposeLabel }: TrialView): Html {
  const { nir, session } = state;
  return html`<h2 id="requete">2. La requête</h2>
${form(
  '',
  state,
  ['partner', 'purpose', 'nir', 'session'],
  html`<div class="two">
<div><label for="partner">Qui parle</label>
<p class="hint" id="partner-hint">Le hub lui répond selon les droits de son organisme : ${partner.name}.</p>
<select id="partner" name="partner" aria-describedby="partner-hint">${partners.map(({ clientId, name }) => option(clientId, `${clientId} (${name.replace(' (démonstration)', '')})`, partner.clientId))}</select></div>
<div><label for="purpose">Pourquoi il lit</label>
<p class="hint" id="purpose-hint">La finalité de la lecture (<code>Hub-Purpose</code>), parmi celles de sa convention.</p>
<select id="purpose" name="purpose" aria-describedby="purpose-hint">${partner.purposes.length === 0 ? option('', 'aucune : il ne lit pas', '') : partner.purposes.map((each) => option(each, purposeLabel(each), state.purpose))}</select></div>
<div><label for="nir">NIR inventé</label>
<p class="hint" id="nir-hint">Toujours dans le corps, jamais dans une adresse.</p>
<input id="nir" name="nir" value="${nir}" inputmode="numeric" maxlength="30" aria-describedby="nir-hint"></div>
<div><label for="session">Session de formation</label>
<p class="hint" id="session-hint">Les mêmes références mènent au même dossier.</p>
<input id="session" name="session" value="${session}" maxlength="100" aria-describedby="session-hint"></div>
</div>
<div class="row"><button>Préparer la requête</button><button name="new" value="person">Une autre personne</button></div>`,
)}
${form(
  '/envoi',
  state,
  [],
  html`<input type="hidden" name="method" value="${request.method}">
<label for="path">Adresse (${request.method})</label>
<p class="hint" id="path-hint">Commence par /v1/. Le jeton et les en-têtes sont ajoutés par le serveur.</p>
<input id="path" class="address" name="path" value="${request.path}" maxlength="6000" aria-describedby="path-hint">
${
  request.method === 'GET'
    ? null
    : html`<label for="body">Corps (JSON)</label>
<p class="hint" id="body-hint">Changez ce que vous voulez : un refus dit quel champ, quelle règle et que faire.</p>
<textarea id="body" name="body" spellcheck="false" maxlength="100000" aria-describedby="body-hint">
${request.body}</textarea>`
}
<div class="row"><button class="main">Envoyer au nom de ${partner.clientId}</button></div>`,
)}`;
}

function option(value: string, label: string, chosen: string): Html {
  return html`<option value="${value}"${value === chosen ? html` selected` : null}>${label}</option>`;
}

const answerCharactersMax = 20_000;

function answerSection({ step, partner, request, url, ruleText }: TrialView, answered: Answered): Html {
  const { status, text, faults, headers } = answered;
  const isGood = status < 300;
  const more = text.length > answerCharactersMax;
  return html`<section aria-labelledby="reponse"><h2 id="reponse">La réponse du hub</h2>
<div class="note ${isGood ? 'good' : 'bad'}" role="status"><strong>${status}</strong> ${meaning(status)}
${faults.length === 0 ? null : html`<ul>${faults.map((fault) => faultLine(fault, ruleText))}</ul>`}</div>
<p><strong>Et maintenant ?</strong> ${isGood ? step.next : remedy(status)}</p>
<pre>${text === '' ? '(réponse sans corps)' : text.slice(0, answerCharactersMax)}${more ? '\n… (suite coupée ici)' : null}</pre>
<details><summary>La même requête en ligne de commande</summary>
<pre>${curlLines(url, partner.clientId, request, headers)}</pre></details></section>`;
}

function faultLine({ pointer, rule, detail }: Answered['faults'][number], ruleText: Trial['ruleText']): Html {
  return html`<li><code>${pointer === '' ? '/' : pointer}</code> : ${ruleText(rule) ?? detail} (<a href="/v1/dictionary/rules#${rule}"><code>${rule}</code></a>)</li>
`;
}

const meanings: Readonly<Record<number, string>> = {
  200: 'Voici ce qui était demandé.',
  202: 'Reçu : l’événement est au journal, et ne se perdra plus.',
  400: 'La requête n’est pas comme décrite.',
  401: 'Le jeton n’est pas admis.',
  403: 'Ce partenaire n’a pas le droit de faire cela.',
  404: 'Inconnu, ou pas pour lui : les deux se répondent de même.',
  409: 'En l’état, cela ne se peut pas.',
  422: 'Bien formé, mais contraire à une règle du dictionnaire.',
  429: 'Trop de demandes pour le moment.',
  503: 'Pas maintenant.',
};

function meaning(status: number): string {
  return meanings[status] ?? (status < 300 ? 'Fait.' : 'Le hub n’a pas fait ce qui était demandé.');
}

function remedy(status: number): string {
  if (status === 403) return 'Lisez la raison ci-dessous, puis choisissez un autre partenaire ou une autre finalité.';
  if (status === 404) return 'Choisissez un partenaire qui a un lien avec ce dossier, ou déclarez d’abord l’événement.';
  if (status === 429 || status >= 500) return 'Attendez un peu, puis envoyez de nouveau : c’est sans danger.';
  return 'Corrigez les champs nommés dans la requête plus bas, et envoyez de nouveau sous le même identifiant.';
}

/** Readers with different rights, for one look each at the same dossier. */
const readers = [
  ['region-centre-val-de-loire', 'la Région de la session'],
  ['region-bretagne', 'une Région sans lien'],
  ['france-travail', 'l’opérateur qui a orienté'],
  ['cdc', 'l’autorité'],
  ['opco', 'un autre financeur'],
] as const;

function whoSection({ state, partners }: TrialView): Html {
  const known = readers.filter(([clientId]) => partners.some((each) => each.clientId === clientId));
  return html`<h2 id="qui">3. Qui voit le résultat ?</h2>
<p>${state.dossier === '' ? 'Déclarez d’abord un positionnement ou une entrée : le récépissé donne le numéro du dossier.' : `Choisissez qui lit le dossier ${state.dossier} : la lecture est préparée plus haut, il reste à l’envoyer.`}</p>
${
  state.dossier === ''
    ? null
    : form(
        '',
        { ...state, step: 'dossier' },
        ['partner', 'purpose'],
        html`<div class="row">${known.map(([clientId, who]) => html`<button name="partner" value="${clientId}">${clientId} (${who})</button>`)}</div>`,
      )
}`;
}
