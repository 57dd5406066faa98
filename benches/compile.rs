//! What the steps cost, by the number of racks: `cargo bench`.
#![allow(missing_docs, dead_code, clippy::unwrap_used, clippy::panic)]

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use selvedge::model::value::Os;

#[path = "../examples/generate.rs"]
mod generate;

use selvedge::compile::{Request, compile};
use selvedge::emit::Part;
use selvedge::source::Sources;

fn check(c: &mut Criterion) {
    let mut group = c.benchmark_group("check");
    for racks in [8, 32, 128] {
        let text = generate::fabric(racks, 16);
        group.throughput(Throughput::Elements(u64::from(racks)));
        group.bench_with_input(BenchmarkId::from_parameter(racks), &text, |b, text| {
            b.iter(|| {
                let (sources, findings) = Sources::from_text("large.fab", text);
                let checked = selvedge::check_sources(sources, findings);
                assert!(!checked.failed());
            });
        });
    }
    group.finish();
}

fn write(c: &mut Criterion) {
    let mut group = c.benchmark_group("compile");
    group.sample_size(10);
    for racks in [8, 32, 128] {
        let folder = tempfile::tempdir().unwrap();
        let source = folder.path().join("large.fab");
        std::fs::write(&source, generate::fabric(racks, 16)).unwrap();
        group.throughput(Throughput::Elements(u64::from(racks)));
        group.bench_function(BenchmarkId::from_parameter(racks), |b| {
            b.iter_with_large_drop(|| {
                let tree = tempfile::tempdir().unwrap();
                let checked = selvedge::check(&source, &Default::default()).unwrap();
                let request = Request { tree: tree.path(), parts: Part::ALL, force: false, secrets: None };
                assert!(compile(&checked, &request, &|_, _| {}).is_ok());
                tree
            });
        });
    }
    group.finish();
}

/// Reading configurations of the flagship back, as many as 128 racks and their CEs have.
fn read(c: &mut Criterion) {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/near-edge/tree/devices");
    let mut group = c.benchmark_group("read");
    group.sample_size(10);
    for (os, rack) in [(Os::Eos, 1), (Os::Nxos, 7)] {
        let text =
            |i| std::fs::read_to_string(folder.join(format!("r{}-t{}.cfg", rack + i / 2 % 2, 1 + i % 2)));
        let texts: Vec<String> = (0..258).map(|i| text(i).unwrap()).collect();
        group.throughput(Throughput::Bytes(texts.iter().map(|text| text.len() as u64).sum()));
        group.bench_function(format!("{os}/258"), |b| {
            b.iter(|| texts.iter().map(|t| selvedge::read::read(os, t).unwrap().line_count()).sum::<usize>());
        });
    }
    group.finish();
}

/// Comparing two fabrics that differ in one network.
fn diff(c: &mut Criterion) {
    let mut group = c.benchmark_group("diff");
    group.sample_size(10);
    for racks in [8, 32, 128] {
        let old = generate::fabric(racks, 16);
        let new = old.replacen("mtu 9000", "mtu 8900", 1);
        assert_ne!(old, new);
        group.throughput(Throughput::Elements(u64::from(racks)));
        group.bench_function(BenchmarkId::from_parameter(racks), |b| {
            b.iter(|| {
                let side = |name: &str, text: &str| {
                    let (sources, findings) = Sources::from_text(name, text);
                    let checked = selvedge::check_sources(sources, findings);
                    selvedge::side::fabric(name, checked).unwrap().unwrap()
                };
                let (old, new) = (side("old.fab", &old), side("new.fab", &new));
                assert!(!selvedge::diff::diff(&old, &new).is_empty());
            });
        });
    }
    group.finish();
}

criterion_group!(benches, check, write, read, diff);
criterion_main!(benches);
