/** An empty AWS account that answers the three questions of a first plan, so that AWS's own provider plans without an account. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** The account's number. */
export const ACCOUNT = "123456789012";

/** An account that answers. */
export interface Account {
  /** URL of all its services. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** The region whose zones it has: the default of the stack's variable. */
const region = "us-west-2";

/** Starts it on a free port of this machine. */
export async function startAccount(): Promise<Account> {
  const answers: Readonly<Record<string, string>> = {
    GetCallerIdentity: `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Arn>arn:aws:iam::${ACCOUNT}:user/plan</Arn><UserId>plan</UserId><Account>${ACCOUNT}</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`,
    DescribeAvailabilityZones: `<DescribeAvailabilityZonesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><availabilityZoneInfo>${["a", "b", "c"].map(zoneXml).join("")}</availabilityZoneInfo></DescribeAvailabilityZonesResponse>`,
    GetRandomPassword: JSON.stringify({ RandomPassword: "invented-for-a-plan" }),
  };
  const server = createServer((request, response) => {
    const body: string[] = [];
    request.setEncoding("utf8").on("data", (text: string) => void body.push(text));
    request.once("end", () => {
      const asked = operationOf(request.headers["x-amz-target"], body.join(""));
      const answer = Object.hasOwn(answers, asked) ? answers[asked] : undefined;
      response.writeHead(answer === undefined ? 501 : 200, {
        "content-type": answer?.startsWith("{") ? "application/x-amz-json-1.1" : "text/xml",
      });
      response.end(answer ?? `This account answers no ${asked}: a plan of an empty account needs none.`);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

// JSON protocols name the operation in a header, the query protocols in the form.
const operationOf = (target: string | string[] | undefined, form: string): string =>
  typeof target === "string" ? (target.split(".").at(-1) ?? "") : (new URLSearchParams(form).get("Action") ?? "operation without a name");

const zoneXml = (zone: string): string =>
  `<item><zoneName>${region}${zone}</zoneName><zoneId>${region}-az-${zone}</zoneId><zoneType>availability-zone</zoneType><zoneState>available</zoneState><optInStatus>opt-in-not-required</optInStatus><regionName>${region}</regionName><groupName>${region}</groupName><networkBorderGroup>${region}</networkBorderGroup><messageSet/></item>`;
