import { type Html, html, type Job } from '@hub/platform';
import { apiPath } from '../../frame/api-path.ts';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { type Listed, paging } from '../../frame/list-pages.ts';
import { instant } from '../../frame/parts.ts';
import type { TradeRoutes, Visit } from '../../frame/visit.ts';
import type { Visitor } from '../../frame/visitor.ts';
import { action } from '../action.ts';
import { livePath } from '../assets.ts';
import { filterForm } from '../filter-form.ts';
import { askerOf, failedAwaiting, hasEnded, jobPath, jobsPath, jobsTable, progress, stateOf } from '../jobs.ts';
import { live } from '../live.ts';
import { operatorPage } from '../operator-page.ts';
import { jobKinds, jobStates, optionsOf, word } from '../operator-words.ts';
import { plain } from '../plain.ts';
import { versionCode, versionPath } from '../version-paths.ts';
import { jobResult } from './job-result.ts';
import { streamJob } from './job-stream.ts';

const trail = [[jobsPath, 'Travaux']] as const;
const stateOptions = [...optionsOf(jobStates, 'Tous'), [failedAwaiting, 'Échoué, et qui vous attend'] as const];

/** Long work: what was asked for, how far it is, what it came to. */
export function jobPages(routes: TradeRoutes, context: ConsoleContext): void {
  const { api } = context;
  const { get, raw } = routes;
  const find = (visit: Visit) => api.ask<Job>(visit.visitor, apiPath`/v1/admin/jobs/${visit.params.id ?? ''}`);
  get(jobsPath, async (visit) => {
    const { travail: kind, etat: state, cursor } = visit.query;
    const chosen = state === failedAwaiting ? { awaiting: 'true' } : { state };
    const query = { kind, ...chosen, cursor };
    const jobs = await api.ask<Listed<Job>>(visit.visitor, '/v1/admin/jobs', { query });
    const filters = [
      { kind: 'choice', name: 'travail', label: 'Travail', options: optionsOf(jobKinds, 'Tous') },
      { kind: 'choice', name: 'etat', label: 'État', options: stateOptions },
    ] as const;
    const body = html`${filterForm(filters, visit.query)}${jobsTable('Travaux, le dernier demandé d’abord', jobs.items, visit.visitor)}${paging(visit, jobs)}`;
    return operatorPage(visit, { title: 'Travaux', body });
  });
  get(`${jobsPath}/:id`, async (visit) => {
    const job = await find(visit);
    const part = jobBody(job, visit.visitor);
    return operatorPage(visit, {
      title: word(jobKinds, job.kind),
      trail,
      body: hasEnded(job) ? part : live(part, { stream: `${jobPath(job)}/flux` }),
      ...(!hasEnded(job) && { script: livePath }),
    });
  });
  raw(`${jobsPath}/:id/flux`, (visit) => streamJob(context, visit, (job) => jobBody(job, visit.visitor)));
  action(routes, context, {
    path: `${jobsPath}/:id/annulation`,
    title: 'Annuler un travail',
    trail,
    instead: async (visit) => {
      const job = await find(visit);
      if (!hasEnded(job)) return null;
      return html`<p>Ce travail a fini entre-temps (${stateOf(job)}) : il n’y a plus rien à annuler. <a href="${jobPath(job)}">Voir ce qu’il a donné</a></p>`;
    },
    will: async (visit) => {
      const job = await find(visit);
      return html`<p>${word(jobKinds, job.kind)}, ${stateOf(job)}. Le travail s’arrête tout de suite s’il attend, sinon à sa prochaine étape. Ce qu’il a fait reste fait.</p>`;
    },
    button: 'Annuler ce travail',
    act: async ({ visitor, params }) => {
      const { id = '' } = params;
      return { to: jobPath(await api.ask<Job>(visitor, apiPath`/v1/admin/jobs/${id}/cancel`, { method: 'POST' })) };
    },
  });
}

/** What lives of its page, and what a stream of it sends. */
export function jobBody(job: Job, visitor: Visitor): Html {
  const { version } = job.parameters as { readonly version?: string };
  return html`<p class="state" data-said><strong>${stateOf(job)}</strong></p>
${progress(job)}
<dl class="facts"><div><dt>Demandé</dt><dd>${instant(job.askedAt)}, par ${askerOf(job, visitor)}</dd></div>
<div><dt>Commencé</dt><dd>${instant(job.startedAt)}</dd></div><div><dt>Fini</dt><dd>${instant(job.endedAt)}</dd></div>${version === undefined ? null : html`<div><dt>Version</dt><dd><a href="${versionPath(version)}">${versionCode(version)}</a></dd></div>`}</dl>
${hasEnded(job) || job.cancelling ? null : html`<p><a href="${jobPath(job)}/annulation">Annuler ce travail…</a></p>`}
${jobResult(job)}
<details><summary>Ce qui a été demandé</summary>${plain({ id: job.id, kind: job.kind, parameters: job.parameters, askedBy: job.askedBy })}</details>`;
}
