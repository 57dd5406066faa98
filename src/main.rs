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
            if checked.failed() {
                return;
            }
            let dir = std::path::PathBuf::from(std::env::args().nth(2).unwrap());
            let r = selvedge::compile::Request {
                tree: &dir,
                parts: selvedge::emit::Part::ALL,
                force: false,
                secrets: None,
            };
            println!("{:?}", selvedge::compile::compile(&checked, &r, &|_, _| {}));
        }
        Err(e) => println!("{e}"),
    }
}
