//! Each stage and the whole, over 1 to 1,000 instance groups and the Fairwinds cluster; and what there may be many of.

use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, criterion_group, criterion_main};
use kops_benches::{GROUPS, Running, Subject, build, check, findings, plan, read, whole};
use kops_core::diag::Report;

fn stages(criterion: &mut Criterion) {
    for groups in GROUPS {
        let subject = Subject::with_groups(groups);
        let spec = read(&subject.text);
        let valid = check(spec.clone(), &subject.facts);
        let graph = build(&valid, &subject.facts);
        let mut bench = criterion.benchmark_group("groups");
        bench.sample_size(10);
        bench.bench_function(BenchmarkId::new("parse", groups), |b| b.iter(|| read(black_box(&subject.text))));
        bench.bench_function(BenchmarkId::new("fill", groups), |b| {
            b.iter_batched(|| spec.clone(), |spec| check(spec, &subject.facts), BatchSize::LargeInput);
        });
        bench
            .bench_function(BenchmarkId::new("build", groups), |b| b.iter(|| build(black_box(&valid), &subject.facts)));
        bench.bench_function(BenchmarkId::new("plan", groups), |b| {
            b.iter(|| plan(black_box(&graph), &subject.snapshot))
        });
        bench.bench_function(BenchmarkId::new("whole", groups), |b| b.iter(|| whole(black_box(&subject))));
        bench.finish();
    }
}

/// What grows with its number only: twenty times the groups take twenty times as long, ten times the findings ten times.
fn many(criterion: &mut Criterion) {
    let mut bench = criterion.benchmark_group("many");
    bench.sample_size(10);
    let subject = Subject::with_groups(20_000);
    bench.bench_function("whole/20000", |b| b.iter(|| whole(black_box(&subject))));
    for count in [10_000, 100_000] {
        let (found, text) = findings(count);
        bench.bench_function(BenchmarkId::new("print", count), |b| {
            b.iter(|| Report::new(black_box(&found), std::slice::from_ref(&text)).to_string());
        });
    }
    bench.finish();
}

fn fairwinds(criterion: &mut Criterion) {
    let subject = Subject::fairwinds();
    criterion.bench_function("fairwinds/whole", |b| b.iter(|| whole(black_box(&subject))));
}

fn rolling_update(criterion: &mut Criterion) {
    let running = Running::with_nodes(1_000);
    criterion.bench_function("rolling-update/1000", |b| b.iter(|| black_box(&running).plan()));
}

criterion_group!(benches, stages, many, fairwinds, rolling_update);
criterion_main!(benches);
