import { appendFileSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { CloudEvent } from '@hub/contracts';
import type { KairosCandidates } from '@hub/kairos';

export interface CandidatesFile {
  readonly candidates: KairosCandidates;
  /** Keeps whom an event of Kairos names, by the dossier of its receipt; other events say nothing. */
  note(event: CloudEvent, dossier: number | null): void;
}

const candidatesMax = 10_000;

/**
 * Whom the demo's Kairos positioned, as its own system would know: the hub tells no identifiers back. A line each, so that one
 * noted is one kept; the oldest are forgotten.
 */
export async function candidatesFile(dataDir: string): Promise<CandidatesFile> {
  const path = join(dataDir, 'kairos-candidates.jsonl');
  const candidates = new Map((await readLines(path)).slice(-candidatesMax));
  await writeFile(`${path}.new`, [...candidates].map(lineOf).join(''), { mode: 0o600 });
  await rename(`${path}.new`, path);
  return {
    candidates,
    note(event, dossier) {
      const { franceTravailNumber: number } = (event.data.trainee ?? {}) as { readonly franceTravailNumber?: string };
      if (!event.source.startsWith('urn:hub:source:kairos') || dossier === null || number === undefined) return;
      if (candidates.get(dossier) === number) return;
      candidates.set(dossier, number);
      appendFileSync(path, lineOf([dossier, number]));
      const [oldest] = candidates.keys();
      if (candidates.size > candidatesMax && oldest !== undefined) candidates.delete(oldest);
    },
  };
}

type Candidate = readonly [number, string];

function lineOf(candidate: Candidate): string {
  return `${JSON.stringify(candidate)}\n`;
}

/** Without a last line that a kill cut short. */
async function readLines(path: string): Promise<Candidate[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const lines = text.slice(0, text.lastIndexOf('\n') + 1).split('\n');
  return lines.flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Candidate]));
}
