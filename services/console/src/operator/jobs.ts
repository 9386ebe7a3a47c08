import { type Html, html, type Job } from '@hub/platform';
import { count, delay, instant, table } from '../frame/parts.ts';
import type { Visitor } from '../frame/visitor.ts';
import { jobKinds, jobStates, word } from './operator-words.ts';
import { root } from './pages.ts';

export const jobsPath = `${root}/travaux`;

/** The state asked for of those that failed and that nobody has made good yet. */
export const failedAwaiting = 'a-regarder';
export const failedJobsPath = `${jobsPath}?etat=${failedAwaiting}`;

export function jobPath({ id }: Pick<Job, 'id'>): string {
  return `${jobsPath}/${id}`;
}

export function hasEnded({ state }: Pick<Job, 'state'>): boolean {
  return state === 'done' || state === 'failed' || state === 'cancelled';
}

/** Its state in a word, with what is being done about it. */
export function stateOf({ state, cancelling }: Pick<Job, 'state' | 'cancelling'>): string {
  return cancelling ? 'Annulation demandée' : word(jobStates, state);
}

/** Who asked, as far as it concerns the visitor: pseudonyms are for the audit. */
export function askerOf({ askedBy }: Pick<Job, 'askedBy'>, { agent, siret, organisation }: Visitor): string {
  if (askedBy.siret === null) return 'le hub';
  if (askedBy.siret !== siret) return `l’organisme ${askedBy.siret}`;
  return askedBy.agent === agent ? 'vous' : organisation;
}

export function percentOf({ done, total, state }: Pick<Job, 'done' | 'total' | 'state'>): number | null {
  if (state === 'done') return 100;
  return total === null || total === 0 ? null : Math.min(100, Math.floor((done * 100) / total));
}

/** The bar and the same in words; how much was foreseen is nothing any more once all is done. Null: it ended before any. */
export function progress(job: Job): Html | null {
  const percent = percentOf(job);
  const left = job.secondsLeft === null ? '' : `, encore ${delay(job.secondsLeft)} environ`;
  const parts = job.total === null || job.state === 'done' ? '' : ` (${count(job.done)} sur ${count(job.total)})`;
  if (percent === null) {
    return hasEnded(job) ? null : html`<p class="progress"><progress max="100" aria-label="Avancement"></progress></p>`;
  }
  return html`<p class="progress"><progress max="100" value="${percent}" aria-label="Avancement"></progress> <span>${percent} %${parts}${left}</span></p>`;
}

export function jobsTable(caption: string, jobs: readonly Job[], visitor: Visitor): Html {
  if (jobs.length === 0) return html`<p>${caption} : aucun.</p>`;
  return table(
    caption,
    [
      { head: 'Travail', cell: (job) => html`<a href="${jobPath(job)}">${word(jobKinds, job.kind)}</a>` },
      { head: 'État', cell: stateOf },
      { head: 'Avancement', cell: (job) => (percentOf(job) === null ? null : `${percentOf(job)} %`), isNumber: true },
      { head: 'Demandé', cell: ({ askedAt }) => instant(askedAt) },
      { head: 'Fini', cell: ({ endedAt }) => instant(endedAt) },
      { head: 'Par', cell: (job) => askerOf(job, visitor) },
    ],
    jobs,
  );
}
