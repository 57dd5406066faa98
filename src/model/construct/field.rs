//! How often an attribute stands in its construct, and how its statements become a field.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use super::{Construct, ConstructSpec, Decoder};
use crate::finding::{At, Finding};
use crate::model::value::{TypeSpec, Value};
use crate::syntax::{Statement, Word};

/// What kind of statement an attribute is.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// One value that has to be there.
    One(TypeSpec),
    /// One value or none; the row's default stands in.
    Opt(TypeSpec),
    /// Any number of values.
    List(TypeSpec),
    /// A block that has to be there.
    Must(&'static ConstructSpec),
    /// A block, at most once.
    Block(&'static ConstructSpec),
    /// Blocks, any number.
    Many(&'static ConstructSpec),
}

/// What the table says about one attribute.
#[derive(Debug, Clone, Copy)]
pub struct FieldRow {
    /// Its keyword.
    pub name: &'static str,
    /// Its documentation, a line each.
    pub doc: &'static [&'static str],
    /// What it holds.
    pub shape: Shape,
    /// What stands in where it is not written.
    pub default: Option<&'static str>,
    /// Where its range comes from.
    pub source: &'static str,
}

/// A container type that the statements of one attribute are read into.
pub trait Field: Sized {
    /// What has been read so far.
    type Slot: Default;
    /// What the table says about it.
    const SHAPE: Shape;

    /// Takes one statement of the attribute.
    fn accept(slot: &mut Self::Slot, name: &str, statement: &Statement<'_>, decoder: &mut Decoder<'_>) {
        if statement.block.is_some() {
            decoder.report(
                Finding::error("unknown-block", statement.keyword.span, format!("`{name}` has no block"))
                    .here("takes values only"),
            );
        }
        if statement.values.is_empty() && !statement.damaged {
            decoder.report(
                Finding::error("missing-value", statement.keyword.span, format!("`{name}` has no value"))
                    .here("a value is missing"),
            );
        }
        Self::accept_values(slot, name, statement, decoder);
    }

    /// Takes the values of one statement.
    fn accept_values(slot: &mut Self::Slot, name: &str, statement: &Statement<'_>, decoder: &mut Decoder<'_>);

    /// Ends the attribute. `None` where a value is missing that has to be there.
    fn finish(
        slot: Self::Slot,
        name: &str,
        default: Option<&'static str>,
        of: &Statement<'_>,
        decoder: &mut Decoder<'_>,
    ) -> Option<Self>;
}

/// A value that has to be there.
pub type One<T> = At<T>;

/// A value that need not be there.
#[derive(Debug, Clone)]
pub struct Opt<T>(pub Option<At<T>>);

impl<T> std::ops::Deref for Opt<T> {
    type Target = Option<At<T>>;
    fn deref(&self) -> &Option<At<T>> {
        &self.0
    }
}

/// A value with a default. Where the default stands in, the span is the construct's head.
#[derive(Debug, Clone)]
pub struct Def<T>(pub At<T>);

impl<T> std::ops::Deref for Def<T> {
    type Target = At<T>;
    fn deref(&self) -> &At<T> {
        &self.0
    }
}

/// Values, in the order written, ranges in words expanded.
#[derive(Debug, Clone)]
pub struct List<T>(pub Vec<At<T>>);

impl<T> std::ops::Deref for List<T> {
    type Target = Vec<At<T>>;
    fn deref(&self) -> &Vec<At<T>> {
        &self.0
    }
}

/// A block, at most once.
#[derive(Debug, Clone)]
pub struct Block<C>(pub Option<Box<C>>);

impl<C> std::ops::Deref for Block<C> {
    type Target = Option<Box<C>>;
    fn deref(&self) -> &Option<Box<C>> {
        &self.0
    }
}

/// A block that has to be there.
#[derive(Debug, Clone)]
pub struct Must<C>(pub Box<C>);

impl<C> std::ops::Deref for Must<C> {
    type Target = C;
    fn deref(&self) -> &C {
        &self.0
    }
}

/// Blocks of one kind, in the order written.
#[derive(Debug, Clone)]
pub struct Many<C>(pub Vec<C>);

impl<C> std::ops::Deref for Many<C> {
    type Target = Vec<C>;
    fn deref(&self) -> &Vec<C> {
        &self.0
    }
}

/// What a single value has been read into: the first good value, and whether there was any.
#[derive(Debug)]
pub struct Single<T> {
    value: Option<At<T>>,
    first: Option<crate::finding::Span>,
}

impl<T> Default for Single<T> {
    fn default() -> Self {
        Single { value: None, first: None }
    }
}

impl<T: Value> Single<T> {
    fn accept(&mut self, name: &str, statement: &Statement<'_>, decoder: &mut Decoder<'_>) {
        // Of a statement with a word too many, nobody knows which was meant.
        let Some(word) = statement.values.first().filter(|_| !statement.damaged) else {
            self.first.get_or_insert(statement.keyword.span);
            return;
        };
        if let Some(first) = self.first {
            decoder.report(
                Finding::error(
                    "duplicate-attribute",
                    statement.keyword.span,
                    format!("`{name}` stands here twice"),
                )
                .here("a second time")
                .label(first, "first here"),
            );
            return;
        }
        self.first = Some(statement.head());
        if let Some(second) = statement.values.get(1) {
            let what = if name.is_empty() { statement.keyword.text.as_ref() } else { name };
            decoder.report(
                Finding::error("too-many-values", second.span, format!("`{what}` takes one value"))
                    .here("this is one too many"),
            );
        }
        self.value = single(name, word, statement, decoder);
    }
}

/// One word that has to be one value: a range that stands for several is an error.
fn single<T: Value>(
    name: &str,
    word: &Word<'_>,
    of: &Statement<'_>,
    decoder: &mut Decoder<'_>,
) -> Option<At<T>> {
    let label = if name.is_empty() { of.keyword.text.as_ref() } else { name };
    if T::SECRET {
        // Not a range, whatever it looks like: a finding about it would show it.
        return decoder.value(label, At::new(word.text.clone().into_owned(), word.span));
    }
    let mut words = decoder.expand(word)?;
    if words.len() > 1 {
        decoder.report(
            Finding::error("too-many-values", word.span, format!("`{label}` takes one value"))
                .here(format!("stands for {} values", words.len())),
        );
        return None;
    }
    decoder.value(label, words.pop()?)
}

impl<T: Value> Field for One<T> {
    type Slot = Single<T>;
    const SHAPE: Shape = Shape::One(T::TYPE);

    fn accept_values(
        slot: &mut Self::Slot,
        name: &str,
        statement: &Statement<'_>,
        decoder: &mut Decoder<'_>,
    ) {
        slot.accept(name, statement, decoder);
    }

    fn finish(
        slot: Self::Slot,
        name: &str,
        _: Option<&'static str>,
        of: &Statement<'_>,
        decoder: &mut Decoder<'_>,
    ) -> Option<Self> {
        if slot.first.is_none() {
            decoder.missing(name, of);
        }
        slot.value
    }
}

impl<T: Value> Field for Opt<T> {
    type Slot = Single<T>;
    const SHAPE: Shape = Shape::Opt(T::TYPE);

    fn accept_values(
        slot: &mut Self::Slot,
        name: &str,
        statement: &Statement<'_>,
        decoder: &mut Decoder<'_>,
    ) {
        slot.accept(name, statement, decoder);
    }

    fn finish(
        slot: Self::Slot,
        _: &str,
        _: Option<&'static str>,
        _: &Statement<'_>,
        _: &mut Decoder<'_>,
    ) -> Option<Self> {
        Some(Opt(slot.value))
    }
}

impl<T: Value> Field for Def<T> {
    type Slot = Single<T>;
    const SHAPE: Shape = Shape::Opt(T::TYPE);

    fn accept_values(
        slot: &mut Self::Slot,
        name: &str,
        statement: &Statement<'_>,
        decoder: &mut Decoder<'_>,
    ) {
        slot.accept(name, statement, decoder);
    }

    fn finish(
        slot: Self::Slot,
        name: &str,
        default: Option<&'static str>,
        of: &Statement<'_>,
        decoder: &mut Decoder<'_>,
    ) -> Option<Self> {
        slot.value.map(Def).or_else(|| {
            let word = At::new(default.unwrap_or_default().to_owned(), of.head());
            decoder.value(name, word).map(Def)
        })
    }
}

impl<T: Value> Field for List<T> {
    type Slot = (Vec<At<T>>, Option<crate::finding::Span>);
    const SHAPE: Shape = Shape::List(T::TYPE);

    fn accept_values(
        slot: &mut Self::Slot,
        name: &str,
        statement: &Statement<'_>,
        decoder: &mut Decoder<'_>,
    ) {
        let (values, first) = slot;
        if let Some(first) = first {
            decoder.report(
                Finding::error(
                    "duplicate-attribute",
                    statement.keyword.span,
                    format!("`{name}` stands here twice"),
                )
                .here("a second time")
                .label(*first, "first here")
                .help("one statement takes a list, with commas"),
            );
            return;
        }
        *first = Some(statement.head());
        let label = if name.is_empty() { statement.keyword.text.as_ref() } else { name };
        let mut seen = HashMap::new();
        for word in &statement.values {
            for word in decoder.expand(word).unwrap_or_default() {
                let Some(value) = decoder.value::<T>(label, word.clone()) else { continue };
                // What a construct is called twice is a duplicate name.
                if !name.is_empty() && statement.values.len() > 1 {
                    // Two forms of one value are one value.
                    let form = value.remark(&word.value).and_then(|problem| problem.fix);
                    match seen.entry(form.unwrap_or_else(|| word.value.clone())) {
                        Entry::Occupied(first) => {
                            decoder.twice(label, &word, *first.get());
                            continue;
                        }
                        Entry::Vacant(place) => _ = place.insert(word.span),
                    }
                }
                values.push(value);
            }
        }
    }

    fn finish(
        slot: Self::Slot,
        name: &str,
        _: Option<&'static str>,
        of: &Statement<'_>,
        decoder: &mut Decoder<'_>,
    ) -> Option<Self> {
        // A head is the list of a construct's names: without one there is nothing to speak of.
        if name.is_empty() && slot.1.is_none() {
            decoder.missing(name, of);
            return None;
        }
        Some(List(slot.0))
    }
}

impl<C: Construct> Field for Block<C> {
    type Slot = (Option<Box<C>>, Option<crate::finding::Span>);
    const SHAPE: Shape = Shape::Block(&C::SPEC);

    fn accept(slot: &mut Self::Slot, name: &str, statement: &Statement<'_>, decoder: &mut Decoder<'_>) {
        Self::accept_values(slot, name, statement, decoder);
    }

    fn accept_values(
        slot: &mut Self::Slot,
        name: &str,
        statement: &Statement<'_>,
        decoder: &mut Decoder<'_>,
    ) {
        let (block, first) = slot;
        if let Some(first) = first {
            decoder.report(
                Finding::error(
                    "duplicate-attribute",
                    statement.keyword.span,
                    format!("`{name}` stands here twice"),
                )
                .here("a second time")
                .label(*first, "first here"),
            );
            return;
        }
        *first = Some(statement.head());
        *block = decoder.construct::<C>(statement).map(Box::new);
    }

    fn finish(
        slot: Self::Slot,
        _: &str,
        _: Option<&'static str>,
        _: &Statement<'_>,
        _: &mut Decoder<'_>,
    ) -> Option<Self> {
        Some(Block(slot.0))
    }
}

impl<C: Construct> Field for Must<C> {
    type Slot = <Block<C> as Field>::Slot;
    const SHAPE: Shape = Shape::Must(&C::SPEC);

    fn accept(slot: &mut Self::Slot, name: &str, statement: &Statement<'_>, decoder: &mut Decoder<'_>) {
        Block::<C>::accept(slot, name, statement, decoder);
    }

    fn accept_values(
        slot: &mut Self::Slot,
        name: &str,
        statement: &Statement<'_>,
        decoder: &mut Decoder<'_>,
    ) {
        Block::<C>::accept_values(slot, name, statement, decoder);
    }

    fn finish(
        slot: Self::Slot,
        name: &str,
        _: Option<&'static str>,
        of: &Statement<'_>,
        decoder: &mut Decoder<'_>,
    ) -> Option<Self> {
        if slot.1.is_none() {
            decoder.missing(name, of);
        }
        slot.0.map(Must)
    }
}

impl<C: Construct> Field for Many<C> {
    type Slot = Vec<C>;
    const SHAPE: Shape = Shape::Many(&C::SPEC);

    fn accept(slot: &mut Self::Slot, name: &str, statement: &Statement<'_>, decoder: &mut Decoder<'_>) {
        Self::accept_values(slot, name, statement, decoder);
    }

    fn accept_values(slot: &mut Self::Slot, _: &str, statement: &Statement<'_>, decoder: &mut Decoder<'_>) {
        slot.extend(decoder.construct::<C>(statement));
    }

    fn finish(
        slot: Self::Slot,
        _: &str,
        _: Option<&'static str>,
        _: &Statement<'_>,
        _: &mut Decoder<'_>,
    ) -> Option<Self> {
        Some(Many(slot))
    }
}
