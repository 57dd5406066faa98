//! The parts of SARIF 2.1.0 that a report has, under the standard's own names. The numbers are those
//! of the sections of the standard.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;

/// A `sarifLog` (3.13).
#[derive(Serialize)]
pub struct Log<'a> {
    #[serde(rename = "$schema")]
    pub schema: &'static str,
    pub version: &'static str,
    pub runs: [Run<'a>; 1],
}

/// A `run` (3.14).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Run<'a> {
    pub tool: Tool<'a>,
    pub invocations: [Invocation; 1],
    pub original_uri_base_ids: BTreeMap<&'static str, Base>,
    /// What a column counts (3.14.17).
    pub column_kind: &'static str,
    pub results: Vec<Outcome<'a>>,
    pub properties: Properties,
}

/// What the standard has no place for, as a `propertyBag` (3.8).
#[derive(Serialize)]
pub struct Properties {
    /// How many findings there are that the run was not asked to show.
    pub hidden: usize,
}

/// What the paths of a run are below, without saying where that lies on this machine (3.14.14).
#[derive(Serialize)]
pub struct Base {
    pub description: Message,
}

/// A `tool` (3.18).
#[derive(Serialize)]
pub struct Tool<'a> {
    pub driver: Driver<'a>,
}

/// A `toolComponent` (3.19).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Driver<'a> {
    pub name: &'static str,
    pub version: &'static str,
    pub semantic_version: &'static str,
    pub rules: Vec<Rule<'a>>,
}

/// A `reportingDescriptor` (3.49).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Rule<'a> {
    pub id: &'a str,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    pub page: Option<Page<'a>>,
}

/// What a rule with a page says of itself.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Page<'a> {
    pub short_description: Message,
    pub full_description: Message,
    pub help: Help<'a>,
    pub default_configuration: Configuration,
    pub properties: Tags,
}

/// A `propertyBag` (3.8) with tags: the group of a rule.
#[derive(Serialize)]
pub struct Tags {
    pub tags: [&'static str; 1],
}

/// A `multiformatMessageString` (3.12).
#[derive(Serialize)]
pub struct Help<'a> {
    pub text: String,
    pub markdown: &'a str,
}

/// A `reportingConfiguration` (3.50).
#[derive(Serialize)]
pub struct Configuration {
    pub level: String,
}

/// An `invocation` (3.20).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Invocation {
    pub execution_successful: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tool_execution_notifications: Vec<Notification>,
}

/// A `notification` (3.58).
#[derive(Serialize)]
pub struct Notification {
    pub level: &'static str,
    pub message: Message,
}

/// A `message` (3.11).
#[derive(Serialize)]
pub struct Message {
    pub text: String,
}

/// A `result` (3.27).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome<'a> {
    pub rule_id: &'a str,
    pub rule_index: usize,
    pub level: String,
    pub message: Message,
    pub locations: Vec<Location>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub related_locations: Vec<Location>,
    pub partial_fingerprints: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fixes: Vec<Fix<'a>>,
}

/// A `location` (3.28).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<usize>,
    pub physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Message>,
}

/// A `physicalLocation` (3.29).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PhysicalLocation {
    pub artifact_location: ArtifactLocation,
    pub region: Region,
}

/// An `artifactLocation` (3.4).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ArtifactLocation {
    pub uri: String,
    /// None for what does not lie below a base.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uri_base_id: Option<&'static str>,
}

/// A `region` (3.30): lines and columns from 1, the end column behind the last character.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Region {
    pub start_line: usize,
    pub start_column: usize,
    pub end_line: usize,
    pub end_column: usize,
}

/// A `fix` (3.55).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Fix<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Message>,
    pub artifact_changes: Vec<Change<'a>>,
}

/// An `artifactChange` (3.56).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change<'a> {
    pub artifact_location: ArtifactLocation,
    pub replacements: Vec<Replacement<'a>>,
}

/// A `replacement` (3.57).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Replacement<'a> {
    pub deleted_region: Region,
    pub inserted_content: Content<'a>,
}

/// An `artifactContent` (3.3).
#[derive(Serialize)]
pub struct Content<'a> {
    pub text: Cow<'a, str>,
}
