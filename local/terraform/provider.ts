/** Which provider Terraform can have here: AWS's own, or the stand-in that lies beside the project. */
import { spawnSync } from "node:child_process";
import process from "node:process";
import { awsProvider } from "./aws-provider.ts";
import { standIn } from "./stand-in.ts";

/** A provider that has been started. */
export interface RunningProvider {
  /** What Terraform's environment needs to find it. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** A provider. */
export interface Provider {
  /** For people. */
  readonly name: string;
  /** Whether it is there. */
  present(): boolean;
  /** @param folder - takes the files that it needs @throws Error with the words of what could not be installed */
  start(folder: string): Promise<RunningProvider>;
}

/** The first of these that is there; why there is none, in words. AWS's own goes before the stand-in. */
export function findProvider(wanted: readonly Provider[] = [awsProvider, standIn]): Provider | string {
  if (spawnSync("terraform", ["version"], { env: process.env, stdio: "ignore" }).status !== 0) return "terraform is not installed";
  return wanted.find((provider) => provider.present()) ?? `there is no ${wanted.map(({ name }) => name).join(" and no ")}`;
}
