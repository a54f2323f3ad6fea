/** Runs faults on local AWSs and judges every ending. The command and tests enter by the room's front door. */
export { BadFirstNight, type FaultSession, type FaultSessionOptions, startFaultSession } from "./fault-session.ts";
export { type FaultResult, runFault } from "./run-fault.ts";
export { type RunFaultsOptions, runFaults } from "./run-faults.ts";
