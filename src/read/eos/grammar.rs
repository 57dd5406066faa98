//! The parser that the grammar file makes.

#[derive(pest_derive::Parser)]
#[grammar = "grammar/eos.pest"]
pub struct Grammar;
