import { type Html, html, type Job } from '@hub/platform';
import { apiPath } from '../../frame/api-path.ts';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { type Field, optionsFrom, type Values, wordsOf } from '../../frame/form-fields.ts';
import type { TradeRoutes, Visit } from '../../frame/visit.ts';
import { action } from '../action.ts';
import { livePath } from '../assets.ts';
import { hasEnded, jobPath } from '../jobs.ts';
import { live } from '../live.ts';
import { operatorPage } from '../operator-page.ts';
import { unitWords, word } from '../operator-words.ts';
import { versionPath } from '../version-paths.ts';
import { authorityWords } from './authority-words.ts';
import { jobBody } from './job-pages.ts';
import { rulesPath, ruleTrialPath } from './rule-paths.ts';
import { rowEdit, rowFields, sourcesKnown } from './rule-row-form.ts';
import { answerOf, changesOf, details } from './rule-trial-result.ts';
import type { Edit, RuleChange, Rules, Tried } from './rules.ts';

interface Trial {
  readonly job: Job;
  readonly edits: readonly Edit[];
  readonly changes: readonly RuleChange[];
  readonly current: boolean;
  readonly versions: readonly string[];
}

const trail = [[rulesPath, 'Essayer une règle']] as const;

/** A rule with another value, tried on every dossier; then built, compared and given as any version. */
export function ruleTrialPages(routes: TradeRoutes, context: ConsoleContext): void {
  const { api } = context;
  action(routes, context, {
    path: `${rulesPath}/essai`,
    title: 'Essayer une autre valeur',
    trail,
    will: html`<p>${tryingSays}</p>`,
    fields: async (visit) => [...carried, ...(await valueFields(context, visit))],
    button: 'Essayer',
    act: async ({ visitor, fields }) => {
      const body = { edits: [editOf(fields)] };
      return { to: ruleTrialPath((await api.ask<Job>(visitor, '/v1/admin/rules/trials', { body })).id) };
    },
  });
  action(routes, context, {
    path: `${rulesPath}/retrait`,
    title: 'Essayer sans une ligne de la table d’autorité',
    trail,
    will: ({ query, fields }) =>
      html`<p>${tryingSays} La ligne essayée en moins : <code>${{ ...query, ...fields }.name ?? ''}</code>.</p>`,
    fields: [{ kind: 'hidden', name: 'name', label: 'Ligne', at: '/edits/0/id' }],
    button: 'Essayer sans cette ligne',
    act: async ({ visitor, fields }) => {
      const body = { edits: [{ kind: 'row', id: fields.name, row: null }] };
      return { to: ruleTrialPath((await api.ask<Job>(visitor, '/v1/admin/rules/trials', { body })).id) };
    },
  });
  routes.get(`${rulesPath}/essais/:id`, async (visit) => {
    const { id = '' } = visit.params;
    const [trial, rules] = await Promise.all([
      api.ask<Trial>(visit.visitor, apiPath`/v1/admin/rules/trials/${id}`),
      api.ask<Rules>(visit.visitor, '/v1/admin/rules'),
    ]);
    const { job } = trial;
    const changes = changesOf(trial, rules, authorityWords(rules));
    const title = 'Essai d’une règle';
    if (hasEnded(job)) return operatorPage(visit, { title, trail, body: html`${changes}${ended(trial, visit)}` });
    const body = html`${changes}${live(jobBody(job, visit.visitor), { stream: `${jobPath(job)}/flux`, isAnother: true })}`;
    return operatorPage(visit, { title, trail, body, script: livePath });
  });
  action(routes, context, {
    path: `${rulesPath}/essais/:id/construction`,
    title: 'Construire une version avec cette règle',
    trail: ({ params }) => [...trail, [ruleTrialPath(params.id ?? ''), 'Essai d’une règle']],
    will: html`<p>Tout le journal est relu avec cette règle dans une version à côté, puis comparé à celle que les lecteurs reçoivent. Pour eux rien ne change avant que vous ne la leur donniez.</p>`,
    button: 'Construire',
    act: async ({ visitor, params }) => {
      const body = { trial: params.id };
      return { to: jobPath(await api.ask<Job>(visitor, '/v1/admin/rebuilds', { body })) };
    },
  });
}

const tryingSays =
  'Chaque dossier d’aujourd’hui est décrit deux fois, par les règles actuelles et par celle-ci. Rien n’est écrit, personne ne remarque rien. Vous verrez combien de dossiers changeraient, lesquels, et comment.';

const carried: readonly Field[] = ['kind', 'name', 'regime'].map((name) => ({ kind: 'hidden', name, label: name }));

/** What is asked of the value, with the present one filled in. */
async function valueFields({ api }: ConsoleContext, { visitor, query, fields }: Visit): Promise<readonly Field[]> {
  const rules = await api.ask<Rules>(visitor, '/v1/admin/rules');
  const { kind, name, regime } = { ...query, ...fields };
  const deadline = rules.deadlines.find((each) => kind === 'deadline' && each.name === name);
  if (deadline !== undefined) return [number('days', deadline.label, deadline.days, 'jours')];
  const threshold = rules.thresholds.find((each) => kind === 'threshold' && each.code === name);
  if (threshold !== undefined)
    return [number('threshold', threshold.sentence, threshold.threshold, word(unitWords, threshold.unit))];
  const setting = rules.settings.find((each) => kind === 'setting' && each.name === name);
  if (setting !== undefined) {
    const { label, choices } = setting;
    const value = String(setting.value);
    if (choices !== null) return [{ kind: 'choice', name: 'value', label, options: optionsFrom(choices), value }];
    return [{ kind: 'text', name: 'value', label, hint: `Aujourd’hui : ${value}.`, value, isRequired: true }];
  }
  const row = rules.authority.rows.find(({ id }) => id === name);
  if (kind === 'row') return rowFields(rules, row ?? null, fields);
  const present = row?.regimes.find((each) => each.name === regime)?.sources ?? [];
  const hint = `Dans l’ordre, une par ligne ; personne : laissez vide. Aujourd’hui : ${present.join(', ') || 'personne'}. Sources connues : ${sourcesKnown(rules.choices)}.`;
  return [
    { kind: 'lines', name: 'sources', label: `Qui décide : ${name}, ${regime}`, hint, value: present.join('\n') },
  ];
}

function number(name: string, label: string, present: number, unit: string): Field {
  const hint = `En ${unit}. Aujourd’hui : ${present}.`;
  return { kind: 'number', name, label, hint, value: String(present), isRequired: true };
}

function editOf(sent: Values): Edit {
  const { kind = '', name = '', regime, days, threshold, value = '', sources } = sent;
  if (kind === 'row') return rowEdit(name || (sent.id ?? '').trim(), sent);
  if (kind === 'deadline') return { kind, name, days: Number(days) };
  if (kind === 'threshold') return { kind, code: name, threshold: Number(threshold) };
  if (kind === 'setting') return { kind, name, value: /^\d+$/.test(value) ? Number(value) : value };
  return { kind: 'sources', id: name, regime, sources: wordsOf(sources) };
}

function ended({ job, versions }: Trial, { visitor }: Visit): Html {
  if (job.state !== 'done' || job.result === null) return jobBody(job, visitor);
  const tried = job.result as unknown as Tried;
  const built = versions.map((version) => html`<li><a href="${versionPath(version)}">${version}</a></li>`);
  return html`${answerOf(tried)}
<p class="row"><a class="button main" href="${ruleTrialPath(job.id)}/construction">Construire une version avec cette règle…</a> <a href="${rulesPath}">Essayer autre chose</a></p>
${built.length === 0 ? null : html`<h2>Versions construites avec cette règle</h2><ul>${built}</ul>`}
${details(tried)}`;
}
