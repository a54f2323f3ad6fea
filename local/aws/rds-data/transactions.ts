/** Open transactions: each holds a connection until it is ended or has rested for too long. */
import { randomBytes } from "node:crypto";
import type { Connection, Connections } from "./connections.ts";
import { LIMITS } from "./deps.ts";
import { badRequest, transactionBusy, transactionNotFound } from "./errors.ts";
import type { Timers } from "./timers.ts";

type Transaction = {
  readonly connection: Connection;
  readonly account: string;
  /** Calls off the ends that wait for the transaction. */
  readonly neverExpire: () => void;
  neverRest: () => void;
  busy: boolean;
};

export type Transactions = {
  /** @returns the transaction's id, for a connection in which BEGIN has run. */
  open(connection: Connection, account: string): string;
  /**
   * Uses a transaction's connection alone. `keepBusy` makes it stay in use after the work has answered.
   *
   * @throws AwsError TransactionNotFoundException; DatabaseErrorException while another call uses it
   */
  use<T>(
    id: string,
    account: string,
    arn: string,
    work: (connection: Connection, keepBusy: (until: Promise<unknown>) => void) => Promise<T>,
  ): Promise<T>;
  /** Runs COMMIT or ROLLBACK and forgets the transaction. */
  end(id: string, account: string, arn: string, command: "COMMIT" | "ROLLBACK"): Promise<void>;
};

/** The open transactions of all clusters. */
export function createTransactions(connections: Connections, timers: Timers): Transactions {
  const all = new Map<string, Transaction>();
  const drop = (id: string): void => {
    const transaction = all.get(id);
    if (transaction === undefined) return;
    all.delete(id);
    transaction.neverRest();
    transaction.neverExpire();
    // The server rolls back what a lost connection began.
    void connections.discard(transaction.connection);
  };
  const rest = (id: string, transaction: Transaction): void => {
    transaction.neverRest = timers.after(LIMITS.idleTransaction, () => drop(id));
  };
  const use: Transactions["use"] = async (id, account, arn, work) => {
    const transaction = all.get(id);
    if (transaction === undefined || transaction.account !== account) throw transactionNotFound(id);
    if (transaction.connection.target.arn !== arn)
      throw badRequest("The resource ARN is not the one with which the transaction was begun.");
    if (transaction.busy) throw transactionBusy();
    if (!transaction.connection.alive()) {
      drop(id);
      throw transactionNotFound(id);
    }
    transaction.busy = true;
    transaction.neverRest();
    let until: Promise<unknown> | undefined;
    const free = (): void => {
      transaction.busy = false;
      if (all.has(id)) rest(id, transaction);
    };
    try {
      return await work(transaction.connection, (promise) => {
        until = promise;
      });
    } finally {
      if (until === undefined) free();
      else until.then(free, free);
    }
  };
  return {
    use,
    open(connection, account) {
      const id = randomBytes(138).toString("base64");
      const transaction: Transaction = {
        connection,
        account,
        neverExpire: timers.after(LIMITS.transaction, () => drop(id)),
        neverRest: () => {},
        busy: false,
      };
      all.set(id, transaction);
      rest(id, transaction);
      return id;
    },
    async end(id, account, arn, command) {
      const connection = await use(id, account, arn, async (used) => {
        await used.client.query(command);
        return used;
      });
      const transaction = all.get(id);
      all.delete(id);
      transaction?.neverRest();
      transaction?.neverExpire();
      await connections.release(connection);
    },
  };
}
