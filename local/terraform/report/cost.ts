/** What the stack of a plan costs while it stands, and what a night adds. */
import { alarmMetrics, count, endpointZones, nightlyTables } from "./measures.ts";
import type { Plan } from "./plan.ts";
import { instancePrices, monthHours, night, prices } from "./prices.ts";

/** One kind of cost. */
export interface CostLine {
  readonly what: string;
  /** Dollars a month while no night runs. */
  readonly idle: number;
  /** Dollars that a night adds. */
  readonly night: number;
  /** The variable that lowers it. */
  readonly lower: string;
}

const days = monthHours / 24;

/** The costs of a plan, in an order that is the same for every plan. */
export function costLines(plan: Plan): CostLine[] {
  const { services } = plan;
  const idle = (what: string, dollars: number, lower: string): CostLine => ({ what, idle: dollars, night: 0, lower });
  const nightly = (what: string, dollars: number, lower: string): CostLine => ({ what, idle: 0, night: dollars, lower });
  const hourly = (number: number, dollars: number): number => number * dollars * monthHours;
  const beyond = (number: number, free: number, dollars: number): number => Math.max(0, number - free) * dollars;
  const tableGigabytes = nightlyTables(plan) * night.gigabytesATable;
  const objectGigabytes = services * night.gigabytesOfObjects;
  const databaseGigabytes = services * night.databaseGigabytes;
  const masked = tableGigabytes + objectGigabytes;
  const instance = instancePrices[plan.instanceClass] ?? instancePrices["db.serverless"] ?? 0;
  return [
    idle(
      "Interface endpoints",
      hourly(endpointZones(plan), prices.endpoint.dollars),
      "`interface_endpoints = []` with `enable_nat = true`",
    ),
    idle(
      "NAT gateway and its address",
      hourly(count("aws_nat_gateway")(plan), prices.nat.dollars) + hourly(count("aws_eip")(plan), prices.publicAddress.dollars),
      "`enable_nat = false`",
    ),
    idle("Keys", count("aws_kms_key")(plan) * prices.key.dollars, "`enable_service_keys = false`"),
    idle("Dashboards", beyond(count("aws_cloudwatch_dashboard")(plan), 3, prices.dashboard.dollars), "`enable_service_dashboards = false`"),
    idle("Alarms", beyond(alarmMetrics(plan), 10, prices.alarmMetric.dollars), "–"),
    idle("Secret of the day-0 cluster", count("aws_secretsmanager_secret")(plan) * prices.secret.dollars, "–"),
    nightly(
      "Aurora: two generations, one clone",
      instance * (night.generations * 24 + night.cloneHours) +
        (databaseGigabytes * (night.generations + 1) * prices.auroraStorage.dollars) / days,
      "`aurora_instance_class`",
    ),
    nightly(
      "DynamoDB: export, import, two generations",
      tableGigabytes * (prices.tableExport.dollars + prices.tableImport.dollars + (night.generations * prices.tableStorage.dollars) / days),
      "`ddb_tables`",
    ),
    nightly("Functions", masked * night.functionSecondsAGigabyte * prices.lambda.dollars, "–"),
    nightly("State machines", services * night.transitions * prices.transition.dollars, "–"),
    nightly("Objects, staged and published", ((masked + objectGigabytes) * prices.objectStorage.dollars) / days, "–"),
    nightly("Logs", services * night.logGigabytes * prices.logs.dollars, "`log_retention_days` (storage)"),
  ];
}

/** The sum of lines. */
export function totalOf(lines: readonly CostLine[]): Pick<CostLine, "idle" | "night"> {
  return {
    idle: lines.reduce((sum, line) => sum + line.idle, 0),
    night: lines.reduce((sum, line) => sum + line.night, 0),
  };
}
