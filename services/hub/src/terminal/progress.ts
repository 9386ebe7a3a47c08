import { SingleBar } from 'cli-progress';
import type { CommandContext } from './command-line.ts';

export interface Progress {
  /** `done` of `total` so far; `total` may become known late. */
  update(done: number, total: number): void;
  stop(): void;
}

const plainLineEveryMs = 2_000;

/** Progress, rate and estimate on stderr: a bar on a terminal, a plain line every two seconds otherwise. */
export function showProgress(context: CommandContext, label: string, unit: string): Progress {
  return context.stderr.isTTY ? barProgress(context, label, unit) : lineProgress(context, label, unit);
}

function barProgress(context: CommandContext, label: string, unit: string): Progress {
  const bar = new SingleBar({
    stream: context.stderr as NodeJS.WritableStream,
    format: `${label} {bar} {percentage} % · {value}/{total} ${unit} · {rate} ${unit}/s · {eta_formatted} left`,
    hideCursor: true,
    clearOnComplete: false,
    etaBuffer: 50,
  });
  const startedAt = Date.now();
  bar.start(1, 0, { rate: 0 });
  return {
    update(done, total) {
      bar.setTotal(Math.max(total, 1));
      bar.update(done, { rate: rateOf(done, startedAt) });
    },
    stop: () => bar.stop(),
  };
}

function lineProgress(context: CommandContext, label: string, unit: string): Progress {
  const startedAt = Date.now();
  const { say, stop } = sparingly(context, plainLineEveryMs);
  return {
    update(done, total) {
      const rate = rateOf(done, startedAt);
      const left = rate === 0 ? '?' : String(Math.ceil(Math.max(total - done, 0) / rate));
      say(`${label}: ${done}/${total} ${unit}, ${rate} ${unit}/s, ${left} s left\n`);
    },
    stop,
  };
}

const jsonLineEveryMs = 1_000;

/** Each second a line of JSON on stderr, for who reads with a program; the last one in any case. */
export function streamProgress<Step>(context: CommandContext): { update(step: Step): void; stop(): void } {
  const { say, stop } = sparingly(context, jsonLineEveryMs);
  return { update: (step) => say(`${JSON.stringify(step)}\n`), stop };
}

/** Lines on stderr, no more than one in so long; the last one when it stops. */
function sparingly({ stderr }: CommandContext, everyMs: number): { say(line: string): void; stop(): void } {
  let saidAt = Date.now();
  let last = '';
  const stop = () => {
    stderr.write(last);
    last = '';
  };
  return {
    say(line) {
      last = line;
      if (Date.now() - saidAt < everyMs) return;
      saidAt = Date.now();
      stop();
    },
    stop,
  };
}

function rateOf(done: number, startedAt: number): number {
  return Math.round(done / Math.max((Date.now() - startedAt) / 1_000, 0.001));
}
