/** How a test disturbs the work of the local AWS: Tasks that fail, calls that are refused or whose answer nobody hears. */
import type { AccessKeys, Guard } from "./gateway/index.ts";
import type { AccessControl } from "./iam/index.ts";

/** A Task of an execution. */
export interface ObservedTask {
  readonly executionArn: string;
  readonly stateName: string;
}

/** What a Task fails with. */
export interface TaskError {
  readonly error: string;
  readonly cause: string;
}

/** A permitted call of a role. */
export interface ObservedCall {
  readonly roleArn: string;
  /** Of a function's own credentials. */
  readonly functionArn: string | undefined;
  /** The IAM actions that the call needs. */
  readonly actions: readonly string[];
}

/** Every member is asked for everything that happens; none has to be there. */
export interface Interference {
  /** The error of a Task instead of its work. */
  beforeTask?(task: ObservedTask): TaskError | undefined;
  /** The error of a Task whose work is done and whose answer is lost. Tasks that start executions are not asked. */
  afterTask?(task: ObservedTask): TaskError | undefined;
  /** Told of a call before it is carried out. @throws AwsError to refuse it */
  beforeCall?(call: ObservedCall): void;
  /** Told of a call that was carried out, before its answer is sent. */
  afterCall?(call: ObservedCall): void;
}

/**
 * A guard behind which the interference stands: it is asked for what the policies allow. Without `afterCall`, bodies of objects
 * stream as they do without it.
 */
export function disturbed(access: AccessControl, keys: AccessKeys, current: () => Interference | undefined): Guard {
  const observe = (request: Parameters<Guard["admit"]>[0]): ObservedCall | undefined => {
    const session = keys.callerOf(request.accessKeyId)?.session;
    if (session === undefined) return undefined;
    return { roleArn: session.roleArn, functionArn: session.functionArn, actions: access.actionsOf(request) };
  };
  return {
    reads: (head) => access.reads(head) || (current()?.afterCall !== undefined && keys.callerOf(head.accessKeyId)?.session !== undefined),
    admit(request) {
      const admission = access.admit(request);
      const { beforeCall } = current() ?? {};
      const call = beforeCall && observe(request);
      if (call !== undefined) beforeCall?.(call);
      return admission;
    },
    note(request, answer) {
      access.note(request, answer);
      const { afterCall } = current() ?? {};
      const call = afterCall && observe(request);
      if (call !== undefined) afterCall?.(call);
    },
  };
}
