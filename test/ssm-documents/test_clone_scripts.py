"""copy_snapshot.py, restore_clone.py, create_instance.py"""
import unittest

from fakes import Rds

from copy_snapshot import copy
from create_instance import create
from restore_clone import restore

RUN = "20261124t0200-1a2b"
EVENTS = {
    "runId": RUN, "sourceSnapshotArn": "arn:prod", "quarantineKeyArn": "arn:key", "snapshot": f"refresh-{RUN}-raw",
    "subnetGroup": "isolated", "securityGroupId": "sg-1", "instanceClass": "db.serverless", "cluster": f"refresh-clone-{RUN}",
}


class CopySnapshot(unittest.TestCase):
    def test_copies_under_the_quarantine_key(self):
        rds = Rds()
        self.assertEqual(copy(rds, EVENTS), {"snapshot": f"refresh-{RUN}-raw"})
        self.assertEqual(rds.calls[0]["KmsKeyId"], "arn:key")
        self.assertEqual(rds.calls[0]["SourceDBClusterSnapshotIdentifier"], "arn:prod")
        self.assertFalse(rds.calls[0]["CopyTags"])

    def test_uses_the_copy_of_an_earlier_attempt(self):
        rds = Rds(True, snapshot={"SourceDBClusterSnapshotArn": "arn:prod", "KmsKeyId": "arn:key"})
        self.assertEqual(copy(rds, EVENTS), {"snapshot": f"refresh-{RUN}-raw"})

    def test_refuses_another_snapshot_of_that_name(self):
        for found in ({"SourceDBClusterSnapshotArn": "arn:other", "KmsKeyId": "arn:key"}, {"SourceDBClusterSnapshotArn": "arn:prod", "KmsKeyId": "arn:default"}):
            with self.assertRaisesRegex(RuntimeError, "delete it"):
                copy(Rds(True, snapshot=found), EVENTS)


class RestoreClone(unittest.TestCase):
    def test_restores_in_isolation(self):
        rds = Rds()
        self.assertEqual(restore(rds, EVENTS), {"cluster": f"refresh-clone-{RUN}"})
        call = rds.calls[0]
        self.assertEqual((call["KmsKeyId"], call["VpcSecurityGroupIds"], call["DBSubnetGroupName"]), ("arn:key", ["sg-1"], "isolated"))
        self.assertEqual(call["EnableCloudwatchLogsExports"], [])
        self.assertIn("ServerlessV2ScalingConfiguration", call)
        self.assertFalse(call["DeletionProtection"])

    def test_gives_no_scaling_to_a_fixed_class(self):
        rds = Rds()
        restore(rds, {**EVENTS, "instanceClass": "db.r8g.large"})
        self.assertNotIn("ServerlessV2ScalingConfiguration", rds.calls[0])

    def test_uses_a_clone_in_the_quarantine_only(self):
        inside = {"KmsKeyId": "arn:key", "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-1"}]}
        self.assertEqual(restore(Rds(True, cluster=inside), EVENTS)["cluster"], f"refresh-clone-{RUN}")
        with self.assertRaisesRegex(RuntimeError, "outside of the quarantine"):
            restore(Rds(True, cluster={**inside, "VpcSecurityGroups": [{"VpcSecurityGroupId": "sg-2"}]}), EVENTS)


class CreateInstance(unittest.TestCase):
    def test_keeps_no_statements(self):
        for existing in (False, True):
            rds = Rds(existing)
            self.assertEqual(create(rds, EVENTS), {"instance": f"refresh-clone-{RUN}-1"})
            self.assertFalse(rds.calls[0]["EnablePerformanceInsights"])
            self.assertFalse(rds.calls[0]["PubliclyAccessible"])


if __name__ == "__main__":
    unittest.main()
