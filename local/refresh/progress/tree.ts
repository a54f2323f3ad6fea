/** Progress as a tree that is drawn again in place, for terminals. */
import { type Progress, progressOver, type StepState } from "./progress.ts";

const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
const FRAME_MILLISECONDS = 120;

/** A terminal as far as the tree needs it. */
export interface Terminal {
  write(text: string): unknown;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** Draws on the terminal until `stop`. */
export function treeProgress(terminal: Terminal, now: () => number = () => performance.now()): Progress {
  const roots: StepState[] = [];
  let drawn = 0;
  let frame = 0;
  let stopped = false;
  const begin = progressOver(now, (_step, change) => {
    if (change !== "detail") draw();
  });
  const draw = (): void => {
    if (stopped) return;
    const lines = roots.flatMap((root) => linesOf(root, FRAMES[frame % FRAMES.length] ?? "", now)).slice(-((terminal.rows ?? 40) - 1));
    const width = (terminal.columns ?? 100) - 1;
    const cut = lines.map((line) =>
      Array.from(line).length > width
        ? `${Array.from(line)
            .slice(0, width - 1)
            .join("")}…`
        : line,
    );
    terminal.write(`${drawn > 0 ? `\u001b[${drawn}A` : ""}\r\u001b[J${cut.map((line) => `${line}\n`).join("")}`);
    drawn = cut.length;
  };
  const timer = setInterval(() => {
    frame++;
    draw();
  }, FRAME_MILLISECONDS);
  timer.unref();
  return {
    step: (name) => begin(name, roots, 0),
    note: (line) => {
      if (stopped) return;
      terminal.write(`${drawn > 0 ? `\u001b[${drawn}A` : ""}\r\u001b[J${line}\n`);
      drawn = 0;
      draw();
    },
    stop: () => {
      clearInterval(timer);
      draw();
      stopped = true;
    },
  };
}

/** A step with those inside it; the insides of a step that went well and is not on top are folded away. */
function linesOf(step: StepState, spinner: string, now: () => number): string[] {
  const sign = step.status === "running" ? spinner : step.status === "done" ? "✔" : "✖";
  const seconds = step.status === "running" ? (now() - step.startedAt) / 1000 : step.seconds;
  const line = `${"  ".repeat(step.depth)}${sign} ${step.name} ${seconds.toFixed(1)} s${step.text ? `  ${step.text}` : ""}`;
  const folded = step.status === "done" && step.depth > 0;
  return [line, ...(folded ? [] : step.steps.flatMap((inner) => linesOf(inner, spinner, now)))];
}
