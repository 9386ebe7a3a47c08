import { logTopics } from '@hub/contracts';
import { z } from 'zod';
import { secretNames } from '../sealing/check-values.ts';

/** What this release writes and reads. A backup of another format is refused. */
export const backupFormat = 1;
export const manifestName = 'manifest.json';
/** A backup under way has this at the end of its directory's name: it is renamed when it is whole. */
export const unfinishedEnding = '.unfinished';

const count = z.number().int().min(0);

const backupFile = z.strictObject({
  /** In the directory of the backup. */
  file: z.string().regex(/^[a-z0-9_.-]+$/),
  store: z.enum(['hub', 'keys']),
  schema: z.string(),
  table: z.string(),
  columns: z.array(z.string()).min(1),
  rows: count,
  bytes: count,
  /** Of the file, compressed: hexadecimal. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
});
export type BackupFile = z.infer<typeof backupFile>;

const sequence = z.strictObject({
  schema: z.string(),
  sequence: z.string(),
  lastValue: z.string().regex(/^\d+$/),
  isCalled: z.boolean(),
});
export type SequenceState = z.infer<typeof sequence>;

export const backupManifest = z.strictObject({
  format: z.literal(backupFormat),
  hubVersion: z.string(),
  /** RFC 3339. */
  begunAt: z.string(),
  endedAt: z.string(),
  log: z.strictObject({
    kind: z.enum(['embedded', 'kafka', 'local-kafka']),
    topicPrefix: z.string().nullable(),
    slices: count,
    epoch: z.string(),
    /** Of every partition when the backup began: what lies before is in the backup. */
    ends: z.array(z.strictObject({ topic: z.enum(logTopics), slice: count, offset: count })),
  }),
  /** Check values, never secrets. */
  secrets: z.array(z.strictObject({ name: z.enum(secretNames), epoch: z.string(), value: z.string() })),
  migrations: z.strictObject({ hub: z.array(z.string()), keys: z.array(z.string()) }),
  sequences: z.array(sequence),
  files: z.array(backupFile),
});

/** What a backup says of itself: `manifest.json`. */
export type BackupManifest = z.infer<typeof backupManifest>;
