/** Which statements have allowed something: what is left may be taken away. */
import type { Grant } from "./evaluate.ts";

export class Usage {
  readonly #uses = new Map<string, number>();

  count(grants: readonly Grant[], action: string): void {
    for (const { policy, sid } of grants) {
      const key = `${policy}\u0000${sid}\u0000${action}`;
      this.#uses.set(key, (this.#uses.get(key) ?? 0) + 1);
    }
  }

  /** Every action that a statement has allowed, and how often. */
  list(): readonly { readonly policy: string; readonly sid: string; readonly action: string; readonly times: number }[] {
    return [...this.#uses].map(([key, times]) => {
      const [policy = "", sid = "", action = ""] = key.split("\u0000");
      return { policy, sid, action, times };
    });
  }
}
