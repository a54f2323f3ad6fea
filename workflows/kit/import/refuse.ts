/** What no workflow can be, said before anything is written: each sentence names the state. */
import { type AslMachine, machinesIn, statesOf } from "../asl/index.ts";
import { arrowsOf, type Graph, graphOf } from "./graph.ts";
import { ImportError } from "./import-error.ts";

const LONGEST = 80;

function checkGraph(machine: AslMachine, graph: Graph, problems: string[]): void {
  const names = Object.keys(machine.States);
  const back = new Map<string, string[]>();
  for (const name of names) {
    const exits = graph.exits.get(name);
    if (!exits) continue;
    const arrows = arrowsOf(name, exits);
    const isChoice = machine.States[name]?.Type === "Choice";
    if (isChoice && exits.rules.length === 0) problems.push(`"${name}": it decides, but has no Choices.`);
    if (!isChoice && !exits.ends && exits.next === undefined) problems.push(`"${name}": it has neither Next nor End.`);
    for (const { to } of arrows) {
      if (!Object.hasOwn(machine.States, to)) problems.push(`"${name}": it goes to "${to}", which is not a state of its machine.`);
      back.set(to, [...(back.get(to) ?? []), name]);
    }
    if (!graph.place.has(name))
      problems.push(`"${name}": no way leads to it. Step Functions refuses such a state: remove it, or lead to it.`);
  }
  const ending = new Set(names.filter((name) => graph.exits.get(name)?.ends));
  const waiting = [...ending];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    for (const from of back.get(name) ?? []) {
      if (ending.has(from)) continue;
      ending.add(from);
      waiting.push(from);
    }
  }
  for (const name of graph.order) if (!ending.has(name)) problems.push(`"${name}": no way leads from it to an end.`);
}

/** Throws for a machine that the build would refuse whatever its source: names, targets, states out of reach, no end. */
export function refuse(top: AslMachine): void {
  const problems: string[] = [];
  const seen = new Set<string>();
  for (const { name, state } of statesOf(top)) {
    if (seen.has(name)) problems.push(`"${name}": two states have this name.`);
    seen.add(name);
    if (name.length > LONGEST) problems.push(`"${name}": the name has ${name.length} characters, and Step Functions allows ${LONGEST}.`);
    if (top.QueryLanguage === "JSONata" && state.QueryLanguage === "JSONPath")
      problems.push(`"${name}": it is JSONPath in a machine of JSONata, which Step Functions refuses.`);
    if (name.trim() !== name || name === "") problems.push(`"${name}": the name is empty, or begins or ends with a space.`);
  }
  const walk = (machine: AslMachine): void => {
    checkGraph(machine, graphOf(machine), problems);
    for (const state of Object.values(machine.States)) machinesIn(state).forEach(walk);
  };
  walk(top);
  if (problems.length > 0) throw new ImportError(problems);
}
