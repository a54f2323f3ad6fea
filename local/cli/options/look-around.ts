/** What `--keep` prints: how to look around in the local AWS with other programs. */
import type { LocalAws } from "../../aws/index.ts";
import type { RefreshReport } from "../../refresh/report/index.ts";

/** Lines to copy into a shell. */
export function lookAround(aws: LocalAws, report: RefreshReport): string {
  const { accessKeyId, secretAccessKey, sessionToken } = aws.credentials("test");
  const live = report.services.find((service) => service.live)?.live;
  const cluster = live?.endpoint ? live : undefined;
  return [
    `The local AWS stays up at ${aws.endpoint} until Ctrl-C. Look around in the test account:`,
    "",
    `  export AWS_ENDPOINT_URL=${aws.endpoint} AWS_REGION=${aws.region} AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}${sessionToken ? ` AWS_SESSION_TOKEN=${sessionToken}` : ""}`,
    "  aws ssm get-parameters-by-path --path /test --recursive",
    ...(live
      ? [
          `  aws s3 ls s3://${live.bucket}/${live.prefix}`,
          ...Object.values(live.tables)
            .slice(0, 1)
            .map((table) => `  aws dynamodb describe-table --table-name ${table}`),
        ]
      : []),
    "  aws stepfunctions list-state-machines",
    ...(cluster ? [`  ${psqlLine(aws, cluster)}`] : []),
    "",
    "",
  ].join("\n");
}

function psqlLine(aws: LocalAws, cluster: { endpoint: string; port: number; run: string }): string {
  const name = cluster.run === "day-0" ? "test-day-0" : `test-${cluster.run}`;
  const login = aws.rds.adminConnection(name, aws.accounts.test);
  return login
    ? `PGPASSWORD=${login.password} psql -h ${login.host} -p ${login.port} -U ${login.user} ${login.database}`
    : `psql -h ${cluster.endpoint} -p ${cluster.port} app`;
}
