/** The proof as a page to read. */
import type { ProofPlace, ProofReport } from "../../../shared/reports.ts";

type Body = ProofReport["body"];

const mostPlaces = 500;

/** A place as errors and pages call it. */
export const placeName = ({ where, place }: Pick<ProofPlace, "where" | "place">): string => (place === "" ? where : `${where} ${place}`);

/**
 * Markdown: the verdict, what was found and where, what came of each service, what no rule declares, kept values that are
 * originals elsewhere, and the counts of every place. It names places and counts, never a value.
 */
export function proofPage(body: Body): string {
  const { places = [] } = body;
  const services = body.services.map(
    ({ name, status, degraded, s3, dynamodb, aurora }) =>
      `| ${name} | ${status}${degraded ? ", degraded" : ""} | ${s3.objects} (${s3.masked} masked, ${s3.copied} copied, ${s3.dropped} dropped) | ${dynamodb.items} in ${dynamodb.tables} | ${aurora.rows} in ${aurora.tables} |`,
  );
  return [
    `# Proof of run ${body.runId}`,
    "",
    verdict(body),
    "",
    `Environment ${body.environment}, production as of ${body.asOf}, proved ${body.provedAt}, rules ${body.rulesHash.slice(0, 12)}.`,
    ...(body.lookup === undefined ? [] : ["", body.lookup]),
    ...section("Leaks", "| place | originals | texts that no rule gives |", leaks(places)),
    "",
    "| store | originals looked for | texts compared | leaks |",
    "| --- | --- | --- | --- |",
    ...body.stores.map(({ store, values, scanned, found }) => `| ${store} | ${values} | ${scanned} | ${found} |`),
    "",
    "| service | status | objects | items in tables | rows in tables |",
    "| --- | --- | --- | --- | --- |",
    ...services,
    ...heldBack(body),
    ...section("No rule declares these", "| store | place | became | why | a rule that it might get |", undeclared(body)),
    ...section("Rules that are for nothing", "| rule | what is wrong |", warnings(body)),
    ...section("Kept by a rule, and originals of a masked place", "| place | values | of |", keptOriginals(places)),
    ...section("Not looked into: too large or too deep", "| place | texts |", unopened(places)),
    ...section("Places", "| place | compared | nulls | empty | kept | numbers that passed |", counts(places)),
    ...(places.length > mostPlaces ? ["", `${places.length - mostPlaces} more places stand in proof.json.`] : []),
    "",
  ].join("\n");
}

function verdict({ found, values, scanned }: Body): string {
  if (found > 0)
    return `**Not proved: ${found} texts of the output are production's, or of a form that no rule gives. Nothing is switched.**`;
  return `**Proved: of ${values} values of production that were looked for in ${scanned} texts of the output, ${found} were found.**`;
}

function section(title: string, head: string, rows: readonly string[]): string[] {
  if (rows.length === 0) return [];
  const columns = head.split("|").length - 2;
  return ["", `## ${title}`, "", head, `|${" --- |".repeat(columns)}`, ...rows];
}

const cell = (text: string): string => text.replaceAll("|", "\\|");

const leaks = (places: readonly ProofPlace[]): string[] =>
  places.flatMap((each) => (each.found + each.unlike > 0 ? [`| ${cell(placeName(each))} | ${each.found} | ${each.unlike} |`] : []));

function heldBack({ services }: Body): string[] {
  const held = services.flatMap(({ name, reasons }) => reasons.map((reason) => `* ${name}: ${reason}`));
  return held.length === 0 ? [] : ["", "## Held back: yesterday's data stays", "", ...held];
}

const undeclared = ({ services }: Body): string[] =>
  services.flatMap(({ undeclared: found }) =>
    found.map(
      ({ store, place, action, why, suggestion = "" }) => `| ${store} | ${cell(place)} | ${action} | ${cell(why)} | ${cell(suggestion)} |`,
    ),
  );

const warnings = ({ warnings: all = [] }: Body): string[] => all.map(({ rule, problem }) => `| ${cell(rule)} | ${cell(problem)} |`);

const keptOriginals = (places: readonly ProofPlace[]): string[] =>
  places.flatMap((each) => (each.keptOriginals > 0 ? [`| ${cell(placeName(each))} | ${each.keptOriginals} | ${each.kept} |`] : []));

const unopened = (places: readonly ProofPlace[]): string[] =>
  places.flatMap((each) => (each.unopened > 0 ? [`| ${cell(placeName(each))} | ${each.unopened} |`] : []));

const counts = (places: readonly ProofPlace[]): string[] =>
  places
    .slice(0, mostPlaces)
    .map((each) => `| ${cell(placeName(each))} | ${each.compared} | ${each.nulls} | ${each.empty} | ${each.kept} | ${each.passed} |`);
