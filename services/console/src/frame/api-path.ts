import { problem } from '@hub/platform';

/** An address of the API; each value is one step of it, and leads to no other. Throws 404 for a value that cannot be one. */
export function apiPath(texts: TemplateStringsArray, ...steps: readonly (string | number)[]): string {
  return texts.map((text, index) => text + (index < steps.length ? step(String(steps[index])) : '')).join('');
}

function step(value: string): string {
  if (/^\.{0,2}$/.test(value)) throw problem(404, 'not-found', 'Rien à cette adresse.');
  return encodeURIComponent(value);
}
