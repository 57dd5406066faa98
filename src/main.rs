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
                let context = selvedge::lower::Context::new(a);
                let env = selvedge::render::Environment::new(selvedge::render::Secrets::Referenced).unwrap();
                let dir = std::path::PathBuf::from(std::env::args().nth(2).unwrap());
                std::fs::create_dir_all(&dir).unwrap();
                for (id, d) in a.assignment.topology.switches() {
                    let plan = selvedge::lower::device(&context, id).unwrap();
                    let text = selvedge::render::switch::render(&env, &plan).unwrap();
                    std::fs::write(dir.join(format!("{}.cfg", d.name)), text).unwrap();
                }
                for i in 0..a.fabric.pes.len() {
                    let plan = selvedge::lower::handoff(&context, i).unwrap();
                    let text = selvedge::render::handoff::render(&env, &plan).unwrap();
                    std::fs::write(dir.join(format!("{}.md", plan.pe)), text).unwrap();
                }
                std::fs::write(
                    dir.join("cabling.csv"),
                    selvedge::render::table::csv(&selvedge::lower::table::cables(&context)).unwrap(),
                )
                .unwrap();
            }
        }
        Err(e) => println!("{e}"),
    }
}
