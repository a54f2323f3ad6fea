/** Asks until there is an answer. */
import { setTimeout as pause } from "node:timers/promises";

const PAUSE_MILLISECONDS = 100;

/**
 * The first defined answer of `ask`, asked every tenth of a second.
 *
 * @param what - what is waited for, for the message
 * @param seconds - how long at most
 * @throws Error when it does not come
 */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, seconds = 60): Promise<T> {
  for (let attempt = 0; attempt < seconds * 10; attempt++) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await pause(PAUSE_MILLISECONDS);
  }
  throw new Error(`Waited ${seconds} seconds for ${what}, in vain.`);
}
