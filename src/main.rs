//! The command line.

fn main() {
    let path = std::env::args().nth(1).unwrap_or_default();
    match selvedge::check(path.as_ref(), &Default::default()) {
        Ok(checked) => {
            for f in &checked.findings {
                println!(
                    "{} {}[{}] {} | {} | {:?}",
                    checked.sources.place(f.primary.span),
                    f.level,
                    f.rule,
                    f.title,
                    f.primary.text,
                    f.help
                );
            }
            if let Some(a) = &checked.analysis {
                println!(
                    "{} cables {:?} shortages {} unplaced {:?}",
                    a.assignment.topology.cables.len(),
                    a.assignment.shortages.len(),
                    a.assignment.unplaced.len(),
                    a.assignment.addresses.exhausted
                );
                println!("{}", a.assignment.next_lock);
            }
        }
        Err(e) => println!("{e}"),
    }
}
