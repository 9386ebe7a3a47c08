import type { Job } from '@hub/platform';
import { expect, it } from 'vitest';
import { jobFailure } from './job-failure.ts';

function said(kind: string, code: string): string {
  const parameters = { version: '1a.2', maxChanged: '0.1%' };
  const job = { kind, state: 'failed', parameters, error: { code, message: 'In English.' } } as unknown as Job;
  return jobFailure(job)?.html ?? '';
}

const promotion = [
  'version-not-compared',
  'version-differs',
  'version-unexplained',
  'version-unfinished',
  'version-behind',
  'version-overtaken',
  'wrong-use',
];

it('says of each reason why a version was not given to readers another sentence, with somewhere to go', () => {
  const sentences = promotion.map((code) => said('promotion', code).split('</details>')[0]?.split('<details>')[0]);
  expect(new Set(sentences).size).toBe(promotion.length);
  for (const sentence of sentences) expect(sentence).toMatch(/href="\/console\/exploitation\/versions/);
});

it('names how many dossiers were allowed to change where more do', () => {
  expect(said('promotion', 'version-differs')).toContain('que vous ne le permettiez (0,1 %)');
});
