/** Progress as plain lines, for logs: one when a step begins, one when it ends. */
import { type Progress, progressOver } from "./progress.ts";

/** Writes lines with the seconds since the start in front. */
export function lineProgress(write: (text: string) => void, now: () => number = () => performance.now()): Progress {
  const started = now();
  let stopped = false;
  const line = (depth: number, text: string): void => {
    if (!stopped) write(`${((now() - started) / 1000).toFixed(1).padStart(6)} s  ${"  ".repeat(depth)}${text}\n`);
  };
  const begin = progressOver(now, (step, change) => {
    const about = step.text ? `: ${step.text}` : "";
    if (change === "begun") line(step.depth, `${step.name}…`);
    else if (change === "ended")
      line(step.depth, `${step.name} ${step.status === "done" ? "done" : "FAILED"} after ${step.seconds.toFixed(1)} s${about}`);
  });
  return {
    step: (name) => begin(name, [], 0),
    note: (text) => line(0, text),
    // What was interrupted may still end its steps.
    stop: () => {
      stopped = true;
    },
  };
}
