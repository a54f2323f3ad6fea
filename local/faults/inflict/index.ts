/** Carries out disturbances on a local AWS, and tells whether the refresh has come to them. The room's run enters here. */
import type { Interference, LocalEvent } from "../../aws/index.ts";
import { stateMachineName } from "../../refresh/names.ts";
import type { Session } from "../../refresh/session.ts";
import type { Disturbance } from "../list/index.ts";
import { type Blow, machineNameIn, type Surroundings } from "./blow.ts";
import { callBlow } from "./call-blow.ts";
import { stateBlow } from "./state-blow.ts";
import { stepBlow } from "./step-blow.ts";

export { madeBy } from "./call-blow.ts";
export { disturbedDocument } from "./disturbed-document.ts";
export { runningOperations } from "./running-operations.ts";

/** Disturbances that are armed. */
export interface Inflicted {
  /** Which of them the refresh has come to, in their order. */
  met(): readonly boolean[];
  /** Ends them all, and takes back what was prepared. */
  lift(): Promise<void>;
}

/** How long disturbances last: until the night's own clean-up may do its work, or the whole night. */
export type Lasting = "the run" | "the night";

/**
 * Arms disturbances. Those of the clean-up last until the first one that met them has ended, all others until the run has ended:
 * then what the rule starts is undisturbed. With "the night" they last until they are lifted.
 */
export async function inflict(
  session: Pick<Session, "aws" | "accounts"> & Pick<Surroundings, "running">,
  disturbances: readonly Disturbance[],
  lasting: Lasting,
): Promise<Inflicted> {
  const armed: { blow: Blow; machine: string; over: boolean }[] = [];
  for (const disturbance of disturbances)
    armed.push({ blow: await blowOf(disturbance, session), machine: machineOf(disturbance), over: false });
  const active = (): Blow[] => armed.filter(({ over }) => !over).map(({ blow }) => blow);
  const stop = session.aws.onEvent((event) => {
    for (const blow of active()) blow.onEvent?.(event);
    const ended = endedMachine(event);
    if (ended === undefined || lasting === "the night") return;
    for (const one of armed) if (ended === one.machine && (one.blow.met || ended === stateMachineName("daily-refresh"))) one.over = true;
    interfere();
  });
  const interfere = (): void => session.aws.interfere(together(active()));
  interfere();
  return {
    met: () => armed.map(({ blow }) => blow.met),
    async lift() {
      stop();
      session.aws.interfere();
      for (const { blow } of armed) await blow.lift?.();
    },
  };
}

function blowOf(disturbance: Disturbance, surroundings: Surroundings): Blow | Promise<Blow> {
  if (disturbance.kind === "state") return stateBlow(disturbance, surroundings);
  return disturbance.kind === "step" ? stepBlow(disturbance, surroundings) : callBlow(disturbance, surroundings);
}

/** The machine with whose execution a disturbance ends. */
function machineOf(disturbance: Disturbance): string {
  const cleansUp = disturbance.kind !== "step" && disturbance.machine === "refresh-cleanup";
  return stateMachineName(cleansUp ? "refresh-cleanup" : "daily-refresh");
}

function endedMachine(event: LocalEvent): string | undefined {
  return event.type === "execution" && event.status !== "RUNNING" ? machineNameIn(event.executionArn) : undefined;
}

/** The first answer counts; a member that nobody has is not there. */
function together(blows: readonly Blow[]): Interference {
  const having = <K extends keyof Interference>(name: K): Blow[] => blows.filter((blow) => blow[name] !== undefined);
  const [beforeTask, afterTask, beforeCall, afterCall] = [
    having("beforeTask"),
    having("afterTask"),
    having("beforeCall"),
    having("afterCall"),
  ];
  return {
    ...(beforeTask.length === 0 ? {} : { beforeTask: (task) => first(beforeTask, (blow) => blow.beforeTask?.(task)) }),
    ...(afterTask.length === 0 ? {} : { afterTask: (task) => first(afterTask, (blow) => blow.afterTask?.(task)) }),
    ...(beforeCall.length === 0 ? {} : { beforeCall: (call) => beforeCall.forEach((blow) => void blow.beforeCall?.(call)) }),
    ...(afterCall.length === 0 ? {} : { afterCall: (call) => afterCall.forEach((blow) => void blow.afterCall?.(call)) }),
  };
}

function first<T>(blows: readonly Blow[], ask: (blow: Blow) => T | undefined): T | undefined {
  for (const blow of blows) {
    const answer = ask(blow);
    if (answer !== undefined) return answer;
  }
  return undefined;
}
