/** An Automation service in a temporary folder, with the calls that the tests make. */
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type AutomationDependencies,
  type AutomationEvent,
  type AutomationService,
  createAutomationService,
} from "../../local/aws/automation/index.ts";

export const python = path.resolve(__dirname, "../../.venv/bin/python");
/** Tests that run Python; skipped where the virtual environment is not made yet. */
export const withPython = existsSync(python) ? it : it.skip;

export interface Step {
  StepName: string;
  StepStatus: string;
  FailureMessage?: string;
  FailureDetails?: { FailureStage: string; FailureType: string; Details: Record<string, string[]> };
  Inputs: Record<string, string>;
  Outputs: Record<string, string[]>;
  ParentStepDetails?: { StepName: string; Iteration: number; IteratorValue?: string };
}
export interface Result {
  AutomationExecutionId: string;
  AutomationExecutionStatus: string;
  FailureMessage?: string;
  Outputs: Record<string, string[]>;
  Variables: Record<string, string[]>;
  StepExecutions: Step[];
}

export interface Bench {
  readonly service: AutomationService;
  readonly lines: string[];
  readonly events: AutomationEvent[];
  call(operation: string, parameters: Record<string, unknown>): Promise<Record<string, unknown>>;
  create(content: string, name?: string): Promise<void>;
  start(parameters?: Record<string, string[]>, name?: string): Promise<string>;
  /** Settles when the execution has ended. */
  ended(id: string): Promise<Result>;
  /** Settles when the execution has had the status so many times. */
  status(status: string, times?: number): Promise<void>;
  /** Settles when a step has the status. */
  step(name: string, status: string): Promise<void>;
  run(content: string, parameters?: Record<string, string[]>): Promise<Result>;
  close(): Promise<void>;
}

export function bench(options: Partial<AutomationDependencies> = {}): Bench {
  const dataDir = mkdtempSync(path.join(tmpdir(), "automation-"));
  const lines: string[] = [];
  const events: AutomationEvent[] = [];
  const listeners = new Set<() => void>();
  const service = createAutomationService({
    endpoint: () => "http://127.0.0.1:9",
    region: "us-west-2",
    python,
    dataDir,
    credentialsFor: () => ({ accessKeyId: "caller", secretAccessKey: "x" }),
    log: (line) => lines.push(line),
    onEvent: (event) => {
      events.push(event);
      for (const listener of listeners) listener();
    },
    ...options,
  });
  const until = (met: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = (): void => {
        if (!met()) return;
        listeners.delete(look);
        resolve();
      };
      listeners.add(look);
      look();
    });
  const self: Bench = {
    service,
    lines,
    events,
    call: async (operation, parameters) => {
      const response = await service.handle({
        service: "ssm",
        operation,
        account: "222222222222",
        accessKeyId: "caller",
        region: "us-west-2",
        method: "POST",
        path: "/",
        query: new URLSearchParams(),
        headers: {},
        body: Buffer.from(JSON.stringify(parameters)),
        parameters,
      });
      return response === undefined ? {} : (JSON.parse(String(response.body)) as Record<string, unknown>);
    },
    create: async (Content, Name = "document") => {
      await self.call("CreateDocument", { Name, Content, DocumentType: "Automation", DocumentFormat: "YAML" });
    },
    start: async (Parameters = {}, DocumentName = "document") =>
      String((await self.call("StartAutomationExecution", { DocumentName, Parameters })).AutomationExecutionId),
    ended: async (id) => {
      const terminal = ["Success", "Failed", "TimedOut", "Cancelled"];
      await until(() => events.some((event) => event.type === "execution" && event.executionId === id && terminal.includes(event.status)));
      return (await self.call("GetAutomationExecution", { AutomationExecutionId: id })).AutomationExecution as unknown as Result;
    },
    status: (status, times = 1) =>
      until(() => events.filter((event) => event.type === "execution" && event.status === status).length >= times),
    step: (name, status) => until(() => events.some((event) => event.type === "step" && event.step === name && event.status === status)),
    run: async (content, parameters) => {
      const name = `document-${events.length}`;
      await self.create(content, name);
      return self.ended(await self.start(parameters, name));
    },
    close: async () => {
      await service.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
  return self;
}

/** A document in YAML from its steps. */
export function document(steps: string, head = ""): string {
  return `schemaVersion: '0.3'\n${head}\nmainSteps:\n${steps}`;
}

/** An endpoint on the loopback that answers by `listener`. */
export async function endpoint(listener: RequestListener): Promise<{ url: string; server: Server }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server };
}

export const statuses = (result: Result): string[] => result.StepExecutions.map((step) => `${step.StepName} ${step.StepStatus}`);
