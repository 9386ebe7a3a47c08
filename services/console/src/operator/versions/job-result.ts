import { counted, type Html, html, type Job, type Switched } from '@hub/platform';
import { count } from '../../frame/parts.ts';
import { plain } from '../plain.ts';
import { versionCode, versionPath, versionsPath } from '../version-paths.ts';
import { type Comparison, comparisonReport } from './comparison.ts';
import { jobFailure } from './job-failure.ts';
import { ruleTrialPath } from './rule-paths.ts';

/** What a job came to, in words where it is looked at often, else as the API says it. */
export function jobResult(job: Job): Html {
  const { state, result, kind } = job;
  const failure = jobFailure(job);
  if (failure !== null) return failure;
  if (state !== 'done' || result == null) return html``;
  return results[kind]?.(job, result as Told) ?? plain(result as Told);
}

type Told = Readonly<Record<string, unknown>>;

const results: Readonly<Record<string, (job: Job, result: Told) => Html>> = {
  rebuild: (_job, result) => {
    const { version, comparison, seconds, events } = result as unknown as Rebuilt;
    return html`<p>${counted(events, 'événement relu', 'événements relus')} en ${count(Math.round(seconds))} s.</p>
<p class="row"><a class="button main" href="${versionPath(version)}/promotion">Donner la version ${version} aux lecteurs…</a> <a href="${versionPath(version)}">Voir la version</a></p>
${comparison === null ? html`<p>Rien à quoi la comparer.</p>` : comparisonReport(comparison)}`;
  },
  comparison: (_job, result) => {
    const compared = result as unknown as Comparison;
    return html`${comparisonReport(compared)}<p><a href="${versionPath(compared.here)}">Voir la version</a></p>`;
  },
  verification: (_job, result) => {
    const { comparison } = result as { readonly comparison?: Comparison };
    return comparison === undefined ? plain(result) : comparisonReport(comparison);
  },
  promotion: (_job, result) => {
    const { active, previous } = result as unknown as Switched;
    const back =
      previous === null ? null : html` Celle d’avant, ${versionCode(previous)}, est gardée : on y revient d’un geste.`;
    return html`<div class="note good"><p><strong>C’est fait.</strong> Les lecteurs reçoivent la version ${versionCode(active)} depuis leur demande suivante.${back}</p></div><p><a href="${versionsPath}">Voir les versions</a></p>`;
  },
  rollback: (_job, result) => {
    const { active } = result as unknown as Switched;
    return html`<div class="note good"><p><strong>C’est fait.</strong> Les lecteurs reçoivent de nouveau la version ${versionCode(active)}.</p></div><p><a href="${versionsPath}">Voir les versions</a></p>`;
  },
  retirement: () =>
    html`<div class="note good"><p><strong>C’est fait.</strong> Les lignes de cette version n’existent plus.</p></div><p><a href="${versionsPath}">Voir les versions</a></p>`,
  'rule-trial': (job) => html`<p><a href="${ruleTrialPath(job.id)}">Voir ce que changerait cette règle</a></p>`,
};

interface Rebuilt {
  readonly version: string;
  readonly comparison: Comparison | null;
  readonly seconds: number;
  readonly events: number;
}
