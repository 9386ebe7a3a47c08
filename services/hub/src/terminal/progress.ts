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
  let saidAt = startedAt;
  let last = '';
  const sentence = (done: number, total: number) => {
    const rate = rateOf(done, startedAt);
    const left = rate === 0 ? '?' : String(Math.ceil(Math.max(total - done, 0) / rate));
    return `${label}: ${done}/${total} ${unit}, ${rate} ${unit}/s, ${left} s left\n`;
  };
  return {
    update(done, total) {
      last = sentence(done, total);
      if (Date.now() - saidAt < plainLineEveryMs) return;
      saidAt = Date.now();
      context.stderr.write(last);
      last = '';
    },
    stop() {
      context.stderr.write(last);
      last = '';
    },
  };
}

const jsonLineEveryMs = 1_000;

/** Each second a line of JSON on stderr, for who reads with a program; the last one in any case. */
export function streamProgress<Step>({ stderr }: CommandContext): { update(step: Step): void; stop(): void } {
  let saidAt = Date.now();
  let last = '';
  const say = () => {
    stderr.write(last);
    last = '';
  };
  return {
    update(step) {
      last = `${JSON.stringify(step)}\n`;
      if (Date.now() - saidAt < jsonLineEveryMs) return;
      saidAt = Date.now();
      say();
    },
    stop: say,
  };
}

function rateOf(done: number, startedAt: number): number {
  return Math.round(done / Math.max((Date.now() - startedAt) / 1_000, 0.001));
}
