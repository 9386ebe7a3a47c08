import { root } from '../pages.ts';

export const rulesPath = `${root}/regles`;

export function ruleTrialPath(job: string): string {
  return `${rulesPath}/essais/${encodeURIComponent(job)}`;
}
