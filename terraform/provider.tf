# One region, one account; every resource carries the environment's tags.
provider "aws" {
  region = var.aws_region

  default_tags {
    tags = merge(var.tags, { Environment = var.environment, ManagedBy = "terraform" })
  }
}
