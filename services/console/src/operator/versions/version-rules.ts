import { type Html, html, type VersionStatus } from '@hub/platform';
import { apiPath } from '../../frame/api-path.ts';
import type { ConsoleContext } from '../../frame/console-context.ts';
import { ApiProblem } from '../../frame/hub-api.ts';
import type { Visitor } from '../../frame/visitor.ts';
import { ruleTrialPath } from './rule-paths.ts';
import type { RuleChange } from './rules.ts';

/** The rules that a version is made by: those of the release, or what was tried, by its French name. */
export async function rulesOfVersion(
  { api }: Pick<ConsoleContext, 'api'>,
  visitor: Visitor,
  { trial }: Pick<VersionStatus, 'trial'>,
): Promise<Html> {
  if (trial === null) return html`les règles livrées avec le hub`;
  const changes = await api
    .ask<{ readonly changes: readonly RuleChange[] }>(visitor, apiPath`/v1/admin/rules/trials/${trial}`)
    .then(({ changes }) => changes)
    .catch((error: unknown) => {
      // It is kept as long as its job, a version longer.
      if (error instanceof ApiProblem && error.problem.status === 404) return [];
      throw error;
    });
  const said = changes.map(changeSaid).join(' ; ') || 'on ne sait plus laquelle';
  return html`<a href="${ruleTrialPath(trial)}">une règle essayée</a> (${said})`;
}

/** In a line; a whole row of authority by its name. */
function changeSaid({ kind, label, before, after }: RuleChange): string {
  if (kind === 'row') return `ligne ${label} de la table d’autorité`;
  return `${label.replace(/\.$/, '')} : ${after} au lieu de ${before}`;
}
