//! What Auto Scaling says of instances that are missing.

use kops_aws::Aws;
use kops_core::cloud::Cloud as _;

use crate::server::config_at;
use crate::wire::{Fate, Wire};

/// A group that should have so many instances, and has none.
fn group(desired: u32) -> String {
    let group = format!(
        "<member><AutoScalingGroupName>nodes</AutoScalingGroupName><MinSize>0</MinSize><MaxSize>1</MaxSize>\
         <DesiredCapacity>{desired}</DesiredCapacity></member>"
    );
    format!(
        "<DescribeAutoScalingGroupsResponse><DescribeAutoScalingGroupsResult><AutoScalingGroups>{group}\
         </AutoScalingGroups></DescribeAutoScalingGroupsResult></DescribeAutoScalingGroupsResponse>"
    )
}

#[tokio::test]
async fn a_group_without_its_instances_says_why_the_last_launch_failed() {
    let why = "Termination Reason: Client.InvalidKMSKey.InvalidState: The KMS key provided is in an incorrect state";
    let cancelled = format!(
        "<DescribeScalingActivitiesResponse><DescribeScalingActivitiesResult><Activities><member>\
         <Description>Launching a new EC2 instance: i-1</Description><StatusCode>Cancelled</StatusCode>\
         <StatusMessage>{why}</StatusMessage></member></Activities></DescribeScalingActivitiesResult>\
         </DescribeScalingActivitiesResponse>"
    );
    let denied =
        "<ErrorResponse><Error><Code>AccessDenied</Code><Message>is not authorized</Message></Error></ErrorResponse>";
    for (desired, told, expected) in [
        (1, Fate::Answered(200, cancelled), Some(why)),
        (1, Fate::Answered(403, denied.to_owned()), None),
        // It is not asked for.
        (0, Fate::LostBefore, None),
    ] {
        let wire = Wire::start("", move |request| match request.operation().as_str() {
            "DescribeAutoScalingGroups" => Fate::Answered(200, group(desired)),
            "DescribeScalingActivities" if request.form("AutoScalingGroupName") == "nodes" => told.clone(),
            operation => Fate::Answered(200, format!("<{operation}Response></{operation}Response>")),
        });
        let groups = Aws::new(&config_at(wire.url())).instances("demo.example.com").await.expect("are listed");
        let failures: Vec<_> = groups.iter().map(|group| group.launch_failure.as_deref()).collect();
        assert_eq!(failures, [expected], "{desired}");
    }
}
