/** ARNs of machines, executions and Map Runs. */
import { randomUUID } from "node:crypto";
import { ApiError } from "./errors.ts";

export interface Home {
  readonly region: string;
  readonly accountId: string;
}

export function stateMachineArn({ region, accountId }: Home, name: string): string {
  return `arn:aws:states:${region}:${accountId}:stateMachine:${name}`;
}

/** `arn:…:stateMachine:NAME` becomes `arn:…:execution:NAME:EXECUTION`. */
export function executionArn(machineArn: string, execution: string): string {
  const parts = machineArn.split(":");
  return [...parts.slice(0, 5), "execution", parts.slice(6).join(":"), execution].join(":");
}

/** `arn:…:mapRun:NAME/LABEL:ID`. */
export function mapRunArn(machineArn: string, label: string): string {
  const parts = machineArn.split(":");
  return [...parts.slice(0, 5), "mapRun", `${parts.slice(6).join(":")}/${label}`, randomUUID()].join(":");
}

/** `arn:…:activity:NAME`. */
export function activityArn({ region, accountId }: Home, name: string): string {
  return `arn:aws:states:${region}:${accountId}:activity:${name}`;
}

/** `arn:…:express:NAME:EXECUTION:RUN`; the name of an express execution may be used again. */
export function expressArn(machineArn: string, execution: string): string {
  const parts = machineArn.split(":");
  return [...parts.slice(0, 5), "express", parts.slice(6).join(":"), execution, randomUUID()].join(":");
}

/** `arn:…:express:MACHINE:EXECUTION`, as a tested state sees it. */
export function expressTestArn({ region, accountId }: Home, machine: string, execution: string): string {
  return `arn:aws:states:${region}:${accountId}:express:${machine}:${execution}`;
}

/** Splits a version's number or an alias's name off. */
export function splitQualifier(arn: string): { machineArn: string; qualifier?: string } {
  const parts = arn.split(":");
  const qualifier = parts[7];
  return qualifier === undefined ? { machineArn: arn } : { machineArn: parts.slice(0, 7).join(":"), qualifier };
}

/** Splits `#TestCase` off, as Step Functions Local reads it. */
export function splitTestCase(arn: string): { arn: string; testCase?: string } {
  const at = arn.indexOf("#");
  return at < 0 ? { arn } : { arn: arn.slice(0, at), testCase: arn.slice(at + 1) };
}

/** @throws ApiError InvalidArn, in AWS's words */
export function checkArn(arn: unknown, kind: "stateMachine" | "execution" | "mapRun" | "activity"): string {
  if (typeof arn !== "string" || !arn.startsWith("arn:"))
    throw new ApiError("InvalidArn", `Invalid Arn: 'Invalid ARN prefix: ${String(arn)}'`);
  const parts = arn.split(":");
  if (parts[2] !== "states" || parts.length < 7 || (parts[5] !== kind && !(kind === "execution" && parts[5] === "express"))) {
    throw new ApiError("InvalidArn", `Invalid Arn: 'Resource type not valid in this context: ${parts[5] ?? ""}'`);
  }
  return arn;
}
