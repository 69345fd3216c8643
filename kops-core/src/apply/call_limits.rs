//! The limits of AWS for calls, as it publishes them.
//!
//! Sources: "Request throttling for the Amazon EC2 API" (each operation has a bucket), "Request throttling for the Elastic Load Balancing API",
//! "Throttling" in the API reference of Route 53 (five requests a second for an account). Services that publish no figures get those of EC2,
//! for all of their operations together.

/// The token bucket that limits an operation, or several that share it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TokenBucket {
    /// Calls at once, after a time of rest.
    pub burst: f64,
    /// Calls each second, over a long time.
    pub per_second: f64,
}

const READS: TokenBucket = TokenBucket { burst: 100.0, per_second: 20.0 };
const CHANGES: TokenBucket = TokenBucket { burst: 50.0, per_second: 5.0 };

/// The operations of EC2 with limits of their own.
const EC2: [(&str, TokenBucket); 14] = [
    ("CreateLaunchTemplateVersion", TokenBucket { burst: 100.0, per_second: 5.0 }),
    ("CreateNatGateway", TokenBucket { burst: 10.0, per_second: 1.0 }),
    ("CreateTags", TokenBucket { burst: 100.0, per_second: 10.0 }),
    ("DeleteNetworkInterface", TokenBucket { burst: 100.0, per_second: 5.0 }),
    ("DeleteSnapshot", TokenBucket { burst: 100.0, per_second: 5.0 }),
    ("DeleteTags", TokenBucket { burst: 100.0, per_second: 10.0 }),
    ("DescribeInstanceStatus", TokenBucket { burst: 50.0, per_second: 10.0 }),
    ("DescribeInstances", TokenBucket { burst: 50.0, per_second: 10.0 }),
    ("DescribeNetworkInterfaces", TokenBucket { burst: 50.0, per_second: 10.0 }),
    ("DescribeSecurityGroups", TokenBucket { burst: 50.0, per_second: 10.0 }),
    ("DescribeSnapshots", TokenBucket { burst: 50.0, per_second: 10.0 }),
    ("DescribeSpotInstanceRequests", TokenBucket { burst: 50.0, per_second: 10.0 }),
    ("DescribeVolumes", TokenBucket { burst: 50.0, per_second: 10.0 }),
    ("TerminateInstances", TokenBucket { burst: 100.0, per_second: 5.0 }),
];

/// Returns the bucket that a call takes a token from, by its name; none for services without a limit that matters.
///
/// Service and operation are named as in IAM: `ec2`, `CreateVpc`.
pub fn token_bucket(service: &str, operation: &str) -> Option<(String, TokenBucket)> {
    let reads = ["Describe", "Get", "List", "Simulate"].iter().any(|verb| operation.starts_with(verb));
    let class = if reads { "reads" } else { "changes" };
    Some(match service {
        // Thousands of requests a second for each prefix.
        "s3" => return None,
        "ec2" => {
            let own = EC2.iter().find(|(name, _)| *name == operation).map(|(_, bucket)| *bucket);
            (format!("ec2:{operation}"), own.unwrap_or(if reads { READS } else { CHANGES }))
        }
        "elasticloadbalancing" if reads => {
            (format!("{service}:{class}"), TokenBucket { burst: 40.0, per_second: 10.0 })
        }
        "elasticloadbalancing" => (format!("{service}:{class}"), TokenBucket { burst: 20.0, per_second: 3.0 }),
        "route53" => (service.to_owned(), TokenBucket { burst: 5.0, per_second: 5.0 }),
        _ => (format!("{service}:{class}"), if reads { READS } else { CHANGES }),
    })
}
