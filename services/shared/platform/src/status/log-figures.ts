import { type EventLog, HubError } from '@hub/core';
import { endsOfLog } from '../projection/log-ends.ts';
import { within } from '../waiting/within.ts';

/** What the log says of itself. */
export interface LogFigures {
  readonly epoch: string;
  readonly slices: number;
  /** Offsets by `<topic> <slice>`. */
  readonly ends: ReadonlyMap<string, number>;
}

export async function readLogFigures(log: EventLog): Promise<LogFigures> {
  return { epoch: await log.epoch(), slices: log.slices, ends: await endsOfLog(log) };
}

const logMsMax = 4_000;

/** Or why it was not reached; once open, within four seconds. Throws what is no fault of the log. */
export async function askLogFigures(open: () => Promise<EventLog>): Promise<LogFigures | string> {
  try {
    return await within(readLogFigures(await open()), logMsMax, notInTime);
  } catch (error) {
    if (error instanceof HubError) return error.message;
    throw error;
  }
}

function notInTime(): never {
  throw new HubError('log-unavailable', `The log does not answer within ${logMsMax / 1_000} seconds.`);
}
