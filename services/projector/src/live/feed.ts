import type { EventLog, Rules } from '@hub/core';
import type { Logger, Version } from '@hub/platform';
import type { Pool } from 'pg';
import type { ProjectorSettings } from '../config.ts';
import type { Meters } from './meters.ts';

/** What it takes to feed one version. */
export interface Feed {
  readonly pool: Pool;
  readonly log: EventLog;
  readonly rules: Rules;
  readonly logger: Logger;
  readonly meters: Meters;
  readonly settings: ProjectorSettings;
  readonly owner: string;
  readonly version: Version;
}
