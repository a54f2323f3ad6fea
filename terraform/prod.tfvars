# The test environment at production's size, refreshed every night. It is not production's own account. The NAT gateway is for
# the validator alone, since IAM has no endpoint here.
environment             = "test"
prod_account_id         = "111111111111"
prod_data_bucket        = "prod-data-111111111111"
prod_cluster_identifier = "prod-aurora"
prod_snapshot_key_arn   = "arn:aws:kms:us-west-2:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"
vpc_cidr                = "10.64.0.0/16"
enable_nat              = true
aurora_instance_class   = "db.r8g.large"
aurora_day_0            = { backup_days = 14 }
remediation             = "repair"
alarm_email             = "refresh-operators@example.com"
log_retention_days      = 365
