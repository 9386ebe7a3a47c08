import type { Readable, Writable } from 'node:stream';
import { HubError } from '@hub/core';
import { plainJson, plainText } from '@hub/platform';
import type { Command } from 'commander';
import type { HubConfig } from '../config.ts';

/** What a command gets from outside, so that tests can drive it without a process. */
export interface CommandContext {
  readonly config: HubConfig;
  readonly environment: NodeJS.ProcessEnv;
  readonly stdin: Readable & { isTTY?: boolean };
  readonly stdout: Writable & { isTTY?: boolean };
  readonly stderr: Writable & { isTTY?: boolean };
  /** Nobody else works in this process. */
  readonly ownsProcess: boolean;
}

export type Register = (program: Command, context: CommandContext) => void;

/** One machine-readable document on stdout with `--json`, readable lines otherwise. */
export function printResult(context: CommandContext, json: boolean, document: unknown, lines: () => readonly string[]) {
  // A terminal obeys what stands in a text, and texts are of partners.
  const text = json ? plainJson(JSON.stringify(document, null, 2)) : lines().map(plainText).join('\n');
  context.stdout.write(`${text}\n`);
}

/** A short text (a NIR, say) from standard input, never from an argument, where other users of the machine would see it. */
export async function readSecretLine(context: CommandContext, prompt: string): Promise<string> {
  if (context.stdin.isTTY) context.stderr.write(`${prompt}: `);
  let text = '';
  for await (const chunk of context.stdin) {
    text += String(chunk);
    if (text.includes('\n') || text.length > 1_000) break;
  }
  const line = text.split('\n')[0]?.trim() ?? '';
  if (line === '') throw new HubError('wrong-use', `${prompt}: nothing came on standard input. Try: echo … | hub …`);
  return line;
}

export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new HubError('wrong-use', `"${text}" is not a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

/** As the hub counts what it keeps: alarms, holds. */
export const rowNumber = wholeNumber(1, 999_999_999_999_999);

export function numberBetween(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!(value >= least && value <= most)) {
      throw new HubError('wrong-use', `"${text}" is not a number from ${least} to ${most}.`);
    }
    return value;
  };
}

/** Columns padded to their widest cell. */
export function table(rows: ReadonlyArray<ReadonlyArray<string | number>>): string[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, cell] of row.entries()) widths[column] = Math.max(widths[column] ?? 0, String(cell).length);
  }
  return rows.map((row) =>
    row
      .map((cell, column) =>
        typeof cell === 'number' ? String(cell).padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}
