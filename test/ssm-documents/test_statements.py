"""statement_file.py, clone.py, run_statements.py, confirm_statements.py: each statement once, whatever happens in between."""
import random
import unittest

from fakes import S3, Clock, Data, client_error, events, lines, statement

from clone import Clone, mark
from confirm_statements import confirm
from run_statements import run_round
from statement_file import StatementFailed, read_statements


def clone_of(data, clock=None):
    clock = clock or Clock()
    return Clone(data, events(), clock, clock.sleep)


def outcome(data, statements, clock=None, rows=0, plan="sha"):
    return run_round(clone_of(data, clock), statements, plan, rows)


def planned(sql, data):
    """As the planner's statements do: the ledger row comes with the statement, a second run changes nothing."""
    name = sql.split(" */")[0].split()[-1]
    if name in data.ledger:
        return 0
    data.ledger.add(name)
    return 7


class ReadStatements(unittest.TestCase):
    def test_reads_what_was_planned(self):
        body = lines(statement("a"), statement("b", ddl=True))
        self.assertEqual([line["id"] for line in read_statements(S3(body), events(body))], ["a", "b"])

    def test_ends_lines_at_newlines_only(self):
        body = '{"id": "a", "sql": "select \'\u2028\u0085\'", "ddl": false}\n'.encode()
        self.assertEqual(len(read_statements(S3(body), events(body))), 1)

    def test_refuses_another_file(self):
        with self.assertRaisesRegex(StatementFailed, "SHA-256"):
            read_statements(S3(lines(statement("a"))), events(b"other"))

    def test_refuses_what_is_no_statement_without_showing_it(self):
        for body in (b"secret-value\n", lines({"id": "a"}), lines(statement("a b")), lines({**statement("a"), "ddl": "yes"}), b"[]\n"):
            with self.assertRaises(StatementFailed) as raised:
                read_statements(S3(body), events(body))
            self.assertNotIn("secret-value", str(raised.exception))
            self.assertIsNone(raised.exception.__cause__)

    def test_refuses_the_same_id_twice(self):
        body = lines(statement("a"), statement("a"))
        with self.assertRaisesRegex(StatementFailed, "same id"):
            read_statements(S3(body), events(body))


class RunRound(unittest.TestCase):
    def test_runs_in_order_and_counts_rows(self):
        data = Data(planned)
        result = outcome(data, [statement("a"), statement("b", ddl=True)], rows=5)
        self.assertEqual(result, {"done": True, "cursor": 2, "rows": 19})
        self.assertEqual(data.ran, ["/* refresh a */mask a", "/* refresh b */mask b"])
        self.assertEqual(data.ledger, {"a", "b"})

    def test_only_ddl_continues_after_its_timeout(self):
        data = Data(planned)
        outcome(data, [statement("a"), statement("b", ddl=True)])
        sent = {call["sql"]: call["continueAfterTimeout"] for call in data.calls}
        self.assertEqual((sent["/* refresh a */mask a"], sent["/* refresh b */mask b"]), (False, True))

    def test_leaves_out_what_the_ledger_has(self):
        data = Data(planned)
        data.ledger = {"a", "c"}
        outcome(data, [statement("a"), statement("b"), statement("c", ddl=True)])
        self.assertEqual(data.ran, ["/* refresh b */mask b"])

    def test_reads_a_ledger_of_many_pages(self):
        data = Data(planned)
        data.ledger = {f"{n:05}" for n in range(5000)}
        self.assertEqual(len(clone_of(data).done()), 5000)

    def test_writes_the_row_of_ddl_that_does_not_write_it_itself(self):
        data = Data(lambda sql, data: 0)
        outcome(data, [statement("vacuum", ddl=True)])
        self.assertEqual(data.ledger, {"vacuum"})

    def test_stops_when_the_round_is_over_and_goes_on_in_the_next(self):
        data, statements = Data(planned), [statement(f"s{n}") for n in range(10)]
        clock = Clock(step=30)
        first = outcome(data, statements, clock)
        self.assertFalse(first["done"])
        self.assertGreater(first["cursor"], 0)
        rounds = 1
        while not first["done"]:
            first = outcome(data, statements, clock, rows=first["rows"])
            rounds += 1
        self.assertEqual((first["rows"], len(data.ran)), (70, 10))
        self.assertGreater(rounds, 1)

    def test_wakes_a_sleeping_clone(self):
        data, clock = Data(planned), Clock()
        data.failures = [client_error("DatabaseResumingException"), client_error("DatabaseResumingException")]
        self.assertTrue(outcome(data, [statement("a")], clock)["done"])
        self.assertEqual(clock.slept, [1.0, 2.0])

    def test_gives_up_on_a_clone_that_stays_away(self):
        data = Data(lambda sql, data: client_error("DatabaseUnavailableException"))
        with self.assertRaisesRegex(StatementFailed, "Statement a failed: DatabaseUnavailableException"):
            outcome(data, [statement("a")], Clock())

    def test_says_the_id_and_the_sqlstate_and_no_value(self):
        message = 'ERROR: duplicate key value "ana@corp.example" violates unique constraint; SQLState: 23505'
        data = Data(lambda sql, data: client_error("DatabaseErrorException", message))
        with self.assertRaises(StatementFailed) as raised:
            outcome(data, [statement("a")])
        self.assertEqual(str(raised.exception), "Statement a failed: SQLSTATE 23505.")
        self.assertTrue(raised.exception.__suppress_context__)

    def test_repeats_after_a_deadlock(self):
        tries = []

        def behaviour(sql, data):
            tries.append(sql)
            return planned(sql, data) if len(tries) > 1 else client_error("DatabaseErrorException", "ERROR: deadlock detected; SQLState: 40P01")

        self.assertEqual(outcome(Data(behaviour), [statement("a")])["rows"], 7)

    def test_believes_the_ledger_when_an_answer_was_lost(self):
        def behaviour(sql, data):
            if not data.ledger:
                data.ledger.add("a")
                return client_error("InternalServerErrorException")
            return client_error("DatabaseErrorException", "ERROR: duplicate key; SQLState: 23505")

        data = Data(behaviour)
        self.assertTrue(outcome(data, [statement("a", ddl=True)])["done"])


    def test_tries_again_when_throttled_and_slower_each_time(self):
        tries = []

        def behaviour(sql, data):
            tries.append(sql)
            return planned(sql, data) if len(tries) > 3 else client_error("ThrottlingException", "Rate exceeded")

        clock = Clock()
        self.assertEqual(outcome(Data(behaviour), [statement("a")], clock), {"done": True, "cursor": 1, "rows": 7})
        self.assertEqual(clock.slept, [1.0, 2.0, 4.0])

    def test_tries_again_after_a_restart_of_the_server(self):
        for state in ("57P01", "57P03", "08006", "53300"):
            tries = []

            def behaviour(sql, data):
                tries.append(sql)
                return planned(sql, data) if len(tries) > 1 else client_error("DatabaseErrorException", f"ERROR: gone; SQLState: {state}")

            self.assertEqual(outcome(Data(behaviour), [statement("a")])["rows"], 7, state)

    def test_leaves_the_rest_to_the_next_round_when_the_clone_is_away_at_the_end(self):
        data = Data(lambda sql, data: client_error("DatabaseUnavailableException"))
        result = run_round(clone_of(data, Clock()), [statement("a")], "sha", 3, seconds=20)
        self.assertEqual(result, {"done": False, "cursor": 0, "rows": 3})

    def test_says_that_the_ledger_is_out_of_reach(self):
        data = Data(planned)
        data.failures = [client_error("AccessDeniedException", "no")]
        with self.assertRaisesRegex(StatementFailed, "ledger cannot be read or written: AccessDeniedException"):
            outcome(data, [statement("a")])
        data.failures = [client_error("DatabaseResumingException")] * 100
        with self.assertRaisesRegex(StatementFailed, "DatabaseResumingException"):
            outcome(data, [statement("a")])

    def test_does_nothing_on_a_clone_that_another_plan_has_begun(self):
        data = Data(planned)
        outcome(data, [statement("a")], plan="first")
        with self.assertRaisesRegex(StatementFailed, "begun with another file of statements"):
            outcome(data, [statement("a"), statement("b")], plan="second")
        self.assertEqual(data.ran, ["/* refresh a */mask a"])

    def test_carries_out_each_statement_once_however_answers_are_lost(self):
        for seed in range(300):
            chance = random.Random(seed)
            effects = []

            def behaviour(sql, data):
                kind = chance.random()
                if kind < 0.2:
                    return client_error(chance.choice(["ThrottlingException", "DatabaseResumingException"]))
                name = sql.split(" */")[0].split()[-1]
                if name not in data.ledger:
                    effects.append(name)
                    data.ledger.add(name)
                return client_error("InternalServerErrorException") if kind < 0.4 else 1

            data, clock = Data(behaviour), Clock(step=chance.choice([0, 1, 20]))
            statements = [statement(f"s{n}", ddl=chance.random() < 0.5) for n in range(8)]
            rounds, result = 0, {"done": False, "rows": 0}
            while not result["done"]:
                result = outcome(data, statements, clock, rows=result["rows"])
                rounds += 1
                self.assertLess(rounds, 100)
            self.assertEqual(effects, [line["id"] for line in statements], seed)


class LostAnswers(unittest.TestCase):
    def test_does_not_send_again_what_still_runs(self):
        for ddl in (True, False):
            data = Data()

            def behaviour(sql, data):
                data.running = {mark("a"): Ending(data, 3)}
                return client_error("InternalServerErrorException")

            data.behaviour = behaviour
            clock = Clock()
            self.assertEqual(outcome(data, [statement("a", ddl=ddl)], clock), {"done": True, "cursor": 1, "rows": 0})
            self.assertEqual((len(data.ran), clock.slept), (1, [2, 2, 2]))

    def test_waits_for_what_an_earlier_round_left_running(self):
        for ddl in (True, False):
            data = Data(planned)
            data.running = {mark("a"): Ending(data, 2)}
            self.assertTrue(outcome(data, [statement("a", ddl=ddl), statement("b")])["done"])
            self.assertEqual(data.ran, ["/* refresh b */mask b"])

    def test_sends_again_what_ended_without_a_trace(self):
        tries = []

        def behaviour(sql, data):
            tries.append(sql)
            if len(tries) > 1:
                return planned(sql, data)
            data.running = {mark("a"): [1, 2]}
            return client_error("InternalServerErrorException")

        self.assertEqual(outcome(Data(behaviour), [statement("a")])["rows"], 7)
        self.assertEqual(len(tries), 2)


class Ending(list):
    """The ages of a statement that is seen running so often, and stands in the ledger afterwards."""

    def __init__(self, data, looks):
        super().__init__(range(looks))
        self.data = data

    def pop(self, index=0):
        age = super().pop(index)
        if not self:
            self.data.ledger.add("a")
        return age


class LongDdl(unittest.TestCase):
    timeout = staticmethod(lambda sql, data: client_error("StatementTimeoutException"))

    def test_waits_for_the_ledger_row_after_the_timeout(self):
        data = Data(self.timeout)
        data.behaviour = lambda sql, d: d.running.update({mark("a"): Ending(d, 3)}) or client_error("StatementTimeoutException")
        self.assertTrue(outcome(data, [statement("a", ddl=True)])["done"])
        self.assertEqual(len(data.ran), 1)

    def test_is_not_started_again_while_it_still_runs(self):
        data = Data(self.timeout)
        data.running = {mark("a"): [100] * 10_000}
        clock = Clock()
        result = outcome(data, [statement("a", ddl=True)], clock)
        self.assertEqual((result["done"], result["cursor"], data.ran), (False, 0, []))
        data.running = {}
        data.ledger.add("a")
        self.assertTrue(outcome(data, [statement("a", ddl=True)], clock)["done"])
        self.assertEqual(data.ran, [])

    def test_fails_beyond_its_own_limit(self):
        data = Data(self.timeout)
        data.running = {mark("a"): [61]}
        with self.assertRaisesRegex(StatementFailed, "more than 60 seconds"):
            outcome(data, [statement("a", ddl=True, timeoutSeconds=60)])

    def test_fails_when_it_ended_without_a_ledger_row(self):
        with self.assertRaisesRegex(StatementFailed, "left no ledger row"):
            outcome(Data(self.timeout), [statement("a", ddl=True)])

    def test_a_timeout_of_anything_else_is_a_failure(self):
        with self.assertRaisesRegex(StatementFailed, "StatementTimeoutException"):
            outcome(Data(self.timeout), [statement("a")])


class Confirm(unittest.TestCase):
    def test_counts_what_the_ledger_has(self):
        data = Data()
        data.ledger = {"a", "b", "other"}
        self.assertEqual(confirm(clone_of(data), [statement("a"), statement("b")], 9), {"done": True, "statements": 2, "rows": 9})

    def test_fails_when_one_is_missing(self):
        data = Data()
        data.ledger = {"a"}
        with self.assertRaisesRegex(StatementFailed, "1 of 2 statements were not carried out, the first is b"):
            confirm(clone_of(data), [statement("a"), statement("b")], 9)


if __name__ == "__main__":
    unittest.main()
