# The test environment at production's size, refreshed every night. It is not production's own account.
environment                  = "test"
prod_account_id              = "111111111111"
prod_data_bucket             = "prod-data-111111111111"
prod_cluster_identifier      = "prod-aurora"
prod_snapshot_key_arn        = "arn:aws:kms:us-west-2:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"
aurora_instance_class        = "db.r8g.large"
aurora_subnet_group          = "test-aurora"
aurora_security_group_id     = "sg-0123456789abcdef2"
quarantine_subnet_group      = "test-quarantine"
quarantine_security_group_id = "sg-0fedcba9876543212"
function_subnet_ids          = ["subnet-0123456789abcdef2", "subnet-0123456789abcdef3", "subnet-0123456789abcdef4"]
function_security_group_ids  = ["sg-0123456789abcdef3"]
alarm_email                  = "refresh-operators@example.com"
log_retention_days           = 365
