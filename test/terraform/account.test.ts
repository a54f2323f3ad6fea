import { DescribeAvailabilityZonesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { GetRandomPasswordCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { ACCOUNT, type Account, startAccount } from "../../local/terraform/account.ts";

describe("the empty account that AWS's own provider plans for", () => {
  let account: Account;
  const client = () => ({
    ...{ region: "us-west-2", endpoint: account.endpoint, maxAttempts: 1 },
    credentials: { accessKeyId: "plan", secretAccessKey: "plan" },
  });

  beforeAll(async () => {
    account = await startAccount();
  });
  afterAll(() => account.stop());

  it("answers what a first plan asks, in AWS's protocols", async () => {
    const identity = await new STSClient(client()).send(new GetCallerIdentityCommand({}));
    expect(identity).toMatchObject({ Account: ACCOUNT, Arn: `arn:aws:iam::${ACCOUNT}:user/plan` });
    const { AvailabilityZones: zones } = await new EC2Client(client()).send(new DescribeAvailabilityZonesCommand({}));
    expect(zones?.map(({ ZoneName, State }) => [ZoneName, State])).toEqual(
      ["a", "b", "c"].map((zone) => [`us-west-2${zone}`, "available"]),
    );
    const { RandomPassword } = await new SecretsManagerClient(client()).send(new GetRandomPasswordCommand({}));
    expect(RandomPassword).toMatch(/^.{16,}$/);
  });

  it("says that it knows nothing else", async () => {
    await expect(new STSClient(client()).send(new GetCallerIdentityCommand({}))).resolves.toBeDefined();
    const response = await fetch(account.endpoint, { method: "POST", body: "Action=DescribeVpcs" });
    expect([response.status, await response.text()]).toEqual([501, expect.stringContaining("DescribeVpcs")]);
  });
});
