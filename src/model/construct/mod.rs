//! The construct table: every statement of the language, described once.
//!
//! A row gives the struct that the rest of the program works with, its decoding, its page in the
//! language reference and its answer to `explain`. To add an attribute, add a line to its
//! construct; to add a construct, describe it and name it in the construct it stands in.

/// Describes a construct: see the module's documentation.
///
/// `head: Type` after the keyword says what its values are; then each attribute gives a field, its
/// container type ([`One`], [`Opt`], [`Def`], [`List`], [`Block`], [`Many`]), its keyword, and
/// where it has one the default and the source of its range.
macro_rules! construct {
    (
        $(#[doc = $doc:literal])*
        $name:ident = $keyword:literal $( ($head:ident : $head_ty:ty) )? $(, source $source:literal)? {
            $(
                $(#[doc = $field_doc:literal])*
                $field:ident : $ty:ty = $attribute:literal $(, default $default:literal)? $(, source $field_source:literal)? ;
            )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Debug, Clone)]
        pub struct $name {
            /// The keyword and what stands behind it.
            pub span: $crate::finding::Span,
            $(
                /// What stands behind the keyword.
                pub $head: $head_ty,
            )?
            $( $(#[doc = $field_doc])* pub $field: $ty, )*
        }

        impl $crate::model::construct::Construct for $name {
            const SPEC: $crate::model::construct::ConstructSpec = $crate::model::construct::ConstructSpec {
                keyword: $keyword,
                doc: &[$($doc),*],
                head: construct!(@head $($head $head_ty)?),
                fields: &[ $(
                    $crate::model::construct::FieldRow {
                        name: $attribute,
                        doc: &[$($field_doc),*],
                        shape: <$ty as $crate::model::construct::Field>::SHAPE,
                        default: construct!(@default $($default)?),
                        source: construct!(@source $($field_source)?),
                    },
                )* ],
                source: construct!(@source $($source)?),
            };

            fn decode(
                statement: &$crate::syntax::Statement<'_>,
                decoder: &mut $crate::model::construct::Decoder<'_>,
            ) -> Option<Self> {
                #[allow(unused_imports)]
                use $crate::model::construct::Field as _;
                $( let mut $head = <<$head_ty as $crate::model::construct::Field>::Slot>::default(); )?
                construct!(@accept_head statement decoder $($head $head_ty)?);
                $( let mut $field = <<$ty as $crate::model::construct::Field>::Slot>::default(); )*
                let mut before = None;
                for inner in statement.block.iter().flatten() {
                    let before = before.replace(inner);
                    match &*inner.keyword.text {
                        $( $attribute => <$ty as $crate::model::construct::Field>::accept(&mut $field, $attribute, inner, decoder), )*
                        _ => decoder.other(inner, before, statement, &Self::SPEC),
                    }
                }
                $( let $head = <$head_ty as $crate::model::construct::Field>::finish($head, "", None, statement, decoder); )?
                $( let $field = <$ty as $crate::model::construct::Field>::finish(
                    $field, $attribute, construct!(@default $($default)?), statement, decoder,
                ); )*
                Some($name {
                    span: statement.head(),
                    $( $head: $head?, )?
                    $( $field: $field?, )*
                })
            }
        }
    };
    (@head $head:ident $ty:ty) => {
        Some($crate::model::construct::FieldRow {
            name: stringify!($head),
            doc: &[],
            shape: <$ty as $crate::model::construct::Field>::SHAPE,
            default: None,
            source: "",
        })
    };
    (@head) => { None };
    (@accept_head $statement:ident $decoder:ident $head:ident $ty:ty) => {
        if !$statement.values.is_empty() {
            <$ty as $crate::model::construct::Field>::accept_values(&mut $head, "", $statement, $decoder);
        }
    };
    (@accept_head $statement:ident $decoder:ident) => {
        $decoder.no_values($statement);
    };
    (@default $default:literal) => { Some($default) };
    (@default) => { None };
    (@source $source:literal) => { $source };
    (@source) => { "" };
}

mod allowance;
mod cluster;
mod decode;
mod device;
mod domain;
mod fabric;
mod field;
mod lock;
mod network;
mod overrides;
mod platform;
mod policy;
mod rack;
mod root;
mod server;

pub use allowance::*;
pub use cluster::*;
pub use decode::{ANYWHERE, Decoder, Reference, plain};
pub use device::*;
pub use domain::*;
pub use fabric::*;
pub use field::{Block, Def, Field, FieldRow, List, Many, Must, One, Opt, Shape};
pub use lock::*;
pub use network::*;
pub use overrides::*;
pub use platform::*;
pub use policy::*;
pub use rack::*;
pub use root::Root;
pub use server::*;

use crate::syntax::Statement;

/// What the table says about a construct.
#[derive(Debug, Clone, Copy)]
pub struct ConstructSpec {
    /// The keyword that begins it.
    pub keyword: &'static str,
    /// Its documentation, a line each; an example is fenced with ```fab.
    pub doc: &'static [&'static str],
    /// What stands between the keyword and the block.
    pub head: Option<FieldRow>,
    /// What stands in the block, in the order of the reference.
    pub fields: &'static [FieldRow],
    /// Where its ranges come from.
    pub source: &'static str,
}

/// A kind of statement with a block.
pub trait Construct: Sized {
    /// The construct's row.
    const SPEC: ConstructSpec;

    /// Reads one statement. Everything that is wrong is reported; where a value is missing that
    /// nothing can stand in for, there is no construct.
    fn decode(statement: &Statement<'_>, decoder: &mut Decoder<'_>) -> Option<Self>;
}
