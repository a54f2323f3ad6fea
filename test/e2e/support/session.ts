/** A seeded local AWS for a test file, in a folder of its own. */

import { runNight } from "../../../local/refresh/night.ts";
import type { Progress, Step } from "../../../local/refresh/progress/index.ts";
import { type NightReport, RefreshReport } from "../../../local/refresh/report/index.ts";
import { shippedRules } from "../../../local/refresh/rules.ts";
import { destroyClients, type Session, type SessionOptions, startSession } from "../../../local/refresh/session.ts";
import { createWorkspace, removeWorkspace } from "../../../local/refresh/workspace.ts";
import { venvPython } from "../../support/local-aws.ts";

const silentStep: Step = { detail: () => undefined, done: () => undefined, failed: () => undefined, step: () => silentStep };
const silent: Progress = { step: () => silentStep, note: () => undefined, stop: () => undefined };

export interface TestSession extends Session {
  readonly options: SessionOptions;
  /** Runs the next night; a Task with this state name fails. */
  night(failAt?: string): Promise<NightReport>;
  end(): Promise<void>;
}

/** Starts and seeds it. */
export async function startTestSession(given: Partial<SessionOptions> = {}): Promise<TestSession> {
  const services = given.services ?? ["billing"];
  const folder = createWorkspace();
  const abort = new AbortController();
  const options: SessionOptions = {
    services,
    rows: 30,
    items: 30,
    rules: shippedRules(services),
    python: venvPython ?? "python3",
    folder,
    progress: silent,
    signal: abort.signal,
    ...given,
  };
  const stop = async (session: Pick<Session, "aws"> | undefined): Promise<void> => {
    await session?.aws.stop();
    removeWorkspace(folder);
  };
  let starting: Promise<Session["aws"]> | undefined;
  const session = await startSession(options, (aws) => {
    starting = aws;
  }).catch(async (error: unknown) => {
    await stop(starting && { aws: await starting });
    throw error;
  });
  let number = 0;
  return {
    ...session,
    options,
    night: (failAt) => {
      number++;
      return runNight(session, { ...options, ...(failAt === undefined ? {} : { failAt }), number, title: `night ${number}` });
    },
    end: async () => {
      destroyClients(session.accounts);
      await stop(session);
    },
  };
}

/** Tests that need moto are skipped, visibly, where it is not installed. */
export const describeLocal = venvPython === undefined ? describe.skip : describe;
/** What every ending must leave: nothing. */
export const nothingLeft = { quarantineObjects: 0, clones: [], rawSnapshots: [], lockHeld: false };
export { RefreshReport };
