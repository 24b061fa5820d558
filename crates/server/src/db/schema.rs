//! Which schema a database has.

use std::collections::BTreeSet;

use sqlx::{Row as _, SqlitePool};

use super::{DbError, uint};

/// How a database's schema stands to this build's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Schema {
    /// Nothing is in it yet.
    New,
    /// It is this build's.
    Current,
    /// It lacks migrations that this build has; the last that it has.
    Older(i64),
    /// It has migrations that this build does not know; the last.
    Newer(i64),
}

/// How the schema of a database stands to the one that these migrations make.
pub(super) async fn schema(pool: &SqlitePool, known: impl Iterator<Item = i64>) -> Result<Schema, DbError> {
    let row = sqlx::query("SELECT count(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'").fetch_one(pool).await?;
    if row.try_get::<i64, _>(0)? == 0 {
        return Ok(Schema::New);
    }
    let rows = sqlx::query("SELECT version FROM _sqlx_migrations WHERE success").fetch_all(pool).await?;
    let done: BTreeSet<i64> = rows.iter().map(|row| row.try_get(0)).collect::<Result<_, _>>()?;
    Ok(compare(&done, &known.collect()))
}

fn compare(done: &BTreeSet<i64>, known: &BTreeSet<i64>) -> Schema {
    match done.last() {
        // A first start that was cut off before its first migration was done.
        None => Schema::New,
        Some(last) if !done.is_subset(known) => Schema::Newer(*last),
        Some(last) if done.len() < known.len() => Schema::Older(*last),
        Some(_) => Schema::Current,
    }
}

/// About how many bytes a copy of a database takes.
pub(super) async fn bytes(pool: &SqlitePool) -> Result<u64, DbError> {
    let row = sqlx::query("SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()");
    Ok(uint(row.fetch_one(pool).await?.try_get(0)?))
}

#[cfg(test)]
mod tests {
    use super::{Schema, compare};

    #[test]
    fn schemas_are_compared_by_what_is_in_them() {
        let of = |done: &[i64]| compare(&done.iter().copied().collect(), &[1, 2, 4].into());
        assert_eq!(of(&[]), Schema::New);
        assert_eq!(of(&[1, 2, 4]), Schema::Current);
        assert_eq!(of(&[1, 2]), Schema::Older(2));
        // One that was numbered before the last and came after it.
        assert_eq!(of(&[1, 4]), Schema::Older(4));
        assert_eq!(of(&[1, 2, 4, 5]), Schema::Newer(5));
        assert_eq!(of(&[1, 2, 3]), Schema::Newer(3));
    }
}
