import { setTimeout as delay } from 'node:timers/promises';
import { HubError } from '@hub/core';
import type { Logger } from 'pino';
import { type FaultLine, faultLine } from '../observability/fault-line.ts';
import { logUnavailable } from './kafka-faults.ts';
import type { FoundTopics } from './kafka-topics.ts';

export interface KafkaWatchOptions {
  /** Throws `log-settings-unsafe` where a topic could lose events. */
  readonly look: () => Promise<FoundTopics>;
  /** Resolves where the log takes and gives now. */
  readonly ask: (minInsync: ReadonlyMap<string, number>) => Promise<void>;
  /** What was found at the start. */
  readonly found: FoundTopics;
  readonly logger: Logger;
  readonly lookEveryMs: number;
  /** While a setting is unsafe. */
  readonly lookAgainMs: number;
}

/** What is known of the log beside each call: whether its settings are safe, and whether it is away. */
export interface KafkaWatch {
  /** What appends are refused with while a topic's settings could lose events: retryable. */
  readonly unsafe: () => HubError | undefined;
  readonly minInsync: () => ReadonlyMap<string, number>;
  /** Of a call: says once that the log is away, and asks until it is back. */
  readonly failed: (error: unknown) => void;
  readonly worked: () => void;
  readonly close: () => void;
}

interface Watch {
  readonly options: KafkaWatchOptions;
  readonly fault: FaultLine;
  readonly signal: AbortSignal;
  unsafe: HubError | undefined;
  minInsync: ReadonlyMap<string, number>;
  isAsking: boolean;
  looking: Promise<void> | undefined;
}

const askAgainMs = 1_000;

export function kafkaWatch(options: KafkaWatchOptions): KafkaWatch {
  const closed = new AbortController();
  const words = { began: 'the log cannot be reached', ended: 'the log answers again' };
  const watch: Watch = {
    options,
    fault: faultLine(options.logger, words),
    signal: closed.signal,
    unsafe: undefined,
    minInsync: options.found.minInsync,
    isAsking: false,
    looking: undefined,
  };
  void keepLooking(watch);
  return {
    unsafe: () => watch.unsafe,
    minInsync: () => watch.minInsync,
    failed: (error) => {
      if (closed.signal.aborted) return;
      watch.fault.failed(logUnavailable(error));
      if (!watch.isAsking) void askUntilBack(watch);
    },
    worked: () => watch.fault.worked(),
    close: () => closed.abort(),
  };
}

async function keepLooking(watch: Watch): Promise<void> {
  for (;;) {
    const { lookEveryMs, lookAgainMs } = watch.options;
    await pause(watch, watch.unsafe === undefined ? lookEveryMs : lookAgainMs);
    if (watch.signal.aborted) return;
    await look(watch);
  }
}

/** Nobody else may ask meanwhile: an end that nobody meets would not be told. */
async function askUntilBack(watch: Watch): Promise<void> {
  watch.isAsking = true;
  for (let isBack = false; !isBack; ) {
    await pause(watch, askAgainMs);
    if (watch.signal.aborted) return;
    isBack = await watch.options.ask(watch.minInsync).then(
      () => true,
      (error) => {
        watch.fault.failed(error);
        return false;
      },
    );
  }
  watch.fault.worked();
  watch.isAsking = false;
  // Who repaired the cluster may have changed its topics.
  await look(watch);
}

function look(watch: Watch): Promise<void> {
  watch.looking ??= lookOnce(watch).finally(() => {
    watch.looking = undefined;
  });
  return watch.looking;
}

async function lookOnce(watch: Watch): Promise<void> {
  const { logger } = watch.options;
  try {
    const { minInsync } = await watch.options.look();
    watch.minInsync = minInsync;
    if (watch.unsafe !== undefined) logger.warn("the topics' settings are safe again; events are appended");
    watch.unsafe = undefined;
  } catch (error) {
    if (!(error instanceof HubError) || error.code !== 'log-settings-unsafe') {
      // An outage, which the calls that meet it tell of.
      logger.debug({ err: error }, "the topics' settings cannot be looked at");
      return;
    }
    if (watch.unsafe === undefined) logger.error({ err: error }, 'no event is appended: a setting could lose it');
    watch.unsafe = new HubError('log-settings-unsafe', error.message, { retryable: true, cause: error });
  }
}

async function pause({ signal }: Watch, ms: number): Promise<void> {
  await delay(ms, undefined, { signal, ref: false }).catch(() => {});
}
