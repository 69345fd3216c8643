//! Records of Route 53 in zones with more of them than a page has.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use kops_aws::Aws;
use kops_core::cloud::{Cloud as _, Scope};
use kops_core::resource::Kind;

use crate::server::{Moto, config_at};
use crate::wire::{Fate, Wire};

/// A page with records of one name and type, each with an identifier, and where the next one begins.
fn page(identifiers: &[&str], next: Option<&str>) -> String {
    let record = |identifier: &&str| {
        format!(
            "<ResourceRecordSet><Name>api.demo.example.com.</Name><Type>A</Type><SetIdentifier>{identifier}</SetIdentifier>\
             <TTL>60</TTL><ResourceRecords><ResourceRecord><Value>192.0.2.1</Value></ResourceRecord></ResourceRecords>\
             </ResourceRecordSet>"
        )
    };
    let records: String = identifiers.iter().map(record).collect();
    let next = next.map(|identifier| {
        format!(
            "<NextRecordName>api.demo.example.com.</NextRecordName><NextRecordType>A</NextRecordType>\
             <NextRecordIdentifier>{identifier}</NextRecordIdentifier>"
        )
    });
    format!(
        "<ListResourceRecordSetsResponse xmlns=\"https://route53.amazonaws.com/doc/2013-04-01/\"><ResourceRecordSets>{records}\
         </ResourceRecordSets><IsTruncated>{}</IsTruncated>{}<MaxItems>300</MaxItems></ListResourceRecordSetsResponse>",
        next.is_some(),
        next.unwrap_or_default(),
    )
}

#[tokio::test]
async fn a_list_goes_on_at_the_record_that_a_page_ends_before() {
    let Some(moto) = Moto::start() else { return };
    let pages = Arc::new(Mutex::new(Vec::new()));
    let seen = pages.clone();
    let wire = Wire::start(moto.url(), move |request| {
        if request.service() != "route53" {
            return Fate::Pass;
        }
        let goes_on = request.asks_for("identifier=second");
        let starts = request.asks_for("name=demo.example.com") && !request.asks_for("identifier=");
        seen.lock().expect("no panic").push((starts, goes_on));
        let page = if goes_on { page(&["second"], None) } else { page(&["first"], Some("second")) };
        // A list that begins again each time ends here.
        let page = if seen.lock().expect("no panic").len() > 2 { String::new() } else { page };
        Fate::Answered(200, page)
    });
    let names = ["api.demo.example.com.", "bastion.demo.example.com"].map(str::to_owned).into();
    let records = BTreeMap::from([("Z1".to_owned(), names)]);
    let scope = Scope { cluster: "demo.example.com".to_owned(), records, ..Scope::default() };
    let snapshot = Aws::new(&config_at(wire.url())).observe(&scope).await.expect("is read");
    assert_eq!(*pages.lock().expect("no panic"), [(true, false), (false, true)]);
    let found = snapshot.resources.iter().filter(|found| found.resource.kind() == Kind::DnsRecord);
    assert_eq!(found.count(), 1, "both have one identity");
}
