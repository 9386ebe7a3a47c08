import { setTimeout as delay } from 'node:timers/promises';

/**
 * Longer than nearly every read takes (p99 at 500 a second), so that what shows nothing leaves on the first beat, whatever
 * was found on the way. Measured without it (`bench/telling.ts`): forbidden and unknown told apart with p below 10^-26.
 */
export const beatMs = 20;

/**
 * Runs a read and lets its answer go at once where it shows `all` that there is. Any other answer, refusals and errors
 * included, goes on a beat counted from when the request came: its time says nothing of the work that it took. A beat is
 * missed only by what takes longer than `beatMs`, and then the next one counts.
 */
export async function onBeat<Answer>(
  read: () => Promise<Answer>,
  showsAll: (answer: Answer) => boolean,
): Promise<Answer> {
  // Begun before the work: a timer that was set after it would keep the fraction of a millisecond at which it was set.
  const beats = { next: delay(beatMs), ended: false };
  void count(beats);
  try {
    const answer = await read();
    if (!showsAll(answer)) await beats.next;
    return answer;
  } catch (error) {
    await beats.next;
    throw error;
  } finally {
    beats.ended = true;
  }
}

async function count(beats: { next: Promise<void>; ended: boolean }): Promise<void> {
  for (;;) {
    await beats.next;
    if (beats.ended) return;
    beats.next = delay(beatMs);
  }
}
