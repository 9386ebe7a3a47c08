import { HubError } from '@hub/core';
import type { ClientBase, Pool } from 'pg';

/** Gives a job, in the transaction that asks for it, files to read; those of jobs that have ended go. */
export async function giveJobFiles(client: ClientBase, job: string, files: object): Promise<void> {
  await client.query(
    `delete from admin.job_files f using admin.job j where j.job_id = f.job_id and j.ended_at is not null`,
  );
  await client.query('insert into admin.job_files (job_id, files) values ($1, $2)', [job, JSON.stringify(files)]);
}

export async function jobFiles<Files extends object>(pool: Pool, job: string): Promise<Files> {
  const { rows } = await pool.query<{ files: Files }>('select files from admin.job_files where job_id = $1', [job]);
  if (rows[0] !== undefined) return rows[0].files;
  throw new HubError('internal', `Job ${job} has no files.`);
}
