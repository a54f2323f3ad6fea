/** The control table of the refresh: lock, runs, generations, cursors, and what a switch replaced. Handlers and tests may enter. */
export { type CleanUp, forgetCleanUp, noteCleanUp, readCleanUp } from "./clean-ups.ts";
export { expireRun } from "./expiry.ts";
export { changeGeneration, forgetGeneration, type Generation, noteGeneration, readGenerations } from "./generations.ts";
export { keptDays } from "./keys.ts";
export { type Acquired, acquireLock, type Holder, holderOf, leaseMilliseconds, releaseLock, renewLock } from "./lock.ts";
export { readPrevious, rememberPointer } from "./previous.ts";
export { beginRun, changeRun, type Run, type RunStatus, readRun, runOfExecution, takeOverRun } from "./runs.ts";
export {
  Candidate,
  holdService,
  readCandidate,
  readCursor,
  readHeld,
  readTables,
  type StagedTable,
  writeCandidate,
  writeCursor,
  writeTable,
} from "./staged.ts";
export { type Attributes, type Condition, type ControlTable, controlTable } from "./table.ts";
