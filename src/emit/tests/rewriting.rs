//! Files of people's own.

use super::*;

#[test]
fn what_somebody_else_changed_stops_all() {
    let bench = Bench::new();
    fs::create_dir(&bench.tree).unwrap();
    bench.put("a.fab", "a\n");
    bench.put("b.fab", "b, edited\n");
    let (a, b) = (bench.at("a.fab"), bench.at("b.fab"));
    let one = Rewrite { path: &a, shown: Path::new("a.fab"), before: b"a\n", after: b"A\n" };
    let other = Rewrite { path: &b, shown: Path::new("site/b.fab"), before: b"b\n", after: b"B\n" };
    let said = rewrite(&[one, other]).unwrap_err().to_string();
    assert!(said.starts_with("site/b.fab: was changed by somebody else"), "{said}");
    assert_eq!((bench.text("a.fab").as_str(), bench.text("b.fab").as_str()), ("a\n", "b, edited\n"));
    assert_eq!(bench.listing(), ["a.fab", "b.fab"]);
    let one = Rewrite { path: &a, shown: Path::new("a.fab"), before: b"a\n", after: b"A\n" };
    rewrite(&[one]).unwrap();
    assert_eq!(bench.text("a.fab"), "A\n");
    assert_eq!(bench.listing(), ["a.fab", "b.fab"]);
    fs::remove_file(&b).unwrap();
    let gone = Rewrite { path: &b, shown: Path::new("b.fab"), before: b"b\n", after: b"B\n" };
    assert!(matches!(rewrite(&[gone]).unwrap_err().why, Why::Changed), "it was removed meanwhile");
}
