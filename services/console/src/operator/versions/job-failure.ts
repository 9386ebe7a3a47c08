import { type Html, html, type Job } from '@hub/platform';
import { type Words, word } from '../operator-words.ts';
import { versionPath, versionsPath } from '../version-paths.ts';

/** Why a job failed, or is tried again, and what to do about it; the hub's own words are for programs, in English. */
export function jobFailure(job: Job): Html | null {
  const { state, error, kind } = job;
  if (error === null) return null;
  const known = failures[`${kind} ${error.code}`];
  const why = known === undefined ? html`<p>${word(reasons, error.code)}</p>` : known(job.parameters as Parameters);
  const again = state === 'failed' && known === undefined ? 'Corrigez la cause, puis demandez-le de nouveau.' : null;
  const head = state === 'failed' ? 'Ce travail a échoué : rien n’a changé par lui.' : 'Il y a eu une difficulté.';
  const repeated = state === 'waiting' ? 'Il est essayé de nouveau.' : again;
  return html`<div class="note bad"><p><strong>${head}</strong> ${repeated}</p>${why}</div>
<details><summary>Détail technique</summary><p lang="en">${error.message} (<code>${error.code}</code>)</p></details>`;
}

interface Parameters {
  readonly version?: string;
  readonly maxChanged?: string;
}

const overtaken = html`<p>Une autre version a été donnée aux lecteurs entre-temps. <a href="${versionsPath}">Voir les versions</a></p>`;

/** By kind of job and code of the fault: those that an operator can do something about on these pages. */
const failures: Readonly<Record<string, (parameters: Parameters) => Html>> = {
  'promotion version-not-compared': ({ version = '' }) =>
    html`<p>Cette version n’a pas été comparée en entier à celle que les lecteurs reçoivent : ils gardent la leur.</p>
<p><a class="button" href="${versionPath(version)}/comparer">Comparer d’abord…</a></p>`,
  'promotion version-differs': ({ version = '', maxChanged = '' }) =>
    html`<p>Elle diffère de celle que les lecteurs reçoivent en plus de dossiers que vous ne le permettiez (${inFrench(maxChanged)}) : ils gardent la leur.</p>
<p class="row"><a class="button" href="${versionPath(version)}/comparaison">Voir ce qui diffère</a> <a class="button" href="${versionPath(version)}/promotion">Donner en permettant davantage…</a></p>`,
  'promotion version-unexplained': ({ version = '' }) =>
    html`<p>Elle diffère de celle que les lecteurs reçoivent sans explication : l’une des deux est abîmée. Les lecteurs gardent la leur.</p>
<p class="row"><a class="button" href="${versionPath(version)}/comparaison">Voir ce qui diffère</a> <a class="button" href="${versionsPath}/verification">Vérifier les enregistrements…</a></p>`,
  'promotion version-unfinished': ({ version = '' }) =>
    html`<p>Cette version n’est pas finie : reconstruire la finit. <a href="${versionPath(version)}">Voir où elle en est</a></p>
<p><a class="button" href="${versionsPath}/reconstruction">Reconstruire…</a></p>`,
  'promotion version-behind': ({ version = '' }) =>
    html`<p>Cette version ne rattrape pas celle des lecteurs : aucun projecteur ne la suit. Démarrez un hub dont le programme et les règles sont les siens, puis recommencez. <a href="${versionPath(version)}">Voir où elle en est</a></p>`,
  'promotion version-overtaken': () => overtaken,
  'promotion wrong-use': () =>
    html`<p>Cette version n’est plus là : elle a été retirée entre-temps. <a href="${versionsPath}">Voir les versions</a></p>`,
  'rollback way-back-missing': () =>
    html`<p>Il n’y a pas, ou plus, de version à laquelle revenir. Reconstruisez avec les règles voulues, puis donnez cette version-là. <a href="${versionsPath}">Voir les versions</a></p>`,
  'rollback version-behind': () =>
    html`<p>La version d’avant ne rattrape pas celle des lecteurs : aucun projecteur ne la suit. Démarrez un hub dont le programme et les règles sont les siens, puis recommencez. <a href="${versionsPath}">Voir les versions</a></p>`,
  'rollback version-overtaken': () => overtaken,
  'retirement consent-needed': ({ version = '' }) =>
    html`<p>C’est la version à laquelle un retour en arrière mènerait. <a href="${versionPath(version)}/retrait">La retirer malgré cela…</a></p>`,
  'retirement wrong-use': ({ version = '' }) =>
    html`<p>Cette version est donnée aux lecteurs, ou un travail la remplit : elle reste. <a href="${versionPath(version)}">Voir la version</a></p>`,
};

/** `0.1%` → `0,1 %`, `25` → `25 dossiers`. */
function inFrench(maxChanged: string): string {
  return maxChanged.endsWith('%') ? `${maxChanged.slice(0, -1).replace('.', ',')} %` : `${maxChanged} au plus`;
}

/** By code of the fault, of any job. */
const reasons: Words = {
  'consent-needed': 'Le hub n’a pas voulu le faire sans un accord exprès.',
  'database-unavailable': 'La base de données ne répondait pas.',
  'key-missing': 'Une clé manque dans les secrets du hub.',
  'lease-lost': 'Une version n’a pas rattrapé celle des lecteurs à temps.',
  'log-unavailable': 'Le journal ne répondait pas.',
  'log-missing': 'Le journal n’était pas là.',
  'projection-behind': 'Les enregistrements ont du retard sur le journal.',
  'projection-building': 'Les enregistrements sont en cours de construction.',
  'registry-behind-log': 'Le registre a du retard sur le journal.',
  'wrong-use': 'Ce n’était pas possible en l’état.',
  internal: 'C’est une faute du hub : donnez le détail technique à qui l’entretient.',
};
