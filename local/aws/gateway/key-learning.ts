/** Passes STS and IAM on to moto, and notes the access keys that their answers hand out. */
import { type AccessKeys, accountOfArn } from "./accounts.ts";
import type { MotoProxy } from "./moto-proxy.ts";
import type { OwnService } from "./server.ts";

/** STS: an assumed role's keys belong to the role's account. */
export function stsService(moto: MotoProxy, keys: AccessKeys): OwnService {
  return {
    async handle(request) {
      const answer = await moto.forward(request);
      const { RoleArn, RoleSessionName } = request.parameters;
      const roleArn = typeof RoleArn === "string" ? RoleArn : undefined;
      keys.learn(
        answer,
        (roleArn === undefined ? undefined : accountOfArn(roleArn)) ?? request.account,
        roleArn === undefined ? undefined : { roleArn, sessionName: String(RoleSessionName) },
      );
      return answer;
    },
  };
}

/** IAM: a user's keys belong to the caller's account. */
export function iamService(moto: MotoProxy, keys: AccessKeys): OwnService {
  return {
    async handle(request) {
      const answer = await moto.forward(request);
      if (request.operation === "CreateAccessKey") keys.learn(answer, request.account);
      return answer;
    },
  };
}
