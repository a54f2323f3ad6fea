/** `first`, `last` and `redact`: they need no key, and show part of a value or its shape. */
import { integer, type StepDefinition } from "./step.ts";

const end = (name: "first" | "last"): StepDefinition => ({
  name,
  usage: `${name}:N (N from 1 to 1000)`,
  bind: (args) => {
    const n = integer(args[0], 1, 1000);
    if (n === undefined || args.length !== 1) return undefined;
    return {
      masks: true,
      subkeys: [],
      compile: () => (text) => {
        const points = Array.from(text);
        if (points.length <= n) return "X".repeat(points.length);
        return (name === "first" ? points.slice(0, n) : points.slice(-n)).join("");
      },
      room: () => 0,
      longest: (input) => Math.min(n, input),
    };
  },
});

/** Every A-Z, a-z, 0-9 and every code point above U+007F becomes X. */
export function redact(text: string): string {
  return text.replace(/[A-Za-z0-9]|[\u{80}-\u{10FFFF}]/gu, "X");
}

const redactStep: StepDefinition = {
  name: "redact",
  usage: "redact",
  bind: (args) =>
    args.length === 0 ? { masks: true, subkeys: [], compile: () => redact, room: () => 0, longest: (input) => input } : undefined,
};

/** first, last and redact. */
export const revealingSteps: readonly StepDefinition[] = [end("first"), end("last"), redactStep];
