//! Tables as CSV.

use serde::Serialize;

/// Rows with a header, fields quoted where they must be.
///
/// # Errors
/// Where a row can't be written: never for rows of plain values.
pub fn csv<T: Serialize>(rows: &[T]) -> Result<String, csv::Error> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        writer.serialize(row)?;
    }
    let bytes = writer.into_inner().map_err(|e| csv::Error::from(std::io::Error::other(e.to_string())))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
