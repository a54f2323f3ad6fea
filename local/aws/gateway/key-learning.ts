/** Passes STS and IAM on to moto, and notes the access keys that their answers hand out. */
import { type AccessKeys, accountOfArn } from "./accounts.ts";
import type { MotoProxy } from "./moto-proxy.ts";
import type { OwnService } from "./server.ts";

/** STS: an assumed role's keys belong to the role's account. */
export function stsService(moto: MotoProxy, keys: AccessKeys): OwnService {
  return {
    async handle(request) {
      const answer = await moto.forward(request);
      const { RoleArn } = request.parameters;
      keys.learn(answer, (typeof RoleArn === "string" ? accountOfArn(RoleArn) : undefined) ?? request.account);
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
